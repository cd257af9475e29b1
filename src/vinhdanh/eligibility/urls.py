"""Addresses of ``eligibility``."""

from django.urls import URLPattern, path

from vinhdanh.eligibility import views

app_name = "eligibility"
urlpatterns: list[URLPattern] = [
    path("", views.screen, name="screen"),
    path("xuat/", views.screen_export, name="export"),
    path("nguoi/<str:key>/lo-trinh/", views.person_way, name="person_way"),
    path("don-vi/<str:key>/lo-trinh/", views.unit_way, name="unit_way"),
    path("don-vi/<str:key>/can-bo/", views.unit_members, name="unit_members"),
    path("nguoi/<str:key>/<slug:award>/", views.person_verdict, name="person_verdict"),
    path("don-vi/<str:key>/<slug:award>/", views.unit_verdict, name="unit_verdict"),
]
