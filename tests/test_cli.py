"""The command line: Vietnamese, JSON in every case, exit codes that tell the truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from vinhdanh.cli import main

EXAMPLE = str(Path(__file__).parent.parent / "src" / "vinhdanh" / "examples" / "de-nghi-mau.xlsx")
CASES = Path(__file__).parent / "cases" / "data" / "awards"
Run = Any


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """``run(words…)`` → (exit code, standard output, error output)."""

    def call(*words: str) -> tuple[int, str, str]:
        code = main([str(w) for w in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["rules", "list"], 0),
        (["rules", "lint"], 0),
        (["rules", "show", "chien-si-thi-dua-co-so"], 0),
        (["rules", "show", "khong-co"], 2),
        (["check", EXAMPLE, "--on", "2025-12-10"], 1),
        (["check", "khong-co.xlsx"], 2),
        (["check", EXAMPLE, "--on", "31/02/2025"], 2),
        (["check", EXAMPLE, "--authority", "toa-an"], 2),
        (["cases", str(CASES / "vote.yaml")], 0),
        (["cases", "khong-co"], 2),
        (["plan", EXAMPLE, "--who", "A05", "--award", "CSTĐCS", "--on", "2025-12-10"], 0),
        (["plan", EXAMPLE, "--who", "A99"], 2),
        (["money", EXAMPLE, "--on", "2025-12-10"], 1),
        (["compare", EXAMPLE, "--from", "2025-12-10", "--to", "2025-12-11", "--on", "2025-12-10"], 0),
        (["compare", EXAMPLE, "--from", "hôm qua", "--to", "2025-12-11"], 2),
        (["chek", EXAMPLE], 2),
        ([], 2),
    ],
)
def test_json_in_every_case_names_the_reason(run: Run, words: list[str], code: int) -> None:
    got, out, _ = run(*words, "--json")
    said = json.loads(out)
    assert got == code == said["exit"]["code"]
    assert said["exit"]["reason"]


def test_an_internal_error_is_three(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(args: object) -> None:
        raise RuntimeError("hỏng")

    monkeypatch.setattr("vinhdanh.commands.rules.run_list", broken)
    code, out, _ = run("rules", "list", "--json")
    assert code == json.loads(out)["exit"]["code"] == 3
    assert "hỏng" in json.loads(out)["exit"]["reason"]


def test_template_never_overwrites(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "t.xlsx"
    assert run("template", out)[0] == 0
    before = out.read_bytes()
    code, _, said = run("template", out)
    assert code == 2 and "--force" in said
    assert out.read_bytes() == before
    assert run("template", tmp_path / "t.txt")[0] == 2


def test_an_empty_template_is_told_to_be_empty(run: Run, tmp_path: Path) -> None:
    run("template", tmp_path / "t.xlsx")
    code, _, said = run("check", tmp_path / "t.xlsx")
    assert code == 2 and "Tệp chưa có dữ liệu" in said


def test_check_prints_the_tree_with_articles_and_writes_a_report(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("check", EXAMPLE, "--on", "2025-12-10", "--out", tmp_path / "bc.xlsx")
    assert code == 1
    assert "[Chưa đạt] Không xét tặng đối với cá nhân mới tuyển dụng dưới 06 tháng" in out and "Thông tư 02/2024/TT-VKSTC" in out
    sheets = openpyxl.load_workbook(tmp_path / "bc.xlsx").sheetnames
    assert sheets == ["Tổng hợp", "Kết quả", "Điều kiện", "Kèm theo", "Tỷ lệ", "Mâu thuẫn", "Ô cần sửa"]


def test_check_carries_over_what_the_new_law_replaced(run: Run) -> None:
    _, out, _ = run("check", EXAMPLE, "--on", "2026-11-24", "--brief")
    assert "Luật 06/2026/QH16 có hiệu lực từ 01/10/2026 chưa được nhập" in out


def test_cases_json_has_the_agreed_shape(run: Run) -> None:
    _, out, _ = run("cases", CASES, "--json")
    said = json.loads(out)
    assert said["total"] == said["passed"] == sum(row["total"] for row in said["by_ask"].values())
    assert set(said["derived"]) == {"total", "passed"} and said["failed"] == []
    assert said["cited"] >= 0.9 * said["total"]


def test_a_failed_case_is_told_with_expected_and_got(run: Run, tmp_path: Path) -> None:
    text = (CASES / "vote.yaml").read_text("utf-8").replace("passes: false", "passes: true", 1)
    (tmp_path / "vote.yaml").write_text(text, "utf-8")
    code, out, _ = run("cases", tmp_path, "--json")
    (failed,) = json.loads(out)["failed"]
    assert code == 1 and failed["expected"] is True and failed["got"] is False and failed["finding"]


def test_rules_show_before_and_after_the_new_circular(run: Run) -> None:
    """Acceptance 4 of the issue: the fighter title of the unit, 2020 and 2025, each rule with its article."""
    old = run("rules", "show", "chien-si-thi-dua-co-so", "--on", "2020-11-30", "--authority", "procuracy")[1]
    new = run("rules", "show", "chien-si-thi-dua-co-so", "--on", "2025-11-30", "--authority", "procuracy")[1]
    for words in (
        "dưới 10 tháng (điểm a khoản 3 Điều 14",
        "15%",
        "50%",
        "(khoản 3 Điều 15",
        "không quy định tỷ lệ phiếu",
        "(khoản 2 Điều 15 Thông tư 01/2019/TT-VKSTC)",
    ):
        assert words in old
    assert "Hoàn thành xuất sắc nhiệm vụ" not in old.split("Tỷ lệ, số lượng")[0]
    for words in (
        "dưới 06 tháng",
        "xuất sắc nhiệm vụ",
        "80%",
        "tổng số thành viên",
        "“Tập thể lao động xuất sắc” trở lên (Điều 14",
        "Điều 14 Thông tư 02/2024/TT-VKSTC",
    ):
        assert words in new
    assert "chưa thấy" in new.lower() and "không quá 15%" not in new


def test_plan_understands_what_the_workbook_understands(run: Run) -> None:
    for words in ("KNC", "Cờ thi đua của ngành Kiểm sát nhân dân", "BK Thủ tướng"):
        code, out, _ = run("plan", EXAMPLE, "--who", "A05", "--award", words, "--on", "2025-12-10")
        assert code != 2, out
    assert "Vì sự nghiệp Kiểm sát" in run("plan", EXAMPLE, "--who", "A05", "--award", "KNC", "--on", "2025-12-10")[1]


def test_plan_lists_alternatives(run: Run) -> None:
    _, out, _ = run("plan", EXAMPLE, "--who", "A05", "--award", "CSTĐ ngành", "--on", "2025-12-10")
    assert "Cách 1" in out and "Cách 2" in out and "sáng kiến" in out and "đề tài" in out


def test_compare_says_who_gains_and_why(run: Run) -> None:
    code, out, _ = run("compare", EXAMPLE, "--from", "2023-12-15", "--to", "2025-12-15", "--on", "2025-12-15")
    assert code == 1 and "Chưa đạt → Đạt" in out and "Trước:" in out and "Thông tư 01/2019/TT-VKSTC" in out


def test_compare_with_an_overlay_folder(run: Run, tmp_path: Path) -> None:
    rule = """
awards:
  lao-dong-tien-tien:
    criteria:
      - in_force: 2025-01-01
        mode: add
        cite: {act: luat-2022, at: "Đ24(4)"}
        all: [{id: thu, says: Hoàn thành xuất sắc nhiệm vụ, tags: [rating], held: {rating: hoan-thanh-xuat-sac}}]
"""
    (tmp_path / "them.yaml").write_text(rule, "utf-8")
    code, out, _ = run("compare", EXAMPLE, "--from", "2025-12-10", "--to", tmp_path, "--on", "2025-12-10")
    assert code == 1 and "Đạt → Chưa đạt" in out and "khoản 4 Điều 24" in out


def test_money_shows_rounding(run: Run) -> None:
    _, out, _ = run("money", EXAMPLE, "--on", "2025-12-10")
    assert "hệ số 0,3 – 710.000 đồng" in out


def test_usage_errors_are_vietnamese(run: Run) -> None:
    assert "thiếu: LỆNH" in run()[2]
    assert "không hiểu: --la" in run("rules", "list", "--la")[2]
