"""Reading: exact numbers, words for yes and no, complaints that say where."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from vinhdanh.merit.scoring import loading
from vinhdanh.merit.scoring.inputs import InputError
from vinhdanh.merit.scoring.loading import TableError


def test_no_number_is_a_float() -> None:
    data = loading.yaml("a: 0.1\nb: [59.04, 1]\nc: '0.5'\nd: 5.10")
    assert data == {"a": Decimal("0.1"), "b": [Decimal("59.04"), 1], "c": "0.5", "d": Decimal("5.10")}
    assert isinstance(data["a"], Decimal)


@pytest.mark.parametrize(("text", "why"), [("a: [1", "t.yaml:"), ("a: 1\na: 2", "t.yaml:2"), ("- .nan", "không phải là số")])
def test_yaml_that_cannot_be_read(text: str, why: str) -> None:
    if ".nan" in text:
        with pytest.raises(TableError):
            loading.table(loading.yaml("id: x\ncriteria: [{code: a, max: .nan}]"))
        return
    with pytest.raises(TableError, match=why):
        loading.yaml(text, "t.yaml")


def test_a_complaint_names_the_criterion() -> None:
    with pytest.raises(TableError, match=r"bảng: I › I\.1 › maxx: khóa lạ “maxx”"):
        loading.table({"id": "x", "criteria": [{"code": "I", "children": [{"code": "I.1", "maxx": 5}]}]})


@pytest.mark.parametrize("data", [{}, {"id": "x"}, {"id": "x", "criteria": []}, [], None, {"id": "x", "criteria": [{"name": "không mã"}]}])
def test_what_is_no_table(data: Any) -> None:
    with pytest.raises(TableError):
        loading.table(data)


def entries(raw: Any) -> Any:
    return loading.units({"units": [{"id": "A", "entries": {"x": raw}}]})[0].stages[""]["x"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [(3, 3), ("3,5", Decimal("3.5")), ("có", True), ("Không", False), ("x", True), (None, None), ("", None), ("đúng hạn", "đúng hạn"), (True, True)],
)
def test_values(raw: Any, value: Any) -> None:
    assert entries(raw).values == {"value": value}


def test_entries() -> None:
    assert entries("na").na
    assert entries("Không áp dụng").na
    assert entries("ok").accept
    full = entries({"a": 1, "r": {"b": 2}, "by": "TT", "why": "vì", "evidence": "QĐ 1", "granted": "4,5"})
    assert (full.values, full.by, full.why, full.evidence, full.granted) == ({"a": 1, "r/b": 2}, "TT", "vì", ("QĐ 1",), Decimal("4.5"))
    assert entries({"granted": {"d2.3": 4}}).rule_granted == {"d2.3": 4}
    assert entries({"scores": [9, "8,5"]}).values == {"scores": (9, Decimal("8.5"))}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({}, "cần danh sách units"),
        ({"units": []}, "cần danh sách units"),
        ({"units": [{"name": "không mã"}]}, "cần có id"),
        ({"units": [{"id": "A", "lạ": 1}]}, "A: khóa lạ “lạ”"),
        ({"units": [{"id": "A", "entries": {"x": {"granted": "nhiều"}}}]}, "A, x: “nhiều” không phải là số"),
    ],
)
def test_what_are_no_inputs(data: Any, why: str) -> None:
    with pytest.raises(InputError, match=why):
        loading.units(data)


def test_units_as_a_mapping() -> None:
    assert [u.id for u in loading.units({"units": {"A": {"entries": {"x": 1}}, "B": None}})] == ["A", "B"]
