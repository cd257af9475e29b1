"""A form that does not say with which version it was opened, or says an old one, saves nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.office import Office, person, user
from tests.people.build import post, signed_in

from vinhdanh.people.models import Membership, Person, Post

pytestmark = pytest.mark.django_db
STALE = "Chưa lưu vì có người vừa sửa"


@pytest.fixture
def one(db: None) -> Person:
    return person(Office().p1, "Lê Văn C")


def forms_of(one: Person) -> dict[str, dict[str, Any]]:
    row, membership = post(one, "Kiểm sát viên"), one.memberships.get()
    return {
        "sua/": {"full_name": "Lê Văn D", "party_member": "unknown", "contract": "unknown"},
        f"chuc-vu/{row.pk}/": {"name": "Phó trưởng phòng", "unit": one.unit_id, "since": "01/01/2016"},
        f"chuc-vu/{row.pk}/bo/": {"reason": "Nhầm"},
        f"cong-tac/{membership.pk}/": {"kind": "payroll", "unit": one.unit_id, "since": "01/03/2014"},
        f"cong-tac/{membership.pk}/bo/": {"reason": "Nhầm"},
        "tinh-trang/": {"status": "retired", "since": "01/02/2024"},
    }


def state(one: Person) -> list[Any]:
    """Everything that an edit could change."""
    people = list(Person.objects.filter(pk=one.pk).values())
    return [people, list(Post.objects.order_by("pk").values()), list(Membership.objects.order_by("pk").values())]


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "0"}, {"version": "999"}])
def test_without_the_version_in_force_nothing_is_saved(one: Person, version: dict[str, str]) -> None:
    client, forms = signed_in(clerk_of_top(one)), forms_of(one)
    before = state(one)
    for page, said in forms.items():
        answer = client.post(f"/con-nguoi/{one.key}/{page}", said | version)
        assert (page, answer.status_code, STALE in answer.content.decode()) == (page, 200, True)
    assert state(one) == before


def clerk_of_top(one: Person) -> Any:
    assert one.unit is not None and one.unit.parent is not None
    return user("bo-phan-tdkt", one.unit.parent)


@pytest.mark.parametrize(
    "page", ["sua/", "chuc-vu/{post}/", "chuc-vu/{post}/bo/", "cong-tac/{membership}/", "cong-tac/{membership}/bo/", "tinh-trang/"]
)
def test_every_form_carries_its_version(one: Person, page: str) -> None:
    row = post(one)
    shown = signed_in(clerk_of_top(one)).get(f"/con-nguoi/{one.key}/{page.format(post=row.pk, membership=one.memberships.get().pk)}")
    assert '<input type="hidden" name="version" value="1"' in shown.content.decode()


def test_a_row_that_changed_by_another_act_is_stale_too(one: Person) -> None:
    row, client = post(one), signed_in(clerk_of_top(one))
    said = {"name": "Kiểm sát viên cao cấp", "unit": one.unit_id, "since": "01/01/2016", "version": 1}
    assert client.post(f"/con-nguoi/{one.key}/chuc-vu/{row.pk}/", said).status_code == 302
    assert STALE in client.post(f"/con-nguoi/{one.key}/chuc-vu/{row.pk}/", said | {"name": "Trưởng phòng"}).content.decode()
    row.refresh_from_db()
    assert (row.name, row.version) == ("Kiểm sát viên cao cấp", 2)
    client.post(f"/con-nguoi/{one.key}/tinh-trang/", {"status": "retired", "since": "01/02/2024", "version": one.version})
    row.refresh_from_db()
    assert (row.until, row.version) == (dt.date(2024, 2, 1), 3)
