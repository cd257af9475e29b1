"""Vai trò: what each role may do; giving and ending them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.administration import access
from vinhdanh.administration.actions import roles as actions
from vinhdanh.administration.forms import GiveForm
from vinhdanh.people.access import may
from vinhdanh.people.models import Role
from vinhdanh.people.powers import POWERS


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every role with its powers in words."""
    may(who(request), "grants.give").must()
    rows = [(role, [POWERS.get(power, power) for power in role.powers]) for role in Role.objects.order_by("pk")]
    return render(request, "administration/roles.html", {"rows": rows})


def give(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give an account a role on a unit for a time."""
    user, on = who(request), timezone.localdate()
    account = access.account_for(user, account_id)
    may(user, "grants.give").must()
    form = GiveForm(request.POST or None, by=user, initial={"since": on})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        allowed = access.may_give(user, account, data["role"], data["unit"])
        if allowed:
            grant = actions.give(account, data["role"], data["unit"], data["since"], form.until, by=user, reason=data["reason"])
            messages.success(request, f"Đã giao vai trò {grant.role.name} tại {grant.unit.name}, {actions.span(grant)}.")
            return redirect("administration:account", account.pk)
        form.add_error(None, allowed.why)
    return render(request, "administration/give.html", {"form": form, "account": account})


@require_POST
def end(request: HttpRequest, grant_id: int) -> HttpResponse:
    """End a role as of today."""
    user = who(request)
    grant = access.grant_for(user, grant_id)
    actions.end(grant, timezone.localdate(), by=user, reason=request.POST.get("reason", "")[:300])
    messages.success(request, f"Đã kết thúc vai trò {grant.role.name} tại {grant.unit.name}.")
    return redirect("administration:account", grant.user_id)
