"""Addresses of ``search``."""

from django.urls import URLPattern, path

from vinhdanh.search import views

app_name = "search"
urlpatterns: list[URLPattern] = [
    path("", views.results, name="results"),
    path("quyet-dinh/<slug:key>/", views.decision, name="decision"),
]
