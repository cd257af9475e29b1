"""Who may see whom."""

import datetime as dt

import pytest
from django.http import Http404
from django.utils import timezone
from tests.office import Office, person, user

from vinhdanh.audit.models import OpenSession
from vinhdanh.people.access import may, may_see, people_for, person_for
from vinhdanh.people.models import RoleGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_role_holds_on_its_unit_and_below_and_nowhere_else(office: Office) -> None:
    mine, under, beside = person(office.kv), person(office.kv_a), person(office.p1)
    clerk = user("can-bo-tdkt", office.kv)
    assert set(people_for(clerk)) == {mine, under}
    with pytest.raises(Http404):
        person_for(clerk, beside.key)


def test_everybody_sees_himself_and_nobody_else_without_a_role(office: Office) -> None:
    me, _ = person(office.p1), person(office.p1)
    assert list(people_for(user(person=me))) == [me]


def test_a_grant_that_has_ended_opens_nothing(office: Office) -> None:
    person(office.p1)
    clerk = user("can-bo-tdkt", office.p1)
    RoleGrant.objects.filter(user=clerk).update(until=timezone.localdate())
    assert not people_for(clerk)


def test_a_delegated_role_ends_with_the_role_it_came_from(office: Office) -> None:
    person(office.p1)
    holder, deputy = user("can-bo-tdkt", office.p1), user()
    grant = RoleGrant.objects.get(user=holder)
    RoleGrant.objects.create(user=deputy, role=grant.role, unit=grant.unit, since=grant.since, delegated_from=grant)
    assert people_for(deputy).count() == 1
    RoleGrant.objects.filter(pk=grant.pk).update(until=timezone.localdate())
    assert not people_for(type(deputy).objects.get(pk=deputy.pk))


def test_an_administrator_reads_dossiers_only_in_an_open_session(office: Office) -> None:
    person(office.p1)
    admin = user("quan-tri", office.top)
    assert not people_for(admin)
    now = timezone.now()
    OpenSession.objects.create(user=admin, reason="Tìm lỗi", opened_at=now, until=now + dt.timedelta(hours=1))
    again = type(admin).objects.get(pk=admin.pk)
    assert people_for(again).count() == 1
    assert not may(again, "people.edit", office.p1)


def test_a_refusal_says_what_is_missing_and_who_gives_it(office: Office) -> None:
    answer = may(user("ke-toan", office.p1), "people.edit", office.p1)
    assert not answer and "sửa thông tin cán bộ" in answer.why and "Phòng 1" in answer.why


def test_a_sensitive_field_needs_its_own_power_but_is_open_to_the_person(office: Office) -> None:
    me = person(office.p1)
    assert may_see(user(person=me), "health", me)
    assert not may_see(user("uy-vien", office.top), "health", me)
    assert may_see(user("can-bo-tdkt", office.p1), "health", me)
