"""What allauth's pages leave to us: nobody signs up, a forgotten password is reset by an administrator."""

from __future__ import annotations

from typing import cast

from allauth.account.views import password_change
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from vinhdanh.accounts.asker import who

ELSEWHERE = "Tài khoản này đăng nhập một lần qua hệ thống của ngành nên không có mật khẩu ở đây. Mật khẩu đổi ở hệ thống đó."


@login_not_required
@require_safe
def no_signup(request: HttpRequest) -> HttpResponse:
    """Accounts come by invitation."""
    return render(request, "account/signup_closed.html", status=404)


@login_not_required
@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Whom to ask for a new password."""
    return render(request, "account/password_reset.html")


def change_password(request: HttpRequest) -> HttpResponse:
    """Changing one's own password; an account of the single sign-on has none here."""
    if not who(request).has_usable_password():
        messages.warning(request, ELSEWHERE)
        return redirect("administration:mine")
    return cast(HttpResponse, password_change(request))
