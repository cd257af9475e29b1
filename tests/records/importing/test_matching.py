"""Whom a row means: sure, likely, several or new, and what the clerk chooses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from tests.office import Office, person
from tests.records.importing.conftest import Bring, errors, problems

from vinhdanh.accounts.models import User
from vinhdanh.people.models import Person
from vinhdanh.records.importing import actions
from vinhdanh.records.importing.matching import People, Wanted
from vinhdanh.records.models import ImportBatch, ImportRow
from vinhdanh.workbook.days import Day, of_date, of_year

pytestmark = pytest.mark.django_db
BORN = dt.date(1984, 5, 6)
Keep = Callable[[ImportBatch], ImportBatch]


def known(office: Office, name: str = "Nguyễn Văn Khớp", **more: object) -> Person:
    return person(more.pop("unit", office.p1), name, **{"birth": BORN, "birth_year": BORN.year, **more})  # type: ignore[arg-type]


CASES: dict[str, tuple[str | None, str, Day | None, str, tuple[str, int]]] = {
    "key and name": ("CBX", "Nguyễn Văn Khớp", None, "p2", ("sure", 100)),
    "key of somebody else": ("CBX", "Trần Thị Khác", None, "p1", ("likely", 55)),
    "name, day and unit": (None, "Nguyễn Văn Khớp", of_date(BORN), "p1", ("sure", 98)),
    "name, year and unit": (None, "Nguyễn Văn Khớp", of_year(1984), "p1", ("sure", 92)),
    "name and day, another unit": (None, "Nguyễn Văn Khớp", of_date(BORN), "p2", ("likely", 85)),
    "name and unit": (None, "Nguyễn Văn Khớp", None, "p1", ("likely", 70)),
    "name alone": (None, "Nguyễn Văn Khớp", None, "p2", ("likely", 45)),
    "no diacritics": (None, "nguyen van khop", of_date(BORN), "p1", ("likely", 80)),
    "a slip in the name": (None, "Nguyễn Văn Khóp", of_date(BORN), "p1", ("likely", 80)),
    "a typing slip": (None, "Nguyễn Văn Khopp", of_date(BORN), "p1", ("likely", 60)),
    "another day of birth, no key": (None, "Nguyễn Văn Khớp", of_date(dt.date(1984, 6, 5)), "p1", ("likely", 40)),
    "another day of birth elsewhere": (None, "Nguyễn Văn Khớp", of_date(dt.date(1984, 6, 5)), "p2", ("new", 100)),
    "another key and day of birth": ("ZZ9", "Nguyễn Văn Khớp", of_date(dt.date(1990, 6, 5)), "p1", ("new", 100)),
    "nobody": (None, "Lý Thị Mới", of_date(BORN), "p1", ("new", 100)),
}


@pytest.mark.parametrize("case", CASES)
def test_how_sure(case: str, office: Office) -> None:
    somebody = known(office, key="CBX")
    key, name, birth, unit, wanted = CASES[case]
    found = People(office.top).match(Wanted(key, name, birth, getattr(office, unit).pk))
    assert (found.kind, found.confidence) == wanted
    assert found.person_id == (None if wanted[0] == "new" else somebody.pk)


def test_two_of_one_name_are_several(office: Office) -> None:
    one, two = known(office, birth=None, birth_year=None), known(office, birth=None, birth_year=None)
    found = People(office.top).match(Wanted(None, "Nguyễn Văn Khớp", None, office.p1.pk))
    assert (found.kind, found.person_id) == ("several", None)
    assert [c["id"] for c in found.candidates] == [one.pk, two.pk]


def test_secret_merged_and_foreign_people_are_no_candidates(office: Office) -> None:
    kept = known(office, unit=office.other)
    known(office, secret=True)
    known(office, merged_into=kept)
    assert People(office.top).match(Wanted(None, "Nguyễn Văn Khớp", of_date(BORN), office.p1.pk)).kind == "new"


def sheet(name: str, unit: str = "P1", birth: object = BORN) -> dict[str, object]:
    return {"name": name, "birth": birth, "unit": unit}


def test_a_likely_match_waits_for_the_clerk(office: Office, bring: Bring, keep: Keep, clerk: User) -> None:
    somebody = known(office)
    batch = bring({"people": [sheet("Nguyễn Văn Khớp", birth=None)]})
    assert errors(batch) == [("people", 2, "name", "choose-person")]
    row = ImportRow.objects.get(batch=batch)
    assert (row.match, row.confidence, row.candidates[0]["why"]) == ("likely", 70, "cùng tên, đơn vị")
    actions.choose_person(batch, row, "person", somebody.pk, by=clerk, on=timezone.localdate())
    row.refresh_from_db()
    assert (row.match, row.person, errors(batch)) == ("sure", somebody, [])
    with pytest.raises(actions.Stale, match="không có gì mới để lưu"):
        keep(batch)


def test_a_new_namesake_by_choice(office: Office, bring: Bring, keep: Keep, clerk: User) -> None:
    known(office)
    batch = bring({"people": [sheet("Nguyễn Văn Khớp", birth=None)]})
    actions.choose_person(batch, ImportRow.objects.get(batch=batch), "new", None, by=clerk, on=timezone.localdate())
    assert keep(batch).state == "saved"
    assert Person.objects.filter(full_name="Nguyễn Văn Khớp").count() == 2


def test_only_a_candidate_may_be_chosen(office: Office, bring: Bring, clerk: User) -> None:
    known(office)
    stranger = known(office, "Lý Thị Lạ", unit=office.other)
    batch = bring({"people": [sheet("Nguyễn Văn Khớp", birth=None)]})
    with pytest.raises(actions.Stale, match="không còn trong danh sách"):
        actions.choose_person(batch, ImportRow.objects.get(batch=batch), "person", stranger.pk, by=clerk, on=timezone.localdate())


def test_two_rows_cannot_be_one_person(office: Office, bring: Bring) -> None:
    known(office, key="CBX")
    batch = bring({"people": [{**sheet("Nguyễn Văn Khớp"), "key": "CBX"}, {**sheet("Nguyen Van Khop"), "key": "CB9"}]})
    assert errors(batch)[-1] == ("people", 3, "name", "choose-person")


def test_what_differs_is_said_and_changed_with_a_journal(office: Office, bring: Bring, keep: Keep, clerk: User) -> None:
    somebody = known(office, post_name="Chuyên viên")
    batch = bring({"people": [{**sheet("Nguyễn Văn Khớp"), "post": "Kiểm sát viên", "gender": "Nam"}]})
    assert problems(batch) == [("people", 2, "post", "changes", "")]
    assert ImportRow.objects.get(batch=batch).problems[0]["message"] == "Phần mềm đang ghi “Chuyên viên”; lưu sẽ thay bằng giá trị này."
    assert batch.counts["would"] == {"new": 0, "same": 0, "changed": 1}
    keep(batch)
    somebody.refresh_from_db()
    assert (somebody.post_name, somebody.gender, somebody.version) == ("Kiểm sát viên", "nam", 2)
    actions.undo(batch, by=clerk)
    somebody.refresh_from_db()
    assert (somebody.post_name, somebody.gender, somebody.version) == ("Chuyên viên", "", 3)


def test_a_person_changed_again_keeps_the_import_from_being_undone(office: Office, bring: Bring, keep: Keep, clerk: User) -> None:
    somebody = known(office, post_name="Chuyên viên")
    batch = keep(bring({"people": [{**sheet("Nguyễn Văn Khớp"), "post": "Kiểm sát viên"}]}))
    somebody.refresh_from_db()
    somebody.post_name = "Trưởng phòng"
    somebody.save()
    with pytest.raises(actions.Standing, match="1 cán bộ mà đợt nhập này đã sửa lại được sửa tiếp sau đó"):
        actions.undo(batch, by=clerk)


def test_nobody_is_moved_by_an_import(office: Office, bring: Bring) -> None:
    known(office, key="CBX", unit=office.p2)
    batch = bring({"people": [{**sheet("Nguyễn Văn Khớp"), "key": "CBX"}]})
    assert problems(batch) == [("people", 2, "unit", "unit-differs", "")]


def test_a_key_that_is_taken_elsewhere(office: Office, bring: Bring) -> None:
    known(office, "Lý Thị Lạ", key="CBX", unit=office.other)
    batch = bring({"people": [{**sheet("Nguyễn Văn Khớp"), "key": "CBX"}]})
    assert errors(batch) == [("people", 2, "key", "key-taken")]
