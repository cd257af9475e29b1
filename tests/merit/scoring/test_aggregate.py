"""From leaves to the total: the six meanings of n/a, roles, weights, caps, clamps, dates, periods."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.merit.scoring.build import D, sheet, table, unit, units

from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.inputs import InputError
from vinhdanh.merit.scoring.questions import ranked
from vinhdanh.merit.scoring.ranking import over_periods

YEAR = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def test_1_left_out_and_ranked_by_percent_of_the_own_maximum() -> None:
    made = table({"code": "x", "max": 10}, {"code": "y", "max": 990}, total={"max": 1000}, ranking={"by": "percent"})
    order = ranked(made, units({"A": {"x": "na", "y": 900}, "B": {"x": 5, "y": 900}}))
    assert [(s.unit_id, s.sheet.root.own_max) for s in order.standings] == [("A", 990), ("B", 1000)]


def test_2_left_out_and_rescaled() -> None:
    section = {"code": "S", "rescale_to": 10, "children": [{"code": "x", "max": 4}, {"code": "y", "max": 16}]}
    found = sheet(table(section), x=3, y="na")
    assert (found.total, found.root.own_max) == (D("7.5"), 10)
    assert sheet(table(section), x=3, y=16).total == 19  # nothing left out: nothing rescaled
    assert sheet(table({**section, "rescale_always": True}), x=4, y=16).total == 10


def test_3_full_points() -> None:
    found = sheet(table({"code": "x", "max": 1, "na": "full"}), x="không áp dụng")
    assert (found.total, found.root.own_max, found.root.children[0].parts) == (1, 1, [("không áp dụng: đủ điểm", 1)])


def test_4_shared_equally_over_the_others() -> None:
    made = table({"code": "x", "max": 4, "na": "share", "share_over": "table"}, {"code": "y", "max": 4}, {"code": "z", "max": 8})
    found = sheet(made, x="na", y=2, z=8)
    assert found.total == D(2) * 6 / 4 + 10  # y and z take over 2 points each
    assert found.root.own_max == 16


def test_4_shared_inside_the_section_only() -> None:
    section = {"code": "S", "children": [{"code": "x", "max": 4, "na": "share", "share_over": "section"}, {"code": "y", "max": 4}]}
    assert sheet(table(section, {"code": "z", "max": 8}), x="na", y=2, z=8).total == 12


def test_5_scored_against_others_without_a_target() -> None:
    made = table({"code": "x", "max": 10, "kind": "relative_to_leader", "no_target": "compare"})
    assert [s.total for s in score(made, units({"A": {"x": {"actual": 4}}, "B": {"x": {"actual": 2}}}))] == [10, 5]


def test_6_missing_for_all_leaves_the_tree_and_missing_for_one_is_not_ranked() -> None:
    made = table({"code": "x", "max": 4}, {"code": "y", "max": 4}, missing_for_all="drop")
    order = ranked(made, units({"A": {"x": 1}, "B": {"x": 3}, "C": {}}))
    assert [(s.unit_id, s.place) for s in order.standings] == [("B", 1), ("A", 2), ("C", None)]
    assert order.of("B").sheet.root.own_max == 4
    assert order.of("C").why == ("chưa xếp hạng: thiếu 1 tiêu chí",)


def test_empty_zero_and_not_applicable_differ() -> None:
    made = table({"code": "x", "max": 4}, {"code": "y", "max": 4})
    empty, zero, na = (sheet(made, x=v, y=4) for v in (None, 0, "na"))
    assert [(s.total, s.root.own_max, s.root.open) for s in (empty, zero, na)] == [(4, 8, 1), (4, 8, 0), (4, 4, 0)]


def test_empty_counts_zero_only_where_the_table_says_so() -> None:
    assert sheet(table({"code": "x", "max": 4}, empty="zero")).root.complete
    assert not sheet(table({"code": "x", "max": 4})).root.complete


CASES: list[tuple[str, list[dict[str, Any]], dict[str, Any], dict[str, Any], str]] = [
    ("bonus and deduction", [{"code": "a"}, {"code": "b", "role": "bonus"}, {"code": "d", "role": "deduction"}], {}, {"a": 90, "b": 5, "d": 2}, "93"),
    ("information is shown, not scored", [{"code": "a"}, {"code": "i", "role": "info"}], {}, {"a": 90, "i": 50}, "90"),
    ("base 100", [{"code": "d", "role": "deduction"}], {"total": {"base": 100}}, {"d": 8}, "92"),
    ("clamped total", [{"code": "a"}, {"code": "b", "role": "bonus"}], {"total": {"ceiling": 100}}, {"a": 98, "b": 7}, "100"),
    ("floor", [{"code": "d", "role": "deduction"}], {"total": {"floor": 0}}, {"d": 8}, "0"),
    ("cap on all bonus", [{"code": "a"}, {"code": "b", "role": "bonus"}], {"total": {"award_cap": 3}}, {"a": 90, "b": 7}, "93"),
    ("cap on all deductions", [{"code": "a"}, {"code": "d", "role": "deduction"}], {"total": {"deduction_cap": 5}}, {"a": 90, "d": 7}, "85"),
    ("weights", [{"code": "a", "weight": "40%"}, {"code": "b", "weight": "60%"}], {"total": {"factor": 10}}, {"a": 5, "b": 10}, "80"),
    ("mean", [{"code": "a"}, {"code": "b"}], {"total": {"aggregate": "mean"}}, {"a": 80, "b": 90}, "85"),
    ("weighted mean", [{"code": "a"}, {"code": "b", "weight": 3}], {"total": {"aggregate": "mean"}}, {"a": 80, "b": 100}, "95"),
    ("the best counts", [{"code": "a"}, {"code": "b"}], {"total": {"aggregate": "max"}}, {"a": 80, "b": 90}, "90"),
    ("rounded where the table says", [{"code": "a", "round": {"places": 1}}, {"code": "b"}], {}, {"a": "1,25", "b": "1,25"}, "2.55"),
    (
        "section with its own cap",
        [{"code": "S", "role": "bonus", "ceiling": 7, "children": [{"code": "a"}, {"code": "b"}]}],
        {},
        {"a": 5, "b": 5},
        "7",
    ),
    (
        "deducted inside a deduction",
        [{"code": "D", "role": "deduction", "children": [{"code": "a", "kind": "deduct_per_unit", "points": 2}]}],
        {},
        {"a": 3},
        "-6",
    ),
]


@pytest.mark.parametrize(("criteria", "more", "entries", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_aggregation(criteria: list[dict[str, Any]], more: dict[str, Any], entries: dict[str, Any], expected: str) -> None:
    assert sheet(table(*criteria, **more), **entries).total == D(expected)


@pytest.mark.parametrize(("ended", "total", "own_max"), [("drop", 5, 5), ("keep", 15, 15), ("prorate", 10, 10)])
def test_a_criterion_that_ends_inside_the_period(ended: str, total: int, own_max: int) -> None:
    made = table({"code": "x", "max": 10, "until": "2025-07-02", "ended": ended}, {"code": "y", "max": 5})
    found = score(made, [unit("A", x=10, y=5)], period=(dt.date(2025, 1, 1), dt.date(2025, 12, 31)))[0]
    near = (D("9.98"), D("10.02")) if ended == "prorate" else (D(total), D(total))
    assert near[0] <= found.total <= near[1]
    assert found.root.own_max == found.total if ended == "prorate" else found.root.own_max == own_max


def test_a_criterion_outside_the_period_is_gone() -> None:
    made = table({"code": "x", "max": 10, "from": "2026-01-01"}, {"code": "y", "max": 5})
    assert score(made, [unit("A", y=5)], period=YEAR)[0].root.complete


def test_periods_simple_and_weighted() -> None:
    totals = {"T1": {"A": D(80), "B": D(70)}, "T2": {"A": D(90)}}
    assert over_periods(table({"code": "x"}).spec, totals) == {"A": 85, "B": 70}
    weighted = table({"code": "x"}, periods={"weights": {"T1": 1, "T2": 3}})
    assert over_periods(weighted.spec, totals)["A"] == D("87.5")


def test_inputs_that_name_what_is_not_there() -> None:
    with pytest.raises(InputError, match="bảng không có tiêu chí “z”"):
        sheet(table({"code": "x"}), z=1)
    with pytest.raises(InputError, match="đơn vị “A” có 2 lần"):
        score(table({"code": "x"}), [unit("A", x=1), unit("A", x=2)])


def test_a_code_given_twice_needs_its_path() -> None:
    made = table({"code": "I", "children": [{"code": "1", "max": 2}]}, {"code": "II", "children": [{"code": "1", "max": 3}]})
    assert sheet(made, **{"I/1": 2, "II/1": 3}).total == 5
    with pytest.raises(InputError, match="mã trùng"):
        sheet(made, **{"1": 2})


def test_two_criteria_with_one_path_are_told_apart() -> None:
    assert sheet(table({"code": "C3.1", "max": 2}, {"code": "C3.1", "max": 3}), **{"C3.1": 2, "C3.1#2": 3}).total == 5
