"""The order of the units: by the unrounded total, ties by the stated chain, competition ranking (1, 2, 2, 4), classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from vinhdanh.merit.scoring.classes import Given, by_bounds, by_order
from vinhdanh.merit.scoring.engine import Sheet
from vinhdanh.merit.scoring.kinds import decimal
from vinhdanh.merit.scoring.numbers import ONE, ZERO, divide, exact, key, rounded, show
from vinhdanh.merit.scoring.schema import RankingSpec, TableSpec, TieSpec
from vinhdanh.merit.scoring.table import Table

NO_CLASS = Given(None)


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit in the order. ``place`` is None for a unit that is not ranked; ``why`` tells that, the class and how ties were parted."""

    sheet: Sheet
    amount: Decimal
    place: int | None = None
    cls: Given = NO_CLASS
    why: tuple[str, ...] = ()
    tied: bool = False

    @property
    def unit_id(self) -> str:
        """The unit's id."""
        return self.sheet.unit.id


@dataclass(frozen=True, slots=True)
class Order:
    """The standings: ranked units first, cluster by cluster, then those not ranked."""

    table: Table
    standings: tuple[Standing, ...] = field(default_factory=tuple)

    def of(self, unit: str) -> Standing:
        """The standing of a unit. KeyError if it has none."""
        found = next((s for s in self.standings if s.unit_id == unit), None)
        if found is None:
            raise KeyError(unit)
        return found

    @property
    def ranked(self) -> list[Standing]:
        """Those that have a place."""
        return [s for s in self.standings if s.place is not None]


@exact
def rank(table: Table, sheets: Sequence[Sheet]) -> Order:
    """The order of the sheets with places and classes. It does not depend on the order they come in."""
    spec = table.spec
    made: list[Standing] = []
    for cluster in _clusters(spec.ranking, sheets):
        made += _cluster(spec, sorted(cluster, key=lambda s: s.unit.id))
    return Order(table, tuple(made))


def _clusters(spec: RankingSpec, sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    if spec.within == "all":
        return [list(sheets)]
    names = sorted({s.unit.cluster for s in sheets})
    return [[s for s in sheets if s.unit.cluster == name] for name in names]


def _cluster(spec: TableSpec, sheets: Sequence[Sheet]) -> list[Standing]:
    standings = [_standing(spec, sheet) for sheet in sheets]
    outside = [s for s in standings if s.why]
    inside = _placed(spec, [s for s in standings if not s.why])
    if spec.classes and spec.classes.by in ("quartile", "share"):
        given = by_order(spec.classes, [s.place or 0 for s in inside])
        inside = [replace(s, cls=g) for s, g in zip(inside, given, strict=True)]
    return inside + outside


def _standing(spec: TableSpec, sheet: Sheet) -> Standing:
    """A unit before it has a place: what it is ordered by, its class by bounds, why it is not ranked if so."""
    amount = _amount(spec.ranking, sheet)
    why = tuple(f"không xếp loại: {e}" for e in sheet.excluded)
    if spec.incomplete == "unranked" and not sheet.root.complete and spec.ranking.by != "keys":
        why = (*why, f"chưa xếp hạng: thiếu {sheet.root.open} tiêu chí")
    return Standing(sheet, amount, None, _class(spec, sheet, why), why)


def _class(spec: TableSpec, sheet: Sheet, why: Sequence[str]) -> Given:
    if not spec.classes or spec.classes.by not in ("points", "percent"):
        return NO_CLASS
    if why:
        return Given(None, tuple(why))
    return by_bounds(spec.classes, sheet, sheet.total if spec.classes.by == "points" else sheet.root.percent)


def _amount(spec: RankingSpec, sheet: Sheet) -> Decimal:
    """What a unit is ordered by."""
    if spec.by == "keys":
        return ZERO
    value = sheet.total if spec.by == "points" else sheet.root.percent or ZERO
    return value if spec.places is None else rounded(value, spec.places)


# ---- places --------------------------------------------------------------------------------------------


def _placed(spec: TableSpec, standings: Sequence[Standing]) -> list[Standing]:
    ranking = spec.ranking
    keys = {s.unit_id: _keys(spec, s) for s in standings}
    ordered = sorted(standings, key=lambda s: (keys[s.unit_id], s.unit_id))
    return _numbered(ranking, ordered, [keys[s.unit_id] for s in ordered])


def _keys(spec: TableSpec, standing: Standing) -> tuple[Decimal | int, ...]:
    """What the order compares, the smallest first."""
    sign = -ONE if spec.ranking.better == "higher" else ONE
    names = [level.name for level in spec.classes.levels] if spec.classes else []
    cls = names.index(standing.cls.name) if standing.cls.name in names else len(names)
    first = (cls,) if spec.ranking.class_first else ()
    return (*first, sign * key(standing.amount), *(_tie(t, standing.sheet) for t in spec.ranking.ties if not t.ballot))


def _tie(tie: TieSpec, sheet: Sheet) -> Decimal:
    value = _tie_value(tie, sheet)
    if value is None:
        return Decimal("Infinity")
    if tie.at_least is not None:
        value = ONE if value >= tie.at_least else ZERO
    return -value if tie.better == "higher" else value


def _tie_value(tie: TieSpec, sheet: Sheet) -> Decimal | None:
    if tie.fact:
        return decimal(sheet.unit.facts.get(tie.fact))
    found = next((s for s in sheet.root.walk() if s.node.path and tie.criterion in (s.node.path, s.node.spec.id, s.node.spec.code)), None)
    if found is None:
        return None
    if tie.input:
        return decimal(found.entry.values.get(tie.input)) if found.entry else None
    return None if found.open else key(found.points)


def _numbered(spec: RankingSpec, ordered: Sequence[Standing], keys: Sequence[tuple[Decimal | int, ...]]) -> list[Standing]:
    made: list[Standing] = []
    place = dense = 0
    for i, (standing, own) in enumerate(zip(ordered, keys, strict=True)):
        if i == 0 or own != keys[i - 1]:
            place, dense = i + 1, dense + 1
        tied = keys.count(own) > 1
        number = {"competition": place, "dense": dense, "strict": i + 1}[spec.style]
        made.append(replace(standing, place=number, tied=tied, why=_told(spec, standing, own, keys, tied)))
    return made


def _told(
    spec: RankingSpec, standing: Standing, own: tuple[Decimal | int, ...], keys: Sequence[tuple[Decimal | int, ...]], tied: bool
) -> tuple[str, ...]:
    """How equals were parted, and whether they still are equal."""
    at = 1 + spec.class_first
    same = [k for k in keys if k[:at] == own[:at]]
    if len(same) == 1:
        return ()
    chain = [t for t in spec.ties if not t.ballot]
    used = [_tie_words(t) for i, t in enumerate(chain) if len({k[: at + i + 1] for k in same}) > len({k[: at + i] for k in same})]
    told = (f"bằng {show(standing.amount)} điểm với đơn vị khác, phân định bằng: {', '.join(used)}",) if used else ()
    if not tied:
        return told
    left = "cần bỏ phiếu" if any(t.ballot for t in spec.ties) else "đồng hạng"
    return (*told, f"vẫn bằng nhau: {left}" if used else f"bằng {show(standing.amount)} điểm: {left}")


def _tie_words(tie: TieSpec) -> str:
    return tie.words or tie.fact or f"tiêu chí {tie.criterion}" + (f" ({tie.input})" if tie.input else "")


# ---- several periods -----------------------------------------------------------------------------------


@exact
def over_periods(spec: TableSpec, totals: dict[str, dict[str, Decimal]]) -> dict[str, Decimal]:
    """One figure for each unit out of its totals by period: mean or sum, weighted where the table says so.

    A period a unit has no total for is left out for that unit.
    """
    weights = spec.periods.weights if spec.periods else {}
    units = dict.fromkeys(unit for period in totals.values() for unit in period)
    return {unit: _over(spec, [(t[unit], weights.get(p, ONE)) for p, t in totals.items() if unit in t]) for unit in units}


def _over(spec: TableSpec, found: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    pairs = list(found)
    summed = sum((t * w for t, w in pairs), ZERO)
    if spec.periods and spec.periods.aggregate == "sum":
        return summed
    whole = sum((w for _, w in pairs), ZERO)
    return divide(summed, whole) if whole else ZERO
