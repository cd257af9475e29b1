"""What if, how far to the next place, how robust the order, who changed what between two stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from vinhdanh.merit.scoring.engine import Period, Sheet, score
from vinhdanh.merit.scoring.inputs import Entry, Unit, entries_at, history
from vinhdanh.merit.scoring.numbers import ONE, ZERO, exact
from vinhdanh.merit.scoring.ranking import Order, Standing, rank
from vinhdanh.merit.scoring.table import Table


def ranked(table: Table, units: Sequence[Unit], stage: str = "", *, period: Period | None = None) -> Order:
    """Score and rank at once."""
    return rank(table, score(table, units, stage, period=period))


# ---- what if -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A unit before and after a change of its inputs; ``others`` are the units whose place or points move with it."""

    before: Standing
    after: Standing
    others: tuple[tuple[Standing, Standing], ...]


def what_if(table: Table, units: Sequence[Unit], unit: str, entries: Mapping[str, Entry], stage: str = "") -> WhatIf:
    """What would follow if ``unit`` had these entries (by path, id or code); the inputs given are not changed.

    Raises ``KeyError`` for a unit that is not there, ``InputError`` for a criterion the table does not have.
    """
    changed = [_with(u, stage, entries, table) if u.id == unit else u for u in units]
    before, after = ranked(table, units, stage), ranked(table, changed, stage)
    moved = [(s, after.of(s.unit_id)) for s in before.standings if s.unit_id != unit]
    others = tuple((s, t) for s, t in moved if s.place != t.place or s.amount != t.amount or s.cls.name != t.cls.name)
    return WhatIf(before.of(unit), after.of(unit), others)


def _with(unit: Unit, stage: str, entries: Mapping[str, Entry], table: Table) -> Unit:
    """The unit with entries laid over its own: values not named stay."""
    old = dict(unit.stages.get(stage, {}))
    known = {table.names.get(k, k): k for k in old}
    for name, entry in entries.items():
        path = table.names.get(name, name)
        mine = old.pop(known[path], None) if path in known else None
        old[path] = replace(entry, values={**mine.values, **entry.values}) if mine and not entry.na else entry
    return replace(unit, stages={**unit.stages, stage: old})


# ---- sensitivity ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """How many points a unit lacks to the one above it, and leads the one below it (None: there is none)."""

    standing: Standing
    to_above: Decimal | None
    to_below: Decimal | None


@exact
def gaps(order: Order) -> list[Gap]:
    """The distances of every ranked unit inside its cluster, in order."""
    found = []
    for cluster in dict.fromkeys(s.sheet.unit.cluster for s in order.ranked):
        mine = [s for s in order.ranked if s.sheet.unit.cluster == cluster] if order.table.spec.ranking.within == "cluster" else order.ranked
        found += [_gap(mine, i) for i in range(len(mine))]
        if order.table.spec.ranking.within == "all":
            break
    return found


def _gap(mine: Sequence[Standing], i: int) -> Gap:
    above = mine[i - 1].amount - mine[i].amount if i else None
    return Gap(mine[i], above, mine[i].amount - mine[i + 1].amount if i + 1 < len(mine) else None)


@dataclass(frozen=True, slots=True)
class Leaning:
    """How the order leans on one criterion: pairs that swap without it, units that move, the widest spread of its points."""

    path: str
    swaps: int
    moved: tuple[tuple[str, int, int], ...]
    spread: Decimal


@exact
def robustness(order: Order, paths: Sequence[str] = ()) -> list[Leaning]:
    """For each criterion (default: all leaves that count) what the order would be without it; the most decisive first."""
    leaves = [n for n in order.table.leaves if n.spec.role != "info" and (not paths or n.path in paths)]
    ranked_units = order.ranked
    shares = [_contributions(s.sheet) for s in ranked_units]
    found = [_leaning(ranked_units, n.path, [row.get(n.path, ZERO) for row in shares]) for n in leaves]
    return sorted(found, key=lambda x: (-x.swaps, -x.spread, x.path))


def _contributions(sheet: Sheet) -> dict[str, Decimal]:
    """What every leaf adds to the total (before caps)."""
    found: dict[str, Decimal] = {}
    waiting = [(sheet.root, ONE)]
    while waiting:
        score_, weight = waiting.pop()
        for child in score_.children:
            sign = -child.share if child.node.spec.role == "deduction" else ZERO if child.node.spec.role == "info" else child.share
            if child.children:
                waiting.append((child, weight * sign))
            else:
                found[child.node.path] = child.points * weight * sign
    return found


def _leaning(standings: Sequence[Standing], path: str, parts: Sequence[Decimal]) -> Leaning:
    rest = [s.amount - p for s, p in zip(standings, parts, strict=True)]
    clusters = [s.sheet.unit.cluster for s in standings]
    pairs = [(i, j) for i in range(len(rest)) for j in range(i + 1, len(rest)) if clusters[i] == clusters[j]]
    swaps = sum(_sign(standings[i].amount - standings[j].amount) * _sign(rest[i] - rest[j]) < 0 for i, j in pairs)
    places = [1 + sum(rest[j] > rest[i] for j in range(len(rest)) if clusters[i] == clusters[j]) for i in range(len(rest))]
    moved = tuple((s.unit_id, s.place or 0, p) for s, p in zip(standings, places, strict=True) if s.place != p)
    return Leaning(path, swaps, moved, max(parts) - min(parts) if parts else ZERO)


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


# ---- two stages ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion scored differently at two stages, with who changed it and why."""

    unit: str
    path: str
    name: str
    first: Decimal | None
    second: Decimal | None
    by: str
    why: str

    @property
    def change(self) -> Decimal | None:
        """Second less first; None where either is open."""
        return None if self.first is None or self.second is None else self.second - self.first


@exact
def differences(table: Table, units: Sequence[Unit], first: str = "self", second: str = "verified") -> list[Difference]:
    """Every criterion whose points differ between two stages, in the order of the table; the first stage is scored alone."""
    ones, twos = score(table, units, first, alone=True), score(table, units, second)
    return [d for one, two in zip(ones, twos, strict=True) for d in _differing(table, one, two, second)]


def _differing(table: Table, one: Sheet, two: Sheet, stage: str) -> Iterator[Difference]:
    for a, b in zip(one.root.leaves(), two.root.leaves(), strict=True):
        before, after = a.points if not a.open else None, b.points if not b.open else None
        if before != after:
            entry = _last(table, two.unit, b.node.path, stage)
            yield Difference(two.unit.id, b.node.path, b.node.spec.name, before, after, entry.by, entry.why)


def _last(table: Table, unit: Unit, path: str, stage: str) -> Entry:
    told = history(unit, path, stage, table.spec.stages)
    return told[-1][1] if told else entries_at(unit, stage, table.spec.stages).get(path, Entry())


# ---- a draft -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Move:
    """A unit under two tables: places, totals, classes, and the criteria that make the difference, the weightiest first."""

    before: Standing
    after: Standing
    causes: tuple[tuple[str, Decimal, str], ...]


@exact
def draft(old: Table, new: Table, units: Sequence[Unit], stage: str = "") -> list[Move]:
    """The same inputs under a table in force and under a draft: every unit, in the new order.

    Entries for criteria the draft does not have are left out, those it adds have no input: both are told as causes.
    """
    before = ranked(old, [_known(u, old) for u in units], stage)
    after = ranked(new, [_known(u, new) for u in units], stage)
    return [Move(before.of(s.unit_id), s, tuple(_causes(before.of(s.unit_id), s))) for s in after.standings]


def _known(unit: Unit, table: Table) -> Unit:
    """The unit with the entries a table has criteria for."""
    stages = {stage: {p: e for p, e in entries.items() if p in table.names} for stage, entries in unit.stages.items()}
    return replace(unit, stages=stages)


def _causes(before: Standing, after: Standing) -> list[tuple[str, Decimal, str]]:
    old, new = _contributions(before.sheet), _contributions(after.sheet)
    found = [(path, new.get(path, ZERO) - old.get(path, ZERO), _cause(path, old, new)) for path in dict.fromkeys((*old, *new))]
    moved = [c for c in found if c[1] or c[2] != "cách chấm thay đổi"]
    rest = after.sheet.total - before.sheet.total - sum((c[1] for c in found), ZERO)
    told = sorted(moved, key=lambda c: -abs(c[1]))
    return [*told, ("", rest, "trần, sàn, làm tròn hoặc điểm gốc")] if rest else told


def _cause(path: str, old: Mapping[str, Decimal], new: Mapping[str, Decimal]) -> str:
    return "tiêu chí mới" if path not in old else "tiêu chí bị bỏ" if path not in new else "cách chấm thay đổi"
