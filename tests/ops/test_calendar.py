"""The worker and the calendar: what comes round each day is known, done once, and lives on when the database does not answer."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone
from tests.office import Office, person, roles, user

from vinhdanh.accounts.models import User
from vinhdanh.administration import daily as of_accounts
from vinhdanh.commands import worker
from vinhdanh.jobs.models import Job
from vinhdanh.jobs.registry import DUE, KINDS
from vinhdanh.notices.models import Notice
from vinhdanh.people import daily as of_people
from vinhdanh.people.models import Membership, RoleGrant
from vinhdanh.records import daily as of_records
from vinhdanh.records.models import Rating, RetentionPeriod, Submission
from vinhdanh.units.models import Unit

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> dt.date:
    """Today is 10/03/2026."""
    now = timezone.make_aware(dt.datetime(2026, 3, 10, 9))
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now.date()


def told(kind: str) -> list[tuple[User, str, dt.date | None]]:
    return [(n.user, n.says, n.due) for n in Notice.objects.filter(kind=kind).order_by("pk")]


def test_what_comes_round_is_known() -> None:
    assert {(d.code, d.every) for d in DUE.values()} == {("people.day", "day"), ("records.day", "day"), ("administration.day", "day")}
    assert set(DUE) <= set(KINDS)


def test_the_worker_asks_for_it_once_a_day(on: dt.date) -> None:
    assert worker.look_at_calendar() and worker.look_at_calendar()
    assert sorted(Job.objects.values_list("kind", flat=True)) == sorted(DUE)


def test_a_database_that_does_not_answer_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(now: dt.datetime) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr("vinhdanh.jobs.management.commands.run_due.run_due", broken)
    assert not worker.look_at_calendar()


def test_people_come_to_their_new_unit_on_its_day(on: dt.date) -> None:
    office = Office()
    who = person(office.p1)
    Membership.objects.filter(person=who).update(until=on)
    Membership.objects.create(person=who, unit=office.p2, since=on)
    assert of_people.work(None) == {"units": 0, "people": 1}
    who.refresh_from_db()
    assert who.unit == office.p2 and of_people.work(None) == {"units": 0, "people": 0}


def data(unit: Unit, year: int, due: dt.date, **more: Any) -> Submission:
    return Submission.objects.create(unit=unit, year=year, due=due, **more)


def test_late_units_are_reminded_once_a_week(on: dt.date, django_capture_on_commit_callbacks: Any) -> None:
    office = Office()
    clerk = user("can-bo-tdkt", office.p1)
    data(office.p1, 2025, on + 7 * DAY)
    data(office.p1, 2024, on + 8 * DAY)
    data(office.p1, 2023, on - 31 * DAY)
    data(office.p1, 2022, on, state="received")
    data(office.p1, 2021, on - DAY, state="returned", reminded_at=timezone.now() - 6 * DAY)
    data(office.other, 2025, on)  # nobody to remind
    with django_capture_on_commit_callbacks(execute=True):
        assert of_records.work(None) == {"reminded": 1, "told": 0}
    assert told("data-reminder") == [(clerk, "Nhắc: Phòng 1 chưa gửi dữ liệu năm 2025, hạn 17/03/2026.", None)]
    with django_capture_on_commit_callbacks(execute=True):
        assert of_records.work(None) == {"reminded": 0, "told": 0}


def test_records_past_their_keeping_are_told_of_once_a_month(on: dt.date, django_capture_on_commit_callbacks: Any) -> None:
    office = Office()
    chief = user("bo-phan-tdkt", office.top)
    for year in (2014, 2015, 2016):
        Rating.objects.create(person=person(office.p1), year=year, value="ht", entered_at=timezone.now())
    RetentionPeriod.objects.create(
        kind="xep-loai", years=10, basis="1/TT", proposed_by=user(), proposed_at=timezone.now(), agreed_by=chief, agreed_at=timezone.now()
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert of_records.work(None) == {"reminded": 0, "told": 1}
    assert told("retention-ended") == [(chief, "Dữ liệu đã hết thời hạn lưu: xếp loại (2). Lập danh mục hủy.", None)]
    assert of_records.work(None) == {"reminded": 0, "told": 0}


def test_a_delegation_is_told_on_its_last_day_and_gives_nothing_after(on: dt.date, django_capture_on_commit_callbacks: Any) -> None:
    office = Office()
    giver, taker = user("can-bo-tdkt", office.p1), user()
    own = giver.grants.get()
    RoleGrant.objects.create(user=taker, role=roles()["can-bo-tdkt"], unit=office.p1, since=on - DAY, until=on + DAY, delegated_from=own)
    with django_capture_on_commit_callbacks(execute=True):
        assert of_accounts.tell_ending(on) == 1
    says = f"Ủy quyền vai trò {own.role.name} tại Phòng 1 cho {taker.full_name} từ 09/03/2026 đến hết 10/03/2026: hôm nay là ngày cuối."
    assert told("delegation-ends") == [(taker, says, on), (giver, says, on)]
    assert of_accounts.tell_ending(on) == 0
    from vinhdanh.people.access import grants_in_force

    assert [grants_in_force(taker, day).count() for day in (on, on + DAY)] == [1, 0]


def test_what_only_takes_room_is_cleared(on: dt.date, settings: Any, media: Path) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    Session.objects.create(session_key="cu", session_data="", expire_date=timezone.now() - DAY)
    Session.objects.create(session_key="con", session_data="", expire_date=timezone.now() + DAY)
    (media / "tmp").mkdir(parents=True)
    for name, hours in (("cu", 25), ("moi", 23)):
        (media / "tmp" / name).write_bytes(b"x")
        then = (timezone.now() - dt.timedelta(hours=hours)).timestamp()
        os.utime(media / "tmp" / name, (then, then))
    of_accounts.clear()
    assert [p.name for p in (media / "tmp").iterdir()] == ["moi"]
    assert list(Session.objects.values_list("pk", flat=True)) == ["con"]
