"""Screening: a unit, or all in scope, weighed for one award: counts, what stands in the way, rows a page at a time."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import Day, Page, PageInfo, Size, UnitAsked, YearAsked, cut_list
from vinhdanh.api.told import api_path, checked, typed
from vinhdanh.api.verdicts import GapOut, State, gap_out
from vinhdanh.eligibility import screening
from vinhdanh.eligibility.forms import ScreenForm
from vinhdanh.law.rulebook import rulebook_for
from vinhdanh.people.access import may
from vinhdanh.people.models import Person

router = Router(tags=["Rà soát"])
Asked = Annotated[str, Query(max_length=60, description="mã danh hiệu, hình thức")]
Subject = Literal["person", "collective"]
WORDS = {code: word for word, code in screening.SUBJECTS.items()}
FIELD_NAMES = {"danh_hieu": "award", "doi_tuong": "subject", "nam": "year", "ngay": "on", "don_vi": "unit"}


class ReasonOut(Schema):
    """A condition in the way of some. ``reason``: filter by it; null for restricted matters, told together."""

    reason: int | None
    says: str
    cite: str
    provision: str
    state: State
    count: int


class LineOut(Schema):
    """A row: who, where, the verdict, why, the first thing missing."""

    key: str
    name: str
    unit: str | None
    state: State
    why: str
    gap: GapOut | None


class ScreeningOut(PageInfo):
    """The result. ``counts``: dat, khong-dat, chua-ro of all; ``count``: rows after the filters."""

    award: str
    name: str
    subject: Subject
    year: int
    on: dt.date
    unit: str | None
    digest: str
    remarks: list[str]
    counts: dict[str, int]
    reasons: list[ReasonOut]
    lines: list[LineOut]


@router.get("/screening", response={200: ScreeningOut, **ERRORS}, summary="Rà soát một đơn vị hoặc cả phạm vi cho một danh hiệu, một ngày")
def screen(
    request: HttpRequest,
    award: Asked,
    subject: Subject = "person",
    year: YearAsked = None,
    on: Day = None,
    unit: UnitAsked = "",
    former: Annotated[bool, Query(description="gồm cả người đã nghỉ")] = False,
    state: State | None = None,
    reason: Annotated[int | None, Query(ge=0, le=10_000)] = None,
    page: Page = 1,
    size: Size = 50,
) -> Any:
    """Everybody in scope weighed for one award; the rows of a state, or of one reason."""
    user = who(request)
    may(user, screening.POWER).must()
    asked = {"danh_hieu": award, "doi_tuong": WORDS[subject], "nam": year, "ngay": on, "don_vi": unit, "het": former}
    found = _found(user, asked)
    told = [_reason(r) for r in found.reasons()]
    if reason is not None and reason not in {r.reason for r in told}:
        raise ValidationError({"reason": "Không có lý do số này trong kết quả. Lấy số ở mục reasons."})
    ids, info = cut_list(screening.ordered(user, found, found.chosen(state or "", reason)), page, size)
    return ScreeningOut(**_about(found), **info.dict(), reasons=told, lines=[_line(x) for x in screening.lines(user, found, ids)])


def _found(user: User, asked: dict[str, Any]) -> screening.Screen:
    form = ScreenForm(typed(asked), user, rulebook_for(user), timezone.localdate())
    try:
        found = screening.screen(user, checked(form).asked())
    except ValidationError as wrong:
        raise ValidationError({FIELD_NAMES.get(field, field): messages for field, messages in wrong.message_dict.items()}) from wrong
    if found is None:
        raise ValidationError({"award": "Vào ngày này pháp luật không có quy tắc của danh hiệu, hình thức ấy cho đối tượng đã chọn."})
    return found


def _about(found: screening.Screen) -> dict[str, Any]:
    asked = found.asked
    where = {"award": asked.award, "subject": asked.subject, "year": asked.year, "on": asked.on, "unit": asked.unit.key if asked.unit else None}
    return where | {"name": found.name, "digest": found.book.digest, "remarks": list(found.remarks), "counts": found.counts()}


def _reason(r: screening.Reason) -> ReasonOut:
    return ReasonOut(reason=r.key, says=r.says, cite=r.cite, provision=api_path(r.cite_url), state=r.state, count=r.count)  # type: ignore[arg-type]


def _line(line: screening.Line) -> LineOut:
    subject = line.subject
    name = subject.full_name if isinstance(subject, Person) else subject.name
    where, gap = line.unit.key if line.unit else None, gap_out(line.gap) if line.gap else None
    return LineOut(key=subject.key, name=name, unit=where, state=line.state, why=line.why, gap=gap)  # type: ignore[arg-type]
