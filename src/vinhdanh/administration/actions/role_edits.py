"""Changing what a role is: one act for everybody who holds it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from vinhdanh.accounts.models import User
from vinhdanh.administration.access import may_edit_role, may_edit_roles
from vinhdanh.administration.actions.start import administrators
from vinhdanh.administration.role_form import FIELDS, seen_of
from vinhdanh.audit.actions import record
from vinhdanh.merit.text import slug
from vinhdanh.people.models import Role, RoleGrant
from vinhdanh.people.powers import DOSSIER, POWERS
from vinhdanh.units.models import Unit

ADMINISTERS = frozenset({"accounts.manage", "audit.session"})
MIXED = "Quyền {strong} không đi cùng quyền {read}: quản trị không có quyền thường trực đọc hồ sơ, chỉ mở phiên có thời hạn. Tách thành hai vai trò."
LAST = "Sau khi sửa sẽ không còn ai quản trị được {unit}. Giao vai trò quản trị khác cho một người trước."
STALE = "Vai trò này vừa được người khác sửa. Chưa lưu gì; mở lại trang để xem nội dung mới rồi sửa."
HELD = (
    "Có người đang giữ vai trò này: thêm quyền đọc hồ sơ sẽ không qua người thứ hai. Lập vai trò mới có quyền ấy rồi giao, để người có quyền duyệt."
)
TAKEN = "Đã có vai trò tên “{name}”. Chọn tên khác."


@transaction.atomic
def write(role: Role, values: dict[str, Any], *, seen: str, on: dt.date, by: User) -> Role:
    """Write a role, new or changed. Raises ``PermissionDenied``, or ``ValidationError`` with what stands against it."""
    may_edit_roles(by).must()
    if role.pk is not None:
        role = Role.objects.select_for_update().get(pk=role.pk)
        may_edit_role(by, role).must()
    before = None if role.pk is None else {f: getattr(role, f) for f in FIELDS}
    if before is not None and seen != seen_of(role):
        raise ValidationError(STALE)
    for name in FIELDS:
        setattr(role, name, values[name])
    _check(role)
    if before is not None and _reads_more(before, values) and RoleGrant.objects.filter(role=role).exclude(until__lte=on).exists():
        raise ValidationError({"powers": HELD})
    role.save()
    _check_administrators(on)
    record(
        role,
        "role.edited" if before else "role.made",
        by=by,
        reason=values["reason"],
        data={"before": before, "after": {f: values[f] for f in FIELDS}},
    )
    return role


def _reads_more(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether holders would read dossiers they do not read now: administrators, who change roles, read none themselves."""
    now, then = DOSSIER & set(before["powers"]), DOSSIER & set(after["powers"])
    return bool(then - now) or bool(then) and after["below"] and not before["below"]


def _check(role: Role) -> None:
    role.code = role.code or slug(role.name)[:40]
    if Role.objects.exclude(pk=role.pk).filter(name__iexact=role.name).exists() or Role.objects.exclude(pk=role.pk).filter(code=role.code).exists():
        raise ValidationError({"name": TAKEN.format(name=role.name)})
    strong, read = ([p for p in role.powers if p in ADMINISTERS], [p for p in role.powers if p in DOSSIER])
    if strong and read:
        raise ValidationError({"powers": MIXED.format(strong=POWERS[strong[0]], read=POWERS[read[0]])})
    role.full_clean(exclude=["powers"])  # none is a role too


def _check_administrators(on: dt.date) -> None:
    """Every top unit keeps somebody who can manage accounts and give roles."""
    for unit in Unit.objects.filter(parent=None, dissolved_on=None).order_by("path"):
        if not administrators(on, unit):
            raise ValidationError({"powers": LAST.format(unit=unit.name)})
