"""What waits: the office's rules to approve (entered by somebody else), and one's own that were returned."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from vinhdanh.accounts.desk import DeskItem
from vinhdanh.accounts.models import User
from vinhdanh.law.models import OfficeRule
from vinhdanh.people.access import in_scope

MOST = 6


def items(user: User, on: dt.date) -> list[DeskItem]:
    """Two queries."""
    waiting = OfficeRule.objects.filter(in_scope(user, "law.approve", "unit__"), state=OfficeRule.State.SUBMITTED).exclude(entered_by=user)
    returned = OfficeRule.objects.filter(entered_by=user, state=OfficeRule.State.RETURNED)
    return [
        *(_waiting(rule) for rule in waiting.select_related("unit", "entered_by").order_by("in_force", "pk")[:MOST] if user.pk not in rule.editors),
        *(_returned(rule) for rule in returned.order_by("in_force", "pk")[:MOST]),
    ]


def _waiting(rule: OfficeRule) -> DeskItem:
    detail = f"{rule.unit.name}, {rule.entered_by} nhập, có hiệu lực từ {rule.in_force:%d/%m/%Y}"
    return DeskItem(f"Duyệt quy định “{rule.title}”", _page(rule), "Xem xét", "Chờ duyệt", "tin", detail, icon="i-luat")


def _returned(rule: OfficeRule) -> DeskItem:
    return DeskItem(f"Sửa quy định “{rule.title}”", _page(rule), "Sửa", "Trả lại", "cho", rule.reason, icon="i-canh")


def _page(rule: OfficeRule) -> str:
    return reverse("law:rule", args=(rule.pk,))
