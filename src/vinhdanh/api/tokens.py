"""Making, checking and revoking tokens."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.api.models import Token
from vinhdanh.api.scopes import OWN, SCOPES, limit
from vinhdanh.audit.actions import record
from vinhdanh.people.access import scope_of

PREFIX = "vd_"
LONGEST = 366  # days
STEP = dt.timedelta(minutes=5)  # how exactly the last use is kept


class BadToken(ValueError):
    """A token cannot be made as asked; the message (Vietnamese) says why."""


def digest(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make(user: User, name: str, powers: Iterable[str], expires_at: dt.datetime) -> tuple[Token, str]:
    """A new token and its secret, which is shown once. Raises ``BadToken`` for a power that is none, or a day that is past."""
    powers, now = sorted(set(powers)), timezone.now()
    if unknown := [p for p in powers if p not in SCOPES]:
        raise BadToken(f"Không có quyền, phạm vi “{unknown[0]}”. Chọn trong danh sách ở trang Mã truy cập.")
    if expires_at <= now:
        raise BadToken("Ngày hết hạn đã qua. Chọn một ngày sau hôm nay.")
    if expires_at > now + dt.timedelta(days=LONGEST):
        last = timezone.localdate(now) + dt.timedelta(days=LONGEST - 1)
        raise BadToken(f"Mã dùng được nhiều nhất một năm. Chọn ngày không sau {last:%d/%m/%Y}; hết hạn thì tạo mã mới.")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(user=user, name=name, digest=digest(secret), powers=powers, made_at=now, expires_at=expires_at)
    record(token, "make", by=user, data={"powers": powers, "expires_at": expires_at})
    return token, secret


@transaction.atomic
def revoke(token: Token, *, by: User) -> None:
    """End a token now."""
    token.revoked_at = timezone.now()
    token.save()
    record(token, "revoke", by=by)


@transaction.atomic
def revoke_all(user: User, *, by: User) -> int:
    """End all tokens of an account: its password is another one now, or it is locked. Returns how many."""
    found = list(Token.objects.filter(user=user, revoked_at__isnull=True, expires_at__gt=timezone.now()).order_by("pk"))
    for token in found:
        revoke(token, by=by)
    return len(found)


def on_credentials(sender: object, user: User, by: User, **more: object) -> None:
    """What hears ``credentials_changed``."""
    revoke_all(user, by=by)


def holder(secret: str) -> User | None:
    """The account a secret acts for, its scope cut down to the token's powers; None for a token that is none or no more."""
    now = timezone.now()
    token = (
        Token.objects.select_related("user").filter(digest=digest(secret), revoked_at__isnull=True, expires_at__gt=now, user__is_active=True).first()
    )
    if token is None:
        return None
    if token.used_at is None or now - token.used_at > STEP:
        token.used_at = now
        token.save(update_fields=["used_at"])
    return narrowed(token.user, frozenset(token.powers))


def narrowed(user: User, powers: frozenset[str]) -> User:
    """The account with only these of its powers: every access function obeys, for all of them ask its scope.

    Its own person it is only by the scope ``own``.
    """
    on = timezone.localdate()
    whole = scope_of(user, on)
    held = tuple(replace(h, powers=h.powers & powers) for h in whole.held)
    mine = whole.person_id if OWN in powers else None
    user._scope = (on, replace(whole, held=held, session=False, person_id=mine))  # type: ignore[attr-defined]
    limit(user, powers)
    return user
