"""Roles that read dossiers, given by who does not read them: asked for, then approved or refused by a second person."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.administration.access import may_give
from vinhdanh.administration.actions.roles import MINE, give, span
from vinhdanh.administration.second import approvers_of, may_approve, needs_second
from vinhdanh.administration.watchers import watchers_of
from vinhdanh.audit.actions import record
from vinhdanh.notices.actions import notify
from vinhdanh.people.models import GrantRequest, Role, RoleGrant
from vinhdanh.people.powers import DOSSIER
from vinhdanh.units.models import Unit

WAITING, LOG = "/quan-tri/vai-tro/cho-duyet/", "/quan-tri/nhat-ky/"


@transaction.atomic
def give_or_ask(
    user: User, role: Role, unit: Unit, since: dt.date, until: dt.date | None, *, by: User, on: dt.date, reason: str = ""
) -> RoleGrant | GrantRequest:
    """Give a role, or ask a second person for it. Raises ``PermissionDenied`` with the reason."""
    may_give(by, user, role, unit).must()
    if needs_second(by, role, unit, on):
        return _ask(user, role, unit, since, until, by=by, on=on, reason=reason)
    grant = give(user, role, unit, since, until, by=by, reason=reason)
    if DOSSIER & set(role.powers):
        _tell(grant, f"{by.full_name} giao vai trò {role.name} tại {unit.name} cho {user.full_name}.", on, by)
    return grant


def _ask(user: User, role: Role, unit: Unit, since: dt.date, until: dt.date | None, *, by: User, on: dt.date, reason: str) -> GrantRequest:
    made = GrantRequest.objects.create(user=user, role=role, unit=unit, since=since, until=until, asked_by=by, asked_at=timezone.now(), reason=reason)
    record(user, "role.asked", by=by, reason=reason, data=_data(made))
    says = f"{by.full_name} đề nghị giao vai trò {role.name} tại {unit.name} cho {user.full_name}."
    able = approvers_of(made, on)
    notify(able, "role.asked", f"{says} Cần bạn duyệt.", WAITING)
    _tell(made, says, on, by, *able)
    return made


def _tell(what: RoleGrant | GrantRequest, says: str, on: dt.date, *but: User) -> None:
    """Tell the leaders of the unit and who reads its log."""
    notify(watchers_of([what.unit], on, but=(what.user, *but)), "role.watched", says, LOG)


@transaction.atomic
def approve(asked: GrantRequest, *, by: User, on: dt.date) -> RoleGrant:
    """Give what was asked for, from today at the earliest. Raises ``PermissionDenied``; ``GrantRequest.DoesNotExist`` if it was answered."""
    locked = _locked(asked, by)
    since = locked.since if locked.until is not None and locked.until <= on else max(locked.since, on)
    grant = RoleGrant.objects.create(
        user=locked.user, role=locked.role, unit=locked.unit, since=since, until=locked.until, given_by=locked.asked_by, reason=locked.reason
    )
    record(locked.user, "role.approved", by=by, reason=locked.reason, data=_data(locked) | {"grant": grant.pk, "asked_by": locked.asked_by.username})
    says = f"{by.full_name} duyệt giao vai trò {locked.role.name} tại {locked.unit.name} cho {locked.user.full_name}."
    notify([locked.user, locked.asked_by], "role.given", f"{says[:-1]}, {span(grant)}.", MINE)
    _tell(grant, says, on, by, locked.asked_by)
    locked.delete()
    return grant


@transaction.atomic
def refuse(asked: GrantRequest, *, by: User, reason: str) -> None:
    """Do not give it. Raises as ``approve``; who asked may take it back."""
    locked = _locked(asked, by)
    record(locked.user, "role.refused", by=by, reason=reason, data=_data(locked))
    notify([locked.asked_by], "role.refused", f"{by.full_name} không duyệt giao vai trò {locked.role.name} cho {locked.user.full_name}.", MINE)
    locked.delete()


def _locked(asked: GrantRequest, by: User) -> GrantRequest:
    locked = GrantRequest.objects.select_for_update().get(pk=asked.pk)
    may_approve(by, locked).must()
    return locked


def _data(asked: GrantRequest) -> dict[str, object]:
    return {"request": asked.pk, "role": asked.role.code, "unit": asked.unit.key, "since": asked.since, "until": asked.until}
