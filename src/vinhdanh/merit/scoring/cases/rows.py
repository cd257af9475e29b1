"""Result rows: which column is what, and what model makes the totals out of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring.numbers import NumberError, number
from vinhdanh.merit.text import fold

Row = dict[str, Any]
_LABEL = ("unit", "name", "don vi", "ten", "province", "tinh", "region", "vung", "ministry", "district", "huyen", "commune", "department", "school")
_LABELS = (*_LABEL, "code", "ma", "year", "nam", "criterion", "tieu chi", "cluster", "cum")
_RANK = ("rank", "ranking", "place", "position", "xep hang", "thu hang", "hang", "vi thu")
_CLASS = ("class", "cls", "grade", "xep loai", "nhom", "group", "loai")
_TOTAL = ("total", "tong", "tong diem", "diem tong hop", "total score", "final", "final score", "overall", "index", "chi so", "ket qua")
_WEAK = ("score", "diem", "mean", "verified score", "diem tham dinh", "points")
_ASIDE = ("change", "delta", "previous", "prev", "rule", "note", "ghi chu", "max", "toi da", "self", "tu cham")


@dataclass(slots=True)
class Columns:
    """The columns of a table of results by what they hold; ``parts`` are the figures a total may be made of."""

    names: list[str]
    rows: list[Row]
    label: str = ""
    rank: str = ""
    total: str = ""
    cls: str = ""
    parts: list[str] = field(default_factory=list)

    def name(self, row: Row) -> str:
        """What a row is called."""
        return str(row.get(self.label, ""))


def blocks(data: Mapping[str, Any], depth: int = 2) -> Iterator[tuple[str, Mapping[str, Any], Columns]]:
    """Every block of rows of a file: the key (or those above it), what surrounds it, its columns."""
    for key, value in data.items():
        if re.search(r"example|case", str(key)):  # worked examples are computed by their own part
            continue
        found = _columns(data, str(key), value) if isinstance(value, list) else None
        if found is not None:
            yield str(key), data, found
        elif isinstance(value, Mapping) and depth and not str(key).startswith(("published", "derived")):
            yield from ((f"{key}/{k}", {**data, **inner}, c) for k, inner, c in blocks(value, depth - 1))


def _columns(data: Mapping[str, Any], key: str, rows: list[Any]) -> Columns | None:
    """Rows under ``rows`` with ``row_format``, under any key with a format of its own, or mappings that have a total or place."""
    names = [str(n) for n in data.get("row_format" if key == "rows" else f"{key.rstrip('s')}_format") or data.get(f"{key}_format") or ()]
    if names and key != "leaves" and rows and all(isinstance(r, list) for r in rows):
        return _sorted(Columns(names, [{n: _cell(v) for n, v in zip(names, r, strict=False)} for r in rows]))
    if key in ("rows", "results", "units", "ranking", "table") and rows and all(isinstance(r, Mapping) for r in rows):
        names = list(dict.fromkeys(str(k) for r in rows for k in r))
        return _sorted(Columns(names, [{str(k): _cell(v) for k, v in r.items()} for r in rows]))
    return None


def _cell(value: Any) -> Any:
    """Numbers as decimals, in whatever writing; words as words."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and re.fullmatch(r"\s*[-+−]?\s*\d+([.,]\d+)?\s*", value):
        try:
            return number(value) if "," in value else value
        except NumberError:
            return value
    return value


def _sorted(columns: Columns) -> Columns:
    numeric = [n for n in columns.names if _numeric(columns, n)]
    columns.rank = _pick(columns.names, _RANK)
    columns.cls = _pick([n for n in columns.names if n not in numeric], _CLASS)
    columns.total = _pick(numeric, _TOTAL, whole=True) or _pick([n for n in numeric if not _is(n, _ASIDE)], _WEAK, whole=True)
    others = [n for n in columns.names if n not in (columns.rank, columns.cls, columns.total)]
    columns.label = _pick(others, _LABELS) or next((n for n in others if n not in numeric), others[0] if others else "")
    columns.parts = [n for n in others if n != columns.label and n in numeric and not _is(n, _ASIDE) and not re.search(r"(19|20)\d\d", n)]
    if not columns.total and columns.rank:
        columns.total = next((n for n in numeric if n not in (columns.rank, columns.label) and not _is(n, ["change"])), "")
        columns.parts = [p for p in columns.parts if p != columns.total]
    return columns


def _numeric(columns: Columns, name: str) -> bool:
    found = [r.get(name) for r in columns.rows if r.get(name) is not None]
    return all(isinstance(v, Decimal) for v in found) and (bool(found) or name != columns.names[0])


def _words(name: str) -> str:
    return fold(name.replace("_", " "))


def _is(name: str, known: Sequence[str]) -> bool:
    return any(f" {k} " in f" {_words(name)} " for k in known)


def _pick(names: Sequence[str], known: Sequence[str], *, whole: bool = False) -> str:
    """The first column called exactly one of the words, else the first that has one in its name."""
    exact = next((n for k in known for n in names if _words(n) == k), "")
    return exact or ("" if whole and len(known) < 1 else next((n for k in known for n in names if f" {k} " in f" {_words(n)} "), ""))


def figures(columns: Columns, row: Row) -> list[Decimal | None]:
    """The parts of a row."""
    return [row.get(p) for p in columns.parts]
