"""How far a piece of work is: a page, and the part of it that htmx asks for again until the work has ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from vinhdanh.accounts.asker import who
from vinhdanh.jobs.access import job_for
from vinhdanh.jobs.models import Job
from vinhdanh.jobs.registry import KINDS


class HtmxRequest(HttpRequest):
    """A request that knows whether htmx sent it."""

    htmx: HtmxDetails


def show(request: HtmxRequest, job_id: int) -> HttpResponse:
    """The page, or only the bar. When the work is done, on to where its kind leads."""
    job = job_for(who(request), job_id)
    kind = KINDS.get(job.kind)
    if job.state == Job.State.DONE and kind and kind.next_url:
        there = kind.next_url(job)
        return HttpResponseClientRedirect(there) if request.htmx else redirect(there)
    page = "jobs/_bar.html" if request.htmx else "jobs/show.html"
    return render(request, page, bar(job))


def bar(job: Job) -> dict[str, object]:
    """What ``jobs/_bar.html`` needs."""
    kind = KINDS.get(job.kind)
    percent = 100 if job.state == Job.State.DONE else min(99, job.done * 100 // job.total) if job.total else 0
    return {"job": job, "name": kind.name if kind else job.kind, "percent": percent, "going": job.state in (Job.State.WAITING, Job.State.RUNNING)}
