"""What is published beside the rows: means, counts by bound, single figures, dimensions, subtotals, strict totals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring.cases import tables
from vinhdanh.merit.scoring.cases.compare import figure, places
from vinhdanh.merit.scoring.cases.document import Check, Document, Report
from vinhdanh.merit.scoring.cases.results import fitted
from vinhdanh.merit.scoring.cases.rows import Columns
from vinhdanh.merit.scoring.engine import Sheet
from vinhdanh.merit.scoring.loading import table
from vinhdanh.merit.scoring.numbers import ZERO, divide, exact
from vinhdanh.merit.scoring.ranking import Order, rank
from vinhdanh.merit.scoring.reach import HIGH, reach
from vinhdanh.merit.scoring.table import Table
from vinhdanh.merit.text import fold

_PLACES_KEYS = ("published", "derived_by_us", "derived")


@exact
def recompute(document: Document, columns: Columns, report: Report) -> None:
    """Every figure beside the rows that can be computed from them; the others are told."""
    found = fitted(document, columns)
    order = rank(found[1], found[2]) if found else None
    for key in _PLACES_KEYS:
        block = document.data.get(key)
        if isinstance(block, Mapping):
            report.used.add(key)
            report.checks += _block(document, columns, block, order)
    for key, block in document.data.items():
        if re.search(r"subtotal", str(key)) and isinstance(block, Mapping):
            report.used.add(str(key))
            report.checks += _subtotals(document, columns, block)
    report.checks += _strict(document, columns, report)


def _block(document: Document, columns: Columns, block: Mapping[str, Any], order: Order | None) -> Iterator[Check]:
    totals = _totals(columns, order)
    for key, value in block.items():
        if isinstance(value, list):
            yield from _listed(document, columns, str(key), value, order)
        elif isinstance(value, Mapping):
            yield from _listed(document, columns, str(key), [value], order)
        elif isinstance(value, int | Decimal) and (computed := _aggregate(str(key), totals, order)) is not None:
            yield figure(document, str(key), computed, Decimal(value), digits=places([Decimal(value)]), labels=[str(key)])
    if order is not None and "top_province" in block or order is not None and "top" in block:
        first = order.ranked[0].sheet.unit.title if order and order.ranked else ""
        wanted = str(block.get("top_province", block.get("top")))
        yield Check("đứng đầu", first, wanted, "equal" if first == wanted else "differs")


def _totals(columns: Columns, order: Order | None) -> list[Decimal]:
    """The totals as published; computed ones where none are."""
    printed = [v for r in columns.rows if isinstance(v := r.get(columns.total), Decimal)]
    return printed or ([s.sheet.total for s in order.ranked] if order else [])


def _aggregate(key: str, totals: list[Decimal], order: Order | None) -> Decimal | None:
    """Mean, highest, counts by bound, number ranked: what the key asks for."""
    if not totals:
        return None
    if key.startswith(("mean", "average")):
        return divide(sum(totals, ZERO), Decimal(len(totals)))
    if key in ("top_total", "max", "highest"):
        return max(totals)
    if key in ("min", "lowest"):
        return min(totals)
    if key in ("ranked", "units", "count"):
        return Decimal(len(order.ranked) if order else len(totals))
    if key == "median":
        ordered = sorted(totals)
        return divide(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2], Decimal(2))
    return _count(key, totals)


def _count(key: str, totals: list[Decimal]) -> Decimal | None:
    numbers = [Decimal(n.replace("_", ".")) for n in re.findall(r"\d+(?:\.\d+)?", key)]
    if re.search(r"over|above|from", key) and len(numbers) == 1:
        return Decimal(sum(t >= numbers[0] for t in totals))
    if re.search(r"under|below", key) and len(numbers) == 1:
        return Decimal(sum(t < numbers[0] for t in totals))
    return Decimal(sum(numbers[0] <= t < numbers[1] for t in totals)) if len(numbers) == 2 and "to" in key else None


# ---- single figures ------------------------------------------------------------------------------------


def _listed(document: Document, columns: Columns, key: str, items: list[Any], order: Order | None) -> Iterator[Check]:
    """``[{province, total, rank}]``, ``{province, dimension, score}``, ``dimensions_quang_ninh: [5.8, …]``."""
    if order is None:
        return
    if items and all(isinstance(v, Decimal | int) for v in items):
        yield from _vector(document, key, [Decimal(v) for v in items], order)
    for item in items:
        if isinstance(item, Mapping) and (sheet := _of(order, item)) is not None:
            yield from _single(document, item, sheet, order)


def _of(order: Order, item: Mapping[str, Any]) -> Sheet | None:
    names = {str(v) for v in item.values() if isinstance(v, str)}
    return next((s.sheet for s in order.standings if s.sheet.unit.title in names), None)


def _single(document: Document, item: Mapping[str, Any], sheet: Sheet, order: Order) -> Iterator[Check]:
    name = sheet.unit.title
    part = next((found for found in sheet.root.walk() if found.node.path and found.node.spec.code in map(str, item.values())), None)
    for key, value in item.items():
        if not isinstance(value, int | Decimal):
            continue
        if str(key) == "rank":
            yield figure(document, f"{name}, hạng", Decimal(order.of(sheet.unit.id).place or 0), Decimal(value), labels=[name])
        elif str(key).startswith("total") or (str(key) in ("score", "points") and part is not None):
            computed = part.points if part is not None and not str(key).startswith("total") else sheet.total
            what = f"{name}, {part.node.spec.code if part is not None else key}"
            yield figure(document, what, computed, Decimal(value), digits=places([Decimal(value)]), labels=[name])


def _vector(document: Document, key: str, values: list[Decimal], order: Order) -> Iterator[Check]:
    """The dimensions of one unit, whose name stands in the key."""
    sheet = next((s.sheet for s in order.standings if fold(s.sheet.unit.title) in fold(key.replace("_", " "))), None)
    if sheet is None or len(sheet.root.children) != len(values):
        return
    digits = places(values)
    for part, value in zip(sheet.root.children, values, strict=True):
        yield figure(document, f"{sheet.unit.title}, {part.node.spec.code}", part.points, value, digits=digits, labels=[sheet.unit.title])


# ---- subtotals by code ---------------------------------------------------------------------------------


def _subtotals(document: Document, columns: Columns, block: Mapping[str, Any]) -> Iterator[Check]:
    """Subtotals of columns: ``{column: {a: 36, TC1: 94.4, total: 118.4, award_TC1: 14.4}}``."""
    for name, published in block.items():
        if isinstance(published, Mapping):
            for key, value in published.items():
                yield from _subtotal(document, columns, str(name), str(key), value)


def _subtotal(document: Document, columns: Columns, name: str, key: str, value: Any) -> Iterator[Check]:
    prefix, _, part = key.partition("_") if key.split("_")[0] in ("award", "deduction", "bonus") else ("", "", key)
    column = _column(columns, prefix or name, name)
    part = part or "total"
    rows = [r for r in columns.rows if part == "total" or _belongs(document, str(r.get(columns.label)), part)]
    if not column or not rows or not isinstance(value, int | Decimal):
        yield Check(f"{name}, {key}", None, None, "told", "không rõ cột hoặc mục nào")
        return
    computed = sum((v for r in rows if isinstance(v := r.get(column), Decimal)), ZERO)
    yield _held(document, f"{name}, {key} ({column})", computed, Decimal(value))


def _held(document: Document, what: str, computed: Decimal, published: Decimal) -> Check:
    said = document.names([], published, computed)
    check = figure(document, what, computed, published, tolerance=ZERO)
    return Check(what, computed, published, "anomaly", said) if check.verdict == "differs" and said else check


def _column(columns: Columns, wanted: str, name: str) -> str:
    """The column a subtotal is of: the one whose name shares most words with it, the award column of the same kind."""
    words = set(fold(wanted.replace("_", " ")).split())
    numeric = [n for n in columns.names if any(isinstance(r.get(n), Decimal) for r in columns.rows)]
    scored = [(len(words & set(fold(n.replace("_", " ")).split())), n == columns.total, n) for n in numeric]
    best = max(scored, default=(0, False, ""))
    return best[2] if best[0] else columns.total if name == wanted else ""


def _belongs(document: Document, code: str, part: str) -> bool:
    """Whether a criterion lies in a part: ``a`` holds ``a7``; ``TC1`` holds what the criteria table puts under section 1."""
    number = re.fullmatch(r"\D*(\d+)", part)
    if code == part or (code.startswith(part) and code[len(part) : len(part) + 1].isdigit()):
        return True
    if not number or part.isdigit():
        return False
    section = _section_of(document, code)
    return section == number[1] or section.startswith(f"{number[1]}.")


def _section_of(document: Document, code: str) -> str:
    """The top-level group of a criterion in the criteria table the file refers to; the code itself without one."""
    made = _criteria_table(document)
    node = next((n for n in made.nodes.values() if n.spec.code == code), None) if made else None
    while node is not None and node.parent is not None and node.parent.path:
        if made is not None and node.parent.parent is made.root and node.parent.spec.code.isdigit():
            return node.parent.spec.code
        node = node.parent
    return node.spec.code if node else code


def _criteria_table(document: Document) -> Table | None:
    other = document.others.get(str(document.data.get("criteria_table")))
    if other is None:
        return None
    found = tables.described(Document(document.path, other, document.others))
    return table(next(iter(found.values()))) if found else None


# ---- the stored table applied strictly -----------------------------------------------------------------


def _strict(document: Document, columns: Columns, report: Report) -> Iterator[Check]:
    """Awards above what the referenced table allows, and the total without them."""
    made = _criteria_table(document)
    award = next((p for p in columns.parts if re.search(r"award|bonus|thưởng", p)), "")
    if made is None or not award:
        return
    over = list(_excesses(made, columns, award))
    for code, granted, allowed in over:
        said = document.names([code], granted, allowed)
        what = f"{code}: điểm thưởng được chấp nhận so với trần của bảng {made.spec.id}"
        yield Check(what, allowed, granted, "anomaly" if said else "differs", said or "vượt trần mà nguồn không nêu")
    published = next((v for k, v in (document.data.get("derived_by_us") or {}).items() if "strict" in str(k)), None)
    totals = [v for r in columns.rows if isinstance(v := r.get(columns.total), Decimal)]
    if published is not None:
        yield figure(document, "tổng nếu áp dụng đúng bảng đã lưu", sum(totals, ZERO) - sum((g - a for _, g, a in over), ZERO), Decimal(published))


def _excesses(made: Table, columns: Columns, award: str) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Criterion, award granted, award the table allows, where the first is more."""
    high = reach(made)
    for row in columns.rows:
        node = next((n for n in made.nodes.values() if n.spec.code == str(row.get(columns.label))), None)
        granted = row.get(award)
        if node is None or not isinstance(granted, Decimal):
            continue
        top = high[node.path].high
        allowed = HIGH if top == HIGH else max(top - (node.spec.max or ZERO), ZERO)
        if granted > allowed:
            yield node.spec.code, granted, allowed
