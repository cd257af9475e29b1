"""The application ``jobs``."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Việc chạy nền."""

    name = "vinhdanh.jobs"
    label = "jobs"
    verbose_name = "Việc chạy nền"
