"""Making the demonstration: everything in one transaction, the same every time for the same day."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from vinhdanh.audit.actions import record
from vinhdanh.demo import declared
from vinhdanh.demo.accounts import make_accounts, told
from vinhdanh.demo.careers import Career, Span, begin, outsider
from vinhdanh.demo.collectives import Best, best_years, make_collectives
from vinhdanh.demo.decisions import Book
from vinhdanh.demo.facts import Ledger, make_facts
from vinhdanh.demo.honours import honours
from vinhdanh.demo.mark import ACTION
from vinhdanh.demo.pending import make_pending
from vinhdanh.demo.people import make_people
from vinhdanh.demo.places import World
from vinhdanh.demo.rankings import make_rankings
from vinhdanh.demo.units import make_clusters, make_units
from vinhdanh.search.sync import reindex

SEED, YEARS = 20260902, 15
Bar = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What was made."""

    units: int
    people: int
    awards: int


@transaction.atomic
def build(world: World, on: dt.date, bar: Bar) -> Told:
    """Write a world into an empty database. A break leaves it empty."""
    chance = random.Random(SEED)
    span = Span(on.year - YEARS, on.year - 1, on)
    at = timezone.make_aware(dt.datetime.combine(on, dt.time(8)) - dt.timedelta(days=20))
    places = {p.key: p for p in world.places}
    units = make_units(world)
    best = best_years(world, span, chance)
    missing = declared.gaps(world, span)
    ledger = Ledger(Book(places, on), units, at, on.year, missing, declared.rated_now(world), chance)
    done = 0
    for careers in _groups(world, span, chance):
        _write(careers, span, best, ledger, world.certificates)
        done += len(careers)
        bar(done, world.people)
    make_collectives(world, span, best, ledger)
    top = units[world.places[0].key]
    make_clusters(world, units, top, span.last - 4, on.year)
    users = make_accounts(world, units, on)
    declared.make_declared(world, span, units, users["tdkt"], at, missing)
    make_pending(world, units, users, on, at)
    make_rankings(world, units, users, on)
    reindex()
    made = Told(len(world.places), done, ledger.awards)
    record(
        top,
        ACTION,
        by=None,
        reason="Dữ liệu trình diễn, không có thật",
        data={
            "title": world.title,
            "accounts": told(world, users, units),
            "units": made.units,
            "people": made.people,
            "awards": made.awards,
            "on": on.isoformat(),
        },
    )
    return made


def _groups(world: World, span: Span, chance: random.Random) -> Iterator[list[Career]]:
    """Careers, some hundreds at a time, then the outsiders."""
    places = {p.key: p for p in world.places}
    group: list[Career] = []
    number = 0
    for place in world.places:
        for rank in range(place.size):
            group.append(begin(number, rank, place, places, span, chance, world.digits))
            number += 1
        if len(group) >= 500:
            yield _namesakes(group, world.namesakes)
            group = []
    group += [outsider(number + i, chance, world.digits) for i in range(world.outsiders)]
    if group:
        yield _namesakes(group, world.namesakes)


def _namesakes(group: list[Career], count: int) -> list[Career]:
    """Let some people bear the name of another one of the group: what a clerk must tell apart by birth and unit."""
    for i in range(min(count, len(group) // 20)):
        group[-5 - i * 7].name = group[10 + i * 9].name
    return group


def _write(careers: list[Career], span: Span, best: Best, ledger: Ledger, certificates: float) -> None:
    won = {c.number: honours(c, span.last, best, certificates, ledger.chance) for c in careers}
    people = make_people(careers, ledger.units)
    make_facts(list(zip(careers, people, strict=True)), won, ledger)
