"""Pages of people."""

from __future__ import annotations

import datetime as dt
import io
import json

import openpyxl
import pytest
from tests.office import Office, person, user
from tests.people.build import TODAY, clerk_of, post, signed_in

from vinhdanh.audit.models import Viewing
from vinhdanh.people import actions
from vinhdanh.people.models import Membership, Person, Post

pytestmark = pytest.mark.django_db
NUMBER = "001080000001"


@pytest.fixture
def office() -> Office:
    return Office()


def names(page: str, people: list[Person]) -> list[str]:
    """The names in the order of the page."""
    return [p.full_name for p in sorted((p for p in people if f"/con-nguoi/{p.key}/" in page), key=lambda p: page.index(f"/con-nguoi/{p.key}/"))]


def test_the_list_is_sorted_by_given_name_the_vietnamese_way(office: Office) -> None:
    people = [person(office.p1, n) for n in ("Nguyễn Văn Ân", "Trần Thị Bình", "Lê Đăng An", "Phạm Văn Đức", "Đỗ Thị Dung", "Lê Văn Ấn")]
    page = signed_in(clerk_of(office)).get("/con-nguoi/").content.decode()
    assert names(page, people) == ["Lê Đăng An", "Lê Văn Ấn", "Nguyễn Văn Ân", "Trần Thị Bình", "Đỗ Thị Dung", "Phạm Văn Đức"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Bùi Văn Anh", "Đặng Thị Ánh", "Hồ Văn Cường"]),
        ("q=dang+anh", ["Đặng Thị Ánh"]),
        ("don_vi=KV1", ["Đặng Thị Ánh", "Hồ Văn Cường"]),
        ("don_vi=KV1&duoi=khong", ["Đặng Thị Ánh"]),
        ("tinh_trang=retired", ["Vũ Văn Dũng"]),
        ("tinh_trang=tat-ca&q=van", ["Bùi Văn Anh", "Hồ Văn Cường", "Vũ Văn Dũng"]),
        ("chuc_vu=Kiểm+sát+viên", ["Hồ Văn Cường"]),
        ("q=khong+ai", []),
    ],
)
def test_the_list_is_filtered(office: Office, query: str, found: list[str]) -> None:
    people = [person(office.p1, "Bùi Văn Anh"), person(office.kv, "Đặng Thị Ánh"), person(office.kv_a, "Hồ Văn Cường")]
    people.append(person(office.p1, "Vũ Văn Dũng", status="retired"))
    post(people[2], "Kiểm sát viên")
    assert names(signed_in(clerk_of(office)).get(f"/con-nguoi/?{query}").content.decode(), people) == found


def test_somebody_seconded_is_found_in_both_units(office: Office) -> None:
    one = person(office.p1)
    Membership.objects.create(person=one, unit=office.p2, kind="secondment", since=dt.date(2020, 1, 1))
    page = signed_in(clerk_of(office)).get("/con-nguoi/?don_vi=P2").content.decode()
    assert names(page, [one]) == [one.full_name]


def test_namesakes_are_told_apart_in_lists_and_on_the_page(office: Office) -> None:
    one, other = person(office.p1, "Lê Văn C", birth=dt.date(1980, 1, 2)), person(office.p2, "Lê Văn C", birth=dt.date(1985, 3, 4))
    client = signed_in(clerk_of(office))
    assert f"Trùng tên · mã {one.key}" in client.get("/con-nguoi/").content.decode()
    page = client.get(f"/con-nguoi/{one.key}/").content.decode()
    assert f"mã {other.key}, sinh 04/03/1985, Phòng 2" in page


def test_the_identity_number_is_shown_when_asked_for_and_every_showing_is_noted(office: Office) -> None:
    one, clerk = person(office.p1, identity_number=NUMBER), clerk_of(office)
    client = signed_in(clerk)
    assert NUMBER not in client.get(f"/con-nguoi/{one.key}/").content.decode()
    assert NUMBER in client.get(f"/con-nguoi/{one.key}/?can-cuoc").content.decode()
    assert list(Viewing.objects.values_list("actor", "kind", "fields")) == [(clerk.pk, "people.person", "identity")]
    without = signed_in(user("can-bo-tdkt", office.p1))
    page = without.get(f"/con-nguoi/{one.key}/?can-cuoc").content.decode()
    assert NUMBER not in page and "chưa được giao quyền xem số căn cước" in page
    assert NUMBER not in without.get(f"/con-nguoi/{one.key}/sua/").content.decode()
    assert Viewing.objects.count() == 1


def test_a_form_without_the_identity_number_leaves_it_alone(office: Office) -> None:
    one = person(office.p1, "Lê Văn C", identity_number=NUMBER)
    said = {"full_name": "Lê Văn D", "birth": "02/09/1980", "birth_year": "", "gender": "nam", "joined_on": "", "version": 1}
    said |= {"party_member": "true", "contract": "unknown", "identity_number": "999"}
    assert signed_in(user("can-bo-tdkt", office.p1)).post(f"/con-nguoi/{one.key}/sua/", said).status_code == 302
    one.refresh_from_db()
    assert (one.full_name, one.birth, one.identity_number, one.party_member) == ("Lê Văn D", dt.date(1980, 9, 2), NUMBER, True)


def test_a_namesake_must_be_looked_at_before_a_second_record_is_made(office: Office) -> None:
    person(office.p2, "Lê Văn C")
    client = signed_in(clerk_of(office))
    said = {
        "full_name": "lê văn c",
        "birth": "02/09/1980",
        "unit": office.p1.pk,
        "since": "01/01/2020",
        "party_member": "unknown",
        "contract": "unknown",
    }
    page = client.post("/con-nguoi/moi/", said).content.decode()
    assert "Đã có người trùng họ tên" in page and Person.objects.count() == 1
    assert client.post("/con-nguoi/moi/", said | {"sure": "on"}).status_code == 302
    assert Person.objects.count() == 2


def test_posts_and_memberships_are_written_corrected_and_taken_away(office: Office) -> None:
    one = person(office.p1)
    client = signed_in(clerk_of(office))
    base = f"/con-nguoi/{one.key}"
    said = {"name": "Trưởng phòng", "unit": office.p1.pk, "since": "01/01/2020", "until": "", "head": "on", "paper": "1/QĐ"}
    assert client.post(f"{base}/chuc-vu/moi/", said).status_code == 302
    row = Post.objects.get()
    assert client.get(f"{base}/chuc-vu/{row.pk}/").status_code == 200
    assert "Ngày kết thúc phải sau" in client.post(f"{base}/chuc-vu/{row.pk}/", said | {"until": "01/01/2019", "version": 1}).content.decode()
    assert client.post(f"{base}/chuc-vu/{row.pk}/bo/", {"reason": "Nhầm", "version": 1}).status_code == 302
    membership = one.memberships.get()
    change = {"kind": "payroll", "unit": office.p1.pk, "since": "01/03/2014", "until": "", "paper": "", "version": 1}
    assert client.post(f"{base}/cong-tac/{membership.pk}/", change).status_code == 302
    other = person(office.p2)
    assert client.get(f"/con-nguoi/{other.key}/cong-tac/{membership.pk}/").status_code == 404
    membership.refresh_from_db()
    assert (membership.since, Post.objects.count()) == (dt.date(2014, 3, 1), 0)


def test_status_is_written_and_taken_back(office: Office) -> None:
    one = person(office.p1)
    client = signed_in(clerk_of(office))
    assert (
        client.post(
            f"/con-nguoi/{one.key}/tinh-trang/", {"status": "retired", "since": "01/02/2024", "paper": "", "version": one.version}
        ).status_code
        == 302
    )
    assert "đã nghỉ hưu từ 01/02/2024" in client.get(f"/con-nguoi/{one.key}/").content.decode()
    one.refresh_from_db()
    back = {"unit": office.p2.pk, "since": "01/03/2024", "paper": "", "version": one.version}
    assert client.post(f"/con-nguoi/{one.key}/tro-lai/", back).status_code == 302
    one.refresh_from_db()
    assert (one.status, one.unit) == ("serving", office.p2)


def test_outside_ones_scope_nobody_is_there_and_without_the_power_the_reason_is_said(office: Office) -> None:
    one = person(office.p1)
    stranger, reader = signed_in(user("can-bo-tdkt", office.kv)), signed_in(user("uy-vien", office.p1))
    for page in ("", "sua/", "chuyen/", "tinh-trang/", "tro-lai/", "chuc-vu/moi/", "cong-tac/moi/", "du-lieu-cua-toi/"):
        assert stranger.get(f"/con-nguoi/{one.key}/{page}").status_code == 404, page
        expected = {"": 200, "du-lieu-cua-toi/": 404}.get(page, 403)
        assert reader.get(f"/con-nguoi/{one.key}/{page}").status_code == expected, page
    assert reader.get("/con-nguoi/moi/").status_code == 403
    assert "Sửa thông tin" not in reader.get(f"/con-nguoi/{one.key}/").content.decode()


def test_secret_and_merged_people_are_nowhere(office: Office) -> None:
    one = person(office.p1, secret=True)
    client = signed_in(clerk_of(office))
    assert client.get(f"/con-nguoi/{one.key}/").status_code == 404
    assert one.full_name not in client.get("/con-nguoi/").content.decode()


def test_ones_own_data_is_for_oneself_as_page_json_and_excel(office: Office) -> None:
    me = person(office.p1, "Lê Văn C", birth=dt.date(1980, 1, 2), birth_year=1980, identity_number=NUMBER)
    post(me)
    client = signed_in(user(person=me))
    assert "Dữ liệu của tôi" in client.get(f"/con-nguoi/{me.key}/").content.decode()
    page = client.get(f"/con-nguoi/{me.key}/du-lieu-cua-toi/").content.decode()
    assert "02/01/1980" in page and NUMBER in page and ">1980<" in page
    held = json.loads(client.get(f"/con-nguoi/{me.key}/du-lieu-cua-toi/json/").content)
    assert held["Nhân thân"][0]["Họ và tên"] == "Lê Văn C" and held["Quá trình công tác"][0]["Đơn vị"] == "Phòng 1"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/con-nguoi/{me.key}/du-lieu-cua-toi/excel/").content))
    assert list(held) == book.sheetnames
    assert client.get(f"/con-nguoi/{me.key}/du-lieu-cua-toi/pdf/").status_code == 404
    assert signed_in(clerk_of(office)).get(f"/con-nguoi/{me.key}/du-lieu-cua-toi/").status_code == 404


@pytest.mark.parametrize(("path", "queries"), [("/con-nguoi/", 10), ("/con-nguoi/?q=van&don_vi=P1", 11), ("/con-nguoi/trung/", 10)])
@pytest.mark.parametrize("rows", [1, 30])
def test_lists_cost_the_same_whatever_the_size(office: Office, django_assert_num_queries: object, path: str, queries: int, rows: int) -> None:
    for i in range(rows):
        for _ in range(2):
            post(person(office.p1, f"Lê Văn C{i}", birth=dt.date(1980, 1, 1)))
    client = signed_in(clerk_of(office))
    client.get(path)
    with django_assert_num_queries(queries):  # type: ignore[operator]
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_of_a_person_costs_the_same_whatever_the_history(office: Office, django_assert_num_queries: object, rows: int) -> None:
    one = person(office.p1)
    for i in range(rows):
        post(one, f"Chức vụ {i}")
        Membership.objects.create(person=one, unit=office.p2, kind="secondment", since=dt.date(2016, 1, 1) + dt.timedelta(days=i))
        actions.edit(one, {"gender": "nam" if i % 2 else "nu"}, by=None, on=TODAY)
    client = signed_in(clerk_of(office))
    client.get(f"/con-nguoi/{one.key}/")
    with django_assert_num_queries(PAGE_QUERIES):  # type: ignore[operator]
        client.get(f"/con-nguoi/{one.key}/")


PAGE_QUERIES = 13
