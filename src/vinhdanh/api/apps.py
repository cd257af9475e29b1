"""The application ``api``."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Giao diện lập trình."""

    name = "vinhdanh.api"
    label = "api"
    verbose_name = "Giao diện lập trình"

    def ready(self) -> None:
        """End the tokens of an account whose password is another one, or that is locked."""
        from vinhdanh.accounts.signals import credentials_changed
        from vinhdanh.api.tokens import on_credentials

        credentials_changed.connect(on_credentials, dispatch_uid="api.tokens")
