"""Whom a rule of the office would touch: the office's own people judged without it and with it, on the day it begins.

The people come from an app above this one, which says at start how to get them (``provide``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vinhdanh.accounts.models import User
from vinhdanh.law.citing import TITLES
from vinhdanh.law.differences import Row, changes
from vinhdanh.law.models import OfficeRule
from vinhdanh.law.rule_actions import rules_around
from vinhdanh.law.rulebook import with_rules
from vinhdanh.merit import conditions as c
from vinhdanh.merit.compare import NOTHING, Change, reasons
from vinhdanh.merit.judge import Finding
from vinhdanh.merit.rulebook import Award, Rulebook
from vinhdanh.merit.sheet import SUBJECTS, Sheet, sheet
from vinhdanh.merit.truth import NO, UNKNOWN, YES

SHOWN = 50  # changes told one by one in each direction


Subject = tuple[str, Callable[[c.Node], Finding]]  # the name to show, and what is found of it by a rule
Verdicts = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Population:
    """The people (or units) of a scope: ``weigh`` gives the verdict of a rule on each, ``tell`` some of them by their places, in one go.

    Both as the one who asks may know it: what is hidden from him counts as untold.
    """

    size: int
    weigh: Callable[[c.Node], Verdicts]
    tell: Callable[[Sequence[int]], Sequence[Subject]]


Source = Callable[[User, str, str, Sequence[c.Node], int, dt.date], Population | None]
_sources: list[Source] = []


def provide(source: Source) -> None:
    """Say how to get a population: (who asks, path of the unit, subject, rules, emulation year, day). Called once, in ``AppConfig.ready``.

    It answers only with people the asker may see, and None for a kind of subject it cannot give.
    """
    _sources[:] = [source]


@dataclass(frozen=True, slots=True)
class Touched:
    """What changes for one award and kind of subject: counts, and the first of each told with the reason."""

    award: str
    name: str
    word: str
    total: int
    gains: int
    loses: int
    unsettled: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a rule changes in the text of each award, and in what belongs to no award."""

    texts: tuple[tuple[str, str, tuple[Row, ...]], ...]
    notes: tuple[str, ...]


def impact_of(rule: OfficeRule) -> Impact:
    """The text of the law on the rule's first day without it and with it."""
    before, after = _books(rule)
    texts = [(code, before.awards[code].name, tuple(changes(*_sheets(before, after, code, rule.in_force)))) for code in _awards(rule, before)]
    return Impact(tuple(t for t in texts if t[2]), tuple(_notes(before, after, rule.in_force)))


def _books(rule: OfficeRule) -> tuple[Rulebook, Rulebook]:
    others = rules_around(rule)
    return with_rules(others), with_rules([*others, rule])


def _awards(rule: OfficeRule, book: Rulebook) -> list[str]:
    """The awards whose rules it may change."""
    return [rule.award] if rule.award else _awards_touched(rule, book)


def judges(rule: OfficeRule) -> bool:
    """Whether the rule can change a verdict: the other sections are about papers, days and money."""
    return _section_of(rule) in ("criteria", "reuse")


def touched(rule: OfficeRule, user: User, year: int, on: dt.date) -> list[Touched]:
    """Whom the rule touches: those the account may see, asked about an emulation year, as known on a day; one frame a kind of subject."""
    before, after = _books(rule)
    return [x for subject in SUBJECTS for x in _touched(Asked(rule, user, year, on, subject), before, after)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: about which rule, by whom, for which emulation year, as known on which day, of which kind of subject."""

    rule: OfficeRule
    user: User
    year: int
    on: dt.date
    subject: str


def _sheets(before: Rulebook, after: Rulebook, code: str, on: dt.date) -> tuple[Sheet, Sheet]:
    return sheet(before, code, on), sheet(after, code, on)


def _section_of(rule: OfficeRule) -> str:
    return rule.replaces.section if rule.section == OfficeRule.Section.END and rule.replaces else rule.section


def _awards_touched(rule: OfficeRule, book: Rulebook) -> list[str]:
    if rule.section == OfficeRule.Section.END and rule.replaces and rule.replaces.award:
        return [rule.replaces.award]
    return list(book.awards) if _section_of(rule) == OfficeRule.Section.REUSE else []


def _notes(before: Rulebook, after: Rulebook, on: dt.date) -> Iterable[str]:
    """What belongs to no award: base salary, rounding, stacking."""
    one, two = before.base_salary(on), after.base_salary(on)
    amounts = [f"{e.spec.amount:,}".replace(",", ".") if e else "chưa có" for e in (one, two)]  # type: ignore[attr-defined]
    if amounts[0] != amounts[1]:
        yield f"Lương cơ sở: {amounts[0]} → {amounts[1]} đồng. Tiền thưởng của mọi danh hiệu, hình thức tính lại theo mức mới."
    steps = [e.spec.step if e else 0 for e in (before.rounding(on), after.rounding(on))]  # type: ignore[attr-defined]
    if steps[0] != steps[1]:
        yield f"Làm tròn tiền thưởng: {steps[0]} → {steps[1]} đồng."
    if [e.spec for e in before.stacking(on)] != [e.spec for e in after.stacking(on)]:
        yield f"{TITLES['stacking']}: quy định thay đổi."


# ---- people --------------------------------------------------------------------------------------------

Rules = tuple[c.Node, c.Node]  # before and after


def _touched(asked: Asked, before: Rulebook, after: Rulebook) -> Iterable[Touched]:
    """Each award whose conditions differ: a title that asks for another one changes with it."""
    rules = {code: pair for code in before.awards if (pair := _rules(asked, before, after, code)) is not None}
    every = [rule for pair in rules.values() for rule in pair]
    people = _sources[0](asked.user, asked.rule.unit.path, asked.subject, every, asked.year, asked.on) if _sources and rules else None
    if people is None:
        return
    for code, pair in rules.items():
        yield _compared(asked, pair, people, after.awards[code], {k: a.name for k, a in after.awards.items()})


def _rules(asked: Asked, before: Rulebook, after: Rulebook, code: str) -> Rules | None:
    """The rules of an award, where they differ."""
    old, new = (b.criteria(code, asked.subject, asked.rule.in_force) for b in (before, after))
    pair = (old.rule if old else NOTHING, new.rule if new else NOTHING)
    return pair if pair[0] != pair[1] else None


def _compared(asked: Asked, rules: Rules, people: Population, award: Award, names: dict[str, str]) -> Touched:
    old, new = map(people.weigh, rules)
    pairs = [(int(i), int(old[i]), int(new[i])) for i in (old != new).nonzero()[0]]
    gains, loses = ([i for i, *way in pairs if way == wanted] for wanted in ([NO, YES], [YES, NO]))
    open_ = [i for i, *way in pairs if UNKNOWN in way]
    told = people.tell([*gains[:SHOWN], *loses[:SHOWN], *open_[:SHOWN]])
    changed = tuple(_change(name, find(rules[0]), find(rules[1]), asked.year, names) for name, find in told)
    return Touched(award.code, award.name, SUBJECTS[asked.subject].lower(), people.size, len(gains), len(loses), len(open_), changed)


def _change(name: str, first: Finding, second: Finding, year: int, names: dict[str, str]) -> Change:
    lines = sorted(_open_to_all(reasons(first, second, year=year, names=names)), key=lambda line: not line.startswith("Nay"))
    return Change(name, first.verdict, second.verdict, tuple(lines))  # what the rule brings comes first


_SENSITIVE = re.compile(r"kỷ luật|khiển trách|cảnh cáo|khiếu nại|tố cáo|thanh tra|kiểm tra|thai sản|ốm|điều trị|thương tích|nghỉ", re.IGNORECASE)


def _open_to_all(lines: Iterable[str]) -> tuple[str, ...]:
    """The reasons without those that tell of discipline, complaints or health: this page is about the rule, not about the person."""
    found = ["Điều kiện thuộc thông tin hạn chế; xem ở trang của người này" if _SENSITIVE.search(line) else line for line in lines]
    return tuple(dict.fromkeys(found))
