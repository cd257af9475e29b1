"""From the rows of a round to what the engine scores, and back to the figures file that ``vinhdanh score`` reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from vinhdanh.merit.scoring import loading
from vinhdanh.merit.scoring.engine import Period, Sheet, score
from vinhdanh.merit.scoring.inputs import Unit
from vinhdanh.merit.scoring.ranking import Order, rank
from vinhdanh.merit.scoring.table import Table
from vinhdanh.rankings.models import Bar, Evidence, ScoreEntry, ScoreRound, ScoreSheet
from vinhdanh.rankings.tables import STAGES, compiled_of

Stage = ScoreEntry.Stage
Raw = dict[str, Any]
STAGE_OF = {
    ScoreRound.State.SELF: Stage.SELF,
    ScoreRound.State.CROSS: Stage.CROSS,
    ScoreRound.State.MEETING: Stage.MEETING,
    ScoreRound.State.APPEAL: Stage.MEETING,
    ScoreRound.State.REVIEW: Stage.VERIFIED,
    ScoreRound.State.VOTE: Stage.VERIFIED,
    ScoreRound.State.PUBLISHED: Stage.VERIFIED,
}
"""The stage whose points a round shows in each state."""


def stage_of(round: ScoreRound) -> str:
    """The stage whose points a round shows now."""
    return STAGE_OF[ScoreRound.State(round.state)]


class Figures:
    """Everything a round knows, read with four queries; each stage scored and ranked once, however often it is asked for."""

    def __init__(self, round: ScoreRound) -> None:
        self.round = round
        self.table: Table = compiled_of(round.table)
        self._scored: dict[tuple[str, bool], list[Sheet]] = {}
        self._orders: dict[str, Order] = {}

    @cached_property
    def sheets(self) -> list[ScoreSheet]:
        """The sheets, by the name of the unit."""
        return list(self.round.sheets.select_related("unit", "crossed_by").order_by("unit__sort_key", "pk"))

    @cached_property
    def entries(self) -> list[ScoreEntry]:
        """Every entry, with who made it."""
        return list(ScoreEntry.objects.filter(sheet__round=self.round).select_related("by").order_by("pk"))

    @cached_property
    def evidence(self) -> list[Evidence]:
        """The evidence that was not taken back."""
        return list(Evidence.objects.filter(sheet__round=self.round, void_at=None).select_related("file").order_by("pk"))

    @cached_property
    def bars(self) -> dict[int, list[Bar]]:
        """Why units are not considered, by sheet."""
        found: dict[int, list[Bar]] = {}
        for bar in Bar.objects.filter(sheet__round=self.round, lifted_at=None).order_by("pk"):
            found.setdefault(bar.sheet_id, []).append(bar)
        return found

    @cached_property
    def raw(self) -> list[Raw]:
        """The units as the figures file writes them."""
        shown = self._evidence_words()
        made: dict[int, Raw] = {s.pk: self._unit(s) for s in self.sheets}
        for entry in self.entries:
            stages = made[entry.sheet_id]["stages"]
            name = "" if entry.stage == Stage.STATISTICS else entry.stage
            stages.setdefault(name, {})[entry.path] = _raw(entry, shown.get((entry.sheet_id, entry.path), []))
        return list(made.values())

    def _unit(self, sheet: ScoreSheet) -> Raw:
        return {"id": sheet.unit.key, "name": sheet.unit_name, "cluster": self.round.cluster.name, "facts": dict(sheet.facts), "stages": {}}

    def _evidence_words(self) -> dict[tuple[int, str], list[str]]:
        found: dict[tuple[int, str], list[str]] = {}
        for row in self.evidence:
            found.setdefault((row.sheet_id, row.path), []).append(row.words)
        return found

    @cached_property
    def units(self) -> list[Unit]:
        """The units for the engine."""
        return loading.units({"units": self.raw}) if self.raw else []

    @property
    def period(self) -> Period:
        """The first and last day that count."""
        return (self.round.first_day, self.round.last_day)

    def scored(self, stage: str, *, alone: bool = False) -> list[Sheet]:
        """The engine's sheets at a stage, in the order of ``sheets``."""
        if (stage, alone) not in self._scored:
            self._scored[stage, alone] = score(self.table, self.units, stage, alone=alone, period=self.period) if self.units else []
        return self._scored[stage, alone]

    def at(self, sheet: ScoreSheet, stage: str, *, alone: bool = False) -> Sheet:
        """The engine's sheet of one unit."""
        return next(s for s in self.scored(stage, alone=alone) if s.unit.id == sheet.unit.key)

    def order(self, stage: str) -> Order:
        """The ranking at a stage; units that are barred stand outside it, with the reason."""
        if stage not in self._orders:
            rows = zip(self.sheets, self.scored(stage), strict=True)
            self._orders[stage] = rank(self.table, [self._barred(row, made) for row, made in rows])
        return self._orders[stage]

    def _barred(self, row: ScoreSheet, made: Sheet) -> Sheet:
        bars = self.bars.get(row.pk, [])
        return Sheet(made.unit, made.root, (*made.excluded, *(f"{b.reason} ({b.cite})" for b in bars))) if bars else made

    @property
    def stage(self) -> str:
        """The stage whose points the round shows now."""
        return stage_of(self.round)


def _raw(entry: ScoreEntry, evidence: Sequence[str]) -> Raw:
    """One entry as the figures file writes it."""
    said = {"by": entry.by.full_name if entry.by else "", "why": entry.why, "evidence": list(evidence)}
    return {**entry.data, **{k: v for k, v in said.items() if v}}


def earlier(stage: str) -> list[str]:
    """The stages before one, statistics first."""
    return [Stage.STATISTICS, *STAGES[: STAGES.index(stage)]] if stage in STAGES else [Stage.STATISTICS]
