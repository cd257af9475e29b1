"""From the order to the proposal: quotas fixed, by share, by size, nested, cascaded; each with its rounding, each explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from vinhdanh.merit.quota import Limit, QuotaRule, limit
from vinhdanh.merit.scoring.classes import met, says
from vinhdanh.merit.scoring.numbers import exact
from vinhdanh.merit.scoring.ranking import Order, Standing
from vinhdanh.merit.scoring.schema import QuotaSpec, TableSpec


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who may be proposed for an award in a cluster. ``at_border`` share the last place: the rule, a ballot or the authority
    chooses among them. The order is one basis of the vote, never the decision."""

    award: str
    cluster: str
    limit: Limit
    units: tuple[str, ...]
    at_border: tuple[str, ...]
    why: tuple[str, ...]


@exact
def proposals(order: Order) -> list[Proposal]:
    """The proposals for every quota of the table, cluster by cluster, in the order of the quotas."""
    spec, made = order.table.spec, list[Proposal]()
    for quota in spec.quotas:
        for cluster, standings in _clusters(quota, order):
            made.append(_proposal(spec, quota, cluster, standings, made))
    return made


def _clusters(quota: QuotaSpec, order: Order) -> list[tuple[str, list[Standing]]]:
    if quota.per == "all":
        return [("", sorted(order.standings, key=lambda s: s.place or 10**9))]
    names = dict.fromkeys(s.sheet.unit.cluster for s in order.standings)
    return [(n, [s for s in order.standings if s.sheet.unit.cluster == n]) for n in names]


def _proposal(spec: TableSpec, quota: QuotaSpec, cluster: str, standings: Sequence[Standing], made: Sequence[Proposal]) -> Proposal:
    inner = [p for p in made if p.award == quota.inside and p.cluster in (cluster, "")]
    able = [s for s in standings if _able(spec, quota, s) and (not quota.inside or any(s.unit_id in p.units for p in inner))]
    found = limit(_rule(quota, cluster, len(standings)), _base(spec, quota, standings, able, made, cluster))
    allowed = len(able) if found.rounded is None else found.rounded
    chosen, border = _cut(able, allowed)
    why = [f"{len(able)} đơn vị đủ điều kiện"] + [f"phải đạt: {says(t)}" for t in quota.require]
    return Proposal(quota.award, cluster, found, tuple(s.unit_id for s in chosen), tuple(s.unit_id for s in border), tuple(why))


def _cut(able: Sequence[Standing], allowed: int) -> tuple[Sequence[Standing], Sequence[Standing]]:
    """The first ``allowed``; equals at the border are left for the choice, none of them taken."""
    if len(able) <= allowed or allowed == 0:
        return able[:allowed], ()
    last = able[allowed - 1].place
    if able[allowed].place != last:
        return able[:allowed], ()
    return [s for s in able[:allowed] if s.place != last], [s for s in able if s.place == last]


def _able(spec: TableSpec, quota: QuotaSpec, standing: Standing) -> bool:
    if standing.place is None or not all(met(t, standing.sheet) for t in quota.require):
        return False
    if not quota.min_class:
        return True
    return _at_least(spec, standing.cls.name, quota.min_class)


def _at_least(spec: TableSpec, name: str | None, least: str) -> bool:
    names = [level.name for level in spec.classes.levels] if spec.classes else []
    return name in names and names.index(name) <= names.index(least)


def _rule(quota: QuotaSpec, cluster: str, size: int) -> QuotaRule:
    """The quota as a rule of :mod:`vinhdanh.merit.quota`."""
    share = quota.share
    if quota.by_size:
        fixed = max((s for s in quota.by_size if s.from_ <= size), key=lambda s: s.from_, default=None)
        return QuotaRule(cap=fixed.number if fixed else 0)
    cap = quota.by_cluster.get(cluster, quota.fixed) if share is None else quota.cap
    return QuotaRule(share=share, cap=cap, of=quota.of, rounding=quota.rounding, minimum=quota.minimum)


def _base(spec: TableSpec, quota: QuotaSpec, standings: Sequence[Standing], able: Sequence[Standing], made: Sequence[Proposal], cluster: str) -> int:
    """How many the share is taken of: all units, those ranked, those that qualify, those of a class up, those proposed for an award."""
    if quota.of in ("units", "qualified", "ranked"):
        return {"units": len(standings), "qualified": len(able), "ranked": sum(s.place is not None for s in standings)}[quota.of]
    proposed = [p for p in made if p.award == quota.of and p.cluster in (cluster, "")]
    if proposed:
        return sum(len(p.units) for p in proposed)
    return sum(_at_least(spec, s.cls.name, quota.of) for s in standings)


def cascade(quota: QuotaSpec, unit_result: str, base: int) -> Limit:
    """What a unit may give inside itself, by what it won: the share of ``cascade`` (key ``""``: won nothing) of ``base``."""
    share = quota.cascade.get(unit_result, quota.cascade.get("", Fraction(0)))
    return limit(QuotaRule(share=share, of=quota.of, rounding=quota.rounding, minimum=quota.minimum, cap=quota.cap), base)
