"""Tokens end with the password they were made under: a reset by who is feared to have been robbed must close every door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.office import Office, user

from vinhdanh.accounts.models import Invitation, User
from vinhdanh.administration.actions import accounts
from vinhdanh.api.models import Token
from vinhdanh.api.tokens import holder, make

pytestmark = pytest.mark.django_db
NEW = "một mật khẩu dài 2026"


def reset(owner: User, admin: User) -> None:
    accounts.reset(owner, by=admin, reason="Lộ mật khẩu")


def use_link(owner: User, admin: User) -> None:
    token = accounts.link_for(owner, Invitation.Purpose.RESET, admin)
    accounts.use_link(Invitation.objects.get(digest=accounts.digest_of(token)), NEW)


def change(owner: User, admin: User) -> None:
    client = Client()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/tai-khoan/password/change/", {"oldpassword": "mat-khau-thu", "password1": NEW, "password2": NEW})
    assert answer.status_code == 302


def lock_and_unlock(owner: User, admin: User) -> None:
    accounts.lock(owner, by=admin, reason="Nghi lộ")
    accounts.unlock(owner, by=admin, reason="Đã rõ")


@pytest.mark.parametrize("act", [reset, use_link, change, lock_and_unlock])
def test_a_token_does_not_outlive_the_password(act: Callable[[User, User], None]) -> None:
    office = Office()
    owner, other, admin = user("can-bo-tdkt", office.p1), user("can-bo-tdkt", office.p1), user("quan-tri", office.top)
    end = timezone.now() + dt.timedelta(days=30)
    mine, theirs = make(owner, "thử", ["people.view"], end)[1], make(other, "thử", ["people.view"], end)[1]
    act(owner, admin)
    assert (holder(mine), holder(theirs)) == (None, other)
    assert Token.objects.get(user=owner).revoked_at is not None
