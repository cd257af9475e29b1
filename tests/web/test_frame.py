"""The frame of every page: places, role, unread; error pages; nothing inline; a fixed number of queries."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from tests.office import Office, person, user

from vinhdanh.accounts.answers import no
from vinhdanh.notices.models import Notice

BACKEND = "django.contrib.auth.backends.ModelBackend"
SOURCE = Path(__file__).parents[2] / "src/vinhdanh"
WHY = "Tài khoản của bạn chưa được giao quyền thử. Người giao vai trò có thể giao."


def refuse(request: HttpRequest) -> HttpResponse:
    no(WHY).must()
    raise AssertionError


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def confuse(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("lạ")


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("hỏng")


urlpatterns = [
    path("loi/403/", refuse),
    path("loi/403-trong/", forbid),
    path("loi/400/", confuse),
    path("loi/500/", fail),
    path("", include("vinhdanh.config.urls")),
]


@pytest.fixture
def clerk(client: Client, db: None) -> Client:
    office = Office()
    client.force_login(user("can-bo-tdkt", office.p1), backend=BACKEND)
    client.raise_request_exception = False
    return client


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/loi/403/", 403, WHY),
        ("/loi/403-trong/", 403, "Tài khoản của bạn chưa được giao quyền làm việc này."),
        ("/loi/400/", 400, "Yêu cầu không đọc được"),
        ("/loi/khong-co/", 404, "Không thấy trang này"),
        ("/loi/500/", 500, "Việc vừa làm chưa được lưu"),
    ],
)
def test_an_error_says_what_is_wrong_and_what_next(clerk: Client, path: str, status: int, says: str) -> None:
    answer = clerk.get(path)
    page = answer.content.decode()
    assert answer.status_code == status and says in page and 'lang="vi"' in page and 'href="/"' in page
    assert "RuntimeError" not in page and "hỏng" not in page


@pytest.mark.django_db
def test_a_stranger_sees_the_same_error_without_the_spine(client: Client) -> None:
    answer = client.get("/khong-co/")
    page = answer.content.decode()
    assert answer.status_code == 404 and "Không thấy trang này" in page and 'class="vd-gay"' not in page


def test_a_form_of_another_session_is_refused_in_vietnamese(clerk: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/tai-khoan/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403 and "Chưa có gì được lưu." in answer.content.decode()


def test_the_strip_names_role_and_unread(clerk: Client) -> None:
    page = clerk.get("/thong-bao/").content.decode()
    assert "Cán bộ thi đua, khen thưởng đơn vị</small>" in page and "Thông báo: không có gì chưa đọc" in page
    assert re.search(r"Năm công tác \d{4}<", page)


@pytest.mark.parametrize(("rows", "shown"), [(1, "1"), (99, "99"), (120, "99+")])
def test_the_bell_counts(clerk: Client, rows: int, shown: str) -> None:
    account = int(clerk.session["_auth_user_id"])
    for _ in range(rows):
        Notice.objects.create(user_id=account, kind="x", says="x", made_at="2026-01-01T00:00Z")
    page = clerk.get("/tai-khoan/cua-toi/").content.decode()
    assert f'<b class="vd-so">{shown}</b>' in page and f"{rows} thông báo chưa đọc" in page


@pytest.mark.parametrize(("role", "places"), [("can-bo-tdkt", 7), ("quan-tri", 6), ("bo-phan-tdkt", 8), (None, 5)])
@pytest.mark.django_db
def test_a_place_is_shown_to_those_who_have_work_there(client: Client, role: str | None, places: int) -> None:
    client.force_login(user(role, Office().top if role else None), backend=BACKEND)
    page = client.get("/thong-bao/").content.decode()
    assert page.count('class="vd-gay__muc"') == places


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/thong-bao/", "/tai-khoan/cua-toi/", "/tai-khoan/login/", "/quan-tri/nhat-ky/"])
def test_nothing_inline_under_a_strict_policy(client: Client, path: str) -> None:
    office = Office()
    if "login" not in path:
        client.force_login(user("quan-tri", office.top, person=person(office.p1)), backend=BACKEND)
    answer = client.get(path)
    page, policy = answer.content.decode(), answer["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]* src=)(?![^>]* type=\"application/json\")", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []
    assert "unsafe" not in policy and "script-src 'self'" in policy and "style-src 'self'" in policy


def test_no_template_holds_anything_inline() -> None:
    bad = re.compile(r"<style|\sstyle=|\son(?:click|load|change|submit|input)=|javascript:|<script(?![^>]* src=)(?![^>]*application/json)")
    found = {str(f.relative_to(SOURCE)): m for f in SOURCE.rglob("templates/**/*.html") if (m := bad.findall(f.read_text(encoding="utf-8")))}
    assert found == {}


@pytest.mark.parametrize("rows", [1, 30])
def test_the_frame_costs_the_same_whatever_there_is(clerk: Client, django_assert_num_queries: Any, rows: int) -> None:
    account = int(clerk.session["_auth_user_id"])
    for _ in range(rows):
        Notice.objects.create(user_id=account, kind="x", says="x", made_at="2026-01-01T00:00Z")
    with django_assert_num_queries(6):  # session, account; scope (2), unread, role
        assert clerk.get("/khong-co/").status_code == 404
