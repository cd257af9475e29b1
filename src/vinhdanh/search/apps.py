"""The application ``search``."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Tìm kiếm."""

    name = "vinhdanh.search"
    label = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        """Follow what is saved."""
        from vinhdanh.search.signals import connect

        connect()
