"""Everybody's facts as arrays: columns of rows sorted by subject, folded to one word a subject when asked for.

Folding is a scatter into a (subject, year) table of bytes that is then packed to bits; a fact used by several
rules is folded once. ``Frame.of_cases`` makes a frame of cases, so that ``batch`` can be held against ``judge``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vinhdanh.merit.facts import (
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
    either,
)
from vinhdanh.merit.judge import period_word
from vinhdanh.merit.rows import FORMS_OF_YEAR, LEVELS, RATINGS, SEVERITY
from vinhdanh.merit.truth import UNKNOWN
from vinhdanh.merit.words import INFINITE, SPAN, Flag, Num, Value, Word

Array = NDArray[Any]


@dataclass(slots=True)
class Table:
    """Rows of one kind: ``who`` (index of the subject, ascending), ``year``, and further coded columns."""

    who: Array
    year: Array
    columns: dict[str, Array] = field(default_factory=dict)


@dataclass(slots=True)
class Frame:
    """A population asked about one year.

    ``n`` subjects; ``year`` is T; ``tables``: ``awards`` (column ``code``: index into ``codes``), ``ratings``
    (``rating``: 0..3), ``initiatives`` and ``research`` (``level``: 1..3), ``discipline`` (``severity``);
    ``complete``: the kinds entered for everybody; ``scalars``: numbers and flags by fact; ``words``: facts
    already folded. What is in none of these is unknown for everybody.
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

    def __post_init__(self) -> None:
        self._ever = (self.full, self.full)

    _ever: tuple[int, int] = field(init=False, default=(0, 0))

    @property
    def ever(self) -> tuple[int, int]:
        """The bounds outside any ``Since``: always the same object."""
        return self._ever

    @property
    def full(self) -> int:
        """The word of all years of the span."""
        return (1 << min(self.bits, SPAN)) - 1

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

    def read(self, fact: Fact) -> Any:
        """The folded fact: a ``Word``, ``Num`` or ``Flag`` of arrays (or of one scalar that holds for everybody)."""
        if isinstance(fact, NumberFact | FlagFact):
            return self.scalars.get(fact) or _untold(fact)
        found = self.words.get(fact)
        if found is None:
            found = self.words[fact] = FOLDS[type(fact)](self, fact)
        return found

    def fold(self, table: Table, keep: Array | None) -> Array:
        """One word a subject: the years of the rows kept."""
        who, year = table.who, table.year
        if keep is not None:
            at = np.flatnonzero(keep)
            who, year = who[at], year[at]
        return pack(who, self.year - year.astype(np.int32), self.n, self.bits)

    def unknown(self, fact: Fact) -> Word:
        """The word of a fact nobody told anything about."""
        zero = np.zeros(self.n, self.dtype)
        return Word((zero,), self.word(self.full), many=True)


def pack(who: Array, back: Array, n: int, bits: int) -> Array:
    """Scatter (subject, years back) pairs into words of ``bits`` bits."""
    inside = (back >= 0) & (back < min(bits, SPAN))
    if not inside.all():
        who, back = who[inside], back[inside]
    table = np.zeros(n * bits, np.uint8)
    table[who.astype(np.intp) * bits + back] = 1
    return np.packbits(table, bitorder="little").view(np.dtype(f"<u{bits // 8}"))


def _untold(fact: Fact) -> Num | Flag:
    return Num(np.int64(-INFINITE), np.int64(INFINITE)) if isinstance(fact, NumberFact) else Flag(np.int8(UNKNOWN))


def _stack(values: Sequence[Value]) -> Num | Flag:
    touched = np.array([v.touched for v in values], dtype=bool)
    if isinstance(values[0], Num):
        return Num(np.array([v.lo for v in values if isinstance(v, Num)], np.int64), np.array([v.hi for v in values if isinstance(v, Num)], np.int64), touched)
    return Flag(np.array([v.value for v in values if isinstance(v, Flag)], np.int8), touched)


def _stack_words(words: Sequence[Word]) -> Word:
    depth = max(len(w.yes) for w in words)
    yes = tuple(np.array([w.yes[k] if k < len(w.yes) else 0 for w in words], np.uint64) for k in range(depth))
    maybe = np.array([w.maybe for w in words], np.uint64)
    touched = np.array([w.touched for w in words], dtype=bool)
    if not any(w.pool for w in words):
        return Word(yes, maybe, touched=touched, many=words[0].many)
    pool = np.array([w.pool for w in words], np.int64)
    return Word(yes, maybe, pool, np.array([w.pool_mask for w in words], np.uint64), touched, words[0].many)


def _award(frame: Frame, fact: AwardFact) -> Word:
    table = frame.tables.get("awards")
    if table is None:
        return frame.unknown(fact)
    wanted = [frame.codes.index(code) for code in fact.codes if code in frame.codes]
    code = table.columns["code"]
    keep = code == wanted[0] if len(wanted) == 1 else np.isin(code, wanted)
    sure, maybe = _of_kind(fact, table, keep)
    many = not set(fact.codes) <= FORMS_OF_YEAR
    return _word(frame, table, sure, maybe, "awards", many)


def _of_kind(fact: AwardFact, table: Table, keep: Array) -> tuple[Array, Array | None]:
    """Rows that surely fit, and rows whose kind or issuer was not told (column ``kind``: text, '' untold)."""
    if not (fact.kinds or fact.not_kinds or fact.by) or "kind" not in table.columns:
        filtered = bool(fact.kinds or fact.not_kinds or fact.by)
        return (np.zeros_like(keep), keep) if filtered else (keep, None)
    kind = table.columns["kind"]
    good = np.isin(kind, fact.kinds) if fact.kinds else ~np.isin(kind, (*fact.not_kinds, ""))
    return (np.zeros_like(keep), keep & (good | (kind == ""))) if fact.by else (keep & good, keep & (kind == ""))


def _word(frame: Frame, table: Table, sure: Array, maybe: Array | None, kind: str, many: bool) -> Word:
    """The folded word; unary levels where years repeat (initiatives, merit certificates)."""
    levels = _levels(frame, table, sure) if many else (frame.fold(table, sure),)
    whole = kind in frame.complete
    open_: Any = frame.word(0 if whole else frame.full)
    if whole and maybe is not None and maybe.any():
        open_ = frame.fold(table, maybe)
    return Word(levels, open_, touched=True, many=many)


def _levels(frame: Frame, table: Table, keep: Array) -> tuple[Array, ...]:
    at = np.flatnonzero(keep)
    who, year = table.who[at], table.year[at]
    first, out = pack(who, frame.year - year.astype(np.int32), frame.n, frame.bits), []
    key = who.astype(np.int64) * 4096 + year
    order = np.argsort(key, kind="stable") if key.size and (np.diff(key) < 0).any() else np.arange(key.size)
    key, rank = key[order], np.zeros(key.size, np.int32)
    same = np.flatnonzero(key[1:] == key[:-1]) + 1
    if not same.size:
        return (first,)
    starts = np.r_[True, key[1:] != key[:-1]]
    rank = np.arange(key.size) - np.maximum.accumulate(np.where(starts, np.arange(key.size), 0))
    for k in range(1, int(rank.max()) + 1):
        more = order[rank == k]
        out.append(pack(who[more], frame.year - year[more].astype(np.int32), frame.n, frame.bits))
    return (first, *out)


def _rating(frame: Frame, fact: RatingFact) -> Word:
    table = frame.tables.get("ratings")
    if table is None:
        return frame.unknown(fact)
    yes = frame.fold(table, table.columns["rating"] >= RATINGS[fact.at_least])
    rated = frame.words.get(_RATED) or Word((frame.fold(table, None),), 0)
    frame.words[_RATED] = rated
    return Word((yes,), ~rated.yes[0] & frame.word(frame.full), touched=True)


_RATED = RatingFact("khong-hoan-thanh")


def _idea(frame: Frame, fact: IdeaFact) -> Word:
    """Rows of these tables count as recognised, applied and unused unless a column says otherwise."""
    table = frame.tables.get(fact.table)
    if table is None:
        return frame.unknown(fact)
    keep = table.columns["level"] >= LEVELS[fact.level]
    for need in fact.needs:
        if need in table.columns:
            keep = keep & table.columns[need].astype(bool)
    return _word(frame, table, keep, None, fact.table, True)


def _discipline(frame: Frame, fact: DisciplineFact) -> Word:
    table = frame.tables.get("discipline")
    if table is None:
        return frame.unknown(fact)
    keep = table.columns["severity"] >= SEVERITY[fact.at_least]
    return _word(frame, table, keep, None, "discipline", False)


def _contest(frame: Frame, fact: ContestFact) -> Word:
    return frame.unknown(fact)


def _either(frame: Frame, fact: EitherFact) -> Word:
    return either([frame.read(part) for part in fact.parts])


FOLDS: dict[type, Callable[..., Word]] = {
    AwardFact: _award, RatingFact: _rating, IdeaFact: _idea, DisciplineFact: _discipline, ContestFact: _contest, EitherFact: _either,
}
