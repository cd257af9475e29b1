"""Who answers for a unit that ended sees and corrects what stayed there: those who retired, their records."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.office import Office, person, roles, unit, user
from tests.people.build import clerk_of, signed_in

from vinhdanh.accounts.models import User
from vinhdanh.people.access import people_for, scope_of, units_for
from vinhdanh.people.models import Person
from vinhdanh.units import actions
from vinhdanh.units.forest import settle
from vinhdanh.units.models import Unit

pytestmark = pytest.mark.django_db
DAY, TODAY = dt.date(2025, 7, 1), dt.date(2026, 11, 24)


@pytest.fixture
def office() -> Office:
    return Office()


def retired(where: Unit, name: str = "Hồ Văn Cường") -> Person:
    return person(where, name, status="retired", status_since=dt.date(2024, 1, 1))


def merge(old: Unit, new: Unit, since: dt.date = DAY) -> None:
    actions.merge([old], new, since=since, by=None, on=TODAY)
    for one in (old, new):
        one.refresh_from_db()


def seen(account: User) -> list[str]:
    return list(people_for(User.objects.get(pk=account.pk)).order_by("pk").values_list("full_name", flat=True))


def test_the_clerk_of_the_heir_sees_and_corrects_who_retired_in_the_unit_that_ended(office: Office) -> None:
    one, clerk = retired(office.kv), user("can-bo-tdkt", office.p1)
    assert seen(clerk) == []
    merge(office.kv, office.p1)
    client = signed_in(clerk)
    said = {"full_name": "Hồ Văn Cương", "party_member": "unknown", "contract": "unknown", "version": one.version}
    assert client.post(f"/con-nguoi/{one.key}/sua/", said).status_code == 302
    assert seen(clerk) == ["Hồ Văn Cương"]


def test_nobody_else_gains_by_it(office: Office) -> None:
    retired(office.kv)
    other, old = user("can-bo-tdkt", office.p2), user("can-bo-tdkt", office.kv)
    merge(office.kv, office.p1)
    assert (seen(other), seen(old)) == ([], ["Hồ Văn Cường"])
    assert list(units_for(User.objects.get(pk=other.pk)).values_list("key", flat=True)) == ["P2"]


def test_who_serves_above_the_heir_reaches_it_where_it_lay_elsewhere(office: Office) -> None:
    far = unit("TB1", "Phòng của tỉnh khác", office.other)
    retired(far)
    clerk = user("can-bo-tdkt", office.top)
    merge(far, office.p1)
    assert seen(clerk) == ["Hồ Văn Cường"]
    assert office.p1.answers_for == [["/TB/TB1/", "/MH/P1/"]]
    assert Unit.objects.get(pk=office.top.pk).answers_for == [["/TB/TB1/", "/MH/P1/"]]


def test_through_several_mergers(office: Office) -> None:
    retired(office.p1)
    clerk = user("can-bo-tdkt", office.kv)
    merge(office.p1, office.p2, dt.date(2020, 1, 1))
    merge(office.p2, office.kv)
    assert seen(clerk) == ["Hồ Văn Cường"]


def test_a_role_on_the_unit_alone_reaches_what_ended_into_it_and_no_more(office: Office) -> None:
    retired(office.p1)
    role = roles()["uy-vien"]
    role.below = False
    role.save()
    here, above = user("uy-vien", office.kv), user("uy-vien", office.top)
    merge(office.p1, office.kv)
    assert (seen(here), seen(above)) == (["Hồ Văn Cường"], [])


def test_not_where_the_duties_went_elsewhere_nor_before_the_day(office: Office) -> None:
    retired(office.p1)
    heir, other, later = user("can-bo-tdkt", office.p2), user("can-bo-tdkt", office.kv), user("can-bo-tdkt", office.kv_a)
    actions.split(office.p1, [office.p2, office.kv], heir=office.p2, ends=True, since=DAY, by=None, on=TODAY)
    actions.merge([office.p2], office.kv_a, since=dt.date(2027, 1, 1), by=None, on=TODAY)
    assert (seen(heir), seen(other), seen(later)) == (["Hồ Văn Cường"], [], [])
    settle(dt.date(2027, 1, 1))
    assert seen(later) == ["Hồ Văn Cường"]


@pytest.mark.parametrize("count", [0, 30])
def test_a_scope_costs_two_queries_whatever_ended(office: Office, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        merge(unit(f"C{number}", f"Phòng cũ {number}", office.kv), office.p1)
    account = User.objects.get(pk=user("can-bo-tdkt", office.p1).pk)
    with django_assert_num_queries(2):
        assert len(scope_of(account).held) == 1 + count
    with django_assert_num_queries(1):
        list(people_for(account))


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_people_costs_the_same(office: Office, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        retired(office.kv, "")
    clerk = user("can-bo-tdkt", office.p1)
    merge(office.kv, office.p1)
    client = signed_in(clerk)
    client.get("/con-nguoi/?tinh_trang=retired")
    with django_assert_num_queries(10):
        page = client.get("/con-nguoi/?tinh_trang=retired").content.decode()
    assert page.count('href="/con-nguoi/CB') == count


def test_roles_given_to_the_whole_house_do_not_change(office: Office) -> None:
    merge(office.kv, office.p1)
    assert [h.path for h in scope_of(clerk_of(office)).held] == ["/MH/"]
