"""Roles on a unit that was merged: shown to who gives roles, given on the heir by one press, told on the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.administration import desk
from vinhdanh.administration.heirs import left_roles
from vinhdanh.administration.second import requests_for
from vinhdanh.audit.models import Event
from vinhdanh.people.models import RoleGrant
from vinhdanh.units import actions as units

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
ROLES = "/quan-tri/vai-tro/"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def admin(office: Office, client: Client) -> User:
    made = user("quan-tri", office.top)
    client.force_login(made, backend=BACKEND)
    return made


@pytest.fixture
def clerk(office: Office) -> User:
    """The clerk of a department that has been merged into another."""
    made = user("can-bo-tdkt", office.p1)
    merge(office.p1, office.p2)
    return made


def merge(old: Any, new: Any, days: int = 30) -> None:
    on = timezone.localdate()
    units.merge([old], new, since=on - dt.timedelta(days=days), by=None, on=on)


def left(by: User) -> list[tuple[str, str, str, bool]]:
    found = left_roles(by, timezone.localdate())
    return [(x.grant.user.username, x.grant.role.code, x.heir.key if x.heir else "", bool(x.allowed)) for x in found]


def held(account: User) -> list[tuple[str, str]]:
    return list(RoleGrant.objects.filter(user=account).order_by("pk").values_list("role__code", "unit__key"))


def test_a_role_on_a_merged_unit_is_shown_and_given_on_the_heir_by_one_press(client: Client, admin: User, clerk: User) -> None:
    assert left(admin) == [(clerk.username, "can-bo-tdkt", "P2", True)]
    assert "Vai trò tại đơn vị đã kết thúc hoạt động" in client.get(ROLES).content.decode()
    assert client.post(f"{ROLES}{RoleGrant.objects.get(user=clerk).pk}/giao-lai/").status_code == 302
    assert (held(clerk), left(admin)) == ([("can-bo-tdkt", "P1"), ("can-bo-tdkt", "P2")], [])
    assert Event.objects.filter(action="role.given").get().reason == "Tiếp nhận từ Phòng 1"
    assert "Vai trò tại đơn vị đã kết thúc hoạt động" not in client.get(ROLES).content.decode()


def test_all_are_given_at_once(client: Client, admin: User, clerk: User, office: Office) -> None:
    second = user("lanh-dao", office.p1)
    assert "Giao lại cả 2 vai trò" in client.get(ROLES).content.decode()
    client.post(f"{ROLES}giao-lai/")
    assert (held(clerk)[1:], held(second)[1:]) == ([("can-bo-tdkt", "P2")], [("lanh-dao", "P2")])


def test_where_a_second_person_must_say_yes_it_is_asked_once(client: Client, admin: User, clerk: User, office: Office) -> None:
    leader = user("lanh-dao", office.p2)
    page = f"{ROLES}{RoleGrant.objects.get(user=clerk).pk}/giao-lai/"
    assert (client.post(page).status_code, client.post(page).status_code) == (302, 403)
    assert (held(clerk), [(r.user, r.unit) for r in requests_for(leader)]) == ([("can-bo-tdkt", "P1")], [(clerk, office.p2)])
    assert "đang chờ người thứ hai duyệt" in client.get(ROLES).content.decode()
    assert desk.items(admin, timezone.localdate()) == []


def test_the_heir_of_the_heir_answers(admin: User, clerk: User, office: Office) -> None:
    merge(office.p2, office.kv, days=10)
    assert left(admin) == [(clerk.username, "can-bo-tdkt", "KV1", True)]


def test_a_unit_without_an_heir_says_so(admin: User, office: Office) -> None:
    user("lanh-dao", office.p2)
    on = timezone.localdate()
    units.dissolve(office.p2, heir=None, since=on, by=None, on=on)
    assert [(x.heir, x.allowed.why.split(".")[0]) for x in left_roles(admin, on)] == [
        (None, "Không đơn vị nào tiếp nhận hồ sơ, nghĩa vụ của đơn vị này")
    ]


def test_what_has_ended_is_held_from_above_or_lies_outside_is_not_shown(admin: User, clerk: User, office: Office) -> None:
    gone, above = user("lanh-dao", office.p1), user("lanh-dao", office.p1)
    for grant in RoleGrant.objects.filter(user=gone):
        grant.until = timezone.localdate()
        grant.save()
    RoleGrant.objects.create(user=above, role=RoleGrant.objects.get(user=above).role, unit=office.top, since=dt.date(2020, 1, 1))
    assert [name for name, *_ in left(admin)] == [clerk.username]
    assert left(user("quan-tri", office.other)) == []


def test_nobody_gives_on_what_he_may_not(client: Client, clerk: User, office: Office) -> None:
    client.force_login(user("quan-tri", office.kv), backend=BACKEND)
    assert client.post(f"{ROLES}{RoleGrant.objects.get(user=clerk).pk}/giao-lai/").status_code == 404
    assert held(clerk) == [("can-bo-tdkt", "P1")]


def test_the_desk_tells_it_to_who_gives_roles_only(admin: User, clerk: User, office: Office) -> None:
    on = timezone.localdate()
    assert [(i.title, i.detail) for i in desk.items(admin, on)] == [
        ("Giao lại hoặc kết thúc 1 vai trò tại đơn vị đã kết thúc hoạt động", f"{clerk.full_name} tại Phòng 1")
    ]
    assert (desk.items(clerk, on), desk.items(user("lanh-dao", office.top), on)) == ([], [])


@pytest.mark.parametrize("more", [0, 30])
def test_the_list_costs_the_same_for_any_number(admin: User, clerk: User, office: Office, django_assert_num_queries: Any, more: int) -> None:
    for _ in range(more):
        user("lanh-dao", office.p1)
    by = User.objects.get(pk=admin.pk)
    with django_assert_num_queries(8):  # scope (2), session, roles left, who follows whom, heirs, what is held, what is asked for
        assert len(left_roles(by, timezone.localdate())) == 1 + more
