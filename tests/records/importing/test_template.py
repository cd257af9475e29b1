"""The sheets of the template beside people and awards: what they become, what is not taken and says so, what is declared complete."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from tests.office import Office, kind, person, user
from tests.records.importing.conftest import Bring, errors, problems, skip

from vinhdanh.accounts.models import User
from vinhdanh.people.models import Person, Post
from vinhdanh.records.importing import actions
from vinhdanh.records.models import (
    Absence,
    AwardHeld,
    CollectiveYear,
    Completeness,
    Contest,
    Correction,
    Discipline,
    Hold,
    ImportBatch,
    ImportRow,
    Initiative,
    Rating,
    Study,
)
from vinhdanh.units.models import Unit, UnitSpan
from vinhdanh.workbook.example import PATH as EXAMPLE

pytestmark = pytest.mark.django_db
Keep = Callable[[ImportBatch], ImportBatch]
BORN = dt.date(1984, 5, 6)


@pytest.fixture
def somebody(office: Office) -> Person:
    return person(office.p1, "Nguyễn Văn Khớp", key="CB1", birth=BORN, birth_year=1984)


WHO = {"key": "CB1", "name": "Nguyễn Văn Khớp"}


def test_every_sheet_becomes_records(somebody: Person, office: Office, bring: Bring, keep: Keep) -> None:
    batch = bring(
        {
            "posts": [{**WHO, "post": "Trưởng phòng", "from": dt.date(2020, 3, 1), "head": "Có", "unit": "P1"}],
            "ratings": [{**WHO, "year": 2024, "rating": "HTTNV"}, {"key": "P1", "year": 2024, "rating": "HTXSNV"}],
            "awards": [
                {**WHO, "award": "BK TTg", "year": 2023, "number": "5/QĐ-TTg", "decided": dt.date(2024, 1, 5), "from": 2019, "kind": "Công trạng"},
                {**WHO, "award": "Cuộc thi: Giọng hát hay", "year": 2022, "by": "Công đoàn"},
                {**WHO, "award": "LĐTT", "year": 2022, "count": 3, "consecutive": "Có"},
            ],
            "works": [{**WHO, "work": "Đề tài", "title": "Đề tài mẫu", "year": 2024, "level": "Ngành", "accepted": "Có", "role": "Chủ nhiệm"}],
            "limits": [
                {**WHO, "form": "Khiển trách", "conduct": 2022, "decided": dt.date(2022, 3, 10)},
                {**WHO, "form": "Đang thanh tra", "from": dt.date(2025, 3, 10)},
            ],
            "times": [
                {**WHO, "kind": "Nghỉ thai sản", "from": dt.date(2024, 3, 1), "to": dt.date(2024, 8, 31)},
                {**WHO, "kind": "Đào tạo", "from": dt.date(2023, 3, 1), "months": 5, "result": "Khá", "rules": "Có"},
            ],
            "collectives": [{"key": "P1", "year": 2024, "flag_eligible": "Có", "total": 9, "ldtt": 8}],
        }
    )
    assert errors(batch) == []
    keep(batch)
    post, award = Post.objects.get(), AwardHeld.objects.get(award="bang-khen-thu-tuong")
    assert (post.name, post.unit, post.head, post.leader, post.since) == ("Trưởng phòng", office.p1, True, True, dt.date(2020, 3, 1))
    assert (award.period_from, award.period_to, award.year) == (dt.date(2019, 1, 1), dt.date(2023, 12, 31), 2023)
    assert list(AwardHeld.objects.filter(award="lao-dong-tien-tien").order_by("year").values_list("year", flat=True)) == [2020, 2021, 2022]
    assert Contest.objects.get().title == "Giọng hát hay"
    assert {(r.person_id, r.unit_id, r.value) for r in Rating.objects.all()} == {
        (somebody.pk, None, "hoan-thanh-tot"),
        (None, office.p1.pk, "hoan-thanh-xuat-sac"),
    }
    work = Initiative.objects.get()
    assert (work.kind, work.level, work.recognised, work.authors.get().role) == ("research", "nganh", True, "Chủ nhiệm")
    assert (Discipline.objects.get().form, Hold.objects.get().kind) == ("khien-trach", "thanh-tra-kiem-tra")
    assert (Absence.objects.get().until, Study.objects.get().months) == (dt.date(2024, 8, 31), 5)
    year = CollectiveYear.objects.get()
    assert (year.collective, year.members) == ({"flag_eligible": True}, {"total": 9, "lao_dong_tien_tien": 8})
    assert Rating.objects.filter(paper="Tệp nhập “tep.xlsx”").count() == 2


def test_another_value_is_a_correction(somebody: Person, bring: Bring, keep: Keep, clerk: User) -> None:
    rating = Rating.objects.create(person=somebody, year=2024, value="hoan-thanh", entered_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    batch = bring({"ratings": [{**WHO, "year": 2024, "rating": "HTTNV"}]})
    assert problems(batch) == [("ratings", 2, "rating", "changes", "")]
    keep(batch)
    rating.refresh_from_db()
    told = Correction.objects.get()
    assert (rating.value, rating.version, told.old, told.new) == ("hoan-thanh-tot", 2, "hoan-thanh", "hoan-thanh-tot")
    actions.undo(batch, by=clerk)
    rating.refresh_from_db()
    assert rating.value == "hoan-thanh"


def test_blanks_are_filled_without_a_doubt(somebody: Person, bring: Bring, keep: Keep) -> None:
    AwardHeld.objects.create(person=somebody, award="lao-dong-tien-tien", year=2024, entered_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    batch = bring({"awards": [{**WHO, "award": "LĐTT", "year": 2024, "number": "9/QĐ-VKS"}]})
    assert (problems(batch), batch.counts["would"]) == ([], {"new": 0, "same": 0, "changed": 1})
    keep(batch)
    award = AwardHeld.objects.get()
    assert (award.decision, award.folded) == ("9/QĐ-VKS", "9 qd vks")


def test_without_the_power_to_correct_a_difference_is_an_error(somebody: Person, office: Office, bring: Bring) -> None:
    from tests.office import SINCE

    from vinhdanh.people.models import Role, RoleGrant

    Rating.objects.create(person=somebody, year=2024, value="hoan-thanh", entered_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    by = user()
    role = Role.objects.create(code="chi-nhap", name="Chỉ nhập", powers=["people.view", "records.import"])
    RoleGrant.objects.create(user=by, role=role, unit=office.top, since=SINCE)
    batch = bring({"ratings": [{**WHO, "year": 2024, "rating": "HTTNV"}]}, by=by)
    assert errors(batch) == [("ratings", 2, "rating", "differs")]


def test_what_is_not_taken_says_so(somebody: Person, bring: Bring) -> None:
    batch = bring(
        {
            "posts": [{**WHO, "post": "Phó phòng", "years": 3}],
            "awards": [{**WHO, "award": "BK TTg", "count": 0}],
            "times": [{**WHO, "kind": "Biệt phái", "from": dt.date(2024, 3, 1)}],
            "collectives": [{"key": "P1", "flag_eligible": "Có"}],
            "nominations": [{**WHO, "award": "LĐTT", "year": 2025}],
        }
    )
    assert [p[:4] for p in problems(batch)] == [
        ("awards", 2, "count", "not-taken"),
        ("collectives", 2, "year", "not-taken"),
        ("posts", 2, "post", "not-taken"),
        ("times", 2, "kind", "not-taken"),
    ]
    assert [n["message"] for n in batch.notes] == ["Trang “Đề nghị” có 1 đề nghị: không nhập ở đây, vì đề nghị được lập trong phần mềm."]


def test_a_row_that_is_there_twice(somebody: Person, bring: Bring, clerk: User) -> None:
    row = {**WHO, "award": "Giấy khen", "year": 2024, "number": "9/QĐ-VKS"}
    batch = bring({"awards": [row, row]})
    assert errors(batch) == [("awards", 3, "name", "duplicate-row")]
    skip(batch, clerk, "awards", 3)
    assert errors(batch) == []


def test_head_without_a_dated_post(office: Office, bring: Bring, keep: Keep) -> None:
    batch = bring({"people": [{"name": "Lý Thị Đầu", "birth": BORN, "unit": "P1", "post": "Trưởng phòng", "head": "Có", "heads": "P1"}]})
    assert [p[3] for p in problems(batch)] == ["head-since"]
    keep(batch)
    post = Post.objects.get()
    assert (post.head, post.unit, post.since) == (True, office.p1, dt.date(2025, 1, 1))


def test_declared_complete_from_the_first_year_of_the_file(somebody: Person, office: Office, bring: Bring, keep: Keep) -> None:
    keep(
        bring(
            {
                "declaration": [{"kind": "Xếp loại", "full": "Có"}, {"kind": "Kỷ luật", "full": "Có"}, {"kind": "Sáng kiến", "full": "Không"}],
                "ratings": [{**WHO, "year": y, "rating": "HTTNV"} for y in (2023, 2025)],
            }
        )
    )
    said = Completeness.objects.order_by("kind", "year").values_list("unit", "kind", "year")
    top = office.top.pk
    assert list(said) == [(top, "discipline", 2025), (top, "ratings", 2023), (top, "ratings", 2024), (top, "ratings", 2025)]


def test_rows_left_out_are_not_complete(somebody: Person, bring: Bring, keep: Keep, clerk: User) -> None:
    rows = [{**WHO, "year": y, "rating": "HTTNV"} for y in (2023, 2025)]
    batch = bring({"declaration": [{"kind": "Xếp loại", "full": "Có"}], "ratings": rows})
    skip(batch, clerk, "ratings", 2)
    batch.refresh_from_db()
    keep(batch)
    assert (Rating.objects.count(), Completeness.objects.count()) == (1, 0)


def test_unknown_units_are_refused_to_a_clerk(bring: Bring) -> None:
    batch = bring({"units": [{"key": "P7", "name": "Phòng 7", "level": "Phòng"}, {"key": "P8", "name": "Phòng 1"}]})
    assert errors(batch) == [("units", 2, "key", "no-such-unit")]
    assert ImportRow.objects.get(batch=batch, number=2).problems[0]["message"] == "Phần mềm chưa có đơn vị này."


def test_new_units_by_who_may_add_them(office: Office, bring: Bring, django_capture_on_commit_callbacks: object) -> None:
    by = user("bo-phan-tdkt", office.top)
    rows = [{"key": "P7", "name": "Phòng 7", "level": "Phòng", "parent": "MH"}, {"key": "MH", "name": "VKSND tỉnh Minh Hà"}]
    batch = bring({"units": [rows[1], rows[0]], "people": [{"name": "Lý Thị Bảy", "birth": BORN, "unit": "P7"}]}, by=by)
    assert (errors(batch), batch.counts["sheets"]["units"]) == ([], {"new": 1, "same": 1})
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.ask_to_save(batch, by=by)
    unit = Unit.objects.get(key="P7")
    assert (unit.path, unit.kind, unit.spans.get().since, unit.founded_on) == ("/MH/P7/", kind(), dt.date(2025, 1, 1), dt.date(2025, 1, 1))
    assert Person.objects.get(full_name="Lý Thị Bảy").unit == unit
    batch.refresh_from_db()
    actions.undo(batch, by=by)
    assert (Unit.objects.filter(key="P7").count(), UnitSpan.objects.filter(name="Phòng 7").count()) == (0, 0)


@pytest.mark.parametrize(
    ("sheet", "row", "wrong", "said"),
    [
        ("units", {"key": "Phòng 7", "name": "Phòng 7", "level": "Phòng"}, ("key", "unit-key"), "Mã đơn vị gồm chữ không dấu"),
        ("units", {"key": "P/7", "name": "Phòng 7", "level": "Phòng"}, ("key", "unit-key"), "Mã đơn vị gồm chữ không dấu"),
        ("units", {"key": "moi", "name": "Phòng 7", "level": "Phòng"}, ("key", "unit-key"), "Mã đơn vị gồm chữ không dấu"),
        ("units", {"key": "P" * 41, "name": "Phòng 7", "level": "Phòng"}, ("key", "unit-key"), "nhiều nhất 40 ký tự"),
        ("units", {"key": "tb", "name": "Phòng 7", "level": "Phòng"}, ("key", "unit-key"), "Mã tb đã dùng cho đơn vị khác. Chọn mã khác."),
        ("units", {"key": "P7", "name": "Phòng " * 40, "level": "Phòng"}, ("name", "too-long"), "dài quá 200"),
        ("people", {"key": "A/7", "name": "Lý Thị Bảy", "birth": BORN, "unit": "P1"}, ("key", "person-key"), "Mã cán bộ gồm chữ không dấu"),
        ("people", {"key": "gop", "name": "Lý Thị Bảy", "birth": BORN, "unit": "P1"}, ("key", "person-key"), "Mã cán bộ gồm chữ không dấu"),
    ],
)
def test_keys_and_names_must_fit_as_on_the_pages(
    office: Office, bring: Bring, sheet: str, row: dict[str, object], wrong: tuple[str, str], said: str
) -> None:
    batch = bring({sheet: [row]}, by=user("bo-phan-tdkt", office.top))
    assert errors(batch) == [(sheet, 2, *wrong)]
    assert said in ImportRow.objects.get(batch=batch, number=2).problems[0]["message"]


def test_the_clean_example_is_taken_whole(office: Office, bring: Bring) -> None:
    kind("khu-vuc", "VKSND khu vực", "khu-vuc")
    batch = bring(EXAMPLE.read_bytes(), by=user("bo-phan-tdkt", office.top))
    left = [e for e in errors(batch) if e[0] != "units"]
    assert (batch.state, left) == ("review", [])
