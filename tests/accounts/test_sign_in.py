"""Signing in: password, lock-out of a pair, second factor end to end, single sign-on, what is closed."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.office import user

from vinhdanh.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu"
LOGIN = "/tai-khoan/login/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """allauth counts attempts in the cache, by keys of accounts that tests share."""
    cache.clear()


def sign_in(client: Client, account: User, password: str = PASSWORD, address: str = "10.0.0.1") -> tuple[int, str]:
    answer = client.post(LOGIN, {"login": account.username, "password": password}, REMOTE_ADDR=address)
    return answer.status_code, answer.get("Location", "")


def test_in_and_out(client: Client) -> None:
    assert sign_in(client, user()) == (302, "/")
    assert client.get("/").status_code == 200
    page = client.post("/tai-khoan/logout/", follow=True).content.decode()
    assert "Bạn đã đăng xuất." in page and client.get("/").status_code == 302


def test_signing_out_asks_for_a_post(client: Client) -> None:
    sign_in(client, user())
    assert client.get("/tai-khoan/logout/").status_code == 200 and client.get("/").status_code == 200


def test_a_wrong_password_is_told_in_vietnamese(client: Client) -> None:
    page = client.post(LOGIN, {"login": user().username, "password": "sai"}).content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page and "The username" not in page


def test_an_unknown_name_is_told_the_same(client: Client) -> None:
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in client.post(LOGIN, {"login": "ma", "password": "sai"}).content.decode()


def test_five_failures_lock_the_pair_and_not_the_office(client: Client) -> None:
    one, two = user(), user()
    answers = [sign_in(client, one, "sai")[0] for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    page = client.post(LOGIN, {"login": one.username, "password": PASSWORD}, REMOTE_ADDR="10.0.0.1")
    assert page.status_code == 429 and "Người khác trong cơ quan vẫn đăng nhập được." in page.content.decode()
    assert sign_in(Client(), two) == (302, "/")
    assert sign_in(Client(), one, address="10.0.0.2") == (302, "/")


def test_forty_people_behind_one_address_mistype_and_nobody_is_locked() -> None:
    people = [user() for _ in range(40)]
    assert {sign_in(Client(), one, "sai")[0] for one in people} == {200}
    assert sign_in(Client(), people[-1]) == (302, "/")


def sure(client: Client) -> None:
    """Say once more who one is: what changes the protection of an account asks for it."""
    client.post("/tai-khoan/reauthenticate/", {"password": PASSWORD})


def turned_on(client: Client) -> str:
    """The secret of an authenticator app that has just been turned on."""
    sure(client)
    found = re.search(r'vd-khoa-so">([A-Z2-7]+)<', client.get("/tai-khoan/2fa/totp/activate/").content.decode())
    assert found
    client.post("/tai-khoan/2fa/totp/activate/", {"code": code(found[1])})
    return found[1]


def code(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30 + ahead))


def test_the_second_factor_from_set_up_to_recovery(client: Client) -> None:
    one = user()
    sign_in(client, one)
    sure(client)
    page = client.get("/tai-khoan/2fa/totp/activate/").content.decode()
    secret = re.search(r'vd-khoa-so">([A-Z2-7]+)<', page)
    assert secret and 'src="data:image/svg+xml;base64,' in page
    wrong = client.post("/tai-khoan/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert "Mã chưa đúng." in wrong
    done = client.post("/tai-khoan/2fa/totp/activate/", {"code": code(secret[1])}, follow=True).content.decode()
    codes = re.findall(r"<li>(\d{8})</li>", done)
    assert len(codes) == 10, done

    again = Client()
    assert sign_in(again, one) == (302, "/tai-khoan/2fa/authenticate/")
    assert again.get("/").status_code == 302
    assert "Mã chưa đúng." in again.post("/tai-khoan/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert again.post("/tai-khoan/2fa/authenticate/", {"code": code(secret[1], ahead=1)})["Location"] == "/"
    assert again.get("/").status_code == 200

    lost = Client()
    sign_in(lost, one)
    assert lost.post("/tai-khoan/2fa/authenticate/", {"code": codes[0]})["Location"] == "/"
    used = Client()
    sign_in(used, one)
    assert used.post("/tai-khoan/2fa/authenticate/", {"code": codes[0]}).status_code == 200


def test_turning_it_off_asks_again_who_it_is(client: Client) -> None:
    one = user()
    sign_in(client, one)
    secret, again = turned_on(client), Client()
    sign_in(again, one)
    again.post("/tai-khoan/2fa/authenticate/", {"code": code(secret, ahead=1)})
    first = again.get("/tai-khoan/2fa/totp/deactivate/")
    assert first.status_code == 302 and "reauthenticate" in first["Location"]
    assert "Xác nhận lại là bạn" in again.get(first["Location"]).content.decode()
    again.post("/tai-khoan/reauthenticate/", {"password": PASSWORD})
    again.post("/tai-khoan/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=one, type=Authenticator.Type.TOTP).exists()


@pytest.mark.parametrize("path", ["", "totp/activate/", "recovery-codes/", "recovery-codes/generate/", "webauthn/", "webauthn/add/"])
def test_pages_of_the_second_factor_are_ours(client: Client, path: str) -> None:
    sign_in(client, user())
    sure(client)
    for turn_on in (True, False):  # before and after an app has been turned on
        page = client.get(f"/tai-khoan/2fa/{path}", follow=True).content.decode()
        assert 'lang="vi"' in page and 'class="vd-gay"' in page
        assert [word for word in ("Two-Factor", "Security Key", "Recovery Code", "Authenticator app", "Activate") if word in page] == []
        if turn_on:
            turned_on(client)


def test_a_changed_password_ends_other_sessions(client: Client) -> None:
    one, other = user(), Client()
    sign_in(client, one)
    sign_in(other, one)
    new = "một mật khẩu mới 2026"
    answer = client.post("/tai-khoan/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True)
    assert "Đã đổi mật khẩu." in answer.content.decode()
    assert (client.get("/").status_code, other.get("/").status_code) == (200, 302)


def test_an_account_of_the_single_sign_on_has_no_password_to_change(client: Client) -> None:
    one = user()
    one.set_unusable_password()
    one.save()
    client.force_login(one, backend="django.contrib.auth.backends.ModelBackend")
    assert "không có mật khẩu ở đây" in client.get("/tai-khoan/password/change/", follow=True).content.decode()


def test_nobody_signs_up(client: Client) -> None:
    answer = client.get("/tai-khoan/signup/")
    assert answer.status_code == 404 and "Không tự đăng ký được" in answer.content.decode()
    assert client.post("/tai-khoan/signup/", {"username": "moi", "password1": "x", "password2": "x"}).status_code == 405
    assert not User.objects.filter(username="moi").exists()


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "password/reset/", "password/set/", "login/code/confirm/", "3rdparty/"])
def test_pages_we_do_not_use_are_not_there(client: Client, path: str) -> None:
    client.force_login(user(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/tai-khoan/{path}").status_code == 404 and not EmailAddress.objects.exists()


OIDC = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": "Đăng nhập ngành Kiểm sát",
                "client_id": "x",
                "secret": "y",
                "settings": {"server_url": "https://sso.invalid"},
            }
        ]
    }
}


def test_single_sign_on_appears_where_it_is_configured(client: Client, settings: object) -> None:
    assert "/tai-khoan/oidc/sso/login/" not in client.get(LOGIN).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = OIDC  # type: ignore[attr-defined]
    page = client.get(LOGIN).content.decode()
    assert 'action="/tai-khoan/oidc/sso/login/?process=login"' in page and "Đăng nhập ngành Kiểm sát" in page


def test_where_a_stranger_wanted_to_go(client: Client) -> None:
    assert client.get("/don-vi/")["Location"] == f"{LOGIN}?next=/don-vi/"
    one = user()
    page = client.get(f"{LOGIN}?next=/thong-bao/").content.decode()
    assert 'name="next" value="/thong-bao/"' in page
    answer = client.post(LOGIN, {"login": one.username, "password": PASSWORD, "next": "/thong-bao/"})
    assert answer["Location"] == "/thong-bao/"


def test_nobody_is_led_out_of_the_house(client: Client) -> None:
    answer = client.post(LOGIN, {"login": user().username, "password": PASSWORD, "next": "https://example.com/"})
    assert answer["Location"] == "/"
