"""The linter finds what real tables get wrong, and nothing in a sound one."""

from __future__ import annotations

from typing import Any

import pytest
from tests.merit.scoring.build import table

from vinhdanh.merit.scoring.lint import lint

SOUND = [{"gt": 98, "points": 5}, {"ge": 97, "le": 98, "points": 4}, {"lt": 97, "points": 0}]
FAULTS: list[tuple[str, list[dict[str, Any]], dict[str, Any]]] = [
    ("sum", [{"code": "B", "max": 70, "children": [{"code": "a", "max": 30}, {"code": "b", "max": 35}]}], {}),
    ("sum", [{"code": "a", "max": 30}], {"total": {"max": 100}}),
    ("gap", [{"code": "a", "max": 5, "kind": "steps", "bands": [{"gt": 98, "points": 5}, {"lt": 98, "points": 0}]}], {}),
    ("overlap", [{"code": "a", "max": 5, "kind": "steps", "bands": [{"ge": 90, "points": 5}, {"le": 90, "points": 0}]}], {}),
    ("falling", [{"code": "a", "max": 5, "kind": "steps", "bands": [{"ge": 90, "points": 0}, {"lt": 90, "points": 5}]}], {}),
    ("empty-band", [{"code": "a", "max": 5, "kind": "steps", "bands": [*SOUND, {"ge": 9, "lt": 8, "points": 1}]}], {}),
    ("unreachable-max", [{"code": "a", "max": 6, "kind": "steps", "bands": SOUND}], {}),
    ("over-max", [{"code": "a", "max": 5, "rules": [{"kind": "award_per_unit", "points": 1}]}], {}),
    ("below-zero", [{"code": "a", "max": 5, "rules": [{"kind": "deduct_per_unit", "points": 1}]}], {}),
    ("sign", [{"code": "a", "max": 5, "rules": [{"kind": "deduct_if", "points": -1}]}], {}),
    ("double-code", [{"code": "a", "max": 5}, {"code": "a", "max": 5}], {}),
    ("double-code", [{"code": "A", "children": [{"code": "1"}]}, {"code": "B", "children": [{"code": "1"}]}], {}),
    ("code-case", [{"code": "C2", "max": 5}, {"code": "c2", "max": 5}], {}),
    ("double-rule", [{"code": "a", "rules": [{"id": "1", "kind": "award_if", "points": 1}, {"id": "1", "kind": "award_if", "points": 1}]}], {}),
    ("weights", [{"code": "a", "weight": "40%"}, {"code": "b", "weight": "50%"}], {}),
    ("uncapped-ratio", [{"code": "a", "max": 5, "kind": "ratio", "cap_rate": "none"}], {}),
    ("rescale", [{"code": "S", "max": 20, "rescale_to": 10, "children": [{"code": "a", "max": 20}]}], {}),
    ("class-gap", [{"code": "a", "max": 100}], {"classes": [{"name": "A", "ge": 90}, {"name": "B", "le": 89}]}),
    ("class-overlap", [{"code": "a", "max": 100}], {"classes": [{"name": "A", "ge": 90}, {"name": "B", "le": 95}]}),
    ("unreachable-class", [{"code": "a", "max": 80}], {"classes": [{"name": "A", "ge": 90}, {"name": "B", "lt": 90}]}),
    ("no-class", [{"code": "a", "max": 100}], {"classes": [{"name": "A", "ge": 90, "no_zero": True}, {"name": "B", "lt": 90}]}),
    ("class-name", [{"code": "a"}], {"classes": {"levels": [{"name": "A", "ge": 0}], "downgrades": [{"when": [{"fact": "x"}], "max_class": "Z"}]}}),
    ("quota-base", [{"code": "a"}], {"quotas": [{"award": "Cờ", "share": "1/3", "of": "Tiên tiến"}]}),
    ("inside-period", [{"code": "a", "until": "2025-07-01"}], {"from": "2025-01-01", "until": "2026-01-01"}),
    ("volume-gap", [{"code": "a", "kind": "volume_band", "rows": [{"ge": 1000, "bands": [{"ge": 0, "points": 1}]}]}], {}),
]


@pytest.mark.parametrize(("code", "criteria", "more"), FAULTS, ids=[f"{i}-{f[0]}" for i, f in enumerate(FAULTS)])
def test_fault_is_found(code: str, criteria: list[dict[str, Any]], more: dict[str, Any]) -> None:
    assert code in {f.code for f in lint(table(*criteria, **more))}


def test_a_sound_table_has_no_fault() -> None:
    made = table(
        {
            "code": "I",
            "max": 90,
            "children": [{"code": "I.1", "max": 85, "kind": "ratio"}, {"code": "I.2", "max": 5, "kind": "steps", "bands": SOUND}],
        },
        {"code": "II", "max": 10, "rules": [{"kind": "deduct_per_unit", "points": 1, "cap": 10}]},
        total={"max": 100},
        classes=[{"name": "A", "ge": 90}, {"name": "B", "ge": 50}, {"name": "C", "lt": 50}],
    )
    assert lint(made) == []


def test_lower_is_better_may_fall() -> None:
    late = [{"ge": 0, "lt": 3, "points": 2}, {"ge": 3, "points": 0}]
    assert lint(table({"code": "a", "max": 2, "kind": "steps", "better": "lower", "bands": late})) == []


def test_whole_numbers_between_bands_are_a_note_only() -> None:
    days = [{"at": 0, "points": 2}, {"ge": 1, "le": 2, "points": 1}, {"ge": 3, "points": 0}]
    found = lint(table({"code": "a", "max": 2, "kind": "steps", "better": "lower", "bands": days}))
    assert {(f.code, f.level) for f in found} == {("gap", "note")}
    assert "trên 0 đến dưới 1" in found[0].says
