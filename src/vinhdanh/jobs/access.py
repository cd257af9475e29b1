"""Who may see a piece of work: who asked for it, and whom its kind names."""

from __future__ import annotations

from django.http import Http404

from vinhdanh.accounts.models import User
from vinhdanh.jobs.models import Job
from vinhdanh.jobs.progress import latest
from vinhdanh.jobs.registry import KINDS


def job_for(user: User, job_id: int) -> Job:
    """The job as far as it is now, or 404."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None or not _may_see(user, job):
        raise Http404
    return latest(job)


def _may_see(user: User, job: Job) -> bool:
    kind = KINDS.get(job.kind)
    return job.asked_by_id == user.pk or bool(kind and kind.may_see and kind.may_see(user, job))
