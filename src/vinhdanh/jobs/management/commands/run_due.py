"""``vinhdanh manage run_due``: ask for the work whose time has come round, and begin dead work again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from vinhdanh.jobs.actions import requeue_dead, run_due


class Command(BaseCommand):
    """Work by the calendar."""

    help = "Cho chạy các việc định kỳ đã đến giờ và các việc bị dừng giữa chừng; gọi từ bộ hẹn giờ của hệ thống, mỗi 5 phút."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say each job that was begun."""
        now = timezone.now()
        for job in [*requeue_dead(now), *run_due(now)]:
            self.stdout.write(f"{job.pk} {job.kind}")
