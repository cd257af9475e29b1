"""The application ``records``."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Dữ kiện."""

    name = "vinhdanh.records"
    label = "records"
    verbose_name = "Dữ kiện"
