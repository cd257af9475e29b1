"""The application ``units``."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Đơn vị."""

    name = "vinhdanh.units"
    label = "units"
    verbose_name = "Đơn vị"

    def ready(self) -> None:
        """Keep row history."""
        from auditlog.registry import auditlog

        from vinhdanh.units import models

        for model in (models.UnitKind, models.Unit, models.UnitSpan, models.UnitSuccession, models.Cluster, models.ClusterMember):
            auditlog.register(model)
