"""The application ``eligibility``."""

from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    """Rà soát điều kiện."""

    name = "vinhdanh.eligibility"
    label = "eligibility"
    verbose_name = "Rà soát điều kiện"

    def ready(self) -> None:
        """Lay the panels on the pages of people and units; give the law the people it compares rules on."""
        from vinhdanh.eligibility import panels, unit_panels
        from vinhdanh.eligibility.population import population
        from vinhdanh.law.impact import provide

        panels.hang()
        unit_panels.hang()
        provide(population)
