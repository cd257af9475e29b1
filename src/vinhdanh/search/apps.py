"""The application ``search``."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Tìm kiếm."""

    name = "vinhdanh.search"
    label = "search"
    verbose_name = "Tìm kiếm"
