"""What the calendar asks for once a day: units that are late are reminded, and records whose keeping has ended are told of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from vinhdanh.notices.actions import notify
from vinhdanh.notices.models import Notice
from vinhdanh.people.holders import holders_of
from vinhdanh.records import retention
from vinhdanh.records.actions.send import remind_late
from vinhdanh.records.models import Submission
from vinhdanh.units.models import Unit

BEFORE, AFTER, AGAIN = dt.timedelta(days=7), dt.timedelta(days=30), dt.timedelta(days=7)
MONTH = dt.timedelta(days=30)
ENDED = "retention-ended"
State = Submission.State


def work(progress: Any) -> dict[str, Any]:
    """Both; how many units were reminded and how many offices told."""
    on = timezone.localdate()
    return {"reminded": remind_late(late(on), on), "told": tell_ended(on)}


def late(on: dt.date) -> list[Submission]:
    """Data not sent from a week before their day until a month after it, and not reminded in the last week."""
    quiet = Q(reminded_at=None) | Q(reminded_at__date__lte=on - AGAIN)
    rows = Submission.objects.filter(quiet, state__in=(State.NOT_SENT, State.RETURNED), due__range=(on - AFTER, on + BEFORE))
    return list(rows.filter(unit__dissolved_on=None).select_related("unit").order_by("due", "pk"))


@transaction.atomic
def tell_ended(on: dt.date) -> int:
    """Tell whoever may list them that records have passed their period; once a month."""
    return sum(_tell(top, on) for top in Unit.objects.filter(parent=None, dissolved_on=None).order_by("pk"))


def _tell(top: Unit, on: dt.date) -> bool:
    waiting = set(retention.open_lists(top).values_list("kind", flat=True))
    ended = [(kind, count) for kind, _, _, count in retention.due(top, on.year) if kind.slug not in waiting]
    told = Notice.objects.filter(kind=ENDED, made_at__gt=timezone.now() - MONTH).values("user")
    users = [u for u in holders_of("records.receive", top, on) if not told.filter(user=u).exists()]
    if ended and users:
        names = ", ".join(f"{kind.name.lower()} ({count})" for kind, count in ended)
        notify(users, ENDED, f"Dữ liệu đã hết thời hạn lưu: {names}. Lập danh mục hủy.", reverse("records:retention"))
    return bool(ended and users)
