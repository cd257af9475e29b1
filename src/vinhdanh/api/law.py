"""The law: acts, provisions with what cites them, the awards and everything the rulebook says of one, what it leaves open, the office's rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Router, Schema

from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import CLEAN, Day, Number, Page, PageInfo, Size, Words, cut, cut_list
from vinhdanh.api.scopes import LAW, need
from vinhdanh.api.told import api_path
from vinhdanh.api.words import ActStatus, RuleSection, RuleState
from vinhdanh.law import access, queries
from vinhdanh.law.differences import Told, side_by_side
from vinhdanh.law.links import url_of
from vinhdanh.law.models import Act, OfficeRule
from vinhdanh.law.places import slug_of
from vinhdanh.law.rulebook import rulebook_for
from vinhdanh.merit import sheet as sheets
from vinhdanh.merit.law import Citation
from vinhdanh.merit.rulebook import Rulebook

router = Router(tags=["Pháp luật"])
Code = Annotated[str, Path(max_length=60, pattern=CLEAN, description="mã văn bản")]
At = Annotated[str, Path(max_length=120, pattern=CLEAN, description="nơi trong văn bản, ví dụ dieu-22-khoan-1-diem-a")]
AwardCode = Annotated[str, Path(max_length=60, description="mã danh hiệu, hình thức")]


class ActOut(Schema):
    """An act. ``status`` on the day asked for; ``provisions``: places known of it, ``texts``: those whose text is entered."""

    code: str
    number: str
    name: str
    short: str
    issuer: str
    issued_on: dt.date | None
    in_force: dt.date | None
    until: dt.date | None
    status: ActStatus
    provisions: int
    texts: int

    @classmethod
    def of(cls, act: Act, status: ActStatus, provisions: int, texts: int) -> ActOut:
        """From the model."""
        plain = {f: getattr(act, f) for f in ("code", "number", "name", "short", "issuer", "issued_on", "in_force", "until")}
        return cls(**plain, status=status, provisions=provisions, texts=texts)


class ActPage(PageInfo):
    """A page of acts."""

    acts: list[ActOut]


class PlaceOut(Schema):
    """A place of an act: ``at`` in addresses, how deep it lies, whether its text is entered."""

    at: str
    words: str
    depth: int
    heading: str
    in_force: dt.date | None
    until: dt.date | None
    has_text: bool


class ActWhole(ActOut):
    """An act with its places in order."""

    replaced_by: str | None
    places: list[PlaceOut]


class ParagraphOut(Schema):
    """A piece of text and its number (``1.``, ``a)``)."""

    label: str
    text: str


class UseOut(Schema):
    """What cites the place: an award ('' for all) and what is said there."""

    award: str
    section: str
    title: str
    says: str
    in_force: dt.date
    until: dt.date | None


class ProvisionOut(Schema):
    """A provision on a day. No paragraphs: its text is not entered yet (chưa có nguyên văn)."""

    act: str
    at: str
    title: str
    heading: str
    in_force: dt.date | None
    until: dt.date | None
    paragraphs: list[ParagraphOut]
    cited_by: list[UseOut]


class AwardOut(Schema):
    """An award: whom the law has a rule for on the day, how much of it is left open."""

    code: str
    name: str
    group: str
    level: str
    subjects: list[str]
    open: int


class StatementOut(Schema):
    """A statement of a rule with its article; ``provision``: its address here; ``evidence``: how well the text is known."""

    says: str
    cite: str
    provision: str
    evidence: str
    note: str
    remark: str
    parts: list[StatementOut]

    @classmethod
    def of(cls, line: sheets.Line) -> StatementOut:
        """From a line of the sheet."""
        parts = [cls.of(p) for p in line.parts]
        return cls(says=line.says, **cited(line.cite), evidence=line.evidence, note=line.note, remark=line.remark, parts=parts)


class ConditionsOut(Schema):
    """The conditions for one kind of subject; what the council weighs; what the head attests."""

    subject: str
    word: str
    head: StatementOut
    conditions: list[StatementOut]
    appreciation: list[StatementOut]
    attest: list[StatementOut]
    remarks: list[str]


class SectionOut(Schema):
    """Another matter: shares, votes, who decides, papers, days, money."""

    key: str
    title: str
    lines: list[StatementOut]


class OpenOut(Schema):
    """Something the law leaves open, and why it is not known."""

    award: str
    name: str
    title: str
    says: str
    why: str
    cite: str
    provision: str


class AwardRule(Schema):
    """Everything the rulebook says of an award on a day; ``versions``: the days on which anything of it changes; ``digest``: of the book."""

    award: str
    name: str
    on: dt.date
    conditions: list[ConditionsOut]
    sections: list[SectionOut]
    open: list[OpenOut]
    versions: list[dt.date]
    digest: str


class SideOut(Schema):
    """A statement on one side of a comparison."""

    depth: int
    says: str
    cite: str
    provision: str


class ChangeOut(Schema):
    """What goes (``before`` alone), comes (``after`` alone) or becomes another (both)."""

    title: str
    before: SideOut | None
    after: SideOut | None


class OfficeRuleOut(Schema):
    """A rule of an office. ``body``: the entry in the rulebook's YAML."""

    number: int
    unit: str
    title: str
    award: str
    section: RuleSection
    body: str
    act: str
    article: str
    in_force: dt.date
    until: dt.date | None
    state: RuleState
    entered_at: dt.datetime
    approved_at: dt.datetime | None
    replaces: int | None
    version: int

    @classmethod
    def of(cls, rule: OfficeRule) -> OfficeRuleOut:
        """From the model (with ``unit`` and ``act`` selected)."""
        same = ("title", "award", "section", "body", "article", "in_force", "until", "state", "entered_at", "approved_at", "version")
        plain = {f: getattr(rule, f) for f in same}
        return cls(number=rule.pk, unit=rule.unit.key, act=rule.act.code, replaces=rule.replaces_id, **plain)


class OfficeRulePage(PageInfo):
    """A page of rules of offices."""

    rules: list[OfficeRuleOut]


# ---- acts ----------------------------------------------------------------------------------------------


@router.get("/law/acts", response={200: ActPage, **ERRORS}, summary="Văn bản, với hiệu lực vào một ngày")
def acts(request: HttpRequest, on: Day = None, q: Words = "", status: ActStatus | None = None, page: Page = 1, size: Size = 50) -> Any:
    """The acts whose name or number holds the words."""
    need(request, LAW)
    rows, info = cut_list(queries.acts(_day(on), q, status or ""), page, size)
    return ActPage(acts=[ActOut.of(r.act, r.status, r.places, r.texts) for r in rows], **info.dict())


@router.get("/law/acts/{code}", response={200: ActWhole, **ERRORS}, summary="Một văn bản: các điều, khoản, điểm")
def act(request: HttpRequest, code: Code, on: Day = None) -> Any:
    """One act with its places."""
    found = access.act_for(need(request, LAW), code)
    places = list(_places(queries.tree(found, _day(on)), 0))
    known = ActOut.of(found, found.status_on(_day(on)), len(places), sum(p.has_text for p in places))
    return ActWhole(**known.dict(), replaced_by=found.replaced_by.code if found.replaced_by else None, places=places)


def _places(nodes: Iterable[queries.Node], depth: int) -> Iterable[PlaceOut]:
    for node in nodes:
        row = node.row
        yield PlaceOut(
            at=slug_of(node.place),
            words=node.words,
            depth=depth,
            heading=row.heading if row else "",
            in_force=row.in_force if row else None,
            until=row.until if row else None,
            has_text=bool(row and row.version),
        )
        yield from _places(node.parts, depth + 1)


@router.get("/law/acts/{code}/{at}", response={200: ProvisionOut, **ERRORS}, summary="Một điều, khoản, điểm: nguyên văn, quy tắc dẫn tới")
def provision(request: HttpRequest, code: Code, at: At, on: Day = None) -> Any:
    """One provision on a day."""
    user = need(request, LAW)
    shown = queries.provision(access.act_for(user, code), at, _day(on), rulebook_for(user))
    if shown is None:
        raise Http404
    return ProvisionOut(
        act=code,
        at=at,
        title=shown.title,
        heading=shown.heading,
        in_force=shown.row.in_force if shown.row else None,
        until=shown.row.until if shown.row else None,
        paragraphs=[ParagraphOut(label=label, text=text) for label, text in shown.paragraphs],
        cited_by=[UseOut(award=u.award, section=u.section, title=u.title, says=u.says, in_force=u.in_force, until=u.until) for u in shown.uses],
    )


# ---- rules ---------------------------------------------------------------------------------------------


@router.get("/law/awards", response={200: list[AwardOut], **ERRORS}, summary="Danh hiệu, hình thức khen thưởng")
def awards(request: HttpRequest, on: Day = None) -> Any:
    """The awards in the order of the book."""
    book = rulebook_for(need(request, LAW))
    rows = (row for _, group in queries.awards(book, _day(on)) for row in group)
    return [AwardOut(code=r.award.code, name=r.award.name, group=r.award.group, level=r.award.level, subjects=r.subjects, open=r.opens) for r in rows]


@router.get("/law/awards/{award}", response={200: AwardRule, **ERRORS}, summary="Quy tắc của một danh hiệu: điều kiện, căn cứ, hồ sơ, thời hạn")
def award(request: HttpRequest, award: AwardCode, on: Day = None) -> Any:
    """Everything the rulebook says of an award on a day."""
    book, day = _book(request, award), _day(on)
    found = sheets.sheet(book, award, day)
    return AwardRule(
        award=award,
        name=found.name,
        on=day,
        conditions=[_conditions(c) for c in found.conditions],
        sections=[SectionOut(key=s.key, title=s.title, lines=_lines(s.lines)) for s in found.sections],
        open=[_open(o) for o in queries.opens_of(book, award, day)],
        versions=queries.versions(book, award),
        digest=book.digest,
    )


@router.get(
    "/law/awards/{award}/changes", response={200: list[ChangeOut], **ERRORS}, summary="Quy tắc của một danh hiệu khác nhau thế nào giữa hai ngày"
)
def changes(request: HttpRequest, award: AwardCode, before: Day = None, after: Day = None) -> Any:
    """What differs between two days; a day left out is today."""
    book = _book(request, award)
    rows = side_by_side(sheets.sheet(book, award, _day(before)), sheets.sheet(book, award, _day(after)))
    return [ChangeOut(title=r.title, before=_side(r.left), after=_side(r.right)) for r in rows if r.kind != "same"]


@router.get("/law/open", response={200: list[OpenOut], **ERRORS}, summary="Những gì pháp luật còn để ngỏ")
def opens(request: HttpRequest, on: Day = None) -> Any:
    """What the law leaves open on a day."""
    return [_open(o) for o in queries.opens(rulebook_for(need(request, LAW)), _day(on))]


@router.get("/law/rules", response={200: OfficeRulePage, **ERRORS}, summary="Quy định của cơ quan")
def office_rules(request: HttpRequest, state: RuleState | None = None, page: Page = 1, size: Size = 50) -> Any:
    """The rules of offices one may see, the newest first; those taken back only if asked for."""
    found = access.rules_for(need(request, LAW)).select_related("unit", "act").order_by("-in_force", "-pk")
    chosen = found.filter(state=state) if state else found.exclude(state=OfficeRule.State.WITHDRAWN)
    rows, info = cut(chosen, page, size)
    return OfficeRulePage(rules=[OfficeRuleOut.of(r) for r in rows], **info.dict())


@router.get("/law/rules/{rule}", response={200: OfficeRuleOut, **ERRORS}, summary="Một quy định của cơ quan")
def office_rule(request: HttpRequest, rule: Number) -> Any:
    """One rule of an office."""
    return OfficeRuleOut.of(access.rule_for(need(request, LAW), rule))


# ---- how it is told ------------------------------------------------------------------------------------


def cited(cite: Citation | None) -> dict[str, str]:
    """A citation in words and its address in the API."""
    return {"cite": str(cite or ""), "provision": api_path(url_of(cite)) if cite else ""}


def _day(on: dt.date | None) -> dt.date:
    return on or timezone.localdate()


def _book(request: HttpRequest, award: str) -> Rulebook:
    book = rulebook_for(need(request, LAW))
    if award not in book.awards:
        raise Http404
    return book


def _lines(lines: Iterable[sheets.Line]) -> list[StatementOut]:
    return [StatementOut.of(line) for line in lines]


def _conditions(c: sheets.Conditions) -> ConditionsOut:
    return ConditionsOut(
        subject=c.subject,
        word=c.word,
        head=StatementOut.of(c.head),
        conditions=_lines(c.lines),
        appreciation=_lines(c.appreciation),
        attest=_lines(c.attest),
        remarks=list(c.remarks),
    )


def _open(o: queries.Open) -> OpenOut:
    return OpenOut(award=o.award, name=o.name, title=o.title, says=o.says, why=o.why, cite=o.cite, provision=api_path(o.cite_url))


def _side(told: Told | None) -> SideOut | None:
    return SideOut(depth=told.depth, says=told.line.says, **cited(told.line.cite)) if told else None
