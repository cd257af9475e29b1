"""What waits for who gives roles: those left on units that have ended, and those that need a second person."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from vinhdanh.accounts.desk import DeskItem, named
from vinhdanh.accounts.models import User
from vinhdanh.administration.heirs import left_roles
from vinhdanh.administration.second import requests_for
from vinhdanh.people.access import scope_of

SHOWN = 3


def items(user: User, on: dt.date) -> list[DeskItem]:
    """Nothing is asked for who gives no roles and leads nothing; a query each, where nothing waits."""
    asked = _requests(user)
    found = [left for left in left_roles(user, on) if left.grant.user_id != user.pk and not left.waits] if scope_of(user).may("grants.give") else []
    if not found:
        return asked
    names = [f"{left.grant.user.full_name} tại {left.grant.unit.name}" for left in found[:SHOWN]]
    title = f"Giao lại hoặc kết thúc {len(found)} vai trò tại đơn vị đã kết thúc hoạt động"
    return [*asked, DeskItem(title, reverse("administration:roles") + "#con-lai", "Xem", "Chưa có", "cho", named(names, len(found)), icon="i-khoa")]


def _requests(user: User) -> list[DeskItem]:
    """Roles that need this account's yes."""
    found = requests_for(user)
    if not found:
        return []
    names = [f"{asked.user.full_name}: {asked.role.name} tại {asked.unit.name}" for asked in found[:SHOWN]]
    title = f"Duyệt {len(found)} vai trò đọc hồ sơ"
    return [DeskItem(title, reverse("administration:requests"), "Xem", "Chờ duyệt", "cho", named(names, len(found)), icon="i-khoa")]
