"""The application ``units``."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Đơn vị."""

    name = "vinhdanh.units"
    label = "units"
    verbose_name = "Đơn vị"
