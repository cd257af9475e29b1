"""Lists as Excel workbooks: sensitive fields masked, text kept as text (never a formula), dates and numbers as Vietnamese write them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from vinhdanh.records.kinds import Kind
from vinhdanh.records.queries import Filters
from vinhdanh.records.showing import Row, heads, rows
from vinhdanh.workbook.plain import plain_book

AT_MOST = 100_000
LOT = 2000
TOO_MANY = f"Chỉ xuất {AT_MOST:,} dòng đầu; lọc theo đơn vị, năm để xuất phần còn lại.".replace(",", ".")
DATES = ("decided_on", "paper_on", "since", "until", "ended_on")


def heading(kind: Kind, filters: Filters) -> str:
    """The line over the table: what was asked for."""
    parts = [filters.unit.name if filters.unit else "", f"năm {filters.year}" if filters.year else "", f"“{filters.name}”" if filters.name else ""]
    return " · ".join([kind.name, *(p for p in parts if p)])


def workbook(kind: Kind, records: QuerySet[Any], title: str, on: dt.date) -> bytes:
    """The workbook. Rows are read in lots, cells written as they come."""
    out = io.BytesIO()
    book = plain_book(out, in_memory=True, constant_memory=True)
    sheet = book.add_worksheet("Danh sách")
    formats = {n: book.add_format(f) for n, f in _FORMATS.items()}
    names = ["Tên sáng kiến, đề tài", "Tác giả"] if kind.joint else ["Họ tên, đơn vị", "Mã", "Nơi công tác"]
    columns = [*names, "Năm", *(h for h, _ in heads(kind))]
    sheet.set_column(0, len(columns) - 1, 22)
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, f"Xuất ngày {on:%d/%m/%Y}. Thông tin hạn chế không xuất.", formats["note"])
    for column, name in enumerate(columns):
        sheet.write_string(3, column, name, formats["head"])
    last = _body(sheet, kind, records, formats)
    sheet.freeze_panes(4, 1)
    sheet.autofilter(3, 0, max(last, 4), len(columns) - 1)
    book.close()
    return out.getvalue()


_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "note": {"font_color": "#635a50"},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "date": {"num_format": "dd/mm/yyyy", "align": "left"},
    "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
}


def _body(sheet: Any, kind: Kind, records: QuerySet[Any], formats: dict[str, Any]) -> int:
    line = 4
    for row in _lots(kind, records):
        _line(sheet, line, kind, row, formats)
        line += 1
    if line - 4 >= AT_MOST:
        sheet.write_string(line, 0, TOO_MANY)
    return line


def _lots(kind: Kind, records: QuerySet[Any]) -> Iterator[Row]:
    """Masked rows, lot by lot: within the order of the list, after the last row of the lot before."""
    for start in range(0, AT_MOST, LOT):
        lot: Sequence[Any] = list(records[start : min(start + LOT, AT_MOST)])
        yield from rows(None, kind, lot)
        if len(lot) < LOT:
            return


def _line(sheet: Any, line: int, kind: Kind, row: Row, formats: dict[str, Any]) -> None:
    record = row.record
    who = [row.who, row.where] if kind.joint else [row.who, (record.person or record.unit).key, row.where]
    for column, text in enumerate(who):
        sheet.write_string(line, column, text, formats["text"])
    sheet.write_number(line, len(who), record.year)
    for column, (field, (text, _)) in enumerate(zip(kind.listed, row.cells, strict=True), len(who) + 1):
        day = getattr(record, field) if field in DATES else None
        if isinstance(day, dt.date) and text == f"{day:%d/%m/%Y}":
            sheet.write_datetime(line, column, dt.datetime(day.year, day.month, day.day), formats["date"])
        else:
            sheet.write_string(line, column, text, formats["text"])
