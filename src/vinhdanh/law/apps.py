"""The application ``law``."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """Pháp luật."""

    name = "vinhdanh.law"
    label = "law"
    verbose_name = "Pháp luật"
