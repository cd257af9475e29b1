"""``vinhdanh score cases PATH…``: published tables and rankings recomputed, every difference told."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vinhdanh.commands.common import JUDGED, OK, Answer, Refused
from vinhdanh.merit.scoring.cases import report as told
from vinhdanh.merit.scoring.cases.document import Report
from vinhdanh.merit.scoring.cases.run import run
from vinhdanh.merit.scoring.dump import yaml


def run_cases(args: argparse.Namespace, paths: Sequence[Path]) -> Answer:
    """Recompute; 1 if a figure differs for no reason the file names. ``--out``: page (.md) or folder for the tables."""
    missing = [p for p in paths if not p.exists()]
    if missing or not paths:
        raise Refused(f"Không có tệp hoặc thư mục “{missing[0] if missing else ''}”")
    reports = run(paths)
    if not reports:
        raise Refused(f"Không có tệp .yaml nào tại {paths[0]}")
    if args.out:
        _write(args.out, reports)
    lines = [line for r in reports for line in told.lines(r, full=args.explain)]
    failed = [r for r in reports if not r.passed]
    return Answer(JUDGED if failed else OK, _reason(reports), lines, _data(reports))


def _reason(reports: Sequence[Report]) -> str:
    by = {status: sum(r.status == status for r in reports) for status in told.STATUS}
    figures = {v: sum(r.count(v) for r in reports) for v in ("equal", "rounding", "anomaly", "differs")}
    files = ", ".join(f"{n} {told.STATUS[s]}" for s, n in by.items())
    return (
        f"{len(reports)} tệp: {files}; {sum(figures.values())} số: {figures['equal']} khớp, {figures['rounding']} lệch do làm tròn, "
        f"{figures['anomaly']} lệch nguồn đã nêu, {figures['differs']} không khớp"
    )


def _data(reports: Sequence[Report]) -> dict[str, Any]:
    return {"total": len(reports), "passed": sum(r.passed for r in reports), "files": [told.data(r) for r in reports]}


def _write(out: Path, reports: Sequence[Report]) -> None:
    """The page of a reference, or every table described in our format."""
    if out.suffix == ".md":
        out.write_text("\n".join((*told.markdown(reports), "", *told.differing(reports))) + "\n", "utf-8")
        return
    out.mkdir(parents=True, exist_ok=True)
    for report in reports:
        for name, table in report.tables.items():
            (out / f"{name.replace('/', '--').replace(' ', '-')}.yaml").write_text(yaml(table.spec), "utf-8")
