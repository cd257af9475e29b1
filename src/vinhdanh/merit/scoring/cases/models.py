"""What makes the total of a row out of its parts: stated by the file, or found as the only simple model that fits the rows.

Every model is a table in our format, so the total is computed by the same engine as everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring.cases import expressions as x
from vinhdanh.merit.scoring.cases.document import Document
from vinhdanh.merit.scoring.cases.rows import Columns
from vinhdanh.merit.scoring.numbers import ZERO
from vinhdanh.merit.text import fold

Data = dict[str, Any]
_MINUS = ("deduction", "penalty", "minus", "tru", "phat")
_PLUS = ("award", "bonus", "plus", "thuong", "cong")
_BASE = ("standard", "base", "chuan", "verified", "score", "diem")


@dataclass(frozen=True, slots=True)
class Model:
    """A table that computes the total, the columns it reads, how the file (or the fit) came to it."""

    data: Data
    columns: tuple[str, ...]
    why: str
    stated: bool


def candidates(document: Document, columns: Columns) -> Iterator[Model]:
    """The models to try, the stated ones first."""
    yield from _dimensions(document, columns)
    yield from _weighted(document, columns)
    yield from _equations(document, columns)
    yield from _plus_minus(document, columns)
    if len(columns.parts) > 1:
        yield _plain(document, columns, "sum")
        yield _plain(document, columns, "mean")


def _table(document: Document, criteria: list[Data], **more: Any) -> Data:
    """A table of the model, with the clamp and the tie breakers the file states."""
    if found := re.search(
        r"(?:clamp\(.*,|clamped to)\s*(-?\d+)\s*(?:,|\.\.|to|-)\s*(\d+)",
        f"{document.data.get('total_formula', '')} {document.data.get('method', '')}",
    ):
        more["total"] = {**more.get("total", {}), "floor": Decimal(found[1]), "ceiling": Decimal(found[2])}
    return {"id": document.id, "name": str(document.data.get("title", "")), "criteria": criteria, "missing_for_all": "drop", **more}


def _leaf(name: str, **more: Any) -> Data:
    return {"code": name, **more}


def _plain(document: Document, columns: Columns, how: str) -> Model:
    words = {"sum": "tổng các thành phần", "mean": "bình quân các thành phần"}[how]
    data = _table(document, [_leaf(p) for p in columns.parts], total={"aggregate": how})
    said = f"{document.data.get('method', '')} {' '.join(document.checks)}"
    return Model(data, tuple(columns.parts), words, how in said)


# ---- stated --------------------------------------------------------------------------------------------


def _dimensions(document: Document, columns: Columns) -> Iterator[Model]:
    """Dimensions that are sums of the columns that carry their number, or of so many columns one after the other."""
    dims = document.data.get("dimensions")
    if not isinstance(dims, list) or not all(isinstance(d, Mapping) and d.get("code") for d in dims):
        return
    sizes = [next((int(v) for k, v in d.items() if str(k).endswith(("indices", "indicators", "components", "count"))), 0) for d in dims]
    groups = _by_code(dims, columns.parts) or _by_size(sizes, columns.parts)
    if groups is None:
        return
    criteria = [_dimension(d, names) for d, names in zip(dims, groups, strict=True)]
    yield Model(
        _table(document, criteria), tuple(n for g in groups for n in g), "lĩnh vực là tổng nội dung thành phần, tổng điểm là tổng lĩnh vực", True
    )


def _dimension(raw: Mapping[str, Any], names: list[str]) -> Data:
    weight = {"weight": w} if (w := raw.get("weight")) is not None else {}
    return {"code": str(raw["code"]), "name": str(raw.get("name", "")), "children": [_leaf(n) for n in names], **weight}


def _by_code(dims: list[Any], parts: list[str]) -> list[list[str]] | None:
    """Columns ``SC41`` … belong to the dimension ``C04``."""
    found = [[p for p in parts if (m := re.fullmatch(r"\D*(\d+?)(\d)", p)) and int(m[1]) == _digits(d["code"])] for d in dims]
    return found if all(found) and sum(map(len, found)) == len(parts) else None


def _digits(code: object) -> int:
    found = re.search(r"\d+", str(code))
    return int(found[0]) if found else -1


def _by_size(sizes: list[int], parts: list[str]) -> list[list[str]] | None:
    if sum(sizes) != len(parts) or not all(sizes):
        return None
    ends = [sum(sizes[: i + 1]) for i in range(len(sizes))]
    return [parts[e - n : e] for e, n in zip(ends, sizes, strict=True)]


def _weighted(document: Document, columns: Columns) -> Iterator[Model]:
    """Weights as the file gives them, in percent or plain, times a power of ten."""
    for key, value in (*document.data.items(), *_component_weights(document)):
        if not str(key).startswith("weight") or isinstance(value, str):
            continue
        weights = value if isinstance(value, list) else [value.get(p) for p in columns.parts] if isinstance(value, Mapping) else []
        if len(weights) != len(columns.parts) or None in weights:
            continue
        for factor in _factors(document, sum(weights, ZERO)):
            criteria = [_leaf(p, weight=w) for p, w in zip(columns.parts, weights, strict=True)]
            data = _table(document, criteria, total={"factor": factor})
            yield Model(data, tuple(columns.parts), f"tổng có trọng số × {factor}", True)


def _component_weights(document: Document) -> Iterator[tuple[str, Any]]:
    """Weights that stand in a list of components: ``components: [{code: a, weight: 50}, …]``."""
    for value in document.data.values():
        rows = value if isinstance(value, list) else []
        if rows and all(isinstance(r, Mapping) and any(str(k).startswith("weight") for k in r) for r in rows):
            yield "weights", [next(w for k, w in r.items() if str(k).startswith("weight")) for r in rows]


def _factors(document: Document, whole: Decimal) -> list[Decimal]:
    """What the weighted sum is multiplied by: the scale the method names, then other powers of ten."""
    unit = Decimal(1) / whole if whole else Decimal(1)
    told = re.search(r"times (\d+)", str(document.data.get("method", "")))
    scales = [Decimal(told[1])] if told else []
    return [unit * s for s in dict.fromkeys((*scales, Decimal(1), Decimal(10), Decimal(100), Decimal("0.1")))]


def equations(document: Document, columns: Columns) -> Iterator[tuple[str, str, x.Expression]]:
    """The equations between columns that check lines, formulas or the method state: text, left side, right side."""
    lines = [*document.checks, *(str(document.data.get(k, "")) for k in ("formula", "total_formula", "method", "rule"))]
    for text in lines:
        left, sign, right = text.partition("=")
        name = _column(left.strip().split(":")[-1].strip(), columns) if sign else ""
        for tail in (right.split(",")[0].split(":")[0].split(";")[0],) if name else ():
            try:
                made = x.read(tail.strip().strip("'\""), lambda words: _column(words, columns))
            except x.Unreadable:
                continue
            if made.columns:
                yield text, name, made


def _column(words: str, columns: Columns) -> str:
    plain = fold(words.replace("_", " "))
    names = {n: fold(n.replace("_", " ")) for n in columns.names}
    exact = next((n for n, f in names.items() if f == plain), "")
    return exact or next((n for n, f in names.items() if plain and (f.startswith(plain) or plain.startswith(f))), "")


def _equations(document: Document, columns: Columns) -> Iterator[Model]:
    """A linear equation for the total is a table of its own: coefficients are weights, the constant is the base."""
    for text, left, right in equations(document, columns):
        if left == columns.total and right.linear is not None:
            weights, base = right.linear
            criteria = [_leaf(n, weight=abs(w), **({"role": "deduction"} if w < 0 else {})) for n, w in weights.items()]
            yield Model(_table(document, criteria, total={"base": base}), tuple(weights), f"theo nguồn: {text}", True)


# ---- found ---------------------------------------------------------------------------------------------


def _plus_minus(document: Document, columns: Columns) -> Iterator[Model]:
    """Columns that say in their names that they are added or taken off, on those that say that they are the base."""
    minus = [p for p in columns.parts if _has(p, _MINUS)]
    plus = [p for p in columns.parts if _has(p, _PLUS) and p not in minus]
    base = [p for p in columns.parts if p not in plus and p not in minus and _has(p, _BASE)]
    if not plus and not minus:
        return
    for chosen in ([p for p in columns.parts if p not in plus and p not in minus], base, base[:1]):
        criteria = [*(_leaf(p) for p in chosen), *(_leaf(p, role="bonus") for p in plus), *(_leaf(p, role="deduction") for p in minus)]
        for start in _starts(document):
            yield Model(_table(document, criteria, total={"base": start}), (*chosen, *plus, *minus), "điểm gốc + thưởng − trừ", False)


def _starts(document: Document) -> list[Decimal]:
    found = [Decimal(v) for k, v in document.data.items() if str(k) in ("base", "base_total", "base_points") and isinstance(v, int | Decimal)]
    told = re.search(r"\b(\d+) ?\+|base (\d+)|start(?:s|ing)? (?:at|from) (\d+)", str(document.data.get("method", "")))
    return [ZERO, *found, *(Decimal(g) for g in (told.groups() if told else ()) if g)]


def _has(name: str, words: tuple[str, ...]) -> bool:
    plain = f" {fold(name.replace('_', ' '))} "
    return any(f" {w} " in plain for w in words)
