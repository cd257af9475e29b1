"""Yearly facts as bit words, and numbers as intervals: the two shapes in which every fact is weighed.

Bit ``i`` of a word is the emulation year ``T - i`` where ``T`` is the year the award is for, so that bit 0 is
"this year", a window of the last five years is ``0b11111`` and the years after an award held at bit ``p`` are
the bits below ``p``. Every function works on a Python ``int`` and on a numpy array of ``uint64`` alike: one
person and a whole population are computed by the same line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

SPAN = 48  # years a word reaches back from T
ALL = (1 << SPAN) - 1
MICRO = 1_000_000  # numbers are kept as whole millionths: exact, comparable, never float
INFINITE = 1 << 60

# One person's word is an int, a population's an array; mypy cannot say "the same in, the same out" for both.
Bits = Any


@dataclass(slots=True)
class Word:
    """In which years a fact held.

    ``yes``: words of the years in which it held at least 1, 2, … times (``yes[0]`` always there);
    ``maybe``: years in which it may hold once more and nobody knows; ``many``: an unknown year may hide several;
    ``pool``: how many more times it held in years nobody named, somewhere inside ``pool_mask``;
    ``touched``: whether anything at all was told about it; ``denied``: whether it was said outright that it did not
    hold this year ("count: 0"); ``once``: a year counts once, however often the fact held in it.
    """

    yes: tuple[Bits, ...]
    maybe: Bits
    pool: Bits = 0
    pool_mask: Bits = 0
    touched: Bits = False
    many: bool = False
    denied: Bits = False
    once: bool = False


@dataclass(slots=True)
class Num:
    """A number known to lie in ``[lo, hi]`` (millionths; ``±INFINITE`` where nothing is known)."""

    lo: Bits
    hi: Bits
    touched: Bits = False


@dataclass(slots=True)
class Flag:
    """A three-valued statement: ``truth.NO``, ``UNKNOWN`` or ``YES``. ``open``: the years whose records are not whole, where that decides."""

    value: Bits
    touched: Bits = False
    open: Bits = 0


Value = Word | Num | Flag


def mask(years: int) -> int:
    """The word of the last ``years`` years, T included."""
    return (1 << years) - 1


def popcount(bits: Bits) -> Bits:
    """How many years a word holds (int, or int16 array)."""
    if isinstance(bits, int):
        return bits.bit_count()
    return np.bitwise_count(bits).astype(np.int16)


def _one(bits: Bits) -> Bits:
    return bits.dtype.type(1)


def _all(bits: Bits) -> Bits:
    return np.iinfo(bits.dtype).max


def trailing_ones(bits: Bits) -> Bits:
    """The length of the unbroken run of years that ends at T."""
    if isinstance(bits, int):
        return (~bits & (bits + 1)).bit_length() - 1
    return popcount(trailing(bits))


def trailing(bits: Bits) -> Bits:
    """The years of the unbroken run that ends at T, as a word (arrays)."""
    return (~bits & (bits + _one(bits))) - _one(bits)


def below_lowest(bits: Bits) -> Bits:
    """The years after the latest year held in ``bits``; every year when it holds none."""
    if isinstance(bits, int):
        return (bits & -bits) - 1 if bits else ALL
    return (bits & (~bits + _one(bits))) - _one(bits)


def below_highest(bits: Bits) -> Bits:
    """The years after the earliest year held in ``bits``; none when it holds none."""
    if isinstance(bits, int):
        return (1 << (bits.bit_length() - 1)) - 1 if bits else 0
    shift = 1
    while shift < bits.dtype.itemsize * 8:
        bits = bits | (bits >> shift)
        shift *= 2
    return bits >> 1


def highest(bits: Bits) -> Bits:
    """The earliest year held in ``bits`` alone, as a word."""
    if isinstance(bits, int):
        return 1 << (bits.bit_length() - 1) if bits else 0
    return np.where(bits == 0, bits, below_highest(bits) + _one(bits))


def low_mask(count: Bits) -> Bits:
    """The word of the last ``count`` years, for a count that differs from person to person (uint64)."""
    if isinstance(count, int):
        return (1 << count) - 1
    return (np.uint64(1) << count.astype(np.uint64)) - np.uint64(1)


def has_run(bits: Bits, length: int, step: int = 1) -> Bits:
    """The word of the years in which a run of ``length`` years, ``step`` apart, ends."""
    out = bits
    for k in range(1, length):
        out = out & (bits >> (k * step))
    return out


def fill(word: Word, wanted: Bits) -> Bits:
    """``yes[0]`` with the rows of unnamed years put where they are wanted, the latest years first."""
    bits = word.yes[0]
    if isinstance(bits, int):
        return _fill_one(bits, word.pool, word.pool_mask & wanted) if word.pool else bits
    return bits if isinstance(word.pool, int) else _fill_many(bits, word.pool, word.pool_mask & wanted)


def _fill_one(bits: int, pool: int, where: int) -> int:
    while pool > 0 and (free := ~bits & where):
        bits |= free & -free
        pool -= 1
    return bits


def _fill_many(bits: Bits, pool: Bits, where: Bits) -> Bits:
    for k in range(min(int(pool.max(initial=0)), SPAN)):
        free = ~bits & where
        bits = np.where(pool > k, bits | (free & (~free + _one(free))), bits)
    return bits
