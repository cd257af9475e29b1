"""Records for tests, entered through the actions, as the application does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.people.models import Person
from vinhdanh.records import actions
from vinhdanh.records.models import AwardHeld, Discipline, Rating

ON = dt.date(2026, 11, 24)


def clerk(office: Office) -> User:
    """Who enters for the whole province."""
    return user("can-bo-tdkt", office.top)


def rating(person: Person, by: User, year: int = 2025, value: str = "hoan-thanh-tot", **more: Any) -> Rating:
    """A rating."""
    return actions.enter_rating(person, {"year": year, "value": value, "paper": "12/TB-VKS", **more}, by=by, on=ON)


def award(person: Person, by: User, year: int = 2025, award: str = "lao-dong-tien-tien", **more: Any) -> AwardHeld:
    """A title held."""
    told = {"year": year, "award": award, "decision": f"{year - 2000}/QĐ-VKS", "decided_on": dt.date(year, 12, 20), **more}
    return actions.enter_award(person, told, by=by, on=ON)


def discipline(person: Person, by: User, **more: Any) -> Discipline:
    """A reprimand of 2025."""
    told = {"year": 2025, "form": "khien-trach", "paper": "3/QĐ-KL", "paper_on": dt.date(2025, 6, 1), **more}
    return actions.enter_discipline(person, told, by=by, on=ON)
