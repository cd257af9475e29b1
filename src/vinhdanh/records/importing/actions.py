"""What can be done with an import: begin, choose columns, correct a cell, choose a person, leave a row out, save, undo, drop."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.files.actions import store
from vinhdanh.jobs.actions import Trouble, enqueue
from vinhdanh.merit.text import tidy
from vinhdanh.people.access import may
from vinhdanh.records.importing import reading
from vinhdanh.records.importing.access import POWER, may_save
from vinhdanh.records.importing.cellstore import shown
from vinhdanh.records.importing.checking import WHOLE_AT_ONCE, Tell, check, check_alone, summary
from vinhdanh.records.importing.kinds import LISTS, TEMPLATE
from vinhdanh.records.importing.queries import wrong_rows
from vinhdanh.records.importing.saving import Blocked, Saver
from vinhdanh.records.importing.signals import batch_saved, batch_undone
from vinhdanh.records.importing.undoing import Undo
from vinhdanh.records.importing.walking import Walk
from vinhdanh.records.models import ImportBatch, ImportChange, ImportRow
from vinhdanh.units.models import Unit

State = ImportBatch.State


class Stale(Exception):
    """Somebody was faster; ``str()`` says what stands there now."""


class Standing(Exception):
    """An import that cannot be undone; ``reasons`` say what stands on it."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def begin(uploaded: File[bytes], *, unit: Unit, kind: str, year: int, by: User) -> ImportBatch:
    """Take a file for a unit and have it read. ``files.actions.Refused`` if the file cannot be taken."""
    may(by, POWER, unit).must()
    kept = store(uploaded, by=by)
    batch = ImportBatch.objects.create(file=kept, unit=unit, kind=kind, year=year, made_by=by, made_at=timezone.now())
    record(batch, "import.begun", by=by, data={"file": kept.name, "sha256": kept.digest, "unit": unit.key, "kind": kind})
    _work(batch, "records.import.read", by)
    return batch


def _work(batch: ImportBatch, kind: str, by: User) -> None:
    batch.job = enqueue(kind, {"batch": batch.pk, "by": by.pk}, by=by)
    batch.save()


def _locked(batch: ImportBatch, *states: str) -> ImportBatch:
    """The batch, locked. Stale if it is in none of these states any more."""
    now = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit", "file").get(pk=batch.pk)
    if now.state not in states:
        raise Stale(f"Đợt nhập này đang ở bước “{now.get_state_display()}”.")
    return now


# ---- the work behind the bar ----


def read(tell: Tell, batch: int, by: int) -> dict[str, Any]:
    """Read the file: look into it first; where nothing has to be chosen, its rows, checked. Safe to begin again."""
    found, user = ImportBatch.objects.select_related("unit", "file").get(pk=batch), User.objects.get(pk=by)
    if found.state != State.READING:
        return {}
    try:
        _read(found, user, tell)
    except Trouble as why:
        found.state, found.message = State.FAILED, str(why)[:400]
        found.save()
        raise
    return {}


def _read(batch: ImportBatch, by: User, tell: Tell) -> None:
    on = timezone.localdate()
    if "choice" not in batch.mapping:
        reading.survey(batch)
        if batch.kind in LISTS or "old_text" in batch.mapping:
            batch.state = State.MAPPING
            batch.save()
            return
    reading.read_rows(batch, on, tell)
    batch.save()
    check(batch, by, on, tell)
    batch.state = State.REVIEW
    batch.save(update_fields=["state"])


@transaction.atomic
def choose(batch: ImportBatch, choice: dict[str, Any], *, by: User, header: list[str] | None = None) -> ImportBatch:
    """Keep what was chosen (old font, sheet, header, columns, values for the whole list) and have the rows read."""
    now = _locked(batch, State.MAPPING)
    now.mapping = {**now.mapping, "legacy": choice.pop("legacy", now.mapping.get("legacy", "keep")), "choice": choice}
    now.state = State.READING
    if now.kind in LISTS and header is not None:
        reading.remember(now, header, choice)
    _work(now, "records.import.read", by)
    return now


@transaction.atomic
def decode(batch: ImportBatch, legacy: str, *, by: User) -> ImportBatch:
    """Keep how old text is to be read; a template's rows are read at once, a list's heads are looked at anew."""
    now = _locked(batch, State.MAPPING)
    now.mapping = {k: v for k, v in now.mapping.items() if k not in ("old_text", "heads")} | {"legacy": legacy}
    if now.kind == TEMPLATE:
        now.mapping["choice"] = {}
    now.state = State.READING
    _work(now, "records.import.read", by)
    return now


# ---- corrections in the grid ----


@transaction.atomic
def correct_cell(batch: ImportBatch, row: ImportRow, col: str, text: str, *, before: str, by: User, on: dt.date) -> None:
    """Put another text into a cell and check again. Stale if the cell no longer says what the form showed."""
    now = _locked(batch, State.REVIEW)
    row = ImportRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    had, text = row.cells.get(col), tidy(text)
    if shown(had) != before and not (before == "" and had is None):
        raise Stale(f"Có người vừa sửa ô này thành “{shown(had)}”. Xem lại rồi sửa tiếp.")
    if text == shown(had):
        return
    row.original = {**row.original, col: row.original.get(col, had)}
    row.cells = {**row.cells, col: text} if text else {k: v for k, v in row.cells.items() if k != col}
    if col in ("key", "name", "birth", "unit"):
        row.choice, row.person = "", None
    row.save()
    _again(now, [row], by, on)


@transaction.atomic
def choose_person(batch: ImportBatch, row: ImportRow, choice: str, person_id: int | None, *, by: User, on: dt.date) -> int:
    """This person, or a new one, for this row and all that write the person alike. Returns how many rows that were."""
    now = _locked(batch, State.REVIEW)
    if choice == "person" and person_id not in {c["id"] for c in row.candidates}:
        raise Stale("Người này không còn trong danh sách có thể khớp. Tải lại trang rồi chọn.")
    alike = ImportRow.objects.select_for_update(of=("self",)).filter(batch=now, sheet=row.sheet)
    rows = list(alike.filter(ref=row.ref).order_by("number") if row.ref and now.kind != TEMPLATE else alike.filter(pk=row.pk))
    for one in rows:
        one.choice, one.person_id = choice, person_id if choice == "person" else None
    ImportRow.objects.bulk_update(rows, ["choice", "person"], batch_size=200)  # bulk: rows under review are no facts
    _again(now, rows, by, on)
    return len(rows)


@transaction.atomic
def leave_out(batch: ImportBatch, row: ImportRow, skip: bool, *, by: User, on: dt.date) -> None:
    """Leave a row out, or take it in again."""
    now = _locked(batch, State.REVIEW)
    row = ImportRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row.skip = skip
    row.save(update_fields=["skip"])
    _again(now, [row], by, on)


def _again(batch: ImportBatch, rows: list[ImportRow], by: User, on: dt.date) -> None:
    """Check after a correction: a small file whole, a large one by its rows alone."""
    batch.version += 1
    batch.save(update_fields=["version"])
    if ImportRow.objects.filter(batch=batch).count() <= WHOLE_AT_ONCE:
        check(batch, by, on)
        return
    for row in rows:
        if row.skip:
            row.problems, row.errors, row.doubts = [], 0, 0
            row.save(update_fields=["problems", "errors", "doubts"])
        else:
            check_alone(row, on)
    batch.counts = {**batch.counts, "stale": True}
    batch.save(update_fields=["counts"])


@transaction.atomic
def recheck(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Have the whole file checked again behind a bar."""
    now = _locked(batch, State.REVIEW)
    _work(now, "records.import.check", by)
    return now


def check_all(tell: Tell, batch: int, by: int) -> dict[str, Any]:
    """The work of :func:`recheck`."""
    found = ImportBatch.objects.select_related("unit", "file").get(pk=batch)
    if found.state == State.REVIEW:
        check(found, User.objects.get(pk=by), timezone.localdate(), tell)
    return {}


# ---- saving and undoing ----


@transaction.atomic
def ask_to_save(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Have the batch saved behind a bar. Stale with the reason while something is left to do."""
    now = _locked(batch, State.REVIEW)
    may(by, POWER, now.unit).must()
    answer = may_save(now, wrong_rows(now))
    if not answer:
        raise Stale(answer.why)
    now.state = State.SAVING
    _work(now, "records.import.save", by)
    return now


def save(tell: Tell, batch: int, by: int) -> dict[str, Any]:
    """Save everything in one transaction, or nothing. Killed at any moment, it leaves the state before; begun again, it does it once."""
    found, user = ImportBatch.objects.select_related("unit", "file").get(pk=batch), User.objects.get(pk=by)
    if found.state != State.SAVING:
        return {}
    on = timezone.localdate()
    try:
        return _save(found, user, on, tell)
    except (Blocked, IntegrityError) as why:
        back = ImportBatch.objects.select_related("unit", "file").get(pk=batch)
        check(back, user, on, tell)
        back.state = State.REVIEW
        back.save(update_fields=["state"])
        said = "Dữ liệu trong phần mềm đã thay đổi từ lần kiểm tra trước; chưa lưu gì. Xem lại các dòng được đánh dấu rồi lưu lại."
        raise Trouble(said) from why
    except Exception:
        reopen(found)
        raise


@transaction.atomic
def reopen(batch: ImportBatch) -> ImportBatch:
    """After work that did not end: a file being read is given up, one being saved (nothing was kept) is under review again."""
    now = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if now.state == State.READING:
        now.state, now.message = State.FAILED, "Việc đọc tệp không xong. Tải lại tệp; nếu vẫn vậy, báo người quản trị."
    elif now.state == State.SAVING:
        now.state = State.REVIEW
    now.save()
    return now


@transaction.atomic
def _save(batch: ImportBatch, by: User, on: dt.date, tell: Tell) -> dict[str, Any]:
    now = _locked(batch, State.SAVING)
    looked_at = now.counts.get("would")
    walk = Walk(now, by, on, tell)
    Saver(now, walk, by).run()
    if summary(walk) != looked_at:
        raise Blocked
    now.state, now.saved_by, now.saved_at = State.SAVED, by, timezone.now()
    now.counts = {**now.counts, "sheets": walk.counts}
    now.save()
    record(now, "import.saved", by=by, data={"counts": walk.counts})
    ImportRow.objects.filter(batch=now, skip=False, original={}, choice="").delete()  # bulk: rows under review; what was corrected is kept
    batch_saved.send(ImportBatch, batch=now)
    return dict(summary(walk))


@transaction.atomic
def undo(batch: ImportBatch, *, by: User) -> dict[str, int]:
    """Undo a saved batch. Standing if later work depends on it; then nothing is changed."""
    now = _locked(batch, State.SAVED)
    may(by, POWER, now.unit).must()
    work = Undo(now, by)
    if reasons := work.obstacles():
        raise Standing(reasons)
    done = work.run()
    now.state, now.undone_by, now.undone_at = State.UNDONE, by, timezone.now()
    now.save()
    ImportChange.objects.filter(batch=now).delete()  # bulk: the journal of what has been undone
    record(now, "import.undone", by=by, data={"counts": done})
    batch_undone.send(ImportBatch, batch=now)
    return done


def undo_job(tell: Tell, batch: int, by: int) -> dict[str, Any]:
    """The work of undoing behind a bar."""
    found = ImportBatch.objects.select_related("unit", "file").get(pk=batch)
    if found.state != State.SAVED:
        return {}
    tell(0, 1, "Đang hoàn tác")
    try:
        return dict(undo(found, by=User.objects.get(pk=by)))
    except Standing as why:
        raise Trouble("Không hoàn tác được: " + str(why)) from why


@transaction.atomic
def ask_to_undo(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Have the batch undone behind a bar."""
    now = _locked(batch, State.SAVED)
    _work(now, "records.import.undo", by)
    return now


@transaction.atomic
def drop(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Give a batch up before it is saved; nothing of it remains but the file and this note."""
    now = _locked(batch, State.MAPPING, State.REVIEW, State.FAILED)
    now.state = State.DROPPED
    now.save()
    ImportRow.objects.filter(batch=now).delete()  # bulk: rows under review are no facts
    record(now, "import.dropped", by=by)
    return now
