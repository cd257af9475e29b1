"""The application starts, asks for a sign-in, and greets."""

import pytest
from django.test import Client
from tests.office import user

pytestmark = pytest.mark.django_db


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 302 and answer["Location"].startswith("/tai-khoan/login/")


def test_the_desk_greets_in_vietnamese_under_a_strict_policy(client: Client) -> None:
    client.force_login(user(), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/")
    assert answer.status_code == 200 and b'lang="vi"' in answer.content
    assert "unsafe" not in answer["Content-Security-Policy"]
