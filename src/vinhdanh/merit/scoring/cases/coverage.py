"""Which of the checks a file states were carried out, and which are prose that no figure answers."""

from __future__ import annotations

import re
from collections.abc import Callable

from vinhdanh.merit.scoring.cases.document import Report

_BY: tuple[tuple[str, Callable[[Report], bool]], ...] = (
    (r"not scored 0|leaves the tree", lambda r: any("tiêu chí không tính" in x for x in r.remarks)),
    (r"not ranked", lambda r: any("chưa xếp hạng" in x for x in r.remarks)),
    (r"quartile", lambda r: any(x.startswith("Nhóm ") for x in r.remarks)),
    (r"\btie\b|share \d", lambda r: any("hạng" in c.what for c in r.checks)),
    (r"rank", lambda r: any("hạng" in c.what for c in r.checks)),
    (r"class", lambda r: any("xếp loại" in c.what or "group_" in c.what for c in r.checks)),
    (r"mean", lambda r: any(c.what.startswith("mean") for c in r.checks)),
    (r"maximum|maxima", lambda r: any("tối đa" in c.what for c in r.checks)),
    (r"total|sum|weight|self", lambda r: any("total" in c.what or "tổng" in c.what for c in r.checks)),
    (r"criterion|score", lambda r: any("tiêu chí" in c.what for c in r.checks)),
)


def told(report: Report) -> list[str]:
    """Remarks for the check lines that nothing answered."""
    return [f"Kiểm tra bằng lời, không có số để tính: {line}" for line in report.document.checks if not _answered(line, report)]


def _answered(line: str, report: Report) -> bool:
    if any(c.what in line or line in c.what for c in report.checks):
        return True
    if re.search(r"\d+(?:\.\d+)?\s*[-+=]\s*\d", line) or " of " in line and "%" in line:
        return any(c.verdict != "told" and any(part in line for part in re.split(r" = |, ", c.what)[:1]) for c in report.checks)
    return any(re.search(pattern, line) and met(report) for pattern, met in _BY)
