"""The records as cases: a fixed number of queries for one subject or for many, whatever the length of their history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from vinhdanh.merit.facts import Case
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.rows import last_day
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.time import EmulationCalendar
from vinhdanh.people.models import Person
from vinhdanh.records import told as rows
from vinhdanh.records.known import BY_YEAR, OF_THE_YEAR, Declared, Presence, declared, first_years
from vinhdanh.records.members import members_of
from vinhdanh.records.models import Rating
from vinhdanh.records.telling import Led, Told, case, posts_on
from vinhdanh.records.told import by_owner, fetch, owned_by
from vinhdanh.units.models import Unit

PERSON_KINDS: Mapping[str, type] = {
    "ratings": rows.Rated,
    "awards": rows.Honour,
    "works": rows.Work,
    "discipline": rows.Measure,
    "holds": rows.Wait,
    "absences": rows.Leave,
    "study": rows.Course,
    "contests": rows.Prize,
    "posts": rows.Office,
    "moves": rows.Move,
    "stays": rows.Stay,
}
UNIT_KINDS: Mapping[str, type] = {
    "ratings": rows.Rated,
    "awards": rows.Honour,
    "works": rows.Work,
    "holds": rows.Wait,
    "contests": rows.Prize,
    "told": rows.YearTold,
    "standing": rows.Standing,
}
EVER = dt.date(1900, 1, 1)


def case_of(subject: Person | Unit, year: int, on: dt.date, book: Rulebook) -> Case:
    """The case of a person or a unit for an emulation year, as the records stand on a day."""
    years = emulation_years(book.authority)
    found = told_of(subject, year, on, years)
    return case(found, "person" if isinstance(subject, Person) else "collective", year, on, years, subject.key)


def told_of(subject: Person | Unit, year: int, on: dt.date, years: EmulationCalendar) -> Told:
    """All the records tell of one subject."""
    if isinstance(subject, Person):
        return told_of_people([subject.pk], year, on, years)[subject.pk]
    return told_of_units([subject], year, on, years)[subject.pk]


# ---- people --------------------------------------------------------------------------------------------


def told_of_people(ids: Sequence[int], year: int, on: dt.date, years: EmulationCalendar) -> dict[int, Told]:
    """All the records tell of some people."""
    found = {who.id: Told(who=who) for who in fetch(rows.Who, Q(pk__in=ids), "")}
    _lay(found, PERSON_KINDS, owned_by(ids), "person_id")
    people = [found[pk] for pk in found]
    open_of_people(people, year, years)
    _heirs(people, year, years)
    lead(people, min(on, last_day(years, year)), year)
    return found


def _lay(found: Mapping[int, Told], kinds: Mapping[str, type], chosen: Q, owner: str) -> None:
    for name, kind in kinds.items():
        for pk, mine in by_owner(fetch(kind, chosen, owner)).items():
            setattr(found[pk], name, mine)


def open_of_people(people: Sequence[Told], year: int, years: EmulationCalendar, kinds: Iterable[str] = (*BY_YEAR, *OF_THE_YEAR)) -> None:
    """Note for each person the years in which records of a kind may still be missing."""
    stays = [(i, stay) for i, one in enumerate(people) for stay in one.stays]
    said = declared({stay.path for _, stay in stays}, since=first_years(kinds, year))
    presence = Presence(len(people), stays, [one.who.joined_on if one.who else None for one in people], year, years)
    _note(people, presence, said, kinds)


def _note(subjects: Sequence[Told], presence: Presence, said: Declared, kinds: Iterable[str]) -> None:
    for kind in kinds:
        for one, word in zip(subjects, presence.open(said, kind).tolist(), strict=True):
            one.open[kind] = word
    for one, covered in zip(subjects, presence.covered.tolist(), strict=True):
        one.there = bool(covered & 1)


def _heirs(people: Sequence[Told], year: int, years: EmulationCalendar) -> None:
    heirs = heirs_in(year, years)
    for one in people:
        one.heirs = heirs


def heirs_in(year: int, years: EmulationCalendar) -> frozenset[rows.Heir]:
    """The units that took the place of others in an emulation year; one query."""
    days = years.range_of(year)
    return frozenset(fetch(rows.Heir, Q(on__gte=days.start, on__lte=last_day(years, year)), ""))


def lead(people: Sequence[Told], day: dt.date, year: int) -> None:
    """What the units some people head were given and rated in the year; three queries."""
    heads = [(one, p.unit) for one in people for p in posts_on(one.posts, day) if p.head and p.unit]
    ids = sorted({unit for _, unit in heads})
    rated = by_owner(fetch(rows.Rated, Q(unit_id__in=ids, year=year, body=Rating.Body.OFFICE), "unit_id"))
    given = by_owner(fetch(rows.Honour, Q(unit_id__in=ids, year=year), "unit_id"))
    paths = dict(Unit.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "path"))
    said = declared(paths.values(), ("awards",))
    for one, unit in heads:
        one.led = Led(given[unit], year in said.years("awards", paths[unit]), next(iter(rated[unit]), None))


# ---- units ---------------------------------------------------------------------------------------------


def told_of_units(units: Sequence[Unit], year: int, on: dt.date, years: EmulationCalendar) -> dict[int, Told]:
    """All the records tell of some units as collectives, their members of the year counted."""
    found = {u.pk: Told(body=rows.Body(u.pk, u.key, u.path, u.founded_on, u.dissolved_on)) for u in units}
    _lay(found, UNIT_KINDS, owned_by(list(found), "unit_id"), "unit_id")
    subjects = list(found.values())
    _open_of_units(subjects, year, years)
    for pk, counted in members_of(units, year, min(on, last_day(years, year))).items():
        found[pk].members = counted
    return found


def _open_of_units(subjects: Sequence[Told], year: int, years: EmulationCalendar) -> None:
    bodies = [one.body for one in subjects if one.body]
    stays = [(i, rows.Stay(b.id, b.path, b.founded_on or EVER, b.dissolved_on, b.id)) for i, b in enumerate(bodies)]
    said = declared({b.path for b in bodies}, since=first_years((*BY_YEAR, *OF_THE_YEAR), year))
    presence = Presence(len(bodies), stays, [b.founded_on for b in bodies], year, years)
    _note(subjects, presence, said, (*BY_YEAR, *OF_THE_YEAR))


def held(found: Told, award: str, year: int) -> rows.Honour | None:
    """The award of the year, if it is already held."""
    return next((a for a in found.awards if (a.award, a.year) == (award, year)), None)
