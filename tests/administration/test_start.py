"""An empty installation begins: one command makes the first unit and the first administrator, who sets a password by a link."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Event
from vinhdanh.people.models import Role, RoleGrant
from vinhdanh.people.powers import ROLES
from vinhdanh.units.models import Unit, UnitKind

pytestmark = pytest.mark.django_db
NEW = "một mật khẩu dài 2026"


def run(**more: str) -> str:
    out = io.StringIO()
    given = {"unit": "MH", "name": "VKSND tỉnh Minh Hà", "admin": "quantri", "full_name": "Trần Văn Trị", "since": "26/07/1960", **more}
    call_command("start_office", stdout=out, **given)
    return out.getvalue()


def link_in(said: str) -> str:
    found = re.search(r"https?://[^/]+(/tai-khoan/dat-mat-khau/[^/\s]+/)", said)
    assert found, said
    return found[1]


def test_from_nothing_to_a_tree_of_units() -> None:
    """The administrator sets a password, invites a clerk, gives the role; the clerk founds a unit below the first."""
    chief, clerk = Client(), Client()
    chief.post(link_in(run()), {"new_password1": NEW, "new_password2": NEW})
    assert chief.post("/tai-khoan/login/", {"login": "quantri", "password": NEW})["Location"] == "/"
    page = chief.post("/quan-tri/tai-khoan/moi/", {"username": "canbo", "full_name": "Lê Thị Bộ"}).content.decode()
    clerk.post(link_in(page), {"new_password1": NEW, "new_password2": NEW})
    given = {"role": Role.objects.get(code="bo-phan-tdkt").pk, "unit": Unit.objects.get().pk, "since": "01/01/2020"}
    assert chief.post(f"/quan-tri/tai-khoan/{User.objects.get(username='canbo').pk}/giao-vai-tro/", given).status_code == 302
    clerk.post("/tai-khoan/login/", {"login": "canbo", "password": NEW})
    room = {"key": "P1", "name": "Phòng 1", "kind": UnitKind.objects.get(code="phong").pk, "parent": Unit.objects.get().pk, "since": "01/01/2015"}
    assert clerk.post("/don-vi/moi/", room)["Location"] == "/don-vi/P1/"
    assert Unit.objects.get(key="P1").path == "/MH/P1/"


def test_roles_kinds_and_both_events_are_written() -> None:
    run()
    unit, grant = Unit.objects.get(), RoleGrant.objects.get()
    assert (unit.name, unit.kind.code, unit.founded_on) == ("VKSND tỉnh Minh Hà", "tinh", dt.date(1960, 7, 26))
    assert (grant.user.username, grant.role.code, grant.unit, grant.user.has_usable_password()) == ("quantri", "quan-tri", unit, False)
    assert list(Role.objects.order_by("pk").values_list("code", flat=True)) == [r.code for r in ROLES]
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == ["create", "account.first_administrator"]


def test_the_link_bears_the_address_given() -> None:
    assert "https://vinhdanh.example.vn/tai-khoan/dat-mat-khau/" in run(address="https://vinhdanh.example.vn/")


def test_an_office_that_has_an_administrator_is_left_alone() -> None:
    office = Office()
    running = user("quan-tri", office.top)
    with pytest.raises(CommandError, match=f"Cơ quan này đã có quản trị: {running.username}"):
        run()
    assert not User.objects.filter(username="quantri").exists()


def test_a_link_that_was_lost_is_made_again() -> None:
    first = link_in(run())
    assert (Client().get(link_in(run())).status_code, Client().get(first).status_code, RoleGrant.objects.count()) == (200, 404, 1)


def test_an_office_without_its_administrator_gets_one_from_the_machine() -> None:
    office = Office()
    gone = user("quan-tri", office.top)
    gone.is_active = False
    gone.save()
    run()
    assert (Unit.objects.filter(parent=None).count(), RoleGrant.objects.get(user__username="quantri").unit) == (2, office.top)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"unit": "có dấu"}, "Mã đơn vị gồm chữ không dấu"),
        ({"kind": "xa"}, "Không có loại đơn vị “xa”"),
        ({"since": "31/02/1960"}, "Viết như 01/07/2025"),
        ({"admin": "có cách"}, "Điền tên đăng nhập hợp lệ"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(more: dict[str, str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run(**more)
    assert (Unit.objects.count(), User.objects.count()) == (0, 0)


def test_another_key_is_no_second_top() -> None:
    Office()
    with pytest.raises(CommandError, match="Đơn vị cao nhất hiện có: MH, TB"):
        run(unit="XX")
