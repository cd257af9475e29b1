"""Background work: done once, told how far, begun again when its worker died, seen by who asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from tests.office import user

from vinhdanh.accounts.models import User
from vinhdanh.jobs import registry
from vinhdanh.jobs.actions import Trouble, enqueue, requeue_dead, run, run_due
from vinhdanh.jobs.models import Job
from vinhdanh.jobs.progress import Progress, latest

DONE: list[int] = []


def count(progress: Progress, upto: int) -> dict[str, Any]:
    progress(1, upto, "đang đếm", now=True)
    DONE.append(upto)
    return {"sum": sum(range(upto + 1))}


def trouble(progress: Progress) -> None:
    raise Trouble("Thiếu tệp.")


def bug(progress: Progress) -> None:
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def kinds(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(registry, "KINDS", {})
    monkeypatch.setattr("vinhdanh.jobs.actions.KINDS", registry.KINDS)
    monkeypatch.setattr("vinhdanh.jobs.views.KINDS", registry.KINDS)
    monkeypatch.setattr("vinhdanh.jobs.access.KINDS", registry.KINDS)
    registry.register("test.count", "Đếm", count, next_url=lambda job: "/du-kien/")
    registry.register("test.trouble", "Trục trặc", trouble)
    registry.register("test.bug", "Lỗi", bug)
    DONE.clear()


def test_done_once_with_its_result(django_capture_on_commit_callbacks, db) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue("test.count", {"upto": 4}, by=None)
        assert job.state == Job.State.WAITING
    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total, job.attempts) == (Job.State.DONE, {"sum": 10}, 4, 4, 1)
    run(job.pk)  # the task comes a second time
    assert DONE == [4]


@pytest.mark.parametrize(("kind", "says"), [("test.trouble", "Thiếu tệp."), ("test.bug", "Việc bị dừng vì lỗi của phần mềm")])
def test_failure_says_why(kind: str, says: str, db: None) -> None:
    job = enqueue(kind, by=None)
    if kind == "test.bug":
        with pytest.raises(ZeroDivisionError):
            run(job.pk)
    else:
        run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED and job.says.startswith(says)


def dead(**values: Any) -> Job:
    job = enqueue("test.count", {"upto": 2}, by=None)
    Job.objects.filter(pk=job.pk).update(**values)
    return job


def test_dead_work_is_begun_again(django_capture_on_commit_callbacks, db) -> None:  # type: ignore[no-untyped-def]
    now = timezone.now()
    old = now - dt.timedelta(minutes=10)
    killed = dead(state="running", beat_at=old, attempts=1)
    alive = dead(state="running", beat_at=now, attempts=1)
    lost = dead(asked_at=old)
    hopeless = dead(state="running", beat_at=old, attempts=3)
    with django_capture_on_commit_callbacks(execute=True):
        assert requeue_dead(now) == [killed, lost, hopeless]
    states = {j.pk: j.state for j in Job.objects.all()}
    assert [states[j.pk] for j in (killed, alive, lost, hopeless)] == ["done", "running", "done", "failed"]


@pytest.mark.django_db
def test_progress_inside_a_transaction_is_seen_outside() -> None:
    job = dead(state="running", beat_at=timezone.now() - dt.timedelta(minutes=1))
    from django.db import connection

    Progress(Job.objects.get(pk=job.pk))(3, 7, "dòng 3", now=True)
    seen = latest(Job.objects.get(pk=job.pk))
    if connection.vendor == "sqlite":
        assert (seen.done, seen.total, seen.says) == (3, 7, "dòng 3")


def test_work_by_the_calendar(db, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(registry, "DUE", {})
    monkeypatch.setattr("vinhdanh.jobs.actions.DUE", registry.DUE)
    registry.register_due("test.trouble", "day")
    registry.register_due("test.count", "hour")
    noon = timezone.make_aware(dt.datetime(2026, 11, 24, 12))
    hours = {h: [j.kind for j in run_due(noon + dt.timedelta(hours=h))] for h in (0, 0.5, 11.9, 12.1, 35.9, 36.1)}
    day, hour = "test.trouble", "test.count"
    assert hours == {0: [day, hour], 0.5: [], 11.9: [hour], 12.1: [day], 35.9: [hour], 36.1: [day]}  # the day's work soon after midnight
    call_command("run_due")
    call_command("requeue_dead")


def test_page_and_bar(client: Client, db: None) -> None:
    asker, other = user(), user()
    job = enqueue("test.count", {"upto": 4}, by=asker)
    Job.objects.filter(pk=job.pk).update(state="running", done=1, total=4, says="đang đếm", beat_at=timezone.now())
    client.force_login(other)
    assert client.get(f"/viec/{job.pk}/").status_code == 404
    client.force_login(asker)
    page = client.get(f"/viec/{job.pk}/").content.decode()
    assert 'role="progressbar"' in page and 'aria-valuenow="25"' in page and 'hx-trigger="load delay:1s"' in page
    part = client.get(f"/viec/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and 'aria-valuenow="25"' in part
    Job.objects.filter(pk=job.pk).update(state="done")
    assert client.get(f"/viec/{job.pk}/", headers={"HX-Request": "true"})["HX-Redirect"] == "/du-kien/"
    assert client.get(f"/viec/{job.pk}/")["Location"] == "/du-kien/"


def test_failed_work_stops_asking(client: Client, db: None) -> None:
    asker: User = user()
    job = enqueue("test.trouble", by=asker)
    run(job.pk)
    client.force_login(asker)
    page = client.get(f"/viec/{job.pk}/").content.decode()
    assert "Không xong. Thiếu tệp." in page and "hx-trigger" not in page
