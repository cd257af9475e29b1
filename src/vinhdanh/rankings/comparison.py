"""All units of a round side by side: every criterion, how each stands against its ceiling and against the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from vinhdanh.merit.scoring.engine import Sheet
from vinhdanh.merit.scoring.questions import Leaning, robustness
from vinhdanh.merit.scoring.score import Score
from vinhdanh.merit.scoring.table import Node
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import ScoreSheet

LEVELS = 5
"""How many shades of heat there are: 0 nothing to 5 all points."""


def shades() -> list[tuple[str, int]]:
    """What each shade means, for the legend."""
    return [(f"dưới {100 // LEVELS}%", 0), *((f"từ {i * 100 // LEVELS}%", i) for i in range(1, LEVELS)), ("đủ điểm", LEVELS)]


@dataclass(frozen=True, slots=True)
class Spot:
    """The points of one unit for one criterion; ``heat`` 0–5 by its share of what can be had (-1: nothing to measure it by)."""

    points: Decimal | None
    heat: int


@dataclass(frozen=True, slots=True)
class Band:
    """A criterion across all units; ``spread`` is the distance from the best to the weakest."""

    node: Node
    spots: tuple[Spot, ...]
    spread: Decimal
    leaning: Leaning | None = None


def bands(figures: Figures, stage: str, sheets: Sequence[ScoreSheet]) -> list[Band]:
    """The heat table of the sheets given, in the order of the table; how much the order leans on each criterion."""
    made = [figures.at(s, stage) for s in sheets]
    order = figures.order(stage)
    leaning = {x.path: x for x in robustness(order)} if len(order.ranked) > 1 else {}
    return [_band(node, made, leaning.get(node.path)) for node in figures.table.root.walk() if node.path]


def _band(node: Node, made: Sequence[Sheet], leaning: Leaning | None) -> Band:
    spots = tuple(_spot(sheet.root.at(node.path)) for sheet in made)
    known = [s.points for s in spots if s.points is not None]
    return Band(node, spots, max(known) - min(known) if known else Decimal(0), leaning)


def _spot(score: Score) -> Spot:
    if score.open and not score.children:
        return Spot(None, -1)
    top = score.own_max
    if not top:
        return Spot(score.points, -1)  # a bonus or a deduction has no ceiling to come near to
    share = max(Decimal(0), min(score.points / top, Decimal(1)))
    return Spot(score.points, int(share * LEVELS))
