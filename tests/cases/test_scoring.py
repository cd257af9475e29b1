"""The published scoring tables and rankings, from the copy in ``data/``: described, recomputed, every difference accounted for."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from vinhdanh.merit.scoring import dump, lint, loading
from vinhdanh.merit.scoring.cases import report as told
from vinhdanh.merit.scoring.cases.document import Report
from vinhdanh.merit.scoring.cases.run import run

HERE = Path(__file__).parent
FILES = sorted((HERE / "data" / "scoring").glob("*.yaml"))
PAGE = HERE.parent.parent / "docs" / "reference" / "published-rankings.md"
COMPLETE = {
    "criteria_cantho_kh157_2025",
    "criteria_haiphong_qd212_2025",
    "criteria_school_vienchuc",
    "criteria_tiengiang_tnmt_2022",
    "result_papi_2020",
    "result_par_index_2023_ministries",
    "result_par_regions_2023",
    "result_pci_series_ninh_binh",
    "result_tiengiang_cailay_2022",
    "rules_police_article6",
}
"""What says of itself that it is complete has to come out in full."""


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {r.document.path.stem: r for r in run([HERE / "data" / "scoring"])}


@pytest.mark.parametrize("name", [f.stem for f in FILES])
def test_no_figure_differs_without_a_reason(name: str, reports: dict[str, Report]) -> None:
    assert [str(c) for c in reports[name].checks if c.verdict == "differs"] == []


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_a_complete_file_is_recomputed(name: str, reports: dict[str, Report]) -> None:
    assert reports[name].status == "recomputed"


@pytest.mark.parametrize("name", [f.stem for f in FILES])
def test_tables_are_described_in_our_format(name: str, reports: dict[str, Report]) -> None:
    for table in reports[name].tables.values():
        assert loading.table(loading.yaml(dump.yaml(table.spec))).spec == table.spec


def test_rounding_is_listed_with_both_values(reports: dict[str, Report]) -> None:
    found = [c for c in reports["result_par_index_2023_ministries"].checks if c.verdict == "rounding"]
    assert len(found) == 9
    assert {abs(c.computed - c.published) for c in found} == {Decimal("0.01")}  # type: ignore[operator]
    assert str(found[0]) == "lệch do làm tròn: Bộ Tư pháp, total: tính 89,96, công bố 89,95 – lệch 0.01, cho phép 0.01"


def test_the_caps_exceeded_in_the_minutes_are_reported(reports: dict[str, Report]) -> None:
    report = reports["result_tiengiang_cailay_2022"]
    over = {c.what.split(":")[0]: (c.computed, c.published) for c in report.checks if c.verdict == "anomaly" and "trần" in c.what}
    assert over == {"C2": (Decimal("0.5"), Decimal("0.7")), "C4": (0, Decimal("0.5")), "d2": (2, 4)}
    assert any(c.what.startswith("tổng nếu áp dụng đúng bảng") and c.computed == Decimal("115.7") for c in report.checks)


def test_method_changes_are_anomalies_the_file_names(reports: dict[str, Report]) -> None:
    found = [c for c in reports["result_pci_series_ninh_binh"].checks if c.verdict == "anomaly"]
    assert [(c.what, c.computed, c.published) for c in found] == [
        ("2023, total", Decimal("65.985"), Decimal("67.83")),
        ("2022, total", Decimal("61.875"), Decimal("64.22")),
    ]


def test_ties_that_printed_digits_cannot_part(reports: dict[str, Report]) -> None:
    found = [c for c in reports["result_pci_2015_ties"].checks if c.verdict == "rounding"]
    assert [(c.computed, c.published) for c in found] == [(21, 22), (23, 24)]


def test_a_column_empty_for_all_leaves_the_tree(reports: dict[str, Report]) -> None:
    remarks = reports["result_papi_2022"].remarks
    assert "C05/SC52: không đơn vị nào có số liệu: tiêu chí không tính" in remarks
    assert sum(r.startswith(("Bac Giang: chưa xếp hạng", "Bac Ninh: chưa xếp hạng")) for r in remarks) == 2


def test_the_linter_finds_the_traps_of_the_real_tables(reports: dict[str, Report]) -> None:
    found = {(name, f.split("]")[0][1:]) for name, r in reports.items() for f in r.faults}
    assert {
        ("criteria_school_vienchuc", "sum"),
        ("criteria_haiphong_qd212_2025", "unreachable-max"),
        ("criteria_haiphong_qd212_2025", "rescale"),
        ("criteria_cantho_kh157_2025", "overlap"),
        ("criteria_tiengiang_tnmt_2022", "gap"),
        ("result_police_cluster_pilot_a", "double-code"),
    } <= found
    assert any("class-gap" in f for f in reports["criteria_vks_kpi_catalogue"].faults)


def test_what_a_file_says_of_undefined_values_is_so(reports: dict[str, Report]) -> None:
    claims = [c for c in reports["criteria_tiengiang_tnmt_2022"].checks if "không thuộc mức nào" in c.what]
    assert [(c.what.split(": ")[1][:2], c.verdict) for c in claims] == [("98", "equal"), ("95", "equal"), ("90", "equal"), ("69", "equal")]


@pytest.mark.slow
def test_a_broken_figure_is_noticed(tmp_path: Path) -> None:
    """Every kind of figure, changed by more than its tolerance, makes its file fail."""
    for name, old, new in (
        ("result_par_index_2023_ministries", "28.1, 89.95", "28.1, 88.95"),
        ("result_pci_2021", "7.91, 73.02, 1,", "7.91, 73.12, 1,"),
        ("result_papi_2020", "{province: Quang Ninh, total: 48.811", "{province: Quang Ninh, total: 48.812"),
        ("result_papi_2022", "ranked: 61", "ranked: 63"),
        ("result_tiengiang_cailay_2022", "[a7, 3, 11, 4, 0, 7]", "[a7, 3, 11, 3, 0, 7]"),
        ("result_police_cluster_pilot_a", "{total: 874.27", "{total: 874.28"),
        ("result_police_cluster_pilot_a", "cluster_score: 16.49", "cluster_score: 16.94"),
        ("rules_police_article6", "leader_actual: 20, score: 3.75", "leader_actual: 20, score: 3.7"),
        ("criteria_haiphong_qd212_2025", "name: Chính trị tư tưởng\n        max: 5", "name: Chính trị tư tưởng\n        max: 6"),
        ("result_par_regions_2023", "[Đông Nam Bộ, 87.79, 3.05", "[Đông Nam Bộ, 87.79, 3.15"),
        ("result_pci_2015_ties", "[Vĩnh Phúc, 62.56, 4, Rất tốt]", "[Vĩnh Phúc, 62.56, 4, Khá]"),
        ("result_hcmc_flag_bonus", "total: 107", "total: 108"),
        ("result_council_counts", "units_with_flag_or_certificate: 117", "units_with_flag_or_certificate: 118"),
    ):
        text = (HERE / "data" / "scoring" / f"{name}.yaml").read_text("utf-8")
        assert old in text, name
        folder = tmp_path / f"{name}-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for other in FILES:
            (folder / other.name).write_text(text.replace(old, new, 1) if other.stem == name else other.read_text("utf-8"), "utf-8")
        assert not run([folder / f"{name}.yaml"])[0].passed, f"{name}: {old} → {new}"


def test_the_page_has_a_line_for_every_file(reports: dict[str, Report]) -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    assert [line for line in told.markdown([reports[f.stem] for f in FILES]) if line not in lines] == []


def test_tables_that_are_linted_have_findings_with_words(reports: dict[str, Report]) -> None:
    table = next(iter(reports["criteria_school_vienchuc"].tables.values()))
    assert all(f.says and f.code for f in lint.lint(table))
