"""The application ``api``."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Giao diện lập trình."""

    name = "vinhdanh.api"
    label = "api"
    verbose_name = "Giao diện lập trình"
