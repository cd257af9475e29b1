"""What a clean workbook yields: facts in exactly the shape of the shared case format, and completeness as declared."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vinhdanh.workbook import UnreadableFile, Workbook, read_workbook, write_template
from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.example import PATH, example_rows, write_example
from vinhdanh.workbook.schema import SHEETS
from vinhdanh.workbook.template import Rows, write_workbook

from .conftest import ON, Read, clean_rows, put

_SCHEMA = json.loads((Path(__file__).parents[1] / "cases" / "data" / "awards.schema.json").read_text(encoding="utf-8"))
_CASE = _SCHEMA["$defs"]["case"]["properties"]


def held(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """The awards that somebody really has."""
    return [a for a in facts["awards"] if a.get("count") != 0]


def valid(book: Workbook) -> None:
    """Every nomination and its facts fit the schema of the case files (whose year keys are text in JSON)."""
    for nomination in book.nominations:
        facts = book.facts(nomination)
        facts["ratings"] = {str(y): r for y, r in facts.get("ratings", {}).items()}
        jsonschema.validate(facts, _CASE["facts"])
        assert nomination.award in _CASE["award"]["enum"]


def test_award_codes_are_those_of_the_case_format() -> None:
    assert sorted(lx.AWARDS.names) == sorted(_CASE["award"]["enum"])


@pytest.mark.parametrize(
    ("table", "kind", "name"),
    [
        (lx.RATINGS, "ratings", None),
        (lx.KINDS, "awards", "kind"),
        (lx.LEVELS, "initiatives", "level"),
        (lx.DISCIPLINE, "discipline", "form"),
        (lx.HOLDS, "holds", "kind"),
        (lx.ABSENCES, "absences", "kind"),
        (lx.RESULTS, "study", "result"),
    ],
)
def test_codes_are_those_of_the_case_format(table: lx.Table, kind: str, name: str | None) -> None:
    schema = _CASE["facts"]["properties"][kind]
    codes = schema["items"]["properties"][name]["enum"] if name else next(iter(schema["patternProperties"].values()))["enum"]
    assert sorted(table.names) == sorted(codes)


def test_every_row_of_the_template_filled_in_yields_its_fact(tmp_path: Path) -> None:
    path = tmp_path / "mẫu.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    _fill(book)
    book.save(path)
    read = read_workbook(path, on=ON)
    assert [str(p) for p in read.problems] == []
    valid(read)
    facts = read.facts(read.nominations[0])
    assert held(facts) == [
        {"award": "chien-si-thi-dua-co-so", "year": 2024, "decided_on": "2024-12-20", "by": "VKSND Tỉnh Mẫu"},
        {"award": "bang-khen-nganh", "year": 2023, "kind": "dot-xuat", "period": {"from": 2021, "to": 2023}},
    ]
    del facts["awards"]
    assert facts == {
        "employed": {"from": "2005-07-01", "contract": False, "former": False},
        "person": {
            "gender": "nu",
            "head_of_unit": True,
            "leader": True,
            "worker": False,
            "contract": False,
            "party_member": True,
            "retired": False,
            "deceased": False,
            "unit_rating": "hoan-thanh-xuat-sac",
        },
        "service": {
            "from": "2006-01-01",
            "years": 19,
            "continuous": True,
            "other_sector_years": Decimal("1.5"),
            "leader_years": 6,
            "outside_sector": False,
        },
        "posts": [{"post": "Trưởng phòng", "from": "2020-03", "rank": "tương đương"}],
        "ratings": {2025: "hoan-thanh-xuat-sac"},
        "initiatives": [{"year": 2024, "level": "nganh", "applied": True, "recognised": True, "used_for": "chien-si-thi-dua-nganh", "by": "VKSTC"}],
        "research": [{"year": 2023, "level": "co-so", "accepted": True, "role": "Chủ nhiệm"}],
        "contests": [{"title": "Kiểm sát viên giỏi", "year": 2022}],
        "discipline": [{"form": "khien-trach", "decided_on": "2020-05-01", "conduct_year": 2019, "ended_on": "2021-05-01", "already_used_in": 2019}],
        "holds": [{"kind": "dieu-tra", "from": "2025-10-01", "cleared": False}],
        "absences": [{"kind": "thai-san", "from": "2022-01-01", "to": "2022-06-30"}],
        "study": [{"from": "2021-01-01", "to": "2021-06-30", "result": "gioi", "rules_obeyed": True}],
        "transfers": [{"on": "2020-03-01", "months_at_old": 2, "months_at_new": 10, "old_unit_opinion": True, "secondment": False}],
        "council": {"members": 9, "present": 8, "yes": 7, "yes_by_letter": 1, "cluster_yes_percent": Decimal("88.5"), "level": "tỉnh"},
        "movement": {"launched_by": "Viện trưởng", "years": 3, "review": "tong-ket", "chosen": True, "registered": False, "kind": "chuyên đề"},
        "dossier": {"papers": ["to-trinh", "bien-ban"], "sets": 2, "filed_on": "2025-12-01"},
    }
    unit = read.facts(read.nominations[1])
    assert unit["collective"] == {
        "level": "phòng",
        "founded": "2010",
        "flag_eligible": True,
        "leads_cluster": False,
        "exceeded_targets": True,
        "party_rating": "Hoàn thành tốt",
        "unity": True,
        "new_model": True,
        "legal_personality": False,
        "dissolved": False,
    }
    assert unit["members"] == {
        "total": 10,
        "completed_share": Decimal("95.5"),
        "lao_dong_tien_tien": 8,
        "share_ldtt": 80,
        "chien_si_thi_dua_co_so": 1,
        "disciplined_canh_cao_up": 0,
        "disciplined_khien_trach": 1,
    }
    assert (read.nominations[0].period, read.nominations[0].kind, read.nominations[0].route) == ((2023, 2025), "phong-trao", "phong-trao")


def _fill(book: openpyxl.Workbook) -> None:
    """Types one row of everything below the example rows, by the headers of the template, as a clerk would."""
    for sheet, rows in _TYPED.items():
        headers = {cell.value: at for at, cell in enumerate(book[sheet][1], 1)}
        for number, row in enumerate(rows, 3):
            for header, value in row.items():
                book[sheet].cell(number, headers[header], value)


_A, _F = {"Mã": "A01"}, date
_TYPED: dict[str, list[dict[str, Any]]] = {
    "Đơn vị": [{"Mã đơn vị": "P1", "Tên đơn vị": "Phòng 1"}],
    "Cán bộ": [
        {
            "Mã cán bộ": "A01",
            "Họ và tên": "Nguyễn Thị A01",
            "Ngày sinh": "2/9/1980",
            "Giới tính": "Nữ",
            "Mã đơn vị": "P1",
            "Chức vụ hiện nay": "Trưởng phòng",
            "Ngày tuyển dụng": _F(2005, 7, 1),
            "Tình trạng": "Đang công tác",
            "Hợp đồng lao động": "Không",
            "Là lãnh đạo": "Có",
            "Là người đứng đầu": "Có",
            "Đứng đầu đơn vị": "P1",
            "Trực tiếp công tác": "Không",
            "Đảng viên": "x",
            "Người ngoài ngành": "Không",
            "Ngày tính thâm niên": _F(2006, 1, 1),
            "Số năm trong ngành": 19,
            "Công tác liên tục": "Có",
            "Số năm pháp luật ngoài ngành": "1,5",
            "Số năm giữ chức vụ lãnh đạo": 6,
        }
    ],
    "Chức vụ": [{**_A, "Chức vụ": "Trưởng phòng", "Từ ngày": "03/2020", "Bậc, tương đương": "tương đương"}],
    "Xếp loại": [{**_A, "Năm": 2025, "Xếp loại": "HTXSNV"}, {"Mã": "P1", "Năm": 2025, "Xếp loại": "Hoàn thành xuất sắc nhiệm vụ"}],
    "Danh hiệu, khen thưởng đã có": [
        {
            **_A,
            "Danh hiệu, hình thức khen thưởng": "CSTĐCS",
            "Năm": 2024,
            "Số quyết định": "1/QĐ",
            "Ngày quyết định": _F(2024, 12, 20),
            "Cơ quan quyết định": "VKSND Tỉnh Mẫu",
        },
        {**_A, "Danh hiệu, hình thức khen thưởng": "BK ngành", "Loại khen": "Đột xuất", "Thành tích từ năm": 2021, "Thành tích đến năm": 2023},
        {**_A, "Danh hiệu, hình thức khen thưởng": "Kiểm sát viên giỏi", "Năm": 2022},
    ],
    "Sáng kiến và đề tài": [
        {
            **_A,
            "Loại": "Sáng kiến",
            "Năm": 2024,
            "Cấp": "Ngành",
            "Đã áp dụng": "Có",
            "Đã công nhận": "Có",
            "Đã dùng để xét": "CSTĐ ngành",
            "Cơ quan công nhận": "VKSTC",
        },
        {**_A, "Loại": "Chuyên đề", "Năm": 2023, "Cấp": "Cơ sở", "Đã nghiệm thu": "Có", "Vai trò": "Chủ nhiệm"},
    ],
    "Kỷ luật và tạm dừng": [
        {
            **_A,
            "Hình thức hoặc lý do": "Khiển trách",
            "Năm vi phạm": 2019,
            "Ngày quyết định": _F(2020, 5, 1),
            "Ngày hết hiệu lực": _F(2021, 5, 1),
            "Đã trừ danh hiệu năm": 2019,
        },
        {**_A, "Hình thức hoặc lý do": "Đang điều tra", "Tạm dừng từ ngày": _F(2025, 10, 1), "Kết luận không vi phạm": "Không"},
    ],
    "Vắng mặt và đào tạo": [
        {**_A, "Loại": "Nghỉ thai sản", "Từ ngày": _F(2022, 1, 1), "Đến ngày": _F(2022, 6, 30)},
        {
            **_A,
            "Loại": "Đào tạo, bồi dưỡng",
            "Từ ngày": _F(2021, 1, 1),
            "Đến ngày": _F(2021, 6, 30),
            "Kết quả học tập": "Giỏi",
            "Chấp hành quy định": "Có",
        },
        {
            **_A,
            "Loại": "Chuyển công tác",
            "Từ ngày": _F(2020, 3, 1),
            "Số tháng ở đơn vị cũ": 2,
            "Số tháng ở đơn vị mới": 10,
            "Đơn vị cũ đã nhận xét": "Có",
        },
    ],
    "Tập thể": [
        {
            "Mã đơn vị": "P1",
            "Năm": 2025,
            "Ngày thành lập": "2010",
            "Cấp": "phòng",
            "Thuộc diện xét Cờ": "Có",
            "Dẫn đầu cụm, khối": "Không",
            "Vượt chỉ tiêu": "Có",
            "Xếp loại tổ chức đảng": "Hoàn thành tốt",
            "Nội bộ đoàn kết": "Có",
            "Nhân tố, mô hình mới": "Có",
            "Tư cách pháp nhân": "Không",
            "Đã giải thể, sáp nhập": "Không",
            "Tổng số người": 10,
            "Số LĐTT": 8,
            "Tỷ lệ LĐTT (%)": 80,
            "Tỷ lệ hoàn thành nhiệm vụ (%)": "95,5",
            "Số CSTĐCS": 1,
            "Số bị cảnh cáo trở lên": 0,
            "Số bị khiển trách": 1,
        }
    ],
    "Đề nghị": [
        {
            **_A,
            "Danh hiệu, hình thức đề nghị": "Bằng khen của Thủ tướng Chính phủ",
            "Năm xét": 2025,
            "Thành tích từ năm": 2023,
            "Loại khen": "Phong trào thi đua",
            "Diện": "Phong trào thi đua",
            "Hội đồng: số thành viên": 9,
            "Hội đồng: có mặt": 8,
            "Phiếu đồng ý": 7,
            "Đồng ý bằng văn bản": 1,
            "Tỷ lệ phiếu của cụm, khối (%)": 88.5,
            "Cấp Hội đồng": "tỉnh",
            "Phong trào do ai phát động": "Viện trưởng",
            "Phong trào: số năm": 3,
            "Sơ kết, tổng kết": "Tổng kết",
            "Được bình chọn tiêu biểu": "Có",
            "Đã đăng ký thi đua": "Không",
            "Loại phong trào": "chuyên đề",
            "Giấy tờ đã có": "Tờ trình; Biên bản họp",
            "Số bộ hồ sơ": 2,
            "Ngày nộp hồ sơ": _F(2025, 12, 1),
        },
        {"Mã": "P1", "Danh hiệu, hình thức đề nghị": "TTLĐXS", "Năm xét": 2025},
    ],
}


def test_the_template_alone_holds_no_data_but_explains_every_column(tmp_path: Path) -> None:
    path = tmp_path / "mẫu.xlsx"
    write_template(path)
    with pytest.raises(UnreadableFile, match="chưa có dữ liệu"):
        read_workbook(path, on=ON)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Hướng dẫn", *(s.name for s in SHEETS), "Danh mục"]
    assert book["Danh mục"].sheet_state == "hidden"
    assert book["Danh mục"].protection.sheet
    guide = "\n".join(str(row[0].value) for row in book["Hướng dẫn"] if row[0].value)
    for sheet in SHEETS:
        assert book[sheet.name].freeze_panes is not None
        for cell, column in zip(book[sheet.name][1], sheet.columns, strict=True):
            assert cell.value == column.header
            assert cell.comment is not None
            assert column.help in cell.comment.text
            assert column.help in guide
        ruled = {str(r) for v in book[sheet.name].data_validations.dataValidation if v.type == "list" for r in v.sqref.ranges}
        assert len(ruled) == sum(c.table is not None and c.type != "codes" for c in sheet.columns)


def test_declared_complete_means_there_is_nothing_else(read: Read) -> None:
    facts = read().people["A02"].facts
    assert facts["discipline"] == []
    assert facts["holds"] == []
    assert facts["study"] == []
    assert {a["award"] for a in facts["awards"]} == set(lx.PERSON_AWARDS.names) | set(lx.COMMON_AWARDS.names)
    assert all(a["count"] == 0 for a in facts["awards"])


def test_undeclared_stays_unknown(read: Read) -> None:
    book = read(lambda wb: wb.remove(wb["Kê khai đầy đủ"]))
    person = book.people["A01"]
    assert person.complete == frozenset()
    assert set(person.facts) == {"employed", "person", "posts", "ratings", "service"}
    assert [a["year"] for a in person.partial["awards"]] == [2023, 2024]


def test_a_unit_may_declare_less_than_the_rest(read: Read) -> None:
    rows = clean_rows()
    rows["declaration"].append({"kind": "Kỷ luật", "full": "Không", "unit": "P1"})
    book = read(rows=rows)
    assert "discipline" not in book.people["A01"].facts
    assert "discipline" in book.people["A03"].complete
    rows["declaration"][-1]["unit"] = "TM"
    assert "discipline" not in read(rows=rows).people["A01"].complete


def test_head_gets_what_the_unit_reached_in_the_year(read: Read) -> None:
    rows = clean_rows()
    rows["awards"].append({"key": "P1", "award": "TTLĐXS", "year": 2025})
    rows["ratings"].append({"key": "P1", "year": 2025, "rating": "HTXSNV"})
    book = read(rows=rows)
    person = book.facts(book.nominations[0])["person"]
    assert person == {"head_of_unit": True, "unit_awards": ["tap-the-lao-dong-xuat-sac"], "unit_rating": "hoan-thanh-xuat-sac"}
    assert "unit_awards" not in book.people["A01"].facts["person"]


def test_members_are_counted_where_the_list_is_complete(read: Read) -> None:
    def count(edit: Any) -> Any:
        book = read(edit)
        return book.facts(book.nominations[-1]).get("members")

    assert count(put("Tập thể", Q2=None, R2=None, U2=None)) == {"total": 2}
    assert count(put("Tập thể", Q2=5, R2=None, U2=None)) == {"total": 5}
    assert count(lambda wb: [put("Tập thể", Q2=None, R2=None, U2=None)(wb), put("Cán bộ", D3="31/02/1990")(wb)]) is None


def test_sources_name_the_rows(read: Read) -> None:
    assert [s.row for s in read().people["A01"].sources["awards"]] == [2, 3]


def test_example_is_up_to_date_and_clean(tmp_path: Path) -> None:
    fresh = tmp_path / "mới.xlsx"
    write_example(fresh)
    new, shipped = read_workbook(fresh, on=ON), read_workbook(PATH, on=ON)
    assert [str(p) for p in shipped.problems] == []
    assert (shipped.people, shipped.collectives, shipped.nominations) == (new.people, new.collectives, new.nominations)
    assert len(shipped.nominations) == len(example_rows()["nominations"]) == 14
    valid(shipped)


_YEARS = st.integers(2016, 2025)
_DAYS = st.dates(date(2016, 1, 1), date(2025, 12, 15))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Rows, dict[str, dict[str, Any]]]:
    """Clean rows of some people, and the facts they must become."""
    rows: Rows = {"units": [{"key": "P1", "name": "Phòng 1"}], "people": [], "ratings": [], "awards": [], "works": [], "limits": []}
    rows["declaration"] = [{"kind": n, "full": "Có"} for n in lx.DECLARED.labels()]
    want: dict[str, dict[str, Any]] = {}
    for i in range(draw(st.integers(1, 4))):
        key = f"A{i:02}"
        rows["people"].append({"key": key, "name": f"Nguyễn Văn {key}", "unit": "P1"})
        want[key] = {
            "ratings": _drawn_ratings(draw, rows, key),
            "awards": _drawn_awards(draw, rows, key),
            "initiatives": _drawn_works(draw, rows, key),
            "discipline": _drawn_discipline(draw, rows, key),
        }
    return rows, want


def _drawn_ratings(draw: st.DrawFn, rows: Rows, key: str) -> dict[int, str]:
    found = draw(st.dictionaries(_YEARS, st.sampled_from(sorted(lx.RATINGS.names))))
    rows["ratings"] += [{"key": key, "year": y, "rating": draw(st.sampled_from(lx.RATINGS.names[r]))} for y, r in found.items()]
    return found


def _drawn_awards(draw: st.DrawFn, rows: Rows, key: str) -> list[dict[str, Any]]:
    codes = st.sampled_from(sorted({**lx.PERSON_AWARDS.names, **lx.COMMON_AWARDS.names}))
    pairs = draw(st.lists(st.tuples(codes, _YEARS), unique=True, max_size=6))
    rows["awards"] += [
        {"key": key, "award": draw(st.sampled_from(lx.AWARDS.names[c])), "year": y, "decided": date(y, 12, 31) if y < 2025 else None}
        for c, y in pairs
    ]
    return [{"award": c, "year": y, **({"decided_on": f"{y}-12-31"} if y < 2025 else {})} for c, y in pairs]


def _drawn_works(draw: st.DrawFn, rows: Rows, key: str) -> list[dict[str, Any]]:
    found = draw(st.lists(st.tuples(_YEARS, st.sampled_from(sorted(lx.LEVELS.names)), st.booleans()), max_size=4))
    rows["works"] += [
        {"key": key, "work": "Sáng kiến", "year": y, "level": lx.LEVELS.label(v), "applied": "Có" if a else "Không"} for y, v, a in found
    ]
    return [{"year": y, "level": v, "applied": a} for y, v, a in found]


def _drawn_discipline(draw: st.DrawFn, rows: Rows, key: str) -> list[dict[str, Any]]:
    found = draw(st.lists(st.tuples(st.sampled_from(sorted(lx.DISCIPLINE.names)), _DAYS), max_size=3))
    rows["limits"] += [{"key": key, "form": lx.DISCIPLINE.label(f), "decided": d} for f, d in found]
    return [{"form": f, "decided_on": d.isoformat()} for f, d in found]


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(histories())
def test_what_is_written_clean_is_read_back(tmp_path: Path, drawn: tuple[Rows, dict[str, dict[str, Any]]]) -> None:
    rows, want = drawn
    path = tmp_path / "sạch.xlsx"
    write_workbook(path, rows)
    book = read_workbook(path, on=ON)
    assert [str(p) for p in book.problems] == []
    for key, facts in want.items():
        got = book.people[key].facts
        assert got.get("ratings", {}) == facts["ratings"]
        assert held(got) == facts["awards"]
        assert (got["initiatives"], got["discipline"]) == (facts["initiatives"], facts["discipline"])
