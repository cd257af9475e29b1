"""Units of the demo: kinds, tree, names in time, what became of whom, clusters by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from vinhdanh.demo.places import KINDS, MERGER, PAPER, Place, World
from vinhdanh.demo.write import put
from vinhdanh.merit.collate import sort_key
from vinhdanh.merit.text import fold
from vinhdanh.units.lineage import answers_for
from vinhdanh.units.models import Cluster, ClusterMember, Unit, UnitKind, UnitSpan, UnitSuccession

Made = dict[str, Unit]


def make_units(world: World) -> Made:
    """Write the tree; the units by key."""
    kinds = {k.code: _kind(k.code, k.name, k.level, k.rank, k.since, k.until) for k in KINDS}
    made: Made = {}
    for level in _levels(world.places):  # parents first: their keys in the database are needed
        for unit in put(_unit(p, kinds[p.kind.code], made) for p in level):
            made[unit.key] = unit
    put(span for p in world.places for span in _spans(p, made))
    put(_successions(world.places, made))
    for pk, told in answers_for({unit.pk: unit.path for unit in made.values()}, MERGER).items():
        heir = next(unit for unit in made.values() if unit.pk == pk)
        heir.answers_for = told
        heir.save(update_fields=["answers_for"])
    return made


def _kind(code: str, name: str, level: str, rank: int, since: object, until: object) -> UnitKind:
    values = {"name": name, "level": level, "rank": rank, "since": since, "until": until}
    return UnitKind.objects.get_or_create(code=code, defaults=values)[0]


def _levels(places: list[Place]) -> Iterable[list[Place]]:
    done: set[str | None] = {None}
    left = places
    while left:
        level = [p for p in left if p.parent in done]
        yield level
        done |= {p.key for p in level}
        left = [p for p in left if p.key not in done]


def _unit(place: Place, kind: UnitKind, made: Made) -> Unit:
    parent = made[place.parent] if place.parent else None
    return Unit(
        key=place.key,
        name=place.name,
        short_name=place.short,
        kind=kind,
        parent=parent,
        path=f"{parent.path if parent else '/'}{place.key}/",
        founded_on=place.since,
        dissolved_on=place.until,
        folded=fold(place.name),
        sort_key=sort_key(place.name),
    )


def _spans(place: Place, made: Made) -> Iterable[UnitSpan]:
    since = place.since
    if place.renamed_on:
        yield _span(place, made, since, place.renamed_on, place.old_name)
        since = place.renamed_on
    yield _span(place, made, since, place.until, place.name)


def _span(place: Place, made: Made, since: dt.date, until: dt.date | None, name: str) -> UnitSpan:
    unit = made[place.key]
    return UnitSpan(
        unit=unit,
        since=since,
        until=until,
        name=name,
        kind=unit.kind,
        parent=unit.parent,
        legal_personality=place.kind.legal,
        payroll_owner=place.kind.payroll,
        flag_eligible=place.kind.flag,
        paper=PAPER if since == MERGER else "",
    )


def _successions(places: list[Place], made: Made) -> Iterable[UnitSuccession]:
    for place in places:
        for old in place.before:
            yield UnitSuccession(kind=UnitSuccession.Kind.MERGE, old=made[old], new=made[place.key], on=MERGER, paper=PAPER)


def make_clusters(world: World, made: Made, owner: Unit, first: int, last: int) -> None:
    """Clusters with their members by year; the head goes round."""
    for seed in world.clusters:
        cluster = Cluster.objects.create(kind=seed.kind, key=seed.key, name=seed.name, owner=owner)
        put(row for year in range(first, last + 1) for row in _members(cluster, [made[k] for k in seed.members], year))


def _members(cluster: Cluster, units: list[Unit], year: int) -> Iterable[ClusterMember]:
    here = [u for u in units if (u.founded_on is None or u.founded_on.year <= year) and (u.dissolved_on is None or u.dissolved_on.year > year)]
    for place, unit in enumerate(here):
        turn = (place + year) % len(here)
        role = ClusterMember.Role.HEAD if turn == 0 else ClusterMember.Role.DEPUTY if turn == 1 else ClusterMember.Role.MEMBER
        yield ClusterMember(cluster=cluster, unit=unit, year=year, role=role)
