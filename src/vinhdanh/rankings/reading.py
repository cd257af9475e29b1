"""What somebody typed for a criterion, checked against what the criterion asks: numbers as people write them, no value lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vinhdanh.merit.scoring.asks import Ask, asks
from vinhdanh.merit.scoring.loading import NOT_APPLICABLE
from vinhdanh.merit.scoring.numbers import NumberError, number
from vinhdanh.merit.scoring.table import Node, Table
from vinhdanh.merit.text import fold

Data = dict[str, Any]
_THOUSANDS = re.compile(r"[+\-−]?\d{1,3}(\.\d{3})+")  # 1.234 on a page is one thousand two hundred and thirty-four
YES_WORDS, NO_WORDS = ("co", "dat", "x", "yes", "true"), ("khong", "khong dat", "no", "false")


class Misread(ValueError):
    """What cannot be taken; ``problems`` by name of input, in Vietnamese."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


def leaf_of(table: Table, path: str) -> Node:
    """The criterion of a path. Raises :class:`Misread` if the table has none, or it is a group."""
    node = table.nodes.get(path)
    if node is None or node.spec.children:
        raise Misread({"": f"Bảng không có tiêu chí chấm được mang mã “{path}”."})
    return node


def asked(node: Node) -> list[Ask]:
    """The inputs of a criterion."""
    return asks(node.spec, node.compound.keys if node.compound else ())


def read(node: Node, typed: Mapping[str, str]) -> Data | None:
    """The entry that the typed texts mean; None where nothing was typed. Raises :class:`Misread` naming every input at fault.

    ``na``: the criterion does not apply. ``none``: of a criterion that counts events, that nothing happened (an entry without values).
    """
    if fold(typed.get("na", "")) in (*NOT_APPLICABLE, "x", "1", "on"):
        return {"na": True}
    problems: dict[str, str] = {}
    made = {ask.name: value for ask in asked(node) if (value := _one(ask, typed.get(ask.name, "").strip(), problems)) is not None}
    granted = typed.get("granted", "").strip()
    if granted:
        made["granted"] = _number(granted, "granted", problems)
    unknown = typed.keys() - {a.name for a in asked(node)} - {"na", "none", "granted"}
    problems |= {k: f"Tiêu chí không có chỉ số “{k}”." for k in sorted(unknown)}
    if problems:
        raise Misread(problems)
    return made if made or (node.compound and typed.get("none")) else None


def _one(ask: Ask, text: str, problems: dict[str, str]) -> Any:
    if not text:
        return None
    if ask.type == "number":
        return _number(text, ask.name, problems)
    if ask.type == "numbers":
        return [_number(part, ask.name, problems) for part in text.split(";") if part.strip()]
    return _spoken(ask, text, problems)


def _number(text: str, name: str, problems: dict[str, str]) -> str:
    """The number as exact text; every input is a text in the database, never a float."""
    try:
        return f"{number(text.replace('.', '') if _THOUSANDS.fullmatch(text) else text):f}"
    except NumberError:
        problems[name] = f"“{text}” không phải là số. Viết số với dấu phẩy thập phân, ví dụ 12,5."
        return ""


def _spoken(ask: Ask, text: str, problems: dict[str, str]) -> Any:
    plain = fold(text)
    if ask.type == "yes-no":
        if plain in YES_WORDS or plain in NO_WORDS:
            return plain in YES_WORDS
        problems[ask.name] = f"“{text}”: ghi “có” hoặc “không”."
        return None
    wanted = {fold(c): c for c in (*ask.choices, "không")}
    parts = [fold(p) for p in text.split(",")]
    if any(p not in wanted for p in parts):
        problems[ask.name] = f"“{text}” không có trong các lựa chọn: {', '.join(ask.choices)}, không."
        return None
    return ", ".join(wanted[p] for p in parts)
