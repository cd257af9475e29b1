"""The application ``people``."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Con người."""

    name = "vinhdanh.people"
    label = "people"
    verbose_name = "Con người"

    def ready(self) -> None:
        """Hang the door of units, keep row history, show heads on the page of a unit, give people their own data."""
        from auditlog.registry import auditlog

        from vinhdanh.jobs.registry import register, register_due
        from vinhdanh.people import daily, door, export, models, own, panel_units
        from vinhdanh.units import access, panels

        access.hang(door.ByRoles())
        register("people.day", "Cập nhật đơn vị, cán bộ theo ngày", daily.work)
        register_due("people.day", "day")
        panels.register("people", 100, panel_units.people)
        panels.register("reorganise", 290, panel_units.reorganise)
        for name, rows in own.PARTS.items():
            export.register(name, rows)
        auditlog.register(models.Person, mask_fields=["identity_number"])
        auditlog.register(models.PersonMerge, exclude_fields=["moved"])
        for model in (models.Membership, models.Post, models.Transfer, models.Role, models.RoleGrant, models.GrantRequest):
            auditlog.register(model)
