"""The application ``records``."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Dữ kiện."""

    name = "vinhdanh.records"
    label = "records"
    verbose_name = "Dữ kiện"

    def ready(self) -> None:
        """Row history of every model; who reads proofs; what a person's own export holds; a panel on the pages of people and units."""
        from auditlog.registry import auditlog

        from vinhdanh.files.access import reader
        from vinhdanh.jobs.registry import register, register_due
        from vinhdanh.people import export, panels
        from vinhdanh.records import daily, own, panel, proofs
        from vinhdanh.records.importing.install import install
        from vinhdanh.units import panels as unit_panels

        for model in self.get_models():
            if model._meta.model_name not in ("importrow", "importchange", "columnmapping"):
                auditlog.register(model)
        reader(proofs.may_read_proof)
        register("records.day", "Nhắc hạn gửi, hạn lưu dữ liệu", daily.work)
        register_due("records.day", "day")
        install()  # imports: their kinds of background work, who may read their files
        for name, rows in own.parts().items():
            export.register(name, rows)
        panels.register("records", 250, panel.of_person)
        unit_panels.register("records", 250, panel.of_unit)
