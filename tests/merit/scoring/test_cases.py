"""The reader of case files on shapes that are not among the published ones."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path

import pytest

from vinhdanh.merit.scoring.cases.document import Report
from vinhdanh.merit.scoring.cases.run import run

CLUSTER = """
id: cum-1
kind: result_table
completeness: complete
row_format: [stt, đơn vị, điểm tự chấm, điểm thẩm định, điểm thưởng, điểm trừ, tổng điểm, xếp hạng, xếp loại]
classes:
- {cls: Xuất sắc, ge: 95}
- {cls: Tốt, ge: 90, lt: 95}
- {cls: Hoàn thành, lt: 90}
rows:
- ['1', Đơn vị A, 99, "95,5", 2, 0, "97,5", 1, Xuất sắc]
- ['2', Đơn vị B, 98, 93, 1.25, 0.5, 93.75, 2, Tốt]
- ['3', Đơn vị C, 97, 92.75, 1, 0, 93.75, 2, Tốt]
- ['4', Đơn vị D, 96, 80, 0, 1, 79, 4, Hoàn thành]
published: {mean: 90.99, group_over_90: 3}
checks: ['mean of the totals, tolerance 0.01']
"""
WEIGHTED = """
id: ddci
completeness: complete
method: weighted sum of three components
weights: {a: 50, b: 30, c: 20}
row_format: [unit, a, b, c, total, rank]
rows:
- [A, 90, 80, 70, 83, 1]
- [B, 80, 80, 80, 80, 2]
"""
CRITERIA = """
id: bang
kind: criteria_table
completeness: complete
total: 20
criteria:
- code: I
  max: 12
  children:
  - {code: I.1, max: 5, kind: deduct_per_unit, points: 0.5, per: case, cap: 2}
  - {code: I.2, max: 7, kind: steps, bands: [["từ 90% trở lên", 7], ["từ 50% đến dưới 90%", 3], ["dưới 50%", 0]]}
- {code: II, max: 8, kind: something_new}
classification:
- {cls: A, score: từ 18 đến 20}
- {cls: B, score: dưới 18}
worked_examples:
- {max: 10, numerator: 3, denominator: 4, score: 7.5}
- {standard: 5, count: 3, each: 0.5, cap: 1, score: 4}
"""


def one(text: str, folder: Path) -> Report:
    (folder / "x.yaml").write_text(text, "utf-8")
    return run([folder])[0]


def test_a_cluster_with_all_columns(tmp_path: Path) -> None:
    report = one(CLUSTER, tmp_path)
    assert (report.status, report.count("differs")) == ("recomputed", 0)
    assert report.count("equal", "rounding") == 4 * 4 + 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"97,5", 1', '"97,4", 1'),
        ("79, 4, Hoàn", "79, 3, Hoàn"),
        ("93.75, 2, Tốt]\n- ['3'", "93.75, 2, Xuất sắc]\n- ['3'"),
        ("mean: 90.99", "mean: 90.5"),
    ],
)
def test_what_is_wrong_in_it_is_found(old: str, new: str, tmp_path: Path) -> None:
    assert old in CLUSTER
    assert not one(CLUSTER.replace(old, new), tmp_path).passed


def test_weights_by_name(tmp_path: Path) -> None:
    report = one(WEIGHTED, tmp_path)
    assert (report.status, report.count("equal", "rounding"), report.count("differs")) == ("recomputed", 6, 0)


def test_a_table_of_other_kinds(tmp_path: Path) -> None:
    report = one(CRITERIA, tmp_path)
    assert report.passed
    made = report.tables["bang"]
    assert [leaf.spec.how or "rules" for leaf in made.leaves] == ["rules", "steps", "direct"]
    assert made.nodes["I/I.2"].spec.bands[1].lt == D(90)
    assert sum("ví dụ" in c.what for c in report.checks) == 2


def test_blocks_nobody_understands_are_named(tmp_path: Path) -> None:
    report = one(WEIGHTED + "mystery: {figures: [1, 2, 3]}\n", tmp_path)
    assert "Không tính lại khối “mystery” (chỉ mô tả)" in report.remarks


def test_two_forms_of_one_file(tmp_path: Path) -> None:
    text = (
        "id: f\ncompleteness: complete\nforms:\n  A: {total: 5, criteria: [{code: '1', max: 5}]}\n  B: {total: 5, criteria: [{code: '1', max: 4}]}\n"
    )
    report = one(text, tmp_path)
    assert sorted(report.tables) == ["f/A", "f/B"]
    assert [c.verdict for c in report.checks] == ["equal", "differs"]


def figures(text: str, folder: Path) -> tuple[bool, int, int]:
    report = one(text, folder)
    return report.passed, report.count("equal", "rounding"), report.count("told")


LINEAR = """
id: linear
completeness: complete
row_format: [unit, verified, survey, total, rank]
rows:
- [A, 90, 80, 87, 1]
- [B, 80, 90, 83, 2]
checks: ['total = 0.7 x verified + 0.3 x survey']
"""
PERCENT = """
id: percent
completeness: complete
row_format: [unit, score, max, percent, rank]
rows:
- [A, 99, 110, 90, 1]
- [B, 88, 100, 88, 2]
checks: ['percent = score / max x 100, tolerance 0.01']
"""
BASE = """
id: base
completeness: complete
method: 100 + bonus - penalty, clamped to 0..110
row_format: [unit, bonus, penalty, total, rank]
rows:
- [A, 20, 2, 110, 1]
- [B, 5, 10, 95, 2]
- [C, 0, 130, 0, 3]
"""
MEANS = """
id: months
completeness: complete
row_format: [unit, t1, t2, t3, mean, rank]
rows:
- [A, 90, 80, 85, 85, 1]
- [B, 80, 81, 83, 81.33, 2]
checks: ['mean of the months, tolerance 0.01']
"""
COMPONENTS = """
id: components
completeness: complete
components: [{code: a, weight_percent: 60}, {code: b, weight_percent: 40}]
row_format: [unit, a, b, total]
rows:
- [A, 9, 8, 8.6]
- [B, 7, 6, 6.6]
"""
TIES = """
id: ties
completeness: complete
tie_break: [b]
row_format: [unit, a, b, total, rank]
rows:
- [A, 5, 4, 9, 2]
- [B, 4, 5, 9, 1]
- [C, 1, 1, 2, 3]
checks: ['total = a + b']
"""
UNRANKED = """
id: unranked
completeness: complete
row_format: [rank, unit, a, b, total]
rows:
- [1, A, 5, 4, 9]
- [null, B, null, 5, null]
- [2, C, 1, 1, 2]
"""
QUOTAS = """
id: quotas
kind: rule_cases
completeness: complete
worked_examples:
- {percent: 15, base: 37, rounding: floor, allowed: 5}
- {percent: 15, base: 37, rounding: half_up, allowed: 6}
- {fraction: 1/3, units: 10, rounding: up, allowed: 4}
"""
NESTED = """
id: nested
completeness: complete
years:
  2021: {row_format: [unit, a, b, total, rank], rows: [[A, 5, 4, 9, 1], [B, 1, 2, 3, 2]]}
  2022: {row_format: [unit, a, b, total, rank], rows: [[A, 1, 4, 5, 2], [B, 4, 2, 6, 1]]}
"""
MAPPINGS = """
id: mappings
completeness: complete
rows:
- {unit: A, verified: 90, bonus: 2, penalty: 1, total: 91, rank: 1}
- {unit: B, verified: 80, bonus: 0, penalty: 1, total: 79, rank: 2}
"""


@pytest.mark.parametrize(
    ("text", "least"),
    [(LINEAR, 6), (PERCENT, 4), (BASE, 9), (MEANS, 6), (COMPONENTS, 2), (TIES, 9), (UNRANKED, 6), (QUOTAS, 3), (NESTED, 12), (MAPPINGS, 6)],
    ids=["linear", "percent", "base", "means", "components", "ties", "unranked", "quotas", "nested", "mappings"],
)
def test_other_shapes(text: str, least: int, tmp_path: Path) -> None:
    passed, right, told = figures(text, tmp_path)
    assert (passed, told) == (True, 0)
    assert right >= least


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (LINEAR, "90, 80, 87", "90, 80, 86"),
        (PERCENT, "110, 90", "110, 91"),
        (BASE, "10, 95", "10, 96"),
        (MEANS, "81.33", "81.53"),
        (COMPONENTS, "8, 8.6", "8, 8.7"),
        (TIES, "9, 2]", "9, 3]"),
        (QUOTAS, "floor, allowed: 5", "floor, allowed: 6"),
        (MAPPINGS, "penalty: 1, total: 79", "penalty: 1, total: 80"),
    ],
)
def test_other_shapes_broken(text: str, old: str, new: str, tmp_path: Path) -> None:
    assert old in text
    assert not figures(text.replace(old, new), tmp_path)[0]


def test_a_block_of_an_unknown_shape_does_not_stop_the_others(tmp_path: Path) -> None:
    report = one(LINEAR + "groups: [{path: I, max: 1}]\nleaves: [[I, '1', chữ]]\nleaf_format: [group_path, code, max]\n", tmp_path)
    assert report.passed
    assert [c.what for c in report.checks if c.verdict == "told"] == ["khối của tệp (tree)"]
    assert report.count("equal") >= 6
