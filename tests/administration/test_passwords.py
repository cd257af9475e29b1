"""Who must change the password does nothing else before; the change sets free and is noted."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.accounts.passwords import SAME, WHY
from vinhdanh.administration.actions import accounts as actions
from vinhdanh.api.tokens import make
from vinhdanh.audit.models import Event

pytestmark = pytest.mark.django_db
CHANGE, OLD, NEW = "/tai-khoan/password/change/", "mat-khau-thu", "một mật khẩu dài 2026"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def clerk(client: Client) -> User:
    """A clerk whose password the administrator has reset, signed in with the old one."""
    office = Office()
    made = user("bo-phan-tdkt", office.top)
    actions.reset(made, by=user("quan-tri", office.top), reason="Nghi lộ mật khẩu")
    client.force_login(made, backend=BACKEND)
    return made


def change(client: Client, new: str, old: str = OLD) -> str:
    """What the page of the change answers: where it leads, or what it says."""
    answer = client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})
    return answer.get("Location") or answer.content.decode()


@pytest.mark.parametrize("page", ["/", "/con-nguoi/", "/quan-tri/", "/tai-khoan/cua-toi/", "/tai-khoan/2fa/"])
def test_every_page_leads_to_the_change(client: Client, clerk: User, page: str) -> None:
    assert client.get(page)["Location"] == CHANGE
    assert WHY in client.get(CHANGE).content.decode()


def test_nothing_is_written_before_the_change(client: Client, clerk: User) -> None:
    assert client.post("/tai-khoan/phien/ket-thuc-khac/")["Location"] == CHANGE
    assert client.get("/con-nguoi/", headers={"HX-Request": "true"})["HX-Redirect"] == CHANGE


def test_the_change_sets_free_and_is_noted(client: Client, clerk: User) -> None:
    change(client, NEW)
    clerk.refresh_from_db()
    assert (clerk.must_change_password, clerk.check_password(NEW), client.get("/tai-khoan/cua-toi/").status_code) == (False, True, 200)
    assert [e.action for e in Event.objects.order_by("number")] == ["account.reset", "account.password_changed"]


def test_the_password_in_use_is_no_new_one(client: Client, clerk: User) -> None:
    assert SAME in change(client, OLD)
    clerk.refresh_from_db()
    assert clerk.must_change_password


def test_signing_out_stays_open(client: Client, clerk: User) -> None:
    assert client.post("/tai-khoan/logout/")["Location"] != CHANGE


def test_the_api_answers_with_the_reason(client: Client, clerk: User) -> None:
    _, secret = make(clerk, "Máy", ["people.view"], timezone.now() + dt.timedelta(days=1))
    answers = [client.get("/api/v1/units"), Client().get("/api/v1/units", headers={"Authorization": f"Bearer {secret}"})]
    assert [(a.status_code, a.json()["message"]) for a in answers] == [(403, WHY)] * 2


def test_the_link_sets_free_too(client: Client, clerk: User) -> None:
    token = actions.reset(clerk, by=user(), reason="Lần nữa")
    assert Client().post(f"/tai-khoan/dat-mat-khau/{token}/", {"new_password1": NEW, "new_password2": NEW}).status_code == 302
    clerk.refresh_from_db()
    assert not clerk.must_change_password


def test_an_account_of_the_single_sign_on_has_nothing_to_change(client: Client) -> None:
    made = user()
    made.set_unusable_password()
    made.must_change_password = True
    made.save()
    client.force_login(made, backend=BACKEND)
    assert client.get("/tai-khoan/cua-toi/").status_code == 200
