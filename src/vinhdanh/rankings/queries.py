"""What the pages show of a round: the standings with their breakdown and their movement since the year before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from vinhdanh.merit.scoring.ranking import Standing
from vinhdanh.merit.scoring.score import Score
from vinhdanh.merit.scoring.table import Table
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import Ranking, ScoreRound, ScoreSheet


@dataclass(frozen=True, slots=True)
class Part:
    """A first-level section of a unit's score: where its bar begins and how long it is, in percent of the table."""

    code: str
    name: str
    points: Decimal
    max: Decimal | None
    start: str
    width: str
    css: str


@dataclass(frozen=True, slots=True)
class Line:
    """A unit in the ranking. ``before``: its place in the year before (None: had none); ``moved``: places gained."""

    sheet: ScoreSheet
    standing: Standing
    parts: tuple[Part, ...]
    before: int | None
    moved: int | None

    @property
    def steps(self) -> int:
        """How many places it moved, up or down."""
        return abs(self.moved or 0)


def lines(figures: Figures, stage: str) -> list[Line]:
    """The standings at a stage, in their order. Two queries more than the figures."""
    if not figures.sheets:
        return []
    rows = {s.unit.key: s for s in figures.sheets}
    before = places_before(figures.round)
    return [_line(rows[s.unit_id], s, before.get(s.unit_id)) for s in figures.order(stage).standings]


def _line(sheet: ScoreSheet, standing: Standing, before: int | None) -> Line:
    moved = before - standing.place if before is not None and standing.place is not None else None
    return Line(sheet, standing, tuple(parts(standing.sheet.root)), before, moved)


def parts(root: Score) -> list[Part]:
    """The sections of a score as bars: what adds from the left, what is taken off at the end, hatched."""
    scale = max(root.own_max, sum((c.contribution for c in root.children if c.contribution > 0), Decimal(0)), Decimal(1))
    made: list[Part] = []
    at = Decimal(0)
    for i, child in enumerate(c for c in root.children if c.node.spec.role != "info"):
        share = child.contribution / scale * 100
        start = at if share >= 0 else at + share
        at += share
        spec, css = child.node.spec, "soc" if share < 0 or child.node.spec.role == "deduction" else f"p{min(i + 1, 5)}"
        made.append(Part(spec.code, spec.name, child.contribution, spec.max, f"{max(start, Decimal(0)):.2f}%", f"{abs(share):.2f}%", css))
    return made


def places_before(round: ScoreRound) -> dict[str, int]:
    """The places of the units in the last published ranking of the year before, whatever cluster they were in, by key."""
    keys = set(round.sheets.values_list("unit__key", flat=True))
    found = Ranking.objects.filter(round__year=round.year - 1, set_aside_at=None, round__sheets__unit__key__in=keys).distinct().order_by("made_at")
    return {s["unit"]: s["place"] for r in found for s in r.result["standings"] if s["unit"] in keys and s["place"] is not None}


def facts_of(table: Table) -> list[str]:
    """The conditions beside the score that a table asks for: classes, downgrades, ties, quotas."""
    spec = table.spec
    tests = [t for level in (spec.classes.levels if spec.classes else ()) for t in (*level.require, *level.force)]
    tests += [t for down in (spec.classes.downgrades if spec.classes else ()) for t in down.when]
    tests += [t for quota in spec.quotas for t in quota.require]
    return list(dict.fromkeys([*(t.fact for t in tests if t.fact), *(t.fact for t in spec.ranking.ties if t.fact)]))
