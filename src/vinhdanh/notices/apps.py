"""The application ``notices``."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Thông báo."""

    name = "vinhdanh.notices"
    label = "notices"
    verbose_name = "Thông báo"
