"""What waits: transfers that one's units have to accept, and those that were returned in the last month."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse

from vinhdanh.accounts.desk import DeskItem, Tone, named
from vinhdanh.accounts.models import User
from vinhdanh.people.access import in_scope
from vinhdanh.people.models import Transfer

SHOWN = 3
RETURNED_FOR = dt.timedelta(days=30)


def items(user: User, on: dt.date) -> list[DeskItem]:
    """Two queries. Secret people stay out."""
    rows = Transfer.objects.filter(person__secret=False)
    waiting = _names(rows.filter(in_scope(user, "people.transfer", "new_unit__"), state=Transfer.State.PROPOSED))
    since = on - RETURNED_FOR
    returned = _names(rows.filter(in_scope(user, "people.transfer", "old_unit__"), state=Transfer.State.RETURNED, answered_at__date__gt=since))
    found = [
        (waiting, f"Tiếp nhận {len(waiting)} cán bộ được chuyển đến", "Tiếp nhận", "Chờ tiếp nhận", "tin"),
        (returned, f"Xem {len(returned)} đề nghị chuyển cán bộ bị trả lại", "Xem", "Trả lại", "cho"),
    ]
    return [_item(names, title, verb, state, tone) for names, title, verb, state, tone in found if names]  # type: ignore[arg-type]


def _names(rows: QuerySet[Transfer]) -> list[str]:
    return list(rows.order_by("proposed_at", "pk").values_list("person__full_name", flat=True))


def _item(names: list[str], title: str, verb: str, state: str, tone: Tone) -> DeskItem:
    return DeskItem(title, reverse("people:transfers"), verb, state, tone, named(names[:SHOWN], len(names)), icon="i-nguoi")
