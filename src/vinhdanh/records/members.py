"""The members of collectives, counted: who has which title in the year, who was rated and disciplined how.

Numbers are bounds: who surely has it, and who possibly has it because the records of the year are not declared whole.
Members are those on the payroll of the unit or of one below it on the day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q

from vinhdanh.merit.rows import RATINGS, SEVERITY
from vinhdanh.people.models import Membership, Post
from vinhdanh.records.known import Declared, declared, upwards
from vinhdanh.records.models import AwardHeld, Discipline, Rating
from vinhdanh.records.telling import bounds
from vinhdanh.units.models import Unit

LDTT, CSTDCS = "lao-dong-tien-tien", "chien-si-thi-dua-co-so"
KINDS = ("people", "awards", "ratings", "discipline")


@dataclass(slots=True)
class Member:
    """One member and what the records of the year tell."""

    person: int
    path: str
    titles: set[str] = field(default_factory=set)
    rating: str = ""
    worst: int = -1  # the heaviest discipline of the year


def members_of(units: Sequence[Unit], year: int, day: dt.date) -> dict[int, dict[str, Any]]:
    """``members`` of the case format for each unit; six queries."""
    people = _members(_below(units), day)
    if not people:
        return {u.pk: {} for u in units}
    _lay(people, _below(units), year, day)
    said = declared({m.path for m in people.values()} | {u.path for u in units}, since=dict.fromkeys(KINDS, year))
    heads = set(Post.objects.filter(_now(day), head=True, unit__in=units).order_by().values_list("unit_id", "person_id"))
    gathered = _gathered(units, people.values())
    return {u.pk: count(gathered[u.pk], {p for unit, p in heads if unit == u.pk}, u.path, year, said) for u in units}


def _below(units: Sequence[Unit]) -> Q:
    found = Q(pk__in=[])
    tops = [u for u in units if not any(o.path != u.path and u.path.startswith(o.path) for o in units)]
    for unit in tops:
        found |= Q(unit__path__startswith=unit.path)
    return found


def _now(day: dt.date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def _members(below: Q, day: dt.date) -> dict[int, Member]:
    on = Membership.objects.filter(below, _now(day), kind=Membership.Kind.PAYROLL, person__secret=False, person__merged_into__isnull=True)
    return {person: Member(person, path) for person, path in on.order_by("since", "pk").values_list("person_id", "unit__path")}


def _lay(people: dict[int, Member], below: Q, year: int, day: dt.date) -> None:
    """The titles, ratings and discipline of the year of everybody in the units; who is no member is passed over."""
    there = Membership.objects.filter(below, _now(day), kind=Membership.Kind.PAYROLL)
    now = Q(person__in=there.values("person"), year=year, void_at__isnull=True)
    for person, award in AwardHeld.objects.filter(now, award__in=(LDTT, CSTDCS)).order_by().values_list("person_id", "award"):
        if person in people:
            people[person].titles.add(award)
    for person, value in Rating.objects.filter(now, body=Rating.Body.OFFICE).order_by().values_list("person_id", "value"):
        if person in people:
            people[person].rating = value
    for person, form in Discipline.objects.filter(now).order_by().values_list("person_id", "form"):
        if person in people:
            people[person].worst = max(people[person].worst, SEVERITY.get(form, 0))


def _gathered(units: Sequence[Unit], people: Any) -> defaultdict[int, list[Member]]:
    by_path = {u.path: u.pk for u in units}
    found: defaultdict[int, list[Member]] = defaultdict(list)
    for member in people:
        for above in upwards(member.path):
            if above in by_path:
                found[by_path[above]].append(member)
    return found


def count(members: Sequence[Member], heads: set[int], path: str, year: int, said: Declared) -> dict[str, Any]:
    """The counts of one unit; the total only where its list of people is declared whole."""
    whole = year in said.years("people", path)
    others = [m for m in members if m.person not in heads]
    told: dict[str, Any] = {"total": len(members)} if whole else {}
    told["lao_dong_tien_tien"] = _titled(members, {LDTT, CSTDCS}, year, said, whole)
    told["chien_si_thi_dua_co_so"] = _titled(others, {CSTDCS}, year, said, whole)
    told |= _completed(members) if whole else {}
    return {**told, **_disciplined(members, year, said, whole)}


def _titled(members: Sequence[Member], titles: set[str], year: int, said: Declared, whole: bool) -> Any:
    surely = sum(1 for m in members if m.titles & titles)
    perhaps = sum(1 for m in members if not m.titles & titles and year not in said.years("awards", m.path))
    return bounds(surely, perhaps, whole)


def _completed(members: Sequence[Member]) -> dict[str, Any]:
    """The share of members who completed their tasks, once everybody is rated."""
    if not members or not all(m.rating for m in members):
        return {}
    done = sum(1 for m in members if RATINGS.get(m.rating, 3) >= 1)
    return {"completed_share": Decimal(100 * done) / len(members)}


def _disciplined(members: Sequence[Member], year: int, said: Declared, whole: bool) -> dict[str, Any]:
    open_ = sum(1 for m in members if m.worst < 0 and year not in said.years("discipline", m.path))
    warned, light = (sum(1 for m in members if low <= m.worst <= high) for low, high in ((2, 99), (1, 1)))
    return {"disciplined_canh_cao_up": bounds(warned, open_, whole), "disciplined_khien_trach": bounds(light, open_, whole)}
