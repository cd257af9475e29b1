"""Whom a row means: people of the database found by key, by name with birth and unit, each with how sure that is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from vinhdanh.people.models import Person
from vinhdanh.records.models import ImportRow
from vinhdanh.units.models import Unit
from vinhdanh.workbook.days import Day
from vinhdanh.workbook.lexicon import key as word_key
from vinhdanh.workbook.refs import same_key

SURE, LIKELY, SEVERAL, NEW = ImportRow.Match.SURE, ImportRow.Match.LIKELY, ImportRow.Match.SEVERAL, ImportRow.Match.NEW
ALIKE = 0.86  # names this much alike may be one name with a slip
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the database, as far as matching needs."""

    pk: int
    key: str
    name: str
    birth: dt.date | None
    year: int | None
    unit_id: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person as a file writes it; ``unit_id`` None where the unit is not in the database yet."""

    key: str | None
    name: str
    birth: Day | None
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: how surely (percent), whom, and who else it may be (JSON for the grid)."""

    kind: str
    confidence: int
    person_id: int | None
    candidates: list[dict[str, Any]] = field(default_factory=list)


class People:
    """The people under a unit, for matching."""

    def __init__(self, top: Unit) -> None:
        self.by_key: dict[str, Known] = {}
        self.by_name: defaultdict[str, list[Known]] = defaultdict(list)
        self.by_birth: defaultdict[dt.date, list[Known]] = defaultdict(list)
        self.by_id: dict[int, Known] = {}
        rows = Person.objects.filter(unit__path__startswith=top.path, secret=False, merged_into__isnull=True).order_by("pk")
        for values in rows.values_list("pk", "key", "full_name", "birth", "birth_year", "unit_id", "unit__name").iterator(chunk_size=5000):
            self._add(Known(*values))

    def _add(self, known: Known) -> None:
        self.by_id[known.pk] = known
        self.by_key[same_key(known.key)] = known
        self.by_name[word_key(known.name)].append(known)
        if known.birth:
            self.by_birth[known.birth].append(known)

    def match(self, wanted: Wanted, choice: str = "", person_id: int | None = None) -> Match:
        """Who it is. What the clerk has chosen holds, as long as that person is still here."""
        scored = sorted(((s, k, why) for k in self._pool(wanted) if (s := _score(wanted, k))[0] and (why := s[1]) is not None), key=_order)
        candidates = [_candidate(k, s[0], why) for s, k, why in scored[:SHOWN]]
        if choice == "person" and person_id in self.by_id:
            return Match(SURE, 100, person_id, candidates)
        if choice == "new" or not scored:
            return Match(NEW, 100 if not scored else 0, None, candidates)
        best = scored[0][0][0]
        rivals = [s for s, _, _ in scored if s[0] >= best - 5]
        if len(rivals) > 1:
            return Match(SEVERAL, best, None, candidates)
        return Match(SURE if best >= 90 else LIKELY, best, scored[0][1].pk, candidates)

    def _pool(self, wanted: Wanted) -> list[Known]:
        found = {k.pk: k for k in self.by_name.get(word_key(wanted.name), [])}
        if wanted.key and (keyed := self.by_key.get(same_key(wanted.key))):
            found[keyed.pk] = keyed
        if wanted.birth and wanted.birth.exact:
            found.update((k.pk, k) for k in self.by_birth.get(wanted.birth.exact, []) if _alike(k.name, wanted.name))
        return list(found.values())


def _order(scored: tuple[tuple[int, str], Known, str]) -> tuple[int, int]:
    return -scored[0][0], scored[1].pk


def _candidate(known: Known, score: int, why: str) -> dict[str, Any]:
    born = f"{known.birth:%d/%m/%Y}" if known.birth else str(known.year or "")
    return {"id": known.pk, "key": known.key, "name": known.name, "born": born, "unit": known.unit, "score": score, "why": why}


def _alike(one: str, two: str) -> bool:
    return SequenceMatcher(None, word_key(one), word_key(two)).ratio() >= ALIKE


def _score(wanted: Wanted, known: Known) -> tuple[int, str]:
    """Percent and why; 0 where it cannot be the same person."""
    same_name = word_key(wanted.name) == word_key(known.name)
    written_alike = wanted.name.casefold() == known.name.casefold()
    if wanted.key and same_key(wanted.key) == same_key(known.key):
        return (100, "cùng mã, cùng tên") if same_name else (55, "cùng mã, khác tên")
    born, here = _born(wanted.birth, known), wanted.unit_id is not None and wanted.unit_id == known.unit_id
    if born == "differs":
        return (40, "cùng tên, cùng đơn vị, khác ngày sinh") if same_name and here and not wanted.key else (0, "")
    if not same_name:
        return (60, "tên gần giống, cùng ngày sinh") if born == "day" and here else (0, "")
    base = {"day": 98, "year": 92, "": 70}[born] if here else {"day": 85, "year": 60, "": 45}[born]
    why = {"day": "cùng tên, ngày sinh", "year": "cùng tên, năm sinh", "": "cùng tên"}[born] + (", đơn vị" if here else ", khác đơn vị")
    return (base, why) if written_alike else (min(base, 80), why + ", khác dấu")


def _born(birth: Day | None, known: Known) -> str:
    """How far the births agree: "day", "year", "differs", or "" where one is not known."""
    year = known.birth.year if known.birth else known.year
    if birth is None or year is None:
        return ""
    if birth.first.year != year and birth.last.year != year:
        return "differs"
    if birth.exact and known.birth:
        return "day" if birth.exact == known.birth else "differs"
    if known.birth and not birth.first <= known.birth <= birth.last:
        return "differs"
    return "year"
