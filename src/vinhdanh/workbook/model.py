"""What a workbook says once it is read: units, people, collectives, nominations, and everything wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Severity = Literal["error", "warning"]
SubjectKind = Literal["person", "collective"]
Facts = dict[str, Any]


class UnreadableFile(Exception):
    """The file as a whole cannot be read; ``message_vi`` says why and what to do, in Vietnamese."""

    def __init__(self, message_vi: str) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place. ``cell`` is like ``C12``, a range of a merge, or "" for the whole sheet; ``row`` counts from 1."""

    sheet: str
    cell: str
    row: int
    severity: Severity
    code: str
    message_vi: str
    what_to_do_vi: str

    def __str__(self) -> str:
        place = f"{self.sheet}, ô {self.cell}" if self.cell else self.sheet
        return f"[{place}] {self.message_vi} {self.what_to_do_vi}".strip()


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A row that is not judged, and what is known of it: whatever counts this unit or award no longer knows its total."""

    sheet: str
    row: int
    unit: str | None
    award: str | None
    person: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where one fact stands: sheet, row, and the paper that proves it (decision number) if the clerk named it."""

    sheet: str
    row: int
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: key as typed in 'Mã đơn vị', name, the key of the unit above it (None at the top), level in words."""

    key: str
    name: str
    parent: str | None
    level: str | None
    row: int


@dataclass(slots=True)
class Subject:
    """What people and collectives share: ``facts`` in exactly the shape of ``facts`` in the case format (dates as ISO text,
    fractions as Decimal); ``partial``: awards entered but not declared complete (the case format cannot say "at least
    these", so they are not in ``facts``); ``complete``: kinds of record declared, and read, completely; ``sources``: for
    each list-shaped kind, one Source per typed entry, in order (entries "count: 0" made from a declaration come after)."""

    key: str
    name: str
    unit: str
    row: int
    facts: Facts = field(default_factory=dict)
    partial: Facts = field(default_factory=dict)
    complete: frozenset[str] = frozenset()
    sources: dict[str, list[Source]] = field(default_factory=dict)


@dataclass(slots=True)
class Person(Subject):
    """One person of sheet 'Cán bộ'. ``key`` is 'Mã cán bộ', or made of name and birth date where the clerk gave none;
    ``heads`` is the key of the unit the person is head of; ``key_given`` tells whether the key was typed."""

    birth: date | None = None
    post: str | None = None
    heads: str | None = None
    key_given: bool = True


@dataclass(slots=True)
class Collective(Subject):
    """One unit seen as a subject of awards. ``years``: facts that belong to one year ({2025: {"collective": …, "members": …}})."""

    years: dict[int, Facts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nomination:
    """One row of 'Đề nghị'. ``subject`` keys ``people`` or ``collectives`` by ``subject_kind``; ``award`` is an award code;
    ``kind`` a code of 'loại khen'; ``route`` a code of 'diện' (None: not said, or not known: see ``route_vi``);
    ``period`` is a year or a (from, to) pair of years; ``facts`` are those of this row only (council, movement, dossier)."""

    row: int
    subject: str
    subject_kind: SubjectKind
    name: str
    unit: str
    award: str
    kind: str | None
    route: str | None
    route_vi: str | None
    period: int | tuple[int, int]
    facts: Facts = field(default_factory=dict)
    note: str | None = None
    sheet: str = "Đề nghị"

    @property
    def year(self) -> int:
        """The (last) year the nomination is for."""
        return self.period if isinstance(self.period, int) else self.period[1]


@dataclass(slots=True)
class Workbook:
    """A read workbook. ``complete``: what was declared, by kind, for the whole workbook and by (unit, kind) where a unit
    says otherwise; ``problems`` are sorted by sheet and cell; rows of ``unreadable_rows`` are in none of the other fields."""

    path: str
    on: date
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    collectives: dict[str, Collective] = field(default_factory=dict)
    nominations: list[Nomination] = field(default_factory=list)
    complete: dict[tuple[str | None, str], bool] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unreadable_rows: list[UnreadableRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep a row from being judged."""
        return [p for p in self.problems if p.severity == "error"]

    def subject(self, nomination: Nomination) -> Subject:
        """The person or collective a nomination is about."""
        table: Mapping[str, Subject] = self.people if nomination.subject_kind == "person" else self.collectives
        return table[nomination.subject]

    def facts(self, nomination: Nomination) -> Facts:
        """All facts that bear on a nomination, in the shape of the case format: those of the subject, of the year,
        of the unit a head leads, and of the row itself. A new dict; nested values are shared, do not change them."""
        from vinhdanh.workbook.merge import facts_of

        return facts_of(self, nomination)

    def below(self, unit: str) -> Iterator[str]:
        """The unit's key and those of all units below it."""
        yield unit
        for other in self.units.values():
            if other.parent == unit:
                yield from self.below(other.key)

    def members(self, unit: str) -> list[Person]:
        """The people of a unit and of the units below it."""
        keys = set(self.below(unit))
        return [p for p in self.people.values() if p.unit in keys]
