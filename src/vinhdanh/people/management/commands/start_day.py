"""``vinhdanh manage start_day``: bring what is shown of units and people to today. Run once after midnight; harmless when run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from vinhdanh.people.days import begin


class Command(BaseCommand):
    """Names, parents and paths of units; units and posts of people, where something begins or ends today."""

    help = "Cập nhật tên, cấp trên của đơn vị và đơn vị, chức vụ của người theo ngày hôm nay (chạy mỗi ngày một lần)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Settle today."""
        units, people = begin(timezone.localdate())
        self.stdout.write(f"Đã cập nhật {units} đơn vị, {people} người.")
