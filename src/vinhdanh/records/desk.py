"""What waits: data to send or to send again, data to receive, units to remind, imports under review."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse

from vinhdanh.accounts.desk import DeskItem, Tone, named
from vinhdanh.accounts.models import User
from vinhdanh.people.access import in_scope
from vinhdanh.records.models import ImportBatch, Submission

SHOWN = 3
SOON = dt.timedelta(days=30)
State = Submission.State


def items(user: User, on: dt.date) -> list[DeskItem]:
    """Three queries, none for a power that is not held."""
    mine = list(_submissions(user, "records.declare", (State.NOT_SENT, State.RETURNED))[: SHOWN * 2])
    theirs = list(_submissions(user, "records.receive", (State.NOT_SENT, State.SUBMITTED)).exclude(pk__in=[s.pk for s in mine]))
    return [*(_own(s) for s in mine if s.state == State.RETURNED or _near(s, on)), *_received(theirs), *_chased(theirs, on), *_imports(user)]


def _submissions(user: User, power: str, states: tuple[str, ...]) -> QuerySet[Submission]:
    rows = Submission.objects.filter(in_scope(user, power, "unit__"), state__in=states, unit__dissolved_on=None)
    return rows.select_related("unit").order_by("due", "unit__path", "year", "pk")


def _near(row: Submission, on: dt.date) -> bool:
    return row.due is not None and row.due <= on + SOON


def _own(row: Submission) -> DeskItem:
    if row.state == State.RETURNED:
        title = f"Sửa và gửi lại dữ liệu năm {row.year} của {row.unit.name}"
        return DeskItem(title, _progress(row), "Sửa", "Trả lại", "cho", row.reason, row.due, "i-canh")
    return DeskItem(f"Gửi dữ liệu năm {row.year} của {row.unit.name}", _progress(row), "Gửi", "Chưa gửi", "nhap", due=row.due, icon="i-to")


def _progress(row: Submission) -> str:
    return reverse("records:progress", args=(row.unit.key, row.year))


def _received(rows: list[Submission]) -> list[DeskItem]:
    sent = [s.unit.name for s in rows if s.state == State.SUBMITTED]
    return _some(sent, f"Tiếp nhận dữ liệu của {len(sent)} đơn vị", "Tiếp nhận", "Chờ tiếp nhận", "tin", "i-thu", None)


def _chased(rows: list[Submission], on: dt.date) -> list[DeskItem]:
    late = [s for s in rows if s.state == State.NOT_SENT and _near(s, on)]
    first = min((s.due for s in late if s.due), default=None)
    return _some([s.unit.name for s in late], f"Nhắc {len(late)} đơn vị chưa gửi dữ liệu", "Xem", "Chưa gửi", "nhap", "i-to", first)


def _some(names: list[str], title: str, verb: str, state: str, tone: Tone, icon: str, due: dt.date | None) -> list[DeskItem]:
    return [DeskItem(title, reverse("records:chase"), verb, state, tone, named(names[:SHOWN], len(names)), due, icon)] if names else []


def _imports(user: User) -> list[DeskItem]:
    rows = ImportBatch.objects.filter(in_scope(user, "records.import", "unit__"), state=ImportBatch.State.REVIEW)
    return [
        DeskItem(
            f"Rà soát tệp “{b.file.name}”",
            reverse("records:importing:show", args=(b.pk,)),
            "Rà soát",
            "Đang rà soát",
            "tin",
            f"Chưa có gì được lưu. {b.unit.name}",
            icon="i-to",
        )
        for b in rows.select_related("file", "unit").order_by("-made_at", "-pk")[: SHOWN * 2]
    ]
