"""The law as rows, accounts that enter and approve, and ready rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.law import rule_actions
from vinhdanh.law.actions import sync_acts
from vinhdanh.law.models import Act, OfficeRule

BACKEND = "django.contrib.auth.backends.ModelBackend"
BODY = "mode: add\nid: ty-le-rieng\nsays: Không quá 12% số “Lao động tiên tiến”\nshare: 12/100\nof: lao-dong-tien-tien\n"


@pytest.fixture
def office(db: None) -> Office:
    return Office()


@pytest.fixture
def acts(db: None) -> None:
    sync_acts(None)


@pytest.fixture
def clerk(office: Office) -> User:
    """Enters rules of the province."""
    return user("bo-phan-tdkt", office.top)


@pytest.fixture
def chief(office: Office) -> User:
    """Approves rules of the province."""
    return user("lanh-dao", office.top)


@pytest.fixture
def enter(office: Office, acts: None, clerk: User) -> Callable[..., OfficeRule]:
    """Enter a rule as a draft."""

    def make(by: User | None = None, **more: Any) -> OfficeRule:
        fields: dict[str, Any] = {
            "unit": office.top,
            "title": "Tỷ lệ CSTĐCS của tỉnh",
            "award": "chien-si-thi-dua-co-so",
            "section": "quotas",
            "body": BODY,
            "act": Act.objects.get(code="tt-02-vkstc"),
            "article": "Điều 14 khoản 3",
            "in_force": dt.date(2026, 1, 1),
        }
        return rule_actions.enter_rule({**fields, **more}, by=by or clerk)

    return make


@pytest.fixture
def approve(clerk: User, chief: User) -> Callable[[OfficeRule], OfficeRule]:
    """Send a draft and approve it."""

    def make(rule: OfficeRule) -> OfficeRule:
        sent = rule_actions.submit_rule(rule, version=rule.version, by=clerk)
        return rule_actions.approve_rule(sent, version=sent.version, by=chief)

    return make


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """The test client, signed in."""

    def make(who: User) -> Client:
        client.force_login(who, backend=BACKEND)
        return client

    return make
