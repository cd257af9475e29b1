"""Who must change the password is led to the page where that is done, whatever was asked for; the change is noted in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from vinhdanh.accounts.models import User
from vinhdanh.accounts.passwords import may_go_on
from vinhdanh.accounts.signals import credentials_changed
from vinhdanh.audit.actions import record

OPEN = frozenset({"account_change_password", "account_logout", "account_reauthenticate", "mfa_reauthenticate"})


class ChangeFirst:
    """The middleware. What strangers may open stays open; the API answers with the reason."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; ``process_view`` knows what is asked for."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """None where the account may go on."""
        user, asked = request.user, request.resolver_match
        allowed = may_go_on(user) if isinstance(user, User) else None
        if asked is None or allowed is None or allowed or asked.view_name in OPEN:
            return None
        if "api" in asked.namespaces:
            return JsonResponse({"message": allowed.why, "fields": {}}, status=403, json_dumps_params={"ensure_ascii": False})
        return None if not getattr(view, "login_required", True) else _led(request, allowed.why)


def _led(request: HttpRequest, why: str) -> HttpResponse:
    """To the page of the change, with the reason said once; a part of a page lets the whole page go there."""
    there = reverse("account_change_password")
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(there)
    messages.warning(request, why)
    return redirect(there)


def note(sender: object, user: User, **more: Any) -> None:
    """Note that an account changed its own password (a signal of allauth)."""
    record(user, "account.password_changed", by=user)
    credentials_changed.send(User, user=user, by=user)
