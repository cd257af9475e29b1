"""The timed, reasoned, logged session in which an administrator may read dossiers."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.administration.access import may_open_session
from vinhdanh.audit.actions import open_sessions, record
from vinhdanh.audit.models import OpenSession
from vinhdanh.notices.actions import notify
from vinhdanh.people.models import Role, RoleGrant

LOG = "/quan-tri/da-xem/"


@transaction.atomic
def open_one(user: User, reason: str, minutes: int) -> OpenSession:
    """Open a session; whoever else reads the log is told. Raises ``PermissionDenied``."""
    User.objects.select_for_update().get(pk=user.pk)
    may_open_session(user).must()
    now = timezone.now()
    session = OpenSession.objects.create(user=user, reason=reason, opened_at=now, until=now + dt.timedelta(minutes=minutes))
    record(session, "session.opened", by=user, reason=reason, data={"until": session.until, "minutes": minutes})
    until = timezone.localtime(session.until)
    notify(_watchers(user), "session.opened", f"{user.full_name} mở phiên xem hồ sơ đến {until:%H:%M %d/%m/%Y}.", LOG)
    return session


def _watchers(user: User) -> list[User]:
    """The other accounts that read the log."""
    roles = [role.pk for role in Role.objects.all() if "audit.view" in role.powers]
    today = timezone.localdate()
    grants = RoleGrant.objects.filter(role__in=roles, since__lte=today).exclude(until__lte=today).exclude(user=user)
    return list(User.objects.filter(pk__in=grants.values("user"), is_active=True))


@transaction.atomic
def close_all(user: User) -> int:
    """Close what is open of an account. Returns how many."""
    found = list(open_sessions(user).select_for_update())
    for session in found:
        session.closed_at = timezone.now()
        session.save(update_fields=["closed_at"])
        record(session, "session.closed", by=user)
    return len(found)
