"""Units' own lists: columns guessed, chosen, remembered; rows matched to people; old fonts and old Excel with an explicit choice."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.utils import timezone
from tests.office import Office, person
from tests.records.importing.conftest import Bring, errors, fix, problems

from vinhdanh.accounts.models import User
from vinhdanh.people.models import Person
from vinhdanh.records.importing import actions, reading
from vinhdanh.records.importing.kinds import LISTS
from vinhdanh.records.importing.queries import heads_of
from vinhdanh.records.models import AwardHeld, ColumnMapping, ImportBatch, ImportRow, Initiative, Rating

pytestmark = pytest.mark.django_db
Keep = Callable[[ImportBatch], ImportBatch]
BORN = dt.date(1984, 5, 6)


def book(rows: list[list[Any]], sheet: str = "Sheet1") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as writer:
        page = writer.add_worksheet(sheet)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return out.getvalue()


HEADER = ["TT", "Họ và tên", "Năm sinh", "Đơn vị công tác", "Danh hiệu", "Năm khen", "Số QĐ", "Ghi chú"]


def awards_list() -> bytes:
    return book(
        [
            ["VIỆN KIỂM SÁT NHÂN DÂN TỈNH"],
            ["DANH SÁCH KHEN THƯỞNG"],
            HEADER,
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
            [1, "Nguyễn Văn Khớp", 1984, "Phòng 1", "LĐTT", 2024, "12/QĐ-VKS", "x"],
            [2, "Nguyễn Văn Khớp", 1984, "Phòng 1", "CSTĐCS", 2024, "13/QĐ-VKS", ""],
            [3, "Lý Thị Mới", 1990, "Phòng 2", "LĐTT", 2024, "12/QĐ-VKS", ""],
            [4, "Phòng 1", "", "", "TTLĐTT", 2024, "14/QĐ-VKS", ""],
            ["", "Tổng cộng", "", "", 4],
        ]
    )


@pytest.fixture
def choose(clerk: User, django_capture_on_commit_callbacks: Any) -> Callable[..., ImportBatch]:
    """Take the guess for a list (with changes), have it read."""

    def take(batch: ImportBatch, cols: dict[str, str] | None = None, defaults: dict[str, str] | None = None) -> ImportBatch:
        guessed = reading.guess(LISTS[batch.kind], batch.mapping["heads"])
        choice = {"sheet": guessed["sheet"], "top": guessed["top"], "cols": cols or guessed["cols"], "defaults": defaults or {}}
        with django_capture_on_commit_callbacks(execute=True):
            actions.choose(batch, choice, by=clerk, header=batch.mapping["heads"][choice["sheet"]][choice["top"] - 1])
        batch.refresh_from_db()
        return batch

    return take


def test_columns_are_guessed_from_their_words(bring: Bring) -> None:
    batch = bring(awards_list(), kind="awards")
    assert batch.state == ImportBatch.State.MAPPING
    guessed = reading.guess(LISTS["awards"], batch.mapping["heads"])
    assert (guessed["sheet"], guessed["top"]) == ("Sheet1", 3)
    assert guessed["cols"] == {"2": "name", "3": "birth", "4": "unit", "5": "award", "6": "year", "7": "number"}


def test_a_list_of_awards(office: Office, bring: Bring, choose: Callable[..., ImportBatch], keep: Keep, clerk: User) -> None:
    somebody = person(office.p1, "Nguyễn Văn Khớp", birth=BORN, birth_year=1984)
    batch = choose(bring(awards_list(), kind="awards"))
    assert ImportRow.objects.filter(batch=batch).count() == 4
    assert errors(batch) == [("awards", 7, "name", "no-such-person")]
    assert [h.letter for h in heads_of(batch, "awards")] == ["B", "C", "D", "E", "F", "G"]
    row = ImportRow.objects.get(batch=batch, number=7)
    actions.choose_person(batch, row, "new", None, by=clerk, on=timezone.localdate())
    assert errors(batch) == []
    keep(batch)
    held = AwardHeld.objects.order_by("pk").values_list("person__full_name", "unit__name", "award", "decision")
    assert list(held) == [
        ("Nguyễn Văn Khớp", None, "lao-dong-tien-tien", "12/QĐ-VKS"),
        ("Nguyễn Văn Khớp", None, "chien-si-thi-dua-co-so", "13/QĐ-VKS"),
        ("Lý Thị Mới", None, "lao-dong-tien-tien", "12/QĐ-VKS"),
        (None, "Phòng 1", "tap-the-lao-dong-tien-tien", "14/QĐ-VKS"),
    ]
    new = Person.objects.get(full_name="Lý Thị Mới")
    assert (new.unit, new.birth_year) == (office.p2, 1990)
    assert AwardHeld.objects.filter(person=somebody).count() == 2


def test_a_mapping_is_remembered_for_the_unit(office: Office, bring: Bring, choose: Callable[..., ImportBatch]) -> None:
    cols = {"2": "name", "3": "birth", "5": "award", "6": "year"}
    choose(bring(awards_list(), kind="awards"), cols)
    assert ColumnMapping.objects.count() == 1
    again = bring(awards_list(), kind="awards")
    assert reading.remembered(again, HEADER) == {"cols": cols, "defaults": {}}
    elsewhere = bring(awards_list(), kind="awards", unit=office.p1)
    assert reading.remembered(elsewhere, HEADER) is None


def test_values_for_the_whole_list(office: Office, bring: Bring, choose: Callable[..., ImportBatch], keep: Keep) -> None:
    person(office.p1, "Nguyễn Văn Khớp", birth=BORN, birth_year=1984)
    rows = [["Họ và tên", "Năm sinh", "Đơn vị"], ["Nguyễn Văn Khớp", "1984", "P1"]]
    batch = choose(bring(book(rows), kind="awards"), None, {"award": "LĐTT", "year": "2024", "decided": "20/12/2024"})
    assert problems(batch) == []
    keep(batch)
    assert list(AwardHeld.objects.values_list("award", "year", "decided_on")) == [("lao-dong-tien-tien", 2024, dt.date(2024, 12, 20))]


def test_ratings_in_columns_named_by_years(office: Office, bring: Bring, choose: Callable[..., ImportBatch], keep: Keep) -> None:
    person(office.p1, "Nguyễn Văn Khớp", birth=BORN, birth_year=1984)
    rows = [["Họ tên", "Ngày sinh", "Phòng", "Năm 2023", "Xếp loại 2024"], ["Nguyễn Văn Khớp", BORN, "Phòng 1", "HTTNV", "HTXSNV"]]
    batch = choose(bring(book(rows), kind="ratings"))
    assert batch.mapping["sheets"]["ratings"]["years"] == {"2023": 4, "2024": 5}
    keep(batch)
    assert list(Rating.objects.order_by("year").values_list("year", "value")) == [(2023, "hoan-thanh-tot"), (2024, "hoan-thanh-xuat-sac")]


def test_initiatives_with_two_authors_are_one(office: Office, bring: Bring, choose: Callable[..., ImportBatch], keep: Keep) -> None:
    for name in ("Nguyễn Văn Một", "Nguyễn Văn Hai"):
        person(office.p1, name, birth=BORN, birth_year=1984)
    head = ["Họ tên", "Ngày sinh", "Phòng", "Tên sáng kiến", "Năm công nhận", "Cấp công nhận"]
    rows = [head, *([name, BORN, "P1", "Số hóa hồ sơ", 2024, "Cơ sở"] for name in ("Nguyễn Văn Một", "Nguyễn Văn Hai"))]
    batch = choose(bring(book(rows), kind="works"), None, {"work": "Sáng kiến", "recognised": "Có"})
    assert problems(batch) == []
    keep(batch)
    work = Initiative.objects.get()
    assert (work.name, work.level, work.recognised, work.authors.count()) == ("Số hóa hồ sơ", "co-so", True, 2)
    again = choose(bring(book(rows), kind="works"), None, {"work": "Sáng kiến", "recognised": "Có"})
    assert again.counts["would"] == {"new": 0, "same": 2, "changed": 0}


def test_a_list_of_people_in_the_batchs_unit(office: Office, bring: Bring, choose: Callable[..., ImportBatch], keep: Keep) -> None:
    rows = [["Họ tên", "Ngày sinh", "Chức vụ"], ["Lý Thị Mới", BORN, "Chuyên viên"], ["Lý Thị Hai", "31/02/1990", "Kế toán"]]
    batch = choose(bring(book(rows), kind="people", unit=office.p1))
    assert errors(batch) == [("people", 3, "birth", "no-such-date")]
    assert ImportRow.objects.get(batch=batch, number=2).cells["unit"] == "P1"


TCVN3 = [["Hä vµ tªn", "Ngµy sinh", "§¬n vÞ"], ["NguyÔn V¨n Kh\u00ed", BORN, "Phßng 1"]]


def test_old_text_asks_first(bring: Bring, clerk: User, django_capture_on_commit_callbacks: Any) -> None:
    batch = bring(book(TCVN3), kind="people")
    assert batch.state == ImportBatch.State.MAPPING
    first = batch.mapping["old_text"][0]
    assert (first["font"], first["after"]) == ("TCVN3", "Họ và tên")
    with django_capture_on_commit_callbacks(execute=True):
        actions.decode(batch, "convert", by=clerk)
    batch.refresh_from_db()
    assert batch.mapping["heads"]["Sheet1"][0] == ["Họ và tên", "Ngày sinh", "Đơn vị"]
    assert reading.guess(LISTS["people"], batch.mapping["heads"])["cols"] == {"1": "name", "2": "birth", "3": "unit"}


def test_old_text_kept_is_marked_cell_by_cell(
    bring: Bring, clerk: User, choose: Callable[..., ImportBatch], django_capture_on_commit_callbacks: Any
) -> None:
    rows = [["Họ và tên", "Ngày sinh", "Đơn vị"], ["NguyÔn V¨n Hïng", BORN, "P1"]]
    batch = bring(book(rows), kind="people")
    with django_capture_on_commit_callbacks(execute=True):
        actions.decode(batch, "keep", by=clerk)
    batch.refresh_from_db()
    choose(batch)
    assert problems(batch) == [("people", 2, "name", "legacy-encoding", "Nguyễn Văn Hùng")]
    fix(batch, clerk, "people", 2, "name", "Nguyễn Văn Hùng")
    assert problems(batch) == []


def test_merged_cells_ask_for_each_row(bring: Bring, choose: Callable[..., ImportBatch]) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as writer:
        page = writer.add_worksheet("DS")
        page.write_row(0, 0, ["Họ tên", "Năm sinh", "Đơn vị"])
        page.write_row(1, 0, ["Lý Thị Một", 1990])
        page.write_row(2, 0, ["Lý Thị Hai", 1991])
        page.merge_range(1, 2, 2, 2, "P1")
    batch = choose(bring(out.getvalue(), kind="people"))
    assert errors(batch) == [("people", 3, "unit", "formula-error")]
    assert ImportRow.objects.get(batch=batch, number=3).problems[0]["message"] == "Ô này bị gộp với ô ở trên."


def test_a_file_that_is_no_list(bring: Bring, choose: Callable[..., ImportBatch]) -> None:
    batch = bring(book([["chỉ một ô"]]), kind="awards")
    assert batch.state == ImportBatch.State.MAPPING
    failed = bring(book([["chỉ một ô"]]))
    assert (failed.state, failed.message[:40]) == ("failed", "Tệp không có trang nào của mẫu (Đơn vị, ")


def test_a_reading_that_breaks_off_leaves_no_rows_and_is_begun_again(
    office: Office, bring: Bring, choose: Callable[..., ImportBatch], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = choose(bring(awards_list(), kind="awards"))
    there = ImportRow.objects.filter(batch=batch).count()

    def broken(done: int, total: int, says: str) -> None:
        raise RuntimeError

    monkeypatch.setattr(reading, "CHUNK", 1)
    with pytest.raises(RuntimeError):
        reading.read_rows(batch, timezone.localdate(), broken)
    assert ImportRow.objects.filter(batch=batch).count() == 0
    reading.read_rows(batch, timezone.localdate(), lambda done, total, says: None)
    assert ImportRow.objects.filter(batch=batch).count() == there > 1
