"""Scoring tables and figures as workbooks: written, read, the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.merit.scoring.build import table, unit

from vinhdanh.merit.scoring import loading
from vinhdanh.merit.scoring.asks import asks
from vinhdanh.merit.scoring.cases.run import run
from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.inputs import InputError
from vinhdanh.merit.scoring.loading import TableError
from vinhdanh.merit.scoring.questions import ranked
from vinhdanh.workbook.scoring import read_table, write_table
from vinhdanh.workbook.scoring_inputs import read_inputs, write_inputs, write_ranking

CASES = Path(__file__).parent.parent / "cases" / "data" / "scoring"
TABLE = table(
    {"code": "I", "name": "Nhiệm vụ", "max": 60, "children": [{"code": "I.1", "max": 20, "kind": "ratio"}, {"code": "I.2", "max": 40}]},
    {"code": "II", "max": 40, "rules": [{"id": "chậm", "kind": "deduct_per_unit", "points": "0.5"}, {"kind": "award_if", "points": 1}]},
    {"code": "III", "kind": "steps", "bands": [{"ge": 90, "points": 5}, {"lt": 90, "points": "2.25"}]},
    classes=[{"name": "Tốt", "ge": 80}],
)
ROWS = [
    unit("A", "1", facts={"tỷ lệ nữ": 70}, **{"I.1": {"numerator": 9, "denominator": 10}, "I.2": "na", "II": {}, "III": 91}),
    unit("B", "2", **{"I.1": {"numerator": 1, "denominator": 3, "by": "Thanh tra", "why": "xác minh", "evidence": ["BB 1", "BB 2"]}, "III": "2,5"}),
]


def test_every_published_table_survives_the_workbook(tmp_path: Path) -> None:
    for report in run([CASES]):
        for name, made in report.tables.items():
            write_table(made.spec, tmp_path / "t.xlsx")
            assert loading.table(read_table(tmp_path / "t.xlsx"), name).spec == made.spec


def test_bands_stand_in_words(tmp_path: Path) -> None:
    write_table(TABLE.spec, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["Tiêu chí"]
    assert [c.value for c in sheet["H"]][-1] == "từ 90: 5; dưới 90: 2,25"
    assert [c.value for c in sheet["A"]][1:] == [1, 2, 2, 1, "mục", "mục", 1]


def test_a_table_changed_in_the_workbook(tmp_path: Path) -> None:
    write_table(TABLE.spec, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    book["Tiêu chí"]["D3"] = 25.5
    book.save(tmp_path / "t.xlsx")
    assert str(loading.table(read_table(tmp_path / "t.xlsx")).nodes["I/I.1"].spec.max) == "25.5"


@pytest.mark.parametrize(
    ("cell", "value", "why"),
    [
        ("A3", 5, "cột Cấp cần số từ 1 đến 2"),
        ("D3", "nhiều", "dòng 3: “nhiều” không phải là số"),
        ("O3", "[1", "không đọc được YAML"),
        ("C1", "Lạ", "không có cột “Lạ”"),
    ],
)
def test_a_wrong_cell_is_told(cell: str, value: Any, why: str, tmp_path: Path) -> None:
    write_table(TABLE.spec, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    book["Tiêu chí"][cell] = value
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(TableError, match=why):
        loading.table(read_table(tmp_path / "t.xlsx"))


def test_a_workbook_that_is_no_table(tmp_path: Path) -> None:
    write_inputs(TABLE, ROWS, tmp_path / "s.xlsx")
    with pytest.raises(TableError, match="thiếu trang “Tiêu chí”"):
        read_table(tmp_path / "s.xlsx")
    write_table(TABLE.spec, tmp_path / "t.xlsx")
    with pytest.raises(InputError, match="thiếu trang “Đơn vị”"):
        read_inputs(tmp_path / "t.xlsx")


def test_figures_survive_the_workbook(tmp_path: Path) -> None:
    write_inputs(TABLE, ROWS, tmp_path / "s.xlsx")
    read = loading.units(read_inputs(tmp_path / "s.xlsx"))
    assert [s.total for s in score(TABLE, read)] == [s.total for s in score(TABLE, ROWS)]
    assert read[0].facts == ROWS[0].facts
    entry = read[1].stages[""]["I/I.1"]
    assert (entry.by, entry.why, entry.evidence) == ("Thanh tra", "xác minh", ("BB 1", "BB 2"))


def test_a_row_of_an_unknown_unit_is_refused(tmp_path: Path) -> None:
    write_inputs(TABLE, ROWS, tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    book["Số liệu"]["A2"] = "Z"
    book.save(tmp_path / "s.xlsx")
    with pytest.raises(InputError, match="không có đơn vị “Z”"):
        read_inputs(tmp_path / "s.xlsx")


def test_every_input_is_asked_for() -> None:
    asked = {leaf.path: [a.name for a in asks(leaf.spec, leaf.compound.keys if leaf.compound else ())] for leaf in TABLE.leaves}
    assert asked == {"I/I.1": ["numerator", "denominator"], "I/I.2": ["value"], "II": ["chậm", "2"], "III": ["value"]}


def test_the_ranking_is_written(tmp_path: Path) -> None:
    write_ranking(ranked(TABLE, ROWS), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert [c.value for c in book["Xếp hạng"][2]][:6] == [1, "A", "A", "1", 63, 60]
    assert any(row[5].value == "9 / 10 × 20" for row in book["Diễn giải"])
