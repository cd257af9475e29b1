"""Unknown is not no: for which years a subject's records of a kind are declared complete by the units it belonged to.

A year is closed for a person when every unit on whose payroll the person was that year (or a unit above it) has declared
the kind for it; so is a year before the day of joining in which the person was in no unit. Years are bits of a word
anchored at the year asked about, as everywhere in ``merit``.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from vinhdanh.merit.time import EmulationCalendar, OutsideCalendar
from vinhdanh.merit.words import ALL, SPAN, mask
from vinhdanh.records.models import Completeness
from vinhdanh.records.told import Stay

BY_YEAR = ("awards", "initiatives", "research", "discipline", "contests")  # asked about for years on end
OF_THE_YEAR = ("people", "holds", "absences", "study", "ratings", "collective")  # asked about for the year alone
NEVER = 9999
Words = NDArray[np.uint64]


class Declared:
    """What units declared: of each kind and unit (``path``) the years, those of the units above included."""

    def __init__(self, rows: Iterable[tuple[str, str, int]]) -> None:
        self._own: dict[tuple[str, str], set[int]] = defaultdict(set)
        for kind, path, year in rows:
            self._own[(kind, path)].add(year)
        self._kept: dict[tuple[str, str], frozenset[int]] = {}

    def years(self, kind: str, path: str) -> frozenset[int]:
        """The years declared for a unit, by itself or by a unit above it."""
        key = (kind, path)
        if key not in self._kept:
            self._kept[key] = frozenset().union(*(self._own.get((kind, above), ()) for above in upwards(path)))
        return self._kept[key]

    def word(self, kind: str, path: str, year: int) -> int:
        """The same as a word anchored at ``year``."""
        return sum(1 << (year - y) for y in self.years(kind, path) if 0 <= year - y < SPAN)


def upwards(path: str) -> list[str]:
    """``/A/B/`` → ``/A/B/``, ``/A/``."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:n]) + "/" for n in range(len(parts), 0, -1)]


def declared(paths: Iterable[str] | None, kinds: Sequence[str] = (*BY_YEAR, *OF_THE_YEAR), *, since: Mapping[str, int] | None = None) -> Declared:
    """The declarations that bear on units (None: on all); one query. ``since`` names kinds with the first year wanted of each.

    Those of a few units are found by the units, which are few, and sorted out here; those of all by kind and year.
    """
    first = since or dict.fromkeys(kinds, 0)
    if paths is None:
        chosen = reduce(or_, (Q(kind=kind, year__gte=year) for kind, year in first.items()), Q(pk__in=[]))
    else:
        chosen = Q(unit__path__in={above for path in paths for above in upwards(path)}, year__gte=min(first.values(), default=0))
    rows = Completeness.objects.filter(chosen, withdrawn_at__isnull=True).order_by().values_list("kind", "unit__path", "year")
    return Declared(row for row in rows if row[2] >= first.get(row[0], NEVER))


def first_years(kinds: Iterable[str], year: int) -> dict[str, int]:
    """Of each kind the first year whose declaration matters: every year, or the year itself."""
    return {kind: year if kind in OF_THE_YEAR else 0 for kind in kinds}


class Presence:
    """Where ``n`` subjects were in which years: what decides whose declarations count."""

    def __init__(self, n: int, stays: Sequence[tuple[int, Stay]], joined: Sequence[dt.date | None], year: int, years: EmulationCalendar) -> None:
        """``stays``: (index of the subject, stay); ``joined``: its day of joining, an index each."""
        self.year = year
        self._year_of = YearOf(years, year)
        self.paths = list(dict.fromkeys(stay.path for _, stay in stays))
        place = {path: i for i, path in enumerate(self.paths)}
        self.who = np.array([i for i, _ in stays], np.intp)
        self.where = np.array([place[stay.path] for _, stay in stays], np.intp)
        spans = {(stay.since, stay.until) for _, stay in stays}
        words = {span: self._word(*span) for span in spans}
        self.when = np.array([words[stay.since, stay.until] for _, stay in stays], np.uint64)
        self.covered = np.zeros(n, np.uint64)
        np.bitwise_or.at(self.covered, self.who, self.when)
        befores = {day: self._before(day) for day in set(joined)}
        before = np.array([befores[day] for day in joined], np.uint64)
        self.loose = np.uint64(ALL) & ~self.covered & ~before

    def _word(self, since: dt.date, until: dt.date | None) -> int:
        first = self._year_of(since)
        last = self._year_of(until - dt.timedelta(days=1)) if until else self.year
        low, high = max(0, self.year - last), min(self.year - first, SPAN - 1)
        return mask(high + 1) & ~mask(low) if high >= low else 0

    def _before(self, joined: dt.date | None) -> int:
        return 0 if joined is None else ALL & ~mask(min(max(0, self.year - self._year_of(joined) + 1), SPAN))

    def open(self, said: Declared, kind: str) -> Words:
        """A word a subject: the years in which it may have rows of the kind that nobody entered."""
        words = np.array([said.word(kind, path, self.year) for path in self.paths], np.uint64)
        out = self.loose.copy()
        if self.who.size:
            np.bitwise_or.at(out, self.who, self.when & ~words[self.where])
        return out


class YearOf:
    """The emulation year of a day, as fast as many days need it; a day between two years counts as the earlier's."""

    def __init__(self, years: EmulationCalendar, around: int) -> None:
        self._years = [y for y in range(around - SPAN - 30, around + 3) if _held(years, y)]
        self._starts = [years.range_of(y).start for y in self._years]

    def __call__(self, day: dt.date) -> int:
        return self._years[max(0, bisect_right(self._starts, day) - 1)]


def _held(years: EmulationCalendar, year: int) -> bool:
    try:
        years.range_of(year)
    except OutsideCalendar:
        return False
    return True


def years_closed(open_: int, year: int) -> frozenset[int]:
    """The years of a word that are not open."""
    return frozenset(year - i for i in range(SPAN) if not open_ >> i & 1)
