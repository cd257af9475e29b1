"""The application ``rankings``."""

from django.apps import AppConfig


class RankingsConfig(AppConfig):
    """Chấm điểm."""

    name = "vinhdanh.rankings"
    label = "rankings"
    verbose_name = "Chấm điểm"

    def ready(self) -> None:
        """Row history of every model; who reads evidence."""
        from auditlog.registry import auditlog

        from vinhdanh.files.access import reader
        from vinhdanh.rankings.access import may_read_evidence

        reader(may_read_evidence)
        for model in self.get_models():
            auditlog.register(model)
