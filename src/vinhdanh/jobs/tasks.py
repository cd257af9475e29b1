"""The one task the workers know: do the job of this number."""

from __future__ import annotations

from django_tasks import task

from vinhdanh.jobs import actions


@task()
def run_job(job_id: int) -> None:
    """Do a job, if it still waits."""
    actions.run(job_id)
