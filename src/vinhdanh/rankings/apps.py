"""The application ``rankings``."""

from django.apps import AppConfig


class RankingsConfig(AppConfig):
    """Chấm điểm."""

    name = "vinhdanh.rankings"
    label = "rankings"
    verbose_name = "Chấm điểm"

    def ready(self) -> None:
        """Row history of every model; who reads evidence; who may not head a cluster."""
        from auditlog.registry import auditlog

        from vinhdanh.files.access import reader
        from vinhdanh.rankings.access import may_read_evidence
        from vinhdanh.rankings.sheets import barred_before
        from vinhdanh.units.clusters import leads_unless

        reader(may_read_evidence)
        leads_unless(barred_before)
        for model in self.get_models():
            auditlog.register(model)
