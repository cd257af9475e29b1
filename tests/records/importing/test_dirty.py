"""The dirty example: every mistake in its cell with what it should probably say; corrected, saved, brought in again, undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from tests.office import Office, person
from tests.records.importing.conftest import Bring, errors, fix, problems, skip

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Event
from vinhdanh.people.models import Membership, Person
from vinhdanh.records.importing import actions
from vinhdanh.records.models import Authorship, AwardHeld, ImportBatch, ImportChange, ImportRow, Initiative, Rating
from vinhdanh.workbook.dirty import PATH, write_dirty

pytestmark = pytest.mark.django_db
Keep = Callable[[ImportBatch], ImportBatch]
MARKED = [
    ("awards", 5, "award", "unknown-word", "Chiến sĩ thi đua cơ sở"),
    ("awards", 6, "decided", "no-such-date", "28/02/2025"),
    ("awards", 9, "award", "title-twice", ""),
    ("people", 5, "birth", "year-out-of-range", "15/01/1987"),
    ("people", 7, "birth", "short-year", "08/03/1991"),
    ("people", 8, "name", "namesake", ""),
    ("people", 9, "name", "duplicate-person", ""),
    ("people", 10, "unit", "unknown-unit", "KV1"),
    ("ratings", 41, "rating", "unknown-word", "Hoàn thành tốt nhiệm vụ"),
]


def counts() -> list[int]:
    return [m._default_manager.count() for m in (Person, Membership, Rating, AwardHeld, Initiative, Authorship)]


def clean(batch: ImportBatch, by: User) -> None:
    """Take every suggestion, leave out the rows that are there twice."""
    for sheet, number, col, _, suggested in MARKED:
        if suggested:
            fix(batch, by, sheet, number, col, suggested)
    skip(batch, by, "people", 9)
    skip(batch, by, "awards", 9)
    batch.refresh_from_db()


def test_every_mistake_is_marked_in_its_cell(bring: Bring) -> None:
    batch = bring(PATH.read_bytes())
    assert batch.state == ImportBatch.State.REVIEW
    assert [p for p in problems(batch) if p[3] != "depends-on-unread"] == MARKED
    assert [e[:3] for e in errors(batch)] == [m[:3] for m in MARKED]


def test_the_shipped_file_is_what_the_script_writes(tmp_path: Any) -> None:
    from vinhdanh.workbook.grid import open_book

    write_dirty(tmp_path / "again.xlsx")
    one, two = open_book(PATH), open_book(tmp_path / "again.xlsx")
    assert [(n, one.grid(n).rows) for n in one.names] == [(n, two.grid(n).rows) for n in two.names]


def test_corrected_and_saved(bring: Bring, keep: Keep, clerk: User, office: Office) -> None:
    batch = bring(PATH.read_bytes())
    assert counts() == [0, 0, 0, 0, 0, 0]
    clean(batch, clerk)
    assert problems(batch) == []
    assert batch.counts["would"] == {"new": 11 + 40 + 10 + 2, "same": 1, "changed": 0}
    saved = keep(batch)
    assert (saved.state, saved.saved_by) == (ImportBatch.State.SAVED, clerk)
    assert counts() == [11, 11, 40, 10, 2, 2]
    made = Person.objects.get(key="TL04")
    assert (made.full_name, f"{made.birth:%d/%m/%Y}", made.unit, made.status) == ("Phạm Thị D04", "15/01/1987", office.kv, "serving")
    award = AwardHeld.objects.get(person__key="TL02")
    assert (award.award, award.decision, award.kind, award.batch) == ("chien-si-thi-dua-co-so", "124/QĐ-VKS-TL", "cong-trang", saved)
    assert Person.objects.get(full_name="Đặng Văn H07").key == "CB00001"
    assert sorted(ImportRow.objects.filter(batch=batch).values_list("sheet", "number", "skip")) == [
        ("awards", 5, False),
        ("awards", 6, False),
        ("awards", 9, True),
        ("people", 5, False),
        ("people", 7, False),
        ("people", 9, True),
        ("people", 10, False),
        ("ratings", 41, False),
    ]
    actions_of = Event.objects.filter(kind="records.importbatch", object_id=str(batch.pk)).order_by("number").values_list("action", flat=True)
    assert list(actions_of) == ["import.begun", *["import.saved"] * 7]


def test_the_same_file_again_changes_nothing(bring: Bring, keep: Keep, clerk: User) -> None:
    first = bring(PATH.read_bytes())
    clean(first, clerk)
    keep(first)
    before = counts()
    again = bring(PATH.read_bytes())
    clean(again, clerk)
    assert again.counts["would"] == {"new": 0, "same": 64, "changed": 0}
    assert problems(again) == []
    assert counts() == before


def test_undone_as_if_it_had_never_been(bring: Bring, keep: Keep, clerk: User) -> None:
    batch = bring(PATH.read_bytes())
    clean(batch, clerk)
    keep(batch)
    done = actions.undo(batch, by=clerk)
    assert done == {"rating": 40, "awardheld": 10, "authorship": 2, "initiative": 2, "membership": 11, "person": 11}
    assert counts() == [0, 0, 0, 0, 0, 0]
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.UNDONE
    assert ImportChange.objects.count() == 0


def test_undoing_is_refused_where_something_stands_on_it(bring: Bring, keep: Keep, clerk: User) -> None:
    batch = bring(PATH.read_bytes())
    clean(batch, clerk)
    keep(batch)
    somebody = Person.objects.get(key="TL01")
    Rating.objects.create(person=somebody, year=2020, value="hoan-thanh-tot", entered_at=timezone.now())
    rating = Rating.objects.filter(batch=batch).first()
    assert rating is not None
    rating.version = 2
    rating.save()
    before = counts()
    with pytest.raises(actions.Standing) as why:
        actions.undo(batch, by=clerk)
    assert why.value.reasons == [
        "1 dòng xếp loại của đợt nhập này đã được sửa hoặc hủy sau đó.",
        "1 xếp loại lập sau đó gắn với cán bộ do đợt nhập này tạo ra.",
    ]
    assert counts() == before


def test_a_cell_somebody_else_has_changed_is_not_overwritten(bring: Bring, clerk: User) -> None:
    batch = bring(PATH.read_bytes())
    row = ImportRow.objects.get(batch=batch, sheet="people", number=5)
    fix(batch, clerk, "people", 5, "birth", "15/01/1988")
    with pytest.raises(actions.Stale, match="15/01/1988"):
        actions.correct_cell(batch, row, "birth", "15/01/1987", before="15/01/1897", by=clerk, on=timezone.localdate())


def test_nothing_is_saved_while_a_cell_is_wrong(bring: Bring, keep: Keep) -> None:
    with pytest.raises(actions.Stale, match="Còn 9 dòng cần xử lý"):
        keep(bring(PATH.read_bytes()))
    assert counts() == [0, 0, 0, 0, 0, 0]


def test_nothing_is_saved_that_was_not_looked_at(bring: Bring, keep: Keep, clerk: User, office: Office) -> None:
    batch = bring(PATH.read_bytes())
    clean(batch, clerk)
    born = dt.date(1978, 3, 5)  # somebody enters the person while the clerk looks at the grid
    person(office.kv, "Nguyễn Văn A01", key="TL01", birth=born, birth_year=born.year)
    before = counts()
    keep(batch)
    assert (batch.state, batch.job.state if batch.job else "") == ("review", "failed")
    assert counts() == before
    assert batch.counts["would"]["same"] + batch.counts["would"]["changed"] == 2
