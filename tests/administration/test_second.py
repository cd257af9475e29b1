"""A role that reads dossiers, given by who does not, needs a second person: an administrator cannot make himself a reader."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from tests.office import Office, person, roles, user

from vinhdanh.accounts.models import User
from vinhdanh.administration import desk
from vinhdanh.administration.actions import requests as actions
from vinhdanh.administration.actions import roles as verbs
from vinhdanh.administration.actions.role_edits import write
from vinhdanh.administration.role_form import seen_of
from vinhdanh.audit.models import Event, OpenSession
from vinhdanh.notices.models import Notice
from vinhdanh.people.access import people_for
from vinhdanh.people.models import GrantRequest, RoleGrant

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
ON = dt.date(2026, 11, 24)
WAITING = "/quan-tri/vai-tro/cho-duyet/"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: ON)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def admin(office: Office) -> User:
    return user("quan-tri", office.top, name="quantri")


@pytest.fixture
def puppet(admin: User) -> User:
    made = user(name="bup-be")
    made.invited_by = admin
    made.save()
    return made


def enter(client: Client, account: User) -> Client:
    client.force_login(account, backend=BACKEND)
    return client


def give(client: Client, admin: User, to: User, office: Office, role: str = "bo-phan-tdkt") -> Any:
    data = {"role": roles()[role].pk, "unit": office.top.pk, "since": "24/11/2026", "reason": "QĐ 5"}
    return enter(client, admin).post(f"/quan-tri/tai-khoan/{to.pk}/giao-vai-tro/", data)


def ask(office: Office, admin: User, to: User, role: str = "bo-phan-tdkt") -> GrantRequest:
    made = actions.give_or_ask(to, roles()[role], office.top, ON, None, by=admin, on=ON, reason="QĐ 5")
    assert isinstance(made, GrantRequest)
    return made


def reads(account: User) -> int:
    return people_for(User.objects.get(pk=account.pk)).count()


def test_an_administrator_cannot_make_a_reader_of_his_own(client: Client, office: Office, admin: User, puppet: User) -> None:
    user("lanh-dao", office.top)
    person(office.p1)
    assert give(client, admin, puppet, office)["Location"] == f"/quan-tri/tai-khoan/{puppet.pk}/"
    assert (RoleGrant.objects.filter(user=puppet).count(), GrantRequest.objects.count(), reads(puppet)) == (0, 1, 0)
    assert Event.objects.get(kind="accounts.user", object_id=str(puppet.pk)).action == "role.asked"


def test_a_leader_approves_it_on_the_page(client: Client, office: Office, admin: User, puppet: User) -> None:
    leader = user("lanh-dao", office.top)
    asked, one = ask(office, admin, puppet), person(office.p1)
    page = enter(client, leader).get(WAITING).content.decode()
    assert ("bup-be" in page, "xem số căn cước" in page, admin.full_name in page) == (True, True, True)
    assert client.post(f"{WAITING}{asked.pk}/duyet/")["Location"] == WAITING
    grant = RoleGrant.objects.get(user=puppet)
    assert (grant.given_by, grant.reason, grant.since, GrantRequest.objects.count()) == (admin, "QĐ 5", ON, 0)
    assert one in people_for(User.objects.get(pk=puppet.pk))
    assert Event.objects.get(action="role.approved").actor == leader
    assert client.post(f"{WAITING}{asked.pk}/duyet/").status_code == 404


def test_or_refuses_it(client: Client, office: Office, admin: User, puppet: User) -> None:
    leader = user("lanh-dao", office.top)
    asked = ask(office, admin, puppet)
    enter(client, leader).post(f"{WAITING}{asked.pk}/khong-duyet/", {"reason": "Không biết người này"})
    assert (RoleGrant.objects.filter(user=puppet).count(), GrantRequest.objects.count()) == (0, 0)
    assert Event.objects.get(action="role.refused").reason == "Không biết người này"


@pytest.mark.parametrize(
    ("role", "where", "may"),
    [("lanh-dao", "top", True), ("bo-phan-tdkt", "top", True), ("chu-tich", "top", True), ("lanh-dao", "p1", False), ("can-bo-tdkt", "top", False)],
)
def test_who_may_be_the_second(client: Client, office: Office, admin: User, puppet: User, role: str, where: str, may: bool) -> None:
    user("lanh-dao", office.top)
    other = user(role, getattr(office, where))
    asked = ask(office, admin, puppet)
    assert enter(client, other).post(f"{WAITING}{asked.pk}/duyet/").status_code == (302 if may else 404)
    assert RoleGrant.objects.filter(user=puppet).exists() is may


def test_neither_who_asks_nor_who_receives_approves(office: Office, admin: User) -> None:
    user("lanh-dao", office.top)
    leader = user("lanh-dao", office.top)
    asked = ask(office, admin, leader)
    for by in (admin, leader):
        with pytest.raises(PermissionDenied):
            actions.approve(asked, by=by, on=ON)


def test_a_session_of_the_administrator_does_not_make_him_a_holder(office: Office, admin: User, puppet: User) -> None:
    user("lanh-dao", office.top)
    now = timezone.now()
    OpenSession.objects.create(user=admin, reason="x", opened_at=now - dt.timedelta(minutes=1), until=now + dt.timedelta(minutes=9))
    assert ask(office, User.objects.get(pk=admin.pk), puppet, "ke-toan").role.code == "ke-toan"


def test_who_holds_it_all_gives_it_alone(office: Office, puppet: User) -> None:
    user("lanh-dao", office.top)
    made = actions.give_or_ask(puppet, roles()["bo-phan-tdkt"], office.p1, ON, None, by=user("bo-phan-tdkt", office.top), on=ON)
    assert isinstance(made, RoleGrant)


def test_a_role_that_opens_no_dossier_waits_for_nobody(office: Office, admin: User, puppet: User) -> None:
    user("lanh-dao", office.top)
    assert isinstance(actions.give_or_ask(puppet, roles()["quan-tri"], office.top, ON, None, by=admin, on=ON), RoleGrant)


def test_in_a_new_office_the_first_are_given_at_once(office: Office, admin: User, puppet: User) -> None:
    assert isinstance(actions.give_or_ask(puppet, roles()["bo-phan-tdkt"], office.top, ON, None, by=admin, on=ON), RoleGrant)
    assert isinstance(actions.give_or_ask(user(), roles()["bo-phan-tdkt"], office.top, ON, None, by=admin, on=ON), GrantRequest)


def test_locking_or_ending_the_second_does_not_open_the_door(office: Office, admin: User, puppet: User) -> None:
    leader = user("lanh-dao", office.top)
    leader.is_active = False
    leader.save()
    ask(office, admin, puppet, "ke-toan")
    grant = RoleGrant.objects.get(user=leader)
    grant.until = ON - dt.timedelta(days=3)
    grant.save()
    ask(office, admin, puppet, "thu-ky")
    grant.until = ON - dt.timedelta(days=31)
    grant.save()
    assert isinstance(actions.give_or_ask(puppet, roles()["uy-vien"], office.top, ON, None, by=admin, on=ON), RoleGrant)


def test_it_waits_on_the_desk_of_who_may_approve(office: Office, admin: User, puppet: User) -> None:
    leader, clerk = user("lanh-dao", office.top), user("can-bo-tdkt", office.top)
    ask(office, admin, puppet)
    assert [[item.title for item in desk.items(who, ON)] for who in (leader, clerk, admin)] == [["Duyệt 1 vai trò đọc hồ sơ"], [], []]


def test_roles_that_somebody_holds_gain_no_dossiers_by_an_edit(office: Office, admin: User, puppet: User) -> None:
    office.other.dissolved_on = dt.date(2020, 1, 1)
    office.other.save()
    verbs.give(puppet, roles()["ca-nhan"], office.top, ON, None, by=admin)
    role = roles()["ca-nhan"]
    values = {"name": role.name, "powers": ["people.view", "records.view"], "below": True, "delegable": False, "reason": "x"}
    with pytest.raises(ValidationError, match="người thứ hai"):
        write(role, values, seen=seen_of(role), on=ON, by=admin)
    assert roles()["ca-nhan"].powers == []


def test_the_leaders_and_the_log_readers_of_the_unit_are_told(
    office: Office, admin: User, puppet: User, django_capture_on_commit_callbacks: Any
) -> None:
    second, leader, far = user("quan-tri", office.top), user("lanh-dao", office.top), user("lanh-dao", office.other)
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(office, admin, puppet)
    assert set(Notice.objects.values_list("user", "kind")) == {(leader.pk, "role.asked"), (second.pk, "role.watched")}
    with django_capture_on_commit_callbacks(execute=True):
        actions.approve(asked, by=leader, on=ON)
    assert not Notice.objects.filter(user=far).exists()
    assert set(Notice.objects.filter(kind="role.given").values_list("user", flat=True)) == {puppet.pk, admin.pk}


def test_a_role_given_at_once_is_told_too(office: Office, admin: User, puppet: User, django_capture_on_commit_callbacks: Any) -> None:
    second = user("quan-tri", office.top)
    with django_capture_on_commit_callbacks(execute=True):
        actions.give_or_ask(puppet, roles()["bo-phan-tdkt"], office.top, ON, None, by=admin, on=ON)
    assert set(Notice.objects.values_list("user", "kind")) == {(puppet.pk, "role.given"), (second.pk, "role.watched")}
