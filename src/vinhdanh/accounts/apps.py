"""The application ``accounts``."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tài khoản."""

    name = "vinhdanh.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
