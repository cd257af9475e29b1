"""Collecting what is wrong: problems with their places, and the rows that therefore are not read."""

from __future__ import annotations

from vinhdanh.workbook.cells import Issue
from vinhdanh.workbook.model import Problem, Severity


def letters(col: int) -> str:
    """The letters of a column counted from 1: 1 → A, 27 → AA."""
    out = ""
    while col:
        col, rest = divmod(col - 1, 26)
        out = chr(65 + rest) + out
    return out


def cell(row: int, col: int) -> str:
    """The address of a cell, row and column counted from 1."""
    return f"{letters(col)}{row}"


class Log:
    """The problems of one reading, given back sorted by sheet and cell."""

    def __init__(self, sheets: list[str]) -> None:
        self._order = {name: i for i, name in enumerate(sheets)}
        self._found: dict[tuple[int, int, int, int], Problem] = {}

    def add(self, sheet: str, row: int, col: int, issue: Issue, place: str | None = None) -> None:
        """Notes an issue at a cell (row and column from 1; 0, 0: the sheet as a whole)."""
        where = place if place is not None else cell(row, col) if row and col else ""
        problem = Problem(sheet, where, row, issue.severity, issue.code, issue.message, issue.what)
        self._found[self._order.get(sheet, len(self._order)), row, col, len(self._found)] = problem

    def say(self, sheet: str, row: int, col: int, severity: Severity, code: str, message: str, what: str) -> None:
        """Notes a problem given in parts."""
        self.add(sheet, row, col, Issue(severity, code, message, what))

    def problems(self) -> list[Problem]:
        """All problems, sorted by the order of sheets, then row, then column."""
        return list(dict.fromkeys(self._found[k] for k in sorted(self._found)))
