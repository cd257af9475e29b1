"""Members counted unit by unit are as many as members counted one by one."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.office import Office, person

from vinhdanh.merit.rows import RATINGS, SEVERITY
from vinhdanh.people.models import Membership, Person, Post
from vinhdanh.records.known import declared
from vinhdanh.records.members import CSTDCS, LDTT, members_of
from vinhdanh.records.models import AwardHeld, Completeness, Discipline, Rating
from vinhdanh.units.models import Unit

pytestmark = pytest.mark.django_db
YEAR, DAY = 2025, dt.date(2025, 12, 31)
SINCE = dt.date(2024, 1, 1)


@pytest.mark.parametrize("many", [1, 3000])  # the rows of everybody are read, and those of the members alone
@pytest.mark.parametrize("seed", range(12))
def test_members_are_counted_as_one_by_one(office: Office, seed: int, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vinhdanh.records.members.MANY", many)
    chance = random.Random(seed)
    units = [office.top, office.p1, office.p2, office.kv, office.kv_a, office.other]
    people = [_member(chance.choice(units), chance, whole=seed % 3 == 0) for _ in range(25)]
    _upset(people, units, chance)
    for unit in units:
        for kind in ("people", "awards", "ratings", "discipline"):
            if chance.random() < 0.5:
                Completeness.objects.create(unit=unit, year=YEAR, kind=kind, declared_at=timezone.now())
    for asked in (units, [office.top], [office.kv, office.other], [office.p2]):
        assert members_of(asked, YEAR, DAY) == {u.pk: _one_by_one(u, asked) for u in asked}


@pytest.mark.parametrize("people", [1, 30])
def test_queries_do_not_grow_with_the_members(office: Office, people: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(people):
        _member((office.p1, office.kv_a)[number % 2], random.Random(number), whole=True)
    with django_assert_num_queries(6):
        members_of([office.top, office.kv], YEAR, DAY)


def test_nobody_on_the_payroll_tells_nothing(office: Office) -> None:
    assert members_of([office.p1], YEAR, DAY) == {office.p1.pk: {}}


def _member(unit: Unit, chance: random.Random, whole: bool) -> Person:
    who, now = person(unit), timezone.now()
    common: dict[str, Any] = {"person": who, "year": YEAR, "entered_at": now}
    for award in (LDTT, CSTDCS):
        if chance.random() < 0.4:
            AwardHeld.objects.create(award=award, void_at=now if chance.random() < 0.2 else None, **common)
    if whole or chance.random() < 0.8:
        Rating.objects.create(value=chance.choice(list(Rating.Value)), **common)
    if chance.random() < 0.3:
        Rating.objects.create(value=Rating.Value.NOT, body=Rating.Body.PARTY, **common)
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        Discipline.objects.create(form=chance.choice(list(SEVERITY)), **common)
    if chance.random() < 0.3:
        Post.objects.create(person=who, unit=unit, name="Trưởng phòng", head=True, since=SINCE)
    return who


def _upset(people: list[Person], units: list[Unit], chance: random.Random) -> None:
    """Some secret, merged, gone, seconded, and on two payrolls at once."""
    for who in people:
        what = chance.choice(("", "", "", "", "secret", "merged", "gone", "seconded", "twice"))
        if what == "secret":
            Person.objects.filter(pk=who.pk).update(secret=True)
        elif what == "merged":
            Person.objects.filter(pk=who.pk).update(merged_into=people[0])
        elif what == "gone":
            who.memberships.update(until=DAY)
        elif what in ("seconded", "twice"):
            kind = Membership.Kind.PAYROLL if what == "twice" else Membership.Kind.SECONDMENT
            Membership.objects.create(person=who, unit=chance.choice(units), kind=kind, since=SINCE)


# ---- the plain way ---------------------------------------------------------------------------------------


def _one_by_one(unit: Unit, asked: list[Unit]) -> dict[str, Any]:
    where = {m.person: m.unit.path for m in _memberships(asked)}
    if not where:
        return {}
    members = {who: path for who, path in where.items() if path.startswith(unit.path)}
    said = declared({*where.values(), unit.path})
    whole = YEAR in said.years("people", unit.path)
    heads = set(Post.objects.filter(unit=unit, head=True, since__lte=DAY, until=None).values_list("person", flat=True))
    told: dict[str, Any] = {"total": len(members)} if whole else {}
    told["lao_dong_tien_tien"] = _bounds([(_titled(w), YEAR in said.years("awards", p)) for w, p in members.items()], whole)
    others = [(CSTDCS in _titles(w), YEAR in said.years("awards", p)) for w, p in members.items() if w.pk not in heads]
    told["chien_si_thi_dua_co_so"] = _bounds(others, whole)
    told |= _completed(list(members)) if whole else {}
    for key, low, high in (("disciplined_canh_cao_up", 2, 99), ("disciplined_khien_trach", 1, 1)):
        surely = sum(low <= _worst(w) <= high for w in members)
        perhaps = sum(_worst(w) < 0 and YEAR not in said.years("discipline", p) for w, p in members.items())
        told[key] = {"min": surely, "max": surely + perhaps} if whole else {"min": surely}
    return told


def _memberships(asked: list[Unit]) -> list[Membership]:
    rows = Membership.objects.filter(kind="payroll", person__secret=False, person__merged_into=None, since__lte=DAY).order_by("since", "pk")
    there = [m for m in rows.select_related("person", "unit") if m.until is None or m.until > DAY]
    return [m for m in there if any(m.unit.path.startswith(u.path) for u in asked)]


def _bounds(found: list[tuple[bool, bool]], whole: bool) -> dict[str, int]:
    surely, perhaps = sum(has for has, _ in found), sum(not has and not closed for has, closed in found)
    return {"min": surely, "max": surely + perhaps} if whole else {"min": surely}


def _titles(who: Person) -> set[str]:
    return set(AwardHeld.objects.filter(person=who, year=YEAR, void_at=None).values_list("award", flat=True))


def _titled(who: Person) -> bool:
    return bool(_titles(who) & {LDTT, CSTDCS})


def _worst(who: Person) -> int:
    return max((SEVERITY.get(f, 0) for f in Discipline.objects.filter(person=who, year=YEAR).values_list("form", flat=True)), default=-1)


def _completed(members: list[Person]) -> dict[str, Any]:
    found = Rating.objects.filter(person__in=members, year=YEAR, body="chinh-quyen").values_list("value", flat=True)
    if not members or len(found) < len(members):
        return {}
    return {"completed_share": Decimal(100 * sum(RATINGS.get(v, 3) >= 1 for v in found)) / len(members)}
