"""The page of one's tokens."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vinhdanh.accounts.asker import who
from vinhdanh.api.forms import TokenForm
from vinhdanh.api.models import Token
from vinhdanh.api.scopes import SCOPES
from vinhdanh.api.tokens import BadToken, make, revoke


@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, and a new one: its secret is shown on this answer and never again."""
    user, secret = who(request), ""
    form = TokenForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            secret = make(user, form.cleaned_data["name"], form.cleaned_data["powers"], _end_of(form.cleaned_data["expires_on"]))[1]
            form = TokenForm(user=user)
        except BadToken as error:
            form.add_error("expires_on", str(error))
    rows = [(t, ", ".join(SCOPES.get(p, p) for p in t.powers)) for t in Token.objects.filter(user=user).order_by("-made_at", "-pk")]
    return render(request, "api/tokens.html", {"form": form, "secret": secret, "tokens": rows, "now": timezone.now()})


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke one of one's tokens."""
    token = get_object_or_404(Token, pk=number, user=who(request), revoked_at__isnull=True)
    revoke(token, by=who(request))
    messages.success(request, f"Đã thu hồi mã truy cập “{token.name}”.")
    return redirect("tokens:list")


def _end_of(day: dt.date) -> dt.datetime:
    """The first moment after a day."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
