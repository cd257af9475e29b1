"""Rows under review as tables of the workbook reader, with everything it finds wrong noted by row and column name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from vinhdanh.records.importing import cellstore
from vinhdanh.records.importing.layout import Layout
from vinhdanh.workbook.cells import Issue, Raw
from vinhdanh.workbook.grid import Grid
from vinhdanh.workbook.guard import Marks
from vinhdanh.workbook.log import Log
from vinhdanh.workbook.schema import RATINGS, Sheet
from vinhdanh.workbook.table import Table, read_table

Place = tuple[str, int]  # sheet id, row number
Cells = dict[str, Any]


class Found(NamedTuple):
    """Something wrong at a column of a row."""

    col: str
    issue: Issue


class Notes(Log):
    """The reader's log, kept by row and column name. While a table is read ``numbers`` says which rows its rows are."""

    def __init__(self) -> None:
        super().__init__([])
        self.found: defaultdict[Place, list[Found]] = defaultdict(list)
        self.cols: dict[str, dict[int, str]] = {}
        self.numbers: Sequence[int] | None = None

    def add(self, sheet: str, row: int, col: int, issue: Issue, place: str | None = None) -> None:
        """Note an issue at a row and column, both as the reader counts them."""
        number = self.numbers[max(row - 2, 0)] if self.numbers else row  # what is wrong with the header stands in the first row
        here = Found(self.cols.get(sheet, {}).get(col, ""), issue)
        if here.col == "birth" and issue.code == "date-as-number":
            return  # a year of birth alone is what many lists hold; nothing to doubt
        if here not in self.found[sheet, number]:
            self.found[sheet, number].append(here)

    def note(self, sheet: str, number: int, col: str, severity: Any, code: str, message: str, what: str = "") -> None:
        """Note something at a named column."""
        here = Found(col, Issue(severity, code, message, what))
        if here not in self.found[sheet, number]:
            self.found[sheet, number].append(here)


def positions(layout: Layout) -> dict[str, int]:
    """Where each key of a sheet stands; what was given for the whole list stands behind the last column."""
    last = max([*layout.cols.values(), *layout.years.values(), 0])
    out = {n: layout.place(n) for n in layout.names()}
    for name in [n for n, at in out.items() if at == 0]:
        last += 1
        out[name] = last
    return out


def table_of(spec: Sheet, layout: Layout, rows: Sequence[tuple[int, Cells]], on: dt.date, notes: Notes) -> Table:
    """A table of these rows as the reader makes it from a sheet."""
    at = positions(layout)
    known = {c.name: c.header for c in spec.columns}
    used = {n: c for n, c in at.items() if n in known or (spec is RATINGS and n.isdigit())}
    notes.cols[layout.id] = {c: n for n, c in at.items()}
    notes.numbers = [n for n, _ in rows]
    table = read_table(_grid(layout.id, used, known, rows), spec, on, notes, 0)
    for row in table.rows:
        row.number = notes.numbers[row.number - 2]
    notes.numbers = None
    return table


def _grid(name: str, used: dict[str, int], known: dict[str, str], rows: Sequence[tuple[int, Cells]]) -> Grid:
    width = max(used.values(), default=0)
    head: list[Raw] = [""] * width
    for key, col in used.items():
        head[col - 1] = known.get(key, key)
    marks, out = Marks(), [head]
    for at, (_, cells) in enumerate(rows, 2):
        line: list[Raw] = [""] * width
        for key, value in cells.items():
            col = used.get(key, 0)
            if col:
                line[col - 1] = _raw(value, at, col, marks)
        out.append(line)
    return Grid(name, out, [], marks, True)


def _raw(value: Any, row: int, col: int, marks: Marks) -> Raw:
    if cellstore.is_error(value):
        if value == cellstore.UNCOMPUTED:
            marks.uncomputed.add((row, col))
        else:
            marks.errors[row, col] = value
        return ""
    return value  # type: ignore[no-any-return]
