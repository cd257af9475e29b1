"""The command ``vinhdanh score``: ranking, explanations, questions, files; and the trial of the how-to page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from vinhdanh.cli import main

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "data" / "scoring"
TRIAL = ROOT / "docs" / "acceptance" / "2026-11-24-scoring-trial"
TABLE = """
id: thu
stages: [self, verified]
total: {max: 100}
criteria:
- {code: '1', name: Tỷ lệ, max: 60, kind: ratio}
- {code: '2', max: 40, rules: [{id: chậm, kind: deduct_per_unit, points: 0.5, cap: 40}]}
classes: [{name: Tốt, ge: 80}, {name: Khá, lt: 80}]
quotas: [{award: Cờ, fixed: 1}]
"""
FIGURES = """
units:
- {id: A, name: Phòng A, entries: {'1': {numerator: 9, denominator: 10}, '2': {}}}
- {id: B, entries: {'1': {numerator: 1, denominator: 2}, '2': {chậm: 4}}}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "bang.yaml").write_text(TABLE, "utf-8")
    (tmp_path / "so.yaml").write_text(FIGURES, "utf-8")
    return str(tmp_path / "bang.yaml"), str(tmp_path / "so.yaml")


def run(*words: str) -> int:
    return main(["score", *words])


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_ranking(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*files) == 0
    out = capsys.readouterr().out
    assert "  1. Phòng A" in out
    assert "Cờ: Không quá 1; 2 đơn vị đủ điều kiện: A" in out
    assert out.endswith("2 đơn vị: 2 được xếp hạng, 0 chưa xếp hạng\n")


def test_the_whole_explanation_of_one_unit(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*files, "--unit", "B") == 0
    out = capsys.readouterr().out
    assert "1 Tỷ lệ: 30/60  = 1 / 2 × 60" in out
    assert "· chậm: -2 (4 × 0,5)" in out
    assert "Phòng A" not in out


def test_json_holds_the_tree(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*files, "--json") == 0
    data = told(capsys)
    first = data["standings"][0]
    assert (first["unit"], first["place"], first["class"], float(first["total"])) == ("A", 1, "Tốt", 94.0)
    assert [c["formula"] for c in first["explanation"]["children"]] == ["9 / 10 × 60", "40"]


def test_who_is_not_ranked_makes_exit_code_one(files: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "so.yaml").write_text(FIGURES.replace(", '2': {}", ""), "utf-8")
    assert run(*files) == 1


def test_the_ranking_goes_to_a_workbook(files: tuple[str, str], tmp_path: Path) -> None:
    assert run(*files, "--out", str(tmp_path / "r.xlsx")) == 0
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames == ["Xếp hạng", "Diễn giải"]


def test_lint(files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint", files[0]) == 0
    (tmp_path / "bang.yaml").write_text(TABLE.replace("max: 60", "max: 50"), "utf-8")
    assert run("lint", files[0]) == 1
    assert "✗ [sum] bảng: điểm tối đa ghi 100, các mục con cộng lại 90" in capsys.readouterr().out


def test_questions(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gaps", *files) == 0
    assert run("what-if", *files, "--unit", "B", "--set", "1:numerator=2", "--set", "2:chậm=0") == 0
    assert "Tổng điểm thay đổi 32" in capsys.readouterr().out


def test_several_periods(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    table, figures = files
    other = Path(figures).with_name("quy-2.yaml")
    other.write_text(FIGURES.replace("numerator: 9", "numerator: 8"), "utf-8")
    assert run("periods", table, figures, str(other)) == 0
    assert capsys.readouterr().out.splitlines()[0].split()[:2] == ["A", "91"]
    assert run("periods", table) == 2


def test_a_draft(files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "moi.yaml"
    draft.write_text(TABLE.replace("ge: 80", "ge: 95").replace("lt: 80", "lt: 95"), "utf-8")
    assert run("draft", files[0], str(draft), files[1]) == 1
    assert "1/2 đơn vị đổi hạng hoặc xếp loại" in capsys.readouterr().out
    assert run("draft", files[0], files[0], files[1]) == 0


def test_workbooks_serve_as_well(files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, sheet = str(tmp_path / "bang.xlsx"), str(tmp_path / "so.xlsx")
    assert run("convert", files[0], table) == 0
    assert run("sheet", table, sheet, "--units", files[1]) == 0
    assert run(table, sheet) == 0
    assert "  1. Phòng A" in capsys.readouterr().out
    assert run("convert", table, str(tmp_path / "lai.yaml")) == 0
    assert run(str(tmp_path / "lai.yaml"), files[1]) == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["{table}"], "Lệnh cần 2 tệp, đang có 1"),
        (["lint", "không-có.yaml"], "Không có tệp “không-có.yaml”"),
        (["{figures}", "{table}"], "khóa lạ “units”"),
        (["{table}", "{table}"], "cần danh sách units"),
        (["{table}", "{figures}", "--unit", "Z"], "Không có đơn vị “Z”. Có: A, B"),
        (["what-if", "{table}", "{figures}"], "what-if cần --unit"),
        (["what-if", "{table}", "{figures}", "--unit", "A", "--set", "1"], "cần dạng TIÊU-CHÍ=GIÁ-TRỊ"),
        (["what-if", "{table}", "{figures}", "--unit", "A", "--set", "9=1"], "bảng không có tiêu chí “9”"),
        (["{table}", "{figures}", "--from", "2025-01-01"], "cần cả --from và --to"),
        (["cases", "không-có"], "Không có tệp hoặc thư mục “không-có”"),
        (["cases"], "Không có tệp hoặc thư mục"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], why: str, files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*(w.format(table=files[0], figures=files[1]) for w in words)) == 2
    assert why in capsys.readouterr().err


def test_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cases", str(CASES)) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("22 tệp: 10 tính lại được, 10 một phần, 2 không")
    assert run("cases", str(CASES / "result_tiengiang_cailay_2022.yaml"), "--out", str(tmp_path / "bảng")) == 0
    made = next((tmp_path / "bảng").glob("*.yaml"))
    assert run("lint", str(made)) in (0, 1)


# ---- the trial of the page -----------------------------------------------------------------------------


@pytest.mark.parametrize(("stage", "total"), [("self", "124.4"), ("verified", "118.4")])
def test_the_trial_comes_out_as_published(stage: str, total: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(TRIAL / "bang.yaml"), str(TRIAL / "so-lieu.yaml"), "--stage", stage, "--json") == 0
    assert told(capsys)["standings"][0]["total"] == total


def test_the_subtotals_of_the_trial(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(TRIAL / "bang.yaml"), str(TRIAL / "so-lieu.yaml"), "--stage", "verified", "--json") == 0
    tree = told(capsys)["standings"][0]["explanation"]
    assert [(c["code"], float(c["points"])) for c in tree["children"]] == [("1", 94.4), ("2", 2.5), ("3", 12.5), ("4", 4.0), ("5", 5.0)]
    assert [float(c["points"]) for c in tree["children"][0]["children"]] == [36, 16, 26.4, 16]


def test_what_exceeds_the_table_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    run(str(TRIAL / "bang.yaml"), str(TRIAL / "so-lieu.yaml"), "--stage", "verified", "--unit", "cai-lay")
    out = capsys.readouterr().out
    for note in ("C2.4: bảng tính 0,5, được chấp nhận 0,7", "bảng tính 2, được chấp nhận 2,5", "d2.3: bảng tính 2, được chấp nhận 4"):
        assert note in out
