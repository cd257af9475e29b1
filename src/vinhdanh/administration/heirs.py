"""Roles on units that are no more. They do not pass by themselves: a merged unit may have had two clerks, and its heir needs one.

Who gives roles is shown each with the unit that answers now, and gives it there by one press. The old role stays until it is ended:
it reaches only what was recorded of the old unit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from vinhdanh.accounts.answers import Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.administration.access import may_give
from vinhdanh.people.access import in_scope
from vinhdanh.people.models import GrantRequest, RoleGrant
from vinhdanh.units.models import Unit, UnitSuccession
from vinhdanh.units.queries import lasting

NOBODY = no("Không đơn vị nào tiếp nhận hồ sơ, nghĩa vụ của đơn vị này. Kết thúc vai trò, hoặc giao vai trò ở đơn vị khác tại trang của tài khoản.")
ASKED = no("Đã đề nghị giao lại, đang chờ người thứ hai duyệt.")


@dataclass(frozen=True, slots=True)
class Left:
    """A role left on a unit that has ended, the unit that answers for it now, and whether the role may be given there."""

    grant: RoleGrant
    heir: Unit | None
    allowed: Answer

    @property
    def waits(self) -> bool:
        """Whether it was asked for on the heir and a second person has to say yes."""
        return self.allowed is ASKED


def left_roles(user: User, on: dt.date) -> list[Left]:
    """The roles an account may see to whose unit has ended and whose holder has not got them on the heir; six queries at most."""
    found = list(_on_ended(user, on))
    if not found:
        return []
    heirs = heirs_of({g.unit_id for g in found}, on)
    held = _held({g.user_id for g in found}, on)
    asked = set(GrantRequest.objects.order_by("pk").values_list("user_id", "role_id", "unit_id"))
    return [_left(user, g, heirs.get(g.unit_id), asked) for g in found if not _has(held, g, heirs.get(g.unit_id))]


def _on_ended(user: User, on: dt.date) -> QuerySet[RoleGrant]:
    rows = RoleGrant.objects.filter(lasting(on), in_scope(user, "grants.give", "unit__"), unit__dissolved_on__lte=on, delegated_from=None)
    return rows.filter(user__is_active=True).select_related("user", "role", "unit").order_by("unit__path", "user__full_name", "pk")


def heirs_of(units: Iterable[int], on: dt.date) -> dict[int, Unit]:
    """The unit that answers for each on a day, through all mergers; two queries, whatever their number."""
    rows = UnitSuccession.objects.filter(duties=True, on__lte=on, new__isnull=False).order_by("on", "-pk")
    follows = dict(rows.values_list("old_id", "new_id"))
    ends = {unit: _last(unit, follows) for unit in units}
    living = Unit.objects.filter(pk__in=ends.values()).exclude(dissolved_on__lte=on).in_bulk()
    return {unit: living[end] for unit, end in ends.items() if end in living}


def _last(unit: int, follows: Mapping[int, int | None]) -> int:
    seen = {unit}
    while (new := follows.get(unit)) is not None and new not in seen:
        seen.add(new)
        unit = new
    return unit


Held = dict[int, list[RoleGrant]]


def _held(users: set[int], on: dt.date) -> Held:
    """The roles of some accounts that hold on a day or will."""
    rows = RoleGrant.objects.filter(user__in=users).exclude(until__lte=on).select_related("role", "unit").order_by("pk")
    held: Held = {}
    for grant in rows:
        held.setdefault(grant.user_id, []).append(grant)
    return held


def _has(held: Held, grant: RoleGrant, heir: Unit | None) -> bool:
    """Whether the holder has the role on the heir already, or from above."""
    same = (g for g in held.get(grant.user_id, []) if g.role_id == grant.role_id and g.pk != grant.pk)
    return heir is not None and any(g.unit_id == heir.pk or g.role.below and heir.path.startswith(g.unit.path) for g in same)


def _left(user: User, grant: RoleGrant, heir: Unit | None, asked: set[tuple[int, int, int]]) -> Left:
    if heir is None:
        return Left(grant, None, NOBODY)
    waits = (grant.user_id, grant.role_id, heir.pk) in asked
    return Left(grant, heir, ASKED if waits else may_give(user, grant.user, grant.role, heir))
