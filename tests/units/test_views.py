"""Pages of units and clusters."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.http import HttpRequest
from django.test import Client
from tests.office import Office, person, unit, user
from tests.units.build import fresh, office_client, signed_in

from vinhdanh.units import actions, clusters
from vinhdanh.units.models import Cluster, Unit
from vinhdanh.units.panels import Panels

pytestmark = pytest.mark.django_db
DAY, TODAY = dt.date(2025, 7, 1), dt.date(2026, 11, 24)


@pytest.fixture
def office() -> Office:
    return Office()


def said(unit: Unit, **more: object) -> dict[str, object]:
    plain = {"since": "01/07/2025", "name": unit.name, "kind": unit.kind_id, "parent": unit.parent_id or "", "version": unit.version, "paper": ""}
    rights = dict.fromkeys(("legal_personality", "payroll_owner", "flag_eligible"), "unknown")
    return plain | rights | more


def test_the_tree_shows_ones_scope_and_nothing_else(office: Office) -> None:
    page = signed_in(user("can-bo-tdkt", office.kv)).get("/don-vi/").content.decode()
    assert "VKSND khu vực 1" in page and "Bộ phận Hình sự" in page and "Phòng 1" not in page


def test_somebody_without_a_role_sees_his_own_unit_without_numbers(office: Office) -> None:
    me = person(office.p1)
    client = signed_in(user(person=me))
    page = client.get("/don-vi/").content.decode()
    assert "Phòng 1" in page and "Phòng 2" not in page and "người" not in page.split('id="noi-dung"')[1].split("</main>")[0].replace("con-nguoi", "")
    own = client.get("/don-vi/P1/").content.decode()
    assert "Biên chế" not in own
    assert client.get("/don-vi/P2/").status_code == 404


def test_the_tree_of_a_day_shows_the_units_and_names_of_that_day(office: Office) -> None:
    actions.rename(office.p1, "Phòng Tổng hợp", since=DAY, by=None, on=TODAY)
    actions.merge([office.p2], office.p1, since=DAY, by=None, on=TODAY)
    client = office_client(office)
    now, then = client.get("/don-vi/").content.decode(), client.get("/don-vi/?ngay=30/06/2025").content.decode()
    assert "Phòng Tổng hợp" in now and "Phòng 2" not in now
    assert "Phòng 1" in then and "Phòng 2" in then and "Phòng Tổng hợp" not in then


@pytest.mark.parametrize(
    ("query", "found"), [("q=khu+vuc", "1"), ("q=phong", "2"), ("q=P1", "1"), ("q=xyz", "0"), ("cap=tinh", "1"), ("q=phong&cap=tinh", "0")]
)
def test_units_are_found_without_diacritics_by_key_and_level(office: Office, query: str, found: str) -> None:
    assert f"Tìm thấy {found} đơn vị" in office_client(office).get(f"/don-vi/?{query}").content.decode()


def test_a_day_that_cannot_be_read_is_said_so(office: Office) -> None:
    assert "Ngày ghi theo dạng ngày/tháng/năm" in office_client(office).get("/don-vi/?ngay=31/02/2025").content.decode()


def test_the_page_of_a_unit_that_is_no_more_leads_to_who_answers_for_it(office: Office) -> None:
    actions.merge([office.kv], office.p1, since=DAY, by=None, on=TODAY)
    page = office_client(office).get("/don-vi/KV1/").content.decode()
    assert "Đã kết thúc hoạt động từ 01/07/2025" in page and "Phòng 1</a> tiếp nhận" in page and "<svg width=" in page


def test_a_change_is_saved_from_its_day(office: Office) -> None:
    client = office_client(office)
    answer = client.post("/don-vi/P1/sua/", said(office.p1, name="Phòng Một", payroll_owner="true"))
    assert (answer.status_code, answer["Location"]) == (302, "/don-vi/P1/")
    assert fresh(office.p1).name == "Phòng Một"
    assert list(office.p1.spans.order_by("since").values_list("payroll_owner", flat=True)) == [None, True]
    stale = client.post("/don-vi/P1/sua/", said(office.p1, name="Phòng Khác")).content.decode()
    assert "đang lưu “Phòng Một”, bạn nhập “Phòng Khác”" in stale


def test_a_new_unit_is_made_from_the_form_and_a_taken_key_is_said_beside_its_field(office: Office) -> None:
    client = office_client(office)
    form = said(office.p1, key="P5", name="Phòng 5", short_name="")
    assert client.post("/don-vi/moi/", form)["Location"] == "/don-vi/P5/"
    assert "Mã P5 đã dùng" in client.post("/don-vi/moi/", form).content.decode()


def test_who_may_not_change_gets_the_reason_and_who_may_not_see_gets_nothing(office: Office) -> None:
    clerk = signed_in(user("can-bo-tdkt", office.kv))
    assert clerk.get("/don-vi/KV1/").status_code == 200
    assert clerk.get("/don-vi/KV1/sua/").status_code == 403
    assert clerk.get("/don-vi/P1/").status_code == clerk.get("/don-vi/P1/sua/").status_code == 404
    assert "Lập đơn vị" not in clerk.get("/don-vi/").content.decode()


def test_a_unit_is_moved_only_under_a_unit_of_ones_scope(office: Office) -> None:
    page = office_client(office).post("/don-vi/P1/sua/", said(office.p1, parent=office.other.pk))
    assert page.status_code == 200 and fresh(office.p1).parent == office.top


def seen(client: Client, key: str = "C1") -> dict[str, str]:
    """The version the form of a cluster is opened with."""
    found = re.search(r'name="version" value="(\d+)"', client.get(f"/don-vi/cum-khoi/{key}/?nam=2026").content.decode())
    assert found
    return {"version": found[1]}


def test_an_edit_without_a_version_is_refused(office: Office) -> None:
    page = office_client(office).post("/don-vi/P1/sua/", said(office.p1, name="Phòng Một", version="")).content.decode()
    assert ("có người vừa sửa" in page, fresh(office.p1).name) == (True, "Phòng 1")


def test_clusters_have_members_and_one_head_a_year(office: Office) -> None:
    client = office_client(office)
    new = {"kind": "cum", "key": "C1", "name": "Cụm 1", "owner": office.top.pk, "since": ""}
    assert client.post("/don-vi/cum-khoi/moi/", new)["Location"] == "/don-vi/cum-khoi/C1/"
    form = {"name": "Cụm 1", "until": "", "members": [office.p1.pk, office.p2.pk], "head": office.p1.pk, "deputies": []}
    assert client.post("/don-vi/cum-khoi/C1/?nam=2026", form | seen(client)).status_code == 302
    old = seen(client)
    assert client.post("/don-vi/cum-khoi/C1/?nam=2026", form | old | {"head": office.p2.pk}).status_code == 302
    for version in ({}, old):
        assert "có người vừa sửa" in client.post("/don-vi/cum-khoi/C1/?nam=2026", form | version).content.decode()
    rows = Cluster.objects.get().members.order_by("unit__key").values_list("unit__key", "year", "role")
    assert list(rows) == [("P1", 2026, "member"), ("P2", 2026, "head")]
    assert "Trưởng" in client.get("/don-vi/cum-khoi/?nam=2026").content.decode()
    assert "phải là thành viên" in client.post("/don-vi/cum-khoi/C1/?nam=2026", form | seen(client) | {"members": [office.p2.pk]}).content.decode()
    other = clusters.create_cluster(kind="khoi", key="K1", name="Khối 1", owner=office.top, by=None)
    page = client.post(f"/don-vi/cum-khoi/{other.key}/?nam=2026", form | seen(client, "K1") | {"name": "Khối 1"}).content.decode()
    assert "Phòng 1 đang ở Cụm 1" in page
    assert signed_in(user("can-bo-tdkt", office.other)).get("/don-vi/cum-khoi/C1/").status_code == 404
    assert signed_in(user("can-bo-tdkt", office.p1)).post("/don-vi/cum-khoi/C1/?nam=2026", form).status_code == 403


@pytest.mark.parametrize(("path", "queries"), [("/don-vi/", 9), ("/don-vi/?q=phong", 8), ("/don-vi/MH/", 19), ("/don-vi/cum-khoi/?nam=2026", 9)])
@pytest.mark.parametrize("rows", [1, 30])
def test_pages_cost_the_same_whatever_the_size(office: Office, django_assert_num_queries: object, path: str, queries: int, rows: int) -> None:
    made = [unit(f"X{i}", f"Phòng X{i}", office.top) for i in range(rows)]
    for one in made:
        person(one)
    cluster = clusters.create_cluster(kind="cum", key="C1", name="Cụm", owner=office.top, by=None)
    clusters.set_members(cluster, 2026, made, head=made[0], by=None)
    client = office_client(office)
    client.get(path)
    with django_assert_num_queries(queries):  # type: ignore[operator]
        assert client.get(path).status_code == 200


def test_panels_lie_where_their_order_says_and_silent_ones_nowhere() -> None:
    panels: Panels[str] = Panels()
    panels.register("b", 150, lambda request, thing, year: f"<b>{thing} {year}</b>")
    panels.register("a", 10, lambda request, thing, year: "<i>a</i>")
    panels.register("c", 200, lambda request, thing, year: None)
    panels.register("a", 20, lambda request, thing, year: "<i>again</i>")
    drawn = panels.draw(HttpRequest(), "x", 2026)
    assert (drawn.wide, drawn.main, drawn.side) == (["<i>again</i>"], ["<b>x 2026</b>"], [])


def test_a_big_tree_is_written_two_levels_deep(office: Office) -> None:
    for i in range(205):
        unit(f"X{i}", f"Tổ X{i}", office.kv)
    page = office_client(office).get("/don-vi/").content.decode()
    assert "VKSND khu vực 1" in page and "206 đơn vị trực thuộc" in page and "Tổ X7" not in page
    assert "Tìm thấy 205 đơn vị" in (found := office_client(office).get("/don-vi/?q=to+x").content.decode()) and "Trang 1/5" in found
