"""One's own notices, nobody else's."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from vinhdanh.accounts.models import User
from vinhdanh.notices.models import Notice


def notices_for(user: User) -> QuerySet[Notice]:
    """The notices of an account, the newest first."""
    return Notice.objects.filter(user=user).order_by("-made_at", "-pk")


def notice_for(user: User, notice_id: int) -> Notice:
    """The notice, or 404."""
    return get_object_or_404(notices_for(user), pk=notice_id)
