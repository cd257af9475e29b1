"""Addresses of ``units``. Mergers, splits and dissolutions move people too: see ``people.urls_units``."""

from django.urls import URLPattern, path

from vinhdanh.units import cluster_views, views

app_name = "units"
urlpatterns: list[URLPattern] = [
    path("", views.tree, name="tree"),
    path("moi/", views.new, name="new"),
    path("cum-khoi/", cluster_views.listing, name="clusters"),
    path("cum-khoi/moi/", cluster_views.new, name="cluster_new"),
    path("cum-khoi/<str:key>/", cluster_views.detail, name="cluster"),
    path("<str:key>/", views.detail, name="detail"),
    path("<str:key>/sua/", views.edit, name="edit"),
]
