"""Everybody's facts as arrays: columns of rows sorted by subject, folded to one word a subject when asked for.

Folding is a scatter into a (subject, year) grid of bytes that is then packed to bits; a fact used by several
rules is folded once, and all levels of a rating come from one grid. A large frame is cut into ``parts`` of
``STEP`` subjects, so that grids and words stay in the processor's cache and parts can be weighed side by side.
``Frame.of_cases`` makes a frame of cases, so that ``batch`` can be held against ``judge``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, reduce
from itertools import repeat
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from vinhdanh.merit.facts import (
    BEST,
    OF_THE_BEST,
    AwardFact,
    Case,
    ContestFact,
    DisciplineFact,
    EitherFact,
    Fact,
    FlagFact,
    IdeaFact,
    NumberFact,
    RatingFact,
    bars,
    either,
    fits,
    idea_fits,
    won,
)
from vinhdanh.merit.judge import period_word
from vinhdanh.merit.rows import FORMS_OF_YEAR, LEVELS, RATINGS, SEVERITY
from vinhdanh.merit.truth import UNKNOWN
from vinhdanh.merit.words import INFINITE, MICRO, SPAN, Flag, Num, Value, Word, popcount

Array = NDArray[Any]
STEP = 1 << 17  # subjects a part: a grid of two megabytes; smaller parts lose more to the interpreter's lock than they gain


@dataclass(slots=True)
class Table:
    """Rows of one kind: ``who`` (index of the subject, ascending), ``year``, and further coded columns.

    ``first`` is the index of the frame's first subject: a part of a table keeps the indices of the whole.
    """

    who: Array
    year: Array
    columns: dict[str, Array] = field(default_factory=dict)
    first: int = 0
    _bounds: tuple[int, int] | None = field(init=False, default=None)

    @property
    def bounds(self) -> tuple[int, int]:
        """The first and the last year of any row; (0, 0) without rows."""
        if self._bounds is None:
            self._bounds = (int(self.year.min()), int(self.year.max())) if self.year.size else (0, 0)
        return self._bounds

    def part(self, low: int, high: int) -> Table:
        """The rows of the subjects ``low`` … ``high - 1``; nothing is copied."""
        a, b = np.searchsorted(self.who, np.array((low + self.first, high + self.first), self.who.dtype)).tolist()
        return Table(self.who[a:b], self.year[a:b], {name: c[a:b] for name, c in self.columns.items()}, low + self.first)


@dataclass(slots=True)
class Frame:
    """A population asked about one year.

    ``n`` subjects; ``year`` is T; ``tables``: ``awards`` (column ``code``: index into ``codes``), ``ratings``
    (``rating``: 0..3; ``vague``: "good or better", kept as good), ``initiatives`` and ``research`` (``level``: 1..3), ``discipline`` (``severity``);
    ``complete``: the kinds entered for everybody; ``scalars``: numbers and flags by fact; ``words``: facts
    already folded; ``starts``: numbers that count full months from a day a subject (``datetime64[D]``) up to a day
    (exclusive). What is in none of these is unknown for everybody. A frame is not changed once it was asked.

    Records kept by year (``Case.dated``): ``signs`` lists the different rows of a kind (year aside), a column ``sign``
    of its table points into it and a row fits as in a case; ``open`` gives a word a subject: the years in which
    there may be rows that were not told.
    """

    n: int
    year: int
    as_of: dt.date
    tables: dict[str, Table] = field(default_factory=dict)
    codes: Sequence[str] = ()
    complete: frozenset[str] = frozenset()
    scalars: dict[Fact, Value] = field(default_factory=dict)
    words: dict[Fact, Word] = field(default_factory=dict)
    period: int = 1
    bits: int = 16
    starts: dict[Fact, tuple[Array, dt.date]] = field(default_factory=dict)
    signs: dict[str, Sequence[Any]] = field(default_factory=dict)
    open: dict[str, Array] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ever = (self.full, self.full)

    _ever: tuple[int, int] = field(init=False, default=(0, 0))
    _parts: list[Frame] = field(init=False, default_factory=list)
    _reach: dict[Fact, int] = field(init=False, default_factory=dict)  # of words folded for some years only
    _grids: dict[str, tuple[int, Array]] = field(init=False, default_factory=dict)

    @property
    def ever(self) -> tuple[int, int]:
        """The bounds outside any ``Since``: always the same object."""
        return self._ever

    @property
    def full(self) -> int:
        """The word of all years of the span."""
        return (1 << self.span) - 1

    @property
    def dtype(self) -> np.dtype[Any]:
        """The unsigned integer type of a word."""
        return np.dtype(f"u{self.bits // 8}")

    def word(self, bits: int) -> Any:
        """A word as a numpy scalar of the frame's type."""
        return self.dtype.type(bits)

    @classmethod
    def of_cases(cls, cases: Sequence[Case], facts: Sequence[Fact]) -> Frame:
        """The frame of cases that share year, day and period, with the named facts read one by one."""
        first = cases[0]
        frame = cls(len(cases), first.year, first.as_of, period=period_word(first), bits=64)
        for fact in facts:
            frame._store(fact, [case.read(fact) for case in cases])
        return frame

    def _store(self, fact: Fact, values: Sequence[Value]) -> None:
        if isinstance(fact, NumberFact | FlagFact):
            self.scalars[fact] = _stack(values)
        else:
            self.words[fact] = _stack_words([v for v in values if isinstance(v, Word)])

    def read(self, fact: Fact, years: int = SPAN) -> Any:
        """The folded fact: a ``Word``, ``Num`` or ``Flag`` of arrays (or of one scalar that holds for everybody).

        ``years``: how many years, T included, the asker looks at; what a word says of earlier ones means nothing.
        """
        if isinstance(fact, NumberFact | FlagFact):
            return self._scalar(fact)
        found, years = self.words.get(fact), min(years, self.span)
        if found is None or self._reach.get(fact, SPAN) < years:
            found = self.words[fact] = FOLDS[type(fact)](self, fact, years)
            self._reach[fact] = years
        return found

    def _scalar(self, fact: NumberFact | FlagFact) -> Value:
        if fact not in self.scalars and fact in self.starts:
            self.scalars[fact] = months_since(*self.starts[fact])
        return self.scalars.get(fact) or _untold(fact)

    @property
    def span(self) -> int:
        """How many years a word of this frame holds."""
        return min(self.bits, SPAN)

    def parts(self) -> list[Frame]:
        """The frame in parts of ``STEP`` subjects, in order; a small frame is its own part."""
        if self.n <= STEP:
            return [self]
        if not self._parts:
            self._parts = [self._part(low, min(low + STEP, self.n)) for low in range(0, self.n, STEP)]
        return self._parts

    def _part(self, low: int, high: int) -> Frame:
        made = replace(
            self,
            n=high - low,
            tables={name: t.part(low, high) for name, t in self.tables.items()},
            scalars={fact: _cut(value, low, high) for fact, value in self.scalars.items()},
            words={fact: _cut(word, low, high) for fact, word in self.words.items()},
            starts={fact: (days[low:high], until) for fact, (days, until) in self.starts.items()},
            open={kind: word[low:high] for kind, word in self.open.items()},
        )
        made._reach.update(self._reach)
        return made

    def values(self, facts: Sequence[Fact]) -> Iterator[list[Any]]:
        """What ``Judge.of_values`` takes, subject by subject; equal words are one object."""
        for part in self.parts():
            columns = [part.column(fact) for fact in facts]
            rows = zip(*columns, strict=True) if columns else repeat((), part.n)
            yield from ([self.period, None, *row] for row in rows)

    def column(self, fact: Fact) -> list[Value]:
        """A folded fact as one plain value a subject."""
        value = self.read(fact)
        if isinstance(value, Word):
            return _plain_words(value, self.n)
        return list(map(cache(type(value)), *(_plain(getattr(value, name), self.n) for name in ARRAYS[type(value)])))

    def cells(self, table: Table, keep: Array | None = None, years: int = SPAN) -> Array:
        """Where the rows kept stand in the grid of (subject, years back); rows of other years are left out."""
        at = self.rows(table, keep, years)
        return self._cells(table.who[at], table.first, table.year[at])

    def rows(self, table: Table, keep: Array | None, years: int) -> Array | slice:
        """The positions of the rows kept that are of the last ``years`` years."""
        years, year, (least, most) = min(years, self.span), table.year, table.bounds
        masks = [] if keep is None else [keep]
        if least <= self.year - years:
            masks.append(year > self.year - years)
        if most > self.year:
            masks.append(year <= self.year)
        return positions(reduce(np.logical_and, masks)) if masks else slice(None)

    def _cells(self, who: Array, first: int, year: Array) -> Array:
        kind = np.int32 if self.n * self.bits < 1 << 30 else np.int64
        cell = np.subtract(who, first, dtype=kind, casting="same_kind")
        cell *= self.bits
        cell += self.year
        cell -= year.astype(kind)
        return cell.astype(np.intp, copy=False)

    def fold(self, table: Table, keep: Array | None, years: int = SPAN) -> Array:
        """One word a subject: the years of the rows kept."""
        return self.pack(self.cells(table, keep, years))

    def pack(self, cells: Array) -> Array:
        """Words with the bits set at these cells."""
        grid = np.zeros(self.n * self.bits, bool)
        grid[cells] = True
        return _packed(grid, self.bits)

    def grid(self, name: str, column: str, years: int = SPAN) -> Array:
        """The values of a column plus one as a grid of bytes, 0 where there is no row; kept."""
        found = self._grids.get(name)
        if found is None or found[0] < min(years, self.span):
            found = self._grids[name] = min(years, self.span), self._grid(self.tables[name], column, years)
        return found[1]

    def _grid(self, table: Table, column: str, years: int) -> Array:
        grid, at = np.zeros(self.n * self.bits, np.int8), self.rows(table, None, years)
        grid[self._cells(table.who[at], table.first, table.year[at])] = table.columns[column][at].astype(np.int8, copy=False) + np.int8(1)
        return grid

    def at_least(self, name: str, column: str, least: int, years: int = SPAN) -> Array:
        """One word a subject: the years whose value is at least this."""
        return _packed(self.grid(name, column, years) > least, self.bits)

    def unknown(self, fact: Fact) -> Word:
        """The word of a fact nobody told anything about."""
        zero = np.zeros(self.n, self.dtype)
        return Word((zero,), self.word(self.full), many=True)


def _packed(grid: Array, bits: int) -> Array:
    return np.packbits(grid, bitorder="little").view(np.dtype(f"<u{bits // 8}"))


def positions(keep: Array) -> Array:
    """``np.flatnonzero``, at its better speed: below a tenth it goes from hit to hit, which pays only below a twenty-fifth.

    Between the two the mask is lengthened with hits until it is dense enough to be walked row by row.
    """
    hits = np.count_nonzero(keep)
    if not hits:
        return np.empty(0, np.intp)
    if not 0.04 < hits / max(keep.size, 1) <= 0.1:
        return np.flatnonzero(keep)
    return np.flatnonzero(np.concatenate((keep, np.ones(keep.size // 8, bool))))[:hits]


def months_since(start: Array, until: dt.date) -> Num:
    """Full months from days (``datetime64[D]``) up to ``until`` (exclusive), 0 for days after it; as ``months_between``."""
    days = start.astype("M8[D]").view(np.int64)
    low = int(days.min(initial=0))
    calendar = np.arange(low, int(days.max(initial=0)) + 1).view("M8[D]")
    month = calendar.astype("M8[M]")
    last = 31 if (until + dt.timedelta(days=1)).day == 1 else until.day  # no day is late where the month ends
    late = (calendar - month).astype(np.int64) + 1 > last
    end = (until.year - 1970) * 12 + until.month - 1
    months = np.maximum(end - month.astype(np.int64) - late, 0) * MICRO
    exact = months[days - low]
    return Num(exact, exact, True)


ARRAYS = {Word: ("yes", "maybe", "pool", "pool_mask", "touched", "denied"), Num: ("lo", "hi", "touched"), Flag: ("value", "touched")}


def _cut(value: Any, low: int, high: int) -> Any:
    def cut(x: Any) -> Any:
        if isinstance(x, tuple):
            return tuple(map(cut, x))
        return x[low:high] if isinstance(x, np.ndarray) and x.ndim else x

    return replace(value, **{name: cut(getattr(value, name)) for name in ARRAYS[type(value)]})


def _plain(value: Any, n: int) -> list[Any]:
    found: list[Any] = np.broadcast_to(value, n).tolist()
    return found


def _plain_words(word: Word, n: int) -> list[Value]:
    @cache
    def make(maybe: int, pool: int, where: int, touched: bool, denied: bool, *yes: int) -> Word:
        return Word(yes, maybe, pool, where, touched, word.many, denied, word.once)

    parts = (word.maybe, word.pool, word.pool_mask, word.touched, word.denied, *word.yes)
    if not any(np.ndim(p) for p in parts[:5]) and len(word.yes) == 1:
        fixed = [np.asarray(p).item() for p in parts[:5]]
        return [make(*fixed, y) for y in word.yes[0].tolist()]
    return list(map(make, *(_plain(p, n) for p in parts)))


def _untold(fact: Fact) -> Num | Flag:
    return Num(np.int64(-INFINITE), np.int64(INFINITE)) if isinstance(fact, NumberFact) else Flag(np.int8(UNKNOWN))


def _stack(values: Sequence[Value]) -> Num | Flag:
    touched = np.array([v.touched for v in values], dtype=bool)
    if isinstance(values[0], Num):
        low, high = zip(*((v.lo, v.hi) for v in values if isinstance(v, Num)), strict=True)
        return Num(np.array(low, np.int64), np.array(high, np.int64), touched)
    return Flag(np.array([v.value for v in values if isinstance(v, Flag)], np.int8), touched)


def _stack_words(words: Sequence[Word]) -> Word:
    depth = max(len(w.yes) for w in words)
    yes = tuple(np.array([w.yes[k] if k < len(w.yes) else 0 for w in words], np.uint64) for k in range(depth))
    maybe = np.array([w.maybe for w in words], np.uint64)
    touched = np.array([w.touched for w in words], dtype=bool)
    denied = np.array([w.denied for w in words], dtype=bool)
    if not any(w.pool for w in words):
        return Word(yes, maybe, touched=touched, many=words[0].many, denied=denied, once=words[0].once)
    pool = np.array([w.pool for w in words], np.int64)
    return Word(yes, maybe, pool, np.array([w.pool_mask for w in words], np.uint64), touched, words[0].many, denied, words[0].once)


def _award(frame: Frame, fact: AwardFact, years: int) -> Word:
    table = frame.tables.get("awards")
    if table is None:
        return frame.unknown(fact)
    if "awards" in frame.signs:
        return _signed_award(frame, fact, table, years)
    if "kind" not in table.columns and fact != (plain := AwardFact(fact.codes)):
        return _untold_kind(frame, frame.read(plain, years))
    kept = _of_kind(fact, table, _coded(table.columns["code"], [frame.codes.index(c) for c in fact.codes if c in frame.codes]))
    word = _word(frame, table, kept, "awards", not set(fact.codes) <= FORMS_OF_YEAR, years)
    if set(fact.codes) <= OF_THE_BEST and "awards" not in frame.complete:
        best = frame.read(BEST)
        word.maybe = word.maybe & (best.yes[0] | best.maybe)
    return word


def _signed_award(frame: Frame, fact: AwardFact, table: Table, years: int) -> Word:
    open_: Any = frame.open["awards"]
    if set(fact.codes) <= OF_THE_BEST:
        best = frame.read(BEST)
        open_ = open_ & (best.yes[0] | best.maybe)
    word = _signed(frame, table, [fits(row, fact) for row in frame.signs["awards"]], open_, years)
    word.many = not set(fact.codes) <= FORMS_OF_YEAR
    return word


def _signed(frame: Frame, table: Table, fit: list[int], open_: Any, years: int) -> Word:
    """The word of rows that surely (2) and perhaps (1) fit, by their sign; every year left open may hold more."""
    how = np.array(fit or [0], np.int8)[table.columns["sign"]]
    perhaps = how == 1
    if perhaps.any():
        open_ = open_ | frame.fold(table, perhaps, years)
    return Word(_levels(frame, frame.cells(table, how == 2, years)), open_, touched=True, many=True)


def _coded(code: Array, wanted: list[int]) -> Array:
    """Rows with one of the codes."""
    keep = np.zeros(code.size, bool) if not wanted else code == wanted[0]
    for other in wanted[1:]:
        keep |= code == other
    return keep


def _untold_kind(frame: Frame, plain: Word) -> Word:
    """An award of a certain kind or issuer where no row tells kind or issuer: each row may be one."""
    whole = "awards" in frame.complete
    return Word((np.zeros(frame.n, frame.dtype),), plain.yes[0] if whole else plain.maybe, touched=True, many=plain.many)


def _of_kind(fact: AwardFact, table: Table, keep: Array) -> tuple[Array, Array | None]:
    """Rows that surely fit, and rows whose kind or issuer was not told (column ``kind``: text, '' untold)."""
    if not (fact.kinds or fact.not_kinds or fact.by):
        return keep, None
    at, sure, maybe = positions(keep), np.zeros_like(keep), np.zeros_like(keep)
    kind = table.columns["kind"][at]  # text is compared only where the code fits
    good = np.isin(kind, fact.kinds) if fact.kinds else ~np.isin(kind, (*fact.not_kinds, ""))
    sure[at] = good & (not fact.by)
    maybe[at] = (kind == "") | (good & bool(fact.by))
    return sure, maybe


def _word(frame: Frame, table: Table, keep: tuple[Array, Array | None], kind: str, many: bool, years: int) -> Word:
    """The folded word of rows that surely and perhaps fit; in unary levels: level k holds the years with more than k rows."""
    (sure, maybe), whole = keep, kind in frame.complete
    open_: Any = frame.word(0 if whole else frame.full)
    if whole and maybe is not None and maybe.any():
        open_ = frame.fold(table, maybe, years)
    return Word(_levels(frame, frame.cells(table, sure, years)), open_, touched=True, many=many)


def _levels(frame: Frame, cells: Array) -> tuple[Array, ...]:
    """Words of the cells met at least once, twice, …: what stands twice in sorted cells stands side by side."""
    if not cells.size:
        return (np.zeros(frame.n, frame.dtype),)
    levels = [frame.pack(cells)]
    again = cells[1:][cells[1:] == cells[:-1]]
    if int(popcount(levels[0]).sum()) != cells.size - again.size:
        cells = np.sort(cells)
        again = cells[1:][cells[1:] == cells[:-1]]
    while again.size:
        levels.append(frame.pack(again))
        again = again[1:][again[1:] == again[:-1]]
    return tuple(levels)


def _rating(frame: Frame, fact: RatingFact, years: int) -> Word:
    """One rating a subject and year; a year without one is unknown."""
    if "ratings" not in frame.tables:
        return frame.unknown(fact)
    yes = frame.at_least("ratings", "rating", RATINGS[fact.at_least], years)
    if fact == _RATED:
        return Word((yes,), ~yes & frame.word(frame.full), touched=True)
    return Word((yes,), frame.read(_RATED, years).maybe | _vague(frame, fact, years), touched=True)


def _vague(frame: Frame, fact: RatingFact, years: int) -> Any:
    """The years rated "good or better" (column ``vague``), where more than good is asked for."""
    vague = frame.tables["ratings"].columns.get("vague")
    if vague is None or RATINGS[fact.at_least] <= RATINGS["hoan-thanh-tot"]:
        return frame.word(0)
    return frame.fold(frame.tables["ratings"], vague, years)


_RATED = RatingFact("khong-hoan-thanh")


def _idea(frame: Frame, fact: IdeaFact, years: int) -> Word:
    """Rows of these tables count as recognised, applied and unused unless a column says otherwise."""
    table = frame.tables.get(fact.table)
    if table is None:
        return frame.unknown(fact)
    if fact.table in frame.signs:
        return _signed(frame, table, [idea_fits(row, fact) for row in frame.signs[fact.table]], frame.open[fact.table], years)
    needs = tuple(need for need in fact.needs if need in table.columns)
    if fact != (plain := IdeaFact(fact.table, fact.level, needs)):
        return cast(Word, frame.read(plain, years))
    keep = table.columns["level"] >= LEVELS[fact.level]
    for need in needs:
        keep = keep & table.columns[need].astype(bool)
    return _word(frame, table, (keep, None), fact.table, True, years)


def _discipline(frame: Frame, fact: DisciplineFact, years: int) -> Word:
    table = frame.tables.get("discipline")
    if table is None:
        return frame.unknown(fact)
    if "discipline" in frame.signs:
        dated = Table(table.who, table.columns["ended"], table.columns, table.first) if fact.at == "ended" else table
        return _signed(frame, dated, [bars(row, fact, frame.year) for row in frame.signs["discipline"]], frame.open["discipline"], years)
    if fact != (plain := DisciplineFact(fact.at_least)):
        return cast(Word, frame.read(plain, years))
    keep = table.columns["severity"] >= SEVERITY[fact.at_least]
    return _word(frame, table, (keep, None), "discipline", True, years)


def _contest(frame: Frame, fact: ContestFact, years: int) -> Word:
    table = frame.tables.get("contests")
    if table is None or "contests" not in frame.signs:
        return frame.unknown(fact)
    return _signed(frame, table, [won(row, fact) for row in frame.signs["contests"]], frame.open["contests"], years)


def _either(frame: Frame, fact: EitherFact, years: int) -> Word:
    return either([frame.read(part, years) for part in fact.parts])


FOLDS: dict[type, Callable[..., Word]] = {
    AwardFact: _award,
    RatingFact: _rating,
    IdeaFact: _idea,
    DisciplineFact: _discipline,
    ContestFact: _contest,
    EitherFact: _either,
}
