"""The application ``people``."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Con người."""

    name = "vinhdanh.people"
    label = "people"
    verbose_name = "Con người"
