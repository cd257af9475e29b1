"""Acts upon people."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.office import Office, person, unit
from tests.people.build import BEFORE, DAY, TODAY, post, second, spans

from vinhdanh.audit.models import Event
from vinhdanh.people import actions
from vinhdanh.people.days import start_day
from vinhdanh.people.models import Membership, Person
from vinhdanh.people.queries import of_day, posts_on, unit_of

pytestmark = pytest.mark.django_db
BORN = dt.date(1990, 2, 3)


@pytest.fixture
def office() -> Office:
    return Office()


def create(office: Office, **more: Any) -> Person:
    values = {"full_name": more.pop("name", "Đặng  Thị Ánh"), "birth": BORN}
    return actions.create(values, **{"unit": office.p1, "since": DAY, "by": None, "on": TODAY} | more)


def test_a_new_person_has_a_key_a_membership_and_one_event(office: Office) -> None:
    made, next_one = create(office), create(office, name="Người thứ hai")
    assert [made.key, next_one.key] == ["CB000001", "CB000002"]
    assert (made.full_name, made.folded, made.birth_year, made.unit) == ("Đặng Thị Ánh", "dang thi anh", 1990, office.p1)
    assert spans(made) == [("P1", "payroll", DAY, None)]
    assert list(Event.objects.filter(object_id=str(made.pk)).values_list("kind", "action")) == [("people.person", "create")]


def test_somebody_from_outside_is_kept_by_a_unit_but_is_not_of_it(office: Office) -> None:
    made = create(office, outside=True, since=None)
    assert (made.status, made.unit, spans(made)) == ("outside", office.p1, [])


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"key": "moi"}, "key"),
        ({"key": "a/b"}, "key"),
        ({"since": None}, "since"),
        ({"since": dt.date(2009, 1, 1)}, "since"),
        ({"name": " "}, "full_name"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(office: Office, more: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        create(office, **more)
    assert list(refused.value.message_dict) == [field]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("birth", TODAY), ("birth", dt.date(1899, 1, 1)), ("joined_on", dt.date(2000, 1, 1)), ("identity_number", "12345"), ("full_name", "")],
)
def test_a_correction_that_cannot_be_is_refused(office: Office, field: str, value: Any) -> None:
    made = create(office)
    with pytest.raises(ValidationError) as refused:
        actions.edit(made, {field: value}, by=None, on=TODAY)
    assert list(refused.value.message_dict) == [field]


def test_a_correction_counts_the_version_and_hides_the_identity_number(office: Office) -> None:
    made = create(office)
    assert actions.edit(made, {"full_name": "Đặng Thị Anh", "identity_number": "001090000001"}, by=None, on=TODAY, version=1) == [
        "full_name",
        "identity_number",
    ]
    assert (made.version, made.folded) == (2, "dang thi anh")
    said = Event.objects.get(action="edit").data["changed"]
    assert said == {"full_name": ["Đặng Thị Ánh", "Đặng Thị Anh"], "identity_number": ["***", "***"]}
    with pytest.raises(ValidationError, match="đang lưu “Đặng Thị Anh”, bạn nhập “Khác”"):
        actions.edit(made, {"full_name": "Khác"}, by=None, on=TODAY, version=1)


def test_retirement_ends_everything_from_its_day_and_the_last_unit_stays(office: Office) -> None:
    one = person(office.p1)
    post(one)
    actions.change_status(one, "retired", since=DAY, by=None, on=TODAY)
    assert (one.status, one.status_since, one.unit, one.post_name) == ("retired", DAY, office.p1, "Kiểm sát viên")
    assert (unit_of(one, BEFORE), unit_of(one, DAY)) == (office.p1, None)
    assert [p.until for p in one.posts.all()] == [DAY]


def test_retirement_is_not_written_before_its_day(office: Office) -> None:
    with pytest.raises(ValidationError, match="Ngày này chưa tới"):
        actions.change_status(person(office.p1), "retired", since=TODAY + dt.timedelta(days=1), by=None, on=TODAY)


def test_somebody_who_left_may_come_back(office: Office) -> None:
    one = person(office.p1)
    actions.change_status(one, "left", since=dt.date(2020, 1, 1), by=None, on=TODAY)
    actions.rejoin(one, office.p2, since=DAY, by=None, on=TODAY)
    assert (one.status, one.unit) == ("serving", office.p2)
    assert spans(one) == [("P1", "payroll", dt.date(2015, 3, 1), dt.date(2020, 1, 1)), ("P2", "payroll", DAY, None)]


def test_payroll_memberships_never_overlap_but_a_secondment_may(office: Office) -> None:
    one = person(office.p1)
    how: dict[str, Any] = {"unit": office.p2, "since": DAY, "until": None, "by": None, "on": TODAY}
    with pytest.raises(ValidationError, match="Trùng thời gian biên chế tại Phòng 1"):
        actions.put_membership(one, None, kind=Membership.Kind.PAYROLL, **how)
    actions.put_membership(one, None, kind=Membership.Kind.SECONDMENT, **how)
    assert (one.unit, unit_of(one, TODAY)) == (office.p1, office.p1)


def test_a_membership_does_not_outlive_its_unit(office: Office) -> None:
    office.p2.dissolved_on = DAY
    office.p2.save()
    with pytest.raises(ValidationError, match="kết thúc hoạt động"):
        actions.put_membership(person(None), None, unit=office.p2, kind="payroll", since=dt.date(2020, 1, 1), until=None, by=None, on=TODAY)


def test_the_leading_post_is_named_first(office: Office) -> None:
    one = person(office.p1)
    values = {"unit": office.p1, "since": dt.date(2016, 1, 1), "until": None, "paper": "", "leader": False}
    actions.put_post(one, None, values | {"name": "Kiểm sát viên trung cấp", "head": False}, by=None, on=TODAY)
    made = actions.put_post(one, None, values | {"name": "Trưởng phòng", "head": True}, by=None, on=TODAY)
    assert (one.post_name, made.leader) == ("Trưởng phòng, Kiểm sát viên trung cấp", True)
    actions.close_post(made, until=DAY, by=None, on=TODAY)
    one.refresh_from_db()
    assert one.post_name == "Kiểm sát viên trung cấp"
    assert [p.name for p in posts_on(one, BEFORE)] == ["Trưởng phòng", "Kiểm sát viên trung cấp"]


def test_a_row_entered_in_error_goes_with_a_reason(office: Office) -> None:
    one = person(office.p1)
    row = post(one)
    with pytest.raises(ValidationError):
        actions.remove_row(row, reason=" ", by=None, on=TODAY)
    actions.remove_row(row, reason="Nhầm người", by=None, on=TODAY)
    assert not one.posts.exists()
    assert Event.objects.get(action="remove_row").reason == "Nhầm người"


def test_everybody_moves_leading_posts_end_and_other_posts_go_along(office: Office) -> None:
    one, guest, gone = person(office.p1), person(office.kv), person(office.p1)
    actions.change_status(gone, "retired", since=dt.date(2020, 1, 1), by=None, on=TODAY)
    second(guest, office.p1, dt.date(2026, 1, 1), dt.date(2027, 1, 1))
    post(one, "Trưởng phòng", head=True)
    post(one, "Kiểm sát viên")
    assert actions.move_all(office.p1, office.p2, since=DAY, on=TODAY) == 2
    assert spans(one) == [("P1", "payroll", dt.date(2015, 3, 1), DAY), ("P2", "payroll", DAY, None)]
    assert spans(guest)[1:] == [("P1", "secondment", dt.date(2026, 1, 1), DAY), ("P2", "secondment", DAY, dt.date(2027, 1, 1))]
    assert [(p.name, p.unit and p.unit.key, p.until) for p in one.posts.order_by("since", "name")] == [
        ("Kiểm sát viên", "P1", DAY),
        ("Trưởng phòng", "P1", DAY),
        ("Kiểm sát viên", "P2", None),
    ]
    one.refresh_from_db()
    assert (one.unit, one.post_name) == (office.p2, "Kiểm sát viên")
    assert of_day(one, BEFORE).post == "Trưởng phòng, Kiểm sát viên" or of_day(one, BEFORE).post.startswith("Trưởng phòng")


def test_a_day_brings_what_was_written_ahead_of_it(office: Office) -> None:
    one = person(office.p1)
    row = one.memberships.get()
    row.until = DAY
    row.save()
    Membership.objects.create(person=one, unit=office.p2, since=DAY)
    assert start_day(BEFORE) == 0
    assert start_day(DAY + dt.timedelta(days=3)) == 1
    one.refresh_from_db()
    assert one.unit == office.p2


def test_the_command_of_the_day_settles_units_and_people(office: Office) -> None:
    from io import StringIO

    from django.core.management import call_command
    from django.utils import timezone

    from vinhdanh.units.models import UnitSpan

    UnitSpan.objects.filter(unit=office.p1).update(name="Phòng Một")
    one = person(office.p1)
    Membership.objects.filter(person=one).update(unit=office.p2, since=timezone.localdate())
    out = StringIO()
    call_command("start_day", stdout=out)
    assert out.getvalue() == "Đã cập nhật 1 đơn vị, 1 người.\n"
    call_command("start_day", stdout=out)
    assert out.getvalue().endswith("Đã cập nhật 0 đơn vị, 0 người.\n")


def test_name_post_and_unit_of_a_day_are_those_of_that_day(office: Office) -> None:
    from vinhdanh.units import actions as unit_actions

    one = person(office.p1, "Lê Văn C")
    post(one, "Chuyên viên", until=DAY)
    unit_actions.rename(office.p1, "Phòng Tổng hợp", since=DAY, by=None, on=TODAY)
    old = of_day(one, BEFORE)
    assert (old.name, old.post, old.unit, old.unit_name) == ("Lê Văn C", "Chuyên viên", office.p1, "Phòng 1")
    assert (of_day(one, DAY).post, of_day(one, DAY).unit_name) == ("", "Phòng Tổng hợp")


def test_a_new_key_follows_the_highest(office: Office) -> None:
    person(unit("X", "X"), key="CB000041")
    person(None, key="CBCNV1")
    assert actions.new_key() == "CB000042"
