"""Notices: written after the act is committed, one's own only, read and opened."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.office import user

from vinhdanh.accounts.models import User
from vinhdanh.notices import actions, queries
from vinhdanh.notices.models import Notice

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(client: Client, account: User) -> Client:
    client.force_login(account, backend=BACKEND)
    return client


def tell(django_capture_on_commit_callbacks: Any, *users: User, says: str = "Có việc", url: str = "/", count: int = 1) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(count):
            actions.notify(users, "thu", f"{says} {number}", url)


def test_each_account_is_told_once_after_the_commit(django_capture_on_commit_callbacks: Any) -> None:
    one, two, locked = user(), user(), user()
    locked.is_active = False
    with django_capture_on_commit_callbacks(execute=True):
        actions.notify([one, two, one, locked], "thu", "Có việc", "/")
        assert not Notice.objects.exists()
    assert list(Notice.objects.order_by("user_id").values_list("user_id", "says", "url")) == [(one.pk, "Có việc", "/"), (two.pk, "Có việc", "/")]


@pytest.mark.django_db(transaction=True)
def test_an_act_rolled_back_tells_nobody() -> None:
    one = user()
    with transaction.atomic():
        actions.notify([one], "thu", "Có việc")
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_a_long_text_is_cut_with_a_mark(django_capture_on_commit_callbacks: Any) -> None:
    tell(django_capture_on_commit_callbacks, user(), says="a" * 400)
    assert Notice.objects.get().says == "a" * 299 + "…"


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_for_any_number(
    client: Client, django_capture_on_commit_callbacks: Any, django_assert_num_queries: Any, rows: int
) -> None:
    one = user()
    tell(django_capture_on_commit_callbacks, one, count=rows)
    signed_in(client, one)
    with django_assert_num_queries(8):  # session, account, count, page; unread, role, scope (2)
        answer = client.get("/thong-bao/")
    assert answer.content.decode().count("Có việc") == rows


def test_opening_marks_read_and_leads_on(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    one = user()
    tell(django_capture_on_commit_callbacks, one, url="/don-vi/")
    answer = signed_in(client, one).post(f"/thong-bao/{Notice.objects.get().pk}/")
    assert (answer.status_code, answer["Location"], queries.unread_count(one)) == (302, "/don-vi/", 0)


def test_a_notice_never_leads_out_of_the_house(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    one = user()
    tell(django_capture_on_commit_callbacks, one, url="https://example.com/")
    assert signed_in(client, one).post(f"/thong-bao/{Notice.objects.get().pk}/")["Location"] == "/thong-bao/"


def test_anothers_notice_is_not_there(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    tell(django_capture_on_commit_callbacks, user())
    assert signed_in(client, user()).post(f"/thong-bao/{Notice.objects.get().pk}/").status_code == 404


def test_a_look_does_not_mark_read(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    one = user()
    tell(django_capture_on_commit_callbacks, one)
    notice = Notice.objects.get()
    assert (signed_in(client, one).get(f"/thong-bao/{notice.pk}/").status_code, client.get("/thong-bao/da-doc/").status_code) == (405, 405)
    assert queries.unread_count(one) == 1


def test_marking_all_read(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    one, two = user(), user()
    tell(django_capture_on_commit_callbacks, one, two, count=3)
    answer = signed_in(client, one).post("/thong-bao/da-doc/", follow=True)
    assert "Đã đánh dấu 3 thông báo là đã đọc." in answer.content.decode()
    assert (queries.unread_count(one), queries.unread_count(two)) == (0, 3)


def test_the_list_of_unread_ones(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    one = user()
    tell(django_capture_on_commit_callbacks, one, count=2)
    actions.read(Notice.objects.order_by("pk")[0])
    page = signed_in(client, one).get("/thong-bao/?loc=chua-doc").content.decode()
    assert ("Có việc 0" in page, "Có việc 1" in page) == (False, True)
