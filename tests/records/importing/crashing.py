"""A process that may be killed: ``python -m tests.records.importing.crashing prepare|save|again|state`` on the data of ``VINHDANH_DATA``."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.records.importing.big import prepare, rows

PEOPLE = 400


def made() -> dict[str, Any]:
    """What the database holds, and whether it hangs together."""
    from django.db import connection

    from vinhdanh.audit.models import Event
    from vinhdanh.jobs.models import Job
    from vinhdanh.people.models import Membership, Person
    from vinhdanh.records.models import AwardHeld, ImportBatch, ImportChange

    with connection.cursor() as cursor:
        sound = cursor.execute("pragma integrity_check").fetchone()[0] if connection.vendor == "sqlite" else "ok"
    models = (Person, Membership, AwardHeld, ImportChange)
    counts = [m._default_manager.count() for m in models]
    saved = Event.objects.filter(action="import.saved").count()
    batch, job = ImportBatch.objects.get(), Job.objects.order_by("-pk")[0]
    return {"counts": counts, "events": saved, "batch": batch.state, "job": job.state, "sound": sound}


def main(what: str) -> None:
    """Do one step."""
    if what == "prepare":
        _prepare()
    else:
        import django

        django.setup()
    from django.utils import timezone

    from vinhdanh.jobs.actions import SILENT, requeue_dead, run
    from vinhdanh.jobs.models import Job

    job = Job.objects.order_by("-pk")[0]
    if what == "save":
        run(job.pk)
    elif what == "again":
        requeue_dead(timezone.now() + SILENT * 2)
        run(job.pk)
    print(json.dumps(made()))


def _prepare() -> None:
    by, top = prepare(PEOPLE)
    from django.core.files import File

    from vinhdanh.jobs.actions import run
    from vinhdanh.records.importing import actions
    from vinhdanh.workbook.template import write_workbook

    path = Path(os.environ["VINHDANH_DATA"]) / "lon.xlsx"
    write_workbook(path, rows(PEOPLE))
    with path.open("rb") as file:
        batch = actions.begin(File(file, "lon.xlsx"), unit=top, kind="template", year=2025, by=by)
    assert batch.job is not None
    run(batch.job.pk)
    batch.refresh_from_db()
    actions.ask_to_save(batch, by=by)


if __name__ == "__main__":
    main(sys.argv[1])
