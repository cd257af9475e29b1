"""How low and how high each criterion can come, as the table is written."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from vinhdanh.merit.scoring.numbers import ZERO, divide, exact
from vinhdanh.merit.scoring.schema import MOVES, SETS_POINTS, CriterionSpec, RuleSpec
from vinhdanh.merit.scoring.table import Node, Table

HIGH, LOW = Decimal("Infinity"), Decimal("-Infinity")


class Reach(NamedTuple):
    """The lowest and the highest."""

    low: Decimal
    high: Decimal


def rule(spec: RuleSpec, top: Decimal) -> Reach:
    """What one rule can bring."""
    found = _REACH.get(spec.how)
    return Reach(ZERO, top) if found is None else found(spec, top)


def _banded(spec: RuleSpec, top: Decimal) -> Reach:
    points = [b.points for b in spec.bands] + [b.points for row in spec.rows for b in row.bands]
    return Reach(min(points), max(points))


def _delta(spec: RuleSpec, top: Decimal) -> Reach:
    low, high = _banded(spec, top)
    return Reach(min(low, ZERO), max(high, ZERO) if spec.cap is None else min(max(high, ZERO), spec.cap))


def _more(spec: RuleSpec, top: Decimal) -> Reach:
    high = HIGH if spec.cap is None else spec.cap
    return Reach(ZERO, min(high, _worth(spec)))


def _less(spec: RuleSpec, top: Decimal) -> Reach:
    return Reach(-_more(spec, top).high, ZERO)


def _worth(spec: RuleSpec) -> Decimal:
    """What a rule without a cap can come to."""
    if spec.how in ("award_if", "deduct_if"):
        return spec.points or ZERO
    if spec.alternatives:
        return max(a.points for a in spec.alternatives)
    return max((b.points for row in spec.rows for b in row.bands), default=HIGH)


def _passes(spec: RuleSpec, top: Decimal) -> Reach:
    full = spec.points if spec.points is not None else top
    return Reach(min(full, spec.otherwise), max(full, spec.otherwise))


def _ratio(spec: RuleSpec, top: Decimal) -> Reach:
    full = spec.points if spec.points is not None else top
    return Reach(ZERO, HIGH if spec.cap_rate is None else full * spec.cap_rate)


def _survey(spec: RuleSpec, top: Decimal) -> Reach:
    return Reach(ZERO, spec.points * spec.sample if spec.points is not None and spec.sample is not None else top)


_REACH: dict[str, Callable[[RuleSpec, Decimal], Reach]] = {
    "direct": lambda s, t: Reach(min(s.least, t), t),
    "steps": _banded,
    "volume_band": _banded,
    "steps_delta": _delta,
    "pass_fail": _passes,
    "compare_with_mean": _passes,
    "ratio": _ratio,
    "survey": _survey,
    "external_rank": lambda s, t: Reach(min(s.places), max(s.places)),
    "catalogue": lambda s, t: Reach(ZERO, HIGH if s.cap is None else s.cap),
    "one_of": _more,
    "disqualify": lambda s, t: Reach(ZERO, ZERO),
    **{k: _more for k in ("award_per_unit", "award_if", "award_progressive", "award_one_of", "award_volume_band", "award_linked")},
    **{k: _less for k in ("deduct_per_unit", "deduct_if", "deduct_volume_band")},
}


def node(n: Node) -> Reach:
    """What a criterion or group can come to."""
    spec, top = n.spec, n.spec.max or ZERO
    if spec.how:
        found = rule(spec, top)
        if spec.how in MOVES:
            found = Reach(ZERO, -found.low) if n.takes_off else Reach(top + found.low, top + found.high)
    elif n.compound is not None:
        found = _compound(n.spec, n.compound.start(), top)
    else:
        found = _group(n)
    return _clamped(spec, found)


def _compound(spec: CriterionSpec, start: Decimal, top: Decimal) -> Reach:
    alone = sum(r.how in SETS_POINTS for r in spec.rules) == 1
    found = [(r, rule(r, top if alone else ZERO)) for r in spec.rules]
    sets = [f for r, f in found if r.how in SETS_POINTS]
    moves = [f for r, f in found if r.how not in SETS_POINTS]
    lost, gained = sum((f.low for f in moves), ZERO), sum((f.high for f in moves), ZERO)
    lost = lost if spec.deduction_cap is None else max(lost, -spec.deduction_cap)
    gained = gained if spec.award_cap is None else min(gained, spec.award_cap)
    return Reach(start + sum((f.low for f in sets), ZERO) + lost, start + sum((f.high for f in sets), ZERO) + gained)


def _group(n: Node) -> Reach:
    counted = [c for c in n.children if c.spec.role != "info"]
    found = [_signed(c, node(c)) for c in counted]
    base = n.spec.base or ZERO
    if n.spec.aggregate in ("max", "min"):
        choose = max if n.spec.aggregate == "max" else min
        low, high = choose((f.low for f in found), default=ZERO), choose((f.high for f in found), default=ZERO)
    else:
        low, high = sum((f.low for f in found), ZERO), sum((f.high for f in found), ZERO)
    whole = sum((c.spec.weight for c in counted), ZERO)
    if n.spec.aggregate == "mean" and whole:
        low, high = (v if v.is_infinite() else divide(v, whole) for v in (low, high))
    return Reach(base + low * n.spec.factor, base + high * n.spec.factor)


def _signed(n: Node, found: Reach) -> Reach:
    weight = n.spec.weight
    if not weight:
        return Reach(ZERO, ZERO)
    return Reach(-found.high * weight, -found.low * weight) if n.spec.role == "deduction" else Reach(found.low * weight, found.high * weight)


def _clamped(spec: CriterionSpec, found: Reach) -> Reach:
    low, high = found
    if spec.floor is not None:
        low, high = max(low, spec.floor), max(high, spec.floor)
    if spec.ceiling is not None:
        low, high = min(low, spec.ceiling), min(high, spec.ceiling)
    return Reach(low, high)


@exact
def reach(table: Table) -> dict[str, Reach]:
    """The reach of every criterion by path; the whole table under ``""``."""
    return {n.path: node(n) for n in table.root.walk()}
