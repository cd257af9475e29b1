"""One dirty cell at a time: the problem names sheet, cell, cause and remedy, and the row is or is not read as it should be."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from vinhdanh.workbook.cells import parse
from vinhdanh.workbook.schema import NOMINATIONS, PEOPLE

from .conftest import ON, Read, put, the

AWARDS = "Danh hiệu, khen thưởng đã có"
# sheet, cell, value, code of the problem, part of the message, part of what to do
ERRORS: list[tuple[str, str, Any, str, str, str]] = [
    ("Cán bộ", "D3", "31/02/1985", "no-such-date", "tháng 2/1985 không có ngày 31", "ngày/tháng/năm"),
    ("Cán bộ", "D3", "12/31/1985", "no-such-date", "không có tháng 31", "ngày/tháng/năm"),
    ("Cán bộ", "D3", "2/9/85", "short-year", "hai chữ số năm", "bốn chữ số"),
    ("Cán bộ", "D3", "không rõ", "bad-date", "“không rõ”", "ngày/tháng/năm"),
    ("Cán bộ", "D3", 99999999, "bad-date", "99999999", "ngày/tháng/năm"),
    ("Cán bộ", "D3", True, "bad-date", "cần một ngày", "ngày/tháng/năm"),
    ("Cán bộ", "D3", "02/09/1885", "year-out-of-range", "Năm 1885", "sửa lại năm"),
    ("Cán bộ", "D3", datetime(2015, 9, 2), "age", "tuổi 10", "Hãy sửa ngày sinh"),
    ("Cán bộ", "D3", datetime(1915, 9, 2), "age", "tuổi 110", "Hãy sửa ngày sinh"),
    ("Cán bộ", "H3", datetime(2026, 7, 1), "future-date", "sau ngày kiểm tra 15/12/2025", "đã xảy ra"),
    ("Cán bộ", "H3", datetime(1990, 7, 1), "before-birth", "quá sớm", "sửa ngày sinh"),
    ("Cán bộ", "B3", 12345678901234567, "key-lost-digits", "đổi thành số", "Văn bản"),
    ("Cán bộ", "B3", 123450000000, "key-lost-digits", "mất số 0", "Văn bản"),
    ("Cán bộ", "B3", "1.2345E+11", "key-lost-digits", "1.2345E+11", "Văn bản"),
    ("Cán bộ", "E3", "Nan", "unknown-word", "“Nan”", "danh sách"),
    ("Cán bộ", "L3", "có lẽ", "not-yes-no", "Có hoặc Không", "để trống nếu chưa biết"),
    ("Cán bộ", "F3", "P9", "unknown-unit", "“P9” không có", "trang “Đơn vị”"),
    ("Cán bộ", "M3", "Có", "head-without-unit", "đứng đầu đơn vị nào", "Đứng đầu đơn vị"),
    ("Cán bộ", "S3", "-3", "negative", "không thể âm", "sửa lại"),
    ("Cán bộ", "S3", "ba năm", "not-a-number", "“ba năm”", "dấu phẩy"),
    ("Cán bộ", "B3", "P1", "key-of-unit", "đã dùng cho một đơn vị", "khác mã đơn vị"),
    ("Xếp loại", "E3", "Hoàn thành xuất sắt nhiệm vụ", "unknown-word", "không có trong danh mục", "Hoàn thành xuất sắc nhiệm vụ"),
    ("Xếp loại", "D3", 2031, "year-out-of-range", "Năm 2031", "bốn chữ số"),
    ("Xếp loại", "D3", 1024, "year-out-of-range", "Năm 1024", "bốn chữ số"),
    ("Xếp loại", "D3", "năm ngoái", "bad-year", "“năm ngoái”", "bốn chữ số"),
    ("Xếp loại", "D3", 2009, "before-employment", "trước khi “Nguyễn Văn A02”", "ngày tuyển dụng"),
    ("Xếp loại", "B3", "A99", "unknown-person", "mã “A99”", "Cán bộ"),
    (AWARDS, "D2", "Chiến sĩ thi đua cơ sơ sở", "unknown-word", "không có trong danh mục", "Chiến sĩ thi đua cơ sở"),
    (AWARDS, "D2", "TTLĐTT", "wrong-subject", "dành cho tập thể", "sửa danh hiệu"),
    (AWARDS, "E2", 2004, "before-employment", "(2005)", "Hãy sửa năm"),
    (AWARDS, "I2", datetime(2022, 12, 20), "decided-too-early", "trước năm thành tích 2023", "sửa ngày quyết định"),
    (AWARDS, "J2", "Công trang hiến", "unknown-word", "“Công trang hiến”", "danh sách"),
    ("Sáng kiến và đề tài", "H2", "Cấp vũ trụ", "unknown-word", "“Cấp vũ trụ”", "danh sách"),
    ("Kỷ luật và tạm dừng", "D2", "Khiễn trách nặng nề", "unknown-word", "không có trong danh mục", "danh sách"),
    ("Kỷ luật và tạm dừng", "G2", datetime(2021, 3, 10), "end-before-start", "10/03/2021 trước ngày bắt đầu 10/03/2022", "sửa một trong hai"),
    ("Kỷ luật và tạm dừng", "F2", datetime(2021, 3, 10), "decided-too-early", "trước năm vi phạm 2022", "năm vi phạm"),
    ("Vắng mặt và đào tạo", "F2", datetime(2024, 1, 31), "end-before-start", "trước ngày bắt đầu", "sửa một trong hai"),
    ("Tập thể", "S2", 120, "over-100", "lớn hơn 100 %", "từ 0 đến 100"),
    ("Tập thể", "S2", 0.8, "fraction", "0,8 % hay 80 %", "từ 0 đến 100"),
    ("Tập thể", "S2", 50, "share-mismatch", "không khớp với 8 trên 10", "sửa tỷ lệ"),
    ("Tập thể", "R2", 11, "over-total", "Số 11 lớn hơn tổng số 10", "sửa một trong hai"),
    ("Tập thể", "V2", 2.5, "not-whole", "cần số nguyên", "số nguyên"),
    ("Đề nghị", "D3", "Huân chương Lao động hạng Tư nhé", "unknown-word", "không có trong danh mục", "danh sách"),
    ("Đề nghị", "D4", "LĐTT", "wrong-subject", "dành cho cá nhân, không dành cho tập thể “Phòng 1”", "sửa mã"),
    ("Đề nghị", "J2", 12, "over-total", "Số 12 lớn hơn tổng số 9", "sửa một trong hai"),
    ("Đề nghị", "K2", 9, "over-total", "Số 9 lớn hơn tổng số 8", "sửa một trong hai"),
    ("Đề nghị", "F2", 2026, "year-out-of-range", "Năm 2026", "sửa lại năm"),
    ("Đề nghị", "E3", 2009, "before-employment", "được tuyển dụng (2010)", "sửa năm"),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "code", "message", "what"), ERRORS)
def test_error_in_one_cell(read: Read, sheet: str, cell: str, value: Any, code: str, message: str, what: str) -> None:
    book = read(put(sheet, **{cell: value}))
    problem = the(book, code)
    assert (problem.sheet, problem.cell, problem.severity) == (sheet, cell, "error")
    assert message in problem.message_vi
    assert what in problem.what_to_do_vi
    assert (sheet, problem.row) in [(r.sheet, r.row) for r in book.unreadable_rows]


def test_clean_workbook_has_no_problem(read: Read) -> None:
    book = read()
    assert book.problems == []
    assert (len(book.people), len(book.units), len(book.nominations)) == (3, 2, 3)
    assert book.unreadable_rows == []


@pytest.mark.parametrize(
    ("cell", "value", "code", "message"),
    [
        ("D3", 31292, "date-as-number", "máy hiểu là 02/09/1985"),
        ("D3", 1985, "date-as-number", "năm 1985, không rõ ngày"),
        ("B4", 7.0, "key-as-number", "máy hiểu là “7”"),
    ],
)
def test_warning_in_one_cell(read: Read, cell: str, value: Any, code: str, message: str) -> None:
    def edit(wb: Any) -> None:
        wb["Cán bộ"][cell].number_format = "General"
        wb["Cán bộ"][cell] = value

    book = read(edit)
    problem = the(book, code)
    assert (problem.sheet, problem.cell, problem.severity) == ("Cán bộ", cell, "warning")
    assert message in problem.message_vi
    assert len(book.people) == 3


def test_year_typed_into_a_date_cell(read: Read) -> None:
    book = read(put("Cán bộ", H3=2010))
    assert (the(book, "date-as-number").cell, the(book, "date-as-number").severity) == ("H3", "warning")
    assert book.people["A02"].facts["employed"]["from"] == "2010"


@pytest.mark.parametrize("text", ["2/9/1985", "02-09-1985", "02.09.1985", " 2/9/1985 ", "1985-09-02", "ngày 2 tháng 9 năm 1985"])
def test_text_dates_are_day_first(read: Read, text: str) -> None:
    book = read(put("Cán bộ", D3=text))
    assert book.problems == []
    assert book.people["A02"].birth == date(1985, 9, 2)


@pytest.mark.parametrize(("text", "iso"), [("07/2010", "2010-07"), ("2010", "2010"), ("tháng 7/2010", "2010-07")])
def test_partial_dates(read: Read, text: str, iso: str) -> None:
    book = read(put("Cán bộ", H3=text))
    assert book.problems == []
    assert book.people["A02"].facts["employed"]["from"] == iso


def test_year_cell_formatted_as_date(read: Read) -> None:
    def edit(wb: Any) -> None:
        wb["Xếp loại"]["D3"] = 2024
        wb["Xếp loại"]["D3"].number_format = "dd/mm/yyyy"

    book = read(edit)
    assert (the(book, "year-as-date").cell, the(book, "year-as-date").severity) == ("D3", "warning")
    assert book.people["A02"].facts["ratings"] == {2024: "hoan-thanh-xuat-sac"}


@pytest.mark.parametrize(
    ("typed", "share"),
    [("95,5", Decimal("95.5")), ("95.5", Decimal("95.5")), ("95,5 %", Decimal("95.5")), (95.5, Decimal("95.5")), ("80", 80), ("1 %", 1)],
)
def test_decimal_comma(read: Read, typed: Any, share: Decimal) -> None:
    book = read(put("Tập thể", T2=typed))
    assert book.problems == []
    found = book.collectives["P1"].years[2025]["members"]["completed_share"]
    assert found == share
    assert isinstance(found, Decimal | int)


def test_thousands_and_stored_as_text() -> None:
    column = PEOPLE.column("months")
    assert parse(column, "1.200", ON).value == 1200
    assert parse(column, "1.200,5", ON).value == Decimal("1200.5")
    assert parse(column, "12", ON).value == 12


@pytest.mark.parametrize(
    ("typed", "value"),
    [("x", True), ("X", True), ("TRUE", True), (True, True), (1, True), ("1", True), ("có", True), ("Không", False), (False, False), (0, False)],
)
def test_yes_and_no(read: Read, typed: Any, value: bool) -> None:
    book = read(put("Cán bộ", L3=typed))
    assert book.problems == []
    assert book.people["A02"].facts["person"]["leader"] is value


def test_nfd_and_blanks_are_tidied(read: Read) -> None:
    name = unicodedata.normalize("NFD", "Nguyễn") + "\u00a0 Văn  A02 "
    book = read(put("Cán bộ", C3=name))
    assert book.problems == []
    assert book.people["A02"].name == "Nguyễn Văn A02"
    assert book.notes == ["Đã chuẩn hóa 1 ô chữ Unicode tổ hợp sang Unicode dựng sẵn."]


@pytest.mark.parametrize(
    ("typed", "font", "preview"),
    [
        ("NguyÔn V¨n An", "TCVN3", "Nguyễn Văn An"),
        ("TrÇn ThÞ Hµ", "TCVN3", "Trần Thị Hà"),
        ("Nguyeãn Vaên An", "VNI", "Nguyễn Văn An"),
    ],
)
def test_old_fonts_are_refused_with_a_preview(read: Read, typed: str, font: str, preview: str) -> None:
    problem = the(read(put("Cán bộ", C3=typed)), "legacy-encoding")
    assert (problem.sheet, problem.cell, problem.severity) == ("Cán bộ", "C3", "error")
    assert font in problem.message_vi
    assert f"“{preview}”" in problem.message_vi
    assert "Unicode" in problem.what_to_do_vi


@pytest.mark.parametrize("name", ["Élise Müller", "José García", "Y Blôk Êban", "HOÀNG TOÀN"])
def test_foreign_and_minority_names_are_not_old_fonts(read: Read, name: str) -> None:
    assert read(put("Cán bộ", C3=name)).people["A02"].name == name


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("LĐTT", "lao-dong-tien-tien"),
        ("lao dong tien tien", "lao-dong-tien-tien"),
        ("CSTĐCS", "chien-si-thi-dua-co-so"),
        ("CSTĐ cơ sở", "chien-si-thi-dua-co-so"),
        ("Chiến sỹ thi đua cơ sở", "chien-si-thi-dua-co-so"),
        ("CSTĐ ngành", "chien-si-thi-dua-nganh"),
        ("CSTĐTQ", "chien-si-thi-dua-toan-quoc"),
        ("BK TTg", "bang-khen-thu-tuong"),
        ("BKTTCP", "bang-khen-thu-tuong"),
        ("HCLĐ hạng Ba", "huan-chuong-lao-dong-ba"),
        ("HCLĐ hạng III", "huan-chuong-lao-dong-ba"),
        ("HCLĐ hạng Nhì", "huan-chuong-lao-dong-nhi"),
        ("Huân chương Lao động hạng Nhất", "huan-chuong-lao-dong-nhat"),
        ("giấy khen", "giay-khen"),
    ],
)
def test_award_names(typed: str, code: str) -> None:
    assert parse(NOMINATIONS.column("award"), typed, ON).value == code


def test_formula_errors_are_found_though_calamine_hides_them(read: Read) -> None:
    def edit(wb: Any) -> None:
        wb["Xếp loại"]["E2"] = "#N/A"
        wb["Xếp loại"]["E2"].data_type = "e"

    problem = the(read(edit), "formula-error")
    assert (problem.sheet, problem.cell, problem.severity) == ("Xếp loại", "E2", "error")
    assert "#N/A" in problem.message_vi
    assert "sửa công thức" in problem.what_to_do_vi


@pytest.mark.parametrize(
    ("sheet", "cell", "code"),
    [("Cán bộ", "B3", "key-lost-digits"), ("Cán bộ", "D3", "bad-date"), ("Xếp loại", "D3", "bad-year"), ("Tập thể", "Q2", "not-a-number")],
)
def test_number_beyond_all_bounds(read: Read, sheet: str, cell: str, code: str) -> None:
    problem = the(read(put(sheet, **{cell: 1.7976931348623157e308})), code)
    assert (problem.sheet, problem.cell) == (sheet, cell)


def test_formula_never_computed(read: Read) -> None:
    problem = the(read(put("Xếp loại", E2='="HTT"&"NV"')), "formula-empty")
    assert (problem.sheet, problem.cell, problem.severity) == ("Xếp loại", "E2", "error")
    assert "chưa có kết quả" in problem.message_vi
