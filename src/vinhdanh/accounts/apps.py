"""The application ``accounts``."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tài khoản."""

    name = "vinhdanh.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        """Row history; passwords and digests of tokens stay out of it."""
        from auditlog.registry import auditlog

        from vinhdanh.accounts.models import Invitation, User

        auditlog.register(User, exclude_fields=["password", "last_login"])
        auditlog.register(Invitation, exclude_fields=["digest"])
