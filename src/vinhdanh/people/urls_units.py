"""Addresses under ``/don-vi/`` that move people too."""

from django.urls import URLPattern, path

from vinhdanh.people import views_units

app_name = "reorganise"
urlpatterns: list[URLPattern] = [
    path("<str:key>/sap-nhap/", views_units.merge, name="merge"),
    path("<str:key>/chia-tach/", views_units.split, name="split"),
    path("<str:key>/giai-the/", views_units.dissolve, name="dissolve"),
]
