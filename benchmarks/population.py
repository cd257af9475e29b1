"""An invented population: people are numbers, their records are drawn from a seeded generator.

Nothing here comes from a real office. Every relation is a set of contiguous arrays of one length, sorted by
person and then by year, which is how a columnar file or a database query ordered by person would hand them over.

    hired       (n,)                 day of recruitment
    ratings     who, year, rating    0..3; one a year of employment, save the few nobody entered
    awards      who, year, code      index into CODES; several a year are possible
    initiatives who, year, level     1..3; several a year are possible
    research    who, year, level     1..3
    discipline  who, year, severity  1..3
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

YEAR = 2025  # the year the awards are for
AS_OF = dt.date(2025, 11, 30)
SPAN = 15  # years of records, YEAR included
CODES = (
    "lao-dong-tien-tien",
    "chien-si-thi-dua-co-so",
    "chien-si-thi-dua-nganh",
    "chien-si-thi-dua-toan-quoc",
    "giay-khen",
    "bang-khen-nganh",
    "bang-khen-thu-tuong",
    "huan-chuong-lao-dong-ba",
    "huan-chuong-lao-dong-nhi",
    "huan-chuong-lao-dong-nhat",
)
ENTERED = 0.997  # share of the years of employment whose rating was entered
# Chance a year of each award, for a year rated good and for one rated excellent.
CHANCE = (
    (0.93, 0.99),
    (0.10, 0.80),
    (0.01, 0.06),
    (0.0005, 0.003),
    (0.10, 0.20),
    (0.02, 0.08),
    (0.002, 0.01),
    (0.001, 0.003),
    (0.0003, 0.001),
    (0.0001, 0.0003),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """Columns of one length; ``who`` ascending, then ``year`` ascending."""

    who: Array
    year: Array
    value: Array

    def rows(self) -> zip[tuple[int, int, int]]:
        """The rows as Python integers."""
        return zip(self.who.tolist(), self.year.tolist(), self.value.tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody's records."""

    n: int
    hired: Array
    ratings: Relation
    awards: Relation
    initiatives: Relation
    research: Relation
    discipline: Relation

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(r.who.size for r in (self.ratings, self.awards, self.initiatives, self.research, self.discipline))


def generate(n: int, seed: int = 2025) -> Population:
    """``n`` invented people."""
    rng = np.random.default_rng(seed)
    hired = np.datetime64(AS_OF) - rng.integers(0, 30 * 365, n)
    first = hired.astype("M8[Y]").astype(np.int16) + 1970
    years = np.arange(YEAR - SPAN + 1, YEAR + 1, dtype=np.int16)
    employed = years >= first[:, None]
    rating = _ratings(rng, n)
    ratings = _relation(employed & (rng.random((n, SPAN), np.float32) < ENTERED), rating)
    gift = rng.random((n, 1), np.float32)
    return Population(
        n,
        hired,
        ratings,
        _awards(rng, employed, rating),
        _ideas(rng, employed, gift * 0.5),
        _ideas(rng, employed, gift * 0.06),
        _ideas(rng, employed, (1 - gift) * 0.012),
    )


def _ratings(rng: np.random.Generator, n: int) -> Array:
    """0..3 a person and year; the able are rated higher."""
    gift = rng.random((n, 1), np.float32)
    draw = rng.random((n, SPAN), np.float32) + (gift - 0.5) * 0.35
    return np.digitize(draw, (-0.08, 0.02, 0.78)).astype(np.int8)


def _awards(rng: np.random.Generator, employed: Array, rating: Array) -> Relation:
    parts = []
    for code, (good, excellent) in enumerate(CHANCE):
        chance = np.array([0, 0, good, excellent], np.float32)[rating]
        draws = 2 if CODES[code] == "giay-khen" else 1  # two in one year, now and then
        parts += [_relation(employed & (rng.random(rating.shape, np.float32) < chance), np.full_like(rating, code)) for _ in range(draws)]
    return _merge(parts)


def _ideas(rng: np.random.Generator, employed: Array, chance: Array) -> Relation:
    """Up to two a year, most of the lowest level."""
    return _merge([_idea(rng, employed, chance * share) for share in (1, 0.15)])


def _idea(rng: np.random.Generator, employed: Array, chance: Array) -> Relation:
    level = np.digitize(rng.random(employed.shape, np.float32), (0.75, 0.95)).astype(np.int8) + np.int8(1)
    return _relation(employed & (rng.random(employed.shape, np.float32) < chance), level)


def _relation(where: Array, value: Array) -> Relation:
    who, back = np.nonzero(where)
    return Relation(who.astype(np.int32), (back + (YEAR - SPAN + 1)).astype(np.int16), value[where])


def _merge(parts: list[Relation]) -> Relation:
    who, year, value = (np.concatenate([getattr(p, name) for p in parts]) for name in ("who", "year", "value"))
    order = np.argsort(who.astype(np.int64) * 4096 + year, kind="stable")
    return Relation(who[order], year[order], value[order])
