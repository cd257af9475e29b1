"""The administrator's timed, reasoned, logged session; signing in from several places; the pages of the log."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.office import Office, person, user

from vinhdanh.accounts.models import User
from vinhdanh.administration.actions.sessions import close_all, open_one
from vinhdanh.audit.actions import record, saw, saw_in_session
from vinhdanh.audit.models import Event, OpenSession, Viewing
from vinhdanh.notices.models import Notice
from vinhdanh.people.access import people_for

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def admin(office: Office, client: Client) -> User:
    made = user("quan-tri", office.top)
    client.force_login(made, backend=BACKEND)
    return made


def test_open_read_close(client: Client, admin: User, office: Office, django_capture_on_commit_callbacks: Any) -> None:
    one, watcher = person(office.p1), user("quan-tri", office.top)
    assert client.get(f"/con-nguoi/{one.key}/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/tai-khoan/phien-ho-so/mo/", {"reason": "Tìm lỗi trùng hồ sơ", "minutes": "30"})
    session = OpenSession.objects.get(user=admin)
    assert session.until - session.opened_at == dt.timedelta(minutes=30)
    assert list(Notice.objects.values_list("user", "kind")) == [(watcher.pk, "session.opened")]
    page = client.get("/tai-khoan/cua-toi/").content.decode()
    assert "Phiên xem hồ sơ đang mở đến" in page and "Tìm lỗi trùng hồ sơ" in page
    assert client.get(f"/con-nguoi/{one.key}/").status_code == 200
    client.post("/tai-khoan/phien-ho-so/dong/")
    assert client.get(f"/con-nguoi/{one.key}/").status_code == 404
    events = Event.objects.filter(kind="audit.opensession").order_by("number").values_list("action", "reason")
    assert list(events) == [("session.opened", "Tìm lỗi trùng hồ sơ"), ("session.closed", "")]


def test_every_page_seen_in_it_is_noted(client: Client, admin: User, office: Office) -> None:
    one = person(office.p1)
    open_one(admin, "Lý do", 15)
    client.get(f"/con-nguoi/{one.key}/")
    client.get("/tai-khoan/cua-toi/")
    client.get("/con-nguoi/khong-co/")
    assert [(v.actor, v.kind, v.object_id, v.page) for v in Viewing.objects.filter(fields="phiên quản trị", kind="people:detail")] == [
        (admin, "people:detail", one.key, f"/con-nguoi/{one.key}/")
    ]
    assert not Viewing.objects.filter(page__startswith="/tai-khoan/").exists()


def test_a_thing_seen_in_part_of_a_page_is_noted(admin: User, office: Office) -> None:
    one = person(office.p1)
    open_one(admin, "Lý do", 15)
    request = type("Request", (), {"user": admin, "path": "/x/"})()
    assert saw_in_session(request, one) is True  # type: ignore[arg-type]
    assert Viewing.objects.filter(kind="people.person", object_id=str(one.pk), page="/x/").count() == 1


def test_without_a_session_nothing_is_noted(client: Client, office: Office) -> None:
    client.force_login(user("can-bo-tdkt", office.top), backend=BACKEND)
    client.get(f"/con-nguoi/{person(office.p1).key}/")
    assert not Viewing.objects.filter(fields="phiên quản trị").exists()


def test_it_ends_by_itself(admin: User, office: Office) -> None:
    person(office.p1)
    session = open_one(admin, "Lý do", 15)
    assert people_for(User.objects.get(pk=admin.pk)).count() == 1
    session.opened_at, session.until = timezone.now() - dt.timedelta(hours=1), timezone.now()
    session.save()
    assert people_for(User.objects.get(pk=admin.pk)).count() == 0


def test_one_at_a_time(client: Client, admin: User) -> None:
    open_one(admin, "Lý do", 15)
    answer = client.post("/tai-khoan/phien-ho-so/mo/", {"reason": "Nữa", "minutes": "15"})
    assert answer.status_code == 403 and "Đóng phiên đó trước." in answer.content.decode()


@pytest.mark.parametrize("data", [{"reason": "", "minutes": "30"}, {"reason": "x", "minutes": "100000"}])
def test_no_session_without_reason_or_without_end(client: Client, admin: User, data: dict[str, str]) -> None:
    assert client.post("/tai-khoan/phien-ho-so/mo/", data).status_code == 200
    assert not OpenSession.objects.exists()


def test_a_clerk_opens_none(client: Client, office: Office) -> None:
    client.force_login(user("can-bo-tdkt", office.top), backend=BACKEND)
    assert client.get("/tai-khoan/phien-ho-so/mo/").status_code == 403
    assert close_all(user()) == 0


def test_other_sign_ins_are_listed_and_ended(client: Client, office: Office) -> None:
    clerk, other = user("can-bo-tdkt", office.p1), Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120"})
    for browser in (client, other):
        browser.post("/tai-khoan/login/", {"login": clerk.username, "password": "mat-khau-thu"})
    page = client.get("/tai-khoan/phien/").content.decode()
    assert (page.count("Phiên này"), page.count("Chrome trên Windows")) == (1, 2)
    client.post("/tai-khoan/phien/ket-thuc-khac/")
    assert (client.get("/").status_code, other.get("/").status_code) == (200, 302)


def test_anothers_sign_in_is_not_ended(client: Client, office: Office) -> None:
    clerk, other = user(), Client()
    other.post("/tai-khoan/login/", {"login": clerk.username, "password": "mat-khau-thu"})
    client.force_login(user(), backend=BACKEND)
    from allauth.usersessions.models import UserSession

    assert client.post(f"/tai-khoan/phien/{UserSession.objects.get(user=clerk).pk}/ket-thuc/").status_code == 404
    assert other.get("/").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("page", "count"), [("/quan-tri/nhat-ky/", 10), ("/quan-tri/da-xem/", 10)])
def test_the_log_costs_the_same_for_any_number(
    client: Client, admin: User, office: Office, django_assert_num_queries: Any, page: str, count: int, rows: int
) -> None:
    for _ in range(rows):
        one, clerk = person(office.p1), user("can-bo-tdkt", office.p1)
        record(one, "change", by=clerk, data={"x": 1})
        saw(one, ["health"], by=clerk, page="/x/")
    with django_assert_num_queries(count):  # session, account; scope (3), top units, count, page; unread, role
        seen = client.get(page).content.decode()
    assert seen.count("Trần Thị B") == rows + 2  # and the one who looks, twice in the strip


def test_the_log_is_filtered(client: Client, admin: User, office: Office) -> None:
    clerk, one, two = user("can-bo-tdkt", office.p1, name="lan"), person(office.p1), person(office.p1)
    record(one, "change", by=clerk, reason="Lần một")
    record(two, "change", by=admin, reason="Lần hai")
    today = timezone.localdate()
    for query, seen in (
        (f"tai_khoan=lan&tu={today:%d/%m/%Y}", (True, False)),
        (f"loai=people.person&ma={two.pk}", (False, True)),
        (f"den={today - dt.timedelta(days=1):%d/%m/%Y}", (False, False)),
        ("viec=change", (True, True)),
    ):
        page = client.get(f"/quan-tri/nhat-ky/?{query}").content.decode()
        assert ("Lần một" in page, "Lần hai" in page) == seen, query


def test_the_log_of_an_office_below_shows_only_its_people(client: Client, office: Office) -> None:
    client.force_login(user("quan-tri", office.kv), backend=BACKEND)
    record(person(office.kv), "change", by=user("can-bo-tdkt", office.kv), reason="Ở dưới")
    record(person(office.p1), "change", by=user("can-bo-tdkt", office.p1), reason="Ở bên")
    page = client.get("/quan-tri/nhat-ky/").content.decode()
    assert ("Ở dưới" in page, "Ở bên" in page) == (True, False)


def test_values_of_records_are_not_shown_in_the_log(client: Client, office: Office) -> None:
    from vinhdanh.records.models import Discipline

    admin = user("quan-tri", office.top)
    client.force_login(admin, backend=BACKEND)
    one = Discipline.objects.create(person=person(office.p1), year=2025, form="canh-cao", entered_at=timezone.now())
    record(one, "records.entered", by=admin, data={"form": "canh-cao"})
    page = client.get("/quan-tri/nhat-ky/").content.decode()
    assert ("form" in page, "canh-cao" in page) == (True, False)


def test_the_log_is_closed_to_others(client: Client, office: Office) -> None:
    client.force_login(user("can-bo-tdkt", office.top), backend=BACKEND)
    assert [client.get(p).status_code for p in ("/quan-tri/nhat-ky/", "/quan-tri/da-xem/")] == [403, 403]
