"""Keeping the index: entries of what was saved, of ranges written in bulk, of what is gone, and of everything anew.

A decision is many award rows. Its entry says what the first of them in force says, so a new row changes nothing, and a row that
is corrected, set aside or gone has the decisions it named looked at again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import models, transaction

from vinhdanh.law.models import Act
from vinhdanh.people.models import Person
from vinhdanh.records.models import AwardHeld, Initiative
from vinhdanh.search import entries
from vinhdanh.search.matching import Term, matching
from vinhdanh.search.models import SearchEntry, SearchSlip, SearchWord
from vinhdanh.search.slips import learn, worth
from vinhdanh.units.models import Unit

Kind = SearchEntry.Kind
BATCH = 2000
Named = tuple[str, dt.date | None]  # a decision: its folded number and its day
FIELDS = ("object_pk", "unit", "on", "title", "subtitle", "folded", "words", "sort_key")
SOURCES: dict[type[models.Model], tuple[SearchEntry.Kind, Callable[[Any], SearchEntry | None]]] = {
    Person: (Kind.PERSON, entries.person_entry),
    Unit: (Kind.UNIT, entries.unit_entry),
    Initiative: (Kind.INITIATIVE, entries.initiative_entry),
    Act: (Kind.ACT, entries.act_entry),
}


def index(rows: Iterable[models.Model]) -> None:
    """Bring the entries of some objects of one model up to date."""
    rows = list(rows)
    if not rows:
        return
    kind, make = SOURCES[type(rows[0])]
    made = [make(row) for row in rows]
    _put([m for m in made if m is not None])
    drop(kind, [row.pk for row, m in zip(rows, made, strict=True) if m is None])


def index_range(model: type[models.Model], first: int, last: int) -> None:
    """Objects written in bulk, by the range of their keys."""
    rows = model._default_manager.filter(pk__range=(first, last))
    if model is AwardHeld:
        add_decisions(rows)  # type: ignore[arg-type]
        return
    for part in _parts(_read(rows)):
        index(part)


def add_decisions(rows: models.QuerySet[AwardHeld]) -> None:
    """Add the decisions that new award rows name, unless they are there."""
    for part in _parts(entries.decision_entry(d) for d in entries.decisions_of(rows)):
        known = set(SearchEntry.objects.filter(kind=Kind.DECISION, key__in=[e.key for e in part]).values_list("key", flat=True))
        _put([e for e in part if e.key not in known])


def renew_decisions(named: Iterable[Named]) -> None:
    """Look again at decisions that some award rows name or named: by folded number and day."""
    for part in _parts(sorted({n for n in named if n[0]}, key=str)):
        rows = AwardHeld.objects.filter(folded__in={folded for folded, _ in part})
        wanted = {entries.decision_key(*n) for n in part}
        made = [e for d in entries.decisions_of(rows) if (e := entries.decision_entry(d)).key in wanted]
        _put(made)
        _drop(SearchEntry.objects.filter(kind=Kind.DECISION, key__in=wanted - {e.key for e in made}))


def drop(kind: SearchEntry.Kind, pks: list[int]) -> None:
    """Remove the entries of objects."""
    if pks:
        _drop(SearchEntry.objects.filter(kind=kind, object_pk__in=pks))


def _drop(found: models.QuerySet[SearchEntry]) -> None:
    words = _words(found)
    if words:
        found.delete()  # bulk: search index
        transaction.on_commit(lambda: forget(words))


def gone(rows: list[models.Model]) -> None:
    """Some objects of one model are no more."""
    if rows and isinstance(rows[0], AwardHeld):
        renew_decisions(named(row) for row in rows if isinstance(row, AwardHeld))
    elif rows and type(rows[0]) in SOURCES:
        drop(SOURCES[type(rows[0])][0], [row.pk for row in rows])


def named(row: AwardHeld) -> Named:
    """The decision an award row names."""
    return row.folded, row.decided_on


def forget(words: Iterable[str]) -> None:
    """Remove the words that no entry holds any more: a slip must not be taken for one of them."""
    idle = [w for w in sorted(words) if worth(w) and not matching([Term((w,))]).exists()]
    for part in _parts(idle):
        SearchWord.objects.filter(word__in=part).delete()  # bulk: search index


@transaction.atomic
def reindex() -> int:
    """Make the whole index anew; returns how many entries it has."""
    for model in (SearchEntry, SearchSlip, SearchWord):
        model._default_manager.all().delete()  # bulk: search index
    for source in SOURCES:
        for part in _parts(_read(source._default_manager.all())):
            index(part)
    add_decisions(AwardHeld.objects.all())
    return SearchEntry.objects.count()


def _read(rows: models.QuerySet[Any]) -> Iterator[Any]:
    rows = rows.prefetch_related("spans") if rows.model is Unit else rows
    return rows.order_by("pk").iterator(chunk_size=BATCH)


def _parts(things: Iterable[Any]) -> Iterator[list[Any]]:
    things = iter(things)
    while part := list(islice(things, BATCH)):
        yield part


def _put(made: list[SearchEntry]) -> None:
    if not made:
        return
    there = SearchEntry.objects.filter(kind=made[0].kind, key__in=[m.key for m in made])  # all are of one kind
    before, words = _words(there), {w for m in made for w in m.words.split()}
    SearchEntry.objects.bulk_create(made, update_conflicts=True, unique_fields=("kind", "key"), update_fields=FIELDS)  # bulk: search index
    transaction.on_commit(lambda: learn(words))  # short and alone: two long transactions may know the same new words
    transaction.on_commit(lambda: forget(before - words))


def _words(found: models.QuerySet[SearchEntry]) -> set[str]:
    return {w for text in found.order_by("pk").values_list("words", flat=True) for w in text.split()}
