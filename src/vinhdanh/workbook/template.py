"""Writing the empty workbook a clerk fills: sheets, drop-downs, help on every header, example rows, a page of instructions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook as Writer
from xlsxwriter.worksheet import Worksheet

from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.days import from_text
from vinhdanh.workbook.guide import GUIDE
from vinhdanh.workbook.log import letters
from vinhdanh.workbook.schema import DECLARATION, EXAMPLE, HELP_SHEET, LIST_SHEET, SHEETS, Column, Sheet

LAST_ROW = 20_000
"""Drop-downs and formats reach down to this row."""
_FORMATS = {
    "key": "@",
    "text": "@",
    "code": "@",
    "codes": "@",
    "yesno": "@",
    "day": "dd/mm/yyyy",
    "year": "0",
    "count": "0",
    "number": "0.##",
    "percent": "0.##",
}
_KINDS: dict[str, str] = {
    "day": "Ngày dạng dd/mm/yyyy.",
    "year": "Năm bốn chữ số.",
    "count": "Số nguyên.",
    "number": "Số, phần lẻ sau dấu phẩy.",
    "percent": "Số từ 0 đến 100, không kèm dấu %.",
    "key": "Gõ như chữ.",
}
Rows = dict[str, list[dict[str, Any]]]


def write_template(path: str | Path) -> None:
    """Writes the empty template, with example rows and everything declared complete. OSError if it cannot be written."""
    rows: Rows = {DECLARATION.id: [{"kind": name, "full": "Có"} for name in lx.DECLARED.labels()]}
    write_workbook(path, rows, examples=True)


def write_workbook(path: str | Path, rows: Rows, *, examples: bool = False) -> None:
    """Writes a workbook of the template's form that holds ``rows``: sheet id → rows → column name → value (dates as date)."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", "strings_to_numbers": False}) as book:
        book.set_properties({"title": "Bảng kê đề nghị khen thưởng", "created": datetime(2025, 1, 1)})
        style = _Style(book)
        _guide(book.add_worksheet(HELP_SHEET), style)
        sheets = {spec.id: book.add_worksheet(spec.name) for spec in SHEETS}
        lists = _lists(book.add_worksheet(LIST_SHEET))
        for spec in SHEETS:
            _sheet(sheets[spec.id], spec, style, lists, rows.get(spec.id, []), examples)


class _Style:
    """The cell formats of one workbook."""

    def __init__(self, book: Writer) -> None:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        head = {**base, "bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1}
        self.head = book.add_format({**head, "bg_color": "#E7E6E6"})
        self.must = book.add_format({**head, "bg_color": "#F8CBAD"})
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.prose = book.add_format({**base, "text_wrap": True})
        self.cells = {k: book.add_format({**base, "num_format": f}) for k, f in _FORMATS.items()}
        grey = {**base, "italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"}
        self.examples = {k: book.add_format({**grey, "num_format": f}) for k, f in _FORMATS.items()}


def _guide(sheet: Worksheet, style: _Style) -> None:
    sheet.set_column(0, 0, 110)
    for number, (heading, text) in enumerate(GUIDE):
        sheet.write_string(number, 0, text, style.title if heading else style.prose)
    row = len(GUIDE)
    for spec in SHEETS:
        sheet.write_string(row, 0, f"Trang “{spec.name}”", style.title)
        sheet.write_string(row + 1, 0, spec.help, style.prose)
        row = _columns_help(sheet, spec, style, row + 2)
    sheet.protect()


def _columns_help(sheet: Worksheet, spec: Sheet, style: _Style, row: int) -> int:
    for column in spec.columns:
        must = " (bắt buộc)" if column.required else ""
        sheet.write_string(row, 0, f"– {column.header}{must}: {_help(column)}", style.prose)
        row += 1
    return row


def _help(column: Column) -> str:
    kind = _KINDS.get(column.type, "")
    return column.help if not kind or kind.rstrip(".").lower() in column.help.lower() else f"{column.help} {kind}"


def _lists(sheet: Worksheet) -> dict[tuple[int, str], str]:
    """Writes the lists of all coded columns; for each, the range a drop-down refers to."""
    tables = {_list_of(c): c for spec in SHEETS for c in spec.columns if c.table}
    ranges: dict[tuple[int, str], str] = {}
    for at, (place, column) in enumerate(tables.items()):
        words = _words(column)
        sheet.write_column(0, at, [column.header, *words])
        col = letters(at + 1)
        ranges[place] = f"='{LIST_SHEET}'!${col}$2:${col}${len(words) + 1}"
    sheet.protect()
    sheet.hide()
    return ranges


def _list_of(column: Column) -> tuple[int, str]:
    """Which list a column offers: a column of awards that is read as text offers contest titles too."""
    return id(column.table), column.type


def _words(column: Column) -> list[str]:
    assert column.table is not None
    words = column.table.labels()
    return [*words, *lx.CONTESTS.labels()] if column.table is lx.AWARDS and column.type == "text" else words


def _sheet(sheet: Worksheet, spec: Sheet, style: _Style, lists: dict[tuple[int, str], str], rows: list[dict[str, Any]], examples: bool) -> None:
    sheet.freeze_panes(1, 3 if len(spec.columns) > 8 else 1)
    sheet.set_row(0, 48)
    for at, column in enumerate(spec.columns):
        sheet.set_column(at, at, column.width, style.cells[column.type])
        sheet.write_string(0, at, column.header, style.must if column.required else style.head)
        sheet.write_comment(0, at, ("Bắt buộc. " if column.required else "") + _help(column), {"x_scale": 2, "y_scale": 1.2, "author": "Vinh Danh"})
        _validate(sheet, at, column, lists)
    shown = examples and any(c.example != "" for c in spec.columns)
    if shown:
        _example(sheet, spec, style)
    for number, values in enumerate(rows, 2 if shown else 1):
        _row(sheet, spec, style, number, values)


def _validate(sheet: Worksheet, at: int, column: Column, lists: dict[tuple[int, str], str]) -> None:
    rule: dict[str, Any]
    if column.table and column.type != "codes":
        rule = {
            "validate": "list",
            "source": lists[_list_of(column)],
            "error_type": "stop" if column.type == "yesno" else "warning",
            "error_title": "Không có trong danh mục",
            "error_message": "Hãy chọn trong danh sách.",
        }
    elif column.type == "day":
        rule = {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1900, 1, 2),
            "maximum": date(2100, 12, 31),
            "error_type": "warning",
            "error_title": "Không phải ngày",
            "error_message": "Hãy ghi ngày/tháng/năm, ví dụ 02/09/2024.",
        }
    elif column.type == "percent":
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 100,
            "error_type": "warning",
            "error_title": "Tỷ lệ",
            "error_message": "Hãy ghi từ 0 đến 100.",
        }
    else:
        return
    sheet.data_validation(1, at, LAST_ROW, at, rule)


def _example(sheet: Worksheet, spec: Sheet, style: _Style) -> None:
    for at, column in enumerate(spec.columns):
        value = EXAMPLE if column.name == "stt" else column.example
        _write(sheet, 1, at, _dated(column, value), style.examples[column.type])


def _dated(column: Column, value: Any) -> Any:
    day = from_text(value) if column.type == "day" and isinstance(value, str) else None
    return day.first if day else value


def _row(sheet: Worksheet, spec: Sheet, style: _Style, number: int, values: dict[str, Any]) -> None:
    for at, column in enumerate(spec.columns):
        if values.get(column.name) is not None:
            _write(sheet, number, at, values[column.name], style.cells[column.type])


def _write(sheet: Worksheet, row: int, col: int, value: Any, style: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, col, datetime(value.year, value.month, value.day), style)
    elif isinstance(value, str):
        sheet.write_string(row, col, value, style) if value else sheet.write_blank(row, col, None, style)
    else:
        sheet.write_number(row, col, value, style)
