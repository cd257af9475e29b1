"""What a file says of its own table (values in no band, in two bands, in no class), put to the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring.cases import levels
from vinhdanh.merit.scoring.cases.document import Check, Document, Report
from vinhdanh.merit.scoring.classes import by_bounds
from vinhdanh.merit.scoring.compound import evaluator
from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.inputs import ONLY, Entry, Unit
from vinhdanh.merit.scoring.kinds import Evaluate
from vinhdanh.merit.scoring.loading import table
from vinhdanh.merit.scoring.numbers import ZERO, show
from vinhdanh.merit.scoring.schema import RuleSpec
from vinhdanh.merit.scoring.table import Table

_N = r"\d+(?:\.\d+)?"
_UNDEFINED = re.compile(rf"(exactly|below|above) ({_N})")
_TWICE = re.compile(rf"((?:{_N}(?:, | and )?)+) belongs? to two bands")
_NO_CLASS = re.compile(rf"((?:{_N}(?:, | and )?)+) (?:belongs?|falls?) (?:to|in|into) no class")
_FLOOR = re.compile(rf"({_N})(?: or more)? points (?:with|and) (?:a zero criterion|one criterion at ({_N})%)")


def recompute(document: Document, report: Report) -> None:
    """Every claim that names values."""
    for made in list(report.tables.values()):
        report.checks += _bands(made)
    for path, around, rows in levels.blocks(document.data):
        words = [str(around.get(k, "")) for k in ("undefined", "note")] + [str(t) for t in document.data.get("traps") or ()]
        for check in _classes("/".join(path), rows, around, words):
            if check.verdict == "told":
                report.remarks.append(str(check))
            else:
                report.checks.append(check)


def _bands(made: Table) -> Iterator[Check]:
    """``exactly 98 and below 96 are not defined``, ``90 and 95 belong to two bands``: asked of the criterion itself."""
    for node in made.leaves:
        for where, rule, run in _banded(made, node.path):
            for relation, text in _UNDEFINED.findall(node.spec.note) if "not defined" in node.spec.note else ():
                value = Decimal(text) + {"exactly": 0, "below": -1, "above": 1}[relation]
                yield _open(f"{where}: {show(value)} không thuộc mức nào", run, rule, value)
            for text in (v for group in _TWICE.findall(node.spec.note) for v in re.findall(_N, group)):
                yield _open(f"{where}: {text} thuộc hai mức", run, rule, Decimal(text))


def _banded(made: Table, path: str) -> Iterator[tuple[str, RuleSpec, Evaluate]]:
    node = made.nodes[path]
    rules = node.spec.rules or (node.spec,)
    yield from ((path, rule, evaluator(rule, node.spec.max)) for rule in rules if rule.how == "steps")


def _open(what: str, run: Evaluate, rule: RuleSpec, value: Decimal) -> Check:
    found = run({rule.input: value})
    told = "bảng không quy định" if found.state == "ask" else show(found.points)
    return Check(what, told, "bảng không quy định", "equal" if found.state == "ask" else "differs", "; ".join(found.notes))


# ---- classes -------------------------------------------------------------------------------------------


def _classes(where: str, rows: list[Any], around: Mapping[str, Any], words: list[str]) -> Iterator[Check]:
    spec = levels.classes(rows, around)
    for text in words:
        for value in (v for group in _NO_CLASS.findall(text) for v in re.findall(_N, group)):
            yield _without(f"{where}: {value} điểm", spec, Decimal(value), ())
        for points, share in _FLOOR.findall(text):
            part = Decimal(share) if share else ZERO
            yield _without(f"{where}: {points} điểm, có tiêu chí đạt {show(part)}%", spec, Decimal(points), (part,))


def _without(what: str, spec: dict[str, Any], points: Decimal, parts: tuple[Decimal, ...]) -> Check:
    """A unit with these points (one criterion out of 100 at ``parts`` percent) has no class."""
    weak = [{"code": f"p{i}", "max": 100, "weight": "0.0001"} for i, _ in enumerate(parts)]
    made = table({"id": "x", "criteria": [{"code": "x", "max": 100}, *weak], "classes": spec})
    entries = {"x": Entry({"value": points}), **{f"p{i}": Entry({"value": p}) for i, p in enumerate(parts)}}
    sheet = score(made, [Unit("x", stages={ONLY: entries})])[0]
    given = by_bounds(made.spec.classes, sheet, points) if made.spec.classes else None
    name = given.name if given else None
    if name is not None:  # the remark is about other bounds than those of the file
        return Check(what, name, "không có mức", "told", f"theo mức của tệp: {name}")
    return Check(what, "không có mức", "không có mức", "equal", "; ".join(given.why) if given else "")
