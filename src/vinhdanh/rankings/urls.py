"""Addresses of ``rankings``: tables, rounds, sheets, results; each kind in a module of its own."""

from vinhdanh.rankings import urls_results, urls_rounds, urls_sheets, urls_tables

app_name = "rankings"
urlpatterns = [*urls_tables.urlpatterns, *urls_rounds.urlpatterns, *urls_results.urlpatterns, *urls_sheets.urlpatterns]
