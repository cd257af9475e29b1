"""What imports tell the shared services: their kinds of background work, and who may read their files."""

from __future__ import annotations

from django.urls import reverse

from vinhdanh.accounts.models import User
from vinhdanh.files.access import reader
from vinhdanh.jobs.models import Job
from vinhdanh.jobs.registry import register
from vinhdanh.records.importing import actions
from vinhdanh.records.importing.access import batches_for, reads_import


def install() -> None:
    """Called once, from ``RecordsConfig.ready``."""
    for code, name, work in (
        ("records.import.read", "Đọc tệp nhập", actions.read),
        ("records.import.check", "Kiểm tra lại tệp nhập", actions.check_all),
        ("records.import.save", "Lưu đợt nhập", actions.save),
        ("records.import.undo", "Hoàn tác đợt nhập", actions.undo_job),
    ):
        register(code, name, work, may_see=_may_see, next_url=_page)
    reader(reads_import)


def _may_see(user: User, job: Job) -> bool:
    return batches_for(user).filter(pk=job.arguments.get("batch")).exists()


def _page(job: Job) -> str:
    return reverse("records:importing:show", args=[job.arguments["batch"]])
