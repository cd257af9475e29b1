"""Telling how far a piece of work is, from inside of it, even while it holds one long transaction.

Outside a transaction the row of the job is updated. Inside one nobody would see that, and SQLite lets nobody else write:
there a small file beside the database tells it (one machine by definition); on PostgreSQL a second connection does.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from vinhdanh.jobs.models import Job

PAUSE = 0.7  # seconds between two signs of life


class Progress:
    """What a piece of work calls to say how far it is."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.last = 0.0
        self.said: dict[str, Any] = {}

    def __call__(self, done: int, total: int, says: str = "", *, now: bool = False) -> None:
        """So much of so much is done. Written at most about once a second, unless ``now``."""
        self.said = {"done": done, "total": total, "says": says[:300]}
        if not now and time.monotonic() - self.last < PAUSE and done < total:
            return
        self.last = time.monotonic()
        values = self.said
        if not connection.in_atomic_block:
            _to_row(self.job.pk, values)
        elif connection.vendor == "sqlite":
            _to_file(self.job.pk, values)
        else:
            _elsewhere(lambda: _to_row(self.job.pk, values))

    def part(self, start: int, end: int) -> Callable[[int, int, str], None]:
        """A progress for one part of the work that covers ``start``–``end`` percent of the bar."""

        def tell(done: int, total: int, says: str) -> None:
            self(start + (end - start) * done // max(total, 1), 100, says)

        return tell


def _to_row(job_id: int, values: dict[str, Any]) -> None:
    Job.objects.filter(pk=job_id).update(**values, beat_at=timezone.now())  # bulk: a technical row


def _elsewhere(write: Callable[[], None]) -> None:
    def run() -> None:
        try:
            write()
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout=10)


def _place(job_id: int) -> Path:
    return Path(settings.DATA) / "progress" / f"{job_id}.json"


def _to_file(job_id: int, values: dict[str, Any]) -> None:
    place = _place(job_id)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(".new")
    draft.write_text(json.dumps({**values, "beat_at": timezone.now().isoformat()}, ensure_ascii=False), encoding="utf-8")
    os.replace(draft, place)


def forget(job_id: int) -> None:
    """The work has ended: what the file said stands in the row now."""
    _place(job_id).unlink(missing_ok=True)


def latest(job: Job) -> Job:
    """The job with the newest that is known of it (not saved)."""
    if job.state != Job.State.RUNNING or connection.vendor != "sqlite":
        return job
    try:
        said = json.loads(_place(job.pk).read_text(encoding="utf-8"))
        beat = dt.datetime.fromisoformat(said["beat_at"])
    except (OSError, ValueError, KeyError):
        return job
    if job.beat_at is None or beat > job.beat_at:
        job.done, job.total, job.says, job.beat_at = said["done"], said["total"], said["says"], beat
    return job
