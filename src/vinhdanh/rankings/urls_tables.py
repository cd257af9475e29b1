"""Addresses of scoring tables."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
