"""The index is what a new one would be, whatever happened to what it tells of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from tests.office import Office, person, user
from tests.search.test_search import award

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import bulk_write
from vinhdanh.records.importing import actions
from vinhdanh.records.models import AwardHeld, ImportBatch, ImportRow
from vinhdanh.search.models import SearchEntry, SearchWord
from vinhdanh.search.queries import search
from vinhdanh.search.sync import reindex
from vinhdanh.workbook.dirty import PATH

pytestmark = pytest.mark.django_db
FIELDS = ("kind", "key", "object_pk", "unit", "on", "title", "subtitle", "folded", "words", "sort_key")
Done = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def done(django_capture_on_commit_callbacks: Any) -> Done:
    """Do something, and what follows when its transaction ends."""

    def do(what: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return what()

    return do


@pytest.fixture
def office(done: Done) -> Office:
    return done(Office)


@pytest.fixture
def clerk(office: Office) -> User:
    return user("bo-phan-tdkt", office.top)


def index() -> tuple[list[str], list[str]]:
    """Entries and words as they are now."""
    return sorted(map(str, SearchEntry.objects.values_list(*FIELDS))), sorted(SearchWord.objects.values_list("word", flat=True))


def rebuilt(done: Done) -> tuple[list[str], list[str]]:
    """Entries and words of an index made anew."""
    done(reindex)
    return index()


def decisions() -> list[tuple[str, str]]:
    return list(SearchEntry.objects.filter(kind="decision").order_by("key").values_list("title", "subtitle"))


@pytest.fixture
def imported(office: Office, clerk: User, done: Done) -> ImportBatch:
    """The dirty workbook, corrected and saved."""
    batch = done(lambda: actions.begin(ContentFile(PATH.read_bytes(), "bẩn.xlsx"), unit=office.top, kind="template", year=2025, by=clerk))
    for row in ImportRow.objects.filter(batch=batch, errors__gt=0):
        done(lambda row=row: actions.leave_out(batch, row, True, by=clerk, on=timezone.localdate()))
    for row in ImportRow.objects.filter(batch=batch, errors__gt=0, skip=False):
        done(lambda row=row: actions.leave_out(batch, row, True, by=clerk, on=timezone.localdate()))
    done(lambda: actions.ask_to_save(batch, by=clerk))
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.SAVED
    return batch


def test_an_import_saved(imported: ImportBatch, clerk: User, done: Done) -> None:
    assert [s.label for s in search(clerk, "124/QĐ-VKS-TL").sections] == ["Quyết định"]
    now = index()
    assert now == rebuilt(done)


def test_an_import_undone(imported: ImportBatch, clerk: User, done: Done) -> None:
    done(lambda: actions.undo(imported, by=clerk))
    assert search(clerk, "124/QĐ-VKS-TL").sections == []
    assert sorted(SearchEntry.objects.values_list("kind", flat=True).distinct()) == ["unit"]
    now = index()
    assert now == rebuilt(done)


@pytest.mark.parametrize("what", ["number", "day", "issuer", "void", "delete", "no-number"])
def test_an_award_row_changed(what: str, office: Office, done: Done) -> None:
    row, other = done(lambda: (award(person(office.p1, "Ngô Văn D"), "5/QĐ-VKS"), award(person(office.p1, "Ngô Văn E"), "6/QĐ-VKS")))
    done(row.save)
    done(other.save)
    done(CHANGES[what](row))
    assert decisions() == [*LEFT[what], ("Quyết định 6/QĐ-VKS ngày 20/12/2025", "Viện trưởng")]
    now = index()
    assert now == rebuilt(done)


def _with(**values: Any) -> Callable[[AwardHeld], Callable[[], Any]]:
    def change(row: AwardHeld) -> Callable[[], Any]:
        for name, value in values.items():
            setattr(row, name, value)
        return row.save

    return change


CHANGES: dict[str, Callable[[AwardHeld], Callable[[], Any]]] = {
    "number": _with(decision="5b/QĐ-VKS", folded="5b qd vks"),
    "day": _with(decided_on=dt.date(2025, 12, 21)),
    "issuer": _with(issuer="Viện trưởng VKSND tối cao"),
    "void": _with(void_at=timezone.now()),
    "delete": lambda row: row.delete,
    "no-number": _with(decision="", folded=""),
}
LEFT = {
    "number": [("Quyết định 5b/QĐ-VKS ngày 20/12/2025", "Viện trưởng")],
    "day": [("Quyết định 5/QĐ-VKS ngày 21/12/2025", "Viện trưởng")],
    "issuer": [("Quyết định 5/QĐ-VKS ngày 20/12/2025", "Viện trưởng VKSND tối cao")],
    "void": [],
    "delete": [],
    "no-number": [],
}


def test_a_decision_stays_while_another_row_names_it(office: Office, done: Done) -> None:
    first, second = done(lambda: [award(person(office.p1), "5/QĐ-VKS", issuer=by) for by in ("Viện A", "Viện B")])
    done(first.save)
    done(second.save)
    assert decisions() == [("Quyết định 5/QĐ-VKS ngày 20/12/2025", "Viện A")]
    done(first.delete)
    assert decisions() == [("Quyết định 5/QĐ-VKS ngày 20/12/2025", "Viện B")]
    now = index()
    assert now == rebuilt(done)


def test_rows_written_in_bulk_leave_what_the_first_row_says(office: Office, done: Done) -> None:
    done(lambda: award(person(office.p1), "5/QĐ-VKS", issuer="Viện A").save())
    done(lambda: bulk_write([award(person(office.p1), n, issuer="Viện Z") for n in ("5/QĐ-VKS", "7/QĐ-VKS")], office.p1, "thu", by=None))
    assert [by for _, by in decisions()] == ["Viện A", "Viện Z"]
    now = index()
    assert now == rebuilt(done)


def test_words_are_forgotten_with_their_last_entry(office: Office, clerk: User, done: Done) -> None:
    one, two = done(lambda: (person(office.p1, "Kiều Quỳnh"), person(office.p1, "Quỳnh Hương")))
    for who in (one, two):
        who.memberships.all().delete()
    done(one.delete)
    assert (SearchWord.objects.filter(word="kieu").exists(), SearchWord.objects.filter(word="quynh").exists()) == (False, True)
    assert not search(clerk, "kieuu").sections
    now = index()
    assert now == rebuilt(done)
