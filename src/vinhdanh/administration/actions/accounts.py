"""Inviting, resetting, locking. A link works once and for a time; only the digest of its token is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.utils import reset as forget_failures
from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import Invitation, User
from vinhdanh.accounts.signals import credentials_changed
from vinhdanh.administration.watchers import units_of_account, watchers_of
from vinhdanh.audit.actions import record
from vinhdanh.notices.actions import notify
from vinhdanh.people.models import Person

Purpose, LOG = Invitation.Purpose, "/quan-tri/nhat-ky/"
LASTS = {Purpose.INVITE: dt.timedelta(days=7), Purpose.RESET: dt.timedelta(days=1)}


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(username: str, full_name: str, *, email: str = "", person: Person | None = None, by: User) -> tuple[User, str]:
    """Make an account without a password, and the token of the link that sets one. The token is not kept."""
    user = User(username=username, full_name=full_name, email=email, invited_by=by)
    user.set_unusable_password()
    user.save()
    if person is not None:
        Person.objects.select_for_update().get(pk=person.pk)
        person.account = user
        person.save(update_fields=["account"])
    record(user, "account.invited", by=by, data={"username": username, "person": person and person.key})
    return user, link_for(user, Purpose.INVITE, by)


@transaction.atomic
def reset(user: User, *, by: User, reason: str) -> str:
    """The token of a link that sets a new password. Earlier links no longer work; the old password is good only for choosing a new one."""
    first_time = not user.has_usable_password() and user.last_login is None
    user.must_change_password = user.has_usable_password()
    user.save(update_fields=["must_change_password"])
    record(user, "account.reset", by=by, reason=reason)
    credentials_changed.send(User, user=user, by=by)
    return link_for(user, Purpose.INVITE if first_time else Purpose.RESET, by)


def link_for(user: User, purpose: Invitation.Purpose, by: User) -> str:
    """The token of a new link, good once; earlier links of the account end."""
    now, token = timezone.now(), secrets.token_urlsafe(32)
    for old in Invitation.objects.filter(user=user, used_at=None, expires_at__gt=now):
        old.expires_at = now
        old.save(update_fields=["expires_at"])
    Invitation.objects.create(user=user, purpose=purpose, digest=digest_of(token), made_by=by, made_at=now, expires_at=now + LASTS[purpose])
    return token


@transaction.atomic
def use_link(invitation: Invitation, password: str) -> None:
    """Set the password by a link: it works no more, failed sign-ins are forgotten, all sessions end.

    Raises ``Invitation.DoesNotExist`` if it was used meanwhile.
    """
    locked = Invitation.objects.select_for_update().select_related("user").get(pk=invitation.pk, used_at=None, expires_at__gt=timezone.now())
    locked.used_at = timezone.now()
    locked.save(update_fields=["used_at"])
    user = locked.user
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    forget_failures(username=user.username)
    end_sessions(user)
    record(user, "account.password_set", by=user, data={"by": locked.purpose})
    credentials_changed.send(User, user=user, by=user)
    _tell_of_link(locked)


def _tell_of_link(used: Invitation) -> None:
    """Tell the leaders of the owner, and who reads the log there, that a link made by somebody else was used."""
    on = timezone.localdate()
    told = watchers_of(units_of_account(used.user, on), on, but=[used.user])
    says = f"{used.user.full_name} đặt mật khẩu bằng liên kết do {used.made_by.full_name} tạo."
    notify(told, "account.link_used", says, LOG)


@transaction.atomic
def lock(user: User, *, by: User, reason: str) -> None:
    """The account can no longer sign in; its sessions end at once."""
    _set_active(user, False)
    end_sessions(user)
    record(user, "account.locked", by=by, reason=reason)
    credentials_changed.send(User, user=user, by=by)


@transaction.atomic
def unlock(user: User, *, by: User, reason: str) -> None:
    """The account may sign in again, also where wrong passwords had locked it."""
    _set_active(user, True)
    forget_failures(username=user.username)
    record(user, "account.unlocked", by=by, reason=reason)


def _set_active(user: User, active: bool) -> None:
    user.is_active = active
    user.save(update_fields=["is_active"])


@transaction.atomic
def drop_second_factor(user: User, *, by: User, reason: str) -> None:
    """Remove authenticator app, keys and recovery codes of somebody who lost them. Sessions end."""
    for authenticator in Authenticator.objects.filter(user=user):
        authenticator.delete()
    end_sessions(user)
    record(user, "account.second_factor_dropped", by=by, reason=reason)


def end_sessions(user: User, keep: str | None = None) -> int:
    """End the sessions of an account, but for the one of key ``keep``. Returns how many."""
    ended = [session for session in UserSession.objects.filter(user=user) if session.session_key != keep]
    for session in ended:
        session.end()
    return len(ended)
