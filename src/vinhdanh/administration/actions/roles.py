"""Giving roles on units for a time, and handing one's own on while absent."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinhdanh.accounts.answers import no
from vinhdanh.accounts.models import User
from vinhdanh.administration.access import may_end, may_give
from vinhdanh.audit.actions import record
from vinhdanh.notices.actions import notify
from vinhdanh.people.models import GrantRequest, Role, RoleGrant
from vinhdanh.units.models import Unit

MINE = "/tai-khoan/cua-toi/"


@transaction.atomic
def give(user: User, role: Role, unit: Unit, since: dt.date, until: dt.date | None, *, by: User, reason: str = "") -> RoleGrant:
    """Give a role, where no second person is needed (see ``requests.give_or_ask``). Raises ``PermissionDenied`` with the reason."""
    may_give(by, user, role, unit).must()
    User.objects.select_for_update().get(pk=user.pk)
    grant = RoleGrant.objects.create(user=user, role=role, unit=unit, since=since, until=until, given_by=by, reason=reason)
    record(user, "role.given", by=by, reason=reason, data=_data(grant))
    notify([user], "role.given", f"Bạn được giao vai trò {role.name} tại {unit.name}, {span(grant)}.", MINE)
    return grant


@transaction.atomic
def end(grant: RoleGrant, on: dt.date, *, by: User, reason: str = "") -> None:
    """End a grant as of a day; one that has not begun is taken back. What was handed on from it ends with it."""
    may_end(by, grant).must()
    locked = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    data = _data(locked)
    if locked.since < on:
        locked.until = min(on, locked.until or on)
        locked.save(update_fields=["until"])
    else:
        locked.delete()
    record(locked.user, "role.ended", by=by, reason=reason, data={**data, "ended": on})
    notify([locked.user], "role.ended", f"Vai trò {grant.role.name} tại {grant.unit.name} của bạn đã kết thúc.", MINE)


@transaction.atomic
def delegate(grant: RoleGrant, to: User, since: dt.date, until: dt.date, *, by: User, reason: str) -> RoleGrant:
    """Hand one's own role to somebody for a time. Raises ``PermissionDenied`` for what may not be handed on."""
    locked = RoleGrant.objects.select_for_update().select_related("role", "unit").get(pk=grant.pk)
    _may_delegate(locked, to, since, until, by)
    made = RoleGrant.objects.create(
        user=to, role=locked.role, unit=locked.unit, since=since, until=until, delegated_from=locked, given_by=by, reason=reason
    )
    record(to, "role.delegated", by=by, reason=reason, data=_data(made))
    notify([to], "role.delegated", f"{by.full_name} ủy quyền cho bạn vai trò {locked.role.name} tại {locked.unit.name}, {span(made)}.", MINE)
    return made


def _may_delegate(grant: RoleGrant, to: User, since: dt.date, until: dt.date, by: User) -> None:
    if grant.user_id != by.pk or grant.delegated_from_id is not None:
        no("Chỉ ủy quyền được vai trò được giao cho chính mình.").must()
    if not grant.role.delegable:
        no(f"Vai trò {grant.role.name} không ủy quyền được.").must()
    if to.pk == by.pk or not to.is_active:
        no("Chọn một tài khoản khác, đang hoạt động.").must()
    if since < grant.since or (grant.until is not None and until > grant.until):
        no("Thời gian ủy quyền phải nằm trong thời gian bạn giữ vai trò.").must()


def span(grant: RoleGrant | GrantRequest) -> str:
    """``từ 01/12/2025 đến hết 15/12/2025``."""
    last = grant.until - dt.timedelta(days=1) if grant.until else None
    return f"từ {grant.since:%d/%m/%Y}" + (f" đến hết {last:%d/%m/%Y}" if last else "")


def _data(grant: RoleGrant) -> dict[str, object]:
    return {
        "grant": grant.pk,
        "role": grant.role.code,
        "unit": grant.unit.key,
        "since": grant.since,
        "until": grant.until,
        "from": grant.delegated_from_id,
    }
