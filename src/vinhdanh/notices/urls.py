"""Addresses of ``notices``."""

from django.urls import path

from vinhdanh.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.listing, name="list"),
    path("da-doc/", views.read_all, name="read_all"),
    path("<int:notice_id>/", views.open_one, name="open"),
]
