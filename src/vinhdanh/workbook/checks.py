"""Checks that several sheets share: dates in order, nothing before the person was employed, parts not above the whole."""

from __future__ import annotations

from vinhdanh.workbook.model import Collective, Subject
from vinhdanh.workbook.state import State
from vinhdanh.workbook.table import Row


def dates_in_order(state: State, row: Row, start: str, end: str) -> None:
    """Notes an error if the row's end lies before its start."""
    first, last = row.get(start), row.get(end)
    if first and last and last.last < first.first:
        state.error(row, end, "end-before-start", f"Ngày kết thúc {last} trước ngày bắt đầu {first}.", "Hãy sửa một trong hai ngày.")


def years_in_order(state: State, row: Row, start: str, end: str) -> None:
    """Notes an error if the row's last year lies before its first."""
    first, last = row.get(start), row.get(end) or row.get("year")
    if first and last and last < first:
        state.error(row, (end, start), "end-before-start", f"Năm cuối {last} trước năm đầu {first}.", "Hãy sửa một trong hai năm.")


def year_of(row: Row) -> int | None:
    """The year a record is for: as typed, else the last of its achievement period."""
    year: int | None = row.get("year") or row.get("to")
    return year


def not_before_work(state: State, row: Row, subject: Subject, column: str, year: int) -> bool:
    """Notes an error if the year lies before the person was employed; whether all is well. For a unit it is a warning
    only, since a unit may carry on what its predecessors were given."""
    starts = [s[:4] for s in (_start(subject, "employed", "from"), _start(subject, "service", "from"), _start(subject, "collective", "founded")) if s]
    if not starts or year >= int(min(starts)):
        return True
    if isinstance(subject, Collective):
        what = "Nếu là thành tích của đơn vị trước khi sáp nhập, đổi tên thì bỏ qua cảnh báo này."
        state.warn(row, column, "before-founding", f"Năm {year} trước khi “{subject.name}” được thành lập ({min(starts)}).", what)
        return True
    state.error(
        row,
        column,
        "before-employment",
        f"Năm {year} trước khi “{subject.name}” được tuyển dụng ({min(starts)}).",
        "Hãy sửa năm, hoặc sửa ngày tuyển dụng.",
    )
    return False


def _start(subject: Subject, kind: str, name: str) -> str | None:
    found: str | None = subject.facts.get(kind, {}).get(name)
    return found


def at_most(state: State, row: Row, part: str, whole: str) -> None:
    """Notes an error if a count is larger than the total it is part of."""
    a, b = row.get(part), row.get(whole)
    if a is not None and b is not None and a > b:
        state.error(row, part, "over-total", f"Số {a} lớn hơn tổng số {b}.", "Hãy sửa một trong hai con số.")
