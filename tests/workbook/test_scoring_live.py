"""The ranking as a workbook that computes: recalculated by LibreOffice it gives the engine's numbers, and follows a changed figure."""

from __future__ import annotations

import subprocess
from decimal import Decimal
from pathlib import Path
from shutil import which

import openpyxl
import pytest
from tests.merit.scoring.build import table, unit

from vinhdanh.merit.scoring.questions import ranked
from vinhdanh.workbook.scoring_live import write_live

TABLE = table(
    {
        "code": "I",
        "name": "Nghiệp vụ",
        "max": 80,
        "children": [
            {"code": "1", "name": "Tố giác", "max": 50, "kind": "ratio"},
            {"code": "2", "name": "Báo cáo", "max": 30, "kind": "pass_fail"},
        ],
    },
    {"code": "II", "name": "Thi đua", "max": 20},
    {"code": "III", "name": "Trừ", "role": "deduction", "kind": "deduct_per_unit", "points": 1, "max": 5},
    total={"max": 100, "ceiling": 99},
    ranking={"by": "points"},
)
UNITS = [
    unit("A", **{"1": {"numerator": 9, "denominator": 10}, "2": "có", "II": "19.5", "III": {"value": 1}}),
    unit("B", **{"1": {"numerator": 12, "denominator": 10}, "2": "có", "II": 20, "III": {"value": 0}}),
    unit("C", **{"1": {"numerator": 1, "denominator": 3}, "2": "không", "II": "7.25", "III": {"value": 0}}),
]


def sheets(path: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(path, data_only=True)
    return {s.title: [list(r) for r in s.iter_rows(values_only=True)] for s in book.worksheets}


def test_what_is_cached_is_what_the_engine_found(tmp_path: Path) -> None:
    order = ranked(TABLE, UNITS)
    write_live(order, "Cụm 1", tmp_path / "a.xlsx")
    rows = sheets(tmp_path / "a.xlsx")["Xếp hạng"][3:]
    assert [(r[0], r[1], Decimal(str(r[5])).quantize(Decimal("0.0001"))) for r in rows] == [
        (s.place, s.sheet.unit.title, s.sheet.total.quantize(Decimal("0.0001"))) for s in order.standings
    ]


def test_points_are_formulas_over_figures(tmp_path: Path) -> None:
    write_live(ranked(TABLE, UNITS), "Cụm 1", tmp_path / "a.xlsx")
    detail = openpyxl.load_workbook(tmp_path / "a.xlsx")["Chi tiết"]
    assert [detail.cell(row, 5).value for row in range(2, 7)] == [
        "=E3+E4",
        "=MIN(1,'Số liệu'!E2/'Số liệu'!E3)*50",
        "=IF('Số liệu'!E4=\"có\",30,0)",
        "='Số liệu'!E5",
        1,
    ]
    assert detail.cell(7, 4).value == "=D2+D5-D6-1"  # the ceiling of the whole, told as a constant


@pytest.mark.heavy
@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_recalculates_the_same(tmp_path: Path) -> None:
    order = ranked(TABLE, UNITS)
    write_live(order, "Cụm 1", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")  # without cached values
    book["Số liệu"]["E2"] = 10  # A: 10 of 10
    book.save(tmp_path / "b.xlsx")
    subprocess.run(["soffice", "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "out", tmp_path / "b.xlsx"], check=True, timeout=120)
    rows = sheets(tmp_path / "out" / "b.xlsx")["Xếp hạng"][3:]
    assert [(r[0], r[1], r[5]) for r in rows[:2]] == [(1, "B", 99), (2, "A", 98.5)]
