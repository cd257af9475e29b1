"""The desk of the home page: what waits (``vinhdanh.desk``), what comes first, who one is here."""

from __future__ import annotations

import datetime as dt

from vinhdanh.accounts.desk import DeskItem
from vinhdanh.accounts.models import User
from vinhdanh.people.access import grants_in_force
from vinhdanh.people.models import Person, RoleGrant


def first_of(items: list[DeskItem], on: dt.date) -> DeskItem | None:
    """The thing to do first: the one whose deadline is nearest, if it is due within a week or late."""
    return items[0] if items and items[0].due and items[0].due <= on + dt.timedelta(days=7) else None


def person_of(user: User) -> Person | None:
    """The person an account belongs to, with the unit."""
    return Person.objects.filter(account=user, secret=False).select_related("unit").first()


def roles_of(user: User, on: dt.date) -> list[RoleGrant]:
    """The roles in force, the highest in the tree first."""
    return list(grants_in_force(user, on).select_related("role", "unit", "delegated_from__user").order_by("unit__path", "since", "pk"))
