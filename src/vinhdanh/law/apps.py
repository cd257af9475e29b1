"""The application ``law``."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """Pháp luật."""

    name = "vinhdanh.law"
    label = "law"
    verbose_name = "Pháp luật"

    def ready(self) -> None:
        """Keep the history of rows; say who may read the files of the law."""
        from auditlog.registry import auditlog

        from vinhdanh.files.access import reader
        from vinhdanh.law import models
        from vinhdanh.law.access import may_read_file

        for model in (models.Act, models.Provision, models.ProvisionVersion, models.OfficeRule):
            auditlog.register(model)
        reader(may_read_file)
