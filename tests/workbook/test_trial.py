"""What a trial by a clerk found: sample rows overwritten, copied sheets, headers twice, rows of column numbers, names that are none."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from .conftest import Edit, Read, clean_rows, put, the


def test_a_sample_row_with_data_of_ones_own_is_not_passed_over_in_silence(read: Read) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Đề nghị"]
        sheet.append(["VÍ DỤ", "A02", "Nguyễn Văn A02", "Giấy khen", 2025])

    found = read(edit)
    problem = the(found, "example-used")
    assert (problem.sheet, problem.severity) == ("Đề nghị", "warning") and problem.cell.startswith("A")
    assert len(found.nominations) == 3


def test_the_sample_row_as_it_comes_is_passed_over(read: Read) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["Đề nghị"].append(["VÍ DỤ", "A01", "Nguyễn Văn A01", "Chiến sĩ thi đua cơ sở", 2024])

    assert not read(edit).problems


@pytest.mark.parametrize("title", ["Đề nghị (2)", "De nghi"])
def test_a_second_sheet_of_one_kind_is_an_error(read: Read, title: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book["Đề nghị"]).title = title

    problem = the(read(edit), "duplicate-sheet")
    assert (problem.sheet, problem.severity) == (title, "error") and "“Đề nghị”" in problem.message_vi


def test_a_header_written_twice_is_an_error_at_the_second(read: Read) -> None:
    problem = the(read(put("Đề nghị", F1="Năm xét")), "duplicate-column")
    assert (problem.cell, problem.severity) == ("F1", "error") and "E" in problem.message_vi


@pytest.mark.parametrize("form", ["({})", "{}"])
def test_a_row_of_column_numbers_under_the_header_is_no_data(read: Read, form: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Đề nghị"]
        sheet.insert_rows(2)
        for col in range(1, 26):
            sheet.cell(2, col, form.format(col))

    found = read(edit)
    assert not found.problems and len(found.nominations) == 3


@pytest.mark.parametrize("name", [12345, "=1+1", "Nguyễn 😀 A02", "Nguyễn " * 40, "..."])
def test_what_cannot_be_a_name_is_refused(read: Read, name: Any) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        row = next(r for r in book["Cán bộ"].iter_rows() if r[1].value == "A02")
        row[2].value = name
        row[2].data_type = "n" if isinstance(name, int) else "s"

    problem = the(read(edit), "not-a-name")
    assert (problem.sheet, problem.cell[0], problem.severity) == ("Cán bộ", "C", "error")


@pytest.mark.parametrize(("typed", "held"), [("ko", False), ("Không có", False), ("k", False), ("Y", True), ("N", False), ("có ạ", None)])
def test_yes_and_no_as_clerks_write_them(read: Read, typed: str, held: bool | None) -> None:
    rows = clean_rows()
    rows["people"][1]["leader"] = typed
    found = read(rows=rows)
    assert found.people["A02"].facts["person"]["leader"] is held if held is not None else the(found, "not-yes-no")


def test_values_are_shown_as_excel_shows_them(read: Read) -> None:
    assert "“123”" in the(read(_nomination(D=123)), "unknown-word").message_vi
    assert "“TRUE”" in the(read(_nomination(E=True)), "bad-year").message_vi


def test_one_fault_is_told_once(read: Read) -> None:
    assert the(read(_nomination(I=9, J=9, K=12)), "over-total").severity == "error"


def test_a_council_has_members(read: Read) -> None:
    assert the(read(_nomination(I=0, J=0, K=0)), "no-members").cell.startswith("I")


def test_service_starts_with_employment_where_no_other_day_is_given(read: Read) -> None:
    rows = clean_rows()
    rows["people"][0]["service_from"] = "01/01/2008"
    rows["people"][1]["outside"] = "Có"
    found = read(rows=rows)
    assert found.people["A01"].facts["service"]["from"] == "2008-01-01"
    assert "from" not in found.people["A02"].facts["service"]
    assert found.people["A03"].facts["service"]["from"] == "2015-07-01"


def _nomination(**cells: Any) -> Edit:
    """An edit of the nomination of A02."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Đề nghị"]
        row = next(r[1].row for r in sheet.iter_rows() if r[1].value == "A02")
        for col, value in cells.items():
            sheet[f"{col}{row}"] = value

    return edit
