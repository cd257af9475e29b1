"""Whom to tell: the accounts that hold a power on a unit, those nearest to it in the tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from vinhdanh.accounts.models import User
from vinhdanh.people.models import RoleGrant
from vinhdanh.units.models import Unit


def nearest_holders(units: Iterable[Unit], power: str, on: dt.date) -> dict[int, list[User]]:
    """For each unit (its id) the holders on the unit itself, else on the nearest unit above that has any. One query."""
    units = list(units)
    keys = {key for unit in units for key in _upwards(unit)}
    lasting = Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))
    grants = RoleGrant.objects.filter(lasting, unit__key__in=keys, user__is_active=True).select_related("role", "unit", "user").order_by("pk")
    holding: dict[str, list[RoleGrant]] = {}
    for grant in grants:
        if power in grant.role.powers:
            holding.setdefault(grant.unit.key, []).append(grant)
    return {unit.pk: _nearest(unit, holding) for unit in units}


def _nearest(unit: Unit, holding: dict[str, list[RoleGrant]]) -> list[User]:
    for key in _upwards(unit):
        users = {g.user_id: g.user for g in holding.get(key, ()) if g.role.below or key == unit.key}
        if users:
            return list(users.values())
    return []


def _upwards(unit: Unit) -> list[str]:
    """The keys from the unit to the top."""
    return [key for key in reversed(unit.path.split("/")) if key]
