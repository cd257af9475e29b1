"""Whole rows that do not fit together: doubles, namesakes, lost references, overlaps, and what they leave unknown."""

from __future__ import annotations

from datetime import date
from typing import Any

from vinhdanh.workbook import UnreadableRow

from .conftest import Read, clean_rows, put, the

AWARDS = "Danh hiệu, khen thưởng đã có"


def _add(sheet_id: str, *rows: dict[str, Any]) -> Any:
    data = clean_rows()
    data[sheet_id] = [*data.get(sheet_id, []), *rows]
    return data


def test_same_key_twice(read: Read) -> None:
    book = read(rows=_add("people", {"key": "a02", "name": "Nguyễn Văn A02", "unit": "TM"}))
    problem = the(book, "duplicate-key")
    assert (problem.sheet, problem.cell) == ("Cán bộ", "B5")
    assert "dòng 3" in problem.message_vi
    assert "Mỗi người một mã" in problem.what_to_do_vi
    assert set(book.people) == {"A01", "A02", "A03"}


def test_one_key_for_two_people_spoils_both(read: Read) -> None:
    book = read(rows=_add("people", {"key": "A02", "name": "Trần Văn B02", "unit": "TM"}))
    assert [p.cell for p in book.problems if p.code == "duplicate-key"] == ["B3", "B5"]
    assert set(book.people) == {"A01", "A03"}


def test_same_person_twice_with_two_keys(read: Read) -> None:
    problem = the(read(rows=_add("people", {"key": "A09", "name": "Nguyễn Văn A02", "birth": date(1985, 9, 2), "unit": "P1"})), "duplicate-person")
    assert (problem.sheet, problem.cell) == ("Cán bộ", "C5")
    assert "dòng 3" in problem.message_vi


def test_namesake_without_key_or_birth(read: Read) -> None:
    book = read(rows=_add("people", {"name": "Nguyễn Văn A02", "unit": "TM"}))
    problem = the(book, "namesake")
    assert (problem.sheet, problem.cell) == ("Cán bộ", "C5")
    assert "dòng 3" in problem.message_vi
    assert "Hãy ghi mã cán bộ" in problem.what_to_do_vi
    assert UnreadableRow("Cán bộ", 5, "TM", None, None) in book.unreadable_rows


def test_namesakes_with_keys_are_two_people_but_their_name_says_nothing(read: Read) -> None:
    rows = _add("people", {"key": "A09", "name": "Nguyễn Văn A02", "birth": date(1977, 1, 1), "unit": "TM"})
    rows["nominations"].append({"name": "Nguyễn Văn A02", "award": "Giấy khen", "year": 2025})
    book = read(rows=rows)
    problem = the(book, "ambiguous-name")
    assert (problem.sheet, problem.cell) == ("Đề nghị", "C5")
    assert "A02, A09" in problem.message_vi
    assert "ghi thêm mã" in problem.what_to_do_vi
    assert len(book.people) == 4


def test_reference_by_unique_name(read: Read) -> None:
    rows = _add("nominations", {"name": "NGUYỄN  VĂN A02", "award": "Giấy khen", "year": 2025})
    book = read(rows=rows)
    assert book.problems == []
    assert book.nominations[-1].subject == "A02"


def test_tones_tell_names_apart(read: Read) -> None:
    people = [{"name": "Nguyễn Văn Hà", "birth": date(1980, 1, 1), "unit": "P1"}, {"name": "Nguyễn Văn Hạ", "birth": date(1981, 1, 1), "unit": "P1"}]
    rows = _add("people", *people)
    rows["nominations"].append({"name": "Nguyễn Văn Hạ", "award": "Giấy khen", "year": 2025})
    book = read(rows=rows)
    assert book.problems == []
    assert book.nominations[-1].subject == "Nguyễn Văn Hạ (1981-01-01)"
    assert book.notes == ["2 người chưa có mã cán bộ; máy phân biệt bằng họ tên và ngày sinh."]


def test_person_who_is_nowhere(read: Read) -> None:
    problem = the(read(rows=_add("nominations", {"name": "Nguyễn Văn A2", "award": "LĐTT", "year": 2025})), "unknown-person")
    assert (problem.sheet, problem.cell) == ("Đề nghị", "C5")
    assert "Có phải là “Nguyễn Văn A" in problem.what_to_do_vi


def test_key_and_name_of_two_people(read: Read) -> None:
    problem = the(read(put("Xếp loại", C3="Nguyễn Văn A01")), "name-mismatch")
    assert (problem.sheet, problem.cell) == ("Xếp loại", "C3")
    assert "Mã “A02” là của “Nguyễn Văn A02”" in problem.message_vi


def test_row_about_nobody(read: Read) -> None:
    problem = the(read(put("Xếp loại", B3=None)), "who-missing")
    assert (problem.sheet, problem.cell) == ("Xếp loại", "B3")


def test_required_cell_left_blank(read: Read) -> None:
    problem = the(read(put("Đề nghị", D3=None)), "blank")
    assert (problem.sheet, problem.cell) == ("Đề nghị", "D3")
    assert "“Danh hiệu, hình thức đề nghị” bị bỏ trống" in problem.message_vi


def test_initiative_without_year(read: Read) -> None:
    book = read(put("Sáng kiến và đề tài", F2=None))
    problem = the(book, "blank")
    assert (problem.sheet, problem.cell) == ("Sáng kiến và đề tài", "F2")
    assert "initiatives" not in book.people["A02"].complete
    assert "initiatives" not in book.people["A02"].facts
    assert book.people["A01"].facts["initiatives"] == []


def test_title_twice_in_a_year(read: Read) -> None:
    problem = the(read(put(AWARDS, E3=2023)), "title-twice")
    assert (problem.sheet, problem.cell) == (AWARDS, "D3")
    assert "năm 2023 đã có ở dòng 2" in problem.message_vi


def test_award_without_year(read: Read) -> None:
    problem = the(read(put(AWARDS, E2=None)), "year-missing")
    assert (problem.sheet, problem.cell) == (AWARDS, "E2")
    assert "Hãy ghi năm" in problem.what_to_do_vi


def test_two_ratings_for_a_year_use_neither(read: Read) -> None:
    book = read(rows=_add("ratings", {"key": "A02", "year": 2024, "rating": "HTNV"}))
    problem = the(book, "two-ratings")
    assert (problem.sheet, problem.cell) == ("Xếp loại", "E4")
    assert "dòng 3" in problem.message_vi
    assert book.people["A02"].facts["ratings"] == {}


def test_overlapping_posts_as_head(read: Read) -> None:
    book = read(rows=_add("posts", {"key": "A01", "post": "Chánh Văn phòng", "from": date(2019, 1, 1), "to": date(2021, 1, 1), "head": "Có"}))
    problem = the(book, "overlapping-posts")
    assert (problem.sheet, problem.cell) == ("Chức vụ", "E3")
    assert "dòng 2" in problem.message_vi


def test_posts_one_after_the_other_are_fine(read: Read) -> None:
    book = read(rows=_add("posts", {"key": "A01", "post": "Chánh Văn phòng", "from": date(2018, 1, 1), "to": date(2020, 3, 1), "head": "Có"}))
    assert book.problems == []
    assert len(book.people["A01"].facts["posts"]) == 2


def test_two_heads_of_a_unit(read: Read) -> None:
    problem = the(read(put("Cán bộ", M3="Có", N3="P1")), "two-heads")
    assert (problem.sheet, problem.cell, problem.severity) == ("Cán bộ", "N3", "warning")


def test_units_above_each_other(read: Read) -> None:
    book = read(put("Đơn vị", D2="P1"))
    circles = [p for p in book.problems if p.code == "unit-circle"]
    assert [(p.sheet, p.cell) for p in circles] == [("Đơn vị", "D2"), ("Đơn vị", "D3")]
    assert "TM → P1 → TM" in circles[0].message_vi
    assert book.units == {}
    assert book.people == {}


def test_unknown_unit_above(read: Read) -> None:
    problem = the(read(put("Đơn vị", D3="TM9")), "unknown-unit")
    assert (problem.sheet, problem.cell) == ("Đơn vị", "D3")


def test_unit_key_twice(read: Read) -> None:
    problem = the(read(rows=_add("units", {"key": "p1", "name": "Phòng 2"})), "duplicate-unit")
    assert (problem.sheet, problem.cell) == ("Đơn vị", "B4")


def test_nomination_twice(read: Read) -> None:
    book = read(rows=_add("nominations", {"key": "A02", "award": "Lao động tiên tiến", "year": 2025}))
    problem = the(book, "duplicate-nomination")
    assert (problem.sheet, problem.cell) == ("Đề nghị", "D5")
    assert "dòng 3" in problem.message_vi
    assert UnreadableRow("Đề nghị", 5, "P1", "lao-dong-tien-tien", "A02") in book.unreadable_rows


def test_what_depends_on_an_unread_person_is_not_judged(read: Read) -> None:
    book = read(put("Cán bộ", D3="31/02/1985"))
    told = [(p.sheet, p.cell) for p in book.problems if p.code == "depends-on-unread"]
    assert told == [("Xếp loại", "B3"), ("Sáng kiến và đề tài", "B2"), ("Đề nghị", "B3")]
    assert [n.subject for n in book.nominations] == ["A01", "P1"]
    assert UnreadableRow("Cán bộ", 3, "P1", None, "A02") in book.unreadable_rows
    assert "people" not in book.collectives["P1"].complete
    assert "people" not in book.collectives["TM"].complete


def test_an_unread_row_of_an_unknown_person_leaves_everybody_incomplete(read: Read) -> None:
    book = read(put("Kỷ luật và tạm dừng", B2="A99"))
    assert all("discipline" not in p.complete and "discipline" not in p.facts for p in book.people.values())
    assert all(p.facts["study"] == [] for p in book.people.values())


def test_months_before_and_after_a_move(read: Read) -> None:
    row = {"key": "A02", "kind": "Điều động", "from": date(2025, 6, 1), "old_months": 7, "new_months": 6}
    problem = the(read(rows=_add("times", row)), "over-total")
    assert (problem.sheet, problem.cell) == ("Vắng mặt và đào tạo", "L3")


def test_letters_on_top_of_all_present(read: Read) -> None:
    problem = the(read(put("Đề nghị", L2=2)), "over-total")
    assert (problem.sheet, problem.cell) == ("Đề nghị", "L2")
    assert "(10) quá số thành viên 9" in problem.message_vi


def test_unknown_route_is_a_warning(read: Read) -> None:
    book = read(put("Đề nghị", H2="Quá trình cống hiếnn"))
    problem = the(book, "unknown-route")
    assert (problem.sheet, problem.cell, problem.severity) == ("Đề nghị", "H2", "warning")
    assert "“Quá trình cống hiến”" in problem.what_to_do_vi
    assert (book.nominations[0].route, book.nominations[0].route_vi) == (None, "Quá trình cống hiếnn")


def test_award_of_a_unit_before_it_was_founded_is_a_warning(read: Read) -> None:
    rows = _add("awards", {"key": "P1", "award": "TTLĐXS", "year": 2020})
    rows["collectives"][0]["founded"] = date(2022, 1, 1)
    book = read(rows=rows)
    assert (the(book, "before-founding").cell, the(book, "before-founding").severity) == ("E4", "warning")
    assert book.collectives["P1"].facts["awards"][0] == {"award": "tap-the-lao-dong-xuat-sac", "year": 2020}


def test_same_collective_and_year_twice(read: Read) -> None:
    problem = the(read(rows=_add("collectives", {"key": "P1", "year": 2025})), "duplicate-collective")
    assert (problem.sheet, problem.cell) == ("Tập thể", "D3")


def test_same_initiative_twice_is_a_warning(read: Read) -> None:
    rows = _add("works", {"key": "A02", "work": "Sáng kiến", "title": "Sáng kiến MẪU", "year": 2025})
    assert (the(read(rows=rows), "same-work").cell, the(read(rows=rows), "same-work").severity) == ("E3", "warning")


def test_all_problems_at_once_sorted_by_sheet_and_cell(read: Read) -> None:
    def edit(wb: Any) -> None:
        wb["Đề nghị"]["D2"] = "không biết"
        wb["Cán bộ"]["H4"] = "32/01/2015"
        wb["Cán bộ"]["D4"] = "hôm qua"
        wb["Cán bộ"]["E2"] = "?"

    errors = [(p.sheet, p.cell) for p in read(edit).errors]
    assert errors == [("Cán bộ", "E2"), ("Cán bộ", "D4"), ("Cán bộ", "H4"), ("Đề nghị", "D2")]


def test_rating_without_year(read: Read) -> None:
    problem = the(read(put("Xếp loại", D3=None)), "blank")
    assert (problem.sheet, problem.cell) == ("Xếp loại", "D3")


def test_discipline_without_any_date(read: Read) -> None:
    problem = the(read(put("Kỷ luật và tạm dừng", E2=None, F2=None, G2=None)), "year-missing")
    assert (problem.sheet, problem.cell) == ("Kỷ luật và tạm dừng", "E2")
