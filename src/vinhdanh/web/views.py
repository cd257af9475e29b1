"""The desk: what waits for the person who signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Bàn làm việc."""
    return render(request, "web/home.html")
