"""Lists of notices."""

from __future__ import annotations

from django.core.paginator import Page, Paginator

from vinhdanh.accounts.models import User
from vinhdanh.notices.access import notices_for
from vinhdanh.notices.models import Notice

PAGE = 30


def unread_count(user: User) -> int:
    """How many notices an account has not read."""
    return notices_for(user).filter(read_at=None).count()


def page_of(user: User, number: str | None, *, unread: bool) -> Page[Notice]:
    """One page of the notices of an account."""
    rows = notices_for(user).filter(read_at=None) if unread else notices_for(user)
    return Paginator(rows, PAGE).get_page(number)


def latest_unread(user: User, most: int = 5) -> list[Notice]:
    """The newest notices that were not read and have no deadline (those with one are work: ``notices.desk``)."""
    return list(notices_for(user).filter(read_at=None, due=None)[:most])
