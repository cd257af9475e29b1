"""``vinhdanh manage sync_law``: the acts of the rulebook and every place it cites, as rows. Run after ``migrate``; safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from vinhdanh.law.actions import sync_acts


class Command(BaseCommand):
    """Đưa văn bản, điều khoản của bộ quy tắc vào cơ sở dữ liệu."""

    help = "Đưa văn bản, điều khoản mà bộ quy tắc viện dẫn vào cơ sở dữ liệu (chạy lại không đổi gì)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it and say how many rows were written."""
        written = sync_acts(None)
        self.stdout.write(f"Đã ghi {written} dòng văn bản, điều khoản." if written else "Văn bản, điều khoản đã đủ, không có gì thay đổi.")
