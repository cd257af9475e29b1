"""The shape of a rulebook file, checked strictly: an unknown key is an error, never ignored.

These models hold YAML as written. ``build`` turns them into conditions; ``rulebook`` chooses versions.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Evidence = Literal["seen", "quoted", "inferred", "open"]
Mode = Literal["replace", "amend", "add", "none", "inherit"]
Subject = Literal["person", "collective", "household"]
TAGS = frozenset(
    "rating prior-title consecutive window initiative initiative-level initiative-used research new-recruit absence maternity study "
    "transfer discipline hold service-length post-length head-unit-result member-share member-discipline unit-age quota vote "
    "merit-kind same-achievement deadline authority paper movement registration contest contribution rounding base-salary once-only "
    "party-rating outside-sector not-in-law policy".split()
)


def _list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _share(value: Any) -> Any:
    return Fraction(str(value))


Texts = Annotated[tuple[str, ...], BeforeValidator(_list)]
Share = Annotated[Fraction, BeforeValidator(_share)]


class Strict(BaseModel):
    """Unknown keys are refused; values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Cite(Strict):
    """A place in an act: ``{act: luat-2022, at: "Đ22(1)(a)"}``; ``case`` names a published case that says so."""

    act: str
    at: str = ""
    case: str = ""


class FactSpec(Strict):
    """A fact asked for: exactly one of the kinds, with what narrows it."""

    award: Texts | None = None
    kind: Texts = ()
    not_kind: Texts = ()
    by: str = ""
    rating: str | None = None
    initiative: str | None = None
    research: str | None = None
    needs: Texts = ()
    reuse: bool = False
    discipline: str | None = None
    once: bool = False
    ended: bool = False
    contest: Texts | None = None
    either: tuple[FactSpec, ...] | None = None


class CountSpec(FactSpec):
    """A fact with a window and a number."""

    at_least: int = 1
    years: int | None = None
    at: int | None = None
    within: Literal["ever", "period", "since", "year"] | None = None


class StreakSpec(FactSpec):
    """A fact held several times in a row."""

    times: int
    step: int = 1
    late: int = 0
    loose: bool = False


class AdjustSpec(Strict):
    """A change of a bound: ``add: -2`` or ``scale: 2/3`` when the condition is met."""

    when: ConditionSpec
    add: str | int = 0
    scale: Share = Fraction(1)


class NumberSpec(Strict):
    """A measure within bounds; ``posts``, ``levels``: codes of the lexicon that become its arguments."""

    of: str
    args: Texts = ()
    posts: Texts = ()
    least: str | int | None = None
    above: str | int | None = None
    most: str | int | None = None
    below: str | int | None = None
    adjust: tuple[AdjustSpec, ...] = ()


class FlagSpec(Strict):
    """A statement; ``posts``, ``levels``: codes of the lexicon that become its arguments."""

    of: str
    args: Texts = ()
    posts: Texts = ()
    levels: Texts = ()


class PriorSpec(FactSpec):
    """The award a ladder starts from, with its own words."""

    id: str = ""
    says: str = ""
    tags: Texts = ("prior-title",)


class RunSpec(Strict):
    """The words of the run of years."""

    id: str = ""
    says: str = ""
    tags: Texts = ("window", "rating", "consecutive")


class SinceSpec(Strict):
    """A ladder: a prior award, an unbroken run of years after it, and what lies inside the run."""

    prior: PriorSpec | None = None
    years: int
    every: FactSpec
    run: RunSpec = RunSpec()
    follow: bool = True
    ends: Literal["now", "open"] = "now"
    restart: tuple[FactSpec, ...] = ()
    inside: tuple[ConditionSpec, ...] = ()


class AllowSpec(Strict):
    """What a statement of the law is about: a fact, a number or a flag (or nothing)."""

    fact: FactSpec | None = None
    number: str | None = None
    flag: str | None = None
    args: Texts = ()


class ConditionSpec(Strict):
    """A condition: its words and citation, and exactly one verb."""

    id: str = ""
    says: str = ""
    cite: str | Cite | None = None
    tags: Texts = ()
    evidence: Evidence | None = None
    note: str = ""
    held: CountSpec | None = None
    streak: StreakSpec | None = None
    every: CountSpec | None = None
    never: CountSpec | None = None
    number: NumberSpec | None = None
    is_: FlagSpec | None = Field(default=None, alias="is")
    is_not: FlagSpec | None = None
    all: tuple[ConditionSpec, ...] | None = None
    any: tuple[ConditionSpec, ...] | None = None
    not_: ConditionSpec | None = Field(default=None, alias="not")
    if_: ConditionSpec | None = Field(default=None, alias="if")
    then: ConditionSpec | None = None
    since: SinceSpec | None = None
    allow: AllowSpec | None = None
    open: str | None = None
    meets: str | None = None
    title: bool = False


class Dated(Strict):
    """An entry with its place in the law and its dates: in force from a day (inclusive) until a day (exclusive)."""

    in_force: dt.date
    until: dt.date | None = None
    cite: Cite
    evidence: Evidence = "seen"
    mode: Mode = "replace"
    note: str = ""


class RouteSpec(Strict):
    """One way to an award. ``kinds``: loại khen it belongs to."""

    id: str
    name: str
    kinds: Texts = ("cong-trang",)
    cite: str | Cite | None = None
    evidence: Evidence | None = None
    note: str = ""
    all: tuple[ConditionSpec, ...]


class SayingSpec(Strict):
    """A matter of appreciation or an attestation: words, and the paper that carries it."""

    says: str
    cite: str | Cite | None = None
    paper: str = ""


class CriteriaSpec(Dated):
    """The conditions of an award for one kind of subject; entries with different ``id`` apply together (common conditions)."""

    id: str = ""
    subject: Subject = "person"
    name: str = ""
    all: tuple[ConditionSpec, ...] = ()
    routes: tuple[RouteSpec, ...] = ()
    appreciation: tuple[SayingSpec, ...] = ()
    attest: tuple[SayingSpec, ...] = ()


class QuotaSpec(Dated):
    """A cap: ``share`` of the number of ``of`` (an award code, ``leaders``), or ``cap`` per ``per``; ``free``: no cap in law."""

    id: str
    says: str
    share: Share | None = None
    of: str = ""
    cap: int | None = None
    per: str = ""
    rounding: Literal["floor", "ceil", "half-up"] = "floor"
    minimum: int = 0
    free: bool = False
    tags: Texts = ("quota",)


class VoteSpec(Dated):
    """A ballot: ``at_least`` a share of ``base``; ``free``: no threshold stated."""

    id: str = "hoi-dong"
    subject: Subject | None = None
    says: str
    at_least: Share | None = None
    base: Literal["all-members", "present"] = "all-members"
    council: str = ""
    secret: bool | None = None
    absent: Literal["written-opinion", ""] = ""
    quorum: Share | None = None
    free: bool = False


class DecideSpec(Dated):
    """Who decides; entries are read in order and the first whose ``when`` is met answers."""

    id: str = ""
    decides: str
    says: str = ""
    proposes: str = ""
    when: ConditionSpec | None = None
    tags: Texts = ("authority",)


class PaperSpec(Strict):
    """A paper of a dossier: code, name, form number; ``when`` words it is needed only in some cases."""

    code: str
    name: str
    form: str = ""
    optional: str = ""
    accepts: Texts = ()
    cite: str | Cite | None = None


class DossierSpec(Dated):
    """The papers and the number of sets to a destination."""

    id: str = "ho-so"
    subject: Subject | None = None
    route: str = ""
    to: str = ""
    sets: int | None = None
    electronic: bool = False
    papers: tuple[PaperSpec, ...]


class DeadlineSpec(Dated):
    """A time limit of a step: a day of the year (``by: 06-30``, ``year``: 0 the period's, 1 the next …) or ``days``.

    ``months``: the act counts months; ``days`` is then their usual conversion, for when the first day is not known.
    """

    id: str
    step: str
    says: str
    subject: Subject | None = None
    by: str | None = None
    year: int = 0
    after: str = ""
    days: int | None = None
    months: int | None = None
    kind: Literal["working", "calendar"] = "working"
    not_kinds: Texts = ()


class MoneySpec(Dated):
    """Award money as a multiple of the base salary."""

    id: str = "tien-thuong"
    subject: Subject = "person"
    factor: Share
    most: bool = False
    issuer: str = ""


class AwardSpec(Strict):
    """An award: its names and everything the law says of it."""

    name: str = ""
    short: Texts = ()
    group: Literal["title", "form", ""] = ""
    level: Literal["unit", "sector", "state", ""] = ""
    criteria: tuple[CriteriaSpec, ...] = ()
    quotas: tuple[QuotaSpec, ...] = ()
    votes: tuple[VoteSpec, ...] = ()
    decides: tuple[DecideSpec, ...] = ()
    dossiers: tuple[DossierSpec, ...] = ()
    deadlines: tuple[DeadlineSpec, ...] = ()
    money: tuple[MoneySpec, ...] = ()
    gaps: tuple[str, ...] = ()


class ActSpec(Strict):
    """An act: its full title, number, what else it is called, its dates, and whether its text has been seen."""

    title: str
    short: str = ""
    number: str = ""
    aliases: Texts = ()
    in_force: dt.date | None = None
    until: dt.date | None = None
    seen: Literal["full", "part", "no"] = "part"
    note: str = ""


class CarriedSpec(Strict):
    """An act replaced by another whose text is not entered: the old rule is applied and says so."""

    acts: Texts
    by: str
    since: dt.date = Field(alias="from")


class TransitionSpec(Strict):
    """Dossiers filed before ``from`` keep the old rule; ``better``: a more favourable new rule applies."""

    since: dt.date = Field(alias="from")
    better: bool = False
    cite: Cite
    evidence: Evidence = "seen"


class BaseSalarySpec(Dated):
    """Lương cơ sở: đồng a month."""

    amount: int


class ReuseSpec(Dated):
    """What an initiative already used for one group of award may still carry: ``barred``, ``open`` or ``free``."""

    id: str
    used_for: Literal["title", "form"]
    wanted_for: Literal["title", "form"]
    answer: Literal["barred", "open", "free"]


class StackSpec(Dated):
    """How award money of one moment adds up; see ``money.stack``."""

    id: str
    says: str


class DecisionRuleSpec(Dated):
    """Rounding of award money."""

    step: int = 10_000


class NamedPatterns(Strict):
    """A post or a level of unit: its name and the folded beginnings it is recognised by."""

    name: str
    patterns: Texts


class Lexicon(Strict):
    """How texts of posts and units are recognised."""

    posts: dict[str, NamedPatterns] = {}
    levels: dict[str, NamedPatterns] = {}
    bodies: dict[str, NamedPatterns] = {}


class FileSpec(Strict):
    """One rulebook file: any of the sections."""

    acts: dict[str, ActSpec] = {}
    carried_over: tuple[CarriedSpec, ...] = ()
    transitions: tuple[TransitionSpec, ...] = ()
    base_salary: tuple[BaseSalarySpec, ...] = ()
    rounding: tuple[DecisionRuleSpec, ...] = ()
    stacking: tuple[StackSpec, ...] = ()
    reuse: tuple[ReuseSpec, ...] = ()
    lexicon: Lexicon = Lexicon()
    awards: dict[str, AwardSpec] = {}


for _model in (FactSpec, AdjustSpec, SinceSpec, ConditionSpec, RouteSpec, CriteriaSpec, FileSpec):
    _model.model_rebuild()
