"""The rows a case is made of, parsed from the shared fact format (cases/README.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vinhdanh.merit.time import EmulationCalendar, YearRule, parse_day
from vinhdanh.merit.words import ALL, SPAN

# Where an authority has entered no emulation years of its own, the year is the calendar's.
PLAIN = EmulationCalendar("", (YearRule(1900),))

RATINGS = {"khong-hoan-thanh": 0, "hoan-thanh": 1, "hoan-thanh-tot": 2, "hoan-thanh-xuat-sac": 3}
LEVELS = {"co-so": 1, "nganh": 2, "toan-quoc": 3}
STUDY_RESULTS = {"yeu": 0, "trung-binh": 1, "trung-binh-kha": 2, "kha": 3, "gioi": 4, "xuat-sac": 5}

# Order of severity: state forms by Luật Cán bộ, công chức Điều 79, Party forms set beside them. A criticism
# (phê bình) and an administrative fine are not forms of discipline and stay below khiển trách.
SEVERITY = {
    "phe-binh": 0,
    "phat-hanh-chinh": 0,
    "khien-trach": 1,
    "dang-khien-trach": 1,
    "canh-cao": 2,
    "dang-canh-cao": 2,
    "ha-bac-luong": 3,
    "giang-chuc": 4,
    "cach-chuc": 5,
    "dang-cach-chuc": 5,
    "buoc-thoi-viec": 6,
    "khai-tru": 6,
    "hinh-su": 7,
}
EVERY_OTHER = sum(1 << k for k in range(0, SPAN, 2))  # years of which no two are neighbours
# Titles given once a year at most: an unknown year hides one, not several.
FORMS_OF_YEAR = frozenset(
    {
        "lao-dong-tien-tien",
        "chien-si-thi-dua-co-so",
        "chien-si-thi-dua-nganh",
        "chien-si-thi-dua-toan-quoc",
        "tap-the-lao-dong-tien-tien",
        "tap-the-lao-dong-xuat-sac",
        "co-thi-dua-nganh",
        "co-dan-dau-khoi",
        "co-thi-dua-chinh-phu",
    }
)


@dataclass(frozen=True, slots=True)
class Period:
    """The span an award is for: days (inclusive) and emulation years; ``stated`` if the question gave its start."""

    start: dt.date
    end: dt.date
    first_year: int
    last_year: int
    stated: bool = False

    @classmethod
    def parse(cls, value: Any, as_of: dt.date, years: EmulationCalendar) -> Period:
        """From a year, a ``{from, to}`` mapping, or nothing (then the year of ``as_of``)."""
        if isinstance(value, Mapping):
            start, end = day(value["from"], end=False), day(value["to"])
            return cls(start, end, years.year_of(start), years.year_of(end), True)
        year = int(value) if value is not None else years.year_of(as_of)
        return cls(first_day(years, year), last_day(years, year), year, year)


@dataclass(frozen=True, slots=True)
class AwardRow:
    """An award held. ``year`` None: in a year not told, between ``low`` and ``high`` where those are.

    ``apart``: said not to be in consecutive years, so that no two of its years are neighbours.
    """

    code: str
    year: int | None
    count: int = 1
    low: int | None = None
    high: int | None = None
    kind: str | None = None
    by: str | None = None
    through: dt.date | None = None
    proposed: bool = False
    apart: bool = False
    decided_on: dt.date | None = None

    def given_by(self, on: dt.date) -> bool:
        """Whether it was given by a day. A title of a year counts for that year, whenever it is decided; a form from its decision."""
        return self.decided_on is None or self.decided_on <= on or self.code in FORMS_OF_YEAR

    def where(self, year: int) -> int:
        """The word (anchored at ``year``) of the years this row may lie in."""
        if self.low is None or self.high is None:
            return EVERY_OTHER if self.apart else ALL
        return sum(1 << (year - y) for y in range(self.low, self.high + 1) if 0 <= year - y < SPAN)


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """An initiative or a piece of science work; ``exact`` if its count was stated."""

    year: int | None
    level: str | None
    count: int = 1
    exact: bool = False
    applied: bool | None = None
    recognised: bool | None = None
    accepted: bool | None = None
    used_for: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class DisciplineRow:
    """A disciplinary measure: ``year`` is that of the decision, else of the conduct."""

    form: str
    year: int | None
    decided_on: dt.date | None = None
    ended_on: dt.date | None = None
    ended_year: int | None = None
    conduct_year: int | None = None
    already_used_in: int | None = None


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A title won in a contest of the sector."""

    title: str
    year: int | None


@dataclass(slots=True)
class Rows:
    """All rows of one subject."""

    awards: list[AwardRow] = field(default_factory=list)
    award_codes: frozenset[str] = frozenset()
    ratings: dict[int, str] = field(default_factory=dict)
    initiatives: list[IdeaRow] = field(default_factory=list)
    research: list[IdeaRow] = field(default_factory=list)
    discipline: list[DisciplineRow] = field(default_factory=list)
    contests: list[ContestRow] = field(default_factory=list)


def day(value: Any, *, end: bool = True) -> dt.date:
    """A date from a date, a year or the text of a partial date (its last day, or its first if not ``end``)."""
    if isinstance(value, dt.date):
        return value
    return parse_day(str(value), end=end)


def first_day(years: EmulationCalendar, year: int) -> dt.date:
    """The first day of an emulation year."""
    return years.range_of(year).start


def last_day(years: EmulationCalendar, year: int) -> dt.date:
    """The last day of an emulation year (not assumed to be 31/12)."""
    end = years.range_of(year).end
    return dt.date(year, 12, 31) if end is None else end - dt.timedelta(days=1)


def parse_rows(facts: Mapping[str, Any], years: EmulationCalendar) -> Rows:
    """The rows of the shared fact format."""
    awards = [row for raw in facts.get("awards", ()) for row in award_rows(raw, years)]
    return Rows(
        awards,
        frozenset(raw["award"] for raw in facts.get("awards", ())),
        {int(year): name for year, name in facts.get("ratings", {}).items()},
        [_idea(raw) for raw in facts.get("initiatives", ())],
        [_idea(raw) for raw in facts.get("research", ())],
        [_discipline(raw, years) for raw in facts.get("discipline", ())],
        [ContestRow(raw["title"], raw.get("year")) for raw in facts.get("contests", ())],
    )


def award_rows(raw: Mapping[str, Any], years: EmulationCalendar) -> list[AwardRow]:
    """The rows one entry of ``awards`` stands for: one, or one a year where a count fills its period."""
    low, high, through = _span(raw, years)
    count = int(raw.get("count", 1))
    year = raw.get("year")
    if year is None and high is not None and "count" not in raw:
        year = high
    if year is None and low is not None and high is not None and count == high - low + 1:
        return [_award(raw, y, 1, None, None, last_day(years, y)) for y in range(low, high + 1)]
    if year is not None and raw.get("consecutive") and count > 1:
        return [_award(raw, year - k, 1, None, None, last_day(years, year - k)) for k in range(count)]
    return [_award(raw, year, count, low, high, through)]


def _award(raw: Mapping[str, Any], year: int | None, count: int, low: int | None, high: int | None, through: dt.date | None) -> AwardRow:
    apart = raw.get("consecutive") is False
    decided = day(raw["decided_on"], end=False) if raw.get("decided_on") is not None else None
    return AwardRow(raw["award"], year, count, low, high, raw.get("kind"), raw.get("by"), through, bool(raw.get("proposed")), apart, decided)


def _span(raw: Mapping[str, Any], years: EmulationCalendar) -> tuple[int | None, int | None, dt.date | None]:
    """Years an award may lie in, and the last day its achievements reach.

    Achievements count anew after the period written in the decision, else from the day of the decision
    (TT 01/2019/TT-VKSTC Đ42(6); NĐ 98/2023/NĐ-CP Đ30(9)).
    """
    period = raw.get("period")
    if isinstance(period, Mapping):
        start, end = day(period["from"], end=False), day(period["to"])
        return years.year_of(start), years.year_of(end), end
    if period is not None:
        return int(period), int(period), last_day(years, int(period))
    if raw.get("year") is not None:
        return None, None, last_day(years, int(raw["year"]))
    if raw.get("decided_on") is not None:
        decided = day(raw["decided_on"])
        return years.year_of(decided), years.year_of(decided), decided - dt.timedelta(days=1)
    return None, None, None


def _idea(raw: Mapping[str, Any]) -> IdeaRow:
    return IdeaRow(
        raw.get("year"),
        raw.get("level"),
        int(raw.get("count", 1)),
        "count" in raw,
        raw.get("applied"),
        raw.get("recognised"),
        raw.get("accepted"),
        raw.get("used_for"),
        raw.get("role"),
    )


def _discipline(raw: Mapping[str, Any], years: EmulationCalendar) -> DisciplineRow:
    decided = day(raw["decided_on"]) if raw.get("decided_on") is not None else None
    ended = day(raw["ended_on"]) if raw.get("ended_on") is not None else None
    year = years.year_of(decided) if decided else raw.get("conduct_year")
    return DisciplineRow(
        raw["form"], year, decided, ended, years.year_of(ended) if ended else year, raw.get("conduct_year"), raw.get("already_used_in")
    )
