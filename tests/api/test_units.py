"""Units and clusters through the API."""

import datetime as dt

import pytest
from tests.api.asker import Asker
from tests.office import Office, person, user

from vinhdanh.units.models import Cluster, ClusterMember, Unit

pytestmark = pytest.mark.django_db
NEW = {"key": "P3", "name": "Phòng 3", "kind": "phong", "parent": "MH", "since": "2024-01-01"}


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def clerk(office: Office) -> Asker:
    return Asker(user("bo-phan-tdkt", office.top))


def test_a_unit_is_founded_and_changed_from_a_day(clerk: Asker) -> None:
    made = clerk.send("post", "/units", NEW)
    assert (made.status_code, made.json()["parent"], made.json()["version"]) == (201, "MH", 1)
    renamed = clerk.send("post", "/units/P3/changes", {"since": "2025-07-01", "name": "Phòng Ba", "version": 1})
    assert (renamed.json()["name"], renamed.json()["parent"], renamed.json()["version"]) == ("Phòng Ba", "MH", 2)
    spans = clerk.get("/units/P3/history").json()["spans"]
    assert [(s["name"], s["since"], s["until"]) for s in spans] == [("Phòng 3", "2024-01-01", "2025-07-01"), ("Phòng Ba", "2025-07-01", None)]
    assert clerk.send("post", "/units/P3/changes", {"since": "2025-08-01", "name": "x", "version": 1}).status_code == 409


def test_bad_units_are_told_by_field(office: Office, clerk: Asker) -> None:
    assert set(clerk.send("post", "/units", {**NEW, "key": "P1", "parent": "TB"}).json()["fields"]) == {"parent"}
    assert set(clerk.send("post", "/units", {**NEW, "key": "P1"}).json()["fields"]) == {"key"}
    refused = Asker(user("can-bo-tdkt", office.top)).send("post", "/units", NEW)
    assert (refused.status_code, "sửa đơn vị, cụm, khối" in refused.json()["message"]) == (403, True)
    assert not Unit.objects.filter(key="P3").exists()


def test_one_sees_the_unit_one_belongs_to(office: Office) -> None:
    me = Asker(user(person=person(office.p1)), "own")
    assert ([u["key"] for u in me.get("/units").json()["units"]], me.get("/units/P2").status_code) == (["P1"], 404)


def test_clusters_of_a_year(office: Office, clerk: Asker) -> None:
    made = Cluster.objects.create(kind="cum", key="C1", name="Cụm 1", owner=office.top, since=dt.date(2024, 1, 1))
    ClusterMember.objects.create(cluster=made, unit=office.p1, year=2025, role="member")
    ClusterMember.objects.create(cluster=made, unit=office.kv, year=2025, role="head")
    told = clerk.get("/clusters?year=2025").json()
    assert [(m["unit"], m["role"]) for m in told[0]["members"]] == [("KV1", "head"), ("P1", "member")]
    assert clerk.get("/clusters?year=2024").json()[0]["members"] == []
    assert Asker(user("can-bo-tdkt", office.other)).get("/clusters?year=2025").json() == []
