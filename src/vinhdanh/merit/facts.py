"""One subject's facts, read from the shared fact format, and the kinds of fact a condition may ask for.

A ``Case`` holds rows exactly as told; nothing is derived when it is made. A *fact* (``AwardFact``,
``RatingFact`` …) is a small hashable description of what a condition wants to know; ``Case.read(fact)``
answers with a ``Word``, ``Num`` or ``Flag`` (see ``words``). What was not told is unknown, never no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from vinhdanh.merit import measures
from vinhdanh.merit.rows import (
    FORMS_OF_YEAR,
    LEVELS,
    PLAIN,
    RATINGS,
    SEVERITY,
    AwardRow,
    ContestRow,
    DisciplineRow,
    IdeaRow,
    Period,
    Rows,
    award_rows,
    first_day,
    last_day,
    parse_rows,
)
from vinhdanh.merit.text import fold
from vinhdanh.merit.time import EmulationCalendar
from vinhdanh.merit.words import ALL, Flag, Num, Value, Word

__all__ = [
    "AwardFact",
    "Case",
    "ContestFact",
    "DisciplineFact",
    "EitherFact",
    "Fact",
    "FlagFact",
    "IdeaFact",
    "NumberFact",
    "RatingFact",
]


@dataclass(frozen=True, slots=True)
class AwardFact:
    """A title or form held in a year. ``kinds``/``not_kinds`` filter by loại khen, ``by`` by issuer (folded words)."""

    codes: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class RatingFact:
    """A yearly rating (xếp loại) of at least this level."""

    at_least: str


@dataclass(frozen=True, slots=True)
class IdeaFact:
    """An initiative (``table='initiatives'``) or science work (``'research'``) of at least this level.

    ``needs``: what must be stated true of it (``applied``, ``recognised``, ``accepted``).
    ``spent``: awards whose earlier use bars it; ``open_spent``: awards whose earlier use leaves it unsettled.
    """

    table: str
    level: str
    needs: tuple[str, ...] = ()
    spent: tuple[str, ...] = ()
    open_spent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DisciplineFact:
    """Discipline of at least this severity, in the year of its decision (``at='decided'``) or of its end (``'ended'``).

    ``once``: conduct that already cost the title of an earlier year is left out (TT 02/2024/TT-VKSTC Đ15).
    """

    at_least: str
    once: bool = False
    at: str = "decided"


@dataclass(frozen=True, slots=True)
class ContestFact:
    """A contest title won in a year; ``titles`` are folded words the title must contain."""

    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EitherFact:
    """A year in which any of these facts held."""

    parts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A measure of the subject on the day, named in ``measures.NUMBERS``; ``args`` narrow it (posts, kinds …)."""

    name: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlagFact:
    """A statement about the subject, named in ``measures.FLAGS``; ``args`` narrow it."""

    name: str
    args: tuple[str, ...] = ()


Fact = AwardFact | RatingFact | IdeaFact | DisciplineFact | ContestFact | EitherFact | NumberFact | FlagFact


@dataclass(slots=True)
class Case:
    """One subject's facts, the day and the year the question is about.

    ``year`` is T, the emulation year the award is for; ``period`` the whole span it rewards; ``as_of`` the day
    of proposal or decision; ``told`` names every fact key that was given, ``complete`` the kinds declared
    completely entered ("đã nhập đủ"). ``dated``: where records say year by year what they hold, the years each
    kind is declared for; a list of rows then proves its rows and excludes nothing in other years.
    """

    subject: str
    as_of: dt.date
    year: int
    period: Period
    rows: Rows
    facts: Mapping[str, Any] = field(default_factory=dict)
    complete: frozenset[str] = frozenset()
    key: str = ""
    years: EmulationCalendar = PLAIN
    dated: Mapping[str, frozenset[int]] | None = None
    _cache: dict[Fact, Value] = field(default_factory=dict)

    @classmethod
    def from_facts(
        cls,
        facts: Mapping[str, Any],
        *,
        subject: str,
        as_of: dt.date,
        period: int | Mapping[str, Any] | None = None,
        complete: Iterable[str] = (),
        key: str = "",
        partial: Mapping[str, Any] | None = None,
        years: EmulationCalendar = PLAIN,
    ) -> Case:
        """A case from the ``facts`` of the shared format (cases/README.md); ``partial`` holds award rows that prove
        themselves but do not make their codes complete ("at least these").

        Raises ``ValueError`` (in Vietnamese, naming the key) for a value that is not of the format.
        """
        span = Period.parse(period, as_of, years)
        rows = parse_rows(facts, years)
        rows.awards += [row for raw in (partial or {}).get("awards", ()) for row in award_rows(raw, years)]
        return cls(subject, as_of, span.last_year, span, rows, facts, frozenset(complete), key, years)

    def read(self, fact: Fact) -> Value:
        """What is known about ``fact``: the same object for the same question."""
        found = self._cache.get(fact)
        if found is None:
            found = self._cache[fact] = READERS[type(fact)](self, fact)
        return found

    def at(self, year: int, as_of: dt.date | None = None) -> Case:
        """The same facts asked about another year: what planning does."""
        period = Period(first_day(self.years, year), last_day(self.years, year), year, year)
        return replace(self, year=year, as_of=as_of or self.as_of, period=period, _cache={})

    def given(self) -> list[AwardRow]:
        """The awards that were given by the day: a form decided later is not held yet."""
        return [row for row in self.rows.awards if row.given_by(self.as_of)]

    def knows(self, kind: str) -> bool:
        """Whether rows of this kind are all entered, so that what is not there did not happen."""
        return kind in self.complete

    def tells(self, kind: str) -> bool:
        """Whether anything was said of this kind: listed, declared whole, or asked of records kept by year."""
        return kind in self.facts or kind in self.complete or self.dated is not None

    def whole(self, kind: str) -> bool:
        """Whether a list of this kind names all there is."""
        return not self.open(kind) if self.dated is not None else kind in self.facts or kind in self.complete

    def open(self, kind: str) -> int:
        """The years (a word) in which there may be rows of this kind that were not told."""
        if kind in self.complete:
            return 0
        return ALL & ~sum(self.bit(year) for year in (self.dated or {}).get(kind, ()))

    def bit(self, year: int) -> int:
        """The bit of a year; 0 when the year lies after T or beyond the span."""
        return 1 << (self.year - year) if 0 <= self.year - year < 48 else 0


# ---- award ---------------------------------------------------------------------------------------------


def fits(row: AwardRow, fact: AwardFact) -> int:
    """0 if the row is not what is asked for, 2 if it is, 1 if a needed detail (kind, issuer) was not told."""
    if row.code not in fact.codes:
        return 0
    answer = 2
    if fact.kinds or fact.not_kinds:
        if row.kind is None:
            answer = 1
        elif (fact.kinds and row.kind not in fact.kinds) or row.kind in fact.not_kinds:
            return 0
    if fact.by:
        if row.by is None:
            answer = 1
        elif fact.by not in fold(row.by):
            return 0
    return answer


def _award(case: Case, fact: AwardFact) -> Word:
    named = case.rows.award_codes
    unknown = case.open("awards") if any(code not in named for code in fact.codes) else 0
    word = _gather([(r.year, r.count, fits(r, fact), r.where(case.year)) for r in case.given()], case)
    word.many = not set(fact.codes) <= FORMS_OF_YEAR
    if unknown:
        word.maybe |= _open_years(case, fact) & unknown
    word.touched = case.knows("awards") or case.dated is not None or any(code in named for code in fact.codes)
    word.denied = all(_denied(case, code) for code in fact.codes)
    return word


# Titles that only a unit rated excellent may have (Luật TĐKT 2003 Điều 27, Luật TĐKT 2022 Điều 27): a year rated less
# cannot hide one.
OF_THE_BEST = frozenset({"tap-the-lao-dong-xuat-sac"})
BEST = RatingFact("hoan-thanh-xuat-sac")


def _open_years(case: Case, fact: AwardFact) -> int:
    """The years in which an award nobody told about may have been held."""
    if not set(fact.codes) <= OF_THE_BEST:
        return ALL
    best = case.read(BEST)
    assert isinstance(best, Word)
    return int(best.yes[0] | best.maybe)


def _denied(case: Case, code: str) -> bool:
    return any(r.code == code and r.count == 0 and r.year in (None, case.year) for r in case.rows.awards)


def _gather(rows: list[tuple[int | None, int, int, int]], case: Case) -> Word:
    """Fold (year, count, how well it fits, where it may lie) rows into one word."""
    levels, maybe, pool, where = [0], 0, 0, 0
    for year, count, fit, span in rows:
        if not fit or not count:
            continue
        if fit == 1:
            maybe |= case.bit(year) if year is not None else span
        elif year is None:
            pool, where = pool + count, where | span
        elif bit := case.bit(year):
            _add(levels, bit, count)
    return Word(tuple(levels), maybe, pool, where)


def _add(levels: list[int], bit: int, count: int) -> None:
    """Count ``count`` more in a year: unary, level k holds the years with more than k."""
    k = 0
    while count:
        if k == len(levels):
            levels.append(0)
        if not levels[k] & bit:
            levels[k] |= bit
            count -= 1
        k += 1


# ---- rating --------------------------------------------------------------------------------------------


def _rating(case: Case, fact: RatingFact) -> Word:
    least, yes, no = RATINGS[fact.at_least], 0, 0
    for year, name in case.rows.ratings.items():
        bit = case.bit(year)
        low, high = (RATINGS["hoan-thanh-tot"], RATINGS["hoan-thanh-xuat-sac"]) if name == "tot-tro-len" else (RATINGS[name],) * 2
        if low >= least:
            yes |= bit
        elif high < least:
            no |= bit
    return Word((yes,), ALL & ~yes & ~no, touched="ratings" in case.facts)


# ---- initiatives, science ------------------------------------------------------------------------------


def idea_fits(row: IdeaRow, fact: IdeaFact) -> int:
    """0 no, 2 yes, 1 a needed detail was not told (level, applied, recognised, earlier use left open by law)."""
    answer = 2
    if row.level is None:
        answer = 1
    elif LEVELS[row.level] < LEVELS[fact.level]:
        return 0
    for need in fact.needs:
        value = getattr(row, need)
        if value is False:
            return 0
        if value is None:
            answer = 1
    if row.used_for in fact.spent:
        return 0
    return 1 if row.used_for in fact.open_spent else answer


def _idea(case: Case, fact: IdeaFact) -> Word:
    rows: list[IdeaRow] = getattr(case.rows, fact.table)
    word = _gather([(r.year, r.count, idea_fits(r, fact), ALL) for r in rows], case)
    told = fact.table in case.facts
    none = case.dated is None and told and not rows
    if not none and not any(_exact(r, fact) and r.year is None for r in rows):
        exact = [case.bit(r.year) for r in rows if r.year is not None and r.exact and _exact(r, fact)]
        word.maybe |= case.open(fact.table) & ~sum(set(exact))
    word.many, word.touched = True, case.tells(fact.table)
    return word


def _exact(row: IdeaRow, fact: IdeaFact) -> bool:
    """A stated count is the whole count, of its own level; "none" is none of any level."""
    return row.exact and (row.level == fact.level or (row.count == 0 and row.level is None))


# ---- discipline, contests ------------------------------------------------------------------------------


def _discipline(case: Case, fact: DisciplineFact) -> Word:
    rows = [(year_of(r, fact), 1, bars(r, fact, case.year), ALL) for r in case.rows.discipline]
    return _listed(case, "discipline", _gather(rows, case))


def _listed(case: Case, kind: str, word: Word) -> Word:
    """The word of a kind whose list, where one is given without years of its own, names all there is."""
    if not case.whole(kind):
        word.maybe |= case.open(kind)
    word.many, word.touched = True, case.tells(kind)
    return word


def year_of(row: DisciplineRow, fact: DisciplineFact) -> int | None:
    """The year in which a measure counts for the fact: of its end, or of its decision."""
    return row.ended_year if fact.at == "ended" else row.year


def bars(row: DisciplineRow, fact: DisciplineFact, year: int) -> int:
    """2 if the measure is what is asked for in ``year``, else 0."""
    if SEVERITY[row.form] < SEVERITY[fact.at_least]:
        return 0
    if fact.once and row.already_used_in is not None and row.already_used_in != year:
        return 0
    return 2


def _contest(case: Case, fact: ContestFact) -> Word:
    rows = [(r.year, 1, won(r, fact), ALL) for r in case.rows.contests]
    return _listed(case, "contests", _gather(rows, case))


def won(row: ContestRow, fact: ContestFact) -> int:
    """2 if the title won is one of those asked for, else 0."""
    title = fold(row.title)
    return 2 if any(t in title for t in fact.titles) else 0


# ---- the rest ------------------------------------------------------------------------------------------


def either(words: list[Word]) -> Word:
    """The years in which any of several facts held (numpy words too)."""
    yes, maybe, pool, where, touched = words[0].yes[0], words[0].maybe, words[0].pool, words[0].pool_mask, words[0].touched
    for w in words[1:]:
        yes, maybe, touched = yes | w.yes[0], maybe | w.maybe, touched | w.touched
        pool, where = pool + w.pool, where | w.pool_mask
    return Word((yes,), maybe & ~yes, pool, where, touched, once=True)


def _either(case: Case, fact: EitherFact) -> Word:
    return either([word for part in fact.parts if isinstance(word := case.read(part), Word)])


def _number(case: Case, fact: NumberFact) -> Num:
    return measures.NUMBERS[fact.name].read(case, fact.args)


def _flag(case: Case, fact: FlagFact) -> Flag:
    return measures.FLAGS[fact.name].read(case, fact.args)


READERS: dict[type, Callable[..., Value]] = {
    AwardFact: _award,
    RatingFact: _rating,
    IdeaFact: _idea,
    DisciplineFact: _discipline,
    ContestFact: _contest,
    EitherFact: _either,
    NumberFact: _number,
    FlagFact: _flag,
}
