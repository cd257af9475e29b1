"""The lineage of a unit as a drawing: boxes by generation from left to right, lines between them."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from vinhdanh.units.models import Unit
from vinhdanh.units.queries import Lineage

BOX_W, BOX_H, GAP_X, GAP_Y = 210, 56, 64, 16


@dataclass(frozen=True, slots=True)
class Box:
    """One unit: its corner, its name in at most two lines, whether it is the unit the page is about."""

    unit: Unit
    x: int
    y: int
    lines: tuple[tuple[int, str], ...]
    here: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes, lines (as SVG path data; dashed where duties do not pass), and the size."""

    boxes: list[Box]
    lines: list[tuple[str, bool]]
    width: int
    height: int


def draw(lineage: Lineage) -> Drawing | None:
    """The drawing, or None where a unit has neither forebears nor successors."""
    if len(lineage.generations) == 1:
        return None
    tallest = max(len(units) for units in lineage.generations.values())
    boxes = {b.unit.pk: b for column, (g, units) in enumerate(lineage.generations.items()) for b in _column(column, g, units, tallest)}
    lines = [(_line(boxes[i.old_id], boxes[i.new_id]), i.duties) for i in lineage.links if i.new_id in boxes and i.old_id in boxes]
    width, height = len(lineage.generations) * (BOX_W + GAP_X) - GAP_X + 4, tallest * (BOX_H + GAP_Y) - GAP_Y + 4
    return Drawing(list(boxes.values()), lines, width, height)


def _column(column: int, generation: int, units: list[Unit], tallest: int) -> list[Box]:
    top = 2 + (tallest - len(units)) * (BOX_H + GAP_Y) // 2
    x = 2 + column * (BOX_W + GAP_X)
    return [Box(u, x, (y := top + row * (BOX_H + GAP_Y)), _lines(u.name, y), generation == 0) for row, u in enumerate(units)]


def _lines(name: str, y: int) -> tuple[tuple[int, str], ...]:
    words = textwrap.wrap(name, 26, max_lines=2, placeholder="…")
    first = y + (35 if len(words) == 1 else 25)
    return tuple((first + 20 * i, line) for i, line in enumerate(words))


def _line(old: Box, new: Box) -> str:
    x1, y1, x2, y2 = old.x + BOX_W, old.y + BOX_H // 2, new.x, new.y + BOX_H // 2
    middle = (x1 + x2) // 2
    return f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"
