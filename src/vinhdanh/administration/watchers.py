"""Who is told when somebody reaches for the dossiers of a unit: its leaders, and those who read the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from vinhdanh.accounts.models import User
from vinhdanh.people.access import grants_in_force
from vinhdanh.people.holders import NEAREST
from vinhdanh.people.models import Person, RoleGrant
from vinhdanh.units.models import Unit
from vinhdanh.units.queries import lasting

LEADERS = frozenset({"lanh-dao", "chu-tich"})


def watchers_of(units: Iterable[Unit], on: dt.date, *, but: Iterable[User] = ()) -> list[User]:
    """The leaders of some units (the nearest above, where one has none) and all who read the log there; one query."""
    units, left_out = list(units), {user.pk for user in but}
    found: dict[int, User] = {}
    rows = grants_above(units, on)
    for unit in units:
        for grant in [*_nearest(rows, unit), *(g for g in rows if _covers(g, unit) and "audit.view" in g.role.powers)]:
            found[grant.user_id] = grant.user
    return [user for pk, user in found.items() if pk not in left_out]


def grants_above(units: Iterable[Unit], on: dt.date) -> list[RoleGrant]:
    """The roles in force on units and on those above them, of accounts that may sign in."""
    keys = {key for unit in units for key in unit.path.strip("/").split("/")}
    rows = RoleGrant.objects.filter(lasting(on), unit__key__in=keys, user__is_active=True)
    return list(rows.select_related("user", "role", "unit").order_by("pk"))


def _covers(grant: RoleGrant, unit: Unit) -> bool:
    return unit.path.startswith(grant.unit.path) if grant.role.below else grant.unit_id == unit.pk


def _nearest(rows: list[RoleGrant], unit: Unit) -> list[RoleGrant]:
    leading = [g for g in rows if g.role.code in LEADERS and _covers(g, unit)]
    depth = max((len(g.unit.path) for g in leading), default=0)
    return [g for g in leading if len(g.unit.path) == depth][:NEAREST]


def units_of_account(user: User, on: dt.date) -> list[Unit]:
    """Where an account belongs: the unit of its person, those of its roles."""
    own = [p.unit for p in Person.objects.filter(account=user).select_related("unit") if p.unit]
    return list({u.pk: u for u in [*own, *(g.unit for g in grants_in_force(user, on).select_related("unit").order_by("pk"))]}.values())
