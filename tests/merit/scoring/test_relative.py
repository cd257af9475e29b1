"""Criteria that need all units, in both passes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.merit.scoring.build import D, table, unit, units

from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.numbers import rounded

LEADER = {"code": "x", "max": 10, "kind": "relative_to_leader"}


def column(leaf: dict[str, Any], rows: dict[str, Any], *, alone: bool = False) -> list[str | None]:
    sheets = score(table(leaf), units({name: {"x": row} for name, row in rows.items()}), alone=alone)
    return [f"{rounded(s.total, 2).normalize():f}" if s.root.complete else None for s in sheets]


def test_the_examples_of_the_tool() -> None:
    rows = {
        "A": {"target": 100, "actual": 120},
        "C": {"target": 50, "actual": 60},
        "D": {"target": 80, "actual": 80},
        "E": {"target": 0, "actual": 150},
        "F": {"target": 0, "actual": 75},
        "G": {"target": 80, "actual": 40},
    }
    assert column({**LEADER, "no_target": "compare"}, rows) == ["10", "10", "5", "10", "5", "2.5"]


def test_a_unit_that_entered_nothing_does_not_lead() -> None:
    assert column(LEADER, {"A": {"target": 10, "actual": 15}, "B": {"target": 10, "actual": None}}) == ["10", None]


def test_the_two_readings_of_leader() -> None:
    rows = {"A": {"target": 10, "actual": 15}, "B": {"target": 100, "actual": 120}}
    assert column(LEADER, rows) == ["10", "7"]
    assert column({**LEADER, "leader_by": "result"}, rows) == ["10", "10"]


def test_scales_do_not_matter() -> None:
    rows = {"A": {"target": 90, "actual": 100}, "B": {"target": 9, "actual": 10}, "C": {"target": "0,9", "actual": 1}}
    assert column(LEADER, rows) == ["10", "10", "10"]


@pytest.mark.parametrize(("policy", "expected"), [("na", "5"), ("zero", "5"), ("compare", "15")])
def test_a_result_without_a_target(policy: str, expected: str) -> None:
    made = table({**LEADER, "no_target": policy}, {"code": "y", "max": 5})
    found = score(made, units({"A": {"x": {"actual": 3}, "y": 5}}))[0]
    assert found.total == D(expected)
    assert found.root.own_max == (5 if policy == "na" else 15)


def test_alone_a_unit_does_not_know_the_leader() -> None:
    found = score(table(LEADER), [unit("A", x={"target": 10, "actual": 15})], alone=True)[0]
    leaf = found.root.children[0]
    assert leaf.outcome is not None
    assert (leaf.outcome.state, leaf.outcome.low, leaf.outcome.high) == ("pending", 5, 10)
    assert column({**LEADER, "self_above": "full"}, {"A": {"target": 10, "actual": 15}}, alone=True) == ["10"]
    assert column({**LEADER, "self_above": "at-target"}, {"A": {"target": 10, "actual": 15}}, alone=True) == ["5"]


def test_clusters_do_not_mix() -> None:
    rows = [unit("A", "1", x={"target": 10, "actual": 12}), unit("B", "2", x={"target": 10, "actual": 20})]
    assert [s.total for s in score(table(LEADER), rows)] == [10, 10]


def test_no_target_group() -> None:
    assert column({"code": "x", "max": 10, "kind": "relative_no_target"}, {"A": {"actual": 150}, "B": {"actual": 50}}) == ["10", "3.33"]


def test_mean_of_all_units() -> None:
    leaf = {"code": "x", "max": 2, "kind": "compare_with_mean"}
    assert column(leaf, {"A": 1, "B": 2, "C": 3}) == ["0", "2", "2"]
    assert column({**leaf, "better": "lower"}, {"A": 1, "B": 2, "C": 3}) == ["2", "2", "0"]
    assert column(leaf, {"A": 1}, alone=True) == [None]


def test_places_elsewhere() -> None:
    leaf = {"code": "x", "max": 60, "kind": "external_rank", "places": [60, 45, 30, 15, 0]}
    assert column(leaf, {"A": 1, "B": 4, "C": 9}) == ["60", "15", "0"]
    assert column(leaf, {"A": {"scores": [9, 8]}, "B": {"scores": [9, 9]}, "C": {"scores": ["8,5", "8,5"]}}) == ["45", "60", "45"]


RESULT = st.fixed_dictionaries({"target": st.integers(1, 50), "actual": st.integers(0, 100)})


@given(st.lists(RESULT, min_size=1, max_size=6))
def test_a_relative_score_stays_within_its_bounds(rows: list[dict[str, int]]) -> None:
    sheets = score(table(LEADER), units({str(i): {"x": r} for i, r in enumerate(rows)}))
    assert all(0 <= s.total <= 10 for s in sheets)
    assert all((s.total >= 5) == (r["actual"] >= r["target"]) for s, r in zip(sheets, rows, strict=True))


@given(st.lists(RESULT, min_size=1, max_size=6), st.integers(1, 20))
def test_a_better_result_never_lowers_it(rows: list[dict[str, int]], more: int) -> None:
    before = score(table(LEADER), units({str(i): {"x": r} for i, r in enumerate(rows)}))[0]
    better = [{**rows[0], "actual": rows[0]["actual"] + more}, *rows[1:]]
    after = score(table(LEADER), units({str(i): {"x": r} for i, r in enumerate(better)}))[0]
    assert after.total >= before.total
