"""The application ``audit``."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Nhật ký."""

    name = "vinhdanh.audit"
    label = "audit"
    verbose_name = "Nhật ký"
