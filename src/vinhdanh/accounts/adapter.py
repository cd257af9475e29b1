"""How allauth behaves here: nobody signs up alone; an account comes from an invitation, or from the office's single sign-on."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from vinhdanh.accounts.models import User

UNKNOWN = "Tài khoản “{name}” của hệ thống đăng nhập một lần chưa được cấp quyền ở đây. Hãy đề nghị quản trị của đơn vị mời đúng tên này."


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Set and save it: what had to be changed is changed."""
        user.must_change_password = False
        super().set_password(user, password)


class ClosedSocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on for accounts that exist: joined by user name, none are made."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the sign-on to the account of the same user name. Refuses where there is none."""
        if sociallogin.is_existing:
            return
        name = sociallogin.account.extra_data.get("preferred_username") or sociallogin.user.username
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            messages.error(request, UNKNOWN.format(name=name))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)
