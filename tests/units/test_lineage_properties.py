"""Whatever is done to the tree in whatever order: one span a day, paths as the parents say, no days lost."""

from __future__ import annotations

import contextlib
import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.office import kind, unit

from vinhdanh.units import actions
from vinhdanh.units.forest import Forest, settle
from vinhdanh.units.models import Unit
from vinhdanh.units.queries import lineage, successor_of

TODAY = dt.date(2026, 11, 24)
DAYS = [dt.date(y, m, 1) for y in range(2011, 2028) for m in (1, 7)]
ACTS = st.tuples(
    st.sampled_from(["rename", "move", "merge", "split", "off", "dissolve", "create"]),
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 30),
    st.sampled_from(DAYS),
)


def act(number: int, verb: str, a: Unit, b: Unit, c: Unit, day: dt.date) -> None:
    how: dict[str, Any] = {"since": day, "by": None, "on": TODAY}
    match verb:
        case "rename":
            actions.rename(a, f"Tên {number}", **how)
        case "move":
            actions.move(a, b, **how)
        case "merge":
            actions.merge([a] if a == c else [a, c], b, **how)
        case "split":
            actions.split(a, [b, c], heir=b, ends=True, **how)
        case "off":
            actions.split(a, [b], heir=a, ends=False, **how)
        case "dissolve":
            actions.dissolve(a, heir=b, **how)
        case "create":
            actions.create(key=f"N{number}", name=f"Mới {number}", kind=kind(), parent=b, **how)


def hold(day: dt.date) -> None:
    """The promises of the tree."""
    forest = Forest()
    for pk, one in forest.units.items():
        spans = forest.spans[pk]
        assert all(x.until == y.since for x, y in pairwise(spans))
        assert (spans[0].since, spans[-1].until) == (one.founded_on, one.dissolved_on)
        assert one.path == f"{forest.units[one.parent_id].path if one.parent_id else '/'}{one.key}/"
        shown = forest.shown(pk, day)
        assert shown is not None and (one.name, one.parent_id) == (shown.name, shown.parent_id)
        for at in DAYS:
            if (span := forest.on(pk, at)) and span.parent_id:
                assert forest.on(span.parent_id, at)
        successor = successor_of(one, day)
        assert successor is None or successor.dissolved_on is None or successor.dissolved_on > day
        assert one.pk not in {u.pk for g, units in lineage(one).generations.items() if g for u in units}


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=20, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=7))
def test_the_tree_holds_together_whatever_is_done(acts: list[tuple[str, int, int, int, dt.date]]) -> None:
    with transaction.atomic():
        root = unit("R", "Gốc")
        for i in range(3):
            child = unit(f"A{i}", f"A{i}", root)
            unit(f"B{i}", f"B{i}", child)
        for number, (verb, a, b, c, day) in enumerate(acts):
            units = list(Unit.objects.order_by("pk"))
            with contextlib.suppress(ValidationError):
                act(number, verb, *(units[i % len(units)] for i in (a, b, c)), day)
            hold(TODAY)
        settle(dt.date(2028, 1, 1))
        hold(dt.date(2028, 1, 1))
        transaction.set_rollback(True)
