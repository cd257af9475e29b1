"""Verdicts on a person or a unit: every award of a year, one with its whole tree, the way ahead, “nếu năm nay có …”."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from vinhdanh.api.base import ERRORS
from vinhdanh.api.law import AwardCode
from vinhdanh.api.paging import Day, Key, YearAsked
from vinhdanh.api.scopes import VERDICTS, need
from vinhdanh.api.told import api_path, checked
from vinhdanh.api.words import IdeaLevel, RatingValue
from vinhdanh.eligibility.look import Look, Verdict, day_asked, look_at
from vinhdanh.eligibility.panels import NOT_WEIGHED
from vinhdanh.eligibility.papers import Paper
from vinhdanh.eligibility.show import Gap, Shower, Shown
from vinhdanh.eligibility.sight import may_look, note, sight_of
from vinhdanh.eligibility.way import next_award, way
from vinhdanh.eligibility.whatif import COLLECTIVE, TITLES, Supposed, changes
from vinhdanh.law.rulebook import law
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.truth import UNKNOWN
from vinhdanh.people.access import person_for, unit_for
from vinhdanh.people.models import Person
from vinhdanh.units.models import Unit

router = Router(tags=["Xét điều kiện"])
State = Literal["dat", "khong-dat", "chua-ro"]
Award = Annotated[str, Query(max_length=60, description="mã danh hiệu, hình thức; bỏ trống: bậc kế tiếp")]
Titles = Annotated[list[str], Query(max_length=10, description="danh hiệu giả định: " + ", ".join((*TITLES, *COLLECTIVE)))]


class PaperOut(Schema):
    """A record that counts: its words, the year (0: of no single one), its address here."""

    year: int
    text: str
    record: str


class GapOut(Schema):
    """What is not known yet, and which paper would prove it."""

    text: str
    paper: str
    cite: str
    provision: str


class ConditionOut(Schema):
    """A condition weighed. ``state``: dat, khong-dat, chua-ro, bo (not needed), kin (restricted: what is in it stays hidden)."""

    state: Literal["dat", "khong-dat", "chua-ro", "bo", "kin"]
    says: str
    because: str = Field(description="dữ kiện đã dùng")
    cite: str
    provision: str
    note: str
    papers: list[PaperOut]
    gaps: list[GapOut]
    parts: list[ConditionOut]


class VerdictOut(Schema):
    """A verdict. ``held``: given already for the year; ``vague``: the law leaves it to who gives the award."""

    award: str
    name: str
    group: str
    state: State
    why: str
    held: bool
    vague: bool
    remarks: list[str]


class VerdictsOut(Schema):
    """The verdicts on one subject for a year by the law and the facts of a day."""

    subject: str
    year: int
    on: dt.date
    digest: str
    verdicts: list[VerdictOut]


class VerdictWhole(VerdictOut):
    """A verdict with its tree and what is missing."""

    subject: str
    year: int
    on: dt.date
    digest: str
    tree: list[ConditionOut]
    missing: list[GapOut]


class StepOut(Schema):
    """What must come true by a year."""

    year: int
    text: str


class WayOut(Schema):
    """The shortest lawful way: ``year`` it ends (null: not within ten years), steps, what time alone brings, other ways.

    ``early_year``: sooner, if what nobody told turns out well (``early``).
    """

    subject: str
    award: str
    name: str
    year: int | None
    ready: bool
    steps: list[StepOut]
    waits: list[str]
    done: list[PaperOut]
    others: list[list[str]]
    early_year: int | None
    early: list[str]
    remarks: list[str]


class SupposedOut(Schema):
    """An award whose verdict would be another one."""

    award: str
    name: str
    before: State
    after: State
    why: str


# ---- people --------------------------------------------------------------------------------------------


@router.get("/people/{key}/verdicts", response={200: VerdictsOut, **ERRORS}, summary="Xét một người: kết quả từng danh hiệu, hình thức")
def of_person(request: HttpRequest, key: Key, year: YearAsked = None, on: Day = None) -> Any:
    """A verdict an award."""
    return _all(request, person_for(need(request, VERDICTS), key), year, on)


@router.get("/people/{key}/verdicts/{award}", response={200: VerdictWhole, **ERRORS}, summary="Xét một người cho một danh hiệu: cả cây điều kiện")
def one_of_person(request: HttpRequest, key: Key, award: AwardCode, year: YearAsked = None, on: Day = None) -> Any:
    """One verdict with its tree."""
    return _one(request, person_for(need(request, VERDICTS), key), award, year, on)


@router.get("/people/{key}/way", response={200: WayOut, **ERRORS}, summary="Lộ trình của một người")
def way_of_person(request: HttpRequest, key: Key, award: Award = "", year: YearAsked = None, on: Day = None) -> Any:
    """The shortest lawful way to an award."""
    return _way(request, person_for(need(request, VERDICTS), key), award, year, on)


@router.get("/people/{key}/what-if", response={200: list[SupposedOut], **ERRORS}, summary="Nếu năm nay một người có …; không lưu gì")
def what_if_of_person(
    request: HttpRequest,
    key: Key,
    rating: RatingValue | None = None,
    initiative: IdeaLevel | None = None,
    research: IdeaLevel | None = None,
    title: Titles = [],  # noqa: B006 – ninja reads it, nobody changes it
    year: YearAsked = None,
    on: Day = None,
) -> Any:
    """What would change if these facts of the year came true."""
    return _supposed(request, person_for(need(request, VERDICTS), key), (rating, initiative, research, title), year, on)


# ---- units ---------------------------------------------------------------------------------------------


@router.get("/units/{key}/verdicts", response={200: VerdictsOut, **ERRORS}, summary="Xét một tập thể: kết quả từng danh hiệu, hình thức")
def of_unit(request: HttpRequest, key: Key, year: YearAsked = None, on: Day = None) -> Any:
    """A verdict an award."""
    return _all(request, unit_for(need(request, VERDICTS), key), year, on)


@router.get("/units/{key}/verdicts/{award}", response={200: VerdictWhole, **ERRORS}, summary="Xét một tập thể cho một danh hiệu: cả cây điều kiện")
def one_of_unit(request: HttpRequest, key: Key, award: AwardCode, year: YearAsked = None, on: Day = None) -> Any:
    """One verdict with its tree."""
    return _one(request, unit_for(need(request, VERDICTS), key), award, year, on)


@router.get("/units/{key}/way", response={200: WayOut, **ERRORS}, summary="Lộ trình của một tập thể")
def way_of_unit(request: HttpRequest, key: Key, award: Award = "", year: YearAsked = None, on: Day = None) -> Any:
    """The shortest lawful way to an award."""
    return _way(request, unit_for(need(request, VERDICTS), key), award, year, on)


@router.get("/units/{key}/what-if", response={200: list[SupposedOut], **ERRORS}, summary="Nếu năm nay một tập thể có …; không lưu gì")
def what_if_of_unit(
    request: HttpRequest,
    key: Key,
    rating: RatingValue | None = None,
    initiative: IdeaLevel | None = None,
    research: IdeaLevel | None = None,
    title: Titles = [],  # noqa: B006 – as above
    year: YearAsked = None,
    on: Day = None,
) -> Any:
    """What would change if these facts of the year came true."""
    return _supposed(request, unit_for(need(request, VERDICTS), key), (rating, initiative, research, title), year, on)


# ---- how it is done ------------------------------------------------------------------------------------


def _look(request: HttpRequest, subject: Person | Unit, year: int | None, on: dt.date | None) -> tuple[Look, Shower]:
    """The look at a subject, and what shows it to the account; what of it is sensitive and shown is noted."""
    user, today, authority = need(request, VERDICTS), timezone.localdate(), law().authority
    may_look(user, subject).must()
    year = year or emulation_years(authority).year_of(on or today)
    eye = sight_of(user, subject)
    look = look_at(subject, year, on or day_asked(year, today, authority), eye)
    note(user, subject, look.told, eye, request.path)
    return look, Shower(look, eye, enters=False)


def _all(request: HttpRequest, subject: Person | Unit, year: int | None, on: dt.date | None) -> VerdictsOut:
    look, shower = _look(request, subject, year, on)
    return VerdictsOut(**_about(look), verdicts=[VerdictOut(**_plain(v, shower)) for v in look.verdicts()])


def _one(request: HttpRequest, subject: Person | Unit, award: str, year: int | None, on: dt.date | None) -> VerdictWhole:
    look, shower = _look(request, subject, year, on)
    verdict = _verdict(look, award)
    missing = shower.missing(verdict) if verdict.verdict == UNKNOWN else []
    return VerdictWhole(**_about(look), **_plain(verdict, shower), tree=nested(shower.tree(verdict.finding)), missing=[gap_out(g) for g in missing])


def _verdict(look: Look, award: str) -> Verdict:
    if award not in look.asked():
        raise Http404
    return look.verdict(award)


def _about(look: Look) -> dict[str, Any]:
    return {"subject": look.subject.key, "year": look.year, "on": look.on, "digest": look.book.digest}


def _plain(v: Verdict, shower: Shower) -> dict[str, Any]:
    told = {"award": v.award, "name": v.name, "group": v.group, "state": v.state, "why": shower.summary(v)}
    return told | {"held": v.held is not None, "vague": v.vague, "remarks": list(v.remarks)}


def nested(lines: Sequence[Shown]) -> list[ConditionOut]:
    """The lines of a tree, each inside the one that asks for it."""
    roots: list[ConditionOut] = []
    open_: list[tuple[int, ConditionOut]] = []
    for line in lines:
        made = _condition(line)
        while open_ and open_[-1][0] >= line.depth:
            open_.pop()
        (open_[-1][1].parts if open_ else roots).append(made)
        open_.append((line.depth, made))
    return roots


def _condition(line: Shown) -> ConditionOut:
    return ConditionOut(
        state=line.state,  # type: ignore[arg-type]
        says=line.says,
        because=line.because,
        cite=line.cite,
        provision=api_path(line.cite_url),
        note=line.note,
        papers=_papers(line.papers),
        gaps=[gap_out(g) for g in line.gaps],
        parts=[],
    )


def gap_out(gap: Gap) -> GapOut:
    """What is missing, told."""
    return GapOut(text=gap.text, paper=gap.paper, cite=gap.cite, provision=api_path(gap.cite_url))


def _papers(found: Iterable[Paper]) -> list[PaperOut]:
    return [PaperOut(year=p.year, text=p.text, record=api_path(p.url)) for p in found]


def _way(request: HttpRequest, subject: Person | Unit, award: str, year: int | None, on: dt.date | None) -> WayOut:
    look, _ = _look(request, subject, year, on)
    wanted = award or next_award(look)
    made = way(look, wanted) if wanted in look.asked() and wanted else None
    if made is None:
        raise Http404
    early = made.plan.hopeful.year if made.plan.hopeful else None
    return WayOut(
        subject=subject.key,
        award=made.award,
        name=made.name,
        year=made.plan.year,
        ready=made.plan.year is not None and made.ready,
        steps=[StepOut(year=y, text=text) for y, text in made.first],
        waits=list(made.waits),
        done=_papers(made.done),
        others=[list(lines) for lines in made.others],
        early_year=early,
        early=list(made.early),
        remarks=[*look.verdict(made.award).remarks, *([NOT_WEIGHED] if look.hides(made.award) else [])],
    )


def _supposed(request: HttpRequest, subject: Person | Unit, said: tuple[Any, ...], year: int | None, on: dt.date | None) -> list[SupposedOut]:
    look, shower = _look(request, subject, year, on)
    names = ("xl", "sk", "dt", "dh")
    form = checked(Supposed({n: v or "" if n != "dh" else v for n, v in zip(names, said, strict=True)}, look))
    return [
        SupposedOut(award=c.after.award, name=c.after.name, before=c.before.state, after=c.after.state, why=shower.summary(c.after))  # type: ignore[arg-type]
        for c in changes(look, form.cleaned_data)
    ]
