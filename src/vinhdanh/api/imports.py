"""Files brought in: uploaded, looked at, corrected, saved whole or not at all, undone. Reading and saving go on behind: ask again until they end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.api.base import ERRORS, Conflict
from vinhdanh.api.paging import Number, Page, PageInfo, Size, cut
from vinhdanh.api.told import Given, checked
from vinhdanh.api.words import ImportState, JobState
from vinhdanh.audit.actions import saw
from vinhdanh.files.refused import Refused
from vinhdanh.jobs.models import Job
from vinhdanh.jobs.progress import latest
from vinhdanh.records.importing import access, actions, queries
from vinhdanh.records.importing.forms import FileForm
from vinhdanh.records.importing.kinds import HIDDEN
from vinhdanh.records.models import ImportBatch, ImportRow

router = Router(tags=["Nhập từ Excel"])
Sheet = Annotated[str, Query(max_length=40, description="mã trang, như trong sheets của đợt nhập")]


class WorkOut(Schema):
    """The work behind: ``done`` of ``total``."""

    state: JobState
    done: int
    total: int
    says: str


class BatchOut(Schema):
    """A file brought in. ``state``: reading, mapping (choose columns on the page), review, saving, saved, undone, dropped, failed."""

    number: int
    file: str
    unit: str
    kind: str
    year: int
    state: ImportState
    message: str
    made_at: dt.datetime
    saved_at: dt.datetime | None
    work: WorkOut | None
    page: str

    @classmethod
    def of(cls, b: ImportBatch) -> BatchOut:
        """From the model (with unit, file and job selected)."""
        plain = {f: getattr(b, f) for f in ("kind", "year", "state", "message", "made_at", "saved_at")}
        job = latest(b.job) if b.job else None
        work = WorkOut(state=Job.State(job.state), done=job.done, total=job.total, says=job.says) if job else None
        return cls(number=b.pk, file=b.file.name, unit=b.unit.key, work=work, page=f"/du-kien/nhap/{b.pk}/", **plain)


class SheetOut(Schema):
    """A sheet one may see: rows, those wrong or doubtful, what saving would do."""

    id: str
    name: str
    rows: int
    wrong: int
    doubtful: int
    new: int
    same: int
    changed: int


class BatchWhole(BatchOut):
    """A file with its sheets; ``why_not``: what keeps it from being saved ('' where nothing does)."""

    sheets: list[SheetOut]
    wrong: int
    skipped: int
    why_not: str
    notes: list[dict[str, Any]]


class BatchPage(PageInfo):
    """A page of files brought in."""

    imports: list[BatchOut]


class RowOut(Schema):
    """A row of a sheet: ``cells`` as read, ``original`` what the file said where it was corrected, ``candidates`` who may be meant."""

    row: int
    number: int
    cells: dict[str, Any]
    original: dict[str, Any]
    problems: list[dict[str, Any]]
    candidates: list[dict[str, Any]]
    choice: str
    skip: bool

    @classmethod
    def of(cls, r: ImportRow) -> RowOut:
        """From the model."""
        plain = {f: getattr(r, f) for f in ("number", "cells", "original", "problems", "candidates", "choice", "skip")}
        return cls(row=r.pk, **plain)


class RowPage(PageInfo):
    """A page of rows."""

    rows: list[RowOut]


class CellIn(Given):
    """Another text for a cell; ``before``: what it said when it was read."""

    column: str = Field(max_length=60)
    value: str = Field(max_length=500)
    before: str = Field("", max_length=500)


class ChoiceIn(Given):
    """Who a row means: the ``id`` of a candidate; null: a new person."""

    candidate: int | None = Field(None, ge=1, le=2**53)


class SkipIn(Given):
    """Leave a row out, or take it in again."""

    skip: bool


@router.get("/imports", response={200: BatchPage, **ERRORS}, summary="Các tệp đã đưa vào")
def listing(request: HttpRequest, page: Page = 1, size: Size = 50) -> Any:
    """The files of units on which one may import, the newest first."""
    rows, info = cut(access.batches_for(who(request)).order_by("-pk"), page, size)
    return BatchPage(imports=[BatchOut.of(b) for b in rows], **info.dict())


@router.post("/imports", response={201: BatchOut, **ERRORS}, summary="Đưa một tệp Excel vào (chưa lưu gì)")
def upload(
    request: HttpRequest,
    file: File[UploadedFile],
    unit: Annotated[str, Form(max_length=40)],
    year: Annotated[int, Form(ge=1945, le=2200)],
    kind: Annotated[str, Form(max_length=20, description="template, hoặc loại danh sách của đơn vị")] = "template",
) -> Any:
    """Take a file and have it read; nothing is saved before ``save``."""
    user = who(request)
    access.may_import(user).must()
    said = checked(FileForm(user, {"unit": unit, "kind": kind, "year": year}, {"file": file})).cleaned_data
    try:
        batch = actions.begin(said["file"], unit=said["unit"], kind=said["kind"], year=said["year"], by=user)
    except Refused as why:
        raise ValidationError({"file": str(why)}) from why
    return Status(201, BatchOut.of(access.batch_for(user, batch.pk)))


@router.get("/imports/{batch}", response={200: BatchWhole, **ERRORS}, summary="Một tệp đưa vào: các trang, lỗi, có lưu được không")
def one(request: HttpRequest, batch: Number) -> Any:
    """Where a file stands."""
    return _whole(who(request), access.batch_for(who(request), batch))


@router.get("/imports/{batch}/rows", response={200: RowPage, **ERRORS}, summary="Các dòng của một trang, với lỗi từng ô")
def rows(request: HttpRequest, batch: Number, sheet: Sheet, only_wrong: bool = False, page: Page = 1, size: Size = 50) -> Any:
    """The rows of a sheet; seeing one with sensitive fields is logged."""
    user = who(request)
    found = access.batch_for(user, batch)
    if sheet not in {t.id for t in queries.tabs(user, found)}:
        raise Http404
    cells, info = cut(queries.rows_of(found, sheet, only_wrong), page, size)
    if sheet in HIDDEN and cells:
        saw(found, HIDDEN[sheet], by=user, page=request.path)
    return RowPage(rows=[RowOut.of(r) for r in cells], **info.dict())


@router.post("/imports/{batch}/rows/{row}/cell", response={200: RowOut, **ERRORS}, summary="Sửa một ô")
def correct(request: HttpRequest, batch: Number, row: Number, told: CellIn) -> Any:
    """Put another text into a cell; 409 if it no longer says ``before``."""

    def act(user: User, b: ImportBatch, r: ImportRow) -> None:
        if told.column not in {h.name for h in queries.heads_of(b, r.sheet)}:
            raise ValidationError({"column": "Trang này không có cột như vậy."})
        actions.correct_cell(b, r, told.column, told.value, before=told.before, by=user, on=timezone.localdate())

    return _row(request, batch, row, act)


@router.post("/imports/{batch}/rows/{row}/person", response={200: RowOut, **ERRORS}, summary="Chọn người của một dòng, hoặc người mới")
def choose(request: HttpRequest, batch: Number, row: Number, told: ChoiceIn) -> Any:
    """Who a row means; all rows that write the person alike follow."""
    choice = "person" if told.candidate else "new"
    return _row(request, batch, row, lambda user, b, r: actions.choose_person(b, r, choice, told.candidate, by=user, on=timezone.localdate()))


@router.post("/imports/{batch}/rows/{row}/skip", response={200: RowOut, **ERRORS}, summary="Bỏ qua một dòng, hoặc nhận lại")
def skip(request: HttpRequest, batch: Number, row: Number, told: SkipIn) -> Any:
    """Leave a row out."""
    return _row(request, batch, row, lambda user, b, r: actions.leave_out(b, r, told.skip, by=user, on=timezone.localdate()))


@router.post("/imports/{batch}/recheck", response={200: BatchWhole, **ERRORS}, summary="Kiểm tra lại cả tệp")
def recheck(request: HttpRequest, batch: Number) -> Any:
    """Have the whole file checked again."""
    return _act(request, batch, lambda user, b: actions.recheck(b, by=user))


@router.post("/imports/{batch}/save", response={200: BatchWhole, **ERRORS}, summary="Lưu tất cả")
def save(request: HttpRequest, batch: Number) -> Any:
    """Save everything; 409 with the reason while something is left to do."""
    return _act(request, batch, lambda user, b: actions.ask_to_save(b, by=user))


@router.post("/imports/{batch}/undo", response={200: BatchWhole, **ERRORS}, summary="Hoàn tác một đợt nhập đã lưu")
def undo(request: HttpRequest, batch: Number) -> Any:
    """Undo; what stands in the way is told by ``work``."""
    return _act(request, batch, lambda user, b: actions.ask_to_undo(b, by=user))


@router.post("/imports/{batch}/drop", response={200: BatchWhole, **ERRORS}, summary="Bỏ tệp khi chưa lưu")
def drop(request: HttpRequest, batch: Number) -> Any:
    """Give a file up before it is saved."""
    return _act(request, batch, lambda user, b: actions.drop(b, by=user))


# ---- how it is done ------------------------------------------------------------------------------------


def _whole(user: User, b: ImportBatch) -> BatchWhole:
    wrong, review = queries.wrong_rows(b), b.state == ImportBatch.State.REVIEW
    tabs = queries.tabs(user, b) if review else []
    sheets = [SheetOut(**{f: getattr(t, f) for f in SheetOut.model_fields}) for t in tabs]
    why = access.may_save(b, wrong).why
    return BatchWhole(**BatchOut.of(b).dict(), sheets=sheets, wrong=wrong, skipped=queries.skipped_rows(b), why_not=why, notes=b.notes)


def _act(request: HttpRequest, number: int, act: Callable[[User, ImportBatch], object]) -> BatchWhole:
    user = who(request)
    found = access.batch_for(user, number)
    try:
        act(user, found)
    except actions.Stale as why:
        raise Conflict(str(why)) from why
    return _whole(user, access.batch_for(user, number))


def _row(request: HttpRequest, number: int, row: int, act: Callable[[User, ImportBatch, ImportRow], object]) -> RowOut:
    user = who(request)
    found = access.batch_for(user, number)
    here = access.row_for(user, found, row)
    try:
        act(user, found, here)
    except actions.Stale as why:
        raise Conflict(str(why)) from why
    return RowOut.of(access.row_for(user, found, row))
