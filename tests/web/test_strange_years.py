"""A year or a number in an address that cannot be meant is as if nothing had been said: never an error of the server."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.office import Office, person, user

from vinhdanh.accounts.asked import whole, year

STRANGE = ("0", "1944", "9999", "²²²²", "٢٠٢٦", "99999999999999999999", "-1")


@pytest.mark.parametrize("text", STRANGE)
def test_a_year_nobody_can_mean_is_no_year(text: str) -> None:
    assert year(text, None) is None


def test_a_number_is_a_number() -> None:
    assert [whole(t, None) for t in ("12", "²", "", "2147483648", "2147483647")] == [12, None, None, None, 2147483647]


@pytest.mark.django_db
@pytest.mark.parametrize("text", STRANGE)
def test_pages_do_not_fail(client: Client, text: str) -> None:
    office = Office()
    someone = person(office.p1)
    client.force_login(user("bo-phan-tdkt", office.top), backend="django.contrib.auth.backends.ModelBackend")
    pages = [
        f"/con-nguoi/{someone.key}/",
        "/don-vi/P1/",
        f"/ra-soat/nguoi/{someone.key}/lo-trinh/",
        "/du-kien/xep-loai/",
        "/du-kien/tien-do/",
        "/cham-diem/",
    ]
    pages += [f"/con-nguoi/{someone.key}/?tu={text}", f"/ra-soat/?ly_do={text}", "/don-vi/cum-khoi/"]
    answers = {page: client.get(page + ("&" if "?" in page else "?") + f"nam={text}").status_code for page in pages}
    assert {page: code for page, code in answers.items() if code >= 500} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("at", [0, 1944, 9999, 10**30])
def test_a_year_in_the_path_is_not_found(client: Client, at: int) -> None:
    office = Office()
    client.force_login(user("bo-phan-tdkt", office.top), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/du-kien/tien-do/P1/{at}/").status_code == 404
