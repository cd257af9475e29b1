"""Tài khoản của tôi: roles, rights, delegation, sessions, the session in which dossiers may be read."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.administration import access, queries
from vinhdanh.administration.actions import accounts, roles
from vinhdanh.administration.actions import sessions as dossiers
from vinhdanh.administration.forms import DelegateForm, OpenForm


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What I am and may do here, and why not the rest."""
    user, on = who(request), timezone.localdate()
    own = {grant.pk for grant in access.own_grants(user, on)}
    context = {
        "on": on,
        "grants": queries.grants_of(user, on),
        "own": own,
        "delegated": queries.delegated_by(user, on),
        "rights": queries.rights_of(user),
        "mfa": is_mfa_enabled(user),
        "may_open": access.may_open_session(user),
    }
    return render(request, "administration/mine.html", context)


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in."""
    found = queries.sessions_of(who(request))
    return render(request, "administration/sessions.html", {"sessions": found, "current": request.session.session_key})


@require_POST
def end_one(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one session; ending this one is signing out."""
    session = get_object_or_404(UserSession, user=who(request), pk=session_id)
    session.end()
    messages.success(request, "Đã kết thúc phiên đó.")
    return redirect("administration:sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    count = accounts.end_sessions(who(request), keep=request.session.session_key)
    messages.success(request, f"Đã kết thúc {count} phiên khác.")
    return redirect("administration:sessions")


def delegate(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Hand one of my roles on while I am absent."""
    user, on = who(request), timezone.localdate()
    grant = get_object_or_404(access.own_grants(user, on), pk=grant_id)
    form = DelegateForm(request.POST or None, grant=grant, initial={"since": on})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        assert form.until is not None
        made = roles.delegate(grant, data["to"], data["since"], form.until, by=user, reason=data["reason"])
        messages.success(request, f"Đã ủy quyền cho {made.user.full_name}, {roles.span(made)}.")
        return redirect("administration:mine")
    return render(request, "administration/delegate.html", {"form": form, "grant": grant})


@require_POST
def end_delegation(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Take back what I handed on."""
    user = who(request)
    grant = access.grant_for(user, grant_id)
    roles.end(grant, timezone.localdate(), by=user)
    messages.success(request, f"Đã kết thúc ủy quyền cho {grant.user.full_name}.")
    return redirect("administration:mine")


def session_open(request: HttpRequest) -> HttpResponse:
    """Open a session in which dossiers may be read."""
    user = who(request)
    access.may_open_session(user).must()
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        dossiers.open_one(user, form.cleaned_data["reason"], form.cleaned_data["minutes"])
        messages.success(request, "Đã mở phiên xem hồ sơ.")
        return redirect("/")
    return render(request, "administration/session_open.html", {"form": form})


@require_POST
def session_close(request: HttpRequest) -> HttpResponse:
    """Close it."""
    closed = dossiers.close_all(who(request))
    messages.success(request, "Đã đóng phiên xem hồ sơ." if closed else "Không có phiên nào đang mở.")
    return redirect("administration:mine")
