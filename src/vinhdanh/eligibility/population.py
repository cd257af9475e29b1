"""The people and the units of the records as ``law.impact`` asks for them: weighed as one frame, told one by one only where they change.

What is hidden from who asks counts as untold, as everywhere (``veil``): a rule is no way to learn of somebody's discipline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db.models import Q

from vinhdanh.accounts.models import User
from vinhdanh.eligibility.sight import sight_of
from vinhdanh.eligibility.veil import rows_hidden, seen, veiled, verdicts_seen
from vinhdanh.law.impact import Population, Subject, Verdicts
from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import Case
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import judge
from vinhdanh.merit.loading import emulation_years
from vinhdanh.people.access import people_for, units_for
from vinhdanh.people.models import Person
from vinhdanh.records.facts import told_of_people, told_of_units
from vinhdanh.records.frames import frame_of
from vinhdanh.records.telling import case
from vinhdanh.units.models import Unit

POWER = "records.view"


def population(user: User, path: str, subject: str, rules: Sequence[c.Node], year: int, on: dt.date) -> Population | None:
    """Those of a unit and of the units below it whose facts an account may read; None for households, of whom there are no records."""
    if subject == "person":
        return _people(user, path, rules, year, on)
    return _units(user, path, rules, year, on) if subject == "collective" else None


def _people(user: User, path: str, rules: Sequence[c.Node], year: int, on: dt.date) -> Population:
    years = emulation_years(settings.AUTHORITY)
    serving = people_for(user, POWER).filter(unit__path__startswith=path, status=Person.Status.SERVING)
    frame, ids = frame_of(serving, rules, year, on, years)

    def tell(places: Sequence[int]) -> list[Subject]:
        wanted = [ids[i] for i in places]
        found = Person.objects.select_related("unit").in_bulk(wanted)
        told = told_of_people(wanted, year, on, years) if wanted else {}
        return [_told(user, found[pk], f"{found[pk].full_name}, {found[pk].unit}", case(told[pk], "person", year, on, years)) for pk in wanted]

    return Population(frame.n, _weigh(user, "person", frame, ids), tell)


def _units(user: User, path: str, rules: Sequence[c.Node], year: int, on: dt.date) -> Population:
    lasting = Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on)
    units = list(units_for(user, POWER).filter(lasting, path__startswith=path).order_by("path", "pk"))
    cases = cases_of(units, year, on)
    frame = Frame.of_cases(cases, list(dict.fromkeys(fact for rule in rules for fact in c.facts_of(rule)))) if cases else Frame(0, year, on, bits=64)
    weigh = _weigh(user, "collective", frame, [u.pk for u in units])
    return Population(frame.n, weigh, lambda places: [_told(user, units[i], units[i].name, cases[i]) for i in places])


def cases_of(units: Sequence[Unit], year: int, on: dt.date) -> list[Case]:
    """Some units as collectives: a fixed number of queries."""
    years = emulation_years(settings.AUTHORITY)
    told = told_of_units(units, year, on, years) if units else {}
    return [case(told[u.pk], "collective", year, on, years, u.key) for u in units]


def _weigh(user: User, subject: str, frame: Frame, ids: Sequence[int]) -> Callable[[c.Node], Verdicts]:
    rows = rows_hidden(user, POWER, subject, ids)
    return lambda rule: verdicts_seen(rule, frame, rows)


def _told(user: User, subject: Person | Unit, name: str, real: Case) -> Subject:
    known = veiled(real, sight_of(user, subject))
    return name, lambda rule: seen(judge(rule, real), judge(rule, known))
