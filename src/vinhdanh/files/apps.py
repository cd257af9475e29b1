"""The application ``files``."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Tệp."""

    name = "vinhdanh.files"
    label = "files"
    verbose_name = "Tệp"

    def ready(self) -> None:
        """Requests keep what a file's name says; row history."""
        from auditlog.registry import auditlog

        from vinhdanh.files.models import StoredFile
        from vinhdanh.files.uploads import install

        install()
        auditlog.register(StoredFile)
