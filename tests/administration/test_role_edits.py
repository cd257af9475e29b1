"""Roles are data: the administrator of the top unit changes what they may do; nobody his own, never so that nobody administers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.office import Office, roles, user

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Event
from vinhdanh.people.access import scope_of
from vinhdanh.people.models import Role, RoleGrant

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
ROLES = "/quan-tri/vai-tro/"


@pytest.fixture
def office() -> Office:
    made = Office()
    made.other.dissolved_on = "2020-01-01"
    made.other.save()
    roles()
    return made


@pytest.fixture
def admin(office: Office, client: Client) -> User:
    made = user("quan-tri", office.top)
    client.force_login(made, backend=BACKEND)
    return made


def send(client: Client, page: str, **more: Any) -> str:
    """Where the form leads, or what it says."""
    shown = client.get(page)
    seen = shown.context["form"].initial.get("seen", "")
    data = {"name": "Kế toán", "powers": ["people.view", "export"], "below": "on", "reason": "QĐ 5", "seen": seen, **more}
    answer = client.post(page, data)
    return answer.get("Location") or answer.content.decode()


def test_a_role_is_changed_for_everybody_who_holds_it(client: Client, admin: User, office: Office) -> None:
    holder = user("ke-toan", office.top)
    assert send(client, f"{ROLES}ke-toan/sua/") == ROLES
    assert scope_of(User.objects.get(pk=holder.pk)).may("export", office.p1.path)
    event = Event.objects.get(kind="people.role")
    assert (event.action, event.reason, event.data["before"]["powers"], event.data["after"]["powers"]) == (
        "role.edited",
        "QĐ 5",
        ["people.view"],
        ["people.view", "export"],
    )


def test_a_role_of_the_office_is_added(client: Client, admin: User) -> None:
    assert send(client, f"{ROLES}moi/", name="Người đọc tỉnh") == ROLES
    made = Role.objects.get(code="nguoi-doc-tinh")
    assert (made.name, made.powers, made.below, made.delegable) == ("Người đọc tỉnh", ["people.view", "export"], True, False)
    assert "Đã có vai trò tên “người đọc tỉnh”" in send(client, f"{ROLES}moi/", name="người đọc tỉnh")


def test_nobody_changes_his_own_role(client: Client, admin: User) -> None:
    assert client.get(f"{ROLES}quan-tri/sua/").status_code == 403
    assert "Không tự sửa vai trò của mình" in client.get(ROLES).content.decode()


def test_only_the_administrator_of_the_top_changes_roles(client: Client, office: Office) -> None:
    for role, unit in (("quan-tri", office.kv), ("bo-phan-tdkt", office.top), ("lanh-dao", office.top)):
        client.force_login(user(role, unit), backend=BACKEND)
        assert [client.get(f"{ROLES}{page}/").status_code for page in ("ke-toan/sua", "moi")] == [403, 403]


def test_an_administrator_is_given_no_standing_right_to_read_dossiers(client: Client, admin: User) -> None:
    said = send(client, f"{ROLES}ke-toan/sua/", powers=["accounts.manage", "records.view"])
    assert "quản trị không có quyền thường trực đọc hồ sơ" in said
    assert Role.objects.get(code="ke-toan").powers == ["people.view"]


def second_kind(office: Office, holder: User, source: RoleGrant | None = None) -> RoleGrant:
    """Another role that administers, given or handed on."""
    own = Role.objects.get_or_create(code="qt2", defaults={"name": "Quản trị hai", "powers": ["accounts.manage", "grants.give"]})[0]
    return RoleGrant.objects.create(user=holder, role=own, unit=office.top, since="2020-01-01", delegated_from=source)


def test_a_second_kind_of_administrator_may_change_the_first(client: Client, admin: User, office: Office) -> None:
    second = user()
    second_kind(office, second)
    client.force_login(second, backend=BACKEND)
    assert send(client, f"{ROLES}quan-tri/sua/", name="Quản trị", powers=[]) == ROLES
    assert Role.objects.get(code="quan-tri").powers == []


def test_the_last_administrator_is_not_removed(client: Client, admin: User, office: Office) -> None:
    """Who administers only while somebody is absent leaves an administrator of his own right."""
    absent, deputy = user(), user()
    second_kind(office, deputy, second_kind(office, absent))
    absent.is_active = False
    absent.save()
    client.force_login(deputy, backend=BACKEND)
    said = send(client, f"{ROLES}quan-tri/sua/", name="Quản trị", powers=["accounts.manage"])
    assert "Sau khi sửa sẽ không còn ai quản trị được VKSND tỉnh Minh Hà." in said
    assert len(Role.objects.get(code="quan-tri").powers) == 4


def test_a_change_made_meanwhile_is_not_overwritten(client: Client, admin: User) -> None:
    role = Role.objects.get(code="ke-toan")
    seen = client.get(f"{ROLES}ke-toan/sua/").context["form"].initial["seen"]
    role.powers = ["screen"]
    role.save()
    assert "vừa được người khác sửa" in send(client, f"{ROLES}ke-toan/sua/", seen=seen)
    assert Role.objects.get(code="ke-toan").powers == ["screen"]
