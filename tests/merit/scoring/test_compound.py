"""Several rules on the standard points: caps per rule and criterion, conditions, grants, silence."""

from __future__ import annotations

from typing import Any

import pytest
from tests.merit.scoring.build import D, points, sheet, table

LESS = {"kind": "deduct_per_unit", "points": "0.5", "cap": 2}
MORE = {"kind": "award_per_unit", "points": 1, "cap": 2}


@pytest.mark.parametrize(
    ("criterion", "entry", "expected"),
    [
        ({"rules": [LESS, MORE]}, {}, "5"),
        ({"rules": [LESS, MORE]}, {"1": 3, "2": 1}, "4.5"),
        ({"rules": [LESS, MORE]}, {"1": 9, "2": 9}, "5"),
        ({"rules": [LESS, LESS], "deduction_cap": 3}, {"1": 9, "2": 9}, "2"),
        ({"rules": [MORE, MORE], "award_cap": 3}, {"1": 9, "2": 9}, "8"),
        ({"rules": [{**MORE, "id": "hay"}]}, {"hay": 1}, "6"),
        ({"rules": [{"kind": "steps", "bands": [{"gt": 90, "points": 5}, {"le": 90, "points": 4}]}, MORE]}, {"1": 95, "2": 1}, "6"),
        ({"rules": [{"kind": "steps", "bands": [{"gt": 90, "points": 5}]}, MORE]}, {"2": 1}, None),
        ({"rules": [{"kind": "pass_fail", "points": "0.5"}, {"kind": "pass_fail", "points": "0.5"}], "max": 1}, {"1": True, "2": False}, "0.5"),
        ({"rules": [{"kind": "award_if", "points": 1, "condition": "không trễ"}]}, {"1": {"value": True, "condition": True}}, "6"),
        ({"rules": [{"kind": "award_if", "points": 1, "condition": "không trễ"}]}, {"1": {"value": True, "condition": False}}, "5"),
        ({"rules": [{"kind": "award_if", "points": 1, "condition": "không trễ"}]}, {"1": True}, None),
        ({"rules": [{"kind": "award_one_of", "alternatives": [{"id": "a", "points": 1}, {"id": "b", "points": 2}]}]}, {"1": "b"}, "7"),
        ({"rules": [{"kind": "one_of", "alternatives": [{"id": "a", "points": 1}, {"id": "b", "points": 2}]}]}, {"1": "b"}, "2"),
        (
            {"rules": [{"kind": "deduct_volume_band", "rows": [{"bands": [{"gt": 0, "lt": 1, "points": "0.2"}]}]}]},
            {"1": {"volume": 9, "rate": "0,5"}},
            "4.8",
        ),
        ({"rules": [{"kind": "award_volume_band", "rows": [{"bands": [{"ge": 1, "points": 2}]}]}]}, {"1": {"volume": 9, "rate": "0,5"}}, "5"),
    ],
)
def test_rules_on_five_points(criterion: dict[str, Any], entry: Any, expected: str | None) -> None:
    assert points({"max": 5, **criterion}, entry) == (None if expected is None else D(expected))


def test_no_entry_is_not_nothing_happened() -> None:
    made = table({"code": "x", "max": 5, "rules": [LESS]})
    assert not sheet(made).root.complete


def test_a_grant_beyond_the_cap_counts_and_is_told() -> None:
    made = table({"code": "d2", "max": 7, "rules": [{"id": "d2.3", "kind": "award_per_unit", "points": 1, "cap": 2}]})
    found = sheet(made, d2={"d2.3": 6, "granted": {"d2.3": 4}, "why": "biên bản"})
    assert found.total == 11
    assert found.root.children[0].notes == ("mục d2.3: bảng tính 2, được chấp nhận 4 (biên bản)",)


def test_points_granted_for_a_criterion() -> None:
    made = table({"code": "x", "max": 5, "rules": [LESS]})
    found = sheet(made, x={"1": 2, "granted": 5, "why": "xét lại"})
    assert found.total == 5
    assert found.root.children[0].notes == ("bảng tính 4, được chấp nhận 5 (xét lại)",)


def test_a_disqualifying_rule_takes_the_unit_out() -> None:
    made = table({"code": "x", "max": 5, "rules": [LESS, {"id": "bc", "kind": "disqualify", "name": "không gửi báo cáo"}]})
    assert sheet(made, x={"bc": True}).excluded == ("không gửi báo cáo",)
    assert sheet(made, x={}).excluded == ()


def test_gates() -> None:
    proof = {"code": "x", "max": 5, "gates": [{"words": "thiếu kế hoạch"}]}
    assert sheet(table(proof), x={"value": 5, "gate": False}).total == 0
    assert sheet(table(proof), x={"value": 5, "gate": True}).total == 5
    paper = {"code": "x", "max": 5, "gates": [{"input": "evidence", "words": "thiếu minh chứng"}]}
    assert sheet(table(paper), x={"value": 5}).total == 0
    assert sheet(table(paper), x={"value": 5, "evidence": "QĐ 12"}).total == 5
    out = {"code": "x", "max": 5, "gates": [{"input": "báo cáo", "effect": "unclassified", "words": "không tự chấm"}]}
    assert sheet(table(out), x={"value": 5, "báo cáo": "không"}).excluded == ("không tự chấm",)
