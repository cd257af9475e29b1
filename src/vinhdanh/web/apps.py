"""The application ``web``."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Trang."""

    name = "vinhdanh.web"
    label = "web"
    verbose_name = "Trang"

    def ready(self) -> None:
        """Forms read Vietnamese numbers."""
        from vinhdanh.web.numbers import install

        install()
