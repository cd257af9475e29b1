"""Recomputing case files: every block a file has goes to the part that knows it; what nobody knows is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from vinhdanh.merit.scoring.cases import claims, coverage, described, examples, published, results, rows, single, tables, tree
from vinhdanh.merit.scoring.cases.document import Check, Document, Report, documents
from vinhdanh.merit.scoring.numbers import exact

_ABOUT = frozenset(
    "id kind title source_url source_file source_files completeness official checks traps anomalies note notes columns method year_note "
    "weights_status weights_percent weights dimensions row_format tolerance band_format publisher_note workflow calendar evidence use "
    "effective_from period units".split()
)


@exact
def recompute(document: Document) -> Report:
    """One file recomputed as far as it lets us; a block of a shape nobody knows is told, and the others are computed all the same."""
    report = Report(document)
    for part in (tables.recompute, tables.quotas, tree.recompute, examples.recompute, _rows, claims.recompute, described.recompute):
        _tried(report, part)
    report.checks += results.text_checks(document)
    report.remarks += coverage.told(report)
    _leftovers(document, report)
    return report


def _tried(report: Report, part: Callable[[Document, Report], None]) -> None:
    try:
        part(report.document, report)
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, StopIteration, TypeError, ValueError) as error:
        name = part.__module__.rsplit(".", 1)[-1]
        report.checks.append(Check(f"khối của tệp ({name})", None, None, "told", f"dạng chưa biết: {type(error).__name__}: {error}"))


def _rows(document: Document, report: Report) -> None:
    """Every block of rows."""
    for key, around, columns in rows.blocks(document.data):
        report.used.add(key.split("/", maxsplit=1)[0])
        own = document if around is document.data else replace(document, data={**around, "id": f"{document.id}/{key}"})
        results.recompute(own, columns, report)
        published.recompute(own, columns, report)
        single.recompute(own, columns, report)


def _leftovers(document: Document, report: Report) -> None:
    """Blocks with figures that no part understood."""
    for key, value in document.data.items():
        if str(key) not in _ABOUT | report.used and _figures(value):
            report.remarks.append(f"Không tính lại khối “{key}” (chỉ mô tả)")


def _figures(value: object) -> bool:
    if isinstance(value, dict):
        return any(_figures(v) for v in value.values())
    if isinstance(value, list):
        return any(_figures(v) for v in value)
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def run(paths: Iterable[Path]) -> list[Report]:
    """All case files of the paths. Raises ``TableError`` for a file that cannot be read."""
    return [recompute(document) for document in documents(paths)]


def failures(reports: Sequence[Report]) -> list[tuple[Report, Check]]:
    """The figures that differ without reason."""
    return [(r, c) for r in reports for c in r.checks if c.verdict == "differs"]
