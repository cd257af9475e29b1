"""Award money: a factor times the base salary of the decision day, rounded up; and which of several awards are paid.

Sources: NĐ 91/2017 Điều 66, 68; NĐ 152/2025 Điều 49, 54; TT 01/2019/TT-VKSTC Điều 53(2). Factors, base salaries and the
citation of each stacking rule are data of the rulebook; a :class:`Line` names its rule by key (``titles-same-period`` …).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Literal, NamedTuple, TypeAlias

Group: TypeAlias = Literal["title", "form"]
# "apart": a title and a form given together are both paid (NĐ 91/2017, NĐ 98/2023, NĐ 152/2025).
# "together": only the highest of all that reward one achievement, be it title or form (NĐ 42/2010 Điều 68(2)(c)(d)).
Mode: TypeAlias = Literal["apart", "together"]


class MoneyError(ValueError):
    """An amount that cannot be computed; the message is in Vietnamese."""


@dataclass(frozen=True)
class Item:
    """One award given at the moment in question: its code, ``title`` (danh hiệu) or ``form`` (hình thức), and its factor.

    ``factor`` is in base salaries. ``period`` is the counted period (a year, a DateRange …), ``achievement`` what was
    rewarded: any values that compare; None where the decision does not say.
    """

    award: str
    group: Group
    factor: Decimal
    period: Hashable = None
    achievement: Hashable = None


@dataclass(frozen=True)
class Line:
    """An item, whether it is paid, why (Vietnamese), the key of the rule; ``sure`` is False if a missing fact decided."""

    item: Item
    paid: bool
    because: str
    rule: str
    sure: bool = True


class _Kind(NamedTuple):
    """How one kind of awards is told apart: by which fact first, and the words and keys for same and other."""

    first: Literal["period", "achievement"]
    second_proves_same: bool
    same: str
    other: str
    words: str


# Two titles of one year reward that year's work, whatever the paper calls it; two forms may well reward two deeds of a year.
_KINDS = {
    "title": _Kind("period", True, "titles-same-period", "titles-other-period", "kỳ tính thành tích"),
    "form": _Kind("achievement", False, "forms-same-achievement", "forms-other-achievement", "thành tích"),
    "together": _Kind("period", True, "all-same-achievement", "all-other-achievement", "thành tích, kỳ tính thành tích"),
}


@dataclass
class _Pile:
    """Indexes of items of which only the first is paid (highest first); ``presumed`` joined it for want of a fact."""

    members: list[int]
    presumed: set[int] = field(default_factory=set)


def amount(factor: Decimal, base_salary: int, *, multiplier: Decimal = Decimal(1), step: int = 10_000) -> int:
    """``factor × base_salary × multiplier`` in đồng, rounded up to the next ``step`` once, at the end.

    ``base_salary`` is the lương cơ sở (đồng a month) in force on the day of the decision; ``multiplier`` is 1.5 for a
    household (NĐ 152/2025 Điều 54). Rounding up: NĐ 91/2017 Điều 68(2), NĐ 152/2025 Điều 49(2).
    Raises :class:`MoneyError` for a negative or non-finite number, a float, or a step below 1.
    """
    for number in (factor, multiplier):
        if not _is_exact(number) or not Decimal(number).is_finite() or number < 0:
            raise MoneyError(f"Hệ số tiền thưởng không hợp lệ: {number}")
    if not _is_exact(base_salary) or base_salary < 0 or step < 1:
        raise MoneyError(f"Mức lương cơ sở hoặc bước làm tròn không hợp lệ: {base_salary}, {step}")
    return ceil(Fraction(factor) * Fraction(multiplier) * base_salary / step) * step


def stack(items: Sequence[Item], *, mode: Mode = "apart") -> list[Line]:
    """Which of the awards given to one subject at one moment are paid, in the order given.

    Titles: of one period only the highest; of different periods all. Forms: of one achievement only the highest; of
    different achievements all. A title and a form are both paid (mode ``apart``).
    Where the deciding fact is missing, its substitute serves (for titles the achievement, for forms the period); where
    that is missing too, the award is taken to be the same as the highest other of its kind and the unpaid line is not
    ``sure``: no rule lets an office presume a second achievement. Raises :class:`MoneyError` for an invalid factor.
    """
    for item in items:
        amount(item.factor, 0)
    groups = ["together"] if mode == "together" else ["title", "form"]
    chosen = {g: [i for i, item in enumerate(items) if g in (item.group, "together")] for g in groups}
    both = all(chosen.values()) and len(groups) == 2
    lines = {i: line for g in groups for i, line in _lines(items, chosen[g], _KINDS[g], both)}
    return [lines[i] for i in range(len(items))]


def total(lines: Iterable[Line], base_salary: int, *, multiplier: Decimal = Decimal(1), step: int = 10_000) -> int:
    """What is paid in all, in đồng; each paid line is rounded up by itself. Raises like :func:`amount`."""
    return sum(amount(line.item.factor, base_salary, multiplier=multiplier, step=step) for line in lines if line.paid)


def _is_exact(number: object) -> bool:
    """False for a float, which no type checker stops at the border of JSON or a spreadsheet."""
    return isinstance(number, (Decimal, int))


def _lines(items: Sequence[Item], members: list[int], kind: _Kind, both: bool) -> Iterator[tuple[int, Line]]:
    piles = _piles(items, members, kind)
    for pile in piles:
        winner, *losers = sorted(pile.members, key=lambda i: _order(items[i]))
        yield winner, _paid(items[winner], kind, alone=not losers, only=len(piles) == 1, both=both)
        for i in losers:
            yield i, _unpaid(items[i], items[winner], kind, sure=not pile.presumed & {i, winner})


def _paid(item: Item, kind: _Kind, *, alone: bool, only: bool, both: bool) -> Line:
    if not alone:
        return Line(item, True, f"Chi mức cao nhất trong các khen thưởng cùng {kind.words}", kind.same)
    if not only:
        return Line(item, True, f"Được chi: khác {kind.words}", kind.other)
    if both:
        return Line(item, True, "Danh hiệu thi đua và hình thức khen thưởng được chi cả hai", "title-and-form")
    return Line(item, True, "Được chi theo hệ số của khen thưởng này", "single")


def _unpaid(item: Item, winner: Item, kind: _Kind, *, sure: bool) -> Line:
    words = f"Không chi: cùng {kind.words} với “{winner.award}” có mức cao hơn hoặc bằng"
    if not sure:
        words += "; hồ sơ chưa ghi kỳ hoặc thành tích nên tạm coi là trùng, hãy nhập để tính lại"
    return Line(item, False, words, kind.same, sure)


def _piles(items: Sequence[Item], members: list[int], kind: _Kind) -> list[_Pile]:
    """The items sorted into piles of one achievement each; those that lack facts join the pile that costs least."""
    ordered = sorted(members, key=lambda i: _order(items[i]))
    piles = [_Pile(group) for _, group in _grouped(ordered, lambda i: _facts(items[i], kind)[0])]
    known = list(piles)
    without = [i for i in ordered if _facts(items[i], kind)[0] is None]
    for second, group in _grouped(without, lambda i: _facts(items[i], kind)[1]):
        _place(group, second, known, piles, items, kind)
    if bare := [i for i in without if _facts(items[i], kind)[1] is None]:
        _join(bare, _highest(piles, items), piles, presumed=True)
    return piles


def _place(group: list[int], second: Hashable, known: list[_Pile], piles: list[_Pile], items: Sequence[Item], kind: _Kind) -> None:
    """A group that shares its second fact only: with a pile that has it too, else with one that may have it, else alone."""
    seconds = [{_facts(items[i], kind)[1] for i in pile.members} for pile in known]
    same = [p for p, has in zip(known, seconds, strict=True) if second in has]
    maybe = [p for p, has in zip(known, seconds, strict=True) if None in has]
    presumed = not kind.second_proves_same or (not same and bool(maybe))
    _join(group, _highest(same or maybe, items), piles, presumed)


def _join(group: list[int], home: _Pile | None, piles: list[_Pile], presumed: bool) -> None:
    if home is None:
        piles.append(home := _Pile([]))
    home.members.extend(group)
    home.presumed.update(group if presumed else ())


def _highest(piles: list[_Pile], items: Sequence[Item]) -> _Pile | None:
    return min(piles, key=lambda p: min(_order(items[i]) for i in p.members), default=None)


def _grouped(members: list[int], key: Callable[[int], Hashable]) -> list[tuple[Hashable, list[int]]]:
    """The members by key, those without one (None) left out, in the order the keys first come."""
    groups: dict[Hashable, list[int]] = {}
    for i in members:
        if (value := key(i)) is not None:
            groups.setdefault(value, []).append(i)
    return list(groups.items())


def _facts(item: Item, kind: _Kind) -> tuple[Hashable, Hashable]:
    facts = (item.period, item.achievement)
    return facts if kind.first == "period" else (facts[1], facts[0])


def _order(item: Item) -> tuple[Decimal, str, str, str, str]:
    """Highest factor first, then by name, so that the order of entry never decides."""
    return (-item.factor, item.award, item.group, repr(item.period), repr(item.achievement))
