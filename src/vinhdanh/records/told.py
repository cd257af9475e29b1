"""What the records say of subjects: plain rows by kind, fetched in a fixed number of queries; rows set aside are left out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple, TypeVar

import numpy as np
from django.db import models
from django.db.models import BigIntegerField, Case, ExpressionWrapper, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.sql.constants import MULTI
from numpy.typing import NDArray

from vinhdanh.people.models import Membership, Person, Post, Transfer
from vinhdanh.records.models import Absence, Authorship, AwardHeld, CollectiveYear, Contest, Discipline, Hold, Rating, Study
from vinhdanh.units.models import Unit, UnitSpan, UnitSuccession

Ints = NDArray[np.int64]
R = TypeVar("R", bound=tuple[Any, ...])


class Who(NamedTuple):
    """A person as the law asks about people."""

    id: int
    key: str
    gender: str
    party_member: bool | None
    contract: bool | None
    joined_on: dt.date | None
    status: str
    status_since: dt.date | None


class Body(NamedTuple):
    """A unit as the law asks about collectives."""

    id: int
    key: str
    path: str
    founded_on: dt.date | None
    dissolved_on: dt.date | None


class Rated(NamedTuple):
    """A yearly rating."""

    owner: int
    id: int
    year: int
    value: str
    body: str
    paper: str
    paper_on: dt.date | None


class Honour(NamedTuple):
    """A title or a form held."""

    owner: int
    id: int
    year: int
    award: str
    kind: str
    decision: str
    decided_on: dt.date | None
    issuer: str
    period_from: dt.date | None
    period_to: dt.date | None


class Work(NamedTuple):
    """A part in an initiative or a piece of science work (``id`` is the work's own)."""

    owner: int
    id: int
    year: int
    table: str
    level: str
    recognised: bool | None
    applied: bool | None
    used_for: str
    used_year: int | None
    code: str
    name: str
    decision: str
    decided_on: dt.date | None


class Measure(NamedTuple):
    """A disciplinary measure."""

    owner: int
    id: int
    year: int
    form: str
    paper_on: dt.date | None
    ended_on: dt.date | None
    conduct_year: int | None
    already_used_in: int | None
    paper: str


class Wait(NamedTuple):
    """A reason to wait."""

    owner: int
    id: int
    year: int
    kind: str
    since: dt.date | None
    until: dt.date | None
    cleared: bool | None
    paper: str


class Leave(NamedTuple):
    """Time away."""

    owner: int
    id: int
    year: int
    kind: str
    since: dt.date | None
    until: dt.date | None
    days: int | None
    months: Decimal | None
    paper: str


class Course(NamedTuple):
    """Time sent to study."""

    owner: int
    id: int
    year: int
    since: dt.date | None
    until: dt.date | None
    months: Decimal | None
    result: str
    rules_obeyed: bool | None
    paper: str


class Prize(NamedTuple):
    """A title won in a contest of the sector."""

    owner: int
    id: int
    year: int
    title: str
    issuer: str
    paper: str


class Office(NamedTuple):
    """A post held."""

    owner: int
    id: int
    since: dt.date
    until: dt.date | None
    name: str
    head: bool
    leader: bool
    unit: int | None
    paper: str


class Move(NamedTuple):
    """A transfer that was accepted."""

    owner: int
    id: int
    on: dt.date
    kind: str
    old: int | None
    new: int
    opinion: str
    paper: str


class Stay(NamedTuple):
    """A time on the payroll of a unit."""

    owner: int
    path: str
    since: dt.date
    until: dt.date | None
    unit: int


class YearTold(NamedTuple):
    """What is told of a collective for a year."""

    owner: int
    id: int
    year: int
    collective: dict[str, Any]
    members: dict[str, Any]
    paper: str


class Standing(NamedTuple):
    """What a unit was during a span."""

    owner: int
    since: dt.date
    until: dt.date | None
    legal_personality: bool | None
    flag_eligible: bool | None
    level: str


class Heir(NamedTuple):
    """A unit that took the place of another on a day."""

    old: int
    new: int | None
    on: dt.date


Source = tuple[type[models.Model], tuple[str, ...], Q]
KEPT = Q(void_at__isnull=True)
_WORK = (
    *(f"initiative__{f}" for f in ("id", "year", "kind", "level", "recognised", "applied")),
    *("used_for", "used_year"),
    *(f"initiative__{f}" for f in ("code", "name", "decision", "decided_on")),
)
SOURCES: dict[type, Source] = {
    Who: (Person, Who._fields, Q()),
    Body: (Unit, Body._fields, Q()),
    Rated: (Rating, Rated._fields[1:], KEPT),
    Honour: (AwardHeld, Honour._fields[1:], KEPT),
    Work: (Authorship, _WORK, Q(initiative__void_at__isnull=True)),
    Measure: (Discipline, Measure._fields[1:], KEPT),
    Wait: (Hold, Wait._fields[1:], KEPT),
    Leave: (Absence, Leave._fields[1:], KEPT),
    Course: (Study, Course._fields[1:], KEPT),
    Prize: (Contest, Prize._fields[1:], KEPT),
    Office: (Post, ("id", "since", "until", "name", "head", "leader", "unit_id", "paper"), Q()),
    Move: (Transfer, ("id", "on", "kind", "old_unit_id", "new_unit_id", "opinion", "paper"), Q(state=Transfer.State.ACCEPTED)),
    Stay: (Membership, ("unit__path", "since", "until", "unit_id"), Q(kind=Membership.Kind.PAYROLL)),
    YearTold: (CollectiveYear, YearTold._fields[1:], KEPT),
    Standing: (UnitSpan, ("since", "until", "legal_personality", "flag_eligible", "kind__level"), Q()),
    Heir: (UnitSuccession, ("old_id", "new_id", "on"), Q()),
}


CONVERTED = frozenset({Leave, Course, YearTold})  # kinds with a column that is not Python's own once it is read (decimals, JSON)
AT_ONCE = 10_000


def bare(found: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The rows of a ``values_list`` as the database's driver gives them: of many, a third of the time is Django's handling of each.

    Only for columns of numbers, text, days, yes and no, which both drivers read as Python's own.
    """
    query = found.query.get_compiler(found.db)
    return [row for rows in query.execute_sql(MULTI, chunk_size=AT_ONCE) for row in rows]


SMALL = 1 << 12  # above every year, and every number a row may be packed with
BIG = BigIntegerField()


def numbered(field: str, values: Sequence[str]) -> Case:
    """The place of a column's value among the values it may have, reckoned by the database."""
    return Case(*(When(**{field: value}, then=Value(i)) for i, value in enumerate(values)), default=Value(None), output_field=IntegerField())


def packed(found: QuerySet[Any], code: Combinable) -> tuple[Ints, Ints, Ints]:
    """Person, year and a small number of every row, sent as one number: of hundreds of thousands of rows that takes a third of the time."""
    one = ExpressionWrapper(F("person_id") * Value(SMALL * SMALL, BIG) + F("year") * Value(SMALL) + code, output_field=BIG)
    rows = bare(found.order_by().values_list(one))
    number = np.fromiter(chain.from_iterable(rows), np.int64, len(rows))
    return number // (SMALL * SMALL), number // SMALL % SMALL, number % SMALL


def fetch(kind: type[R], chosen: Q, owner: str = "person_id") -> list[R]:
    """The rows of a kind that fit, by owner, then as they lie in time; one query. ``owner`` '' for kinds that have none."""
    model, fields, kept = SOURCES[kind]
    names = (owner, *fields) if owner and kind not in (Who, Body, Heir) else fields
    order = [owner, *(f for f in names if f.split("__")[-1] in ("year", "since", "on", "id"))] if owner in names else ["pk"]
    found = model._default_manager.filter(kept & chosen).order_by(*order).values_list(*names)
    return [kind(*row) for row in (found if kind in CONVERTED else bare(found))]


def by_owner(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    """Rows gathered by owner (their first field)."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def owned_by(ids: Sequence[int], owner: str = "person_id") -> Q:
    """The filter of rows of a few subjects."""
    return Q(**{f"{owner}__in": ids}) if len(ids) != 1 else Q(**{owner: ids[0]})
