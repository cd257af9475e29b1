"""Classes: bounds, floors, conditions, downgrades, quartiles and shares. What the rule leaves open has no class, and says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from vinhdanh.merit.scoring import bands as b
from vinhdanh.merit.scoring.engine import Sheet
from vinhdanh.merit.scoring.kinds import decimal, truth
from vinhdanh.merit.scoring.numbers import HUNDRED, show
from vinhdanh.merit.scoring.schema import ClassesSpec, ClassSpec, DowngradeSpec, TestSpec
from vinhdanh.merit.scoring.score import Score

_ROUND: dict[str, Callable[[Fraction], int]] = {"floor": floor, "half-up": lambda x: floor(x + Fraction(1, 2)), "ceil": ceil}


class Given(NamedTuple):
    """The class of a unit, None where there is none, and why."""

    name: str | None
    why: tuple[str, ...] = ()


def met(test: TestSpec, sheet: Sheet) -> bool | None:
    """Whether a test holds for a unit; None where it cannot be told."""
    if test.criterion:
        value = _criterion(test, sheet)
        return None if value is None else b.inside(test, value)
    raw = sheet.unit.facts.get(test.fact)
    if raw is None:
        return None
    if test.is_ is not None or b.named_only(test):
        wanted = True if test.is_ is None else test.is_
        return truth(raw) is wanted if isinstance(wanted, bool) else str(raw) == wanted
    number = decimal(raw)
    return None if number is None else b.inside(test, number)


def _criterion(test: TestSpec, sheet: Sheet) -> Decimal | None:
    found = next((s for s in sheet.root.walk() if s.node.path and test.criterion in (s.node.path, s.node.spec.id, s.node.spec.code)), None)
    if found is None or found.open:
        return None
    return found.percent if test.of == "percent" else found.points


def says(test: TestSpec) -> str:
    """A test in words."""
    if test.words:
        return test.words
    what = f"tiêu chí {test.criterion}" if test.criterion else test.fact
    bound = "" if b.named_only(test) else f" {b.words(test)}"
    return f"{what}{bound}" if test.is_ is None else f"{what} là {test.is_}"


# ---- by bounds -----------------------------------------------------------------------------------------


def by_bounds(spec: ClassesSpec, sheet: Sheet, amount: Decimal | None) -> Given:
    """The class by points or percent: forced ones first, then the first whose bounds, floors and conditions hold, then caps."""
    forced = [(c, t) for c in spec.levels for t in c.force if met(t, sheet)]
    if forced:
        return Given(forced[0][0].name, (f"{says(forced[0][1])}: {forced[0][0].name}",))
    given = _reached(spec, sheet, amount)
    return _downgraded(spec, sheet, given)


def _reached(spec: ClassesSpec, sheet: Sheet, amount: Decimal | None) -> Given:
    if amount is None:
        return Given(None, ("chưa có điểm",))
    why: list[str] = []
    for level in spec.levels:
        if not (b.inside(level, amount) or (why and spec.fall_through and _least(level, amount))):
            continue
        failed = _failed(level, sheet)
        if not failed:
            return Given(level.name, (*why, f"{show(amount)}: {b.words(level)}"))
        why += [f"{level.name}: {f}" for f in failed]
    return Given(None, (*why, f"{show(amount)} không có mức xếp loại nào"))


def _least(level: ClassSpec, amount: Decimal) -> bool:
    """Whether the lower bound alone is reached: a unit that fell through a higher class."""
    return b.span(level).start <= (amount, 0)


def _failed(level: ClassSpec, sheet: Sheet) -> list[str]:
    """The floors and conditions of a class that do not hold."""
    leaves = [s for s in sheet.root.leaves() if s.node.spec.role == "score" and s.outcome and s.outcome.points is not None]
    failed = [f"{s.node.title} được 0 điểm" for s in leaves if level.no_zero and not s.points and s.own_max > 0]
    if level.each_at_least is not None:
        failed += [_below(s, level.each_at_least) for s in leaves if s.points < s.own_max * level.each_at_least]
    failed += [_below(s, least) for path, least in level.sections_at_least.items() if (s := _at(sheet, path)) and s.points < s.own_max * least]
    if level.penalty_at_most is not None and sheet.root.deduct > sheet.root.award * level.penalty_at_most:
        failed.append(f"điểm trừ {show(sheet.root.deduct)} quá {show(level.penalty_at_most * HUNDRED)}% điểm thưởng {show(sheet.root.award)}")
    return failed + [f"chưa đạt: {says(t)}" if met(t, sheet) is False else f"chưa rõ: {says(t)}" for t in level.require if not met(t, sheet)]


def _at(sheet: Sheet, name: str) -> Score | None:
    return next((s for s in sheet.root.walk() if s.node.path and name in (s.node.path, s.node.spec.id, s.node.spec.code)), None)


def _below(score: Score, least: Decimal) -> str:
    return f"{score.node.title} {show(score.points)}/{show(score.own_max)} dưới {show(least * HUNDRED)}%"


def _downgraded(spec: ClassesSpec, sheet: Sheet, given: Given) -> Given:
    for rule in spec.downgrades:
        if all(met(t, sheet) for t in rule.when):
            given = _lowered(spec, rule, given)
    return given


def _lowered(spec: ClassesSpec, rule: DowngradeSpec, given: Given) -> Given:
    words = rule.words or " và ".join(says(t) for t in rule.when)
    names = [level.name for level in spec.levels]
    if rule.unclassified:
        return Given(None, (*given.why, f"không xếp loại: {words}"))
    if given.name is None or names.index(given.name) >= names.index(rule.max_class):
        return given
    return Given(rule.max_class, (*given.why, f"hạ xuống {rule.max_class}: {words}"))


# ---- by the order --------------------------------------------------------------------------------------


def by_order(spec: ClassesSpec, places: Sequence[int]) -> list[Given]:
    """Quartiles or shares of an order given by its places (1, 2, 2, 4 …): equal places are in one class."""
    ends = _ends(spec, len(places))
    return [_in_share(spec, place, ends) for place in places]


def _ends(spec: ClassesSpec, n: int) -> list[int]:
    """The last place of each class."""
    parts = len(spec.levels)
    shares = [Fraction(1, parts) if spec.by == "quartile" else level.share or Fraction(0) for level in spec.levels]
    edges = [sum(shares[: i + 1], Fraction(0)) * n for i in range(parts)]
    return [_ROUND[spec.rounding](edge) for edge in edges[:-1]] + [n]


def _in_share(spec: ClassesSpec, place: int, ends: Sequence[int]) -> Given:
    level, end = next((level, end) for level, end in zip(spec.levels, ends, strict=True) if place <= end)
    return Given(level.name, (f"hạng {place}, nhóm đến hạng {end}",))
