"""Tài khoản của người khác: list, invite, reset, lock; and the page behind the link, where a password is set."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import Invitation, User
from vinhdanh.administration import access, links, queries
from vinhdanh.administration.actions import accounts as actions
from vinhdanh.administration.forms import InviteForm, ReasonForm
from vinhdanh.people.access import may, scope_of

Act = Callable[[User], None]
STATES = (("", "Tất cả"), ("mo", "Đang hoạt động"), ("khoa", "Đang khóa"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Quản trị: to the first page one may see."""
    scope = scope_of(who(request))
    if scope.may("accounts.manage"):
        return redirect("administration:accounts")
    if scope.may("audit.view"):
        return redirect("administration:events")
    return redirect("administration:roles")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The accounts one may manage."""
    user, on = who(request), timezone.localdate()
    may(user, "accounts.manage").must()
    text, state = request.GET.get("q", "").strip(), request.GET.get("loc", "")
    page = queries.accounts_page(user, text, state if state in ("mo", "khoa") else "", request.GET.get("trang"), on)
    query = "".join(f"{k}={v}&" for k, v in (("q", text), ("loc", state)) if v)
    return render(request, "administration/accounts.html", {"page": page, "text": text, "state": state, "states": STATES, "query": query, "on": on})


def invite(request: HttpRequest) -> HttpResponse:
    """A new account: its link is shown once."""
    user = who(request)
    may(user, "accounts.manage").must()
    form = InviteForm(request.POST or None, by=user, initial={"person": request.GET.get("can-bo", "")})
    if request.method == "POST" and form.is_valid():
        made, token = actions.invite(**form.cleaned_data, by=user)
        return _show_link(request, made, token)
    return render(request, "administration/invite.html", {"form": form})


@require_safe
def detail(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account: its roles, what happened to it, what may be done."""
    user, on = who(request), timezone.localdate()
    account = access.account_for(user, account_id)
    grants = queries.grants_of(account, on)
    context = {
        "account": account,
        "on": on,
        "grants": grants,
        "endable": {g.pk for g in grants if (g.until is None or g.until > on) and access.may_end(user, g)},
        "may_change": access.may_change(user, account, on),
        "may_give": may(user, "grants.give"),
        "history": queries.history_of(account),
    }
    return render(request, "administration/account.html", context)


def reset(request: HttpRequest, account_id: int) -> HttpResponse:
    """A link with which the account sets a new password."""
    user = who(request)
    account = access.account_for(user, account_id)
    access.may_change(user, account, timezone.localdate()).must()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _show_link(request, account, actions.reset(account, by=user, reason=form.cleaned_data["reason"]))
    return render(request, "administration/account_act.html", {"form": form, "account": account, **WORDS["reset"]})


@never_cache
def _show_link(request: HttpRequest, account: User, token: str) -> HttpResponse:
    link, closed = links.link_of(request, token), links.by_mail(account)
    mailed = links.mail(account, link)
    return render(request, "administration/link.html", {"account": account, "link": "" if closed else link, "mailed": mailed})


def lock(request: HttpRequest, account_id: int) -> HttpResponse:
    """Lock an account and end its sessions."""
    return _act(request, account_id, "lock", actions.lock)


def unlock(request: HttpRequest, account_id: int) -> HttpResponse:
    """Let an account sign in again."""
    return _act(request, account_id, "unlock", actions.unlock)


def drop_second_factor(request: HttpRequest, account_id: int) -> HttpResponse:
    """Remove the second factor of somebody who lost it."""
    return _act(request, account_id, "drop", actions.drop_second_factor)


def _act(request: HttpRequest, account_id: int, what: str, action: Callable[..., None]) -> HttpResponse:
    user = who(request)
    account = access.account_for(user, account_id)
    access.may_change(user, account, timezone.localdate()).must()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        action(account, by=user, reason=form.cleaned_data["reason"])
        messages.success(request, WORDS[what]["done"].format(account.full_name))
        return redirect("administration:account", account.pk)
    return render(request, "administration/account_act.html", {"form": form, "account": account, **WORDS[what]})


WORDS = {
    "reset": {
        "title": "Đặt lại mật khẩu",
        "says": "Bạn nhận một liên kết để chuyển cho người này, dùng một lần, trong 1 ngày. Từ nay ai vào bằng mật khẩu cũ phải đổi ngay.",
        "verb": "Tạo liên kết",
    },
    "lock": {
        "title": "Khóa tài khoản",
        "says": "Người này không đăng nhập được nữa; các phiên đang mở kết thúc ngay. Hồ sơ và vai trò giữ nguyên.",
        "verb": "Khóa tài khoản",
        "done": "Đã khóa tài khoản của {}.",
        "danger": "1",
    },
    "unlock": {
        "title": "Mở khóa tài khoản",
        "says": "Người này đăng nhập lại được, kể cả khi bị tạm khóa vì sai mật khẩu.",
        "verb": "Mở khóa",
        "done": "Đã mở khóa tài khoản của {}.",
    },
    "drop": {
        "title": "Gỡ xác thực hai lớp",
        "says": "Dùng khi mất điện thoại và mã dự phòng. Sau đó chỉ cần mật khẩu; đề nghị người này bật lại ngay.",
        "verb": "Gỡ xác thực hai lớp",
        "done": "Đã gỡ xác thực hai lớp của {}.",
        "danger": "1",
    },
}


@login_not_required
@never_cache
@sensitive_post_parameters()
def set_password(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link: choose a password."""
    invitation = links.invitation_of(token)
    if invitation is None:
        return render(request, "administration/link_dead.html", status=404)
    form = SetPasswordForm(invitation.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _use(request, invitation, form.cleaned_data["new_password1"])
    return render(request, "administration/set_password.html", {"form": form, "invitation": invitation})


def _use(request: HttpRequest, invitation: Invitation, password: str) -> HttpResponse:
    try:
        actions.use_link(invitation, password)
    except Invitation.DoesNotExist:
        return render(request, "administration/link_dead.html", status=404)
    messages.success(request, f"Đã đặt mật khẩu. Đăng nhập bằng tên “{invitation.user.username}”.")
    return redirect("account_login")
