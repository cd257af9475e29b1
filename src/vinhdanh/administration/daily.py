"""What the calendar asks for once a day: delegations about to end are told, and what only takes room is cleared away."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from vinhdanh.administration.actions.roles import MINE, span
from vinhdanh.files.actions import clear as clear_file
from vinhdanh.files.queries import leftovers
from vinhdanh.notices.actions import notify
from vinhdanh.notices.models import Notice
from vinhdanh.people.models import RoleGrant

ENDS = "delegation-ends"
DAYS = 90  # how long signs of failed sign-ins and of finished tasks are kept


def work(progress: Any) -> dict[str, Any]:
    """Both; how many delegations were told of. A delegation needs nobody to end it: powers are asked by the day."""
    told = tell_ending(timezone.localdate())
    clear()
    return {"told": told}


@transaction.atomic
def tell_ending(on: dt.date) -> int:
    """Tell both sides of each delegation whose last day is today, once."""
    last_day = RoleGrant.objects.filter(until=on + dt.timedelta(days=1)).exclude(delegated_from=None)
    rows = last_day.select_related("user", "role", "unit", "delegated_from__user").order_by("pk")
    return sum(_tell(grant, on) for grant in rows)


def _tell(grant: RoleGrant, on: dt.date) -> bool:
    assert grant.delegated_from is not None
    says = f"Ủy quyền vai trò {grant.role.name} tại {grant.unit.name} cho {grant.user.full_name} {span(grant)}: hôm nay là ngày cuối."
    if Notice.objects.filter(kind=ENDS, says=says, due=on).exists():
        return False
    notify([grant.user, grant.delegated_from.user], ENDS, says, MINE, due=on)
    return True


def clear() -> None:
    """Remove sessions that have ended, old signs of failed sign-ins and of finished tasks, files that belong to nothing since yesterday."""
    call_command("clearsessions")
    call_command("axes_reset_logs", age=DAYS, stdout=StringIO())
    call_command("prune_db_task_results", queue_name="*", min_age_days=DAYS, verbosity=0)
    before = (timezone.now() - dt.timedelta(days=1)).timestamp()
    for path in leftovers():
        if path.stat().st_mtime < before:
            clear_file(path)
