"""What a filter may match: never by a field that is masked for who asks; and in an export only where exporting is allowed."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.api.asker import Asker
from tests.office import Office, person, roles, user
from tests.records.makers import ON, award, clerk
from tests.records.test_pages import as_, text

from vinhdanh.accounts.models import User
from vinhdanh.people.models import Person, RoleGrant
from vinhdanh.records import actions


def away(who: Person, by: User, kind: str = "om", paper: str = "77/GNV") -> None:
    actions.enter_absence(who, {"year": 2025, "kind": kind, "months": 2, "paper": paper}, by=by, on=ON)


@pytest.fixture
def sick(office: Office) -> Person:
    who = person(office.p1, "Đặng Thị Ánh")
    away(who, clerk(office))
    return who


def names_in(client: Client, url: str) -> list[str]:
    """Whom the exported workbook lists."""
    answer = client.get(url)
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return [str(row[0].value) for row in sheet.iter_rows(min_row=5) if row[0].value]


@pytest.mark.parametrize("query", ["ma=om", "so=77"])
def test_the_sick_are_listed_by_that_only_to_who_may_see_it(office: Office, client: Client, sick: Person, query: str) -> None:
    away(person(office.p2, "Lý Văn Bê"), clerk(office), "khong-luong", "77/GNV")
    told = {}
    for role in ("uy-vien", "lanh-dao"):
        page = text(as_(client, user(role, office.top)).get(f"/du-kien/nghi/?{query}"))
        told[role] = (sick.full_name in page, "Lý Văn Bê" in page)
    assert told == {"uy-vien": (False, query == "so=77"), "lanh-dao": (True, query == "so=77")}


def test_the_row_itself_stays_in_the_list(office: Office, client: Client, sick: Person) -> None:
    page = text(as_(client, user("uy-vien", office.top)).get("/du-kien/nghi/"))
    assert (sick.full_name in page, "Ốm đau" in page.split("<tbody")[1]) == (True, False)


def test_one_may_filter_ones_own(office: Office, client: Client, sick: Person) -> None:
    assert sick.full_name in text(as_(client, user(person=sick)).get("/du-kien/nghi/?ma=om"))


def test_only_the_rows_of_units_where_the_power_is_held_match(office: Office, client: Client, sick: Person) -> None:
    away(person(office.p2, "Lý Văn Bê"), clerk(office))
    both = user("uy-vien", office.top)
    RoleGrant.objects.create(user=both, role=roles()["lanh-dao"], unit=office.p2, since=dt.date(2020, 1, 1))
    page = text(as_(client, both).get("/du-kien/nghi/?ma=om"))
    assert (sick.full_name in page, "Lý Văn Bê" in page) == (False, True)


def test_an_export_and_the_api_match_no_more(office: Office, client: Client, sick: Person) -> None:
    unseeing = user("thu-ky", office.top)
    assert names_in(as_(client, unseeing), "/du-kien/nghi/xuat/?ma=om") == []
    assert names_in(client, "/du-kien/nghi/xuat/") == [sick.full_name]
    asker = Asker(unseeing, "people.view", "records.view")
    assert [asker.get(f"/records/nghi?{q}").json()["count"] for q in ("code=om", "decision=77", "size=5")] == [0, 0, 1]


def test_an_export_holds_only_rows_of_units_on_which_exporting_is_allowed(office: Office, client: Client) -> None:
    by = clerk(office)
    award(person(office.p1, "Đặng Thị Ánh"), by), award(person(office.p2, "Lý Văn Bê"), by)
    both = user("uy-vien", office.top)
    RoleGrant.objects.create(user=both, role=roles()["thu-ky"], unit=office.p2, since=dt.date(2020, 1, 1))
    assert "Đặng Thị Ánh" in text(as_(client, both).get("/du-kien/khen-thuong/"))
    assert names_in(client, "/du-kien/khen-thuong/xuat/") == ["Lý Văn Bê"]


def test_a_unit_outside_the_scope_is_said_and_an_export_is_not_made_of_all(office: Office, client: Client) -> None:
    award(person(office.p1, "Đặng Thị Ánh"), clerk(office))
    as_(client, user("can-bo-tdkt", office.p1))
    says = "Không có đơn vị mã “KV1” trong phạm vi của bạn"
    assert says in text(client.get("/du-kien/khen-thuong/?don-vi=KV1"))
    assert says not in text(client.get("/du-kien/khen-thuong/?don-vi=P1"))
    answer = client.get("/du-kien/khen-thuong/xuat/?don-vi=KV1&nam=2025")
    assert (answer.status_code, answer["Location"]) == (302, "/du-kien/khen-thuong/?don-vi=KV1&nam=2025")


def test_so_on_the_list_of_people_whose_other_filters_stay(office: Office, client: Client) -> None:
    person(office.p1, "Đặng Thị Ánh"), person(office.p1, "Lý Văn Bê")
    page = text(as_(client, user("can-bo-tdkt", office.p1)).get("/con-nguoi/?don_vi=KV1&q=anh"))
    assert "Không có đơn vị mã “KV1” trong phạm vi của bạn" in page
    assert ("Đặng Thị Ánh" in page, "Lý Văn Bê" in page) == (True, False)
