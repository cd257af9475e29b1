"""The invented world is the same every time, whole or not at all, and as large as it says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from tests.demo.small import small

from vinhdanh.demo.build import build
from vinhdanh.demo.mark import demo_here
from vinhdanh.demo.places import DISTRICT, PROVINCE, REGION
from vinhdanh.demo.prepare import empty
from vinhdanh.demo.sector import sector
from vinhdanh.people.models import Person
from vinhdanh.records.models import AwardHeld

ON = dt.date(2026, 11, 24)
pytestmark = pytest.mark.django_db


def fingerprint() -> list[Any]:
    """Names, units and awards."""
    people = list(Person.objects.order_by("key").values_list("key", "full_name", "birth", "unit__key"))
    return [
        people,
        list(AwardHeld.objects.order_by("person__key", "unit__key", "award", "year", "decision").values_list("person__key", "award", "year")),
    ]


@pytest.mark.slow
def test_it_is_the_same_every_time() -> None:
    seen = []
    for _ in range(2):
        with transaction.atomic():
            build(small(), ON, lambda done, total: None)
            seen.append(fingerprint())
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


def test_a_break_leaves_nothing() -> None:
    def broken(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(small(), ON, broken)
    assert empty() and not demo_here()


def test_the_sector_has_its_size() -> None:
    world = sector()
    living = [p for p in world.places if p.until is None]
    assert world.people == 16_000
    assert sum(p.kind is PROVINCE for p in living) == 34 and sum(p.kind is REGION for p in living) == 355
    assert len({p.key for p in world.places}) == len(world.places)
    merged = [k for p in world.places for k in p.before]
    assert sorted(merged) == sorted(p.key for p in world.places if p.until is not None)
    assert all(p.size == 0 for p in world.places if p.kind is DISTRICT)
