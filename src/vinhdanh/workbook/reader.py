"""Reading a workbook: everything wrong at once, each at its cell, and only what is right in the result."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from vinhdanh.merit.text import nearest
from vinhdanh.workbook.collectives import build_collectives
from vinhdanh.workbook.declared import apply_declarations, read_declarations
from vinhdanh.workbook.grid import Book, open_book
from vinhdanh.workbook.lexicon import key
from vinhdanh.workbook.log import Log
from vinhdanh.workbook.model import UnreadableFile, Workbook
from vinhdanh.workbook.nominations import build_nominations
from vinhdanh.workbook.people import build_people
from vinhdanh.workbook.records import build_records
from vinhdanh.workbook.refs import Directory
from vinhdanh.workbook.schema import HELP_SHEET, LIST_SHEET, SHEETS, Sheet
from vinhdanh.workbook.state import State
from vinhdanh.workbook.table import Table, read_table
from vinhdanh.workbook.units import build_units


def read_workbook(path: str | Path, *, on: date) -> Workbook:
    """Reads a nomination workbook (.xlsx or .xls) as of the day ``on``.

    The result holds what could be read and, in ``problems``, everything that could not, sorted by sheet and cell. A row
    with an error is left out and listed in ``unreadable_rows``. Raises :class:`UnreadableFile`, with a message in
    Vietnamese, if the file as a whole is missing, empty, damaged, protected, harmful or no workbook of this kind.
    """
    with collector_paused():
        return _read(Path(path), on)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keeps the garbage collector out of the way: reading makes millions of objects and no circles (a third of the time)."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _read(path: Path, on: date) -> Workbook:
    book = open_book(path)
    log = Log(book.names)
    tables = find_tables(book, on, log)
    state = State(Workbook(str(path), on), log, tables)
    names = Directory(state)
    build(state, names)
    state.book.problems = log.problems()
    state.book.notes = _notes(state)
    return state.book


def build(state: State, names: Directory) -> None:
    """From tables of rows to units, people and facts, with everything that is wrong between rows and sheets noted."""
    build_units(state, names)
    build_people(state, names)
    read_declarations(state, names)
    build_collectives(state, names)
    build_records(state, names)
    build_nominations(state, names)
    apply_declarations(state)


def find_tables(book: Book, on: date, log: Log) -> dict[str, Table]:
    """The sheets of the template that a book has, read row by row, by id. UnreadableFile if it has none, or none with data."""
    known = {key(n): s for s in SHEETS for n in (s.name, *s.aliases)}
    found: dict[str, str] = {}
    for name in book.names:
        if spec := known.get(key(name)):
            found.setdefault(spec.id, name)
    if not found:
        raise UnreadableFile("Tệp không có trang nào của mẫu (Đơn vị, Cán bộ, Đề nghị, …). Hãy dùng tệp mẫu do phần mềm tạo ra.")
    _missing(book, found, log)
    tables = {s.id: read_table(book.grid(found[s.id]), s, on, log) for s in SHEETS if s.id in found}
    if not any(t.rows for id_, t in tables.items() if id_ != "declaration") and all(t.usable for t in tables.values()):
        raise UnreadableFile("Tệp chưa có dữ liệu nào. Hãy điền các trang Đơn vị, Cán bộ, Đề nghị rồi kiểm tra lại (dòng VÍ DỤ không được tính).")
    return tables


_COPY = re.compile(r"\s*\(\d+\)$")


def _role(name: str) -> str | None:
    """The id of the sheet a name stands for; a copy made by Excel ("Đề nghị (2)") stands for its original."""
    known = {key(n): s.id for s in SHEETS for n in (s.name, *s.aliases)}
    return known.get(key(_COPY.sub("", name)))


def _copies(book: Book, found: dict[str, str], log: Log) -> None:
    """Notes an error at each sheet of a kind that another sheet was read for."""
    for name in book.names:
        read = found.get(_role(name) or "")
        if read and read != name:
            said = f"Đã đọc trang “{read}”; trang “{name}” cùng loại nên không được đọc."
            log.say(name, 0, 0, "error", "duplicate-sheet", said, "Mỗi loại chỉ một trang: hãy chép các dòng vào một trang rồi xóa trang thừa.")


def _missing(book: Book, found: dict[str, str], log: Log) -> None:
    """Notes sheets that are missing, and sheets that belong to nothing."""
    used = set(found.values())
    _copies(book, found, log)
    spare = [n for n in book.names if n not in used and key(n) not in (key(HELP_SHEET), key(LIST_SHEET)) and _role(n) not in found]
    for spec in SHEETS:
        if spec.id not in found:
            _missing_sheet(spec, spare, log)
    for name in spare:
        log.say(
            name,
            0,
            0,
            "warning",
            "unknown-sheet",
            f"Trang “{name}” không có trong mẫu nên không được đọc.",
            "Nếu trang có dữ liệu, hãy đặt lại tên như tệp mẫu.",
        )


def _missing_sheet(spec: Sheet, spare: list[str], log: Log) -> None:
    near = nearest(spec.name, spare, 0.7)
    hint = f"Trang “{near}” có lẽ là trang này: hãy đổi tên thành “{spec.name}”." if near else f"Hãy thêm trang “{spec.name}” từ tệp mẫu."
    so = "không thể kiểm tra các đề nghị" if spec.required else "các dữ liệu của trang này được coi là chưa biết"
    log.say(spec.name, 0, 0, "error" if spec.required else "warning", "missing-sheet", f"Thiếu trang “{spec.name}”: {so}.", hint)


def _notes(state: State) -> list[str]:
    nfd = sum(t.nfd for t in state.tables.values())
    unkeyed = sum(not p.key_given for p in state.book.people.values())
    notes = [f"Đã chuẩn hóa {nfd} ô chữ Unicode tổ hợp sang Unicode dựng sẵn."] if nfd else []
    return notes + ([f"{unkeyed} người chưa có mã cán bộ; máy phân biệt bằng họ tên và ngày sinh."] if unkeyed else [])
