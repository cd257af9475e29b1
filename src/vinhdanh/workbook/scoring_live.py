"""A ranking as a workbook that computes: figures, points by formulas over them, sums over the points, places over the sums.

Where a kind of criterion has no plain formula, its points stand as a number and the cell beside the criterion says so. Every
formula carries the engine's own result as its cached value, and the parts of a group that a formula cannot tell (caps, rounding)
stand in it as a constant: recalculated, the workbook gives what the engine gave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from vinhdanh.merit.scoring.asks import asks
from vinhdanh.merit.scoring.inputs import Value
from vinhdanh.merit.scoring.ranking import Order, Standing
from vinhdanh.merit.scoring.score import Score
from vinhdanh.merit.scoring.table import Node
from vinhdanh.workbook.plain import plain_book

RANKING, DETAIL, FIGURES = "Xếp hạng", "Chi tiết", "Số liệu"
FIRST = 3  # the first column of units on the pages of detail and figures
Cells = Mapping[tuple[str, str], int]  # the row of each input on the page of figures, by path and name


def write_live(order: Order, title: str, path: str | Path) -> None:
    """Write the workbook. OSError if it cannot be written."""
    with plain_book(str(path)) as book:
        looks = {"head": book.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1, "text_wrap": True, "valign": "vcenter"})}
        looks |= {
            "group": book.add_format({"bold": True, "bg_color": "#F5F1EA", "num_format": "#,##0.00"}),
            "note": book.add_format({"italic": True}),
        }
        looks |= {"points": book.add_format({"num_format": "#,##0.00"}), "bold": book.add_format({"bold": True, "font_size": 14})}
        ranking, detail, figures = (book.add_worksheet(name) for name in (RANKING, DETAIL, FIGURES))
        cells = _figures(figures, order, looks)
        rows = _detail(detail, order, cells, looks)
        _ranking(ranking, order, title, rows, looks)


def _heads(sheet: Any, heads: Sequence[str], look: Any, row: int = 0) -> None:
    for column, words in enumerate(heads):
        sheet.write_string(row, column, words, look)


def _names(order: Order) -> list[str]:
    return [s.sheet.unit.title for s in order.standings]


# ---- figures -------------------------------------------------------------------------------------------


def _figures(sheet: Any, order: Order, looks: Mapping[str, Any]) -> Cells:
    """One row for each input, one column for each unit."""
    _heads(sheet, ("Mã", "Tiêu chí", "Chỉ số", *_names(order)), looks["head"])
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 2, 34)
    sheet.freeze_panes(1, FIRST)
    cells: dict[tuple[str, str], int] = {}
    for node in order.table.leaves:
        for ask in asks(node.spec, node.compound.keys if node.compound else ()):
            row = len(cells) + 1
            cells[node.path, ask.name] = row
            for column, words in enumerate((node.spec.code, node.spec.name, ask.says)):
                sheet.write_string(row, column, words)
            for i, s in enumerate(order.standings):
                _value(sheet, row, FIRST + i, _input(s, node, ask.name))
    return cells


def _input(s: Standing, node: Node, name: str) -> Value:
    entry = s.sheet.root.at(node.path).entry
    return "không áp dụng" if entry is not None and entry.na else entry.values.get(name) if entry is not None else None


def _value(sheet: Any, row: int, column: int, value: Value) -> None:
    if isinstance(value, bool):
        sheet.write_string(row, column, "có" if value else "không")
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, "; ".join(str(v) for v in value) if isinstance(value, tuple) else value)


# ---- points --------------------------------------------------------------------------------------------


def _detail(sheet: Any, order: Order, cells: Cells, looks: Mapping[str, Any]) -> dict[str, int]:
    """One row for each criterion and group, the total last; returns the rows by path ('' is the total)."""
    _heads(sheet, ("Mã", "Tiêu chí", "Điểm tối đa", *_names(order)), looks["head"])
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 48)
    sheet.freeze_panes(1, FIRST)
    nodes = [n for n in order.table.root.walk() if n.path]
    rows = {n.path: i for i, n in enumerate(nodes, 1)} | {"": len(nodes) + 1}
    for node in (*nodes, order.table.root):
        look = looks["group"] if node.children else looks["points"]
        row = rows[node.path]
        sheet.write_string(row, 0, node.spec.code if node.path else "", look)
        sheet.write_string(row, 1, node.spec.name if node.path else "Tổng điểm", look)
        if node.spec.max is not None:
            sheet.write_number(row, 2, node.spec.max, look)
        for i, s in enumerate(order.standings):
            _points(sheet, s.sheet.root if not node.path else s.sheet.root.at(node.path), rows, cells, FIRST + i, look)
    return rows


def _points(sheet: Any, score: Score, rows: Mapping[str, int], cells: Cells, column: int, look: Any) -> None:
    """The points of one criterion of one unit: a formula where there is one, else the number; nothing where it is open."""
    row = rows[score.node.path]
    made = _sum(score, rows, column) if score.children else _leaf(score, cells, column)
    if score.outcome is not None and score.outcome.points is None and not score.parts:
        sheet.write_blank(row, column, None, look)
    elif made:
        sheet.write_formula(row, column, made, look, float(score.points))  # only the cached value; the formula is what counts
    else:
        sheet.write_number(row, column, score.points, look)


def _sum(score: Score, rows: Mapping[str, int], column: int) -> str:
    """The contributions of the children, then what caps and rounding changed."""
    parts = [_signed(c, xl_rowcol_to_cell(rows[c.node.path], column)) for c in score.children if c.node.spec.role != "info" and c.share]
    rest = sum((amount for _, amount in score.parts), Decimal(0))
    return "=" + ("".join(parts).removeprefix("+") or "0") + (f"{rest:+f}" if rest else "")


def _signed(child: Score, cell: str) -> str:
    sign = "-" if child.node.spec.role == "deduction" else "+"
    return f"{sign}{cell}" if child.share == 1 else f"{sign}{cell}*{child.share:f}"


def _leaf(score: Score, cells: Cells, column: int) -> str:
    """The formula of a plain kind over its figures, if it says exactly what the engine found."""
    spec, entry = score.node.spec, score.entry
    if score.node.compound or score.parts or entry is None or entry.na or entry.granted is not None or spec.gates:
        return ""
    at = {name: f"'{FIGURES}'!{xl_col_to_name(column)}{row + 1}" for (path, name), row in cells.items() if path == score.node.path}
    make = {"direct": _direct, "ratio": _ratio, "pass_fail": _pass_fail}.get(spec.how)
    return make(score, at) if make else ""


def _direct(score: Score, at: Mapping[str, str]) -> str:
    return f"={at[score.node.spec.input]}" if len(at) == 1 else ""


def _ratio(score: Score, at: Mapping[str, str]) -> str:
    """Numerator over denominator, at most the ceiling."""
    spec = score.node.spec
    plain = spec.cap_rate == 1 and spec.target == 1 and not spec.invert and not spec.exclude and not spec.exclude_numerator
    full = spec.points if spec.points is not None else spec.max or Decimal(0)
    over, under = [*at, "", ""][:2]
    value = score.entry.values.get(under) if score.entry else None
    if not plain or len(at) != 2 or not isinstance(value, Decimal) or value <= 0:
        return ""
    return f"=MIN(1,{at[over]}/{at[under]})*{full:f}"


def _pass_fail(score: Score, at: Mapping[str, str]) -> str:
    spec = score.node.spec
    if spec.test or len(at) != 1:
        return ""
    full = spec.points if spec.points is not None else spec.max or Decimal(0)
    return f'=IF({next(iter(at.values()))}="có",{full:f},{spec.otherwise:f})'


# ---- the order -----------------------------------------------------------------------------------------


def _ranking(sheet: Any, order: Order, title: str, rows: Mapping[str, int], looks: Mapping[str, Any]) -> None:
    """Place, unit, first-level sections, total, class; places over the totals of those that are ranked and not parted otherwise."""
    sections = [n for n in order.table.root.children if n.spec.role != "info"]
    sheet.write_string(0, 0, title, looks["bold"])
    _heads(sheet, ("Hạng", "Đơn vị", *(n.spec.name for n in sections), "Tổng điểm", "Xếp loại", "Ghi chú"), looks["head"], 2)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2 + len(sections), 14)
    sheet.set_column(4 + len(sections), 4 + len(sections), 60)
    ranked = [i for i, s in enumerate(order.standings) if s.place is not None]
    total = 2 + len(sections)
    span = f"{xl_rowcol_to_cell(3, total, True, True)}:{xl_rowcol_to_cell(3 + max(len(ranked) - 1, 0), total, True, True)}"
    for i, s in enumerate(order.standings):
        _standing(sheet, 3 + i, s, [rows[n.path] for n in sections], rows[""], FIRST + i, span if _by_points(order, s) else "", looks)


def _by_points(order: Order, s: Standing) -> bool:
    """Whether the place follows from the totals alone: one cluster, no class first, no tie parted by another key."""
    spec = order.table.spec.ranking
    one = spec.by == "points" and spec.better == "higher" and spec.style == "competition" and not spec.class_first and spec.places is None
    same = [o for o in order.ranked if o.amount == s.amount]
    clusters = {o.sheet.unit.cluster for o in order.ranked}
    return one and s.place is not None and len({o.place for o in same}) == 1 and (len(clusters) == 1 or spec.within == "all")


def _standing(sheet: Any, row: int, s: Standing, sections: Sequence[int], total: int, column: int, span: str, looks: Mapping[str, Any]) -> None:
    own = xl_rowcol_to_cell(row, 2 + len(sections))
    if span:
        sheet.write_formula(row, 0, f"=RANK({own},{span})", None, s.place)
    elif s.place is not None:
        sheet.write_number(row, 0, s.place)
    sheet.write_string(row, 1, s.sheet.unit.title)
    for i, at in enumerate((*sections, total)):
        sheet.write_formula(row, 2 + i, f"='{DETAIL}'!{xl_rowcol_to_cell(at, column)}", looks["points"], float(_at(s, i, sections)))
    sheet.write_string(row, 3 + len(sections), s.cls.name or "")
    sheet.write_string(row, 4 + len(sections), "; ".join((*s.why, *s.cls.why)), looks["note"])


def _at(s: Standing, i: int, sections: Sequence[int]) -> Decimal:
    kept = [c for c in s.sheet.root.children if c.node.spec.role != "info"]
    return kept[i].points if i < len(sections) else s.sheet.total
