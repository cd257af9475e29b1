"""What waits for an account: asked of every application that has a ``desk.py``, in one list, the most urgent first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from vinhdanh.accounts.desk import DeskItem
from vinhdanh.accounts.models import User
from vinhdanh.administration import desk as administration
from vinhdanh.jobs import desk as jobs
from vinhdanh.law import desk as law
from vinhdanh.notices import desk as notices
from vinhdanh.people import desk as people
from vinhdanh.people.access import grants_in_force
from vinhdanh.people.models import Person, RoleGrant
from vinhdanh.rankings import desk as rankings
from vinhdanh.records import desk as records
from vinhdanh.units import desk as units

Provider = Callable[[User, dt.date], list[DeskItem]]
PROVIDERS: Sequence[Provider] = (
    records.items,
    people.items,
    law.items,
    units.items,
    rankings.items,
    notices.items,
    jobs.items,
    administration.items,
)


def waiting(user: User, on: dt.date) -> list[DeskItem]:
    """Everything that waits: by deadline, then in the order of the providers. A fixed number of queries."""
    found = [item for items in PROVIDERS for item in items(user, on)]
    return sorted(found, key=lambda item: item.due or dt.date.max)


def first_of(items: list[DeskItem], on: dt.date) -> DeskItem | None:
    """The thing to do first: the one whose deadline is nearest, if it is due within a week or late."""
    return items[0] if items and items[0].due and items[0].due <= on + dt.timedelta(days=7) else None


def person_of(user: User) -> Person | None:
    """The person an account belongs to, with the unit."""
    return Person.objects.filter(account=user, secret=False).select_related("unit").first()


def roles_of(user: User, on: dt.date) -> list[RoleGrant]:
    """The roles in force, the highest in the tree first."""
    return list(grants_in_force(user, on).select_related("role", "unit", "delegated_from__user").order_by("unit__path", "since", "pk"))
