"""The application ``administration``. It has no models: accounts, roles and events live below it."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Quản trị."""

    name = "vinhdanh.administration"
    label = "administration"
    verbose_name = "Quản trị"

    def ready(self) -> None:
        """Tell of delegations that end; clear away what only takes room; note changes of passwords."""
        from allauth.account.signals import password_changed

        from vinhdanh.administration import daily, passwords
        from vinhdanh.jobs.registry import register, register_due

        register("administration.day", "Nhắc hạn ủy quyền, dọn phiên cũ", daily.work)
        register_due("administration.day", "day")
        password_changed.connect(passwords.note, dispatch_uid="administration.password_changed")
