"""The desk: what waits for the person who signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.desk import waiting
from vinhdanh.notices.queries import latest_unread
from vinhdanh.web.desk import first_of, person_of, roles_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Bàn làm việc."""
    user, on = who(request), timezone.localdate()
    items = waiting(user, on)
    seen = {"person": person_of(user), "roles": roles_of(user, on), "news": latest_unread(user)}
    return render(request, "web/home.html", {"on": on, "items": items, "first": first_of(items, on), **seen})
