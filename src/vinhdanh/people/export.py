"""What is held on a person, for that person: each application registers what it holds.

``register(name, rows)``: the name is the Vietnamese heading of the sheet, ``rows(person)`` answers a list of
dictionaries (Vietnamese column name → text, number, date or None), all of them with the same columns.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import xlsxwriter

from vinhdanh.people.models import Person
from vinhdanh.workbook.plain import plain_book

Cell = str | int | float | Decimal | bool | dt.date | dt.datetime | None
Row = Mapping[str, Cell]
_parts: dict[str, Callable[[Person], Sequence[Row]]] = {}


def register(name: str, rows: Callable[[Person], Sequence[Row]]) -> None:
    """Add a part; a name registered again replaces it."""
    _parts[name] = rows


def held_on(person: Person) -> dict[str, list[Row]]:
    """Everything held on a person, by part."""
    return {name: list(rows(person)) for name, rows in _parts.items()}


def as_json(person: Person) -> str:
    """Everything as JSON (dates as ISO text, decimals as text)."""
    return json.dumps(held_on(person), ensure_ascii=False, indent=2, default=str)


def as_excel(person: Person) -> bytes:
    """Everything as a workbook, a sheet for each part."""
    out = io.BytesIO()
    book = plain_book(out, in_memory=True, default_date_format="dd/mm/yyyy", remove_timezone=True)
    bold = book.add_format({"bold": True})
    for name, rows in held_on(person).items():
        _sheet(book, name, rows, bold)
    book.close()
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, rows: Sequence[Row], bold: object) -> None:
    sheet = book.add_worksheet(name[:31])
    heads = list(rows[0]) if rows else ["Không có dữ liệu"]
    sheet.write_row(0, 0, heads, bold)
    for number, row in enumerate(rows, 1):
        for column, head in enumerate(heads):
            sheet.write(number, column, _plain(row[head]))
    sheet.set_column(0, len(heads) - 1, 24)


def _plain(value: Cell) -> Cell:
    """Yes and no in words; everything else as it is."""
    return {True: "Có", False: "Không"}[value] if isinstance(value, bool) else value
