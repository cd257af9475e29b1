"""Rows → facts: what ``merit`` is told of one person or one collective, for a year and a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from vinhdanh.merit.facts import Case
from vinhdanh.merit.rows import AwardRow, ContestRow, DisciplineRow, IdeaRow, Period, Rows, award_rows, first_day, last_day
from vinhdanh.merit.time import EmulationCalendar, months_between
from vinhdanh.people.models import Membership, Person
from vinhdanh.records.known import BY_YEAR, years_closed
from vinhdanh.records.models import Rating
from vinhdanh.records.told import Body, Course, Heir, Honour, Leave, Measure, Move, Office, Prize, Rated, Standing, Stay, Wait, Who, Work, YearTold

Facts = dict[str, Any]
DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Led:
    """What the unit a person heads was given and rated in the year; ``whole``: all its awards of the year are entered."""

    awards: list[Honour] = field(default_factory=list)
    whole: bool = False
    rating: Rated | None = None


@dataclass(slots=True)
class Told:
    """All rows of one subject, and which years of which kinds are entered whole (``open``: a word a kind)."""

    who: Who | None = None
    body: Body | None = None
    ratings: list[Rated] = field(default_factory=list)
    awards: list[Honour] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    discipline: list[Measure] = field(default_factory=list)
    holds: list[Wait] = field(default_factory=list)
    absences: list[Leave] = field(default_factory=list)
    study: list[Course] = field(default_factory=list)
    contests: list[Prize] = field(default_factory=list)
    posts: list[Office] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    heirs: frozenset[Heir] = frozenset()  # the units that took the place of others in the year
    led: Led = field(default_factory=Led)
    told: list[YearTold] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)
    members: Facts = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)
    there: bool = False  # whether it is known where the person was in the year itself


def some(**values: Any) -> Facts:
    """The given values that are known."""
    return {k: v for k, v in values.items() if v is not None and v != ""}


# ---- rows of merit -------------------------------------------------------------------------------------


def award_row(row: Honour, years: EmulationCalendar) -> AwardRow:
    """An award as ``merit`` weighs it."""
    period = {"from": row.period_from, "to": row.period_to} if row.period_from and row.period_to else None
    raw = some(award=row.award, year=row.year, kind=row.kind, by=row.issuer, period=period, decided_on=row.decided_on)
    return award_rows(raw, years)[0]


def idea_row(row: Work, year: int) -> IdeaRow:
    """A work as ``merit`` weighs it in ``year``: a use of that year or later is no earlier use."""
    used = row.used_for if row.used_for and (row.used_year is None or row.used_year < year) else None
    accepted, recognised = (row.recognised, None) if row.table == "research" else (None, row.recognised)
    return IdeaRow(row.year, row.level or None, applied=row.applied, recognised=recognised, accepted=accepted, used_for=used)


def discipline_row(row: Measure, years: EmulationCalendar) -> DisciplineRow:
    """A measure as ``merit`` weighs it; its year is that of the decision."""
    ended = years.year_of(row.ended_on) if row.ended_on else row.year
    return DisciplineRow(row.form, row.year, row.paper_on, row.ended_on, ended, row.conduct_year, row.already_used_in)


def rows_of(t: Told, year: int, years: EmulationCalendar) -> Rows:
    """All dated rows."""
    ideas = [(w.table, idea_row(w, year)) for w in t.works]
    return Rows(
        awards=[award_row(r, years) for r in t.awards],
        ratings={r.year: r.value for r in t.ratings if r.body == Rating.Body.OFFICE},
        initiatives=[row for table, row in ideas if table == "initiative"],
        research=[row for table, row in ideas if table == "research"],
        discipline=[discipline_row(r, years) for r in t.discipline],
        contests=[ContestRow(r.title, r.year) for r in t.contests],
    )


# ---- the case ------------------------------------------------------------------------------------------

KINDS_OF_CASE = {"holds": "holds", "absences": "absences", "study": "study", "people": "posts"}


def whole_year(year: int, years: EmulationCalendar) -> Period:
    """An emulation year as the span an award is for."""
    return Period(first_day(years, year), last_day(years, year), year, year)


def case(t: Told, subject: str, year: int, on: dt.date, years: EmulationCalendar, key: str = "", span: Period | None = None) -> Case:
    """The case of a subject: what its rows tell, what its units declared, the rest unknown. ``span``: the year, if it is at hand."""
    period = span or whole_year(year, years)
    facts = person_facts(t, on, period) if subject == "person" else collective_facts(t, year, on)
    rows = rows_of(t, year, years)
    whole = {name for kind, name in KINDS_OF_CASE.items() if not t.open.get(kind, 1) & 1} | ({"transfers"} if t.there else set())
    dated = {kind: years_closed(t.open[kind], year) for kind in BY_YEAR if kind in t.open}
    facts = {**facts, "ratings": rows.ratings, **({"research": rows.research} if rows.research else {})}
    return Case(subject, on, year, period, rows, facts, frozenset(whole), key, years, dated)


def person_facts(t: Told, on: dt.date, span: Period) -> Facts:
    """What is told of a person beside the dated rows."""
    year, start, end = span.last_year, span.start, span.end
    lists = {
        "holds": [some(**{"kind": r.kind, "from": r.since, "to": r.until, "cleared": r.cleared}) for r in t.holds],
        "absences": [_leave(r, year) for r in t.absences if _touches(r, year, start, end)],
        "study": [_course(r) for r in t.study if _touches(r, year, start, end)],
        "transfers": list(transfers(t, span)),
        "posts": [_post(p, on) for p in t.posts if p.since <= on],
    }
    return {**person_sections(t, min(on, end), on), **{k: v for k, v in lists.items() if v}}


def _post(post: Office, on: dt.date) -> Facts:
    """A post as it stood on a day: still held, though its end may be known by now."""
    return some(**{"post": post.name, "from": post.since, "to": post.until - DAY if post.until and post.until <= on else None})


def person_sections(t: Told, day: dt.date, on: dt.date) -> Facts:
    """Employment, service and the person's own flags (``day``: the day whose posts count)."""
    who = t.who
    if who is None:
        return {}
    former = {Person.Status.LEFT: True, Person.Status.SERVING: False}.get(Person.Status(who.status))
    outside = who.status == Person.Status.OUTSIDE
    gone = who.status_since is None or who.status_since <= on
    person = some(
        gender=who.gender,
        party_member=who.party_member,
        contract=who.contract,
        retired=who.status == Person.Status.RETIRED and gone if who.status != Person.Status.LEFT else None,
        deceased=who.status == Person.Status.DECEASED and gone,
        **_posts(t, day),
        **_led(t),
    )
    joined = who.joined_on if who.joined_on is not None and who.joined_on <= on else None
    employed = some(**{"from": joined, "contract": who.contract, "former": former and gone if former else former})
    service = some(**{"from": joined if not outside else None, "outside_sector": outside})
    return {k: v for k, v in (("employed", employed), ("person", person), ("service", service)) if v}


def _posts(t: Told, day: dt.date) -> Facts:
    """Head and leader: by the posts in force; without any, "no" only where the list of people is declared whole."""
    now = posts_on(t.posts, day)
    if not now and t.open.get("people", 1) & 1:
        return {}
    return {"head_of_unit": any(p.head for p in now), "leader": any(p.leader or p.head for p in now)}


def posts_on(posts: Iterable[Office], day: dt.date) -> list[Office]:
    """The posts in force on a day."""
    return [p for p in posts if p.since <= day and (p.until is None or p.until > day)]


def _led(t: Told) -> Facts:
    if not (t.led.whole or t.led.awards or t.led.rating):
        return {}
    told = {"unit_awards": [a.award for a in t.led.awards], "unit_awards_open": not t.led.whole} if t.led.whole or t.led.awards else {}
    return {**told, **some(unit_rating=t.led.rating.value if t.led.rating else None)}


def _touches(row: Leave | Course, year: int, start: dt.date, end: dt.date) -> bool:
    """Whether time away or at study falls in the year: by its days, else by the year it was entered for."""
    if row.since is None:
        return row.year == year
    return row.since <= end and (row.until or end) >= start


def _leave(row: Leave, year: int) -> Facts:
    if row.since is not None:
        return some(**{"kind": row.kind, "from": row.since, "to": row.until})
    return some(kind=row.kind, months=row.months, working_days=row.days if row.months is None else None)


def _course(row: Course) -> Facts:
    days = {"from": row.since, "to": row.until} if row.since and row.until else {"months": row.months}
    return some(**days, result=row.result, rules_obeyed=row.rules_obeyed)


def transfers(t: Told, span: Period) -> Iterable[Facts]:
    """The changes of unit in the year: those with a paper, and those that neither a paper nor a merger explains."""
    yield from (_move(m, t.stays, span.start) for m in t.moves if span.start <= m.on <= span.end)
    yield from _unpapered(t, span.start, span.end)


def _move(move: Move, stays: list[Stay], start: dt.date) -> Facts:
    second = move.kind == Membership.Kind.SECONDMENT
    opinion = bool(move.opinion) if not second else None
    return some(on=move.on, months_at_old=_months_before(move.on, stays, start), old_unit_opinion=opinion, secondment=second or None)


def _months_before(day: dt.date, stays: list[Stay], start: dt.date) -> int | None:
    """Months of the year spent at the unit left, where its stay is known."""
    old = next((s for s in stays if s.since < day and s.until is not None and abs((s.until - day).days) <= 1), None)
    return None if old is None else months_between(max(start, old.since), day)


def _unpapered(t: Told, start: dt.date, end: dt.date) -> Iterable[Facts]:
    """Changes of unit in the year without a paper: the old unit's opinion is not known."""
    papers = {m.on for m in t.moves}
    for old, new in pairwise(t.stays):
        moved = old.unit != new.unit and start < new.since <= end
        if moved and new.since not in papers and Heir(old.unit, new.unit, new.since) not in t.heirs:
            yield some(on=new.since, months_at_old=_months_before(new.since, t.stays, start))


def collective_facts(t: Told, year: int, on: dt.date) -> Facts:
    """What is told of a collective beside its dated rows: what it is, what the year brought, its members."""
    told = next((y for y in t.told if y.year == year), None)
    party = next((r for r in t.ratings if r.year == year and r.body == Rating.Body.PARTY), None)
    rated = {"party_rating": Rating.Value(party.value).label} if party else {}
    collective = {**_standing(t, on), **rated, **(told.collective if told else {})}
    lists = {"holds": [some(**{"kind": r.kind, "from": r.since, "to": r.until, "cleared": r.cleared}) for r in t.holds]}
    members = {**t.members, **(told.members if told else {})}
    return {k: v for k, v in (("collective", collective), ("members", members), *lists.items()) if v}


def _standing(t: Told, on: dt.date) -> Facts:
    now = next((s for s in reversed(t.standing) if s.since <= on), None)
    span = some(legal_personality=now.legal_personality, flag_eligible=now.flag_eligible, level=now.level.replace("-", " ")) if now else {}
    gone = t.body is not None and t.body.dissolved_on is not None and t.body.dissolved_on <= on
    return {**some(founded=t.body.founded_on if t.body else None, dissolved=gone), **span}


def bounds(surely: int, perhaps: int, whole: bool) -> Mapping[str, int]:
    """A count of members as ``{min, max}``; no upper bound while the list of members is not declared whole."""
    return {"min": surely, "max": surely + perhaps} if whole else {"min": surely}
