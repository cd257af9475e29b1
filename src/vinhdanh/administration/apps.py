"""The application ``administration``. It has no models: accounts, roles and events live below it."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Quản trị."""

    name = "vinhdanh.administration"
    label = "administration"
    verbose_name = "Quản trị"
