"""What is not a tree of criteria and still a rule in our format: catalogues of products, kinds of an article, points for awards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring.cases import criteria as c
from vinhdanh.merit.scoring.cases.compare import figure
from vinhdanh.merit.scoring.cases.document import Check, Document, Report
from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.inputs import ONLY, Entry, Unit
from vinhdanh.merit.scoring.lint import lint
from vinhdanh.merit.scoring.loading import TableError, table
from vinhdanh.merit.scoring.numbers import number
from vinhdanh.merit.scoring.table import Table

Data = dict[str, Any]


def recompute(document: Document, report: Report) -> None:
    """Every such block."""
    for key, value in document.data.items():
        made = _catalogue(str(key), value) or _kinds(str(key), value) or _awards(value)
        if made:
            _keep(document, report, str(key), made)


def _keep(document: Document, report: Report, key: str, criteria: list[Data]) -> None:
    name = f"{document.id}/{key}"
    try:
        made = table({"id": name, "name": str(document.data.get("title", "")), "criteria": criteria}, name)
    except TableError as error:
        report.remarks += error.problems
        return
    report.tables[name] = made
    report.used.add(key)
    report.faults += [str(f) for f in lint(made) if f.level == "warning"]
    report.checks += _places(document, made)
    report.checks += _award_examples(document, made)


# ---- catalogues ----------------------------------------------------------------------------------------


def _catalogue(key: str, value: Any) -> list[Data]:
    """Points of products by level, however the list is written."""
    if not re.match(r"points?_|catalogue|products", key) or not isinstance(value, Mapping):
        return []
    products = {str(k): p for k, v in value.items() if (p := _levels(v))}
    return [{"code": key, "kind": "catalogue", "products": products}] if products else []


def _levels(value: Any) -> Any:
    """Levels numbered from one, named levels, named rows, one figure; sets of levels in sets."""
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, Mapping):
        return {str(k): v for k, v in value.items() if isinstance(v, int | Decimal)}
    if not isinstance(value, list):
        return None
    if value and all(isinstance(v, int | Decimal) for v in value):
        return {str(i): v for i, v in enumerate(value, 1)}
    found: Data = {}
    for i, row in enumerate(value, 1):
        named = isinstance(row, list) and bool(row) and isinstance(row[0], str)
        label, numbers = (row[0], row[1:]) if named else (str(i), row if isinstance(row, list) else [])
        found |= {f"{label}/{j}": v for j, v in enumerate(numbers, 1) if isinstance(v, int | Decimal)}
    return found


# ---- kinds of an article -------------------------------------------------------------------------------


def _kinds(key: str, value: Any) -> list[Data]:
    """One criterion for each kind that an article defines."""
    if key != "kinds" or not isinstance(value, Mapping):
        return []
    return [{"code": str(name), **_kind(str(name), spec)} for name, spec in value.items()]


def _kind(name: str, spec: Any) -> Data:
    if isinstance(spec, Mapping) and any(re.fullmatch(r"rank\d+", str(k)) for k in spec):
        return {**c.leaf({**spec, "kind": "external_rank"}), **({"max": spec["max"]} if "max" in spec else {})}
    if isinstance(spec, Mapping) and any(isinstance(v, int | Decimal) and v < 0 for v in spec.values()):
        return {"max": 0, "rules": [_signed(str(k), v) for k, v in spec.items() if isinstance(v, int | Decimal)]}
    if isinstance(spec, list) and any("leader" in str(row) for row in spec):
        return {"max": 10, "kind": "relative_to_leader", "no_target": "na"}
    return {"max": 10, "kind": "pass_fail"} if isinstance(spec, Mapping) and "done" in spec else {"max": 10}


def _signed(name: str, points: int | Decimal) -> Data:
    return {"id": name, "name": name, "kind": "deduct_per_unit" if points < 0 else "award_per_unit", "points": abs(points)}


def _places(document: Document, made: Table) -> Iterator[Check]:
    """The first place earns the maximum."""
    for node in made.leaves:
        if node.spec.how == "external_rank" and node.spec.max is not None:
            sheet = score(made, [Unit("x", stages={ONLY: {node.path: Entry({"value": Decimal(1)})}})])[0]
            yield figure(document, f"{node.path}: hạng 1", sheet.root.at(node.path).points, node.spec.max, tolerance=Decimal(0))


# ---- points for awards ---------------------------------------------------------------------------------


def _awards(value: Any) -> list[Data]:
    """``[{award: …, points: …}]``."""
    rows = value if isinstance(value, list) else []
    if not rows or not all(isinstance(r, Mapping) and "award" in r and "points" in r for r in rows):
        return []
    return [{"code": "x"}, {"code": "thuong", "kind": "award_linked", "role": "bonus", "awards": {str(r["award"]): r["points"] for r in rows}}]


def _award_examples(document: Document, made: Table) -> Iterator[Check]:
    """A worked example whose bonus is that of one award: the award is put in, not its points."""
    leaf = next((n for n in made.leaves if n.spec.awards), None)
    for row in document.data.get("worked_examples_published") or () if leaf else ():
        award = next((a for a, p in leaf.spec.awards.items() if p == row.get("bonus")), "") if leaf else ""
        if award and leaf and "score" in row and "total" in row:
            entries = {"x": Entry({"value": number(row["score"])}), leaf.path: Entry({award: True})}
            yield figure(document, f"{row['score']} điểm và {award}", score(made, [Unit("x", stages={ONLY: entries})])[0].total, number(row["total"]))
