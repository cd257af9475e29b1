"""Where the data of units stand: the chase list, a unit's year, declaring, sending, receiving, returning, reminding."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import CLEAN, Key, Page, PageInfo, Size, Words, cut
from vinhdanh.api.told import Given
from vinhdanh.api.words import CompleteKind, SentState
from vinhdanh.people.access import may, unit_for, units_for
from vinhdanh.records import actions
from vinhdanh.records.actions.send import undeclared
from vinhdanh.records.completeness import Line, chase, counts, expected, lines
from vinhdanh.records.forms import default_year
from vinhdanh.records.models import Completeness, Submission
from vinhdanh.units.models import Unit

router = Router(tags=["Tiến độ nhập dữ liệu"])
Year = Annotated[int, Path(ge=1945, le=2200)]
YearIn = Annotated[int, Field(ge=1945, le=2200)]
Keys = Annotated[list[str], Field(min_length=1, max_length=500, description="mã đơn vị")]


class ChaseRow(Schema):
    """A unit in the chase list; ``declared``: how many of ``kinds`` it has declared complete."""

    unit: str
    name: str
    kind: str
    state: SentState
    due: dt.date | None
    reason: str
    at: dt.datetime | None
    reminded_at: dt.datetime | None
    reminders: int
    declared: int
    kinds: int = len(Completeness.Kind)


class ChasePage(PageInfo):
    """A page of the chase list; ``counts``: of all units in scope, by state."""

    year: int
    counts: dict[str, int]
    units: list[ChaseRow]


class GapCount(Schema):
    """Something that seems to be missing, and how often."""

    says: str
    count: int


class KindYear(Schema):
    """A kind of a unit's year. ``count`` null: not counted for the asker (``hidden`` says why), or the unit is too big."""

    kind: CompleteKind
    name: str
    count: int | None
    declared_at: dt.datetime | None
    paper: str
    gaps: list[GapCount]
    hidden: str


class ProgressOut(Schema):
    """A unit's year; ``undeclared``: the kinds that keep it from being sent."""

    unit: str
    year: int
    state: SentState
    due: dt.date | None
    reason: str
    at: dt.datetime | None
    undeclared: list[str]
    kinds: list[KindYear]


class DeclarationIn(Given):
    """Kinds declared completely entered for a year."""

    year: YearIn
    kinds: list[CompleteKind] = Field(max_length=20)
    paper: str = Field("", max_length=200)


class WithdrawalIn(Given):
    """A kind that is not complete after all, and why."""

    year: YearIn
    kind: CompleteKind
    reason: str = Field(max_length=300)


class ReturnIn(Given):
    """What is missing, what must be amended."""

    reason: str = Field(max_length=400)


class RemindIn(Given):
    """Units to be reminded of a year."""

    year: YearIn
    units: Keys


class DueIn(RemindIn):
    """Units that must have sent by a day."""

    due: dt.date = Field(ge=dt.date(1945, 9, 2), le=dt.date(2200, 12, 31))


class RemindedOut(Schema):
    """How many were reminded; those where nobody may declare."""

    told: int
    nobody: list[str]


class DueOut(Schema):
    """How many units have the day now."""

    units: int


@router.get("/chase", response={200: ChasePage, **ERRORS}, summary="Đơn vị chưa gửi, đã gửi, đã tiếp nhận, bị trả lại")
def chase_list(
    request: HttpRequest,
    year: Annotated[int | None, Query(ge=1945, le=2200)] = None,
    state: SentState | None = None,
    q: Words = "",
    kind: Annotated[str, Query(max_length=40, pattern=CLEAN, description="mã loại đơn vị")] = "",
    late: bool = False,
    page: Page = 1,
    size: Size = 50,
) -> Any:
    """Every unit in scope with where its data of a year stand, the most urgent first."""
    user, on = who(request), timezone.localdate()
    year = year or default_year(on)
    every = expected(user, year)
    rows, info = cut(chase(every, state=state or "", name=q, kind=kind, late_on=on if late else None), page, size)
    return ChasePage(year=year, counts=counts(every), units=[_row(u) for u in rows], **info.dict())


def _row(u: Any) -> ChaseRow:
    plain = {f: getattr(u, f) for f in ("state", "due", "at", "reminded_at", "reminders", "declared")}
    return ChaseRow(unit=u.key, name=u.name, kind=u.kind.code, reason=u.reason or "", **plain)


@router.post("/chase/reminders", response={200: RemindedOut, **ERRORS}, summary="Nhắc đơn vị chưa gửi")
def remind(request: HttpRequest, told: RemindIn) -> Any:
    """Remind the units named, where one receives data."""
    user = _receiver(request)
    done = actions.remind(_units(user, told.units), told.year, by=user, on=timezone.localdate())
    return RemindedOut(told=done.told, nobody=done.nobody)


@router.post("/chase/due", response={200: DueOut, **ERRORS}, summary="Đặt hạn gửi")
def due(request: HttpRequest, told: DueIn) -> Any:
    """Give the units named a due date."""
    user = _receiver(request)
    return DueOut(units=actions.set_due(_units(user, told.units), told.year, told.due, by=user))


@router.get("/units/{key}/progress/{year}", response={200: ProgressOut, **ERRORS}, summary="Năm của một đơn vị: đã nhập gì, còn thiếu gì")
def progress(request: HttpRequest, key: Key, year: Year) -> Any:
    """What is entered, declared and seems to be missing; where the data stand."""
    return _progress(who(request), _seen(request, key), year)


@router.post("/units/{key}/declarations", response={200: list[str], **ERRORS}, summary="Xác nhận đã nhập đủ")
def declare(request: HttpRequest, key: Key, told: DeclarationIn) -> Any:
    """Declare kinds complete; answers with the kinds newly declared."""
    rows = actions.declare(_seen(request, key), told.year, told.kinds, by=who(request), on=timezone.localdate(), paper=told.paper)
    return [row.kind for row in rows]


@router.post("/units/{key}/declarations/withdraw", response={200: ProgressOut, **ERRORS}, summary="Rút xác nhận đã nhập đủ")
def withdraw(request: HttpRequest, key: Key, told: WithdrawalIn) -> Any:
    """Take a declaration back."""
    unit = _seen(request, key)
    actions.withdraw(unit, told.year, told.kind, reason=told.reason, by=who(request))
    return _progress(who(request), unit, told.year)


@router.post("/units/{key}/submissions/{year}", response={200: str, **ERRORS}, summary="Gửi dữ liệu năm")
def submit(request: HttpRequest, key: Key, year: Year) -> Any:
    """Send the data of a year; answers with the state."""
    return str(actions.submit(_seen(request, key), year, by=who(request), on=timezone.localdate()).state)


@router.post("/units/{key}/submissions/{year}/receive", response={200: str, **ERRORS}, summary="Tiếp nhận dữ liệu năm")
def receive(request: HttpRequest, key: Key, year: Year) -> Any:
    """Receive the data of a year; answers with the state."""
    return str(actions.receive(_seen(request, key), year, by=who(request)).state)


@router.post("/units/{key}/submissions/{year}/return", response={200: str, **ERRORS}, summary="Trả lại dữ liệu năm, kèm lý do")
def give_back(request: HttpRequest, key: Key, year: Year, told: ReturnIn) -> Any:
    """Return the data of a year; answers with the state."""
    return str(actions.return_(_seen(request, key), year, reason=told.reason, by=who(request)).state)


# ---- how it is done ------------------------------------------------------------------------------------


def _seen(request: HttpRequest, key: str) -> Unit:
    return unit_for(who(request), key, "records.view")


def _receiver(request: HttpRequest) -> User:
    user = who(request)
    may(user, "records.receive").must()
    return user


def _units(user: User, keys: list[str]) -> list[Unit]:
    """The units of these keys; one that is none stops all."""
    found = list(units_for(user, "records.receive").filter(key__in=[k for k in keys if "\0" not in k]).order_by("path"))
    if strange := sorted(set(keys) - {u.key for u in found}):
        raise ValidationError({"units": f"Không có đơn vị mã “{strange[0]}” mà bạn tiếp nhận dữ liệu."})
    return found


def _progress(user: User, unit: Unit, year: int) -> ProgressOut:
    row = Submission.objects.filter(unit=unit, year=year).first() or Submission(unit=unit, year=year)
    kinds = [_kind(line) for line in lines(user, unit, year)]
    where = {"state": Submission.State(row.state), "due": row.due, "reason": row.reason, "at": row.at}
    return ProgressOut(unit=unit.key, year=year, **where, undeclared=undeclared(unit, year), kinds=kinds)  # type: ignore[arg-type]


def _kind(line: Line) -> KindYear:
    said = line.declared
    return KindYear(
        kind=line.kind,
        name=str(line.kind.label),
        count=line.count,
        declared_at=said.declared_at if said else None,
        paper=said.paper if said else "",
        gaps=[GapCount(says=g.says, count=g.count) for g in line.gaps],
        hidden=line.hidden,
    )
