"""``vinhdanh manage requeue_dead``: begin again what killed workers left."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from vinhdanh.jobs.actions import requeue_dead


class Command(BaseCommand):
    """Begin dead work again."""

    help = "Cho chạy lại các việc nền bị dừng giữa chừng."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say each job that was touched."""
        for job in requeue_dead(timezone.now()):
            self.stdout.write(f"{job.pk} {job.kind}: lần {job.attempts}")
