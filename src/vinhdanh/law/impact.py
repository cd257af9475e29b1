"""Whom a rule of the office would touch: the office's own people judged without it and with it, on the day it begins.

The people come from an app above this one, which says at start how to get them (``provide``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vinhdanh.accounts.models import User
from vinhdanh.law.citing import TITLES
from vinhdanh.law.differences import Row, changes
from vinhdanh.law.models import OfficeRule
from vinhdanh.law.rule_actions import rules_around
from vinhdanh.law.rulebook import with_rules
from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import batch
from vinhdanh.merit.compare import NOTHING, Change, reasons
from vinhdanh.merit.facts import Case
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import judge
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.sheet import SUBJECTS, Sheet, sheet
from vinhdanh.merit.truth import NO, UNKNOWN, YES

SHOWN = 50  # changes told one by one in each direction


@dataclass(frozen=True, slots=True)
class Population:
    """The people (or units) of a scope as arrays, the name of each to show, and each as a case to explain."""

    frame: Frame
    names: Sequence[str]
    case: Callable[[int], Case]


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
    """What a rule changes: in the text of each award, and (``people`` is None where they cannot be asked) for people."""

    texts: tuple[tuple[str, str, tuple[Row, ...]], ...]
    notes: tuple[str, ...]
    people: tuple[Touched, ...] | None


def impact_of(rule: OfficeRule, user: User, year: int, on: dt.date) -> Impact:
    """The law of the rule's first day without it and with it; people are asked about an emulation year, as known on a day."""
    others = rules_around(rule)
    before, after = with_rules(others), with_rules([*others, rule])
    awards = [rule.award] if rule.award else _awards_touched(rule, before)
    texts = [(code, before.awards[code].name, tuple(changes(*_sheets(before, after, code, rule.in_force)))) for code in awards]
    asked = [x for code in awards for x in _touched(Asked(rule, user, year, on), before, after, code)] if _sources and _judges(rule) else None
    return Impact(tuple(t for t in texts if t[2]), tuple(_notes(before, after, rule.in_force)), None if asked is None else tuple(asked))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the people: about which rule, by whom, for which emulation year, as known on which day."""

    rule: OfficeRule
    user: User
    year: int
    on: dt.date


def _sheets(before: Rulebook, after: Rulebook, code: str, on: dt.date) -> tuple[Sheet, Sheet]:
    return sheet(before, code, on), sheet(after, code, on)


def _judges(rule: OfficeRule) -> bool:
    """Whether the rule can change a verdict: the other sections are about papers, days and money."""
    return _section_of(rule) in ("criteria", "reuse")


def _section_of(rule: OfficeRule) -> str:
    return rule.replaces.section if rule.section == OfficeRule.Section.END and rule.replaces else rule.section


def _awards_touched(rule: OfficeRule, book: Rulebook) -> list[str]:
    if rule.section == OfficeRule.Section.END and rule.replaces:
        return [rule.replaces.award] if rule.replaces.award else []
    return list(book.awards) if rule.section == OfficeRule.Section.REUSE else []


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


def _touched(asked: Asked, before: Rulebook, after: Rulebook, code: str) -> Iterable[Touched]:
    for subject, word in SUBJECTS.items():
        old, new = (b.criteria(code, subject, asked.rule.in_force) for b in (before, after))
        rules = (old.rule if old else NOTHING, new.rule if new else NOTHING)
        people = _sources[0](asked.user, asked.rule.unit.path, subject, rules, asked.year, asked.on) if rules[0] != rules[1] else None
        if people is not None:
            yield _compared(rules, people, after, code, word)


def _compared(rules: tuple[c.Node, c.Node], people: Population, book: Rulebook, code: str, word: str) -> Touched:
    memo: dict[object, object] = {}
    old, new = (batch(r, people.frame, memo=memo) for r in rules)
    pairs = [(int(i), int(old[i]), int(new[i])) for i in (old != new).nonzero()[0]]
    gains, loses = [p for p in pairs if p[1:] == (NO, YES)], [p for p in pairs if p[1:] == (YES, NO)]
    open_ = [p for p in pairs if UNKNOWN in p[1:]]
    names = {k: a.name for k, a in book.awards.items()}
    told = [_change(rules, people, i, names) for i, _, _ in (*gains[:SHOWN], *loses[:SHOWN], *open_[:SHOWN])]
    return Touched(code, book.awards[code].name, word.lower(), len(people.names), len(gains), len(loses), len(open_), tuple(told))


def _change(rules: tuple[c.Node, c.Node], people: Population, i: int, names: dict[str, str]) -> Change:
    case = people.case(i)
    first, second = (judge(r, case) for r in rules)
    return Change(people.names[i], first.verdict, second.verdict, _open_to_all(reasons(first, second, year=case.year, names=names)))


_SENSITIVE = re.compile(r"kỷ luật|khiển trách|cảnh cáo|khiếu nại|tố cáo|thanh tra|kiểm tra|thai sản|ốm|điều trị|thương tích|nghỉ", re.IGNORECASE)


def _open_to_all(lines: Iterable[str]) -> tuple[str, ...]:
    """The reasons without those that tell of discipline, complaints or health: this page is about the rule, not about the person."""
    found = ["Điều kiện thuộc thông tin hạn chế; xem ở trang của người này" if _SENSITIVE.search(line) else line for line in lines]
    return tuple(dict.fromkeys(found))
