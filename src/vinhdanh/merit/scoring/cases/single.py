"""Rows that stand alone: a score beside its own rule in words, a number approved out of those proposed, totals of two awards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring.cases import criteria as c
from vinhdanh.merit.scoring.cases.compare import figure
from vinhdanh.merit.scoring.cases.document import Check, Document, Report
from vinhdanh.merit.scoring.cases.rows import Columns, Row
from vinhdanh.merit.scoring.lint import lint
from vinhdanh.merit.scoring.loading import table
from vinhdanh.merit.scoring.numbers import show


def recompute(document: Document, columns: Columns, report: Report) -> None:
    """What such rows allow."""
    if "rule" in columns.names and "max" in columns.names:
        report.checks += _ruled(document, columns, report)
    report.checks += _counts(columns)
    report.checks += _published_total(document, columns, report)


def _ruled(document: Document, columns: Columns, report: Report) -> Iterator[Check]:
    """The score is one the rule can give, the best it can give is the maximum."""
    last = ""
    for row in columns.rows:
        rule = str(row.get("rule") or "")
        rule = last if rule.startswith("same") else rule
        made = c.leaf({"rule": rule, "max": row.get("max")})
        if not made.get("bands"):
            continue
        last = rule
        yield from _row(document, columns, row, made, report)


def _row(document: Document, columns: Columns, row: Row, made: c.Data, report: Report) -> Iterator[Check]:
    name = columns.name(row)
    described = table({"id": name, "criteria": [{"code": name, "max": row["max"], **made}]})
    report.tables[f"{document.id}/{name}"] = described
    report.faults += [str(f) for f in lint(described)]
    points = [band["points"] for band in made["bands"]]
    yield figure(document, f"{name}: mức cao nhất của quy tắc", max(points), row["max"], labels=[name], tolerance=Decimal(0))
    score = row.get(columns.total)
    if isinstance(score, Decimal):
        near = score if score in points else min(points, key=lambda p: abs(p - score))
        yield Check(f"{name}: điểm thuộc các mức {', '.join(show(p) for p in points)}", near, score, "equal" if score in points else "differs")


def _counts(columns: Columns) -> Iterator[Check]:
    """Never more approved than proposed."""
    for row in columns.rows:
        proposed, approved = row.get("proposed"), row.get("approved")
        if isinstance(proposed, Decimal) and isinstance(approved, Decimal):
            words = " ".join(str(v) for v in row.values() if isinstance(v, str))
            yield Check(f"{words}: thông qua không quá số đề nghị", min(approved, proposed), approved, "equal" if approved <= proposed else "differs")


def _published_total(document: Document, columns: Columns, report: Report) -> Iterator[Check]:
    """A total that counts the approved of the same place and period, the highest award of another level left out."""
    block = document.data.get("published_total")
    if not isinstance(block, Mapping):
        return
    report.used.add("published_total")
    same = {k: v for k, v in block.items() if k in columns.names}
    found = [r for r in columns.rows if all(r.get(k) == v for k, v in same.items())]
    for key, value in block.items():
        if isinstance(value, int | Decimal):
            yield _sum_of(document, str(key), [x for r in found if isinstance(x := r.get("approved"), Decimal)], Decimal(value))


def _sum_of(document: Document, key: str, amounts: list[Decimal], published: Decimal) -> Check:
    """The awards that make up the published number: all, or those without one."""
    sums: list[Any] = [sum(amounts, Decimal(0)), *(sum(amounts, Decimal(0)) - a for a in amounts)]
    computed = published if published in sums else sums[0]
    return figure(document, key, computed, published)
