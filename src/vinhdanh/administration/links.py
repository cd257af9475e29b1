"""The link of an invitation or a reset: its address, and the mail that carries it where the office has mail."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from vinhdanh.accounts.models import Invitation, User
from vinhdanh.administration.actions.accounts import digest_of

CONSOLE = "django.core.mail.backends.console.EmailBackend"
WORDS = """Chào {name},

Đây là liên kết để đặt mật khẩu cho tài khoản “{username}” của Vinh Danh ({office}):

{link}

Liên kết dùng một lần, đến {until}. Nếu bạn không chờ thư này, hãy báo quản trị của đơn vị.
"""


def link_of(request: HttpRequest, token: str) -> str:
    """The whole address."""
    return request.build_absolute_uri(reverse("administration:set_password", args=(token,)))


def invitation_of(token: str) -> Invitation | None:
    """The invitation of a token, if it can still be used and its account is not locked."""
    rows = Invitation.objects.select_related("user").filter(digest=digest_of(token), used_at=None, expires_at__gt=timezone.now())
    return rows.filter(user__is_active=True).first()


def by_mail(user: User) -> bool:
    """Whether a link goes by mail only, so that nobody but its owner sees it: the office has mail, and the account an address."""
    return bool(user.email) and settings.EMAIL_BACKEND != CONSOLE


def mail(user: User, link: str) -> bool:
    """Send the link where mail is configured and the account has an address. Returns whether it was sent."""
    if not by_mail(user):
        return False
    last = Invitation.objects.filter(user=user, used_at=None).order_by("-made_at").first()
    until = timezone.localtime(last.expires_at).strftime("%H:%M %d/%m/%Y") if last else ""
    text = WORDS.format(name=user.full_name, username=user.username, office=settings.OFFICE_NAME, link=link, until=until)
    try:
        return bool(send_mail("Vinh Danh: đặt mật khẩu", text, None, [user.email]))
    except (SMTPException, OSError):
        logging.getLogger(__name__).exception("mail not sent")
        return False
