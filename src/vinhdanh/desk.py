"""What waits for an account: asked of every application that has a ``desk.py``, in one list, the most urgent first.

The page (``web``) and the API (``api``) lie above and show the same list.
"""

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
