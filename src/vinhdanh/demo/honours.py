"""The titles and forms an invented career brings, by the rules as we read them: ladders, streaks, one decision a year and issuer."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from vinhdanh.demo.careers import Career, Year

Day = dt.date
LDTT, CSTD, CSTD_SECTOR = "lao-dong-tien-tien", "chien-si-thi-dua-co-so", "chien-si-thi-dua-nganh"
GIAY_KHEN, BANG_KHEN, BANG_KHEN_TTG, MEDAL, ORDER = (
    "giay-khen",
    "bang-khen-nganh",
    "bang-khen-thu-tuong",
    "ky-niem-chuong-kiem-sat",
    "huan-chuong-lao-dong-ba",
)
GOOD = ("hoan-thanh-tot", "hoan-thanh-xuat-sac")


@dataclass(frozen=True, slots=True)
class Honour:
    """One award of a subject: code, year, kind, and the years of its achievement period."""

    award: str
    year: int
    kind: str
    unit: str
    since: int


@dataclass(slots=True)
class Streak:
    """What a ladder remembers while the years pass."""

    base: int = 0  # years in a row with CSTĐ cơ sở
    since_bk: int = 0  # of those, since the last Bằng khen
    good: int = 0  # years in a row rated good or better
    bk: int = 0
    sector: int = 0  # the year of the last sector title
    ttg: int = 0
    order: int = 0
    medal: bool = False


def honours(career: Career, last: int, excellent: frozenset[tuple[str, int]], certificates: float, chance: random.Random) -> list[Honour]:
    """All awards until the year ``last``. ``excellent``: units and years rated best (what a head needs for the title of fighter)."""
    streak, made = Streak(), []
    for year in (y for y in career.years if y.year <= last):
        made += _of_year(career, year, streak, excellent, certificates, chance)
    return made


def _of_year(
    career: Career, year: Year, streak: Streak, excellent: frozenset[tuple[str, int]], certificates: float, chance: random.Random
) -> list[Honour]:
    made = []
    streak.good = streak.good + 1 if year.rating in GOOD else 0
    advanced = _advanced(career, year) and chance.random() < 0.985
    if advanced:
        made.append(Honour(LDTT, year.year, "cong-trang", year.unit, year.year))
    if advanced and _fighter(year, excellent) and chance.random() < 0.1 + 0.6 * career.talent:
        streak.base, streak.since_bk = streak.base + 1, streak.since_bk + 1
        made.append(Honour(CSTD, year.year, "cong-trang", year.unit, year.year))
        made += _ladder(year, streak, chance)
    else:
        streak.base = streak.since_bk = 0
    return made + _beside(career, year, streak, certificates, chance)


def _advanced(career: Career, year: Year) -> bool:
    """Good or better, six months in the sector, not away for three months (childbirth apart), not disciplined."""
    served = career.joined is not None and (Day(year.year, 12, 31) - career.joined).days >= 183
    away = year.absent is not None and year.absent[0] != "thai-san" and (year.absent[2] - year.absent[1]).days >= 90
    return year.rating in GOOD and served and not away and not year.discipline


def _fighter(year: Year, excellent: frozenset[tuple[str, int]]) -> bool:
    return (year.rating == GOOD[1] or bool(year.idea)) and (not year.head or (year.unit, year.year) in excellent)


def _ladder(year: Year, streak: Streak, chance: random.Random) -> list[Honour]:
    """What a row of base titles leads to."""
    made = []
    if streak.base >= 3 and year.year - streak.sector >= 3 and chance.random() < 0.7:
        year.idea, streak.sector = "nganh", year.year
        made.append(Honour(CSTD_SECTOR, year.year, "cong-trang", year.unit, year.year - 2))
    if streak.since_bk >= 2 and chance.random() < 0.55:
        streak.since_bk, streak.bk = 0, year.year
        made.append(Honour(BANG_KHEN, year.year, "cong-trang", year.unit, year.year - 1))
    return made


def _beside(career: Career, year: Year, streak: Streak, certificates: float, chance: random.Random) -> list[Honour]:
    """What comes beside the ladder: certificates, the medal, the Prime Minister's and the State's forms."""
    made = []
    if chance.random() < certificates and not year.discipline:
        made.append(Honour(GIAY_KHEN, year.year, chance.choice(("phong-trao", "chuyen-de", "dot-xuat", "cong-trang")), year.unit, year.year))
    if not streak.medal and career.joined is not None and year.year - career.joined.year >= 16 and chance.random() < 0.6:
        streak.medal = True
        made.append(Honour(MEDAL, year.year, "cong-hien", year.unit, year.year - 15))
    if streak.bk and streak.good >= 5 and not streak.ttg and streak.base >= 2 and chance.random() < 0.25:
        streak.ttg = year.year
        made.append(Honour(BANG_KHEN_TTG, year.year, "cong-trang", year.unit, year.year - 4))
    if streak.ttg and not streak.order and year.year - streak.ttg >= 5 and chance.random() < 0.2:
        streak.order = year.year
        made.append(Honour(ORDER, year.year, "cong-trang", year.unit, year.year - 4))
    return made
