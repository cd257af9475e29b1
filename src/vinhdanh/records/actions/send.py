"""A unit's data of a year on its way: sent, received or returned with a reason; due dates and reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record as note
from vinhdanh.notices.actions import notify
from vinhdanh.people.access import may
from vinhdanh.records.holders import nearest_holders
from vinhdanh.records.models import Completeness, Submission
from vinhdanh.units.models import Unit

State = Submission.State


def submission_of(unit: Unit, year: int) -> Submission:
    """The locked row of a unit and year; made when there is none. To be called in a transaction."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    return Submission.objects.filter(unit=unit, year=year).first() or Submission(unit=unit, year=year)


@transaction.atomic
def submit(unit: Unit, year: int, *, by: User, on: dt.date) -> Submission:
    """Gửi: every kind must be declared complete."""
    may(by, "records.declare", unit).must()
    row = submission_of(unit, year)
    if row.state in (State.SUBMITTED, State.RECEIVED):
        raise ValidationError(f"Dữ liệu năm {year} đã gửi {row.at:%d/%m/%Y}, đang chờ hoặc đã được tiếp nhận.")
    missing = undeclared(unit, year)
    if missing:
        raise ValidationError(f"Chưa gửi được: chưa xác nhận nhập đủ {', '.join(missing)}. Xác nhận các loại ấy (không có gì cũng xác nhận) rồi gửi.")
    _move(row, State.SUBMITTED, by, "records.submit")
    _tell(unit, year, "records.receive", by, "data-sent", f"{unit.name} đã gửi dữ liệu năm {year}.")
    return row


def undeclared(unit: Unit, year: int) -> list[str]:
    """The kinds a unit has not yet declared complete for a year, by name."""
    have = set(Completeness.objects.filter(unit=unit, year=year, withdrawn_at=None).values_list("kind", flat=True))
    return [str(k.label) for k in Completeness.Kind if k not in have]


@transaction.atomic
def receive(unit: Unit, year: int, *, by: User) -> Submission:
    """Tiếp nhận."""
    may(by, "records.receive", unit).must()
    row = _sent(unit, year)
    _move(row, State.RECEIVED, by, "records.receive")
    _tell(unit, year, "records.declare", by, "data-received", f"Dữ liệu năm {year} của {unit.name} đã được tiếp nhận.")
    return row


@transaction.atomic
def return_(unit: Unit, year: int, *, reason: str, by: User) -> Submission:
    """Trả lại, with what is to be amended. What was received may still be returned."""
    may(by, "records.receive", unit).must()
    if not reason.strip():
        raise ValidationError({"reason": "Chưa ghi lý do trả lại. Ghi rõ thiếu gì, cần sửa gì."})
    row = _sent(unit, year, State.SUBMITTED, State.RECEIVED)
    row.reason = reason
    _move(row, State.RETURNED, by, "records.return", reason)
    _tell(unit, year, "records.declare", by, "data-returned", f"Dữ liệu năm {year} của {unit.name} bị trả lại, xem lý do rồi gửi lại.")
    return row


def _sent(unit: Unit, year: int, *states: str) -> Submission:
    row = submission_of(unit, year)
    if row.state not in (states or (State.SUBMITTED,)):
        raise ValidationError(f"Dữ liệu năm {year} của {unit.name} đang ở trạng thái “{row.get_state_display()}”. Đơn vị phải gửi trước.")
    return row


def _move(row: Submission, state: str, by: User, action: str, reason: str = "") -> None:
    row.state, row.by, row.at = State(state), by, timezone.now()
    row.reason = reason
    row.version += 1 if row.pk else 0
    row.save()
    note(row, action, by=by, reason=reason, data={"year": row.year, "unit": row.unit.key})


@transaction.atomic
def set_due(units: Iterable[Unit], year: int, due: dt.date, *, by: User) -> int:
    """Give units the day by which they must have sent."""
    count = 0
    for unit in units:
        may(by, "records.receive", unit).must()
        row = submission_of(unit, year)
        row.due = due
        row.save()
        note(row, "records.due", by=by, data={"due": due, "year": year})
        count += 1
    return count


class Reminded(NamedTuple):
    """How many units were reminded, and the names of those that have nobody to remind."""

    told: int
    nobody: list[str]


@transaction.atomic
def remind(units: Iterable[Unit], year: int, *, by: User, on: dt.date) -> Reminded:
    """Nhắc the units that have not sent, or to which the data were returned."""
    rows = [row for unit in units if (row := _late(unit, year, by))]
    holders = nearest_holders([r.unit for r in rows], "records.declare", on)
    told = [r for r in rows if any(u.pk != by.pk for u in holders[r.unit_id])]
    for row in told:
        _remind(row, [u for u in holders[row.unit_id] if u.pk != by.pk], by)
    return Reminded(len(told), [r.unit.name for r in rows if r not in told])


def _late(unit: Unit, year: int, by: User) -> Submission | None:
    may(by, "records.receive", unit).must()
    row = submission_of(unit, year)
    row.unit = unit
    return row if row.state in (State.NOT_SENT, State.RETURNED) else None


@transaction.atomic
def remind_late(rows: Iterable[Submission], on: dt.date) -> int:
    """The calendar reminds: nobody is asked, for the due day was set by somebody who may. Returns how many units were told."""
    rows = list(rows)
    holders = nearest_holders([r.unit for r in rows], "records.declare", on)
    told = [r for r in rows if holders[r.unit_id]]
    for row in told:
        _remind(row, holders[row.unit_id], None)
    return len(told)


def _remind(row: Submission, users: Iterable[User], by: User | None) -> None:
    row.reminded_at, row.reminders = timezone.now(), row.reminders + 1
    row.save()
    note(row, "records.remind", by=by, data={"year": row.year, "times": row.reminders})
    due = f", hạn {row.due:%d/%m/%Y}" if row.due else ""
    waiting = "chưa gửi lại" if row.state == State.RETURNED else "chưa gửi"
    notify(users, "data-reminder", f"Nhắc: {row.unit.name} {waiting} dữ liệu năm {row.year}{due}.", url_of(row.unit, row.year))


def url_of(unit: Unit, year: int) -> str:
    """The page of a unit's data of a year."""
    return reverse("records:progress", args=(unit.key, year))


def _tell(unit: Unit, year: int, power: str, by: User, kind: str, says: str) -> None:
    users = nearest_holders([unit], power, timezone.localdate())[unit.pk]
    notify([u for u in users if u.pk != by.pk], kind, says, url_of(unit, year))
