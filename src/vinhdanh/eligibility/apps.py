"""The application ``eligibility``."""

from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    """Rà soát điều kiện."""

    name = "vinhdanh.eligibility"
    label = "eligibility"
    verbose_name = "Rà soát điều kiện"
