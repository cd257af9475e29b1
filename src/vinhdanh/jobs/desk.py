"""What waits: one's own long work that still runs, and what failed in the last week."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from vinhdanh.accounts.desk import DeskItem
from vinhdanh.accounts.models import User
from vinhdanh.jobs.models import Job
from vinhdanh.jobs.registry import KINDS

MOST = 10
SHOWN_FOR = dt.timedelta(days=7)


def items(user: User, on: dt.date) -> list[DeskItem]:
    """One query."""
    alive = Q(state__in=(Job.State.WAITING, Job.State.RUNNING))
    failed = Q(state=Job.State.FAILED, ended_at__gte=timezone.now() - SHOWN_FOR)
    return [_item(job) for job in Job.objects.filter(alive | failed, asked_by=user).order_by("-asked_at", "-pk")[:MOST]]


def _item(job: Job) -> DeskItem:
    failed = job.state == Job.State.FAILED
    name = KINDS[job.kind].name if job.kind in KINDS else job.kind
    verb, tone, icon = ("Xem lý do", "khong", "i-khong") if failed else ("Theo dõi", "tin", "i-cho")
    return DeskItem(name, reverse("jobs:show", args=(job.pk,)), verb, job.get_state_display(), tone, job.says, icon=icon)  # type: ignore[arg-type]
