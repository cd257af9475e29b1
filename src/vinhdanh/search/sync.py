"""Keeping the index: entries of what was saved, of ranges written in bulk, and of everything anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import models, transaction

from vinhdanh.law.models import Act
from vinhdanh.people.models import Person
from vinhdanh.records.models import AwardHeld, Initiative
from vinhdanh.search import entries
from vinhdanh.search.models import SearchEntry, SearchSlip, SearchWord
from vinhdanh.search.slips import learn
from vinhdanh.units.models import Unit

Kind = SearchEntry.Kind
BATCH = 2000
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
    if isinstance(rows[0], AwardHeld):
        index_decisions(AwardHeld.objects.filter(pk__in=[r.pk for r in rows]))
        return
    kind, make = SOURCES[type(rows[0])]
    made = [make(row) for row in rows]
    _put([m for m in made if m is not None])
    drop(kind, [row.pk for row, m in zip(rows, made, strict=True) if m is None])


def index_decisions(rows: models.QuerySet[AwardHeld]) -> None:
    """Add the decisions that award rows name."""
    for part in _parts(entries.decision_entry(d) for d in entries.decisions_of(rows)):
        _put(part)


def index_range(model: type[models.Model], first: int, last: int) -> None:
    """Objects written in bulk, by the range of their keys."""
    rows = model._default_manager.filter(pk__range=(first, last))
    if model is AwardHeld:
        index_decisions(rows)  # type: ignore[arg-type]
        return
    for part in _parts(_read(rows)):
        index(part)


def drop(kind: SearchEntry.Kind, pks: list[int]) -> None:
    """Remove the entries of objects."""
    if pks:
        SearchEntry.objects.filter(kind=kind, object_pk__in=pks).delete()  # bulk: search index


@transaction.atomic
def reindex() -> int:
    """Make the whole index anew; returns how many entries it has."""
    for model in (SearchEntry, SearchSlip, SearchWord):
        model._default_manager.all().delete()  # bulk: search index
    for source in SOURCES:
        for part in _parts(_read(source._default_manager.all())):
            index(part)
    index_decisions(AwardHeld.objects.all())
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
    SearchEntry.objects.bulk_create(made, update_conflicts=True, unique_fields=("kind", "key"), update_fields=FIELDS)  # bulk: search index
    words = {w for m in made for w in m.words.split()}
    transaction.on_commit(lambda: learn(words))  # short and alone: two long transactions may know the same new words
