"""Nhật ký hệ thống: what was done, and who saw sensitive pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.administration import queries
from vinhdanh.administration.forms import FilterForm
from vinhdanh.administration.words import KINDS
from vinhdanh.people.access import may


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The event log."""
    user = who(request)
    may(user, "audit.view").must()
    form, wanted = _filters(request)
    page = queries.events_page(user, wanted, request.GET.get("viec", ""), request.GET.get("trang"))
    return render(request, "administration/events.html", {"form": form, "page": page, "query": _rest(request), "here": "events"})


@require_safe
def viewings(request: HttpRequest) -> HttpResponse:
    """Who saw what."""
    user = who(request)
    may(user, "audit.view").must()
    form, wanted = _filters(request)
    page = queries.viewings_page(user, wanted, request.GET.get("trang"))
    return render(request, "administration/viewings.html", {"form": form, "page": page, "query": _rest(request), "here": "viewings"})


def _filters(request: HttpRequest) -> tuple[FilterForm, dict[str, Any]]:
    form = FilterForm(request.GET or None)
    form.fields["loai"].choices = [("", "Tất cả"), *sorted(KINDS.items(), key=lambda k: k[1])]  # type: ignore[attr-defined]
    return form, form.cleaned_data if form.is_bound and form.is_valid() else {}


def _rest(request: HttpRequest) -> str:
    rest = request.GET.copy()
    rest.pop("trang", None)
    return rest.urlencode() + "&" if rest else ""
