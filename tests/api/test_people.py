"""People, their service and their transfers through the API."""

from typing import Any

import pytest
from tests.api.asker import Asker
from tests.office import Office, person, user

from vinhdanh.audit.models import Event, Viewing
from vinhdanh.people.models import Membership, Person, Post, Transfer

pytestmark = pytest.mark.django_db
NEW = {"full_name": "Lê Thị  Hoa", "unit": "KV1", "since": "2020-05-01", "birth": "1990-02-03", "gender": "nu"}

MOVED = {"unit": "KV1A", "kind": "secondment", "since": "2020-01-01", "until": "2021-01-01"}


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def clerk(office: Office) -> Asker:
    return Asker(user("can-bo-tdkt", office.kv))


def test_a_person_is_entered_and_a_namesake_asked_about(clerk: Asker) -> None:
    made = clerk.send("post", "/people", NEW)
    assert (made.status_code, made.json()["full_name"], made.json()["unit"], made.json()["version"]) == (201, "Lê Thị Hoa", "KV1", 1)
    assert (made.json()["birth_year"], clerk.get(f"/people/{made.json()['key']}/service").json()["memberships"][0]["unit"]) == (1990, "KV1")
    again = clerk.send("post", "/people", NEW)
    assert (again.status_code, again.json()["fields"]["sure"]) == (
        422,
        f"Đã có người trùng họ tên: {made.json()['key']}. Nếu là người khác, gửi lại với sure là true.",
    )
    assert clerk.send("post", "/people", {**NEW, "sure": True}).status_code == 201
    assert Person.objects.filter(full_name="Lê Thị Hoa").count() == 2


def test_people_are_entered_in_ones_own_units_only(office: Office, clerk: Asker) -> None:
    assert set(clerk.send("post", "/people", {**NEW, "unit": "P1"}).json()["fields"]) == {"unit"}
    assert set(clerk.send("post", "/people", {**NEW, "since": None}).json()["fields"]) == {"since"}
    assert Asker(user("uy-vien", office.kv)).send("post", "/people", NEW).status_code == 403
    assert not Person.objects.exists()


def test_a_correction_keeps_what_it_does_not_name(office: Office, clerk: Asker) -> None:
    who = person(office.kv, gender="nam", party_member=True)
    path = f"/people/{who.key}"
    assert clerk.send("patch", path, {"full_name": "Nguyễn Văn Bê", "version": 1}).json()["version"] == 2
    who.refresh_from_db()
    assert (who.full_name, who.gender, who.party_member, str(who.joined_on)) == ("Nguyễn Văn Bê", "nam", True, "2015-03-01")
    late = clerk.send("patch", path, {"full_name": "Khác", "version": 1})
    assert (late.status_code, late.json()["message"]) == (
        409,
        "Chưa lưu: có người vừa sửa sau khi bạn đọc. Đọc lại bản mới rồi gửi với version mới.",
    )
    assert clerk.send("patch", path, {"birth": "2024-01-01", "version": 2}).status_code == 422


def test_the_identity_number_is_written_by_those_who_may_see_it(office: Office, clerk: Asker) -> None:
    who = person(office.kv)
    change = {"identity_number": "001200000001", "version": 1}
    refused = clerk.send("patch", f"/people/{who.key}", change)
    assert (refused.status_code, "xem số căn cước" in refused.json()["message"]) == (403, True)
    wide = Asker(user("bo-phan-tdkt", office.top))
    assert wide.send("patch", f"/people/{who.key}", change).json()["identity_number"] == "001200000001"
    assert [(v.object_id, v.fields) for v in Viewing.objects.all()] == [(str(who.pk), "identity")]
    assert "001200000001" not in str(list(Event.objects.values_list("data", flat=True)))


def test_service_ends_and_begins_again(office: Office, clerk: Asker) -> None:
    who = person(office.kv)
    ended = clerk.send("post", f"/people/{who.key}/status", {"status": "retired", "since": "2025-06-01", "paper": "1/QĐ"})
    assert (ended.json()["status"], Membership.objects.get(person=who).until.isoformat()) == ("retired", "2025-06-01")  # type: ignore[union-attr]
    assert clerk.send("post", f"/people/{who.key}/status", {"status": "serving", "since": "2025-06-01"}).status_code == 422
    assert clerk.send("post", f"/people/{who.key}/rejoin", {"unit": "KV1A", "since": "2025-09-01"}).json()["unit"] == "KV1A"


def test_posts_are_added_corrected_and_removed(office: Office, clerk: Asker) -> None:
    who = person(office.kv)
    path = f"/people/{who.key}/posts"
    made = clerk.send("post", path, {"name": "Viện trưởng", "unit": "KV1", "head": True, "since": "2022-01-01"})
    number = made.json()["number"]
    assert (made.status_code, made.json()["leader"], made.json()["unit"]) == (201, True, "KV1")
    assert clerk.send("put", f"{path}/{number}", {"name": "Viện trưởng", "since": "2022-01-01", "until": "2021-01-01"}).status_code == 422
    assert clerk.send("put", f"{path}/{number}", {"name": "Phó Viện trưởng", "since": "2022-02-01"}).json()["since"] == "2022-02-01"
    assert clerk.send("post", f"{path}/{number}/remove", {"reason": " "}).status_code == 422
    assert clerk.send("post", f"{path}/{number}/remove", {"reason": "Nhầm người"}).json()["posts"] == []
    assert not Post.objects.exists()
    assert clerk.send("put", f"{path}/{number}", {"name": "x", "since": "2022-02-01"}).status_code == 404


def test_memberships_never_overlap(office: Office, clerk: Asker) -> None:
    who = person(office.kv)
    path = f"/people/{who.key}/memberships"
    assert set(clerk.send("post", path, {"unit": "KV1A", "since": "2020-01-01"}).json()["fields"]) == {"since"}
    made = clerk.send("post", path, MOVED).json()
    assert clerk.send("put", f"{path}/{made['number']}", {**MOVED, "until": "2020-07-01"}).json()["until"] == "2020-07-01"
    assert len(clerk.send("post", f"{path}/{made['number']}/remove", {"reason": "Nhầm"}).json()["memberships"]) == 1


def test_rows_of_others_are_not_reached_through_ones_own_people(office: Office, clerk: Asker) -> None:
    mine, theirs = person(office.kv), person(office.p1)
    row = Membership.objects.get(person=theirs)
    assert clerk.send("post", f"/people/{mine.key}/memberships/{row.pk}/remove", {"reason": "x"}).status_code == 404
    assert clerk.send("post", f"/people/{theirs.key}/memberships/{row.pk}/remove", {"reason": "x"}).status_code == 404
    assert Membership.objects.filter(pk=row.pk).exists()


def test_a_transfer_is_proposed_returned_and_accepted(office: Office, clerk: Asker) -> None:
    who, new = person(office.kv), Asker(user("can-bo-tdkt", office.p1))
    path, told = f"/people/{who.key}/transfers", {"new_unit": "P1", "since": "2026-01-01", "opinion": "Tốt"}
    first = clerk.send("post", path, told)
    assert (first.status_code, first.json()["state"], first.json()["old_unit"]) == (201, "proposed", "KV1")
    number = first.json()["number"]
    assert [t["number"] for t in new.get("/transfers?state=proposed").json()["transfers"]] == [number]
    assert [t["number"] for t in clerk.get("/transfers?way=out").json()["transfers"]] == [number]
    assert clerk.send("post", f"/transfers/{number}/accept").status_code == 404
    assert new.send("post", f"/transfers/{number}/return", {"reason": "Thiếu quyết định"}).json()["state"] == "returned"
    assert new.send("post", f"/transfers/{number}/accept").status_code == 422
    second = clerk.send("post", path, told).json()["number"]
    assert new.send("post", f"/transfers/{second}/accept").json()["state"] == "accepted"
    who.refresh_from_db()
    assert who.unit == office.p1
    assert [t.state for t in Transfer.objects.order_by("pk")] == ["returned", "accepted"]


def test_a_proposal_is_withdrawn_and_readers_propose_nothing(office: Office, clerk: Asker) -> None:
    who = person(office.kv)
    told = {"new_unit": "P1", "since": "2026-01-01"}
    number = clerk.send("post", f"/people/{who.key}/transfers", told).json()["number"]
    assert clerk.send("post", f"/transfers/{number}/withdraw").json()["state"] == "withdrawn"
    refused = Asker(user("uy-vien", office.kv)).send("post", f"/people/{who.key}/transfers", told)
    assert (refused.status_code, "chuyển, tiếp nhận cán bộ" in refused.json()["message"]) == (403, True)


@pytest.mark.parametrize("path", ["", "/service", "/verdicts", "/records/xep-loai"])
def test_secret_people_are_nowhere(office: Office, clerk: Asker, path: str) -> Any:
    who = person(office.kv, secret=True)
    assert clerk.get(f"/people/{who.key}{path}").status_code == 404
    assert clerk.get("/people").json()["people"] == []


def test_people_of_a_unit_or_with_all_below_it(office: Office) -> None:
    here, under = person(office.kv, "Lê A"), person(office.kv_a, "Lê B")
    person(office.p1, "Lê C")
    desk = Asker(user("bo-phan-tdkt", office.top))
    assert [p["key"] for p in desk.get("/people?unit=KV1").json()["people"]] == [here.key]
    assert [p["key"] for p in desk.get("/people?unit=KV1&below=true").json()["people"]] == [here.key, under.key]
    assert desk.get("/people?unit=TB&below=true").json()["people"] == []
    assert desk.get("/people?status=retired").json()["people"] == []


def test_a_misspelt_field_is_refused(clerk: Asker) -> None:
    answer = clerk.send("post", "/people", {**NEW, "brith": "1990-02-03"})
    assert (answer.status_code, list(answer.json()["fields"]), Person.objects.count()) == (422, ["told.brith"], 0)
