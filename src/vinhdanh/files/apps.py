"""The application ``files``."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Tệp."""

    name = "vinhdanh.files"
    label = "files"
    verbose_name = "Tệp"
