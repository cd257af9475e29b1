"""Asking for background work, doing it, and beginning dead work again."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.jobs.models import DueRun, Job
from vinhdanh.jobs.progress import Progress, forget, latest
from vinhdanh.jobs.registry import DUE, KINDS, Every

log = logging.getLogger(__name__)
SILENT = dt.timedelta(minutes=2)  # without a sign of life this long, a running job is dead
MAX_ATTEMPTS = 3
EVERY = {"hour": dt.timedelta(hours=1), "week": dt.timedelta(days=7)}


class Trouble(Exception):
    """The work cannot be done; ``str()`` says why in Vietnamese, for the person who asked. Not begun again."""


def enqueue(kind: str, arguments: dict[str, Any] | None = None, *, by: User | None) -> Job:
    """Ask for work of a registered kind: a row that tells how far it is, and a task for the workers once this transaction is kept."""
    job = Job.objects.create(kind=KINDS[kind].code, arguments=arguments or {}, asked_by=by, asked_at=timezone.now())
    _send(job)
    return job


def _send(job: Job) -> None:
    from vinhdanh.jobs.tasks import run_job

    transaction.on_commit(lambda: run_job.enqueue(job.pk))


def run(job_id: int) -> None:
    """Do a job that waits. One that runs, has ended or was claimed by another worker is left alone, so a task may come twice."""
    now = timezone.now()
    claimed = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(  # bulk: claimed in one statement, a technical row
        state=Job.State.RUNNING, started_at=now, beat_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    job = Job.objects.get(pk=job_id)
    progress = Progress(job)
    try:
        result = KINDS[job.kind].work(progress, **job.arguments) or {}
    except Trouble as why:
        _end(job, Job.State.FAILED, says=str(why))
    except Exception:
        log.exception("job %s (%s)", job.pk, job.kind)
        _end(job, Job.State.FAILED, says="Việc bị dừng vì lỗi của phần mềm; dữ liệu không thay đổi. Người quản trị xem nhật ký máy chủ.")
        raise
    else:
        _end(job, Job.State.DONE, result=result, said=progress.said)


def _end(job: Job, state: Job.State, *, says: str | None = None, result: dict[str, Any] | None = None, said: dict[str, Any] | None = None) -> None:
    job.refresh_from_db()
    for name, value in (said or {}).items():  # what was told inside a transaction may not have reached the row
        setattr(job, name, value)
    job.state, job.ended_at, job.beat_at = state, timezone.now(), timezone.now()
    if says is not None:
        job.says = says[:300]
    if result is not None:
        job.result, job.done = result, job.total
    job.save()
    forget(job.pk)


def requeue_dead(now: dt.datetime) -> list[Job]:
    """Begin again what a killed worker left: running jobs without a sign of life, waiting ones whose task was lost.

    After ``MAX_ATTEMPTS`` a job is given up and says so. Returns the jobs that were touched.
    """
    old = now - SILENT
    found = Job.objects.filter(Q(state=Job.State.RUNNING) | Q(state=Job.State.WAITING, asked_at__lt=old)).order_by("pk")
    dead = [job for job in found if job.state == Job.State.WAITING or (latest(job).beat_at or old) <= old]
    for job in dead:
        _again(job)
    return dead


def _again(job: Job) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        _end(job, Job.State.FAILED, says=f"Đã thử {job.attempts} lần mà không xong; dữ liệu không thay đổi. Người quản trị xem nhật ký máy chủ.")
        return
    forget(job.pk)
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING)  # bulk: a technical row
    _send(job)


def run_due(now: dt.datetime) -> list[Job]:
    """Ask for everything whose time has come round. Called by a timer of the system (``vinhdanh manage run_due``)."""
    begun: list[Job] = []
    for due in DUE.values():
        with transaction.atomic():
            row, _ = DueRun.objects.select_for_update().get_or_create(code=due.code)
            if row.last_at is None or _has_come(due.every, row.last_at, now):
                row.last_at = now
                row.save()
                begun.append(enqueue(due.code, by=None))
    return begun


def _has_come(every: Every, last: dt.datetime, now: dt.datetime) -> bool:
    """Daily work is done soon after midnight, not a day after the last time: it brings what is shown to the new day."""
    if every == "day":
        return timezone.localdate(last) < timezone.localdate(now)
    return now - last >= EVERY[every] - dt.timedelta(minutes=5)
