"""Search and decisions through the API."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from tests.api.asker import Asker
from tests.office import Office, person, user

from vinhdanh.records.models import AwardHeld
from vinhdanh.search.sync import reindex

pytestmark = pytest.mark.django_db
KEY = "12-qd-vks_2024-12-20"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture(autouse=True)
def given(office: Office, django_capture_on_commit_callbacks: Any) -> list[Any]:
    """One decision for two people and a secret one."""
    people = [person(office.p1, "Phạm Thị Huệ"), person(office.kv, "Phạm Văn Huy"), person(office.p1, "Phạm Văn Hùng", secret=True)]
    told: dict[str, Any] = {"award": "lao-dong-tien-tien", "decision": "12/QĐ-VKS", "folded": "12 qd vks", "decided_on": dt.date(2024, 12, 20)}
    for who in people:
        AwardHeld.objects.create(person=who, year=2024, entered_at=timezone.now(), **told)
    with django_capture_on_commit_callbacks(execute=True):
        reindex()
    return people


def test_every_kind_is_found_by_its_own_scope(office: Office) -> None:
    wide, narrow = Asker(user("bo-phan-tdkt", office.top)), Asker(user("can-bo-tdkt", office.kv))
    found = wide.get("/search?q=pham").json()
    assert [(s["kind"], [h["title"] for h in s["hits"]]) for s in found["sections"]] == [("person", ["Phạm Thị Huệ", "Phạm Văn Huy"])]
    assert [h["title"] for s in narrow.get("/search?q=pham").json()["sections"] for h in s["hits"]] == ["Phạm Văn Huy"]
    assert Asker(user("bo-phan-tdkt", office.top), "law.read").get("/search?q=pham").json()["sections"] == []


def test_one_slip_is_forgiven(office: Office) -> None:
    found = Asker(user("bo-phan-tdkt", office.top)).get("/search?q=phamm thi").json()
    assert (found["meant"], [h["title"] for s in found["sections"] for h in s["hits"]]) == (True, ["Phạm Thị Huệ"])


def test_one_kind_page_by_page(office: Office) -> None:
    wide = Asker(user("bo-phan-tdkt", office.top))
    told = wide.get("/search/person?q=pham&size=1&page=2").json()
    assert (told["count"], [h["title"] for h in told["hits"]]) == (2, ["Phạm Văn Huy"])
    assert wide.get("/search/khac?q=pham").status_code == 422


def test_a_decision_tells_the_awards_of_ones_scope(office: Office, given: list[Any]) -> None:
    wide, narrow = Asker(user("bo-phan-tdkt", office.top)), Asker(user("can-bo-tdkt", office.kv))
    assert [a["person"] for a in wide.get(f"/decisions/{KEY}").json()["awards"]] == [given[0].key, given[1].key]
    told = narrow.get(f"/decisions/{KEY}").json()
    assert (told["title"], [a["name"] for a in told["awards"]]) == ("Quyết định 12/QĐ-VKS ngày 20/12/2024", ["Phạm Văn Huy"])
    assert Asker(user("can-bo-tdkt", office.other)).get(f"/decisions/{KEY}").status_code == 404
