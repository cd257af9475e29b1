"""A number no date can hold, in a cell with the form of a date: an error of that cell, and the rest of the file is read."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vinhdanh.workbook import UnreadableFile, grid, read_workbook
from vinhdanh.workbook.biff import _held, patched
from vinhdanh.workbook.grid import open_book
from vinhdanh.workbook.outsize import outsize

from .conftest import ON, Edit, Read, the

OLD = Path(__file__).parent / "data" / "cu.xls"
HALF = struct.pack("<i", struct.unpack("<ii", struct.pack("<d", -1e18))[1] & ~3)


def formed(number: float, form: str, *cells: str) -> Edit:
    """An edit that writes a number with a form of its own into cells of sheet Cán bộ."""

    def edit(book: Any) -> None:
        for place in cells:
            book["Cán bộ"][place].value = number
            book["Cán bộ"][place].number_format = form

    return edit


@pytest.mark.parametrize(
    ("number", "form"),
    [(-(10**18), "dd/mm/yyyy"), (-2e11, "hh:mm"), (-1e300, "yyyy"), (10**10, "[h]:mm"), (1e300, "[h]:mm:ss"), (-(10**10), "[h]:mm")],
)
def test_the_cell_is_named_and_the_others_are_read(read: Read, number: float, form: str) -> None:
    book = read(formed(number, form, "D3"))
    problem = the(book, "too-large-for-date")
    assert (problem.sheet, problem.cell, problem.severity) == ("Cán bộ", "D3", "error")
    assert "không thể là ngày" in problem.message_vi
    assert "gõ đúng giá trị" in problem.what_to_do_vi
    assert set(book.people) == {"A01", "A03"}
    assert book.people["A03"].birth == date(1990, 9, 2)
    assert [(r.sheet, r.row, r.person) for r in book.unreadable_rows if r.sheet == "Cán bộ"] == [("Cán bộ", 3, "A02")]


def test_every_such_cell_is_named_and_no_other_number(read: Read) -> None:
    def edit(book: Any) -> None:
        formed(-(10**18), "dd/mm/yyyy", "D2", "H2", "D4")(book)
        book["Cán bộ"]["B3"] = 79190001234  # large, but in a row that can be read

    book = read(edit)
    assert [p.cell for p in book.problems if p.code == "too-large-for-date"] == ["D2", "H2", "D4"]
    assert [p.cell for p in book.problems if p.code == "key-lost-digits"] == ["B3"]


def test_a_column_that_is_not_read_does_no_harm(read: Read) -> None:
    book = read(formed(-(10**18), "dd/mm/yyyy", "AZ3"))
    assert book.problems == []
    assert len(book.people) == 3


def test_a_whole_column_of_them_is_a_damaged_file(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "_MOST_BAD_ROWS", 1)
    with pytest.raises(UnreadableFile, match="bị hỏng"):
        read(formed(-(10**18), "dd/mm/yyyy", "D2", "D3"))


def test_a_sheet_that_must_be_whole_names_the_cell(tmp_path: Path, read: Read) -> None:
    read(formed(-(10**18), "dd/mm/yyyy", "D3"))
    with pytest.raises(UnreadableFile, match="Trang “Cán bộ”, ô D3: Ô ở dạng ngày"):
        open_book(tmp_path / "tệp thử.xlsx").full_grid("Cán bộ")


def _with_number(tmp_path: Path) -> Path:
    """The old workbook with the birth date of its first person (a whole number in 30 bits) replaced by the upper half of -1e18."""
    data, day = OLD.read_bytes(), struct.pack("<i", (date(1980, 9, 2) - date(1899, 12, 30)).days << 2 | 2)
    assert data.count(day) == 1
    path = tmp_path / "cũ.xls"
    path.write_bytes(data.replace(day, HALF))
    return path


def test_an_old_file_too(tmp_path: Path) -> None:
    book = read_workbook(_with_number(tmp_path), on=ON)
    assert [(p.sheet, p.cell) for p in book.problems if p.code == "too-large-for-date"] == [("Cán bộ", "C2")]
    assert {p.key: p.name for p in book.people.values()} == {"A02": "Nguyễn Văn A02"}


def test_an_old_file_is_changed_in_that_cell_only(tmp_path: Path) -> None:
    before = _with_number(tmp_path).read_bytes()
    after, cells = patched(before, "Cán bộ", {2}, outsize)
    assert cells == {(2, 3)}
    assert after == before.replace(HALF, bytes(4))
    assert patched(before, "Cán bộ", {3}, outsize) == (before, set())


@pytest.mark.parametrize(
    ("code", "body", "found"),
    [
        (0x203, struct.pack("<HHHd", 4, 7, 0, -1e18), [(6, 8, 7, -1e18)]),
        (0x06, struct.pack("<HHHd", 4, 7, 0, 1e12) + bytes(8), [(6, 8, 7, 1e12)]),
        (0x06, struct.pack("<HHH", 4, 7, 0) + bytes(6) + b"\xff\xff" + bytes(8), []),  # a formula whose value is text
        (0x27E, struct.pack("<HHHi", 4, 7, 0, 1234 << 2 | 3), [(6, 4, 7, 12.34)]),
        (0x27E, struct.pack("<HHHi", 4, 7, 0, -5 << 2 | 2), [(6, 4, 7, -5)]),
        (0xBD, struct.pack("<HHHiHiH", 4, 7, 0, 1 << 2 | 2, 0, 2 << 2 | 2, 8), [(6, 4, 7, 1), (12, 4, 8, 2)]),
        (0x208, bytes(20), []),
    ],
)
def test_numbers_in_the_records_of_an_old_file(code: int, body: bytes, found: list[tuple[int, int, int, float]]) -> None:
    assert list(_held(code, body)) == found
