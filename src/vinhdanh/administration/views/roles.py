"""Vai trò: what each role may do, and changing it; giving and ending them; those left on units that have ended."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.administration import access
from vinhdanh.administration.actions import requests
from vinhdanh.administration.actions import role_edits as edits
from vinhdanh.administration.actions import roles as actions
from vinhdanh.administration.forms import GiveForm
from vinhdanh.administration.heirs import Left, left_roles
from vinhdanh.administration.role_form import RoleForm, initial_of
from vinhdanh.people.access import may
from vinhdanh.people.models import GrantRequest, Role, RoleGrant
from vinhdanh.people.powers import POWERS
from vinhdanh.units.models import Unit
from vinhdanh.units.queries import lasting

ASKED = "Đã đề nghị giao vai trò {0} tại {1}. Vai trò này đọc hồ sơ mà bạn không đọc, nên chờ lãnh đạo hoặc người có quyền ấy duyệt."


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every role with its powers in words."""
    user = who(request)
    may(user, "grants.give").must()
    rows = [(role, [POWERS.get(p, p) for p in role.powers], access.may_edit_role(user, role)) for role in Role.objects.order_by("pk")]
    left = left_roles(user, timezone.localdate())
    context = {"rows": rows, "left": left, "able": sum(1 for x in left if x.allowed), "may_add": access.may_edit_roles(user)}
    return render(request, "administration/roles.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """A role of the office's own."""
    user = who(request)
    access.may_edit_roles(user).must()
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := _written(request, form, Role())):
        messages.success(request, f"Đã thêm vai trò {made.name}. Giao cho ai: mở trang của tài khoản đó.")
        return redirect("administration:roles")
    return render(request, "administration/role.html", {"form": form})


def edit(request: HttpRequest, code: str) -> HttpResponse:
    """What a role may do; it holds for everybody who has it, from the next page on."""
    user = who(request)
    access.may_edit_roles(user).must()
    role = get_object_or_404(Role, code=code)
    access.may_edit_role(user, role).must()
    holders = RoleGrant.objects.filter(lasting(timezone.localdate()), role=role).values("user").distinct().count()
    form = RoleForm(request.POST or None, initial=initial_of(role))
    if request.method == "POST" and form.is_valid() and _written(request, form, role):
        messages.success(request, f"Đã sửa vai trò {role.name}.")
        return redirect("administration:roles")
    return render(request, "administration/role.html", {"form": form, "role": role, "holders": holders})


def _written(request: HttpRequest, form: RoleForm, role: Role) -> Role | None:
    """The role as written; None with the refusal in the form."""
    try:
        return edits.write(role, form.values(), seen=form.cleaned_data["seen"], on=timezone.localdate(), by=who(request))
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


@require_POST
def carry(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Give one role left on a unit that has ended on its heir."""
    found = [left for left in left_roles(who(request), timezone.localdate()) if left.grant.pk == grant_id]
    if not found:
        raise Http404
    found[0].allowed.must()
    return _carried(request, found)


@require_POST
def carry_all(request: HttpRequest) -> HttpResponse:
    """Give all of them that one may give."""
    may(who(request), "grants.give").must()
    return _carried(request, [left for left in left_roles(who(request), timezone.localdate()) if left.allowed])


def _carried(request: HttpRequest, found: list[Left]) -> HttpResponse:
    """Give, or ask a second person where the role reads dossiers and who gives it does not."""
    with transaction.atomic():
        made = [_carry(x.grant, x.heir, who(request)) for x in found if x.heir is not None]
    asked = sum(isinstance(x, GrantRequest) for x in made)
    waiting = f" {asked} đề nghị chờ người thứ hai duyệt." if asked else ""
    messages.success(request, f"Đã giao {len(made) - asked} vai trò tại đơn vị tiếp nhận.{waiting}")
    return redirect("administration:roles")


def _carry(grant: RoleGrant, heir: Unit, by: User) -> RoleGrant | GrantRequest:
    on = timezone.localdate()
    return requests.give_or_ask(grant.user, grant.role, heir, on, grant.until, by=by, on=on, reason=f"Tiếp nhận từ {grant.unit.name}"[:300])


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
            made = requests.give_or_ask(account, data["role"], data["unit"], data["since"], form.until, by=user, on=on, reason=data["reason"])
            done = ASKED if isinstance(made, GrantRequest) else "Đã giao vai trò {0} tại {1}, {2}."
            messages.success(request, done.format(made.role.name, made.unit.name, actions.span(made)))
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
