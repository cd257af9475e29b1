"""An office with one person whose history is known: what the pages of eligibility are tried on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from tests.office import Office, person, user

from vinhdanh.accounts.models import User
from vinhdanh.people.models import Membership, Person
from vinhdanh.records.models import Authorship, AwardHeld, Completeness, Initiative, Rating
from vinhdanh.units.models import Unit

YEAR = 2025


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> dt.date:
    """The day of all tests: before the law of 2026."""
    day = dt.date(2025, 11, 25)
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: day)
    return day


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def row(model: Any, subject: Person | Unit, year: int, **more: Any) -> Any:
    """A record of a person or a unit."""
    owner = {"person": subject} if isinstance(subject, Person) else {"unit": subject}
    return model.objects.create(**owner, year=year, entered_at=timezone.now(), **more)


def declare(unit: Unit, *kinds: str, first: int = 2010, last: int = YEAR) -> None:
    """A unit's word that it has entered everything of some kinds."""
    for kind in kinds or Completeness.Kind.values:
        for year in range(first, last + 1):
            Completeness.objects.create(unit=unit, year=year, kind=kind, declared_at=timezone.now())


def work(who: Person, year: int, level: str = "co-so", **more: Any) -> Initiative:
    """An initiative of a person, recognised and applied."""
    told = {"recognised": True, "applied": True, "code": f"SK-{year}-001", "decision": "641/QĐ-VKS"} | more
    made = Initiative.objects.create(kind="initiative", name="Sáng kiến mẫu", year=year, level=level, folded="", entered_at=timezone.now(), **told)
    Authorship.objects.create(initiative=made, person=who)
    return made


@pytest.fixture
def someone(office: Office) -> Person:
    """Excellent in 2023–2025, CSTĐ cơ sở in 2023 and 2024, an initiative in 2025; everything declared."""
    who = person(office.p1, "Trần Văn Bình", gender="nam")
    Membership.objects.filter(person=who).update(since=dt.date(2011, 9, 1))
    who.joined_on = dt.date(2011, 9, 1)
    who.save()
    declare(office.p1)
    for year in range(2012, YEAR + 1):
        row(Rating, who, year, value="hoan-thanh-xuat-sac" if year >= 2023 else "hoan-thanh-tot", paper="Phiếu xếp loại")
        if year < YEAR:
            row(AwardHeld, who, year, award="lao-dong-tien-tien", decision=f"{year}/QĐ-VKS")
    for year in (2023, 2024):
        row(AwardHeld, who, year, award="chien-si-thi-dua-co-so", decision=f"8{year}/QĐ-VKS", decided_on=dt.date(year, 12, 20))
    work(who, YEAR)
    return who


@pytest.fixture
def clerk(office: Office) -> User:
    """The office's own clerks for emulation."""
    return user("bo-phan-tdkt", office.top)
