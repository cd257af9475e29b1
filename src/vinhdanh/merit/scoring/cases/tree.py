"""Trees of groups and leaves with a column for each unit, and criteria scored against a leader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring import lint
from vinhdanh.merit.scoring.cases import criteria as c
from vinhdanh.merit.scoring.cases.compare import figure
from vinhdanh.merit.scoring.cases.document import Check, Document, Report
from vinhdanh.merit.scoring.engine import Sheet, score
from vinhdanh.merit.scoring.inputs import ONLY, Entry, Unit, Value
from vinhdanh.merit.scoring.loading import table
from vinhdanh.merit.scoring.numbers import ZERO, number, show
from vinhdanh.merit.scoring.ranking import rank
from vinhdanh.merit.scoring.table import Table

_ABOUT = ("group_path", "path", "group", "code", "max", "type", "kind", "name")


def described(document: Document) -> tuple[c.Data, list[str], list[Mapping[str, Any]]]:
    """The tree in our format, the names of the units, the leaves as mappings."""
    names = [str(n) for n in document.data["leaf_format"]]
    leaves: list[Mapping[str, Any]] = [dict(zip(names, row, strict=False)) for row in document.data["leaves"]]
    units = [n for n in names if n not in _ABOUT]
    roots: list[c.Data] = []
    groups: dict[str, c.Data] = {}
    for raw in document.data.get("groups", ()):
        _place(groups, roots, str(raw["path"]), {"code": str(raw["path"]).rsplit("/", 1)[-1], "max": raw["max"], "children": []})
    for leaf in leaves:
        home = groups.get(str(leaf.get("group_path", leaf.get("path", leaf.get("group", "")))))
        (home["children"] if home else roots).append({"code": str(leaf["code"]), "max": leaf["max"]})
    total = document.data.get("total_max", document.data.get("total"))
    more = {"total": {"max": total}} if total is not None else {}
    return {"id": document.id, "name": str(document.data.get("title", "")), "criteria": roots, "incomplete": "rank", **more}, units, leaves


def _place(groups: dict[str, c.Data], roots: list[c.Data], path: str, made: c.Data) -> None:
    groups[path] = made
    parent = groups.get(path.rsplit("/", 1)[0]) if "/" in path else None
    (parent["children"] if parent else roots).append(made)


def recompute(document: Document, report: Report) -> None:
    """Ceilings, totals of the units, the criteria against a leader."""
    if "leaves" in document.data and "leaf_format" in document.data:
        data, names, leaves = described(document)
        made = table(data, document.id)
        report.tables[document.id] = made
        report.faults += [str(f) for f in lint.lint(made)]
        report.checks += _groups(document, made)
        sheets = score(made, [_unit(name, leaves, made) for name in names])
        report.checks += _totals(document, sheets)
        report.remarks += _order(made, sheets)
        report.used |= {"groups", "leaves", "leaf_format", "total_max", "derived_by_us", "published"}
    for block in document.data.get("quantitative") or ():
        report.checks += _against_leader(document, block)
        report.used.add("quantitative")


def _unit(name: str, leaves: Sequence[Mapping[str, Any]], made: Table) -> Unit:
    entries = {n.path: Entry({"value": _number(leaf.get(name))}) for n, leaf in zip(made.leaves, _in_order(leaves, made), strict=True)}
    return Unit(name, stages={ONLY: entries})


def _in_order(leaves: Sequence[Mapping[str, Any]], made: Table) -> list[Mapping[str, Any]]:
    """The leaves in the order of the compiled tree."""
    by_path: dict[str, list[Mapping[str, Any]]] = {}
    for leaf in leaves:
        by_path.setdefault(f"{leaf.get('group_path', leaf.get('path', leaf.get('group', '')))}/{leaf['code']}", []).append(leaf)
    return [by_path[n.path.split("#")[0]].pop(0) for n in made.leaves]


def _number(value: Any) -> Value:
    return None if value is None else number(value)


def _groups(document: Document, made: Table) -> Iterator[Check]:
    full = Unit("chuẩn", stages={ONLY: {n.path: Entry(granted=n.spec.max or ZERO) for n in made.leaves}})
    for found in score(made, [full])[0].root.walk():
        if found.children and found.node.spec.max is not None:
            what = f"{found.node.path or 'toàn bảng'}: tổng điểm tối đa"
            yield figure(document, what, found.points, found.node.spec.max, labels=[found.node.spec.code], tolerance=ZERO)


def _totals(document: Document, sheets: Sequence[Sheet]) -> Iterator[Check]:
    """Totals beside the tree, wherever the file puts them, by unit; with the number of leaves entered where it says so."""
    for where, unit, published in _by_unit(document.data, {s.unit.id for s in sheets}):
        sheet = next(s for s in sheets if s.unit.id == unit)
        for key, value in published.items():
            computed = {"total": sheet.total, "leaves_entered": Decimal(sum(not x.open for x in sheet.root.leaves()))}.get(str(key))
            if computed is not None and isinstance(value, int | Decimal):
                yield figure(document, f"{unit}, {where} {key}", computed, Decimal(value), labels=[unit])


def _by_unit(data: Any, units: set[str], where: str = "") -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if str(key) in units:
                yield where, str(key), value if isinstance(value, Mapping) else {"total": value}
            elif isinstance(value, Mapping):
                yield from _by_unit(value, units, str(key))


def _order(made: Table, sheets: Sequence[Sheet]) -> list[str]:
    order = rank(made, sheets)
    over = [f"{s.unit.id}: {found.node.path}: {note}" for s in sheets for found in s.root.leaves() for note in found.notes]
    places = ", ".join(f"{s.place}. {s.unit_id} ({show(s.amount)})" for s in order.ranked)
    empty = [f"{s.unit.id} để trống {s.root.open} tiêu chí: {', '.join(p for p, _ in s.missing)}" for s in sheets if s.root.open]
    return [f"Thứ tự theo tổng: {places}", *over, *empty]


# ---- against a leader ----------------------------------------------------------------------------------


def relative(top: Decimal, *, alone: bool = False) -> c.Data:
    """One criterion against the leader, as the police rule has it."""
    leaf = {"code": "x", "max": top, "kind": "relative_to_leader", "no_target": "compare", "self_above": "full", "round": {"places": 2}}
    return {"id": "x", "criteria": [leaf]}


def _against_leader(document: Document, block: Mapping[str, Any]) -> Iterator[Check]:
    """Every score column of a criterion: the self score alone, the others among the units that were verified."""
    name, top = str(block.get("criterion", "")), number(block["max"])
    rows = [r for r in block["rows"] if isinstance(r, Mapping)]
    columns = [k for k in dict.fromkeys(k for r in rows for k in r) if str(k).endswith("score")]
    for column in columns:
        alone = "self" in column
        known = [r for r in rows if r.get(column) is not None]
        for row, computed in zip(known, computed_scores(top, known, alone=alone), strict=True):
            what = f"tiêu chí {name}, {row['unit']}, {column}"
            yield _judged(document, what, row, computed, number(row[column]), name)


def _judged(document: Document, what: str, row: Mapping[str, Any], computed: Decimal | None, published: Decimal, name: str) -> Check:
    if computed is None:
        return Check(what, None, published, "told", "thiếu chỉ tiêu hoặc kết quả")
    check = figure(document, what, computed, published, labels=[], tolerance=ZERO)
    if check.verdict == "equal":
        return check
    said = next((x for x in document.words if _named(x, row, name, published)), "")
    return Check(what, computed, published, "anomaly" if said else "differs", said)


def _named(text: str, row: Mapping[str, Any], name: str, published: Decimal) -> bool:
    """Whether a text of the file is about this cell and its value: the unit and criterion, or the case of no target."""
    tokens = {x.strip("():,;.") for x in text.split()}
    told = published in {number(x) for x in tokens if x.replace(".", "", 1).isdigit()}
    about = str(row.get("unit")) in tokens or (row.get("target") in (0, None) and "T = 0" in text)
    return told and about and name in tokens


def computed_scores(top: Decimal, rows: Sequence[Mapping[str, Any]], *, alone: bool = False) -> list[Decimal | None]:
    """The points of rows with ``target`` and ``actual`` in one cluster."""
    made = table(relative(top))
    units = [Unit(str(i), stages={ONLY: {"x": Entry({k: _number(r.get(k)) for k in ("target", "actual")})}}) for i, r in enumerate(rows)]
    return [s.total if s.root.complete else None for s in score(made, units, alone=alone)]
