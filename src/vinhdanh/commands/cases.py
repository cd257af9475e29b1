"""``vinhdanh cases PATH…``: run published cases and hold the answers against the rulebook's."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vinhdanh.cases import files
from vinhdanh.cases.run import Result
from vinhdanh.cases.run import run as run_case
from vinhdanh.commands.common import JUDGED, OK, Answer, Bar, Refused, add_common
from vinhdanh.merit.rulebook import RulebookError


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("cases", help="chạy các tình huống đã công bố")
    made.add_argument("paths", nargs="+", type=Path, metavar="ĐƯỜNG-DẪN", help="tệp hoặc thư mục tình huống (.yaml)")
    add_common(made, on=False, authority=False)
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """Run every case; 0 all passed, 1 some failed."""
    try:
        cases = [case for path in files.find(args.paths) for case in files.load(path)]
        bar, results = Bar("Đang chạy tình huống"), []
        for i, case in enumerate(cases, 1):
            results.append(run_case(case))
            bar(i, len(cases))
    except (files.UnreadableCases, RulebookError) as error:
        raise Refused(str(error)) from None
    return answer(results)


def answer(results: Sequence[Result]) -> Answer:
    """The results counted, the failed ones told in full."""
    failed = [r for r in results if not r.passed]
    data = counted(results)
    lines = [line for r in failed for line in _told(r)] + _table(data)
    reason = f"{data['passed']}/{data['total']} tình huống khớp; {data['cited']} viện dẫn đúng điều"
    return Answer(JUDGED if failed else OK, reason, lines, data)


def counted(results: Sequence[Result]) -> dict[str, Any]:
    """The JSON of the command."""
    by_ask: dict[str, dict[str, int]] = {}
    for r in results:
        row = by_ask.setdefault(r.case.ask, {"total": 0, "passed": 0})
        row["total"], row["passed"] = row["total"] + 1, row["passed"] + r.passed
    derived = [r for r in results if r.case.derived]
    failed = [{"id": r.case.id, "ask": r.case.ask, "expected": r.expected, "got": r.got, "finding": r.finding} for r in results if not r.passed]
    return {
        "total": len(results),
        "passed": sum(r.passed for r in results),
        "cited": sum(r.cited for r in results),
        "derived": {"total": len(derived), "passed": sum(r.passed for r in derived)},
        "by_ask": by_ask,
        "failed": failed,
        "uncited": [r.case.id for r in results if r.passed and not r.cited],
    }


def _told(r: Result) -> list[str]:
    head = [f"✗ {r.case.id} ({r.case.ask}, {r.case.path.name})", f"    chờ đợi: {r.expected}", f"    kết quả: {r.got}"]
    return head + [f"    {line}" for line in r.finding]


def _table(data: dict[str, Any]) -> list[str]:
    rows = [f"  {ask:<12} {n['passed']:>4}/{n['total']}" for ask, n in data["by_ask"].items()]
    derived = data["derived"]
    return ["", "Theo câu hỏi:", *rows, f"Trong đó suy ra từ điều luật (derived): {derived['passed']}/{derived['total']}"]
