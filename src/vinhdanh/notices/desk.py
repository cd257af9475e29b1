"""What waits: notices with a deadline that were not read."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from vinhdanh.accounts.desk import DeskItem
from vinhdanh.accounts.models import User
from vinhdanh.notices.access import notices_for

MOST = 20


def items(user: User, on: dt.date) -> list[DeskItem]:
    """One query. Notices without a deadline are only news: the desk shows them beside the work."""
    rows = notices_for(user).filter(read_at=None, due__isnull=False).order_by("due", "pk")[:MOST]
    return [DeskItem(n.says, n.url or reverse("notices:list"), "Xem", "Chưa đọc", "tin", due=n.due, icon="i-chuong") for n in rows]
