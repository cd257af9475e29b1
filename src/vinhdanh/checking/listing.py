"""The list to be checked, whatever file it came from: subjects, nominations, what could not be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from vinhdanh.cases.files import PublishedCase, UnreadableCases, load
from vinhdanh.cases.shape import faults
from vinhdanh.merit.facts import Case
from vinhdanh.merit.time import EmulationCalendar
from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.model import Collective, Nomination, Person, Problem, UnreadableFile, UnreadableRow, Workbook
from vinhdanh.workbook.reader import read_workbook

ALL_KINDS = frozenset({"awards", "initiatives", "research", "discipline", "holds", "absences", "study", "transfers", "posts", "contests"})


@dataclass(slots=True)
class Candidate:
    """One nomination with everything needed to judge it. ``role``: member | head | collective | household."""

    number: int
    key: str
    name: str
    unit: str
    subject: str
    role: str
    award: str
    kind: str | None
    route: str | None
    period: Any
    facts: dict[str, Any]
    complete: frozenset[str] = frozenset()
    partial: Mapping[str, Any] = field(default_factory=dict)
    where: str = ""
    leader: bool | None = None

    def case(self, as_of: dt.date, years: EmulationCalendar) -> Case:
        """The case to judge on a day, in an authority's emulation years."""
        return Case.from_facts(
            self.facts, subject=self.subject, as_of=as_of, period=self.period, complete=self.complete, key=self.key, partial=self.partial, years=years
        )

    @property
    def year(self) -> int:
        """The last year of the period."""
        return int(str(self.period["to"])[:4]) if isinstance(self.period, Mapping) else int(self.period)


@dataclass(slots=True)
class Listing:
    """Everything a file holds: candidates in the file's order, its problems, the workbook behind it (None for YAML)."""

    path: Path
    candidates: list[Candidate]
    problems: list[Problem] = field(default_factory=list)
    unreadable: Sequence[UnreadableRow] = ()
    book: Workbook | None = None
    notes: list[str] = field(default_factory=list)

    def keys(self) -> list[str]:
        """The keys of every subject of the file."""
        return [*self.book.people, *self.book.collectives] if self.book else [c.key for c in self.candidates]


def subject_case(listing: Listing, key: str, on: dt.date, years: EmulationCalendar) -> tuple[str, Case] | None:
    """The name and the case of a subject, nominated or not, asked about the emulation year of the day; None if unknown."""
    book = listing.book
    if book is None:
        found = next((c for c in listing.candidates if c.key == key), None)
        return (found.name, found.case(on, years)) if found else None
    subject = book.people.get(key) or book.collectives.get(key)
    if subject is None:
        return None
    kind: Literal["person", "collective"] = "collective" if isinstance(subject, Collective) else "person"
    year = years.year_of(on)
    asked = Nomination(0, key, kind, subject.name, subject.unit, "", None, None, None, year)
    return subject.name, _of_nomination(book, asked, 0).case(on, years)


def read(path: Path, on: dt.date) -> Listing:
    """The list of an Excel workbook or a YAML file. Raises ``UnreadableFile`` with the reason in Vietnamese."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return _of_yaml(path, on)
    book = read_workbook(path, on=on)
    candidates = [_of_nomination(book, n, i) for i, n in enumerate(book.nominations, 1)]
    return Listing(path, candidates, book.problems, book.unreadable_rows, book, book.notes)


def _of_nomination(book: Workbook, nomination: Nomination, number: int) -> Candidate:
    subject = book.subject(nomination)
    period = nomination.period if isinstance(nomination.period, int) else {"from": nomination.period[0], "to": nomination.period[1]}
    head = isinstance(subject, Person) and subject.heads is not None
    role = "collective" if isinstance(subject, Collective) else "head" if head else "member"
    leader = subject.facts.get("person", {}).get("leader") if isinstance(subject, Person) else None
    return Candidate(
        number,
        subject.key,
        nomination.name,
        nomination.unit,
        nomination.subject_kind,
        role,
        nomination.award,
        nomination.kind,
        nomination.route,
        period,
        book.facts(nomination),
        subject.complete,
        subject.partial,
        f"{nomination.sheet}, dòng {nomination.row}",
        leader,
    )


def _of_yaml(path: Path, on: dt.date) -> Listing:
    """Nominations written as cases of the shared format (``expect`` is not needed here)."""
    try:
        cases = [c for c in load(path, answered=False) if c.award]
    except UnreadableCases as error:
        raise UnreadableFile(str(error)) from None
    _shaped(path, cases)
    return Listing(path, [_of_case(case, i, on) for i, case in enumerate(cases, 1)])


def _shaped(path: Path, cases: list[PublishedCase]) -> None:
    """Refuses a file without nominations, with one key twice, or with facts out of shape; every fault is told."""
    ids = [c.id for c in cases]
    codes = tuple(lx.AWARDS.names)
    said = [f"tình huống {i} trùng mã với một tình huống khác" for i in dict.fromkeys(i for i in ids if ids.count(i) > 1)]
    for c in cases:
        found = faults(award=c.award, subject=c.subject, period=c.period, facts=c.facts, awards=codes)
        said += [f"tình huống {c.id}, {at}: {what}" for at, what in found]
    if not cases:
        said = ["không có đề nghị nào (mỗi tình huống cần một award)"]
    if said:
        raise UnreadableFile("\n".join(f"{path}: {line}" for line in said))


def _of_case(case: PublishedCase, number: int, on: dt.date) -> Candidate:
    role = "head" if case.facts.get("person", {}).get("head_of_unit") else "member"
    return Candidate(
        number,
        case.id,
        case.id,
        "",
        case.subject,
        role if case.subject == "person" else case.subject,
        case.award or "",
        None,
        None,
        case.period if case.period is not None else on.year,
        dict(case.facts),
        where=f"tình huống {case.id}",
    )
