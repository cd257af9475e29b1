"""The members of collectives, counted: who has which title in the year, who was rated and disciplined how.

Numbers are bounds: who surely has it, and who possibly has it because the records of the year are not declared whole.
Members are those on the payroll of the unit or of one below it on the day. They are counted by the unit they are in
(``Tally``), and the units below a collective are added up: a whole sector costs as many rows as it has members, no more.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from vinhdanh.merit.rows import RATINGS, SEVERITY
from vinhdanh.people.models import Membership, Post
from vinhdanh.records.known import Declared, declared, upwards
from vinhdanh.records.models import AwardHeld, Discipline, Rating
from vinhdanh.records.telling import bounds
from vinhdanh.records.told import bare, numbered, packed
from vinhdanh.units.models import Unit

LDTT, CSTDCS = "lao-dong-tien-tien", "chien-si-thi-dua-co-so"
TITLES, RATED = (LDTT, CSTDCS), tuple(map(str, Rating.Value))
MANY = 3000  # members: from here on the rows of everybody are read sooner than theirs are sought
KINDS = ("people", "awards", "ratings", "discipline")
Flags = NDArray[np.bool_]
Ints = NDArray[np.intp]


def members_of(units: Sequence[Unit], year: int, day: dt.date) -> dict[int, dict[str, Any]]:
    """``members`` of the case format for each unit; six queries."""
    below = _below(units)
    where = Where.on(below, day)
    if not where.people.size:
        return {u.pk: {} for u in units}
    said = declared({*where.paths} | {u.path for u in units}, since=dict.fromkeys(KINDS, year))
    tally = Tally(where, Year(year, where.people.tolist() if where.people.size < MANY else None), said)
    heads = defaultdict(set)
    for unit, person in Post.objects.filter(_now(day), head=True, unit__in=units).order_by().values_list("unit_id", "person_id"):
        heads[unit].add(person)
    return {u.pk: tally.count(u.path, heads[u.pk], year in said.years("people", u.path)) for u in units}


def _below(units: Sequence[Unit]) -> Q:
    found = Q(pk__in=[])
    tops = [u for u in units if not any(o.path != u.path and u.path.startswith(o.path) for o in units)]
    for unit in tops:
        found |= Q(unit__path__startswith=unit.path)
    return found


def _now(day: dt.date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


@dataclass(frozen=True, slots=True)
class Where:
    """Every member (ascending) with the unit it is in, as its place among ``paths``."""

    people: Ints
    unit: Ints
    paths: list[str]

    @classmethod
    def on(cls, below: Q, day: dt.date) -> Where:
        """The members of a day; of who is in two units, the one that came last counts."""
        on = Membership.objects.filter(below, _now(day), kind=Membership.Kind.PAYROLL, person__secret=False, person__merged_into__isnull=True)
        rows = on.values_list("person_id", "unit__path")
        found = cls.of(bare(rows.order_by()))
        return found if np.diff(found.people).all() else cls.of([*dict(bare(rows.order_by("since", "pk"))).items()])

    @classmethod
    def of(cls, rows: Sequence[tuple[int, str]]) -> Where:
        """From pairs of a person and a path."""
        people, where = zip(*rows, strict=True) if rows else ((), ())
        place = {path: i for i, path in enumerate(dict.fromkeys(where))}
        ids = np.fromiter(people, np.int64, len(rows))
        order = np.argsort(ids)
        return cls(ids[order], np.fromiter(map(place.__getitem__, where), np.intp, len(rows))[order], list(place))


# ---- the records of the year -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Year:
    """The records of a year; ``people``: of these only (None: of everybody, where they are many)."""

    year: int
    people: list[int] | None

    def _kept(self) -> Q:
        whose = Q(person__isnull=False) if self.people is None else Q(person__in=self.people)
        return whose & Q(year=self.year, void_at__isnull=True)

    def titles(self) -> tuple[Ints, Flags]:
        """Who was given a title, and whether it was the fighter's."""
        who, _, code = packed(AwardHeld.objects.filter(self._kept(), award__in=TITLES), numbered("award", TITLES))
        return who, code == TITLES.index(CSTDCS)

    def ratings(self) -> tuple[Ints, Flags]:
        """Who was rated, and whether the tasks were completed."""
        who, _, code = packed(Rating.objects.filter(self._kept(), body=Rating.Body.OFFICE), numbered("value", RATED))
        return who, np.array([RATINGS.get(value, 3) >= 1 for value in RATED], bool)[code]

    def discipline(self) -> list[tuple[int, str]]:
        """Who was disciplined how."""
        return bare(Discipline.objects.filter(self._kept()).order_by().values_list("person_id", "form"))


# ---- counted by unit ---------------------------------------------------------------------------------------


class Tally:
    """What the year brought, by member, and how many it brought it to in each unit."""

    def __init__(self, where: Where, found: Year, said: Declared) -> None:
        self._ids, self._unit, self.paths = where.people, where.unit, where.paths
        self._under: defaultdict[str, list[int]] = defaultdict(list)
        for i, path in enumerate(self.paths):
            for above in upwards(path):
                self._under[above].append(i)
        self._titled(*found.titles())
        self._rated(*found.ratings())
        self._disciplined(found.discipline())
        self.members = self._by_unit(np.ones(self._ids.size, bool))
        self._open = {kind: np.array([found.year not in said.years(kind, path) for path in self.paths], bool) for kind in ("awards", "discipline")}

    def _titled(self, people: Ints, fighters: Flags) -> None:
        self._fighter = self._marked(people[fighters])
        self.titled, self.fighters = self._by_unit(self._marked(people)), self._by_unit(self._fighter)

    def _rated(self, people: Ints, done: Flags) -> None:
        self.rated, self.done = self._by_unit(self._marked(people)), self._by_unit(self._marked(people[done]))

    def _disciplined(self, found: Sequence[tuple[int, str]]) -> None:
        worst: dict[int, int] = {}
        for pk, form in found:
            worst[pk] = max(worst.get(pk, 0), SEVERITY.get(form, 0))
        self.disciplined = self._by_unit(self._marked(worst))
        self.light = self._by_unit(self._marked(pk for pk, at in worst.items() if at == 1))
        self.warned = self._by_unit(self._marked(pk for pk, at in worst.items() if at >= 2))

    def _places(self, people: Iterable[int]) -> Ints:
        """Where these people stand among the members; who is none is passed over."""
        ids = people if isinstance(people, np.ndarray) else np.fromiter(people, np.int64)
        at = np.minimum(np.searchsorted(self._ids, ids), self._ids.size - 1)
        found: Ints = at[self._ids[at] == ids]
        return found

    def _marked(self, people: Iterable[int]) -> Flags:
        flags = np.zeros(self._ids.size, bool)
        flags[self._places(people)] = True
        return flags

    def _by_unit(self, flags: Flags) -> Ints:
        return np.bincount(self._unit[flags], minlength=len(self.paths))

    # ---- one collective ------------------------------------------------------------------------------------

    def count(self, path: str, heads: Collection[int], whole: bool) -> dict[str, Any]:
        """The counts of one unit; the total only where its list of people is declared whole (``whole``)."""
        under = np.array(self._under[path], np.intp)
        told: dict[str, Any] = {"total": int(self.members[under].sum())} if whole else {}
        told["lao_dong_tien_tien"] = bounds(*self._bounds(self.titled, under, "awards"), whole)
        told["chien_si_thi_dua_co_so"] = bounds(*self._fighters(under, heads), whole)
        told |= self._completed(under) if whole else {}
        perhaps = self._bounds(self.disciplined, under, "discipline")[1]
        told["disciplined_canh_cao_up"] = bounds(int(self.warned[under].sum()), perhaps, whole)
        return {**told, "disciplined_khien_trach": bounds(int(self.light[under].sum()), perhaps, whole)}

    def _bounds(self, have: Ints, under: Ints, kind: str) -> tuple[int, int]:
        """How many surely have it, and how many of the others perhaps: records of the kind may be missing of their unit."""
        return int(have[under].sum()), int((self.members[under] - have[under])[self._open[kind][under]].sum())

    def _fighters(self, under: Ints, heads: Collection[int]) -> tuple[int, int]:
        """The same of the fighter's title; the heads of the collective are not counted with its members."""
        surely, perhaps = self._bounds(self.fighters, under, "awards")
        for at in self._places(heads).tolist():
            unit, fighter = self._unit[at], bool(self._fighter[at])
            if unit in under:
                surely, perhaps = surely - fighter, perhaps - bool(self._open["awards"][unit] and not fighter)
        return surely, perhaps

    def _completed(self, under: Ints) -> dict[str, Any]:
        """The share of members who completed their tasks, once everybody is rated."""
        total, rated = int(self.members[under].sum()), int(self.rated[under].sum())
        return {"completed_share": Decimal(100 * int(self.done[under].sum())) / total} if total and rated == total else {}
