"""One sheet as rows of typed values: finding the header row, matching columns, skipping what is no data, parsing cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from vinhdanh.merit.text import fold, nearest, tidy
from vinhdanh.workbook.cells import Issue, Parsed, Raw, clean, is_nfd, parse
from vinhdanh.workbook.grid import Grid
from vinhdanh.workbook.lexicon import key
from vinhdanh.workbook.log import Log, cell, letters
from vinhdanh.workbook.schema import EXAMPLE, RATINGS, Column, Sheet

_TOTALS = frozenset(key(t) for t in ("Tổng", "Cộng", "Tổng cộng", "Tổng số", "Tổng cộng số", "Cộng tổng", "Tổng cộng toàn đơn vị"))
_EXAMPLE = key(EXAMPLE)
_HEADER_ROWS = 20
_NUMBERED = 3
_REMEMBERED = 50_000
_YEAR_HEADER = re.compile(r"(?:nam )?((?:19|20)\d\d)")
_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(slots=True)
class Row:
    """One row of data. ``values`` holds what could be read, by column name; ``years`` ratings given in columns named by a
    year; ``bad``: an error stands in it; ``cols`` column numbers (from 1) by column name."""

    sheet: str
    number: int
    cols: dict[str, int]
    values: dict[str, Any] = field(default_factory=dict)
    years: dict[int, tuple[str, int]] = field(default_factory=dict)
    bad: bool = False

    def get(self, name: str) -> Any:
        """The value of a column, None if blank or unreadable."""
        return self.values.get(name)

    def col(self, *names: str) -> int:
        """The number of the first of these columns that holds a value, else of the first the sheet has; 1 if it has none."""
        held = (self.cols[n] for n in names if n in self.values and n in self.cols)
        return next(held, next((self.cols[n] for n in names if n in self.cols), 1))


@dataclass(slots=True)
class Table:
    """A sheet that was read. ``usable`` is False if it is missing or lacks a column that must be there. ``top``: the row of the
    header, counted from 1; ``cols`` and ``years``: where (from 1) the columns stand, by name, and those named by a year."""

    spec: Sheet
    name: str
    rows: list[Row] = field(default_factory=list)
    usable: bool = True
    nfd: int = 0
    top: int = 0
    cols: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)


def read_table(grid: Grid, spec: Sheet, on: date, log: Log, top: int | None = None) -> Table:
    """Reads one sheet. Problems of its header, cells, merges and hidden rows go to ``log``. ``top``: the row of the header
    (from 0) where that is known already."""
    reader = _Reader(grid, spec, on, log, top)
    return reader.read()


def header_key(text: object) -> str:
    """What harmless variants of a header share: no brackets, stars, diacritics or blanks."""
    return key(_BRACKETS.sub("", tidy(str(text))))


class _Reader:
    def __init__(self, grid: Grid, spec: Sheet, on: date, log: Log, top: int | None = None) -> None:
        self.grid, self.spec, self.on, self.log, self.top = grid, spec, on, log, top
        self.table = Table(spec, grid.name)
        self.columns: dict[int, Column] = {}
        self.years: dict[int, int] = {}
        self.wanted: list[tuple[int, Column]] = []
        self.must: list[Column] = []
        self.cols: dict[str, int] = {}
        self.seen: dict[tuple[str, type, Raw], tuple[Parsed, bool]] = {}

    def read(self) -> Table:
        """The table of the sheet."""
        if not self.grid.visible:
            self._say(0, 0, "warning", "hidden-sheet", "Trang tính đang bị ẩn nhưng vẫn được đọc.", "Hãy hiện trang, hoặc xóa nếu không dùng.")
        top = self._find_header() if self.top is None else self.top
        if top is None or not self._match(top):
            self.table.usable = False
            return self.table
        self.table.top, self.table.cols, self.table.years = top + 1, self.cols, {y: i + 1 for i, y in self.years.items()}
        self.wanted = [(i, c) for i, c in self.columns.items() if c.name != "stt"]
        self.must = [c for c in self.spec.columns if c.required]
        self.table.rows = list(self._rows(top))
        self._hidden()
        self._merges(top)
        return self.table

    def _say(self, row: int, col: int, severity: Any, code: str, message: str, what: str) -> None:
        self.log.say(self.grid.name, row, col, severity, code, message, what)

    def _known(self) -> dict[str, Column]:
        return {header_key(h): c for c in reversed(self.spec.columns) for h in (*reversed(c.aliases), c.header)}

    def _find_header(self) -> int | None:
        known = self._known()
        scores = [(sum(header_key(c) in known for c in row if c != ""), -i) for i, row in enumerate(self.grid.rows[:_HEADER_ROWS])]
        best, at = max(scores, default=(0, 0))
        needed = [c.header for c in self.spec.columns if c.required]
        if best >= min(2, len(self.spec.columns)):
            return -at
        names = ", ".join(f"“{h}”" for h in needed) or "“Mã”, “Họ và tên”"
        self._say(
            0,
            0,
            "error",
            "no-header",
            f"Không tìm thấy dòng tiêu đề cột trong {_HEADER_ROWS} dòng đầu.",
            f"Hãy đặt dòng tiêu đề với các cột {names} như tệp mẫu.",
        )
        return None

    def _match(self, top: int) -> bool:
        """Assigns columns to the cells of the header row; whether all that must be there are."""
        known = self._known()
        strangers: dict[int, str] = {}
        for i, raw in enumerate(self.grid.rows[top]):
            if tidy(str(raw)) and not self._assign(i, raw, known) and not self._again(top, i, raw, known):
                strangers[i] = tidy(str(raw))
        self.cols = {c.name: i + 1 for i, c in self.columns.items()}
        missing = [c for c in self.spec.columns if c.required and c.name not in self.cols]
        self._strangers(top, strangers)
        for column in missing:
            self._missing(top, column, strangers)
        return not missing and self._names_somebody(top)

    def _names_somebody(self, top: int) -> bool:
        names = {c.name for c in self.spec.columns}
        if {"key", "name"} <= names and not {"key", "name"} & set(self.cols):
            self._say(top + 1, 1, "error", "missing-column", "Thiếu cột mã và cột tên.", "Hãy thêm cột “Mã” hoặc cột họ tên như tệp mẫu.")
            return False
        return True

    def _assign(self, i: int, raw: Raw, known: dict[str, Column]) -> bool:
        column = known.get(header_key(raw))
        year = _YEAR_HEADER.fullmatch(fold(str(raw).removesuffix(".0")))
        if column and column.name not in {c.name for c in self.columns.values()}:
            self.columns[i] = column
        elif year and self.spec is RATINGS:
            self.years[i] = int(year[1])
        return i in self.columns or i in self.years

    def _again(self, top: int, i: int, raw: Raw, known: dict[str, Column]) -> bool:
        """Whether a header repeats one to its left; which of the two columns is meant cannot be known."""
        column = known.get(header_key(raw))
        first = next((j for j, c in self.columns.items() if c is column), None)
        if first is None:
            return False
        said = f"Tiêu đề “{tidy(str(raw))}” đã có ở cột {letters(first + 1)}; cột này không được đọc."
        self._say(top + 1, i + 1, "error", "duplicate-column", said, "Hãy xóa cột thừa, hoặc sửa tiêu đề cho đúng mẫu.")
        return True

    def _free(self) -> list[Column]:
        return [c for c in self.spec.columns if c.name not in self.cols]

    def _strangers(self, top: int, strangers: dict[int, str]) -> None:
        for i, text in strangers.items():
            near = nearest(text, [c.header for c in self._free()], 0.7)
            hint = f"Nếu là cột “{near}”, hãy sửa tiêu đề cho đúng." if near else "Nếu không cần, hãy bỏ qua cảnh báo này."
            self._say(top + 1, i + 1, "warning", "unknown-column", f"Cột “{text}” không có trong mẫu nên không được đọc.", hint)

    def _missing(self, top: int, column: Column, strangers: dict[int, str]) -> None:
        near = nearest(column.header, strangers.values(), 0.6)
        at = next((i + 1 for i, t in strangers.items() if t == near), 1)
        hint = f"Cột “{near}” có lẽ là cột này: hãy đổi tiêu đề thành “{column.header}”." if near else f"Hãy thêm cột “{column.header}” như tệp mẫu."
        self._say(top + 1, at, "error", "missing-column", f"Thiếu cột bắt buộc “{column.header}”; cả trang không được đọc.", hint)

    def _rows(self, top: int) -> Iterator[Row]:
        width = max((*self.columns, *self.years), default=0) + 1
        errors = self.grid.marks.bad_rows
        for number, raws in enumerate(self.grid.rows[top + 1 :], top + 2):
            numbers = number == top + 2 and _numbered(raws[:width])
            if self._sample(raws) and self._overwritten(raws):
                self._used(number)
            if not numbers and not self._skipped(raws[:width], number in errors):
                yield self._row(number, raws, number in errors)

    def _skipped(self, raws: list[Raw], marked: bool) -> bool:
        """Blank rows (unless formulas failed in them), rows with a serial number only, example rows and rows of totals."""
        stt = self.cols.get("stt", 0) - 1
        held = [(i, c) for i, c in enumerate(raws) if c != "" and (i in self.columns or i in self.years) and clean(c) != ""]
        if not held or held[-1][0] == stt == held[0][0]:
            return not marked
        if self._sample(raws):
            return True
        first = held[1] if held[0][0] == stt and len(held) > 1 else held[0]
        return any(isinstance(c, str) and key(c) in _TOTALS for _, c in (held[0], first))

    def _sample(self, raws: list[Raw]) -> bool:
        """Whether the row is marked as the sample row of the template."""
        stt = self.cols.get("stt", 0) - 1
        return 0 <= stt < len(raws) and raws[stt] != "" and key(str(raws[stt])).startswith(_EXAMPLE)

    def _overwritten(self, raws: list[Raw]) -> bool:
        """Whether somebody typed data of their own into a sample row (its key or name is not the sample's)."""
        samples = {i: str(c.example) for i, c in self.columns.items() if c.name in ("key", "name") and c.example}
        typed = {i: key(str(clean(raws[i]))) for i in samples if i < len(raws) and raws[i] != ""}
        return any(text != key(samples[i]) for i, text in typed.items())

    def _used(self, number: int) -> None:
        said = f"Dòng còn chữ {EXAMPLE} ở cột STT nhưng không phải dòng mẫu của tệp mẫu; dòng này không được đọc."
        what = f"Nếu là dữ liệu thật, hãy xóa chữ {EXAMPLE}; nếu không, hãy xóa dòng."
        self._say(number, self.cols["stt"], "warning", "example-used", said, what)

    def _row(self, number: int, raws: list[Raw], marked: bool) -> Row:
        row = Row(self.grid.name, number, self.cols)
        for i, column in self.wanted:
            if i < len(raws) and raws[i] != "":
                self._cell(row, i + 1, column, raws[i])
        for i, year in self.years.items():
            if i < len(raws) and raws[i] != "":
                self._year(row, i + 1, year, raws[i])
        if marked:
            self._marked(row)
        self._required(row)
        return row

    def _cell(self, row: Row, col: int, column: Column, raw: Raw) -> None:
        parsed = self._parsed(column, raw)
        if parsed.issue:
            self._issue(row, col, parsed.issue)
        if parsed.value is not None:
            row.values[column.name] = parsed.value

    def _parsed(self, column: Column, raw: Raw) -> Parsed:
        """The value of a cell; what many rows repeat (years, awards, dates) is worked out once."""
        place = (column.name, type(raw), raw)
        found = self.seen.get(place)
        if found is None:
            text = clean(raw)
            found = (Parsed(None) if text == "" else parse(column, text, self.on)), is_nfd(raw)
            if len(self.seen) < _REMEMBERED:
                self.seen[place] = found
        self.table.nfd += found[1]
        return found[0]

    def _issue(self, row: Row, col: int, issue: Issue) -> None:
        self.log.add(self.grid.name, row.number, col, issue)
        row.bad = row.bad or issue.severity == "error"

    def _year(self, row: Row, col: int, year: int, raw: Raw) -> None:
        parsed = parse(self.spec.column("rating"), clean(raw), self.on)
        if parsed.issue:
            self._issue(row, col, parsed.issue)
        elif parsed.value is not None:
            row.years[year] = (parsed.value, col)

    def _marked(self, row: Row) -> None:
        for col in (*(i + 1 for i, c in self.columns.items() if c.name != "stt"), *(i + 1 for i in self.years)):
            if issue := self.grid.marks.issue(row.number, col):
                self._issue(row, col, issue)

    def _required(self, row: Row) -> None:
        if row.bad:
            return
        for column in self.must:
            if column.name not in row.values:
                self._issue(row, row.col(column.name), Issue("error", "blank", f"Ô “{column.header}” bị bỏ trống.", column.help))

    def _hidden(self) -> None:
        numbers = [r.number for r in self.table.rows if r.number in self.grid.marks.hidden_rows]
        for first, last in _runs(numbers):
            rows = f"Dòng {first}" if first == last else f"Các dòng {first}–{last}"
            self._say(
                first,
                1,
                "warning",
                "hidden-row",
                f"{rows} đang bị ẩn nhưng vẫn được đọc.",
                "Hãy hiện dòng để kiểm tra; nếu không dùng thì xóa hẳn dòng.",
            )
        for i, column in self.columns.items():
            if self.grid.marks.hidden_col(i + 1):
                self._say(
                    1,
                    i + 1,
                    "warning",
                    "hidden-column",
                    f"Cột {letters(i + 1)} “{column.header}” đang bị ẩn nhưng vẫn được đọc.",
                    "Hãy hiện cột để kiểm tra.",
                )

    def _merges(self, top: int) -> None:
        numbered = {r.number: r for r in self.table.rows}
        for first, left, last, right in self.grid.merged:
            rows = [numbered[n] for n in range(first + 1, last + 2) if n in numbered]
            if last > top and rows and self._touches(left, right):
                self._merge(rows, first, left, last, right)

    def _touches(self, left: int, right: int) -> bool:
        return any(i in self.columns or i in self.years for i in range(left, right + 1))

    def _merge(self, rows: list[Row], first: int, left: int, last: int, right: int) -> None:
        place = f"{cell(first + 1, left + 1)}:{cell(last + 1, right + 1)}"
        message = f"Các ô {place} bị gộp, nên chỉ ô đầu có dữ liệu và các dòng này không được xét."
        self.log.add(
            self.grid.name, first + 1, left + 1, Issue("error", "merged", message, "Hãy bỏ gộp ô (Unmerge) và ghi đủ dữ liệu vào từng dòng."), place
        )
        for row in rows:
            row.bad = True


def _numbered(raws: list[Raw]) -> bool:
    """Whether a row holds nothing but the numbers of the columns, as forms print them under the header: (1) (2) (3)."""
    texts = [str(clean(c)).strip("()").removesuffix(".0") for c in raws if c != ""]
    numbers = [int(t) for t in texts if t.isascii() and t.isdigit() and len(t) < _NUMBERED]
    return len(numbers) == len(texts) >= _NUMBERED and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """The stretches of consecutive numbers in a sorted list, as (first, last)."""
    start = 0
    for i in range(1, len(numbers) + 1):
        if i == len(numbers) or numbers[i] != numbers[i - 1] + 1:
            yield numbers[start], numbers[i - 1]
            start = i
