"""What an entry names and nobody asks for is refused, not lost."""

from __future__ import annotations

from typing import Any

import pytest
from tests.merit.scoring.build import sheet, table

from vinhdanh.merit.scoring.inputs import InputError

RULES = {
    "code": "x",
    "max": 5,
    "rules": [{"id": "chậm", "kind": "deduct_per_unit", "points": 1}, {"kind": "award_volume_band", "rows": [{"bands": []}]}],
}


@pytest.mark.parametrize(
    ("leaf", "entry", "odd"),
    [
        (RULES, {"cham": 1}, "cham"),
        ({"code": "x", "max": 5, "kind": "ratio"}, {"numerator": 1, "denominater": 2}, "denominater"),
        ({"code": "x", "max": 5}, {"diem": 2}, "diem"),
        ({"code": "x", "kind": "catalogue", "products": {"a": 1}}, {"b": 1}, "b"),
    ],
)
def test_a_slip_of_the_pen(leaf: dict[str, Any], entry: dict[str, Any], odd: str) -> None:
    with pytest.raises(InputError, match=f"không có chỉ số “{odd}”"):
        sheet(table(leaf), x=entry)


@pytest.mark.parametrize(
    ("leaf", "entry"),
    [
        (RULES, {"chậm": 1, "2": {"volume": 1, "rate": 2}}),
        ({"code": "x", "kind": "one_of", "alternatives": [{"id": "a", "points": 1}]}, {"a": True}),
        ({"code": "x", "max": 1, "gates": [{"input": "kế hoạch"}]}, {"value": 1, "kế hoạch": True}),
        ({"code": "x", "kind": "award_if", "points": 1, "condition": "không trễ"}, {"value": True, "condition": True}),
    ],
)
def test_what_is_asked_for(leaf: dict[str, Any], entry: dict[str, Any]) -> None:
    assert sheet(table(leaf), x=entry).root.complete
