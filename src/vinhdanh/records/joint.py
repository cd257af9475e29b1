"""Initiatives of several units: what is another unit's in one stays as it is, and that unit is told of every change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from vinhdanh.accounts.answers import YES, Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.notices.actions import notify
from vinhdanh.people.access import scope_of
from vinhdanh.records.access import unit_of
from vinhdanh.records.holders import nearest_holders
from vinhdanh.records.links import record_url
from vinhdanh.records.models import Authorship, Initiative
from vinhdanh.units.models import Unit

POWER = "records.correct"
SAME = ("role", "share", "used_for", "used_year")
LOCKED = "Tác giả {who} thuộc {unit}, ngoài phạm vi bạn sửa: không bỏ, không đổi vai trò, tỷ lệ, việc đã dùng. Nhờ cấp quản lý chung sửa."
VOID = "Sáng kiến, đề tài này có tác giả của {unit}, ngoài phạm vi bạn sửa. Nhờ cấp quản lý chung hủy hoặc khôi phục."


def locked_parts(user: User, initiative: Initiative) -> list[Authorship]:
    """The parts of authors whose unit lies outside what an account may correct."""
    rows = initiative.authors.select_related("person__unit", "unit").order_by("pk")
    return [row for row in rows if (unit := unit_of_part(row)) is not None and not scope_of(user).may(POWER, unit.path)]


def unit_of_part(row: Authorship) -> Unit | None:
    """The unit whose roles decide about an author."""
    return unit_of(row.person or row.unit)  # type: ignore[arg-type]


def kept(locked: Sequence[Authorship], authors: Sequence[Any]) -> list[Authorship]:
    """The locked parts that the new list leaves out and nobody could have named (secret people). Raises for what may not change."""
    told = {a.subject: a for a in authors}
    left_out = []
    for row in locked:
        subject = row.person or row.unit
        if subject not in told and row.person is not None and row.person.secret:
            left_out.append(row)
        elif subject not in told or any(getattr(told[subject], f) != getattr(row, f) for f in SAME):
            raise ValidationError({"authors": LOCKED.format(who=subject, unit=unit_of_part(row))})
    return left_out


def may_void(user: User, record: Any) -> Answer:
    """Whether a record may be set aside or restored as far as its other authors go."""
    locked = locked_parts(user, record) if isinstance(record, Initiative) else []
    return no(VOID.format(unit=unit_of_part(locked[0]))) if locked else YES


def tell_others(record: Any, by: User, on: dt.date) -> None:
    """Tell the units of other authors that an initiative of theirs was changed."""
    units = {u.pk: u for row in (locked_parts(by, record) if isinstance(record, Initiative) else []) if (u := unit_of_part(row))}
    holders = nearest_holders(units.values(), POWER, on) if units else {}
    for pk, unit in units.items():
        says = f"{by.full_name} sửa sáng kiến, đề tài “{record.name[:120]}” có tác giả của {unit}."
        notify([u for u in holders[pk] if u.pk != by.pk], "initiative-changed", says, record_url(record))
