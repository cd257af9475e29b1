"""A scoring table as rows to edit in the browser: the very rows of its workbook, and the settings of the whole table as text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring import loading
from vinhdanh.merit.scoring.dump import data, flow, yaml
from vinhdanh.merit.scoring.loading import TableError
from vinhdanh.merit.scoring.numbers import NumberError, number, show
from vinhdanh.merit.scoring.schema import KINDS, TableSpec
from vinhdanh.workbook.scoring import COLUMNS, criteria_of, rows_of

FIELDS = tuple(key for key, _, _ in COLUMNS)
TITLES = {key: title for key, title, _ in COLUMNS}
ROLES = ("score", "bonus", "deduction", "info")
CHOICES = {"kind": ("", *KINDS), "role": ("", *ROLES), "na": ("", "skip", "full", "share", "zero")}
SPARE = 3  # empty rows at the end


def to_rows(spec: TableSpec) -> tuple[list[dict[str, str]], str]:
    """The rows of a table, every cell as text, and the rest as one setting a line (``key: value``)."""
    whole = data(spec)
    rows = [{key: _text(row.get(key)) for key in FIELDS} for row in rows_of(whole["criteria"])]
    about = "\n".join(f"{key}: {flow(value)}" for key, value in whole.items() if key != "criteria")
    return rows, about


def _text(value: Any) -> str:
    if value is None:
        return ""
    return show(value, 20).replace(".", ",") if not isinstance(value, str | int) else str(value)


def typed(post: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of a form (``3:name``), in the order of their places (``3:place``: 2,5 goes between 2 and 3); those dropped are gone."""
    numbers = sorted({int(k.split(":")[0]) for k in post if k.split(":")[0].isdecimal()})
    rows = [_row(post, n) for n in numbers if not post.get(f"{n}:drop")]
    return sorted((r for r in rows if any(r[key] for key in FIELDS if key != "level")), key=lambda r: _place(r["place"]))


def _row(post: Mapping[str, str], number: int) -> dict[str, str]:
    return {key: post.get(f"{number}:{key}", "").strip() for key in (*FIELDS, "place")}


def _place(text: str) -> Decimal:
    """Where a row goes; one that does not say goes last."""
    try:
        return number(text)
    except NumberError:
        return Decimal("Infinity")


def to_text(rows: list[dict[str, str]], about: str) -> str:
    """The YAML of a table that was edited as rows. Raises ``TableError`` naming row and column."""
    said = [{"row": i, **{k: v for k, v in row.items() if v and k in FIELDS}} for i, row in enumerate(rows, 1)]
    settings = loading.yaml(about, "Thiết lập chung") or {}
    if not isinstance(settings, Mapping):
        raise TableError(["Thiết lập chung: mỗi dòng một mục, dạng “khóa: giá trị”."])
    return yaml(loading.table({**settings, "criteria": criteria_of(said)}, "bảng").spec)
