"""The three rules as the loop anybody would write first: one person after the other, sets and lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
from population import AS_OF, CODES, YEAR, Array, Population

FIGHTER, CERTIFICATE = CODES.index("chien-si-thi-dua-co-so"), CODES.index("bang-khen-nganh")
HALF_YEAR_AGO = dt.date(AS_OF.year, 6, 1)  # six full months up to the end of 30/11


@dataclass(slots=True)
class Person:
    """One person's records as Python objects."""

    hired: dt.date
    ratings: dict[int, int] = field(default_factory=dict)
    awards: list[tuple[int, int]] = field(default_factory=list)
    initiatives: list[tuple[int, int]] = field(default_factory=list)
    discipline: list[tuple[int, int]] = field(default_factory=list)


def prepare(people: Population) -> list[Person]:
    """Everybody as objects."""
    out = [Person(day) for day in people.hired.tolist()]
    for who, year, rating in people.ratings.rows():
        out[who].ratings[year] = rating
    for name in ("awards", "initiatives", "discipline"):
        for who, year, value in getattr(people, name).rows():
            getattr(out[who], name).append((year, value))
    return out


def sector(p: Person) -> bool:
    """Three fighter titles in a row to this year, an initiative of the sector's level in three years, no discipline."""
    fighter = {year for year, code in p.awards if code == FIGHTER}
    streak = all(YEAR - k in fighter for k in range(3))
    return streak and any(level >= 2 and year > YEAR - 3 for year, level in p.initiatives) and not disciplined(p)


def disciplined(p: Person) -> bool:
    """Whether there was discipline this year."""
    return any(year == YEAR for year, _ in p.discipline)


def ladder(p: Person) -> bool:
    """Five good years or more without a break after the first certificate, with three fighter titles among them."""
    held = [year for year, code in p.awards if code == CERTIFICATE]
    if not held:
        return False
    start, year = min(held), YEAR
    while year > start and p.ratings.get(year, 0) >= 2:
        year -= 1
    fighter = {y for y, code in p.awards if code == FIGHTER and y > year}
    return YEAR - year >= 5 and len(fighter) >= 3


def first(p: Person) -> bool:
    """Rated good, not disciplined, employed six months, and rated excellent or with an initiative this year."""
    rating = p.ratings.get(YEAR, 0)
    merit = rating >= 3 or any(year == YEAR for year, _ in p.initiatives)
    return rating >= 2 and not disciplined(p) and p.hired <= HALF_YEAR_AGO and merit


RULES = {"sector": sector, "ladder": ladder, "first": first}


def run(people: list[Person], rules: tuple[str, ...]) -> dict[str, Array]:
    """Verdicts, person by person."""
    return {name: np.fromiter((RULES[name](p) for p in people), bool, len(people)) for name in rules}
