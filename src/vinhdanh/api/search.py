"""Search over people, units, decisions, initiatives and acts, without diacritics and with one typing slip a word."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema

from vinhdanh.accounts.asker import who
from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import CLEAN, Page, PageInfo, Size, cut
from vinhdanh.api.words import EntryKind
from vinhdanh.search.access import awards_for, seen
from vinhdanh.search.models import SearchEntry
from vinhdanh.search.queries import of_kind, search

router = Router(tags=["Tìm kiếm"])
Kind = SearchEntry.Kind
Question = Annotated[str, Query(max_length=200, pattern=CLEAN, description="từ cần tìm")]
Sort = Annotated[EntryKind, Path(description="person, unit, decision, initiative, act")]


class HitOut(Schema):
    """Something found; ``key`` names it in addresses: of a person, a unit, an act, a decision; of an initiative its number."""

    kind: EntryKind
    key: str
    title: str
    subtitle: str
    unit: str | None

    @classmethod
    def of(cls, entry: SearchEntry) -> HitOut:
        """From the model (with ``unit`` selected)."""
        unit = entry.unit.key if entry.unit else None
        return cls(kind=Kind(entry.kind), key=entry.key, title=entry.title, subtitle=entry.subtitle, unit=unit)


class SectionFound(Schema):
    """What was found of one kind; ``more``: there is more than is shown."""

    kind: EntryKind
    label: str
    hits: list[HitOut]
    more: bool


class FoundOut(Schema):
    """What was found. ``meant``: only by taking a word for a neighbour, one slip away."""

    sections: list[SectionFound]
    meant: bool


class HitPage(PageInfo):
    """A page of what was found of one kind."""

    hits: list[HitOut]


class GivenOut(Schema):
    """An award that a decision gave: to a person or a unit; ``record``: its number among the records ``khen-thuong``."""

    record: int
    person: str | None
    unit: str | None
    name: str
    award: str
    year: int


class DecisionOut(PageInfo):
    """A decision with the awards it gave to those in scope."""

    key: str
    title: str
    on: dt.date | None
    awards: list[GivenOut]


@router.get("/search", response={200: FoundOut, **ERRORS}, summary="Tìm cán bộ, đơn vị, quyết định, sáng kiến, văn bản")
def everything(request: HttpRequest, q: Question) -> Any:
    """The first entries of every kind."""
    found = search(who(request), q)
    sections = [SectionFound(kind=s.kind, label=s.label, hits=[HitOut.of(e) for e in s.rows], more=s.more) for s in found.sections]
    return FoundOut(sections=sections, meant=found.meant)


@router.get("/search/{sort}", response={200: HitPage, **ERRORS}, summary="Tìm trong một loại, từng trang")
def one_kind(request: HttpRequest, sort: Sort, q: Question, page: Page = 1, size: Size = 50) -> Any:
    """All entries of one kind."""
    rows, info = cut(of_kind(who(request), q, sort), page, size)
    return HitPage(hits=[HitOut.of(e) for e in rows], **info.dict())


@router.get("/decisions/{decision}", response={200: DecisionOut, **ERRORS}, summary="Một quyết định: những ai được tặng")
def decision(request: HttpRequest, decision: Annotated[str, Path(max_length=160, pattern=CLEAN)], page: Page = 1, size: Size = 50) -> Any:
    """The awards a decision gave to those in scope."""
    user = who(request)
    entry = get_object_or_404(seen(user, Kind.DECISION, SearchEntry.objects.all()), key=decision)
    given = awards_for(user).filter(decided_on=entry.on, folded=entry.folded).select_related("person", "unit")
    rows, info = cut(given.order_by("person__sort_key", "pk"), page, size)
    return DecisionOut(key=entry.key, title=entry.title, on=entry.on, awards=[_given(r) for r in rows], **info.dict())


def _given(row: Any) -> GivenOut:
    person, unit = row.person, row.unit
    name = person.full_name if person else unit.name
    return GivenOut(record=row.pk, person=person and person.key, unit=unit and unit.key, name=name, award=row.award, year=row.year)
