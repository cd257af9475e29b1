"""What a reading knows while it goes: the workbook being built, its tables, its log, and which data was lost to errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from vinhdanh.workbook.cells import Issue
from vinhdanh.workbook.lexicon import AWARDS
from vinhdanh.workbook.log import Log
from vinhdanh.workbook.model import Severity, Subject, UnreadableRow, Workbook
from vinhdanh.workbook.schema import SHEETS
from vinhdanh.workbook.table import Row, Table


@dataclass(slots=True)
class State:
    """``lost``: (subject key or None for anybody, kind of record) whose rows could not all be read; ``heads``, ``rated``,
    ``titled``, ``works``: the rows seen so far, to notice a second one."""

    book: Workbook
    log: Log
    tables: dict[str, Table]
    lost: set[tuple[str | None, str]] = field(default_factory=set)
    heads: dict[str, list[Row]] = field(default_factory=dict)
    rated: dict[tuple[str, int], tuple[str, Row]] = field(default_factory=dict)
    titled: dict[tuple[str, str, int], Row] = field(default_factory=dict)
    works: dict[tuple[str, str], Row] = field(default_factory=dict)

    def table(self, id_: str) -> Table:
        """The table of a sheet; an unusable empty one if the sheet is missing."""
        missing = next(s for s in SHEETS if s.id == id_)
        return self.tables.get(id_) or Table(missing, missing.name, usable=False)

    def say(self, row: Row, names: str | tuple[str, ...], severity: Severity, code: str, message: str, what: str) -> None:
        """Notes a problem at the first of the named columns that holds a value; an error makes the row bad."""
        at = row.col(*((names,) if isinstance(names, str) else names))
        self.log.add(row.sheet, row.number, at, Issue(severity, code, message, what))
        row.bad = row.bad or severity == "error"

    def error(self, row: Row, names: str | tuple[str, ...], code: str, message: str, what: str) -> None:
        """Notes an error, see :meth:`say`."""
        self.say(row, names, "error", code, message, what)

    def warn(self, row: Row, names: str | tuple[str, ...], code: str, message: str, what: str) -> None:
        """Notes a warning, see :meth:`say`."""
        self.say(row, names, "warning", code, message, what)

    def drop(self, row: Row, kinds: tuple[str, ...], subject: Subject | None = None) -> None:
        """Leaves a row out: it becomes an unreadable row, and its kinds of record are no longer complete for its subject."""
        unit = subject.unit if subject else _known_unit(self.book, row.get("unit"))
        person = subject.key if subject and subject.key in self.book.people else row.get("key")
        if subject and subject.key in self.book.collectives:
            person = None
        self.book.unreadable_rows.append(UnreadableRow(row.sheet, row.number, unit, _award(row.get("award")), person))
        self.lost.update((subject.key if subject else None, kind) for kind in kinds)


def _known_unit(book: Workbook, unit: Any) -> str | None:
    return unit if unit in book.units else None


def _award(value: Any) -> str | None:
    return AWARDS.code(value) if isinstance(value, str) else None
