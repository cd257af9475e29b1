"""Addresses of the token pages."""

from django.urls import path

from vinhdanh.api import views

app_name = "tokens"
urlpatterns = [
    path("", views.tokens, name="list"),
    path("<int:number>/thu-hoi/", views.end, name="end"),
]
