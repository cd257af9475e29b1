"""Everything the law says of one subject for a year: the facts, the case made of them, and a verdict an award."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from vinhdanh.eligibility.books import book_of, names_of, passed_over
from vinhdanh.eligibility.sight import EVERYTHING, Sight
from vinhdanh.eligibility.veil import seen, veiled
from vinhdanh.merit.facts import Case
from vinhdanh.merit.judge import Finding, judge_of
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.nomination import assess
from vinhdanh.merit.rows import last_day
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.truth import CODES, UNKNOWN
from vinhdanh.people.models import Person
from vinhdanh.records.facts import held, told_of
from vinhdanh.records.telling import Told, case
from vinhdanh.records.told import Honour
from vinhdanh.units.models import Unit

# Titles for teachers and doctors only: the records do not say who is one, so that no verdict on anybody else may stand out.
SPECIAL = frozenset({"nha-giao-nhan-dan", "nha-giao-uu-tu"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one award. ``held``: it is already held for the year; ``vague``: the law leaves it to who gives it."""

    award: str
    name: str
    group: str
    finding: Finding
    remarks: tuple[str, ...] = ()
    held: Honour | None = None
    vague: bool = False

    @property
    def verdict(self) -> int:
        """NO, UNKNOWN or YES."""
        return self.finding.verdict

    @property
    def state(self) -> str:
        """The chip: ``dat``, ``khong-dat``, ``chua-ro``."""
        return CODES[self.verdict]


@dataclass(slots=True)
class Look:
    """One subject looked at on a day, for an emulation year, by somebody who sees so much of it."""

    subject: Person | Unit
    year: int
    on: dt.date
    book: Rulebook
    told: Told
    case: Case
    sight: Sight = EVERYTHING
    _kept: dict[str, Verdict] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """``person`` or ``collective``."""
        return self.case.subject

    @property
    def names(self) -> dict[str, str]:
        """Award names by code."""
        return names_of(self.book)

    def asked(self) -> list[str]:
        """The awards the law has a rule of for such a subject, in the order of the book."""
        rules = ((code, self.book.criteria(code, self.kind, self.on)) for code in self.book.awards)
        return [code for code, found in rules if found is not None and not found.excluded]

    def verdict(self, award: str) -> Verdict:
        """The verdict on an award, weighed once."""
        if award not in self._kept:
            self._kept[award] = self._weighed(award)
        return self._kept[award]

    def verdicts(self) -> list[Verdict]:
        """A verdict an award."""
        return [self.verdict(award) for award in self.asked()]

    def _weighed(self, award: str) -> Verdict:
        found = assess(self.book, award, self.case)
        rule, finding = self.book.criteria(award, self.kind, self.on), found.finding
        if self.hides(award):
            finding = seen(finding, assess(self.book, award, veiled(self.case, self.sight)).finding)
        special = award in SPECIAL
        vague = special or finding.verdict == UNKNOWN and (rule is None or passed_over(rule.rule) or left_open(finding, self.sight))
        group = self.book.awards[award].group
        return Verdict(award, self.names[award], group, finding, tuple(found.remarks), held(self.told, award, self.year), vague)

    def hides(self, award: str) -> bool:
        """Whether the rule of an award asks for anything that the reader may not see."""
        rule = self.book.criteria(award, self.kind, self.on)
        return self.sight != EVERYTHING and rule is not None and any(map(self.sight.hides, judge_of(rule.rule).facts))

    @property
    def case_to_plan(self) -> Case:
        """The case a way ahead starts from: what the reader may not see speaks against nobody."""
        return veiled(self.case, self.sight, fair=True)

    def supposing(self, changed: Case) -> Look:
        """The same subject with a case that was changed."""
        return replace(self, case=changed, _kept={})


def left_open(finding: Finding, sight: Sight = EVERYTHING) -> bool:
    """Whether all that is unsettled in a finding, as far as it is seen, is what the law itself leaves open."""
    from vinhdanh.merit.explain import missing

    found = missing(finding, year=0)
    lawful = [m for m in found if m.fact is None]
    return len(lawful) == len([m for m in found if not sight.hides(m.fact)]) and (bool(lawful) or not found)


def look_at(subject: Person | Unit, year: int, on: dt.date, sight: Sight = EVERYTHING) -> Look:
    """Look at a person or a unit for a year: a fixed number of queries, whatever its history."""
    book = book_of(subject)
    years = emulation_years(book.authority)
    told = told_of(subject, year, on, years)
    made = case(told, "person" if isinstance(subject, Person) else "collective", year, on, years, subject.key)
    return Look(subject, year, on, book, told, made, sight)


def day_asked(year: int, today: dt.date, authority: str) -> dt.date:
    """The day whose law and facts count for a year: today while it lasts, else its last day."""
    years = emulation_years(authority)
    return min(today, last_day(years, year)) if year <= years.year_of(today) else today
