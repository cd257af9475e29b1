"""The printed page of one award on a day: ``merit.sheet`` as lines for people and as data for ``--json``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from vinhdanh.merit import conditions as c
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.sheet import Conditions, Line, Section, sheet


@dataclass(slots=True)
class Page:
    """The lines for people and the data for ``--json``."""

    lines: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


def page(book: Rulebook, award: str, on: dt.date) -> Page:
    """Everything the book says of an award on a day."""
    told = sheet(book, award, on)
    made = Page([f"{told.name} ({award})", ""], {"award": award, "name": told.name, "on": on.isoformat(), "criteria": {}})
    for conditions in told.conditions:
        _conditions(made, conditions)
    for section in told.sections:
        _section(made, section)
    return made


def _conditions(made: Page, told: Conditions) -> None:
    made.lines += [f"{told.word}: điều kiện ({told.head.cite}){_evidence(told.head)}"]
    made.lines += [f"  {'  ' * depth}- {text}" for part in told.lines for depth, text in _tree(part, 0)]
    made.lines += [f"  Hội đồng xem xét: {x.says} ({x.cite})" for x in told.appreciation]
    made.lines += [f"  Thủ trưởng xác nhận: {x.says}" for x in told.attest]
    made.lines += [f"  Ghi chú: {r}" for r in told.remarks] + [""]
    made.data["criteria"][told.subject] = rule_data(told.rule) | {"remarks": list(told.remarks)}


def _tree(line: Line, depth: int) -> Iterator[tuple[int, str]]:
    yield depth, f"{line.says} ({line.cite}){_evidence(line)}" + (f" – {line.note}" if line.note else "")
    for part in line.parts:
        yield from _tree(part, depth + 1)


def _evidence(line: Line) -> str:
    return f" [{line.evidence_says}]" if line.evidence_says else ""


def rule_data(node: c.Node) -> dict[str, Any]:
    """A rule as JSON data."""
    head = node.head
    kind = type(node).__name__.lower()
    return {
        "id": head.id,
        "says": head.says,
        "kind": kind,
        "cite": str(head.cite) if head.cite else None,
        "tags": list(head.tags),
        "evidence": head.evidence,
        "parts": [rule_data(p) for p in c.children(node)],
    }


def _section(made: Page, section: Section) -> None:
    made.data[section.key] = [{"says": x.says, "cite": str(x.cite), "evidence": x.evidence, "remark": x.remark} for x in section.lines]
    if not section.lines:
        made.lines.append(f"{section.title}: chưa thấy quy định")
        return
    made.lines.append(f"{section.title}:")
    made.lines += [f"  - {x.says} ({x.cite}){_evidence(x)}" + "".join(f" – {more}" for more in (x.note, x.remark) if more) for x in section.lines]
