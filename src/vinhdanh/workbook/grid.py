"""Opening a file: .xlsx or .xls, checked for harm first, then read sheet by sheet with everything needed to locate a cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from vinhdanh.workbook.biff import OLE, encrypted, inspect_xls, read_ole
from vinhdanh.workbook.cells import Raw
from vinhdanh.workbook.guard import DAMAGED, MAX_AREA, OUTSIZE, Marks, inspect_xlsx
from vinhdanh.workbook.log import cell
from vinhdanh.workbook.model import UnreadableFile
from vinhdanh.workbook.outsize import without_outsize

LOCKED = "Tệp có mật khẩu nên không đọc được. Hãy mở bằng Excel, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ làm việc) rồi lưu lại."
_MOST_BAD_ROWS = 1_000
_FATAL = (KeyboardInterrupt, SystemExit, MemoryError)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: cells by row and column counted from 0, merged ranges (first row, first column, last row, last column), marks."""

    name: str
    rows: list[list[Raw]]
    merged: list[tuple[int, int, int, int]]
    marks: Marks
    visible: bool


class Book:
    """An opened workbook."""

    def __init__(self, book: CalamineWorkbook, marks: dict[str, Marks], path: Path) -> None:
        self._book, self._marks, self._path = book, marks, path
        self.names: list[str] = list(book.sheet_names)
        self._visible = {m.name: m.visible == SheetVisibleEnum.Visible for m in book.sheets_metadata}

    def grid(self, name: str) -> Grid:
        """The sheet of that exact name. UnreadableFile if its content is damaged."""
        sheet = _guarded(lambda: self._book.get_sheet_by_name(name))
        if sheet.total_height * sheet.total_width > MAX_AREA:
            raise UnreadableFile(f"Trang “{name}” quá lớn để đọc. Hãy xóa các dòng, cột thừa ở cuối trang rồi lưu lại.")
        rows = self._rows(name, sheet)
        return Grid(name, rows, _merged(sheet), self._marks.get(name, Marks()), self._visible.get(name, True))

    def full_grid(self, name: str) -> Grid:
        """As :meth:`grid`, for sheets whose cells must all be readable. UnreadableFile names the first that is not."""
        grid = self.grid(name)
        for row, col in sorted({*grid.marks.errors, *grid.marks.uncomputed}):
            if issue := grid.marks.issue(row, col):
                raise UnreadableFile(f"Trang “{name}”, ô {cell(row, col)}: {issue.message} {issue.what}")
        return grid

    def _rows(self, name: str, sheet: CalamineSheet) -> list[list[Raw]]:
        try:
            return sheet.to_python(skip_empty_area=False)
        except _FATAL:
            raise
        except BaseException:  # calamine panics where a cell in the form of a date holds a number no date can hold
            return _guarded(lambda: self._mended(name, _bad_rows(sheet)))

    def _mended(self, name: str, bad: set[int]) -> list[list[Raw]]:
        """The rows, with the cells that cannot be read blank and marked."""
        copy, found = without_outsize(self._path, name, bad)
        rows: list[list[Raw]] = CalamineWorkbook.from_filelike(copy).get_sheet_by_name(name).to_python(skip_empty_area=False)
        for row, col in found:
            rows[row - 1][col - 1] = ""
            self._marks.setdefault(name, Marks()).errors[row, col] = OUTSIZE
        return rows


def _bad_rows(sheet: CalamineSheet) -> set[int]:
    """The numbers of the rows, from 1, that calamine cannot turn into Python. ValueError if there are too many to be an oversight."""
    rows, number, bad = sheet.iter_rows(), 0, set[int]()
    while len(bad) <= _MOST_BAD_ROWS:
        number += 1
        try:
            next(rows)
        except StopIteration:
            return bad
        except _FATAL:
            raise
        except BaseException:
            bad.add(number)
    raise ValueError("too many rows with numbers no date can hold")


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    return [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or []]


def _guarded(read: Callable[[], _T]) -> _T:
    """Runs a step of calamine; whatever goes wrong inside it is a damaged file, panics of its Rust code included."""
    try:
        return read()
    except _FATAL:
        raise
    except BaseException as why:
        raise UnreadableFile(DAMAGED) from why


def open_book(path: Path) -> Book:
    """Opens a workbook of either kind. UnreadableFile (Vietnamese) if it is missing, empty, of another kind, damaged,
    protected by a password, or harmful."""
    head = _head(path)
    if head.startswith(b"PK"):
        marks = inspect_xlsx(path)
    elif head.startswith(OLE):
        marks = _old_marks(path)
    else:
        raise UnreadableFile(_not_excel(head))
    return _guarded(lambda: _load(path, marks))


def _load(path: Path, marks: dict[str, Marks]) -> Book:
    with path.open("rb") as file:
        return Book(CalamineWorkbook.from_filelike(file), marks, path)


def _head(path: Path) -> bytes:
    if not path.is_file():
        raise UnreadableFile(f"Không tìm thấy tệp “{path.name}”. Hãy kiểm tra lại tên và thư mục.")
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as why:
        raise UnreadableFile(f"Không mở được tệp “{path.name}”: có thể đang mở ở chương trình khác hoặc không có quyền đọc.") from why
    if not head:
        raise UnreadableFile(f"Tệp “{path.name}” rỗng (0 byte). Hãy chép lại tệp từ nguồn.")
    return head


def _old_marks(path: Path) -> dict[str, Marks]:
    try:
        ole = read_ole(path)
        if "EncryptedPackage" in ole.streams or encrypted(ole.streams.get("Workbook", b"")):
            raise UnreadableFile(LOCKED)
        return inspect_xls(ole)
    except ValueError as why:
        raise UnreadableFile("Tệp .xls bị hỏng hoặc quá cũ (trước Excel 97). Hãy mở bằng Excel và lưu lại kiểu .xlsx.") from why


def _not_excel(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    kind = "trang web (HTML)" if start.startswith((b"<html", b"<!doctype", b"<table")) else "PDF" if start.startswith(b"%pdf") else ""
    what = f"Tệp thực ra là {kind}, không phải Excel." if kind else "Tệp không phải là Excel."
    return f"{what} Hãy mở bằng Excel, chọn Lưu thành (Save As) kiểu .xlsx rồi thử lại."
