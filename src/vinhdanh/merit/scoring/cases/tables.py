"""Criteria tables of the cases: described in our format, ceilings added up, classes and quotas read, linted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from vinhdanh.merit.quota import QuotaRule, limit
from vinhdanh.merit.scoring import lint
from vinhdanh.merit.scoring.bands import TOP, Span
from vinhdanh.merit.scoring.cases import criteria as c
from vinhdanh.merit.scoring.cases import levels
from vinhdanh.merit.scoring.cases.compare import figure
from vinhdanh.merit.scoring.cases.document import Check, Document, Report
from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.inputs import ONLY, Entry, Unit
from vinhdanh.merit.scoring.loading import TableError, table
from vinhdanh.merit.scoring.numbers import ZERO, show
from vinhdanh.merit.scoring.schema import ClassesSpec
from vinhdanh.merit.scoring.table import Node, Table

_TOTAL = ("total", "total_max", "base_total", "max_total", "scale")


def described(document: Document) -> dict[str, c.Data]:
    """Every table of a file in our format, by the name of its block. A block with two printed totals takes the nearest."""
    found = {}
    for path, around, items in c.blocks(document.data):
        name = (
            document.id
            if path[-1] == "criteria" and len(path) == 1
            else f"{document.id}/{'/'.join(p for p in path if p not in ('criteria', 'forms'))}"
        )
        found[name] = _described(document, name, around, items)
    return found or _by_groups(document)


def _described(document: Document, name: str, around: Mapping[str, Any], items: list[Any]) -> c.Data:
    sections = around.get("sections") or document.data.get("sections") or ()
    made: c.Data = {"id": name, "name": str(document.data.get("title", "")), "cite": str(document.data.get("title", ""))}
    made["criteria"] = c.tree(items, sections, around.get("score_step") or document.data.get("score_step"))
    made["total"] = _total(document, around)
    made |= _classes(document, around)
    return made


def _total(document: Document, around: Mapping[str, Any]) -> c.Data:
    """The printed total and the clamp of the total formula."""
    printed = next((d[k] for d in (around, document.data) for k in _TOTAL if isinstance(d.get(k), int | Decimal)), None)
    made: c.Data = {} if printed is None else {"max": printed}
    if found := re.search(r"clamp\(.*,\s*(-?\d+)\s*,\s*(-?\d+)\s*\)", str(document.data.get("total_formula", ""))):
        made |= {"floor": Decimal(found[1]), "ceiling": Decimal(found[2])}
    return made


def _classes(document: Document, around: Mapping[str, Any]) -> c.Data:
    """The classes of the file where it has one list; several lists are checked on their own."""
    found = list(levels.blocks(document.data))
    if len(found) != 1:
        return {}
    return {"classes": levels.classes(found[0][2], {**document.data, **found[0][1]})}


def _by_groups(document: Document) -> dict[str, c.Data]:
    """A file that lists only groups with ceilings: a table of groups."""
    groups = document.data.get("groups")
    if not isinstance(groups, list) or not c.looks_like(groups) or "leaves" in document.data:
        return {}
    criteria = []
    for raw in groups:
        role = c.role_of(str(raw.get("name", "")))
        criteria.append({**c.criterion(raw), **({"role": role} if role != "score" else {})})
    return {document.id: {"id": document.id, "name": str(document.data.get("title", "")), "criteria": criteria, **_classes(document, document.data)}}


def recompute(document: Document, report: Report) -> None:
    """Describe, add up, lint."""
    for name, data in described(document).items():
        try:
            made = table(data, name)
        except TableError as error:
            report.checks += [Check(f"mô tả bảng {name}", None, None, "differs", p) for p in error.problems]
            continue
        report.tables[name] = made
        report.checks += _ceilings(document, made, name)
        report.faults += [str(f) for f in lint.lint(made)]
    _level_lists(document, report)
    report.used |= {
        "criteria",
        "forms",
        "sections",
        "groups",
        "classification",
        "classes",
        "total",
        "total_max",
        "base_total",
        "total_formula",
        "score_step",
    }
    report.used |= {path[0] for path, _, _ in c.blocks(document.data)} | {path[0] for path, _, _ in levels.blocks(document.data)}


def _level_lists(document: Document, report: Report) -> None:
    """Lists of classes: read and linted, each on its own."""
    found = list(levels.blocks(document.data))
    for path, around, rows in found:
        spec = ClassesSpec.model_validate(levels.classes(rows, {**document.data, **around}))
        where = "/".join(path)
        report.remarks.append(f"Xếp loại {where}: {', '.join(level.name for level in spec.levels)}")
        hundred = any(level.le == 100 for level in spec.levels)
        domain = Span((ZERO, 0), (Decimal(100), 1) if hundred else TOP)
        report.faults += [f"{where}: {f}" for f in lint.level_faults(spec, domain)] if len(found) > 1 or not report.tables else []


# ---- ceilings ------------------------------------------------------------------------------------------


def _ceilings(document: Document, made: Table, name: str) -> Iterator[Check]:
    """Every printed ceiling against what is below it, computed by the engine from leaves that all have their full points."""
    unit = Unit("chuẩn", stages={ONLY: {n.path: Entry(granted=n.spec.max or ZERO) for n in made.leaves}})
    sheet = score(made, [unit])[0]
    for found in sheet.root.walk():
        node = found.node
        printed = node.spec.max if node.spec.role == "score" else node.spec.ceiling
        if not node.children or printed is None or not _all_printed(node):
            continue
        added = sum((child.contribution for child in found.children), ZERO)
        added = sum((x.points for x in found.children), ZERO) if node is made.root and _only_scores(node) else added
        what = f"{name} {node.path}".strip() + ": tổng điểm tối đa các mục con"
        yield _ceiling(document, what, node, added, printed)


def _ceiling(document: Document, what: str, node: Node, added: Decimal, printed: Decimal) -> Check:
    if not document.complete and added < printed:
        return Check(what, added, printed, "told", f"nguồn chỉ có một phần bảng: {show(added)} trong {show(printed)} điểm")
    code = node.spec.code
    labels = [f"section {code}", code] if node.path else ["total"]
    return figure(document, what, added, printed, labels=labels, tolerance=ZERO)


def _all_printed(node: Node) -> bool:
    """Whether every criterion right below has a printed ceiling."""
    return all(n.spec.max is not None or n.spec.ceiling is not None for n in node.children)


def _only_scores(node: Node) -> bool:
    return all(n.spec.role == "score" for n in node.children)


# ---- quotas --------------------------------------------------------------------------------------------


def quotas(document: Document, report: Report) -> None:
    """Caps on numbers, described and evaluated for a cluster of thirty: the file publishes no result to compare."""

    for data in (
        levels.quotas(document.data) if document.kind in ("selection_rules", "classification_rules") or "award_quota" in document.data else ()
    ):
        share = levels.fraction(data)
        told = limit(QuotaRule(share=share, cap=data.get("fixed")), 30).explanation
        report.remarks.append(f"Hạn mức {data['award']}: {told if 'share' in data or 'fixed' in data else _sized(data)}")
    report.used.add("award_quota")


def _sized(data: c.Data) -> str:
    """A number for each cluster or size."""
    if "by_cluster" in data:
        return ", ".join(f"{k}: {v}" for k, v in data["by_cluster"].items()) + f" (cộng {sum(data['by_cluster'].values())})"
    return ", ".join(f"từ {s['from']} đơn vị: {s['number']}" for s in data["by_size"])
