"""The application ``audit``."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Nhật ký."""

    name = "vinhdanh.audit"
    label = "audit"
    verbose_name = "Nhật ký"

    def ready(self) -> None:
        """Row history of sessions. Events and viewings are only ever written, they are a history themselves."""
        from auditlog.registry import auditlog

        from vinhdanh.audit.models import OpenSession

        auditlog.register(OpenSession)
