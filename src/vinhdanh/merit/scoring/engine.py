"""Two passes: what each unit can know alone, then what depends on all; one sheet for each unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from vinhdanh.merit.scoring import aggregate as agg
from vinhdanh.merit.scoring.calm import unhurried
from vinhdanh.merit.scoring.inputs import Entry, InputError, Unit, Values, entries_at
from vinhdanh.merit.scoring.kinds import truth
from vinhdanh.merit.scoring.numbers import ONE, ZERO, divide, exact, show
from vinhdanh.merit.scoring.outcome import EMPTY, GONE, NOT_APPLICABLE, WORDS, Outcome, scored
from vinhdanh.merit.scoring.relative import COLUMNS
from vinhdanh.merit.scoring.score import Score
from vinhdanh.merit.scoring.table import Node, Table

LAPSED = GONE._replace(notes=("tiêu chí hết hiệu lực trong kỳ",))
DROPPED = GONE._replace(notes=("không đơn vị nào có số liệu: tiêu chí không tính",))
Period = tuple[dt.date, dt.date]


@dataclass(slots=True, eq=False)
class Sheet:
    """The score sheet of a unit: the tree, and why the unit is not to be classified, if so."""

    unit: Unit
    root: Score
    excluded: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        """The points of the whole table."""
        return self.root.points

    @property
    def missing(self) -> list[tuple[str, str]]:
        """The criteria without points: path and why."""
        found = [s for s in self.root.leaves() if s.open]
        return [(s.node.path, "; ".join(s.notes) or (WORDS[s.outcome.state] if s.outcome else "")) for s in found]


@unhurried
@exact
def score(table: Table, units: Sequence[Unit], stage: str = "", *, alone: bool = False, period: Period | None = None) -> list[Sheet]:
    """The sheets of the units at a stage (default: entries without one), in their order.

    ``alone`` computes only what a unit can know without the others. ``period`` (first and last day) is needed where
    criteria begin or end inside it. Raises :class:`InputError` for units given twice or criteria the table does not have.
    """
    check(table, units)
    order = table.spec.stages
    units = [by_path(table, unit) for unit in units]
    entries = [entries_at(unit, stage, order) for unit in units]
    columns = [_column(node, units, [e.get(node.path) for e in entries], alone) for node in table.leaves]
    shares = [_share(node, period) for node in table.leaves]
    columns = [_lasting(column, share) for column, share in zip(columns, shares, strict=True)]
    if table.spec.missing_for_all == "drop":
        columns = [_dropped(column) for column in columns]
    tops = [(node.spec.max or ZERO) * (share or ZERO) for node, share in zip(table.leaves, shares, strict=True)]
    rows = zip(*columns, strict=True)
    return [_sheet(table, unit, own, row, tops) for unit, own, row in zip(units, entries, rows, strict=True)]


def check(table: Table, units: Sequence[Unit]) -> None:
    """That units are told apart and name only criteria of the table. Raises :class:`InputError`."""
    ids = [unit.id for unit in units]
    problems = [f"đơn vị “{i}” có {ids.count(i)} lần" for i in dict.fromkeys(ids) if ids.count(i) > 1] if len(set(ids)) < len(ids) else []
    known = table.names
    for unit in units:
        strange = {p for entries in unit.stages.values() for p in entries} - known.keys()
        problems += [f"{unit.title}: bảng không có tiêu chí “{p}” (hoặc mã trùng, hãy ghi cả đường dẫn)" for p in sorted(strange)]
        problems += _strange(table, unit)
    if problems:
        raise InputError(problems)


def _strange(table: Table, unit: Unit) -> list[str]:
    """Inputs that a criterion does not ask for: a slip of the pen would be lost in silence."""
    found = []
    for entries in unit.stages.values():
        for name, entry in entries.items():
            path = table.names.get(name)
            wanted = table.inputs.get(path or "")
            if wanted is not None and not entry.values.keys() <= wanted:
                odd = ", ".join(sorted(k for k in entry.values.keys() - wanted))
                found.append(f"{unit.title}, {name}: không có chỉ số “{odd}”; có: {', '.join(sorted(wanted)) or 'không chỉ số nào'}")
    return found


def by_path(table: Table, unit: Unit) -> Unit:
    """The unit with its entries by path, however they name the criteria."""
    names = table.names
    if all(entries.keys() <= table.nodes.keys() for entries in unit.stages.values()):
        return unit
    return replace(unit, stages={stage: {names[p]: e for p, e in entries.items()} for stage, entries in unit.stages.items()})


def _column(node: Node, units: Sequence[Unit], entries: Sequence[Entry | None], alone: bool) -> list[Outcome]:
    """One leaf for all units."""
    if not node.relative:
        run = None if node.watched else node.run
        return [run(e) if run and e and e.granted is None and not e.na and node.empty != "zero" else _one(node, e) for e in entries]
    found: list[Outcome] = [EMPTY] * len(units)
    for cluster in dict.fromkeys(unit.cluster for unit in units):
        rows = [i for i, unit in enumerate(units) if unit.cluster == cluster]
        values = [_usable(entries[i]) for i in rows]
        made = COLUMNS[node.spec.how](node.spec, node.spec.max or ZERO, values, alone)
        for i, outcome in zip(rows, made, strict=True):
            entry = entries[i]
            plain = entry is not None and not node.watched and not entry.na and entry.granted is None and node.empty != "zero"
            found[i] = outcome if plain else _settled(node, entry, outcome)
    return found


def _usable(entry: Entry | None) -> Values | None:
    return None if entry is None or entry.na else entry.values


def _one(node: Node, entry: Entry | None) -> Outcome:
    if entry is None:
        return _settled(node, None, EMPTY)
    if entry.na or entry.granted is not None or node.watched or not node.run:
        return _settled(node, entry, EMPTY if entry.na or entry.blank or not node.run else node.run(entry))
    return _silent(node, node.run(entry))


def _silent(node: Node, outcome: Outcome) -> Outcome:
    """Where the table says that empty counts zero."""
    return scored(ZERO, "không có số liệu: {0}", ZERO) if outcome.state == "empty" and node.empty == "zero" else outcome


def _settled(node: Node, entry: Entry | None, outcome: Outcome) -> Outcome:
    """Gates, what does not apply, what was granted: over what was computed."""
    if entry is None:
        return _silent(node, EMPTY)
    if entry.na:
        return NOT_APPLICABLE._replace(notes=(entry.why,) if entry.why else ())
    shut = _gate(node, entry)
    if shut:
        return scored(ZERO, "{0}: 0 điểm", shut)
    if entry.granted is not None:
        return _granted(node, entry, outcome)
    return _silent(node, outcome)


def _gate(node: Node, entry: Entry) -> str:
    """Why a gate of the criterion is shut, empty if none is."""
    for gate in node.spec.gates:
        if gate.effect == "zero" and (truth(entry.values.get(gate.input)) is False or (gate.input == "evidence" and not entry.evidence)):
            return gate.words or "thiếu điều kiện bắt buộc"
    return ""


def _granted(node: Node, entry: Entry, outcome: Outcome) -> Outcome:
    """Points given whatever the table computes: counted, never silently."""
    points = entry.granted or ZERO
    said = f"bảng tính {show(outcome.points)}, được chấp nhận {show(points)}" + (f" ({entry.why})" if entry.why else "")
    over = node.spec.max is not None and points > node.spec.max
    note = () if outcome.points == points else (said,) if outcome.points is not None else (f"vượt điểm chuẩn {show(node.spec.max)}",) if over else ()
    gain = points - (node.spec.max or ZERO) if node.compound else ZERO
    return Outcome("scored", points, "được chấp nhận {0}", (points,), (*outcome.notes, *note), max(gain, ZERO), max(-gain, ZERO))


def _dropped(column: list[Outcome]) -> list[Outcome]:
    return [DROPPED] * len(column) if column and all(o.state == "empty" for o in column) else column


# ---- criteria that begin or end inside the period ------------------------------------------------------


def _share(node: Node, period: Period | None) -> Decimal | None:
    """The part of the period for which a criterion counts; None where it is gone."""
    if period is None:
        return ONE
    days, whole = in_force(node, period), (period[1] - period[0]).days + 1
    if days <= 0 or (days < whole and _ended(node) == "drop"):
        return None
    return divide(Decimal(days), Decimal(whole)) if days < whole and _ended(node) == "prorate" else ONE


def _lasting(column: list[Outcome], share: Decimal | None) -> list[Outcome]:
    if share is None:
        return [LAPSED] * len(column)
    return column if share == 1 else [_prorated(o, share) for o in column]


def _ended(node: Node) -> str:
    """What the nearest criterion upwards that has dates says."""
    while not (node.spec.from_ or node.spec.until) and node.parent is not None:
        node = node.parent
    return node.spec.ended


def in_force(node: Node, period: Period) -> int:
    """On how many days of the period a criterion (and all groups above it) is in force; ``until`` is exclusive."""
    first, last = period[0], period[1] + dt.timedelta(days=1)
    above: Node | None = node
    while above is not None:
        first, last = max(first, above.spec.from_ or first), min(last, above.spec.until or last)
        above = above.parent
    return max((last - first).days, 0)


def _prorated(outcome: Outcome, share: Decimal) -> Outcome:
    if outcome.points is None:
        return outcome
    points, note = outcome.points * share, f"có hiệu lực {show(share * 100, 2)}% kỳ: tính {show(outcome.points * share)} trên {show(outcome.points)}"
    return outcome._replace(points=points, notes=(*outcome.notes, note), award=outcome.award * share, deduct=outcome.deduct * share)


# ---- sheets --------------------------------------------------------------------------------------------


def _sheet(table: Table, unit: Unit, entries: Mapping[str, Entry], outcomes: Sequence[Outcome], tops: Sequence[Decimal]) -> Sheet:
    if all([o.points is not None for o in outcomes]):
        return Sheet(unit, _quick_tree(table.root, entries, outcomes, tops), _excluded(table, entries))
    leaves = [agg.leaf(node, o, entries.get(node.path), top) for node, o, top in zip(table.leaves, outcomes, tops, strict=True)]
    if any(s.lost and s.node.na == "share" for s in leaves):
        agg.shared_out(table.root, {s.node: s for s in leaves})
    return Sheet(unit, _tree(table.root, leaves), _excluded(table, entries))


def _tree(node: Node, leaves: Sequence[Score]) -> Score:
    return agg.group(node, [leaves[c.index] if c.index >= 0 else _tree(c, leaves) for c in node.children])


def _quick_tree(node: Node, entries: Mapping[str, Entry], outcomes: Sequence[Outcome], tops: Sequence[Decimal]) -> Score:
    """The tree of a unit that has points everywhere."""
    if node.quick:
        return agg.quick(node, outcomes, entries, tops)
    return agg.group(node, [_quick_child(c, entries, outcomes, tops) for c in node.children])


def _quick_child(node: Node, entries: Mapping[str, Entry], outcomes: Sequence[Outcome], tops: Sequence[Decimal]) -> Score:
    if node.index < 0:
        return _quick_tree(node, entries, outcomes, tops)
    return agg.leaf(node, outcomes[node.index], entries.get(node.path), tops[node.index])


def _excluded(table: Table, entries: Mapping[str, Entry]) -> tuple[str, ...]:
    """Why the unit is not classified: gates that say so, disqualifying rules."""
    return tuple(why for node in table.leaves if node.watched and (e := entries.get(node.path)) for why in _disqualified(node, e))


def _disqualified(node: Node, entry: Entry) -> list[str]:
    found = [g.words or node.title for g in node.spec.gates if g.effect == "unclassified" and truth(entry.values.get(g.input)) is False]
    if node.spec.how == "disqualify" and truth(entry.values.get(node.spec.input)):
        found.append(node.title)
    keys = node.compound.keys if node.compound else []
    return found + [
        r.name or node.title for r, k in zip(node.spec.rules, keys, strict=bool(keys)) if r.how == "disqualify" and truth(entry.values.get(k))
    ]
