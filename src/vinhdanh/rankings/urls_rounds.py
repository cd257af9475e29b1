"""Addresses of rounds."""

from django.urls import URLPattern, path

from vinhdanh.rankings.views import rounds

urlpatterns: list[URLPattern] = [
    path("", rounds.listing, name="rounds"),
    path("<int:pk>/", rounds.detail, name="round"),
    path("<int:pk>/buoc/", rounds.advance, name="advance"),
]
