"""Sheets as a whole: headers, merges, hidden rows, rows that are no data, missing and unknown sheets."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from vinhdanh.workbook import UnreadableFile

from .conftest import Read, put, the


def test_merged_cells_spoil_their_rows(read: Read) -> None:
    book = read(lambda wb: wb["Xếp loại"].merge_cells("E2:E3"))
    problem = the(book, "merged")
    assert (problem.sheet, problem.cell, problem.row, problem.severity) == ("Xếp loại", "E2:E3", 2, "error")
    assert "bỏ gộp ô" in problem.what_to_do_vi
    assert [r.row for r in book.unreadable_rows if r.sheet == "Xếp loại"] == [2, 3]
    assert "ratings" not in book.people["A01"].facts


def test_merge_above_the_header_is_harmless(read: Read) -> None:
    def edit(wb: openpyxl.Workbook) -> None:
        wb["Xếp loại"].insert_rows(1, 2)
        wb["Xếp loại"]["A1"] = "BẢNG XẾP LOẠI NĂM 2024"
        wb["Xếp loại"].merge_cells("A1:E1")

    book = read(edit)
    assert book.problems == []
    assert book.people["A02"].facts["ratings"] == {2024: "hoan-thanh-xuat-sac"}


def test_hidden_rows_are_read_and_named(read: Read) -> None:
    def edit(wb: openpyxl.Workbook) -> None:
        wb["Cán bộ"].row_dimensions[2].hidden = wb["Cán bộ"].row_dimensions[3].hidden = True

    book = read(edit)
    problem = the(book, "hidden-row")
    assert (problem.sheet, problem.cell, problem.severity) == ("Cán bộ", "A2", "warning")
    assert "Các dòng 2–3" in problem.message_vi
    assert len(book.people) == 3


def test_hidden_column_and_sheet(read: Read) -> None:
    def edit(wb: openpyxl.Workbook) -> None:
        wb["Cán bộ"].column_dimensions["D"].hidden = True
        wb["Xếp loại"].sheet_state = "hidden"

    book = read(edit)
    assert (the(book, "hidden-column").sheet, the(book, "hidden-column").cell) == ("Cán bộ", "D1")
    assert the(book, "hidden-sheet").sheet == "Xếp loại"
    assert book.people["A02"].facts["ratings"] == {2024: "hoan-thanh-xuat-sac"}


@pytest.mark.parametrize("header", ["HỌ VÀ TÊN", "Họ tên", "họ  và tên *", "Họ và tên (viết có dấu)", "Ho va ten"])
def test_harmless_variants_of_a_header(read: Read, header: str) -> None:
    assert read(put("Cán bộ", C1=header)).problems == []


def test_renamed_required_header(read: Read) -> None:
    book = read(put("Cán bộ", C1="Họ và tên đệm"))
    problem = the(book, "missing-column")
    assert (problem.sheet, problem.cell, problem.severity) == ("Cán bộ", "C1", "error")
    assert "“Họ và tên”" in problem.message_vi
    assert "đổi tiêu đề thành “Họ và tên”" in problem.what_to_do_vi
    assert book.people == {}
    assert [n.subject for n in book.nominations] == ["P1"]


def test_renamed_optional_header_suggests_the_right_one(read: Read) -> None:
    problem = the(read(put("Cán bộ", D1="Ngày sinh nhật")), "unknown-column")
    assert (problem.sheet, problem.cell, problem.severity) == ("Cán bộ", "D1", "warning")
    assert "“Ngày sinh”" in problem.what_to_do_vi


def test_extra_column(read: Read) -> None:
    book = read(put("Cán bộ", Z1="Sở thích", Z2="bóng bàn"))
    problem = the(book, "unknown-column")
    assert (problem.sheet, problem.cell, problem.severity) == ("Cán bộ", "Z1", "warning")
    assert len(book.people) == 3


def test_no_header_at_all(read: Read) -> None:
    book = read(lambda wb: wb["Xếp loại"].delete_rows(1))
    problem = the(book, "no-header")
    assert (problem.sheet, problem.cell, problem.severity) == ("Xếp loại", "", "error")
    assert all("ratings" not in p.complete for p in book.people.values())


def test_rows_that_are_no_data(read: Read) -> None:
    def edit(wb: openpyxl.Workbook) -> None:
        sheet = wb["Cán bộ"]
        sheet.insert_rows(3)
        sheet["A6"] = 4
        sheet["A7"], sheet["B7"], sheet["C7"] = "Ví dụ", "A01", "Nguyễn Văn A01"
        sheet["A8"], sheet["S8"] = "Tổng cộng", 99
        sheet["C9"], sheet["S9"] = "Cộng:", "=SUM(S2:S4)"
        sheet["B10"] = "   "

    book = read(edit)
    assert book.problems == []
    assert [p.row for p in book.people.values()] == [2, 4, 5]


def test_missing_required_sheet(read: Read) -> None:
    book = read(lambda wb: wb.remove(wb["Cán bộ"]))
    problem = the(book, "missing-sheet")
    assert (problem.sheet, problem.cell, problem.severity) == ("Cán bộ", "", "error")
    assert "Hãy thêm trang “Cán bộ”" in problem.what_to_do_vi
    assert [n.subject for n in book.nominations] == ["P1"]
    assert [(r.row, r.person) for r in book.unreadable_rows if r.sheet == "Đề nghị"] == [(2, "A01"), (3, "A02")]


def test_missing_optional_sheet_leaves_its_kind_unknown(read: Read) -> None:
    book = read(lambda wb: wb.remove(wb["Kỷ luật và tạm dừng"]))
    assert the(book, "missing-sheet").severity == "warning"
    assert all("discipline" not in p.facts and "holds" not in p.facts for p in book.people.values())


def test_renamed_sheet(read: Read) -> None:
    def edit(wb: openpyxl.Workbook) -> None:
        wb["Cán bộ"].title = "Cán bộ 2025"

    book = read(edit)
    assert "đổi tên thành “Cán bộ”" in the(book, "missing-sheet").what_to_do_vi
    assert the(book, "unknown-sheet").sheet == "Cán bộ 2025"


def test_sheet_names_without_diacritics(read: Read) -> None:
    def edit(wb: openpyxl.Workbook) -> None:
        wb["Cán bộ"].title = "CAN BO"

    book = read(edit)
    assert book.problems == []
    assert len(book.people) == 3


def test_ratings_in_columns_named_by_year(read: Read) -> None:
    def edit(wb: openpyxl.Workbook) -> None:
        sheet = wb["Xếp loại"]
        sheet["D1"], sheet["E1"], sheet["F1"] = 2023, "Năm 2024", "2025"
        sheet["D2"], sheet["E2"], sheet["F2"] = "HTTNV", "HTXSNV", None
        sheet["D3"], sheet["E3"], sheet["F3"] = "HTNV", "", "sai"

    book = read(edit)
    assert book.people["A01"].facts["ratings"] == {2023: "hoan-thanh-tot", 2024: "hoan-thanh-xuat-sac"}
    assert (the(book, "unknown-word").sheet, the(book, "unknown-word").cell) == ("Xếp loại", "F3")


def test_empty_workbook_is_refused(read: Read) -> None:
    def edit(wb: openpyxl.Workbook) -> Any:
        for sheet in wb:
            if sheet.title not in ("Hướng dẫn", "Kê khai đầy đủ"):
                sheet.delete_rows(2, sheet.max_row)

    with pytest.raises(UnreadableFile, match="chưa có dữ liệu nào"):
        read(edit)


def test_workbook_of_another_kind_is_refused(read: Read) -> None:
    def edit(wb: openpyxl.Workbook) -> Any:
        for sheet in list(wb)[1:]:
            wb.remove(sheet)

    with pytest.raises(UnreadableFile, match="không có trang nào của mẫu"):
        read(edit)
