"""Explanations and questions: what if, gaps, robustness, stages, drafts."""

from __future__ import annotations

from typing import Any

import pytest
from tests.merit.scoring.build import D, table, unit

from vinhdanh.merit.scoring import explain, loading
from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.inputs import Entry
from vinhdanh.merit.scoring.questions import differences, draft, gaps, ranked, robustness, what_if

TABLE = table(
    {"code": "I", "name": "Nhiệm vụ", "max": 90, "children": [{"code": "1", "max": 60, "kind": "ratio"}, {"code": "2", "max": 30}]},
    {
        "code": "II",
        "max": 10,
        "rules": [{"id": "chậm", "name": "báo cáo chậm", "kind": "deduct_per_unit", "points": "0.5"}],
        "evidence": ["sổ công văn"],
    },
    total={"max": 100},
)
STAGED: dict[str, Any] = {
    "units": [
        {
            "id": "A",
            "stages": {
                "self": {"1": {"numerator": 9, "denominator": 10}, "2": 30, "II": {}},
                "verified": {"1": "ok", "2": {"value": 25, "by": "Thanh tra", "why": "thiếu hồ sơ", "evidence": ["BB 12"]}, "II": {"chậm": 2}},
            },
        }
    ]
}


def rows() -> list[Any]:
    return [
        unit("A", **{"1": {"numerator": 9, "denominator": 10}, "2": 30, "II": {}}),
        unit("B", **{"1": {"numerator": 10, "denominator": 10}, "2": 20, "II": {"chậm": 2}}),
        unit("C", **{"1": {"numerator": 5, "denominator": 10}, "2": 30, "II": {}}),
    ]


def test_an_explanation_names_formula_inputs_scorer_evidence() -> None:
    staged = loading.units(STAGED)
    found = score(TABLE, staged, "verified")[0]
    told = explain.lines(found, "verified", TABLE.spec.stages)
    assert told[0] == "thu: 88/100"
    assert "    1: 54/60  = 9 / 10 × 60" in told
    assert "        thẩm định: value = 25 – Thanh tra: thiếu hồ sơ" in told
    assert "        minh chứng: BB 12" in told
    assert "      · báo cáo chậm: -1 (2 × 0,5)" in told
    assert "      ! thiếu minh chứng: sổ công văn" in told


def test_the_data_of_an_explanation_add_up() -> None:
    data = explain.data(score(TABLE, rows())[1].root)
    assert data["points"] == sum(c["adds"] for c in data["children"]) == 89
    assert data["children"][1]["rules"] == [{"id": "chậm", "name": "báo cáo chậm", "points": -1, "formula": "2 × 0,5"}]
    assert data["children"][0]["children"][0]["inputs"] == {"numerator": "10", "denominator": "10"}


def test_what_if() -> None:
    found = what_if(TABLE, rows(), "B", {"2": Entry({"value": D(30)})})
    assert (found.before.place, found.after.place, found.after.sheet.total) == (2, 1, 99)
    assert [(a.unit_id, a.place, b.place) for a, b in found.others] == [("A", 1, 2)]


def test_what_if_keeps_inputs_that_are_not_named() -> None:
    found = what_if(TABLE, rows(), "B", {"I/1": Entry({"numerator": D(5)})})
    assert found.after.sheet.total == 59
    with pytest.raises(KeyError):
        what_if(TABLE, rows(), "Z", {})


def test_gaps() -> None:
    found = gaps(ranked(TABLE, rows()))
    assert [(g.standing.unit_id, g.to_above, g.to_below) for g in found] == [("A", None, 5), ("B", 5, 19), ("C", 19, None)]


def test_robustness() -> None:
    found = {x.path: (x.swaps, len(x.moved)) for x in robustness(ranked(TABLE, rows()))}
    assert found == {"I/1": (1, 2), "I/2": (1, 2), "II": (0, 0)}


def test_differences_between_stages() -> None:
    found = differences(TABLE, loading.units(STAGED))
    assert [(d.path, d.first, d.second, d.change, d.by, d.why) for d in found] == [
        ("I/2", 30, 25, -5, "Thanh tra", "thiếu hồ sơ"),
        ("II", 10, 9, -1, "", ""),
    ]


def test_what_nobody_verified_does_not_count() -> None:
    staged = {"units": [{"id": "A", "stages": {"self": {"1": {"numerator": 1, "denominator": 1}, "2": 30}, "verified": {"2": "ok"}}}]}
    found = score(TABLE, loading.units(staged), "verified")[0]
    assert [path for path, _ in found.missing] == ["I/1", "II"]


def test_a_draft_on_the_same_inputs() -> None:
    new = table(
        {"code": "I", "max": 60, "children": [{"code": "1", "max": 30, "kind": "ratio"}, {"code": "2", "max": 30}]},
        {"code": "III", "max": 40, "empty": "zero"},
    )
    moves = {m.after.unit_id: m for m in draft(TABLE, new, rows())}
    assert [(u, m.before.place, m.after.place) for u, m in moves.items()] == [("A", 1, 1), ("B", 2, 2), ("C", 3, 3)]
    causes = {path: (amount, why) for path, amount, why in moves["A"].causes}
    assert causes == {"I/1": (-27, "cách chấm thay đổi"), "II": (-10, "tiêu chí bị bỏ"), "III": (0, "tiêu chí mới")}
    assert sum(a for _, a, _ in moves["B"].causes) == moves["B"].after.sheet.total - moves["B"].before.sheet.total


def test_an_acceptance_may_follow_an_acceptance() -> None:
    """Four stages: what the third takes over from the second, which took it over from the first, is still the first's figure."""
    four = table({"code": "1", "max": 60, "kind": "ratio"}, stages=["self", "cross", "meeting", "verified"])
    stages = {"self": {"1": {"numerator": 9, "denominator": 10}}, "cross": {"1": "ok"}, "meeting": {"1": "ok"}, "verified": {"1": {"numerator": 8}}}
    figures = loading.units({"units": [{"id": "A", "stages": stages}]})
    assert [score(four, figures, stage)[0].total for stage in four.spec.stages] == [D(54), D(54), D(54), D(48)]
