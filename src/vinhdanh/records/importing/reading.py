"""From a stored file to rows under review: which sheets and columns it has, and every cell that counts, at its place."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils import timezone

from vinhdanh.files.actions import path_of
from vinhdanh.jobs.actions import Trouble
from vinhdanh.merit.text import nearest
from vinhdanh.records.importing import cellstore
from vinhdanh.records.importing.kinds import LISTS, NOT_TAKEN, SHEETS, TEMPLATE, ListKind
from vinhdanh.records.importing.layout import Layout, put
from vinhdanh.records.models import ColumnMapping, ImportBatch, ImportRow
from vinhdanh.workbook.cells import Raw, clean
from vinhdanh.workbook.grid import Book, Grid, open_book
from vinhdanh.workbook.legacy import legacy
from vinhdanh.workbook.lexicon import key as word_key
from vinhdanh.workbook.log import Log
from vinhdanh.workbook.model import Problem, UnreadableFile
from vinhdanh.workbook.reader import collector_paused, find_tables
from vinhdanh.workbook.table import _TOTALS as TOTALS
from vinhdanh.workbook.table import _YEAR_HEADER as YEAR_HEADER
from vinhdanh.workbook.table import Table, header_key

HEAD_ROWS = 40  # kept of each sheet for the page that chooses columns
SAMPLES = 12  # of old text, shown before and after
CHUNK = 2000
Tell = Callable[[int, int, str], None]


class Decoded:
    """A workbook whose cells in an old font are read as Unicode, where somebody chose so."""

    def __init__(self, book: Book, convert: bool) -> None:
        self.book, self.convert = book, convert
        self.names = book.names

    def grid(self, name: str) -> Grid:
        """The sheet of that name."""
        grid = self.book.grid(name)
        return replace(grid, rows=[[_modern(c) for c in row] for row in grid.rows]) if self.convert else grid


def _modern(raw: Raw) -> Raw:
    old = legacy(str(clean(raw))) if isinstance(raw, str) and not raw.isascii() else None
    return old[1] if old else raw


def opened(batch: ImportBatch) -> Decoded:
    """The file of a batch. Trouble (Vietnamese) if it cannot be read."""
    try:
        return Decoded(open_book(path_of(batch.file.digest)), batch.mapping.get("legacy") == "convert")
    except UnreadableFile as why:
        raise Trouble(why.message_vi) from why


def survey(batch: ImportBatch) -> None:
    """Look into a file before its rows are read: old text that asks for a decision, and for a list the heads of its sheets."""
    book = opened(batch)
    old = [] if "legacy" in batch.mapping else old_text(book)
    if old:
        batch.mapping["old_text"] = old
    if batch.kind in LISTS:
        batch.mapping["heads"] = {n: _head(book.grid(n)) for n in book.names}
        batch.mapping["names"] = book.names


def old_text(book: Decoded) -> list[dict[str, str]]:
    """Samples of cells typed in an old font: place, font, before, after; the first of them says how many cells there are."""
    samples: list[dict[str, str]] = []
    fonts: Counter[str] = Counter()
    for name in book.names:
        for at, row in enumerate(book.grid(name).rows, 1):
            for raw in row:
                found = legacy(str(clean(raw))) if isinstance(raw, str) and not raw.isascii() else None
                if found:
                    fonts[found[0]] += 1
                    if len(samples) < SAMPLES:
                        samples.append({"place": f"{name}, dòng {at}", "font": found[0], "before": str(clean(raw)), "after": found[1]})
    return [{**samples[0], "cells": str(sum(fonts.values()))}, *samples[1:]] if samples else []


def _head(grid: Grid) -> list[list[str]]:
    return [[cellstore.shown(cellstore.keep(c)) if c != "" else "" for c in row] for row in grid.rows[:HEAD_ROWS]]


# ---- a unit's own list: which column is what ----


def heads_of(batch: ImportBatch) -> dict[str, list[list[str]]]:
    """The first rows of every sheet, in the order of the file."""
    return {n: batch.mapping["heads"][n] for n in batch.mapping["names"]}


def guess(kind: ListKind, heads: dict[str, list[list[str]]]) -> dict[str, Any]:
    """The sheet, header row and columns that fit best: {sheet, top, cols: {column number: name}}."""
    best: tuple[int, str, int] = (-1, next(iter(heads)), 1)
    for sheet, rows in heads.items():
        for at, row in enumerate(rows[:20], 1):
            score = sum(_known(kind, h) is not None for h in row)
            if score > best[0]:
                best = (score, sheet, at)
    _, sheet, top = best
    return {"sheet": sheet, "top": top, "cols": guess_columns(kind, heads[sheet][top - 1] if heads[sheet] else [])}


def guess_columns(kind: ListKind, header: list[str]) -> dict[str, str]:
    """What each column of a header row stands for, as far as its words tell."""
    out: dict[str, str] = {}
    for at, text in enumerate(header, 1):
        name = _known(kind, text)
        if name and (name not in out.values()):
            out[str(at)] = name
    for at, text in enumerate(header, 1):
        near = nearest(text, [c.header for c in kind.columns() if c.name not in out.values()], 0.72) if text and str(at) not in out else None
        if near:
            out[str(at)] = next(c.name for c in kind.columns() if c.header == near)
    return out


def _known(kind: ListKind, text: str) -> str | None:
    key = header_key(text) if text else ""
    if not key:
        return None
    year = YEAR_HEADER.fullmatch(key.removeprefix("xeploai").removeprefix("nam"))
    if year and kind.code == "ratings":
        return year[1]
    return next((c.name for c in kind.columns() if key in {header_key(h) for h in (c.header, *c.aliases)}), None)


def signature(kind: str, header: Iterable[str]) -> str:
    """What two lists with the same columns share."""
    return hashlib.sha256("|".join([kind, *(header_key(h) for h in header)]).encode()).hexdigest()


def remembered(batch: ImportBatch, header: list[str]) -> dict[str, Any] | None:
    """How a list with these columns was mapped last time by this unit."""
    found = ColumnMapping.objects.filter(unit=batch.unit, signature=signature(batch.kind, header)).first()
    return found.mapping if found else None


def remember(batch: ImportBatch, header: list[str], choice: dict[str, Any]) -> None:
    """Keep how a list was mapped, for the next one."""
    values = {"mapping": {k: choice[k] for k in ("cols", "defaults")}, "used_at": timezone.now()}
    ColumnMapping.objects.update_or_create(unit=batch.unit, signature=signature(batch.kind, header), defaults=values)


# ---- rows ----


def read_rows(batch: ImportBatch, on: dt.date, tell: Tell) -> None:
    """Replace the rows of a batch by those of its file. Trouble if it holds none.

    Not one transaction: rows under review are no facts, and a large file would keep everybody else from writing for minutes (SQLite).
    Broken off, it is begun again from the first row.
    """
    with collector_paused():
        rows = _template(batch, on) if batch.kind == TEMPLATE else _list(batch)
        _clear(batch)
        try:
            count = _write(rows, tell)
        except Exception:
            _clear(batch)
            raise
    if not count:
        raise Trouble("Tệp không có dòng dữ liệu nào để nhập. Hãy kiểm tra lại trang, dòng tiêu đề và các cột.")


def _clear(batch: ImportBatch) -> None:
    ImportRow.objects.filter(batch=batch).delete()  # bulk: rows under review are no facts


def _write(rows: Iterator[ImportRow], tell: Tell) -> int:
    count, chunk = 0, []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            count += len(ImportRow.objects.bulk_create(chunk))  # bulk: rows under review are no facts
            chunk = []
            tell(count, 0, f"Đã đọc {count} dòng")
    return count + len(ImportRow.objects.bulk_create(chunk))  # bulk: rows under review are no facts


def _template(batch: ImportBatch, on: dt.date) -> Iterator[ImportRow]:
    book = opened(batch)
    log = Log(book.names)
    try:
        tables = find_tables(book, on, log)  # type: ignore[arg-type]
    except UnreadableFile as why:
        raise Trouble(why.message_vi) from why
    used = {i: t for i, t in tables.items() if t.usable and t.rows and i not in NOT_TAKEN}
    put(batch, [Layout(i, t.name, t.top, {n: c for n, c in t.cols.items() if n != "stt"}, t.years) for i, t in used.items()])
    batch.notes = _notes(log.problems(), tables)
    for id_, table in used.items():
        numbers = [r.number for r in table.rows]
        tables[id_] = Table(table.spec, table.name)
        table.rows = []
        yield from _rows(batch, id_, book.grid(table.name), numbers)


def _notes(problems: list[Problem], tables: dict[str, Table]) -> list[dict[str, str]]:
    """What is to be said of the file as a whole; what is wrong in cells is said in the grid."""
    whole = ("hidden-row", "hidden-column", "hidden-sheet", "merged", "unknown-sheet", "unknown-column", "duplicate-sheet", "missing-column")
    kept = [p for p in problems if p.code in (*whole, "duplicate-column", "no-header", "example-used") and p.sheet != SHEETS["nominations"].name]
    out = [{"sheet": p.sheet, "cell": p.cell, "severity": p.severity, "message": p.message_vi, "do": p.what_to_do_vi} for p in kept]
    asked = tables.get("nominations")
    if asked and asked.rows:
        said = f"Trang “{asked.name}” có {len(asked.rows)} đề nghị: không nhập ở đây, vì đề nghị được lập trong phần mềm."
        out.append({"sheet": asked.name, "cell": "", "severity": "warning", "message": said, "do": ""})
    return out


def _list(batch: ImportBatch) -> Iterator[ImportRow]:
    choice, kind = batch.mapping["choice"], LISTS[batch.kind]
    grid = opened(batch).grid(choice["sheet"])
    cols = {n: int(c) for c, n in choice["cols"].items() if not n.isdigit()}
    years = {int(n): int(c) for c, n in choice["cols"].items() if n.isdigit()}
    given = {n: v for n, v in choice["defaults"].items() if n not in cols}
    whole = {"unit": 0} if "unit" not in cols else {}
    put(batch, [Layout(kind.sheet.id, choice["sheet"], choice["top"], {**cols, **dict.fromkeys(given, 0), **whole}, years)])
    batch.notes = []
    places = [*cols.values(), *years.values()]
    numbers = [n for n, row in enumerate(grid.rows[choice["top"] :], choice["top"] + 1) if _counts(row, places, cols)]
    yield from _rows(batch, kind.sheet.id, grid, numbers, given)


def _counts(row: list[Raw], places: list[int], cols: dict[str, int]) -> bool:
    """Whether a row of a list is data: something beside numbers of columns, and no row of totals or signatures."""
    held = [row[c - 1] for c in places if c <= len(row) and clean(row[c - 1]) != ""]
    named = [n for n in ("name", "key") if n in cols and cols[n] <= len(row) and clean(row[cols[n] - 1]) != ""]
    numbers = all(str(clean(c)).strip("()").removesuffix(".0").isdigit() for c in held)
    if any(isinstance(c, str) and word_key(c) in TOTALS for c in held):
        return False
    return bool(held) and bool(named) and not (numbers and len(held) > 1) and len(held) > min(1, len(places) - 1)


def _rows(batch: ImportBatch, sheet: str, grid: Grid, numbers: list[int], given: dict[str, Any] | None = None) -> Iterator[ImportRow]:
    from vinhdanh.records.importing.layout import layouts

    layout = layouts(batch)[sheet]
    at = {n: layout.place(n) for n in layout.names() if layout.place(n)}
    used: set[str] = set()
    merged = _merged(grid)
    for number in numbers:
        raws = grid.rows[number - 1]
        cells = {n: v for n, c in at.items() if (v := _cell(grid, raws, number, c, merged)) != ""}
        cells.update({n: v for n, v in (given or {}).items() if v != ""})
        if batch.kind in LISTS and "unit" not in cells:
            cells["unit"] = batch.unit.key
        used |= set(cells)
        yield ImportRow(batch=batch, sheet=sheet, number=number, cells=cells)
    batch.mapping["sheets"][sheet]["used"] = sorted(used)


def _cell(grid: Grid, raws: list[Raw], number: int, col: int, merged: set[tuple[int, int]]) -> cellstore.Kept:
    if error := grid.marks.errors.get((number, col)):
        return error
    if (number, col) in grid.marks.uncomputed:
        return cellstore.UNCOMPUTED
    raw = raws[col - 1] if col <= len(raws) else ""
    if raw == "" and (number, col) in merged:
        return cellstore.MERGED
    return cellstore.keep(raw) if raw != "" else ""


def _merged(grid: Grid) -> set[tuple[int, int]]:
    """The cells that are blank because they are merged with one above."""
    return {(r + 1, c + 1) for first, left, last, right in grid.merged for r in range(first + 1, last + 1) for c in range(left, right + 1)}
