"""What a unit has entered of a year, what seems to be missing before it says "đã nhập đủ", and where its data stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from vinhdanh.accounts.models import User
from vinhdanh.merit.text import fold
from vinhdanh.people.access import may, units_for
from vinhdanh.people.models import Membership, Person, Transfer
from vinhdanh.records.access import whose
from vinhdanh.records.kinds import BY_COMPLETE
from vinhdanh.records.kinds import Kind as KindOf
from vinhdanh.records.links import enter_url, list_url
from vinhdanh.records.models import Authorship, CollectiveYear, Completeness, Initiative, Rating, Submission
from vinhdanh.units.models import Unit

Kind = Completeness.Kind
NAMED = 30  # people named under a gap; the rest are counted


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that seems to be missing: what it is, how often, whom it concerns and where each is mended."""

    says: str
    count: int
    people: Sequence[tuple[str, str]] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of a unit's year: how many rows are entered, who has declared it and when, what seems to be missing."""

    kind: Completeness.Kind
    count: int | None
    declared: Completeness | None
    gaps: list[Gap] = field(default_factory=list)
    url: str = ""
    hidden: str = ""


def too_big(people: Q) -> bool:
    """Whether a unit has so many people that its rows are counted unit by unit below it."""
    return not isinstance(people.children[0], tuple)


# ---- whose records -------------------------------------------------------------------------------------


def members_of(unit: Unit, year: int) -> QuerySet[Person]:
    """The people who were on the payroll of a unit, or of one below, during a year; not the secret and the merged ones."""
    during = Membership.objects.filter(
        Q(until=None) | Q(until__gt=dt.date(year, 1, 1)),
        kind=Membership.Kind.PAYROLL,
        since__lte=dt.date(year, 12, 31),
        unit__in=Unit.objects.filter(path__startswith=unit.path),
    )
    return Person.objects.filter(pk__in=during.values("person"), merged_into=None, secret=False)


def people_of(unit: Unit) -> Q:
    """Rows of the people who are now in a unit or below."""
    below = Unit.objects.filter(path__startswith=unit.path)
    return whose(Person.objects.filter(unit__in=below, secret=False, merged_into=None))


def _parts(of: KindOf, unit: Unit, year: int, people: Q) -> list[QuerySet[Any]]:
    """The rows in force of a year: of the unit's people, of its units (apart, so that each is found by its index)."""
    units = Q(unit__in=Unit.objects.filter(path__startswith=unit.path).values("pk"))
    if of.joint:
        written = Authorship.objects.filter(people | units, initiative__year=year).values("initiative")
        return [Initiative.objects.filter(pk__in=written, void_at=None)]
    subjects = {"person": people, "unit": units}
    return [of.model._default_manager.filter(subjects[s], year=year, void_at=None) for s in of.subjects]


# ---- before declaring ----------------------------------------------------------------------------------


def precheck(unit: Unit, year: int, kind: str) -> list[Gap]:
    """What seems to be missing of a kind; nothing here stops a unit from declaring, it only shows."""
    return counted(unit, year, Kind(kind), people_of(unit))[1]


def counted(unit: Unit, year: int, kind: Completeness.Kind, people: Q) -> tuple[int, list[Gap]]:
    """How many rows of a kind a unit has in a year, and what seems to be missing. ``people``: of ``people_of``."""
    if kind == Kind.PEOPLE:
        return _people(unit, year)
    of, wrong = BY_COMPLETE[kind], WRONG.get(kind, ())
    told = {f"n{i}": Count("pk", filter=q) for i, (_, q) in enumerate(wrong)}
    parts = [p.filter(kind=IDEAS[kind]) if kind in IDEAS else p for p in _parts(of, unit, year, people)]
    found = [p.order_by().aggregate(n=Count("pk"), **told) for p in parts]
    gaps = [Gap(says, sum(f[f"n{i}"] for f in found), url=list_url(of, unit, year)) for i, (says, _) in enumerate(wrong)]
    return sum(f["n"] for f in found), [g for g in [*gaps, *MORE.get(kind, _nothing)(unit, year)] if g.count]


IDEAS = {Kind.INITIATIVES: Initiative.Kind.INITIATIVE, Kind.RESEARCH: Initiative.Kind.RESEARCH}
_IDEA = (("Chưa rõ có được công nhận không", Q(recognised=None)), ("Chưa ghi phạm vi ảnh hưởng", Q(level="")))
WRONG: dict[Completeness.Kind, tuple[tuple[str, Q], ...]] = {
    Kind.AWARDS: (("Chưa ghi số quyết định", Q(decision="")), ("Chưa ghi ngày quyết định", Q(decided_on=None))),
    Kind.INITIATIVES: _IDEA,
    Kind.RESEARCH: _IDEA,
    Kind.DISCIPLINE: (("Chưa ghi ngày quyết định", Q(paper_on=None)),),
    Kind.HOLDS: (("Đang tạm dừng, chưa có kết luận", Q(until=None)),),
    Kind.ABSENCES: (("Chưa ghi ngày đi làm lại", Q(since__isnull=False, until=None, days=None, months=None)),),
    Kind.STUDY: (("Chưa ghi kết quả học tập", Q(result="")),),
}
"""What is counted as missing in the rows of a kind."""


def _people(unit: Unit, year: int) -> tuple[int, list[Gap]]:
    people = members_of(unit, year)
    unborn = people.filter(birth=None, birth_year=None)
    coming = Transfer.objects.filter(state=Transfer.State.PROPOSED, new_unit__path__startswith=unit.path)
    gaps = [
        Gap("Chưa ghi năm sinh", unborn.count(), [(p.full_name, f"/con-nguoi/{p.key}/") for p in unborn.order_by("sort_key")[:NAMED]]),
        Gap("Chưa ghi ngày vào ngành", people.filter(joined_on=None).count()),
        Gap("Người chuyển đến đang chờ tiếp nhận", coming.count()),
    ]
    return people.count(), [g for g in gaps if g.count]


def _ratings(unit: Unit, year: int) -> list[Gap]:
    rated = Rating.objects.filter(person=OuterRef("pk"), year=year, body=Rating.Body.OFFICE, void_at=None)
    unrated = members_of(unit, year).filter(~Exists(rated))
    named = [(p.full_name, enter_url("ratings", p, year)) for p in unrated.order_by("sort_key", "pk")[:NAMED]]
    own = Rating.objects.filter(unit=unit, year=year, void_at=None).exists()
    return [
        Gap(f"Chưa có xếp loại năm {year}", unrated.count() if len(named) == NAMED else len(named), named),
        Gap("Chưa có xếp loại của tập thể", int(not own), url=enter_url("ratings", unit, year)),
    ]


def _targets(unit: Unit, year: int) -> list[Gap]:
    told = CollectiveYear.objects.filter(unit=unit, year=year, void_at=None).exists()
    return [Gap(f"Chưa ghi kết quả năm {year} của đơn vị", int(not told), url=enter_url("collective", unit, year))]


def _nothing(unit: Unit, year: int) -> list[Gap]:
    return []


MORE: dict[Completeness.Kind, Callable[[Unit, int], list[Gap]]] = {Kind.RATINGS: _ratings, Kind.TARGETS: _targets}


# ---- a unit's year -------------------------------------------------------------------------------------


def lines(user: User, unit: Unit, year: int) -> list[Line]:
    """The kinds of a unit's year, in the order of the list. What is sensitive as a whole is counted only for those who may see it."""
    declared = {c.kind: c for c in Completeness.objects.filter(unit=unit, year=year, withdrawn_at=None).select_related("declared_by")}
    people = people_of(unit)
    return [_line(user, unit, year, kind, declared.get(kind), people) for kind in Kind]


def _line(user: User, unit: Unit, year: int, kind: Completeness.Kind, declared: Completeness | None, people: Q) -> Line:
    of = BY_COMPLETE.get(kind)
    hidden = may(user, f"sensitive.{of.hidden}", unit).why if of and of.hidden else ""
    if hidden:
        return Line(kind, None, declared, hidden=hidden)
    url = list_url(of, unit, year) if of else f"/don-vi/{unit.key}/"
    count, gaps = (None, []) if too_big(people) else counted(unit, year, kind, people)
    return Line(kind, count, declared, gaps, url)


def matrix(unit: Unit, years: Sequence[int]) -> list[tuple[Completeness.Kind, list[tuple[int, bool, int]]]]:
    """Kinds × years of a unit: the year, whether it is declared, and how many units below have declared it. One query."""
    rows = (
        Completeness.objects.filter(unit__path__startswith=unit.path, year__in=years, withdrawn_at=None)
        .order_by()
        .values("kind", "year")
        .annotate(own=Count("pk", filter=Q(unit=unit)), below=Count("pk", filter=~Q(unit=unit)))
    )
    found = {(r["kind"], r["year"]): (bool(r["own"]), int(r["below"])) for r in rows}
    return [(kind, [(y, *found.get((kind, y), (False, 0))) for y in years]) for kind in Kind]


# ---- the chase list ------------------------------------------------------------------------------------


def expected(user: User, year: int) -> QuerySet[Any]:
    """The units in scope that were at work in a year, each with where its data stand and how many kinds it has declared."""
    done = (
        Completeness.objects.filter(unit=OuterRef("pk"), year=year, withdrawn_at=None).order_by().values("unit").annotate(n=Count("pk")).values("n")
    )
    alive = (Q(dissolved_on=None) | Q(dissolved_on__gt=dt.date(year, 1, 1))) & (Q(founded_on=None) | Q(founded_on__lte=dt.date(year, 12, 31)))
    return (
        units_for(user, "records.view")
        .filter(alive)
        .annotate(sent=FilteredRelation("submissions", condition=Q(submissions__year=year)))
        .annotate(
            state=Coalesce(F("sent__state"), Value(str(Submission.State.NOT_SENT))),
            due=F("sent__due"),
            reason=F("sent__reason"),
            at=F("sent__at"),
            reminded_at=F("sent__reminded_at"),
            reminders=Coalesce(F("sent__reminders"), 0),
            declared=Coalesce(Subquery(done, output_field=IntegerField()), 0),
        )
    )


def chase(units: QuerySet[Any], *, state: str = "", name: str = "", kind: str = "", late_on: dt.date | None = None) -> QuerySet[Any]:
    """The chase list after its filters: by state, name without diacritics, kind of unit, past its due date."""
    if state:
        units = units.filter(state=state)
    if name:
        units = units.filter(folded__contains=fold(name))
    if kind:
        units = units.filter(kind__code=kind)
    if late_on:
        units = units.filter(due__lt=late_on, state__in=(Submission.State.NOT_SENT, Submission.State.RETURNED))
    return units.select_related("kind").order_by(F("due").asc(nulls_last=True), "path")


def counts(units: QuerySet[Any]) -> dict[str, int]:
    """How many units stand in each state."""
    rows = units.order_by().values("state").annotate(n=Count("pk"))
    found = {r["state"]: int(r["n"]) for r in rows}
    return {str(s): found.get(str(s), 0) for s in Submission.State}
