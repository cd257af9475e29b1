"""How an office begins, before anybody can sign in: roles, kinds of unit, the first unit, the first administrator."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from vinhdanh.accounts.models import Invitation, User
from vinhdanh.administration.actions.accounts import link_for
from vinhdanh.audit.actions import record
from vinhdanh.people.models import Role, RoleGrant
from vinhdanh.people.powers import ROLES
from vinhdanh.units import actions as units
from vinhdanh.units.kinds import make_kinds
from vinhdanh.units.models import Unit

CODE = "quan-tri"
POWERS = frozenset({"accounts.manage", "grants.give"})  # with these two on a top unit an office can help itself
RUNS = "Cơ quan này đã có quản trị: {names}. Nhờ họ mời tài khoản, giao vai trò ở trang Quản trị."
SEVERAL = "Không có đơn vị mã {key}. Đơn vị cao nhất hiện có: {keys}. Dùng --unit với một trong các mã đó."


def make_roles() -> dict[str, Role]:
    """The roles an office begins with, by code; those that are there stay as they are."""
    made = {r.code: {"name": r.name, "powers": list(r.powers), "below": r.below} for r in ROLES}
    return {code: Role.objects.get_or_create(code=code, defaults=values)[0] for code, values in made.items()}


@transaction.atomic
def first_unit(key: str, name: str, kind: str, since: dt.date, on: dt.date) -> Unit:
    """The top unit of this key, founded if there is no unit at all yet. Raises ``ValidationError``."""
    kinds = make_kinds()
    if kind not in kinds:
        raise ValidationError(f"Không có loại đơn vị “{kind}”. Chọn trong: {', '.join(kinds)}.")
    tops = Unit.objects.filter(parent=None, dissolved_on=None).order_by("path")
    if not tops:
        return units.create(key=key, name=name, kind=kinds[kind], parent=None, since=since, by=None, on=on)
    found = tops.filter(key=key).first()
    if found is None:
        raise ValidationError(SEVERAL.format(key=key, keys=", ".join(u.key for u in tops)))
    return found


@transaction.atomic
def first_administrator(unit: Unit, username: str, full_name: str, on: dt.date) -> tuple[User, str]:
    """An account that administers a top unit, and the token of the link that sets its password; only while nobody can.

    An account of that name that is there is taken: who has lost every administrator helps himself from the machine.
    """
    roles = make_roles()
    if running := administrators(on, unit):
        raise ValidationError(RUNS.format(names=", ".join(u.username for u in running)))
    user = User.objects.filter(username=username).first() or _account(username, full_name)
    user.is_active = True
    user.full_clean(exclude=["password"])
    user.save()
    RoleGrant.objects.get_or_create(user=user, role=roles[CODE], unit=unit, until=None, defaults={"since": on, "reason": "Quản trị đầu tiên"})
    record(user, "account.first_administrator", by=None, data={"username": username, "unit": unit.key})
    return user, link_for(user, Invitation.Purpose.INVITE, user)


def _account(username: str, full_name: str) -> User:
    user = User(username=username, full_name=full_name)
    user.set_unusable_password()
    return user


def administrators(on: dt.date, unit: Unit) -> list[User]:
    """The accounts that may manage accounts and give roles on a unit, by roles of their own in force, and can sign in."""
    lasting = Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))
    keys = unit.path.strip("/").split("/")
    rows = RoleGrant.objects.filter(lasting, unit__key__in=keys, delegated_from=None, user__is_active=True).select_related("user", "role", "unit")
    held: dict[User, set[str]] = {}
    for grant in rows.order_by("pk"):
        if grant.role.below or grant.unit_id == unit.pk:
            held.setdefault(grant.user, set()).update(grant.role.powers)
    return [user for user, powers in held.items() if powers >= POWERS and (user.has_usable_password() or user.last_login)]
