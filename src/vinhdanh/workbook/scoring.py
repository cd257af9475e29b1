"""Scoring tables as workbooks: written for people to read and change, read back to the same table.

Sheet *Tiêu chí* holds one row for each group, criterion and rule; bands are written in words (``từ 95: 5; dưới 95: 0``);
what has no column of its own stands as YAML in the last one. Sheet *Bảng* holds what concerns the whole table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from vinhdanh.merit.scoring import bands as b
from vinhdanh.merit.scoring.cases.texts import from_text
from vinhdanh.merit.scoring.dump import data, flow
from vinhdanh.merit.scoring.loading import TableError, yaml
from vinhdanh.merit.scoring.numbers import NumberError, number, show
from vinhdanh.merit.scoring.schema import BandSpec, TableSpec
from vinhdanh.workbook.cells import Raw
from vinhdanh.workbook.grid import open_book
from vinhdanh.workbook.plain import plain_book

CRITERIA, TABLE = "Tiêu chí", "Bảng"
COLUMNS = (
    ("level", "Cấp", 6),
    ("code", "Mã", 12),
    ("name", "Nội dung", 60),
    ("max", "Tối đa", 9),
    ("kind", "Cách chấm", 20),
    ("points", "Điểm", 8),
    ("cap", "Trần mục", 9),
    ("bands", "Các mức", 50),
    ("role", "Vai trò", 11),
    ("weight", "Trọng số", 9),
    ("award_cap", "Trần thưởng", 11),
    ("deduction_cap", "Trần trừ", 9),
    ("na", "Không áp dụng", 13),
    ("cite", "Căn cứ", 20),
    ("more", "Khác (YAML)", 50),
)
_NUMBERS = frozenset(("max", "points", "cap", "weight", "award_cap", "deduction_cap"))
_RULE = "mục"
Row = dict[str, Any]


# ---- writing -------------------------------------------------------------------------------------------


def write_table(spec: TableSpec, path: str | Path) -> None:
    """Writes a table. OSError if the file cannot be written."""
    whole = data(spec)
    with plain_book(str(path)) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E7E6E6", "border": 1, "font_name": "Times New Roman"})
        wrap = book.add_format({"text_wrap": True, "valign": "top", "font_name": "Times New Roman"})
        sheet = book.add_worksheet(CRITERIA)
        for i, (_, title, width) in enumerate(COLUMNS):
            sheet.write_string(0, i, title, head)
            sheet.set_column(i, i, width)
        sheet.freeze_panes(1, 3)
        for r, row in enumerate(rows_of(whole["criteria"]), 1):
            for i, (key, _, _) in enumerate(COLUMNS):
                _write(sheet, r, i, row.get(key), wrap)
        _about(book.add_worksheet(TABLE), {k: v for k, v in whole.items() if k != "criteria"}, head, wrap)


def _write(sheet: Any, row: int, col: int, value: Any, style: Any) -> None:
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > 15:
        value = str(value)
    if isinstance(value, int | Decimal):
        sheet.write_number(row, col, value, style)
    elif value not in (None, ""):
        sheet.write_string(row, col, str(value), style)


def _about(sheet: Any, whole: Row, head: Any, wrap: Any) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, "Mục", head)
    sheet.write_string(0, 1, "Giá trị (YAML)", head)
    for r, (key, value) in enumerate(whole.items(), 1):
        sheet.write_string(r, 0, key, wrap)
        sheet.write_string(r, 1, flow(value), wrap)


def rows_of(criteria: Sequence[Row], level: int = 1) -> Iterator[Row]:
    """The criteria (as ``dump.data`` gives them) as rows with the keys of ``COLUMNS``: groups, criteria and rules in their order."""
    for raw in criteria:
        yield {**_row(raw, ("code", "children", "rules")), "level": level, "code": raw["code"]}
        for rule in raw.get("rules", ()):
            yield {**_row(rule, ("id",)), "level": _RULE, "code": rule.get("id", "")}
        yield from rows_of(raw.get("children", ()), level + 1)


def _row(raw: Row, elsewhere: Sequence[str]) -> Row:
    """The cells of one criterion or rule."""
    keys = {key for key, _, _ in COLUMNS} - {"level", "code", "more", "bands"}
    row = {k: v for k, v in raw.items() if k in keys}
    rest = {k: v for k, v in raw.items() if k not in keys and k not in elsewhere}
    if (bands := rest.get("bands")) and (words := _in_words(bands)):
        row["bands"] = words
        del rest["bands"]
    return {**row, "more": flow(rest) if rest else ""}


def _in_words(bands: Sequence[Row]) -> str:
    """The bands in words, if reading the words gives the same bands."""
    spoken = "; ".join(f"{_band(BandSpec.model_validate(band))}: {show(band['points'], 20)}" for band in bands)
    same = [BandSpec.model_validate(x) for x in from_text(spoken)] == [BandSpec.model_validate(x) for x in bands]
    return spoken if same else ""


def _band(band: BandSpec) -> str:
    return band.name if b.named_only(band) else b.words(band)


# ---- reading -------------------------------------------------------------------------------------------


def read_table(path: Path) -> Row:
    """The table of a workbook as plain data, for ``loading.table``. Raises ``UnreadableFile`` or :class:`TableError`."""
    book = open_book(path)
    missing = [name for name in (CRITERIA, TABLE) if name not in book.names]
    if missing:
        raise TableError([f"{path.name}: thiếu trang “{missing[0]}”"])
    about = {str(r[0]): yaml(text(r[1]), TABLE) for r in book.full_grid(TABLE).rows[1:] if len(r) > 1 and str(r[0]).strip()}
    rows = book.full_grid(CRITERIA).rows
    return {**about, "criteria": criteria_of([_cells(rows[0], row, i) for i, row in enumerate(rows[1:], 2) if any(str(c).strip() for c in row)])}


def _cells(head: Sequence[Raw], row: Sequence[Raw], number_: int) -> Row:
    titles = {title: key for key, title, _ in COLUMNS}
    strange = [str(t) for t in head if str(t).strip() and str(t).strip() not in titles]
    if strange:
        raise TableError([f"{CRITERIA}, dòng 1: không có cột “{strange[0]}”"])
    found = {titles[str(t).strip()]: v for t, v in zip(head, row, strict=False) if str(t).strip()}
    return {"row": number_, **{k: v for k, v in found.items() if str(v).strip() != ""}}


def criteria_of(rows: Sequence[Row]) -> list[Row]:
    """The criteria out of rows that say how deep they are; empty cells are left out, ``row`` is the number told in complaints.

    Raises :class:`TableError`.
    """
    top: list[Row] = []
    path: list[Row] = []
    for row in rows:
        if text(row.get("level", "")).strip().lower() == _RULE:
            if not path:
                raise TableError([f"{CRITERIA}, dòng {row['row']}: mục không thuộc tiêu chí nào"])
            path[-1].setdefault("rules", []).append({**({"id": text(row["code"])} if "code" in row else {}), **_values(row)})
            continue
        level = _level(row, len(path))
        made = {"code": text(row.get("code", "")), **_values(row)}
        (path[level - 2].setdefault("children", []) if level > 1 else top).append(made)
        path[level - 1 :] = [made]
    return top


def _level(row: Row, deepest: int) -> int:
    depth = text(row.get("level", ""))
    if not depth.isdigit() or not 1 <= int(depth) <= deepest + 1:
        raise TableError([f"{CRITERIA}, dòng {row['row']}: cột Cấp cần số từ 1 đến {deepest + 1} hoặc “{_RULE}”, đang là “{depth}”"])
    return int(depth)


def _values(row: Row) -> Row:
    found: Row = {k: _value(k, v, row["row"]) for k, v in row.items() if k not in ("level", "code", "more", "row", "bands")}
    if "bands" in row:
        found["bands"] = from_text(text(row["bands"]))
    more = yaml(text(row["more"]), f"{CRITERIA}, dòng {row['row']}") if "more" in row else {}
    if not isinstance(more, Mapping):
        raise TableError([f"{CRITERIA}, dòng {row['row']}: cột Khác cần dạng {{khóa: giá trị}}"])
    return {**found, **more}


def _value(key: str, raw: Raw, row: int) -> Any:
    if key not in _NUMBERS:
        return text(raw)
    try:
        return number(text(raw))
    except NumberError as error:
        raise TableError([f"{CRITERIA}, dòng {row}: {error}"]) from None


def text(raw: Any) -> str:
    """A cell as text, tidied: a number as Excel shows it, digit for digit."""
    if isinstance(raw, float):
        return f"{Decimal(repr(raw)).normalize():f}"
    return str(raw).strip()
