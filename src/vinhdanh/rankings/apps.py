"""The application ``rankings``."""

from django.apps import AppConfig


class RankingsConfig(AppConfig):
    """Chấm điểm."""

    name = "vinhdanh.rankings"
    label = "rankings"
    verbose_name = "Chấm điểm"

    def ready(self) -> None:
        """Row history of every model."""
        from auditlog.registry import auditlog

        for model in self.get_models():
            auditlog.register(model)
