"""Addresses of votes, results and exports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
