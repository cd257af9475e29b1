"""Telling people: a notice is written when the act it tells of has been committed, and not at all if it was rolled back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.notices.access import notices_for
from vinhdanh.notices.models import Notice

LONGEST = 300


def notify(users: Iterable[User], kind: str, says: str, url: str = "", *, due: dt.date | None = None) -> None:
    """Tell each account once, after the transaction under way. ``says`` never carries a sensitive field: ``url`` leads to the page that may."""
    wanted = {user.pk: user for user in users if user.is_active}
    transaction.on_commit(lambda: _write(list(wanted.values()), kind, says, url, due))


def _write(users: list[User], kind: str, says: str, url: str, due: dt.date | None) -> None:
    now = timezone.now()
    text = says if len(says) <= LONGEST else says[: LONGEST - 1] + "…"
    rows = [Notice(user=user, kind=kind, says=text, url=url, due=due, made_at=now) for user in users]
    Notice.objects.bulk_create(rows, batch_size=1000)  # bulk: a notice is a hint, not a fact


def read(notice: Notice) -> None:
    """Mark one notice read."""
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def read_all(user: User) -> int:
    """Mark all notices of an account read. Returns how many were not."""
    return notices_for(user).filter(read_at=None).update(read_at=timezone.now())  # bulk: a read flag, not a fact
