"""Who holds a power on a unit: whom to tell, whom to ask."""

from __future__ import annotations

import datetime as dt

from vinhdanh.accounts.models import User
from vinhdanh.people.models import RoleGrant
from vinhdanh.units.models import Unit
from vinhdanh.units.queries import lasting

NEAREST = 20


def holders_of(power: str, unit: Unit, on: dt.date) -> list[User]:
    """The accounts that hold a power on a unit, by a role on it; if there are none, by a role on the nearest unit above."""
    keys = unit.path.strip("/").split("/")
    rows = RoleGrant.objects.filter(lasting(on), unit__key__in=keys, user__is_active=True).select_related("user", "role", "unit")
    able = [g for g in rows.order_by("pk") if power in g.role.powers and (g.unit_id == unit.pk or g.role.below)]
    depth = max((g.unit.path.count("/") for g in able), default=0)
    return list({g.user_id: g.user for g in able if g.unit.path.count("/") == depth}.values())[:NEAREST]
