"""The shape of a scoring table as YAML or workbook holds it: strict, an unknown key is an error, never ignored.

A criterion is a group (``children``), a compound (``rules`` on its standard points) or a leaf of one ``kind``. What a kind
needs and takes stands in :data:`KINDS`; a parameter that its kind does not know is refused, since it would mean nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from vinhdanh.merit.scoring.numbers import number, share


def _list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def _levels(value: Any) -> Any:
    return {"levels": value} if isinstance(value, list | tuple) else value


def fraction(value: Any) -> Fraction:
    """A share exactly: ``1/3``, ``20%``, ``0.2``. ValueError for anything else."""
    if isinstance(value, Fraction):
        return value
    text = str(value).replace(",", ".").strip()
    return Fraction(text.rstrip("% ")) / 100 if text.endswith("%") else Fraction(text)


def _rate_cap(value: Any) -> Any:
    return None if value in (None, "none", "không") else share(value)


Number = Annotated[Decimal, BeforeValidator(number)]
Share = Annotated[Decimal, BeforeValidator(share)]
Part = Annotated[Fraction, BeforeValidator(fraction)]
Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_list)]

NaPolicy = Literal["skip", "full", "share", "zero", "compare"]
Stage = str


class Strict(BaseModel):
    """Unknown keys are refused; values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class BoundSpec(Strict):
    """An interval: ``ge``, ``gt``, ``le``, ``lt`` or ``at``."""

    ge: Number | None = None
    gt: Number | None = None
    le: Number | None = None
    lt: Number | None = None
    at: Number | None = None


class BandSpec(BoundSpec):
    """An interval with its points; without bounds it is chosen by ``name``."""

    name: Text = ""
    points: Number


class VolumeSpec(BoundSpec):
    """A range of volumes with the bands that hold for it."""

    bands: tuple[BandSpec, ...]


class AlternativeSpec(Strict):
    """One of several alternatives."""

    id: Text
    name: str = ""
    points: Number


class RoundSpec(Strict):
    """Rounding, only where the table says so."""

    places: int = Field(ge=0, le=20)
    mode: Literal["half-up", "half-even", "down", "floor", "up"] = "half-up"


class TestSpec(BoundSpec):
    """A test: a ``fact`` of the unit, or a ``criterion``'s points or percent, within bounds; or a fact that ``is`` something."""

    __test__ = False  # not a test of pytest's
    fact: str = ""
    criterion: Text = ""
    of: Literal["points", "percent"] = "points"
    is_: bool | Text | None = Field(default=None, alias="is")
    words: str = ""


class GateSpec(Strict):
    """Where ``input`` is no (or a paper of ``evidence`` is missing), the criterion counts zero or the unit is not classified."""

    input: Text = "gate"
    effect: Literal["zero", "unclassified"] = "zero"
    words: str = ""


KINDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    kind: (frozenset(needs.split()), frozenset(takes.split()))
    for kind, needs, takes in (
        ("direct", "", "input step least"),
        ("pass_fail", "", "input test points otherwise numerator denominator exclude exclude_numerator"),
        ("ratio", "", "numerator denominator exclude exclude_numerator cap_rate target invert no_base points"),
        ("steps", "bands", "input numerator denominator exclude exclude_numerator better undefined overlap no_base"),
        ("steps_delta", "bands", "input numerator denominator exclude exclude_numerator better overlap no_base cap condition"),
        ("deduct_per_unit", "points", "input per cap free"),
        ("deduct_if", "points", "input"),
        ("award_per_unit", "points", "input per cap free condition"),
        ("award_if", "points", "input condition"),
        ("award_progressive", "above points", "input numerator denominator exclude exclude_numerator first step cap condition no_base"),
        ("one_of", "alternatives", "input choose cap condition"),
        ("award_one_of", "alternatives", "input choose cap condition"),
        ("volume_band", "rows", "volume rate overlap undefined condition"),
        ("award_volume_band", "rows", "volume rate overlap condition cap"),
        ("deduct_volume_band", "rows", "volume rate overlap cap"),
        ("relative_to_leader", "", "target actual at_target leader_by leader_above no_target tolerance self_above"),
        ("relative_no_target", "", "actual"),
        ("external_rank", "places", "input scores"),
        ("compare_with_mean", "", "input points otherwise better"),
        ("award_linked", "awards", "cap"),
        ("survey", "", "sample points input scale"),
        ("catalogue", "products", "cap"),
        ("disqualify", "", "input"),
    )
}
SETS_POINTS = frozenset(
    "direct pass_fail ratio steps one_of volume_band relative_to_leader relative_no_target external_rank compare_with_mean survey catalogue".split()
)
MOVES = frozenset(("deduct_per_unit", "deduct_if", "deduct_volume_band", "steps_delta"))
RELATIVE = frozenset(("relative_to_leader", "relative_no_target", "external_rank", "compare_with_mean"))
_PLAIN = frozenset(("id", "name", "kind", "note"))


class RuleSpec(Strict):
    """One rule: a kind with its parameters. See the how-to page for each."""

    id: Text = ""
    name: str = ""
    kind: str = ""
    note: str = ""
    input: Text = "value"
    points: Number | None = None
    otherwise: Number = Decimal(0)
    per: str = ""
    cap: Number | None = None
    free: Number = Decimal(0)
    step: Number | None = None
    least: Number = Decimal(0)
    test: BoundSpec | None = None
    numerator: Texts = ()
    denominator: Texts = ()
    exclude: Texts = ()
    exclude_numerator: Texts = ()
    cap_rate: Annotated[Decimal | None, BeforeValidator(_rate_cap)] = Decimal(1)
    target: Share | Text = Decimal(1)
    invert: bool = False
    no_base: Literal["na", "zero", "full", "empty"] = "na"
    bands: tuple[BandSpec, ...] = ()
    better: Literal["higher", "lower"] = "higher"
    undefined: Literal["ask", "zero", "lower", "upper"] = "ask"
    overlap: Literal["ask", "first", "highest", "lowest"] = "ask"
    condition: str = ""
    above: Number | None = None
    first: Number | None = None
    alternatives: tuple[AlternativeSpec, ...] = ()
    choose: Literal["best", "first"] = "best"
    rows: tuple[VolumeSpec, ...] = ()
    volume: Text = "volume"
    rate: Text = "rate"
    actual: Text = "actual"
    at_target: Share = Decimal("0.5")
    leader_by: Literal["percent", "result"] = "percent"
    leader_above: bool = True
    no_target: Literal["compare", "na", "zero"] = "na"
    tolerance: Number = Decimal("0.0001")
    self_above: Literal["open", "full", "at-target"] = "open"
    places: tuple[Number, ...] = ()
    scores: Text = "scores"
    awards: dict[Text, Number] = {}
    sample: Number | None = None
    scale: Number | None = None
    products: dict[Text, Number | dict[Text, Number]] = {}

    @model_validator(mode="after")
    def _means_something(self) -> RuleSpec:
        if self.how:
            self._check_kind()
        else:
            self._refuse(frozenset())
        return self

    def _check_kind(self) -> None:
        if self.how not in KINDS:
            raise ValueError(f"không có cách chấm “{self.how}”; có: {', '.join(KINDS)}")
        needs, takes = KINDS[self.how]
        lacking = [k for k in sorted(needs) if getattr(self, k) in (None, (), {})]
        if lacking:
            raise ValueError(f"cách chấm “{self.how}” cần {', '.join(lacking)}")
        self._refuse(needs | takes)

    def _refuse(self, known: frozenset[str]) -> None:
        strange = self.model_fields_set & set(RuleSpec.model_fields) - _PLAIN - known
        if strange:
            raise ValueError(f"{f'cách chấm “{self.how}”' if self.how else 'nhóm'} không dùng {', '.join(sorted(strange))}")

    @property
    def how(self) -> str:
        """The kind in effect."""
        return self.kind


class CriterionSpec(RuleSpec):
    """A node of the table; ``max`` is the printed ceiling or standard points."""

    code: Text
    max: Number | None = None
    children: tuple[CriterionSpec, ...] = ()
    rules: tuple[RuleSpec, ...] = ()
    role: Literal["score", "bonus", "deduction", "info"] = "score"
    weight: Share = Decimal(1)
    aggregate: Literal["sum", "mean", "max", "min"] = "sum"
    factor: Share = Decimal(1)
    base: Number | None = None
    floor: Number | None = None
    ceiling: Number | None = None
    award_cap: Number | None = None
    deduction_cap: Number | None = None
    na: NaPolicy | None = None
    share_over: Literal["siblings", "section", "table"] = "siblings"
    rescale_to: Number | None = None
    rescale_always: bool = False
    empty: Literal["pending", "zero"] | None = None
    gates: tuple[GateSpec, ...] = ()
    evidence: Texts = ()
    from_: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = None
    ended: Literal["drop", "keep", "prorate"] = "keep"
    round: RoundSpec | None = None
    assessor: str = ""
    cite: str = ""

    @model_validator(mode="after")
    def _one_shape(self) -> CriterionSpec:
        if sum((bool(self.children), bool(self.rules), bool(self.kind))) > 1:
            raise ValueError(f"tiêu chí {self.code}: chỉ một trong children, rules, kind")
        if any(rule.how in RELATIVE or not rule.how for rule in self.rules):
            raise ValueError(f"tiêu chí {self.code}: mỗi mục trong rules cần kind, không phải cách chấm so với đơn vị khác")
        if self.from_ and self.until and self.until <= self.from_:
            raise ValueError(f"tiêu chí {self.code}: until phải sau from")
        return self

    @property
    def how(self) -> str:
        """The kind in effect: ``direct`` for a plain leaf, none for a group or a compound."""
        return "" if self.children or self.rules else self.kind or "direct"

    @property
    def leaf(self) -> bool:
        """Whether points are entered or computed here."""
        return not self.children


class TotalSpec(Strict):
    """The total: what it starts from, its clamp, caps on bonus and deduction, rounding, the factor and the weighting."""

    max: Number | None = None
    base: Number = Decimal(0)
    floor: Number | None = None
    ceiling: Number | None = None
    award_cap: Number | None = None
    deduction_cap: Number | None = None
    aggregate: Literal["sum", "mean", "max", "min"] = "sum"
    factor: Share = Decimal(1)
    round: RoundSpec | None = None


class ClassSpec(BoundSpec):
    """A class: bounds of the total (or percent, place, share), floors and conditions; ``force`` puts a unit here whatever its points."""

    name: str
    no_zero: bool = False
    each_at_least: Share | None = None
    sections_at_least: dict[Text, Share] = {}
    penalty_at_most: Share | None = None
    share: Part | None = None
    require: tuple[TestSpec, ...] = ()
    force: tuple[TestSpec, ...] = ()
    words: str = ""


class DowngradeSpec(Strict):
    """Where all tests hold the unit is at most ``max_class``, or in no class (``unclassified``)."""

    when: tuple[TestSpec, ...]
    max_class: str = ""
    unclassified: bool = False
    words: str = ""


class ClassesSpec(Strict):
    """How classes are given: by points, percent of the own maximum, quartile or shares of the order."""

    by: Literal["points", "percent", "quartile", "share"] = "points"
    levels: tuple[ClassSpec, ...]
    fall_through: bool = False
    rounding: Literal["floor", "half-up", "ceil"] = "half-up"
    downgrades: tuple[DowngradeSpec, ...] = ()


class TieSpec(Strict):
    """A key that parts equals: a criterion's points, one of its inputs, a fact; ``at_least`` makes it yes or no."""

    criterion: Text = ""
    input: Text = ""
    fact: str = ""
    at_least: Number | None = None
    better: Literal["higher", "lower"] = "higher"
    ballot: bool = False
    words: str = ""


class RankingSpec(Strict):
    """How units are ordered; ``places`` rounds totals first, which real tables rarely want."""

    by: Literal["points", "percent", "keys"] = "points"
    better: Literal["higher", "lower"] = "higher"
    class_first: bool = False
    within: Literal["cluster", "all"] = "cluster"
    ties: tuple[TieSpec, ...] = ()
    style: Literal["competition", "dense", "strict"] = "competition"
    places: int | None = None


class SizeSpec(Strict):
    """From so many units: so many."""

    from_: int = Field(alias="from")
    number: int


class QuotaSpec(Strict):
    """How many may be proposed: ``fixed``, ``share`` of a base, by size or by what the unit itself won (``cascade``)."""

    award: str
    fixed: int | None = None
    by_cluster: dict[Text, int] = {}
    share: Part | None = None
    of: Text = "units"
    rounding: Literal["floor", "half-up", "ceil"] = "floor"
    minimum: int = 0
    cap: int | None = None
    by_size: tuple[SizeSpec, ...] = ()
    cascade: dict[Text, Part] = {}
    inside: str = ""
    min_class: str = ""
    require: tuple[TestSpec, ...] = ()
    per: Literal["cluster", "all"] = "cluster"
    cite: str = ""


class PeriodsSpec(Strict):
    """How the scores of several periods become one: the simple mean, or weighted."""

    aggregate: Literal["mean", "sum"] = "mean"
    weights: dict[Text, Number] = {}


class TableSpec(Strict):
    """A scoring table."""

    format: Literal[1] = 1
    id: Text
    name: str = ""
    cite: str = ""
    note: str = ""
    from_: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = None
    stages: Texts = ("self", "verified")
    total: TotalSpec = TotalSpec()
    na: NaPolicy = "skip"
    empty: Literal["pending", "zero"] = "pending"
    missing_for_all: Literal["drop", "keep"] = "keep"
    incomplete: Literal["unranked", "rank"] = "unranked"
    criteria: tuple[CriterionSpec, ...] = Field(min_length=1)
    classes: Annotated[ClassesSpec | None, BeforeValidator(_levels)] = None
    ranking: RankingSpec = RankingSpec()
    quotas: tuple[QuotaSpec, ...] = ()
    periods: PeriodsSpec | None = None

    def nodes(self) -> Iterator[CriterionSpec]:
        """Every criterion, parents before their children."""
        waiting = list(reversed(self.criteria))
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)
