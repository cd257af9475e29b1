"""Units: found, read with their history, founded, changed from a day on; clusters and blocks of a year."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from vinhdanh.accounts.asker import who
from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import Key, Page, PageInfo, Size, Words, YearAsked, cut
from vinhdanh.api.told import Given, by_key, checked, conflicts, typed
from vinhdanh.api.words import ClusterKind, ClusterRole, SuccessionKind
from vinhdanh.merit.text import fold
from vinhdanh.units import access, actions, clusters, queries
from vinhdanh.units.forms import NewUnitForm, UnitForm
from vinhdanh.units.models import Cluster, ClusterMember, Unit, UnitSpan, UnitSuccession

router = Router(tags=["Đơn vị"])
Name = Annotated[str, Field(max_length=200)]
KindCode = Annotated[str, Field(max_length=40, description="mã loại đơn vị")]
RIGHTS = ("legal_personality", "payroll_owner", "flag_eligible")


class UnitOut(Schema):
    """A unit as it is now (or was last)."""

    key: str
    name: str
    kind: str
    level: str
    parent: str | None
    founded_on: dt.date | None
    dissolved_on: dt.date | None
    version: int

    @classmethod
    def of(cls, unit: Unit) -> UnitOut:
        """From the model (with ``kind`` and ``parent`` selected)."""
        plain = {f: getattr(unit, f) for f in ("key", "name", "founded_on", "dissolved_on", "version")}
        return cls(kind=unit.kind.code, level=unit.kind.level, parent=unit.parent.key if unit.parent else None, **plain)


class UnitPage(PageInfo):
    """A page of units."""

    units: list[UnitOut]


class SpanOut(Schema):
    """What a unit was during a span of days; ``until``: the first day it was no longer so."""

    since: dt.date
    until: dt.date | None
    name: str
    kind: str
    parent: str | None
    legal_personality: bool | None
    payroll_owner: bool | None
    flag_eligible: bool | None
    paper: str

    @classmethod
    def of(cls, span: UnitSpan) -> SpanOut:
        """From the model (with ``kind`` and ``parent`` selected)."""
        plain = {f: getattr(span, f) for f in ("since", "until", "name", "paper", *RIGHTS)}
        return cls(kind=span.kind.code, parent=span.parent.key if span.parent else None, **plain)


class SuccessionOut(Schema):
    """What became of a unit; ``duties``: the new one answers for the old."""

    kind: SuccessionKind
    old: str
    new: str | None
    on: dt.date
    duties: bool
    paper: str


class HistoryOut(Schema):
    """The spans of a unit, the earliest first, and where it came from and went."""

    spans: list[SpanOut]
    successions: list[SuccessionOut]


class UnitChange(Given):
    """The state of a unit from a day on; what is left out stays as it is. ``version``: as it was read."""

    since: dt.date
    name: Name = ""
    kind: KindCode = ""
    parent: str = Field("", max_length=40)
    legal_personality: bool | None = None
    payroll_owner: bool | None = None
    flag_eligible: bool | None = None
    paper: Name = ""
    version: int


class UnitIn(Given):
    """A unit to be founded."""

    key: str = Field(max_length=40)
    name: Name
    short_name: str = Field("", max_length=60)
    kind: KindCode
    parent: str = Field(max_length=40)
    since: dt.date
    legal_personality: bool | None = None
    payroll_owner: bool | None = None
    flag_eligible: bool | None = None
    paper: Name = ""


class MemberOut(Schema):
    """A unit in a cluster for the year."""

    unit: str
    role: ClusterRole


class ClusterOut(Schema):
    """A cụm or khối with its members of a year, the head first."""

    key: str
    kind: ClusterKind
    name: str
    owner: str
    members: list[MemberOut]


@router.get("/units", response={200: UnitPage, **ERRORS}, summary="Các đơn vị trong phạm vi, tìm theo tên không dấu")
def units(request: HttpRequest, q: Words = "", page: Page = 1, size: Size = 50) -> Any:
    """The units of one's scope, in the order of their names."""
    found = access.units_for(who(request)).filter(folded__contains=fold(q)).select_related("kind", "parent").order_by("sort_key", "pk")
    rows, info = cut(found, page, size)
    return UnitPage(units=[UnitOut.of(u) for u in rows], **info.dict())


@router.post("/units", response={201: UnitOut, **ERRORS}, summary="Lập đơn vị")
def found_unit(request: HttpRequest, told: UnitIn) -> Any:
    """Found a unit under one of those one may change."""
    user, on = who(request), timezone.localdate()
    access.may_edit(user).must()
    form = NewUnitForm(typed(told.dict()), parents=queries.living(access.units_to_edit(user), on))
    said = checked(by_key(form, parent="key", kind="code")).cleaned_data
    plain = {f: said[f] for f in ("key", "name", "kind", "parent", "since", "short_name", "paper")}
    return Status(201, UnitOut.of(actions.create(**plain, rights=actions.Rights(*(said[f] for f in RIGHTS)), by=user, on=on)))


@router.get("/units/{key}", response={200: UnitOut, **ERRORS}, summary="Một đơn vị")
def unit(request: HttpRequest, key: Key) -> Any:
    """One unit."""
    return UnitOut.of(access.unit_for(who(request), key))


@router.get("/units/{key}/history", response={200: HistoryOut, **ERRORS}, summary="Lịch sử một đơn vị: tên, cấp trên, sáp nhập, chia tách")
def history(request: HttpRequest, key: Key) -> Any:
    """Spans and successions."""
    found = access.unit_for(who(request), key)
    spans = found.spans.select_related("kind", "parent").order_by("since", "pk")
    rows = UnitSuccession.objects.filter(Q(old=found) | Q(new=found)).select_related("old", "new").order_by("on", "pk")
    return HistoryOut(spans=[SpanOut.of(s) for s in spans], successions=[_succession(r) for r in rows])


def _succession(r: UnitSuccession) -> SuccessionOut:
    kind = UnitSuccession.Kind(r.kind)
    return SuccessionOut(kind=kind, old=r.old.key, new=r.new.key if r.new else None, on=r.on, duties=r.duties, paper=r.paper)


@router.post("/units/{key}/changes", response={200: UnitOut, **ERRORS}, summary="Đổi tên, loại, cấp trên của đơn vị từ một ngày")
def change(request: HttpRequest, key: Key, told: UnitChange) -> Any:
    """Change a unit from a day on. 409 if it was changed meanwhile."""
    user, on = who(request), timezone.localdate()
    found = access.unit_for(user, key)
    access.may_edit(user, found).must()
    span = queries.unit_on(found, on) or found.spans.select_related("kind", "parent").order_by("-since").first()
    above = queries.living(access.units_to_edit(user), on).exclude(path__startswith=found.path)
    above |= Unit.objects.filter(pk__in=[found.parent_id or 0]).order_by("kind__rank", "sort_key")
    start = SpanOut.of(span).dict() if span else {}
    form = UnitForm(typed({**start, **told.dict(exclude_unset=True)}), parents=above, root=found.parent_id is None)
    said = checked(by_key(form, parent="key", kind="code"))
    with conflicts():
        actions.change(found, said.values(), since=told.since, by=user, on=on, paper=told.paper, version=told.version)
    return UnitOut.of(access.unit_for(user, key))


@router.get("/clusters", response={200: list[ClusterOut], **ERRORS}, summary="Cụm, khối thi đua của một năm")
def clusters_of(request: HttpRequest, year: YearAsked = None) -> Any:
    """The clusters that concern one's units."""
    year = year or timezone.localdate().year
    found = clusters.clusters_in(access.units_for(who(request)), year)
    members = clusters.members_in(found, year)
    return [_cluster(c, members[c.pk]) for c in found]


def _cluster(c: Cluster, members: list[ClusterMember]) -> ClusterOut:
    rows = [MemberOut(unit=m.unit.key, role=ClusterMember.Role(m.role)) for m in members]
    return ClusterOut(key=c.key, kind=Cluster.Kind(c.kind), name=c.name, owner=c.owner.key, members=rows)
