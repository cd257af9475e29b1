"""The facts: reading, entering, correcting, setting aside, restoring. The forms and verbs of the pages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import CLEAN, Key, Number, Page, PageInfo, Size, UnitAsked, Words, YearAsked, cut
from vinhdanh.api.told import Given, conflicts
from vinhdanh.people.access import person_for, unit_for
from vinhdanh.people.models import Person
from vinhdanh.records import actions
from vinhdanh.records.access import Subject, enterable, log_seen, may_change, may_read, record_for, records_of, sensitivity, subject_for, subject_of
from vinhdanh.records.forms import CorrectForm, RecordForm, initial_of
from vinhdanh.records.kinds import KINDS, Kind, kind_named
from vinhdanh.records.models import Authorship
from vinhdanh.records.queries import Filters, authors_of, corrections_of, listed
from vinhdanh.records.showing import corrected

router = Router(tags=["Dữ kiện"])
Slug = Annotated[str, Path(description="loại dữ kiện: " + ", ".join(k.slug for k in KINDS), max_length=40)]


class AuthorOut(Schema):
    """A part in an initiative: a person's or a unit's key; ``share`` in hundredths of a percent."""

    person: str | None
    unit: str | None
    role: str
    share: int | None
    used_for: str
    used_year: int | None


class RecordOut(Schema):
    """A record. ``values``: its fields by name (dates as ISO text, codes as in the case format); null where in ``hidden``.

    ``authors``: of an initiative, those who are not secret.
    """

    id: int
    kind: str
    person: str | None
    unit: str | None
    values: dict[str, Any]
    hidden: list[str]
    version: int
    entered_at: dt.datetime
    void: bool
    authors: list[AuthorOut] = Field(default_factory=list)


class RecordPage(PageInfo):
    """A page of records."""

    records: list[RecordOut]


class AuthorIn(Given):
    """A part in an initiative: a person's or a unit's key; ``share`` in hundredths of a percent."""

    person: str = ""
    unit: str = ""
    role: str = Field("", max_length=60)
    share: int | None = Field(None, ge=0, le=10_000)
    used_for: str = Field("", max_length=60)
    used_year: int | None = Field(None, ge=1945, le=2200)


class RecordIn(Given):
    """The fields of a record as text, written as on the form; ``authors`` for an initiative only."""

    values: dict[str, str]
    authors: list[AuthorIn] = Field(default_factory=list, max_length=50)


class CorrectionIn(Given):
    """The fields that change, why, and the version they were read at; ``authors``: of an initiative all of them, where they change."""

    values: dict[str, str] = Field(default_factory=dict)
    authors: list[AuthorIn] = Field(default_factory=list, max_length=50)
    reason: str = Field(max_length=300)
    version: int


class ReasonIn(Given):
    """Why, and the version it was read at."""

    reason: str = Field(max_length=300)
    version: int


class CorrectedOut(Schema):
    """A field that was corrected: what it said, what it says, why, by whom."""

    label: str
    old: str
    new: str
    reason: str
    by: str
    at: dt.datetime


class KindOut(Schema):
    """A kind of record and its fields."""

    kind: str
    name: str
    fields: list[str]
    subjects: list[str]


@router.get("/records/kinds", response={200: list[KindOut], 401: ERRORS[401]}, summary="Các loại dữ kiện và các trường")
def kinds(request: HttpRequest) -> Any:
    """What can be read and entered."""
    return [KindOut(kind=k.slug, name=k.name, fields=list(k.fields), subjects=list(k.subjects)) for k in KINDS]


@router.get("/records/{kind}", response={200: RecordPage, **ERRORS}, summary="Dữ kiện một loại trong phạm vi, lọc theo đơn vị, năm, mã, quyết định")
def listing(
    request: HttpRequest,
    kind: Slug,
    unit: UnitAsked = "",
    year: YearAsked = None,
    code: Annotated[str, Query(max_length=60, pattern=CLEAN, description="mã danh hiệu, xếp loại, hình thức")] = "",
    q: Words = "",
    decision: Annotated[str, Query(max_length=60, pattern=CLEAN, description="số quyết định, văn bản")] = "",
    void: bool = False,
    page: Page = 1,
    size: Size = 50,
) -> Any:
    """The records of a kind in scope (a unit: with all below it), the newest year first; ``void``: those set aside."""
    user, sort = who(request), kind_named(kind)
    asked = Filters(unit_for(user, unit, "records.view") if unit else None, year, code, q, decision, voided=void)
    rows, info = cut(listed(user, sort, asked), page, size)
    return RecordPage(records=_told(request, rows, sort), **info.dict())


@router.get("/people/{key}/records/{kind}", response={200: RecordPage, **ERRORS}, summary="Dữ kiện của một người")
def of_person(request: HttpRequest, key: Key, kind: Slug, page: Page = 1, size: Size = 50) -> Any:
    """The records in force of a person, the newest first."""
    return _page(request, person_for(who(request), key, "records.view"), kind_named(kind), page, size)


@router.get("/units/{key}/records/{kind}", response={200: RecordPage, **ERRORS}, summary="Dữ kiện của một tập thể")
def of_unit(request: HttpRequest, key: Key, kind: Slug, page: Page = 1, size: Size = 50) -> Any:
    """The records in force of a collective, the newest first."""
    return _page(request, unit_for(who(request), key, "records.view"), kind_named(kind), page, size)


@router.post("/people/{key}/records/{kind}", response={201: RecordOut, **ERRORS}, summary="Nhập dữ kiện của một người")
def enter_of_person(request: HttpRequest, key: Key, kind: Slug, told: RecordIn) -> Any:
    """Enter a record of a person."""
    return Status(201, _enter(request, subject_for(who(request), person=key, power="records.view"), kind_named(kind), told))


@router.post("/units/{key}/records/{kind}", response={201: RecordOut, **ERRORS}, summary="Nhập dữ kiện của một tập thể")
def enter_of_unit(request: HttpRequest, key: Key, kind: Slug, told: RecordIn) -> Any:
    """Enter a record of a collective."""
    return Status(201, _enter(request, subject_for(who(request), unit=key, power="records.view"), kind_named(kind), told))


@router.get("/records/{kind}/{number}", response={200: RecordOut, **ERRORS}, summary="Một dữ kiện")
def one(request: HttpRequest, kind: Slug, number: Number) -> Any:
    """One record, set aside or not."""
    found = record_for(who(request), kind_named(kind), number)
    return _told(request, [found], kind_named(kind))[0]


@router.patch("/records/{kind}/{number}", response={200: RecordOut, **ERRORS}, summary="Sửa một dữ kiện, giữ giá trị cũ")
def correct(request: HttpRequest, kind: Slug, number: Number, told: CorrectionIn) -> Any:
    """Correct the fields named; the others stay. 409 if the record was changed meanwhile."""
    user, sort = who(request), kind_named(kind)
    record = record_for(user, sort, number)
    may_change(user, record).must()
    start = {f: "" if v is None else str(v) for f, v in initial_of(sort, record).items()}
    form = CorrectForm(sort, _word(subject_of(record)), {**start, **told.values, "reason": told.reason, "version": told.version})
    _sound(form, told.values)
    authors = _authors(user, subject_of(record), told.authors, _there(record)) if told.authors and sort.joint else None
    with conflicts():
        done = actions.correct(record, form.values(), reason=told.reason, version=told.version, by=user, on=timezone.localdate(), authors=authors)
    return _told(request, [done], sort)[0]


@router.post("/records/{kind}/{number}/void", response={200: RecordOut, **ERRORS}, summary="Bỏ một dữ kiện nhập sai (vẫn giữ lại)")
def void(request: HttpRequest, kind: Slug, number: Number, told: ReasonIn) -> Any:
    """Set a record aside."""
    user, sort = who(request), kind_named(kind)
    with conflicts():
        done = actions.void(record_for(user, sort, number), reason=told.reason, version=told.version, by=user)
    return _told(request, [done], sort)[0]


@router.post("/records/{kind}/{number}/restore", response={200: RecordOut, **ERRORS}, summary="Khôi phục một dữ kiện đã bỏ")
def restore(request: HttpRequest, kind: Slug, number: Number, told: ReasonIn) -> Any:
    """Bring a record back; it is checked anew."""
    user, sort = who(request), kind_named(kind)
    with conflicts():
        found = record_for(user, sort, number)
        done = actions.restore(found, reason=told.reason, version=told.version, by=user, on=timezone.localdate())
    return _told(request, [done], sort)[0]


@router.get("/records/{kind}/{number}/corrections", response={200: list[CorrectedOut], **ERRORS}, summary="Giá trị cũ của một dữ kiện đã sửa")
def corrections(request: HttpRequest, kind: Slug, number: Number) -> Any:
    """What was corrected, the newest first; what may not be read is masked."""
    user = who(request)
    found = record_for(user, kind_named(kind), number)
    return [_corrected(c) for c in corrected(user, found, corrections_of(found))]


def _corrected(row: dict[str, Any]) -> CorrectedOut:
    return CorrectedOut(
        label=row["label"], old=row["old"], new=row["new"], reason=row["reason"], by=row["by"].full_name if row["by"] else "", at=row["at"]
    )


# ---- how it is done ------------------------------------------------------------------------------------


def _page(request: HttpRequest, subject: Subject, kind: Kind, page: int, size: int) -> RecordPage:
    rows, info = cut(records_of(who(request), subject, kind), page, size)
    return RecordPage(records=_told(request, rows, kind), **info.dict())


def _told(request: HttpRequest, rows: list[Any], kind: Kind) -> list[RecordOut]:
    log_seen(who(request), rows, kind.fields, request.path)
    authors = authors_of(rows) if kind.joint else {}
    return [_out(who(request), row, kind, authors.get(row.pk, [])) for row in rows]


def _out(user: User, row: Any, kind: Kind, authors: list[Authorship]) -> RecordOut:
    hidden = [f for f in kind.fields if (rule := sensitivity(row, f)) and not may_read(user, rule, subject_of(row))]
    person, unit = getattr(row, "person", None), getattr(row, "unit", None)
    return RecordOut(
        id=row.pk,
        kind=kind.slug,
        person=person.key if person else None,
        unit=unit.key if unit else None,
        values={f: None if f in hidden else _plain(getattr(row, f)) for f in kind.fields},
        hidden=hidden,
        version=row.version,
        entered_at=row.entered_at,
        void=row.void_at is not None,
        authors=[_author(a) for a in authors if not (a.person and a.person.secret)],
    )


def _author(a: Authorship) -> AuthorOut:
    plain = {f: getattr(a, f) for f in ("role", "share", "used_for", "used_year")}
    return AuthorOut(person=a.person.key if a.person else None, unit=a.unit.key if a.unit else None, **plain)


def _plain(value: Any) -> Any:
    """A value as JSON: dates ISO, decimals as text."""
    return value.isoformat() if isinstance(value, dt.date) else str(value) if isinstance(value, Decimal) else value


def _enter(request: HttpRequest, subject: Subject, kind: Kind, told: RecordIn) -> RecordOut:
    user, on = who(request), timezone.localdate()
    enterable(user, kind, subject).must()
    form = RecordForm(kind, _word(subject), told.values)
    _sound(form, told.values)
    if kind.joint:
        made: Any = actions.enter_initiative(form.values(), _authors(user, subject, told.authors), by=user, on=on)
    else:
        made = actions.enter(kind, subject, form.values(), by=user, on=on)
    return _told(request, [made], kind)[0]


def _authors(user: User, subject: Subject | None, told: list[AuthorIn], there: dict[str, Subject] | None = None) -> list[actions.Author]:
    """Those named, or the subject alone. ``there``: by key those who are authors already, whom one need not see otherwise."""
    if not told and subject is not None:
        return [actions.Author(subject)]

    def of(a: AuthorIn) -> Subject:
        return (there or {}).get(f"{bool(a.person)} {a.person or a.unit}") or subject_for(user, person=a.person, unit=a.unit, power="people.view")

    return [actions.Author(of(a), a.role, a.share, a.used_for, a.used_year) for a in told]


def _there(initiative: Any) -> dict[str, Subject]:
    parts = initiative.authors.select_related("person__unit", "unit").order_by("pk")
    return {f"{a.person is not None} {(a.person or a.unit).key}": a.person or a.unit for a in parts if not (a.person and a.person.secret)}


def _sound(form: forms.Form, told: dict[str, str]) -> None:
    """Raise ``ValidationError`` for fields that are none and for what the form finds."""
    if strange := sorted(set(told) - set(form.fields)):
        raise ValidationError({strange[0]: "Loại dữ kiện này không có trường như vậy. Xem /api/v1/records/kinds."})
    if not form.is_valid():
        raise ValidationError({name: list(faults) for name, faults in form.errors.items()})


def _word(subject: Subject | None) -> str:
    return "person" if isinstance(subject, Person) else "unit"
