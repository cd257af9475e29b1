"""``vinhdanh manage reindex``: make the search index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from vinhdanh.search.sync import reindex


class Command(BaseCommand):
    """Lập lại chỉ mục tìm kiếm."""

    help = "Lập lại chỉ mục tìm kiếm"

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; say how many entries there are."""
        count = reindex()
        if options["verbosity"]:
            self.stdout.write(f"Đã lập lại chỉ mục tìm kiếm: {count} mục.")
