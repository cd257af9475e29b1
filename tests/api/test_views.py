"""The page of one's tokens."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.api.models import Token

pytestmark = pytest.mark.django_db
URL = "/tai-khoan/ma-truy-cap/"
LATER = timezone.localdate() + dt.timedelta(days=200)


@pytest.fixture
def clerk(client: Client) -> User:
    made = user("can-bo-tdkt", Office().kv)
    client.force_login(made, backend="django.contrib.auth.backends.ModelBackend")
    return made


def test_the_secret_is_shown_once_and_not_kept(client: Client, clerk: User) -> None:
    day = timezone.localdate() + dt.timedelta(days=10)
    page = client.post(URL, {"name": "Kho dữ liệu", "powers": ["people.view"], "expires_on": f"{day:%d/%m/%Y}"})
    secret = page.context["secret"]
    assert secret in page.content.decode() and secret not in client.get(URL).content.decode()
    token = Token.objects.get()
    assert (token.name, token.powers, secret in token.digest) == ("Kho dữ liệu", ["people.view"], False)
    assert timezone.localdate(token.expires_at) == day + dt.timedelta(days=1)


def test_only_own_powers_can_be_chosen_and_the_day_must_lie_ahead(client: Client, clerk: User) -> None:
    assert client.post(URL, {"name": "x", "powers": ["audit.view"], "expires_on": "01/01/2099"}).context["form"].errors.keys() == {"powers"}
    assert client.post(URL, {"name": "x", "powers": ["people.view"], "expires_on": "01/01/2020"}).context["form"].errors.keys() == {"expires_on"}
    assert not Token.objects.exists()


def test_one_ends_only_ones_own_token(client: Client, clerk: User) -> None:
    client.post(URL, {"name": "x", "powers": ["people.view"], "expires_on": f"{LATER:%d/%m/%Y}"})
    number = Token.objects.get().pk
    stranger = Client()
    stranger.force_login(user(), backend="django.contrib.auth.backends.ModelBackend")
    assert stranger.post(f"{URL}{number}/thu-hoi/").status_code == 404
    client.post(f"{URL}{number}/thu-hoi/")
    assert Token.objects.get().revoked_at is not None


def test_the_list_tells_scopes_in_words_and_the_last_day(client: Client, clerk: User) -> None:
    page = client.post(URL, {"name": "Kho", "powers": ["people.view", "law.read"], "expires_on": f"{LATER:%d/%m/%Y}"}).content.decode()
    after = LATER + dt.timedelta(days=1)
    assert "đọc văn bản, quy tắc, quy định, xem cán bộ" in page
    assert (f"{LATER:%d/%m/%Y}" in page, f"{after:%d/%m/%Y}" in page) == (True, False)


@pytest.mark.parametrize(("days", "made"), [(365, 1), (366, 0)])
def test_a_token_lasts_a_year_at_most(client: Client, clerk: User, days: int, made: int) -> None:
    day = timezone.localdate() + dt.timedelta(days=days)
    page = client.post(URL, {"name": "x", "powers": ["people.view"], "expires_on": f"{day:%d/%m/%Y}"}).content.decode()
    last = timezone.localdate() + dt.timedelta(days=365)
    assert (Token.objects.count(), f"Chọn ngày không sau {last:%d/%m/%Y}" in page) == (made, not made)


def test_powers_without_an_operation_are_not_offered(client: Client, clerk: User) -> None:
    assert client.post(URL, {"name": "x", "powers": ["export"], "expires_on": "01/01/2099"}).context["form"].errors.keys() == {"powers"}
