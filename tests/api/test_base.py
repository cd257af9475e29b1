"""Who is let in, what a token may do, how errors are told."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.office import Office, person, user

from vinhdanh.accounts.models import User
from vinhdanh.api.models import Token
from vinhdanh.api.tokens import BadToken, make, revoke

pytestmark = pytest.mark.django_db
LATER = timezone.now() + dt.timedelta(days=30)


@pytest.fixture
def office() -> Office:
    return Office()


def ask(client: Client, path: str, secret: str) -> Any:
    return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})


def token(holder: User, *powers: str) -> str:
    return make(holder, "thử", powers, LATER)[1]


def test_a_stranger_gets_401_in_vietnamese(client: Client) -> None:
    answer = client.get("/api/v1/people")
    assert answer.status_code == 401 and "Chưa đăng nhập" in answer.json()["message"]


def test_a_token_sees_what_its_holder_sees(client: Client, office: Office) -> None:
    mine, _ = person(office.kv), person(office.p1)
    secret = token(user("can-bo-tdkt", office.kv), "people.view")
    assert [p["key"] for p in ask(client, "/people", secret).json()["people"]] == [mine.key]


def test_a_token_without_the_power_sees_nobody(client: Client, office: Office) -> None:
    found = person(office.kv)
    secret = token(user("can-bo-tdkt", office.kv), "export")
    assert ask(client, "/people", secret).json()["people"] == []
    assert ask(client, f"/people/{found.key}", secret).status_code == 404


def test_a_token_gives_no_power_its_holder_has_not(client: Client, office: Office) -> None:
    found = person(office.kv, identity_number="001200000001")
    secret = token(user("can-bo-tdkt", office.kv), "people.view", "sensitive.identity")
    assert ask(client, f"/people/{found.key}", secret).json()["identity_number"] is None


def test_the_identity_number_is_shown_to_those_who_may_and_logged(client: Client, office: Office) -> None:
    from vinhdanh.audit.models import Viewing

    found = person(office.kv, identity_number="001200000001")
    secret = token(user("bo-phan-tdkt", office.top), "people.view", "sensitive.identity")
    assert ask(client, f"/people/{found.key}", secret).json()["identity_number"] == "001200000001"
    assert [(v.object_id, v.fields) for v in Viewing.objects.all()] == [(str(found.pk), "identity")]


def test_a_revoked_or_expired_token_is_none(client: Client, office: Office) -> None:
    holder = user("can-bo-tdkt", office.kv)
    made, secret = make(holder, "thử", ["people.view"], LATER)
    revoke(made, by=holder)
    assert ask(client, "/units", secret).status_code == 401
    made, secret = make(holder, "thử", ["people.view"], LATER)
    Token.objects.filter(pk=made.pk).update(made_at=LATER - dt.timedelta(days=90), expires_at=timezone.now() - dt.timedelta(days=1))
    assert ask(client, "/units", secret).status_code == 401


def test_a_token_for_no_power_or_a_past_day_is_refused(office: Office) -> None:
    holder = user()
    with pytest.raises(BadToken, match="Không có quyền"):
        make(holder, "thử", ["everything"], LATER)
    with pytest.raises(BadToken, match="đã qua"):
        make(holder, "thử", [], timezone.now() - dt.timedelta(days=1))


def test_bad_input_names_the_field(client: Client, office: Office) -> None:
    answer = ask(client, "/people?page=0", token(user("can-bo-tdkt", office.kv), "people.view"))
    assert answer.status_code == 422 and list(answer.json()["fields"]) == ["page"]


@pytest.mark.parametrize("count", [1, 30])
def test_lists_cost_the_same_whatever_their_length(client: Client, office: Office, django_assert_num_queries: Any, count: int) -> None:
    for _ in range(count):
        person(office.kv)
    secret = token(user("can-bo-tdkt", office.kv), "people.view")
    ask(client, "/people", secret)
    with django_assert_num_queries(5):
        ask(client, "/people", secret)


def test_the_description_is_openapi_3_1(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1") and "/api/v1/people/{key}" in described["paths"]
