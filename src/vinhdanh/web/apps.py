"""The application ``web``."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Trang."""

    name = "vinhdanh.web"
    label = "web"
    verbose_name = "Trang"
