"""The figures of the units as a workbook: one row for each input, ready to fill; the ranking written out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from vinhdanh.merit.scoring.asks import Ask, asks
from vinhdanh.merit.scoring.engine import by_path
from vinhdanh.merit.scoring.explain import formula, notes
from vinhdanh.merit.scoring.inputs import Entry, InputError, Unit
from vinhdanh.merit.scoring.loading import DETAILS
from vinhdanh.merit.scoring.numbers import rounded
from vinhdanh.merit.scoring.ranking import Order, Standing
from vinhdanh.merit.scoring.table import Table
from vinhdanh.workbook.grid import Book, open_book
from vinhdanh.workbook.plain import plain_book
from vinhdanh.workbook.scoring import text

UNITS, FIGURES = "Đơn vị", "Số liệu"
_UNIT = ("Mã", "Tên", "Cụm")
_FIGURE = ("Đơn vị", "Giai đoạn", "Tiêu chí", "Nội dung", "Chỉ số", "Ý nghĩa", "Giá trị", "Người chấm", "Lý do", "Minh chứng")
Row = dict[str, Any]


def write_inputs(table: Table, units: Sequence[Unit], path: str | Path, stage: str = "") -> None:
    """Writes a workbook to fill for a table and its units, with what they already entered. OSError if it cannot be written."""
    with plain_book(str(path)) as book:
        facts = list(dict.fromkeys(f for u in units for f in u.facts))
        _sheet(book, UNITS, (*_UNIT, *facts), [[u.id, u.name, u.cluster, *(_shown(u.facts.get(f)) for f in facts)] for u in units])
        _sheet(book, FIGURES, _FIGURE, [row for u in units for row in _figures(table, u, stage)])


def _figures(table: Table, unit: Unit, stage: str) -> Iterator[list[Any]]:
    for leaf in table.leaves:
        entry = by_path(table, unit).stages.get(stage, {}).get(leaf.path)
        for ask in asks(leaf.spec, leaf.compound.keys if leaf.compound else ()):
            yield [unit.id, stage, leaf.path, leaf.spec.name, ask.name, ask.says, _cell(entry, ask, leaf.compound is not None), *_who(entry)]


def _cell(entry: Entry | None, ask: Ask, counted: bool) -> Any:
    """What stands in the cell; a rule that an entry does not mention had nothing to count."""
    if entry is None or entry.na:
        return "na" if entry else None
    value = entry.values.get(ask.name)
    return ("không" if ask.type == "yes-no" else 0) if value is None and counted and not entry.blank else _shown(value)


def _who(entry: Any) -> list[str]:
    return [entry.by, entry.why, "; ".join(entry.evidence)] if entry else ["", "", ""]


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return "có" if value else "không"
    return "; ".join(str(v) for v in value) if isinstance(value, tuple) else value


def _sheet(book: Any, name: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1, "text_wrap": True})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(head) - 1, 0), 18)
    for i, title in enumerate(head):
        sheet.write_string(0, i, title, bold)
    for r, row in enumerate(rows, 1):
        for i, value in enumerate(row):
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                sheet.write_number(r, i, value)
            elif value not in (None, ""):
                sheet.write_string(r, i, str(value))


# ---- reading -------------------------------------------------------------------------------------------


def read_inputs(path: Path) -> Row:
    """The figures of a workbook as plain data, for ``loading.units``. Raises ``UnreadableFile`` or :class:`InputError`."""
    book = open_book(path)
    missing = [n for n in (UNITS, FIGURES) if n not in book.names]
    if missing:
        raise InputError([f"{path.name}: thiếu trang “{missing[0]}”"])
    units: dict[str, Row] = {row["Mã"]: _unit(row) for _, row in records(book, UNITS) if row.get("Mã")}
    for number, row in records(book, FIGURES):
        _enter(units, row, number)
    return {"units": list(units.values())}


def records(book: Book, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a page by the names in its first row, with their numbers; empty cells are left out."""
    rows = book.full_grid(name).rows
    head = [str(c).strip() for c in rows[0]] if rows else []
    for number, row in enumerate(rows[1:], 2):
        yield number, {h: text(v) for h, v in zip(head, row, strict=False) if h and text(v)}


def _unit(row: dict[str, str]) -> Row:
    return {
        "id": row["Mã"],
        "name": row.get("Tên", ""),
        "cluster": row.get("Cụm", ""),
        "facts": {k: v for k, v in row.items() if k not in _UNIT},
        "stages": {},
    }


def _enter(units: dict[str, Row], row: dict[str, str], number: int) -> None:
    """One row of figures; rows without a value say nothing, unless somebody signed them."""
    if not row.get("Giá trị"):
        return
    if row.get("Đơn vị") not in units:
        raise InputError([f"{FIGURES}, dòng {number}: không có đơn vị “{row.get('Đơn vị', '')}” ở trang {UNITS}"])
    entry = units[row["Đơn vị"]]["stages"].setdefault(row.get("Giai đoạn", ""), {}).setdefault(row.get("Tiêu chí", ""), {})
    said = {"by": row.get("Người chấm"), "why": row.get("Lý do"), "evidence": [e.strip() for e in row.get("Minh chứng", "").split(";") if e.strip()]}
    entry |= {k: v for k, v in said.items() if v}
    name = row.get("Chỉ số", "value")
    if row["Giá trị"].lower() in ("na", "không áp dụng"):
        entry["na"] = True
    elif name not in DETAILS or name == "granted":
        values = row["Giá trị"]
        entry[name] = [v.strip() for v in values.split(";")] if ";" in values else values


# ---- the ranking ---------------------------------------------------------------------------------------


def write_ranking(order: Order, path: str | Path) -> None:
    """Writes the ranking with its explanations. OSError if it cannot be written."""
    with plain_book(str(path)) as book:
        head = ("Hạng", "Mã", "Đơn vị", "Cụm", "Tổng điểm", "Điểm tối đa riêng", "Xếp loại", "Diễn giải")
        _sheet(book, "Xếp hạng", head, [_standing(s) for s in order.standings])
        detail = ("Đơn vị", "Tiêu chí", "Nội dung", "Điểm", "Tối đa", "Cách tính", "Điều chỉnh", "Ghi chú")
        _sheet(book, "Diễn giải", detail, [row for s in order.standings for row in _explained(s)])


def _standing(s: Standing) -> list[Any]:
    unit, root = s.sheet.unit, s.sheet.root
    told = "; ".join((*s.why, *s.cls.why))
    return [s.place, unit.id, unit.title, unit.cluster, rounded(root.points, 6).normalize(), rounded(root.own_max, 6).normalize(), s.cls.name, told]


def _explained(s: Standing) -> Iterator[list[Any]]:
    for found in s.sheet.root.walk():
        points = rounded(found.points, 6).normalize() if found.complete or found.children else None
        adjusted = "; ".join(f"{why}: {amount:f}" for why, amount in found.parts)
        top = rounded(found.own_max, 6).normalize()
        yield [s.unit_id, found.node.path or "Tổng", found.node.spec.name, points, top, formula(found), adjusted, "; ".join(notes(found))]
