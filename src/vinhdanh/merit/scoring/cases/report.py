"""The reports of case files for people: lines on the screen, data, the table of the reference page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from vinhdanh.merit.scoring.cases.document import Check, Report

STATUS = {"recomputed": "tính lại được", "partly": "một phần", "cannot": "không"}
_ENGLISH = {"recomputed": "recomputed", "partly": "partly", "cannot": "cannot"}


def lines(report: Report, *, full: bool = False) -> Iterator[str]:
    """One file: its status, every figure that is not simply equal (all with ``full``), remarks, what the linter finds."""
    mark = "✓" if report.passed else "✗"
    yield f"{mark} {report.document.id}: {STATUS[report.status]}; {counted(report)}"
    yield from (f"    {c}" for c in report.checks if full or c.verdict != "equal")
    yield from (f"    · {r}" for r in report.remarks if full or not r.startswith("Hạn mức"))
    if full:
        yield from (f"    bảng: {f}" for f in report.faults)


def counted(report: Report) -> str:
    """How many figures came out how, in Vietnamese."""
    words = (
        ("equal", "khớp"),
        ("rounding", "lệch do làm tròn"),
        ("anomaly", "lệch, nguồn đã nêu"),
        ("differs", "không khớp"),
        ("told", "không tính được"),
    )
    return ", ".join(f"{n} {word}" for verdict, word in words if (n := report.count(verdict))) or "không có số để so"  # type: ignore[arg-type]


def data(report: Report) -> dict[str, Any]:
    """One file as data."""
    return {
        "id": report.document.id,
        "file": report.document.path.name,
        "kind": report.document.kind,
        "status": report.status,
        "passed": report.passed,
        "why": why(report),
        "tables": list(report.tables),
        "checks": [_check(c) for c in report.checks],
        "faults": report.faults,
        "remarks": report.remarks,
    }


def _check(check: Check) -> dict[str, Any]:
    return {"what": check.what, "computed": check.computed, "published": check.published, "verdict": check.verdict, "why": check.why}


def why(report: Report) -> str:
    """Why a file is recomputed only in part or not at all, in English for the reference page."""
    said = str(report.document.data.get("completeness", "")).strip()
    if report.status == "recomputed":
        return ""
    if report.status == "cannot":
        told = "it publishes no figure that follows from others" if not report.count("told") else "what it has does not reach its totals"
        return f"{told} (the file says: {said})" if said else told
    return f"the file says: {said}" if said else "part of it is prose"


def markdown(reports: Sequence[Report]) -> Iterator[str]:
    """The table of ``docs/reference/published-rankings.md``."""
    yield "| file | recomputed | figures | equal | rounding | named by the source | different | why not more |"
    yield "|---|---|---|---|---|---|---|---|"
    for r in reports:
        figures = r.count("equal", "rounding", "anomaly", "differs")
        row = (
            r.document.path.name,
            _ENGLISH[r.status],
            figures,
            r.count("equal"),
            r.count("rounding"),
            r.count("anomaly"),
            r.count("differs"),
            why(r),
        )
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"


def differing(reports: Sequence[Report]) -> Iterator[str]:
    """Every figure that is not equal as printed, both values and the reason."""
    for r in reports:
        found = [c for c in r.checks if c.verdict not in ("equal", "told")]
        if found:
            yield from (f"### {r.document.path.name}", "", *(f"- {c}" for c in found), "")
