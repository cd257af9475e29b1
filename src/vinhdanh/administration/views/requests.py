"""Vai trò chờ duyệt: the second person sees what a role would open, and says yes or no."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.administration.actions import requests as actions
from vinhdanh.administration.second import may_review, requests_for
from vinhdanh.people.models import GrantRequest
from vinhdanh.people.powers import POWERS

PAGE = "administration:requests"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for me."""
    user = who(request)
    may_review(user).must()
    rows = [(asked, [POWERS.get(p, p) for p in asked.role.powers]) for asked in requests_for(user)]
    return render(request, "administration/requests.html", {"rows": rows})


def _one(request: HttpRequest, request_id: int) -> GrantRequest:
    found = [asked for asked in requests_for(who(request)) if asked.pk == request_id]
    if not found:
        raise Http404
    return found[0]


@require_POST
def approve(request: HttpRequest, request_id: int) -> HttpResponse:
    """Yes."""
    asked = _one(request, request_id)
    actions.approve(asked, by=who(request), on=timezone.localdate())
    messages.success(request, f"Đã duyệt: {asked.user.full_name} giữ vai trò {asked.role.name} tại {asked.unit.name}.")
    return redirect(PAGE)


@require_POST
def refuse(request: HttpRequest, request_id: int) -> HttpResponse:
    """No."""
    asked = _one(request, request_id)
    actions.refuse(asked, by=who(request), reason=request.POST.get("reason", "")[:300])
    messages.success(request, f"Không duyệt vai trò {asked.role.name} của {asked.user.full_name}.")
    return redirect(PAGE)
