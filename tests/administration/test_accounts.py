"""Inviting, setting a password by a link, resetting, locking."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.office import Office, person, user

from vinhdanh.accounts.models import Invitation, User
from vinhdanh.administration import links
from vinhdanh.administration.actions import accounts as actions
from vinhdanh.audit.models import Event
from vinhdanh.notices.models import Notice
from vinhdanh.people.models import RoleGrant

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
GOOD = "một mật khẩu dài 2026"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def admin(office: Office, client: Client) -> User:
    """The administrator of the province, signed in."""
    made = user("quan-tri", office.top)
    client.force_login(made, backend=BACKEND)
    return made


def link_in(page: bytes) -> str:
    found = re.search(r"http://testserver(/tai-khoan/dat-mat-khau/[^<]+/)", page.decode())
    assert found
    return found[1]


def acts(account: User) -> list[str]:
    return list(Event.objects.filter(kind="accounts.user", object_id=str(account.pk)).order_by("number").values_list("action", flat=True))


def invite(client: Client, **more: str) -> tuple[User, str]:
    answer = client.post("/quan-tri/tai-khoan/moi/", {"username": "nguyenvana", "full_name": "Nguyễn Văn A", **more})
    assert answer.status_code == 200, answer
    return User.objects.get(username="nguyenvana"), link_in(answer.content)


def set_password(link: str, password: str = GOOD) -> Any:
    return Client().post(link, {"new_password1": password, "new_password2": password})


def signs_in(username: str, password: str) -> bool:
    answer = Client().post("/tai-khoan/login/", {"login": username, "password": password})
    return answer.status_code == 302 and answer["Location"] == "/"


def test_from_invitation_to_first_sign_in(client: Client, admin: User, office: Office) -> None:
    one = person(office.p1)
    made, link = invite(client, person=one.key)
    one.refresh_from_db()
    assert (one.account, made.invited_by, made.has_usable_password()) == (made, admin, False)
    assert not signs_in(made.username, GOOD)
    assert set_password(link)["Location"] == "/tai-khoan/login/"
    assert signs_in(made.username, GOOD)
    assert acts(made) == ["account.invited", "account.password_set"]


def test_only_the_digest_of_the_token_is_kept(client: Client, admin: User) -> None:
    made, link = invite(client)
    token = link.split("/")[-2]
    kept = Invitation.objects.get(user=made)
    assert token not in (kept.digest, str(Event.objects.get(kind="accounts.user").data))
    assert kept.digest == actions.digest_of(token)


def test_a_link_works_once(client: Client, admin: User) -> None:
    _, link = invite(client)
    set_password(link)
    assert (Client().get(link).status_code, set_password(link, "mật khẩu của kẻ khác").status_code) == (404, 404)
    assert not signs_in("nguyenvana", "mật khẩu của kẻ khác")


def test_a_link_ends(client: Client, admin: User) -> None:
    made, link = invite(client)
    kept = Invitation.objects.get(user=made)
    kept.expires_at = timezone.now()
    kept.save()
    assert "đã hết hạn" in Client().get(link).content.decode()


def test_a_later_link_ends_the_earlier(client: Client, admin: User) -> None:
    made, first = invite(client)
    second = link_in(client.post(f"/quan-tri/tai-khoan/{made.pk}/dat-lai/", {"reason": "Mất thư"}).content)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)


def test_a_weak_password_is_refused_in_vietnamese(client: Client, admin: User) -> None:
    _, link = invite(client)
    page = set_password(link, "12345").content.decode()
    assert "Mật khẩu quá ngắn: cần ít nhất 10 ký tự." in page and not signs_in("nguyenvana", "12345")


def test_a_link_is_mailed_where_the_office_has_mail(client: Client, admin: User) -> None:
    answer = client.post("/quan-tri/tai-khoan/moi/", {"username": "nguyenvana", "full_name": "Nguyễn Văn A", "email": "a@example.vn"})
    assert [m.to for m in mail.outbox] == [["a@example.vn"]]
    link = re.search(r"http://testserver(/tai-khoan/dat-mat-khau/\S+/)", mail.outbox[0].body)
    assert link and set_password(link[1])["Location"] == "/tai-khoan/login/"
    assert link[1] not in answer.content.decode()  # who invites does not see it


def test_a_link_that_could_not_be_mailed_is_not_shown_either(client: Client, admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **more: Any) -> int:
        raise OSError

    monkeypatch.setattr(links, "send_mail", fail)
    answer = client.post("/quan-tri/tai-khoan/moi/", {"username": "nguyenvana", "full_name": "Nguyễn Văn A", "email": "a@example.vn"})
    page = answer.content.decode()
    assert ("Chưa gửi được thư tới a@example.vn." in page, "dat-mat-khau" in page) == (True, False)


def test_who_leads_the_owner_and_who_reads_the_log_are_told_when_a_link_is_used(
    client: Client, admin: User, office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    leader, above, far = user("lanh-dao", office.p1), user("lanh-dao", office.top), user("lanh-dao", office.p2)
    _, link = invite(client, person=person(office.p1).key)
    with django_capture_on_commit_callbacks(execute=True):
        set_password(link)
    told = Notice.objects.filter(kind="account.link_used")
    assert set(told.values_list("user", flat=True)) == {leader.pk, admin.pk}
    assert {above.pk, far.pk} & set(told.values_list("user", flat=True)) == set()
    assert {n.says for n in told} == {f"Nguyễn Văn A đặt mật khẩu bằng liên kết do {admin.full_name} tạo."}


def test_without_an_address_nothing_is_mailed(client: Client, admin: User) -> None:
    invite(client)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("username", "TK-cu", "Đã có tài khoản tên “TK-cu”. Chọn tên khác."),
        ("person", "khong-co", "Không có cán bộ mã “khong-co” trong phạm vi của bạn. Mã cán bộ ghi ở trang của người đó."),
        ("username", "có dấu và cách", "Hãy nhập tên người dùng hợp lệ."),
    ],
)
def test_a_wrong_invitation_says_why(client: Client, admin: User, field: str, value: str, says: str) -> None:
    user(name="tk-cu")
    page = client.post("/quan-tri/tai-khoan/moi/", {"username": "moi", "full_name": "Mới", field: value}).content.decode()
    assert says.split(".")[0] in page or "Tên đăng nhập" in page
    assert User.objects.filter(full_name="Mới").count() == 0


def test_locking_ends_the_session_at_once(client: Client, admin: User, office: Office) -> None:
    clerk, theirs = user("can-bo-tdkt", office.p1), Client()
    theirs.force_login(clerk, backend=BACKEND)
    client.post(f"/quan-tri/tai-khoan/{clerk.pk}/khoa/", {"reason": "Nghỉ việc"})
    assert theirs.get("/").status_code == 302 and not signs_in(clerk.username, "mat-khau-thu")
    client.post(f"/quan-tri/tai-khoan/{clerk.pk}/mo-khoa/", {"reason": "Trở lại"})
    assert signs_in(clerk.username, "mat-khau-thu") and acts(clerk) == ["account.locked", "account.unlocked"]


def test_no_act_without_a_reason(client: Client, admin: User, office: Office) -> None:
    clerk = user("can-bo-tdkt", office.p1)
    assert client.post(f"/quan-tri/tai-khoan/{clerk.pk}/khoa/", {"reason": ""}).status_code == 200
    clerk.refresh_from_db()
    assert clerk.is_active and acts(clerk) == []


def test_an_account_outside_the_scope_is_not_there(client: Client, office: Office) -> None:
    client.force_login(user("quan-tri", office.kv), backend=BACKEND)
    outside = user("can-bo-tdkt", office.p1)
    assert client.get(f"/quan-tri/tai-khoan/{outside.pk}/").status_code == 404
    assert client.post(f"/quan-tri/tai-khoan/{outside.pk}/dat-lai/", {"reason": "x"}).status_code == 404


def test_who_has_a_role_above_is_not_reset_from_below(client: Client, office: Office) -> None:
    client.force_login(user("quan-tri", office.kv), backend=BACKEND)
    both = user("can-bo-tdkt", office.kv)
    RoleGrant.objects.create(user=both, role=RoleGrant.objects.get(user=both).role, unit=office.top, since=dt.date(2020, 1, 1))
    answer = client.post(f"/quan-tri/tai-khoan/{both.pk}/dat-lai/", {"reason": "x"})
    assert answer.status_code == 403 and "đơn vị ngoài phạm vi của bạn" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_nobody_locks_himself(client: Client, admin: User) -> None:
    assert client.post(f"/quan-tri/tai-khoan/{admin.pk}/khoa/", {"reason": "x"}).status_code == 403


def test_a_clerk_is_told_what_he_lacks(client: Client, office: Office) -> None:
    client.force_login(user("can-bo-tdkt", office.top), backend=BACKEND)
    answer = client.get("/quan-tri/tai-khoan/")
    assert answer.status_code == 403 and "chưa được giao quyền mời, khóa tài khoản" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_for_any_number(client: Client, admin: User, office: Office, django_assert_num_queries: Any, rows: int) -> None:
    for _ in range(rows - 1):
        user("can-bo-tdkt", office.p1)
    with django_assert_num_queries(10):  # session, account; scope (3: a session of dossiers too), count, page, grants; unread, role
        page = client.get("/quan-tri/tai-khoan/")
    assert page.content.decode().count('class="vd-dam" href="/quan-tri/tai-khoan/') == rows


def test_people_are_found_without_diacritics(client: Client, admin: User, office: Office) -> None:
    user(person=person(office.p1, "Đặng Thị Ánh"), name="anh")
    user(person=person(office.p1, "Lê Văn B"), name="ble")
    page = client.get("/quan-tri/tai-khoan/?q=dang thi").content.decode()
    assert (">Trần Thị" in page, "ble ·" in page, "anh ·" in page) == (True, False, True)
