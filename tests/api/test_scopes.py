"""Scopes of tokens alone: law, verdicts, desk, oneself."""

from typing import Any

import pytest
from django.test import Client
from tests.api.asker import Asker
from tests.office import Office, person, user

from vinhdanh.api.scopes import SCOPES, TOKENS_ONLY

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


NEEDS = [
    ("law.read", "/law/acts"),
    ("law.read", "/law/awards"),
    ("law.read", "/law/awards/lao-dong-tien-tien"),
    ("law.read", "/law/open"),
    ("law.read", "/law/rules"),
    ("verdicts.read", "/units/P1/verdicts"),
    ("desk", "/desk"),
    ("desk", "/notices"),
]


@pytest.mark.parametrize(("scope", "path"), NEEDS)
def test_a_token_without_the_scope_is_refused_with_the_reason(office: Office, scope: str, path: str) -> None:
    holder = user("bo-phan-tdkt", office.top)
    refused = Asker(holder, *(s for s in SCOPES if s != scope)).get(path)
    assert (refused.status_code, f"“{scope}” ({TOKENS_ONLY[scope]})" in refused.json()["message"]) == (403, True)
    assert Asker(holder, *SCOPES).get(path).status_code == 200


def test_a_person_without_a_role_reads_itself_by_a_token_of_its_own(office: Office) -> None:
    me, other = person(office.p1), person(office.p1)
    asker = Asker(user(person=me), "own", "verdicts.read")
    assert [p["key"] for p in asker.get("/people").json()["people"]] == [me.key]
    assert asker.get(f"/people/{me.key}/verdicts").status_code == 200
    assert (asker.get(f"/people/{other.key}").status_code, asker.get(f"/people/{other.key}/verdicts").status_code) == (404, 404)
    assert Asker(user(), "own").get(f"/people/{me.key}").status_code == 404


def test_without_the_scope_own_a_token_is_nobodys_person(office: Office) -> None:
    me = person(office.p1)
    asker = Asker(user(person=me), *(s for s in SCOPES if s != "own"))
    assert asker.get("/people").json()["people"] == []
    assert (asker.get("/me").json()["person"], asker.get(f"/people/{me.key}").status_code) == (None, 404)


def test_own_data_is_whole_and_for_oneself_only(office: Office) -> None:
    me, other = person(office.p1, identity_number="001200000001"), person(office.p1)
    told = Asker(user(person=me), "own").get(f"/people/{me.key}/own-data").json()
    assert (told["Nhân thân"][0]["Mã cán bộ"], told["Nhân thân"][0]["Số căn cước"]) == (me.key, "001200000001")
    assert Asker(user("bo-phan-tdkt", office.top)).get(f"/people/{other.key}/own-data").status_code == 404


def test_who_asks(office: Office) -> None:
    me = person(office.p1)
    holder = user("can-bo-tdkt", office.p1, person=me)
    told = Asker(holder, "people.view", "law.read", "own").get("/me").json()
    assert (told["username"], told["person"], told["scopes"]) == (holder.username, me.key, ["law.read", "own"])
    assert told["roles"] == [{"role": "can-bo-tdkt", "unit": "P1", "below": True, "powers": ["people.view"]}]


def test_the_page_offers_the_scopes_and_oneself_only_to_a_person(office: Office, client: Client) -> None:
    def offered(account: Any) -> set[str]:
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return {code for code, _ in client.get("/tai-khoan/ma-truy-cap/").context["form"].fields["powers"].choices}

    assert offered(user()) == {"law.read", "verdicts.read", "desk"}
    assert offered(user(person=person(office.p1))) == {"law.read", "verdicts.read", "desk", "own"}
    assert offered(user("ke-toan", office.p1)) == {"people.view", "law.read", "verdicts.read", "desk"}
