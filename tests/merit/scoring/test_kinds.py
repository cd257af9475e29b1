"""Every kind of criterion at its edges."""

from __future__ import annotations

from typing import Any

import pytest
from tests.merit.scoring.build import D, points, sheet, table

from vinhdanh.merit.scoring.loading import TableError
from vinhdanh.merit.scoring.schema import KINDS

STEPS = [{"at": 100, "points": 2}, {"ge": 95, "lt": 100, "points": "1.75"}, {"lt": 95, "points": 0}]
VOLUME = [
    {"lt": 1000, "bands": [{"ge": 1, "lt": 5, "points": "0.5"}, {"ge": 5, "points": 2}]},
    {"ge": 1000, "bands": [{"ge": 1, "points": 3}]},
]
EDGES: list[tuple[str, dict[str, Any], Any, str | None]] = [
    ("direct", {"max": 5}, 3, "3"),
    ("direct, decimal comma", {"max": 5}, "2,25", "2.25"),
    ("direct, empty is not zero", {"max": 5}, None, None),
    ("direct, above the maximum it stays", {"max": 4}, 5, "5"),
    ("pass", {"max": 10, "kind": "pass_fail"}, True, "10"),
    ("fail", {"max": 10, "kind": "pass_fail"}, "không", "0"),
    ("pass by a bound", {"max": 3, "kind": "pass_fail", "test": {"ge": 95}}, 95, "3"),
    ("fail by a bound", {"max": 3, "kind": "pass_fail", "test": {"ge": 95}}, "94,99", "0"),
    ("ratio", {"max": 20, "kind": "ratio"}, {"numerator": 3, "denominator": 4}, "15"),
    ("ratio, capped", {"max": 20, "kind": "ratio"}, {"numerator": 5, "denominator": 4}, "20"),
    ("ratio, not capped", {"max": 20, "kind": "ratio", "cap_rate": "none"}, {"numerator": 5, "denominator": 4}, "25"),
    ("ratio, half entered", {"max": 20, "kind": "ratio"}, {"numerator": 5}, None),
    ("ratio against a target", {"max": 20, "kind": "ratio", "target": "80%"}, {"numerator": 2, "denominator": 4}, "12.5"),
    ("ratio turned", {"max": 20, "kind": "ratio", "invert": True}, {"numerator": 1, "denominator": 4}, "15"),
    ("ratio without base, full", {"max": 20, "kind": "ratio", "no_base": "full"}, {"numerator": 0, "denominator": 0}, "20"),
    ("ratio without base, zero", {"max": 20, "kind": "ratio", "no_base": "zero"}, {"numerator": 0, "denominator": 0}, "0"),
    (
        "ratio with exclusions",
        {"max": 10, "kind": "ratio", "numerator": "xong", "denominator": ["mới", "tồn"], "exclude": "chuyển"},
        {"xong": 6, "mới": 8, "tồn": 6, "chuyển": 4},
        "6",
    ),
    ("steps", {"max": 2, "kind": "steps", "bands": STEPS}, 100, "2"),
    ("steps, inclusive bound", {"max": 2, "kind": "steps", "bands": STEPS}, 95, "1.75"),
    ("steps of a rate", {"max": 2, "kind": "steps", "bands": STEPS, "numerator": "a", "denominator": "b"}, {"a": 19, "b": 20}, "1.75"),
    ("steps, by name", {"kind": "steps", "bands": [{"name": "đúng hạn", "points": 2}, {"name": "chậm", "points": 1}]}, "chậm", "1"),
    ("steps, nowhere", {"kind": "steps", "bands": [{"gt": 98, "points": 5}, {"lt": 98, "points": 4}]}, 98, None),
    ("steps, nowhere counts zero", {"kind": "steps", "bands": [{"gt": 98, "points": 5}], "undefined": "zero"}, 98, "0"),
    ("steps, nowhere counts below", {"kind": "steps", "undefined": "lower", "bands": [{"gt": 98, "points": 5}, {"lt": 98, "points": 4}]}, 98, "4"),
    ("steps, twice", {"kind": "steps", "bands": [{"ge": 90, "points": 3}, {"le": 90, "points": 2}]}, 90, None),
    ("steps, twice, highest", {"kind": "steps", "overlap": "highest", "bands": [{"ge": 90, "points": 3}, {"le": 90, "points": 2}]}, 90, "3"),
    ("less for each", {"max": 10, "kind": "deduct_per_unit", "points": "0.5"}, 3, "8.5"),
    ("less for each, capped", {"max": 10, "kind": "deduct_per_unit", "points": "0.5", "cap": 1}, 3, "9"),
    ("less for each after free ones", {"max": 10, "kind": "deduct_per_unit", "points": 1, "free": 2}, 3, "9"),
    ("less once", {"max": 10, "kind": "deduct_if", "points": 2}, "có", "8"),
    ("steps up and down", {"max": 3, "kind": "steps_delta", "bands": [{"lt": 95, "points": -2}, {"ge": 120, "points": 2}]}, 130, "5"),
    ("steps up and down, between", {"max": 3, "kind": "steps_delta", "bands": [{"lt": 95, "points": -2}, {"ge": 120, "points": 2}]}, 100, "3"),
    ("more for each", {"kind": "award_per_unit", "points": "0.2", "cap": 1}, 4, "0.8"),
    ("more, progressive", {"kind": "award_progressive", "above": 92, "first": "0.1", "step": 1, "points": "0.1", "cap": "0.5"}, "94,9", "0.3"),
    ("more, progressive, at the bound", {"kind": "award_progressive", "above": 92, "first": "0.1", "points": "0.1"}, 92, "0"),
    ("more, progressive, capped", {"kind": "award_progressive", "above": 92, "first": "0.1", "points": "0.1", "cap": "0.5"}, "97,7", "0.5"),
    ("one of", {"kind": "one_of", "alternatives": [{"id": "a", "points": 1}, {"id": "b", "points": 2}]}, "a, b", "2"),
    ("one of, none", {"kind": "one_of", "alternatives": [{"id": "a", "points": 1}]}, "không", "0"),
    ("by volume, few", {"kind": "volume_band", "rows": VOLUME}, {"volume": 999, "rate": 4}, "0.5"),
    ("by volume, many", {"kind": "volume_band", "rows": VOLUME}, {"volume": 1000, "rate": 4}, "3"),
    ("awards won", {"kind": "award_linked", "awards": {"cờ bộ": 10, "cờ Chính phủ": 15}}, {"cờ bộ": "có"}, "10"),
    ("awards, none", {"kind": "award_linked", "awards": {"cờ bộ": 10}}, {}, "0"),
    ("survey of a sample", {"max": 20, "kind": "survey", "sample": 50, "points": "0.4"}, 45, "18"),
    ("survey score", {"max": 30, "kind": "survey", "scale": 100}, 90, "27"),
    (
        "catalogue",
        {"kind": "catalogue", "products": {"kháng nghị": {"tinh": 300, "TC": 500}, "báo cáo": 20}},
        {"kháng nghị/tinh": 2, "báo cáo": 3},
        "660",
    ),
]


@pytest.mark.parametrize(("leaf", "entry", "expected"), [e[1:] for e in EDGES], ids=[e[0] for e in EDGES])
def test_kind(leaf: dict[str, Any], entry: Any, expected: str | None) -> None:
    assert points(leaf, entry) == (None if expected is None else D(expected))


def test_every_kind_is_tried_somewhere() -> None:
    tried = {e[1].get("kind", "direct") for e in EDGES}
    elsewhere = {"relative_to_leader", "relative_no_target", "external_rank", "compare_with_mean"}  # test_relative
    in_rules = {"award_if", "award_one_of", "award_volume_band", "deduct_volume_band", "disqualify"}  # test_compound
    assert tried | elsewhere | in_rules == set(KINDS)


@pytest.mark.parametrize(
    ("leaf", "why"),
    [
        ({"kind": "lạ"}, "không có cách chấm “lạ”"),
        ({"kind": "steps"}, "cần bands"),
        ({"kind": "direct", "bands": STEPS}, "không dùng bands"),
        ({"kind": "ratio", "children": [{"code": "y"}]}, "chỉ một trong"),
        ({"rules": [{"kind": "relative_to_leader"}]}, "không phải cách chấm so với đơn vị khác"),
        ({"lạ": 1}, "khóa lạ “lạ”"),
        ({"max": "nhiều"}, "không phải là số"),
    ],
)
def test_what_means_nothing_is_refused(leaf: dict[str, Any], why: str) -> None:
    with pytest.raises(TableError, match=why):
        table({"code": "x", **leaf})


def test_a_value_above_the_maximum_is_kept_and_told() -> None:
    found = sheet(table({"code": "x", "max": 4}), x=5)
    assert found.root.children[0].notes == ("5 điểm vượt điểm tối đa 4; giữ nguyên, cần người duyệt",)


def test_a_wrong_step_is_told() -> None:
    found = sheet(table({"code": "x", "max": 4, "step": "0.25"}), x="1,1")
    assert "không đúng bậc" in found.root.children[0].notes[0]
