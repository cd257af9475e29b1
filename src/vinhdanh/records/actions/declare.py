"""A unit's word that everything of a kind and year is entered ("đã nhập đủ"), and taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record as note
from vinhdanh.people.access import may
from vinhdanh.records.models import FIRST_YEAR, Completeness
from vinhdanh.units.models import Unit


@transaction.atomic
def declare(unit: Unit, year: int, kinds: Iterable[str], *, by: User, on: dt.date, paper: str = "") -> list[Completeness]:
    """Declare kinds complete for a year; those declared already stay as they are."""
    may(by, "records.declare", unit).must()
    _sound(unit, year, on)
    wanted = list(dict.fromkeys(kinds))
    if not wanted:
        raise ValidationError("Chưa chọn loại dữ liệu nào. Đánh dấu loại đã nhập đủ rồi xác nhận.")
    Unit.objects.select_for_update().get(pk=unit.pk)
    have = set(Completeness.objects.filter(unit=unit, year=year, withdrawn_at=None).values_list("kind", flat=True))
    return [_declare(unit, year, Completeness.Kind(k), by, paper) for k in wanted if k not in have]


def _declare(unit: Unit, year: int, kind: Completeness.Kind, by: User, paper: str) -> Completeness:
    row = Completeness(unit=unit, year=year, kind=kind, declared_by=by, declared_at=timezone.now(), paper=paper)
    row.save()
    note(unit, "records.declare", by=by, data={"year": year, "kind": str(kind), "paper": paper})
    return row


def _sound(unit: Unit, year: int, on: dt.date) -> None:
    if not FIRST_YEAR <= year <= on.year:
        raise ValidationError(f"Năm phải từ {FIRST_YEAR} đến {on.year}.")
    if unit.founded_on and year < unit.founded_on.year:
        raise ValidationError(f"{unit.name} thành lập {unit.founded_on:%d/%m/%Y}, chưa có dữ liệu năm {year}.")
    if unit.dissolved_on and year > unit.dissolved_on.year:
        raise ValidationError(f"{unit.name} kết thúc hoạt động {unit.dissolved_on:%d/%m/%Y}, không có dữ liệu năm {year}.")


@transaction.atomic
def withdraw(unit: Unit, year: int, kind: str, *, reason: str, by: User) -> Completeness:
    """Take a declaration back, with the reason; the row is kept."""
    may(by, "records.declare", unit).must()
    if not reason.strip():
        raise ValidationError({"reason": "Chưa ghi lý do rút xác nhận. Ghi còn thiếu gì."})
    row = Completeness.objects.select_for_update().filter(unit=unit, year=year, kind=kind, withdrawn_at=None).first()
    if row is None:
        raise ValidationError("Loại dữ liệu này chưa được xác nhận nhập đủ.")
    row.withdrawn_at = timezone.now()
    row.save()
    note(unit, "records.withdraw", by=by, reason=reason, data={"year": year, "kind": kind})
    return row
