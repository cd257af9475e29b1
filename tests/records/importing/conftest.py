"""An office with a clerk, a store of its own, work done at once, and builders of batches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.records.importing import actions
from vinhdanh.records.models import ImportBatch, ImportRow
from vinhdanh.workbook.template import Rows, write_workbook

Bring = Callable[..., ImportBatch]


@pytest.fixture
def office(db: None) -> Office:
    return Office()


@pytest.fixture
def clerk(office: Office) -> User:
    return user("can-bo-tdkt", office.top)


@pytest.fixture
def bring(office: Office, clerk: User, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> Bring:
    """A file of rows (sheet id → rows), or of bytes, brought in and read; ``kind``, ``unit``, ``by`` as wanted."""

    def begin(what: Rows | bytes, *, kind: str = "template", unit: Any = None, by: User | None = None, name: str = "tep.xlsx") -> ImportBatch:
        if isinstance(what, dict):
            write_workbook(tmp_path / "in.xlsx", what)
            what = (tmp_path / "in.xlsx").read_bytes()
        with django_capture_on_commit_callbacks(execute=True):
            batch = actions.begin(ContentFile(what, name), unit=unit or office.top, kind=kind, year=2025, by=by or clerk)
        batch.refresh_from_db()
        return batch

    return begin


@pytest.fixture
def keep(clerk: User, django_capture_on_commit_callbacks: Any) -> Callable[[ImportBatch], ImportBatch]:
    """Save a batch (and see that it was saved)."""

    def save(batch: ImportBatch) -> ImportBatch:
        with django_capture_on_commit_callbacks(execute=True):
            actions.ask_to_save(batch, by=clerk)
        batch.refresh_from_db()
        return batch

    return save


def problems(batch: ImportBatch) -> list[tuple[str, int, str, str, str]]:
    """Sheet, row, column, code and suggestion of everything that is wrong."""
    rows = ImportRow.objects.filter(batch=batch, skip=False).order_by("sheet", "number")
    return [(r.sheet, r.number, p["col"], p["code"], p["suggest"]) for r in rows for p in r.problems]


def errors(batch: ImportBatch) -> list[tuple[str, int, str, str]]:
    """Sheet, row, column and code of what keeps it from being saved."""
    rows = ImportRow.objects.filter(batch=batch, skip=False).order_by("sheet", "number")
    return [(r.sheet, r.number, p["col"], p["code"]) for r in rows for p in r.problems if p["severity"] == "error"]


def fix(batch: ImportBatch, by: User, sheet: str, number: int, col: str, text: str) -> None:
    """Correct a cell, as the grid does."""
    from vinhdanh.records.importing.cellstore import shown

    row = ImportRow.objects.get(batch=batch, sheet=sheet, number=number)
    actions.correct_cell(batch, row, col, text, before=shown(row.cells.get(col)), by=by, on=timezone.localdate())


def skip(batch: ImportBatch, by: User, sheet: str, number: int) -> None:
    """Leave a row out, as the grid does."""
    actions.leave_out(batch, ImportRow.objects.get(batch=batch, sheet=sheet, number=number), True, by=by, on=timezone.localdate())
