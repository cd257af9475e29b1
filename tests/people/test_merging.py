"""Two records of one person become one, and exactly two again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.office import Office, person, user
from tests.people.build import TODAY, clerk_of, post, signed_in

from vinhdanh.people import merging, queries
from vinhdanh.people.access import people_for
from vinhdanh.people.days import settle
from vinhdanh.people.models import Person, PersonMerge
from vinhdanh.records.models import AwardHeld, Rating

pytestmark = pytest.mark.django_db
BORN = dt.date(1980, 5, 6)


@pytest.fixture
def office() -> Office:
    return Office()


def rating(one: Person, year: int, value: str = "hoan-thanh-tot") -> Rating:
    return Rating.objects.create(person=one, year=year, value=value, entered_at=timezone.now())


def state() -> dict[str, list[dict[str, Any]]]:
    """Everything that points to a person, and the persons, without versions."""
    found = {"person": list(Person.objects.order_by("pk").values())}
    for model, _ in merging.relations():
        found[model._meta.label] = list(model._default_manager.order_by("pk").values())
    for row in found["person"] + found["people.Person"]:
        row.pop("version")
    return found


def pair(office: Office) -> tuple[Person, Person]:
    kept = person(office.p1, "Trần Văn B", birth=BORN)
    gone = person(office.p2, "Trần Văn B", birth=BORN, identity_number="001080000001", gender="nam")
    for one in (kept, gone):
        rating(one, 2024)
    rating(gone, 2023)
    AwardHeld.objects.create(person=gone, year=2023, award="bang-khen", entered_at=timezone.now())
    post(gone, "Kiểm sát viên")
    gone.account = user()
    gone.save()
    settle(gone, TODAY)
    return kept, gone


def test_every_relation_to_a_person_is_known_hidden_ones_too() -> None:
    found = {(m._meta.label, f) for m, f in merging.relations()}
    assert {("people.Membership", "person"), ("records.Rating", "person"), ("records.ImportRow", "person"), ("people.Person", "merged_into")} <= found
    assert not any(m is PersonMerge for m, _ in merging.relations())


def test_rows_move_blanks_are_filled_and_what_cannot_stand_twice_stays(office: Office) -> None:
    kept, gone = pair(office)
    made = merging.merge(kept, gone, take={}, reason="Cùng lý lịch", by=clerk_of(office), on=TODAY)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.identity_number, kept.gender, kept.account is not None, gone.account, gone.merged_into) == ("001080000001", "nam", True, None, kept)
    assert sorted(Rating.objects.filter(person=kept).values_list("year", flat=True)) == [2023, 2024]
    stay = {(label, Person._meta.apps.get_model(label)._default_manager.get(pk=pk)) for label, _, pk in made.moved["stay"]}
    assert stay == {("records.rating", Rating.objects.get(person=gone)), ("people.membership", gone.memberships.get())}


def test_undoing_restores_everything_exactly(office: Office) -> None:
    kept, gone = pair(office)
    before = state()
    clerk = clerk_of(office)
    made = merging.merge(kept, gone, take={"full_name": True}, reason="x", by=clerk, on=TODAY)
    assert state() != before
    merging.undo_merge(made, by=clerk, on=TODAY)
    assert state() == before
    with pytest.raises(ValidationError, match="đã được hoàn tác"):
        merging.undo_merge(made, by=clerk, on=TODAY)


def test_a_row_added_after_the_merge_stays_with_the_kept_record(office: Office) -> None:
    kept, gone = pair(office)
    made = merging.merge(kept, gone, take={}, reason="x", by=clerk_of(office), on=TODAY)
    added = rating(kept, 2025)
    merging.undo_merge(made, by=clerk_of(office), on=TODAY)
    added.refresh_from_db()
    assert added.person == kept


def test_a_value_changed_since_is_not_overwritten_by_undoing(office: Office) -> None:
    kept, gone = pair(office)
    made = merging.merge(kept, gone, take={}, reason="x", by=clerk_of(office), on=TODAY)
    kept.refresh_from_db()
    kept.gender = "nu"
    kept.save()
    with pytest.raises(ValidationError, match="đã được sửa: giới tính"):
        merging.undo_merge(made, by=clerk_of(office), on=TODAY)


def test_merges_are_undone_in_the_order_against_which_they_were_done(office: Office) -> None:
    first, second = pair(office)
    third, clerk = person(office.p2, "Trần Văn B", birth=BORN), clerk_of(office)
    before = state()
    one = merging.merge(second, third, take={}, reason="x", by=clerk, on=TODAY)
    two = merging.merge(first, second, take={}, reason="x", by=clerk, on=TODAY)
    third.refresh_from_db()
    assert third.merged_into == first
    with pytest.raises(ValidationError, match="Hoàn tác lần gộp sau trước"):
        merging.undo_merge(one, by=clerk, on=TODAY)
    merging.undo_merge(two, by=clerk, on=TODAY)
    merging.undo_merge(one, by=clerk, on=TODAY)
    assert state() == before


def test_a_merge_needs_two_records_a_reason_and_no_secret(office: Office) -> None:
    kept, gone = pair(office)
    how: dict[str, Any] = {"take": {}, "by": clerk_of(office), "on": TODAY}
    with pytest.raises(ValidationError, match="hai bản ghi khác nhau"):
        merging.merge(kept, kept, reason="x", **how)
    with pytest.raises(ValidationError, match="Ghi căn cứ"):
        merging.merge(kept, gone, reason="", **how)
    gone.secret = True
    gone.save()
    with pytest.raises(ValidationError, match="Hồ sơ mật"):
        merging.merge(kept, gone, reason="x", **how)


def test_records_of_one_name_and_birth_are_possible_duplicates(office: Office) -> None:
    kept, gone = pair(office)
    person(office.p1, "Trần Văn B", birth=dt.date(1981, 1, 1))
    people = people_for(clerk_of(office), "people.merge")
    assert queries.groups(people, list(queries.duplicates(people))) == [[kept, gone]]


def test_pages_compare_merge_lead_on_and_undo(office: Office) -> None:
    kept, gone = pair(office)
    client = signed_in(clerk_of(office))
    assert "Đối chiếu" in client.get("/con-nguoi/trung/").content.decode()
    address = f"/con-nguoi/gop/?giu={kept.key}&bo={gone.key}"
    page = client.get(address).content.decode()
    assert "001080000001" in page and "Xếp loại" in page
    said = {"reason": "Cùng người", "take_gender": "gone", "take_identity_number": "gone"}
    assert client.post(address, said).status_code == 302
    assert client.get(f"/con-nguoi/{gone.key}/")["Location"] == f"/con-nguoi/{kept.key}/"
    made = PersonMerge.objects.get()
    assert client.post(f"/con-nguoi/gop/{made.pk}/hoan-tac/").status_code == 302
    assert client.get(f"/con-nguoi/{gone.key}/").status_code == 200


def test_without_the_power_the_page_says_why_and_others_people_are_not_there(office: Office) -> None:
    kept, gone = pair(office)
    assert signed_in(user("can-bo-tdkt", office.top)).get("/con-nguoi/trung/").status_code == 403
    assert signed_in(user("bo-phan-tdkt", office.p1)).get(f"/con-nguoi/gop/?giu={kept.key}&bo={gone.key}").status_code == 404
