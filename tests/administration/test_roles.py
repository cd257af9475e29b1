"""Giving roles for a time, ending them, handing one's own on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.office import Office, person, roles, user

from vinhdanh.accounts.models import User
from vinhdanh.administration.actions import roles as actions
from vinhdanh.audit.models import Event
from vinhdanh.people.access import grants_in_force, people_for
from vinhdanh.people.models import RoleGrant

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
DAY = dt.timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return Office()


def again(account: User) -> User:
    """The account as the next request sees it."""
    return User.objects.get(pk=account.pk)


def test_a_role_is_given_by_the_form_with_both_days_included(client: Client, office: Office) -> None:
    admin, clerk = user("quan-tri", office.top), user("ke-toan", office.p1)
    client.force_login(admin, backend=BACKEND)
    data = {"role": roles()["can-bo-tdkt"].pk, "unit": office.p1.pk, "since": "01/12/2026", "last": "31/12/2026", "reason": "QĐ 5"}
    assert client.post(f"/quan-tri/tai-khoan/{clerk.pk}/giao-vai-tro/", data).status_code == 302
    grant = RoleGrant.objects.get(user=clerk, role__code="can-bo-tdkt")
    assert (grant.since, grant.until, grant.given_by, grant.reason) == (dt.date(2026, 12, 1), dt.date(2027, 1, 1), admin, "QĐ 5")
    assert Event.objects.get(kind="accounts.user", object_id=str(clerk.pk)).action == "role.given"


def test_a_last_day_before_the_first_is_refused(client: Client, office: Office) -> None:
    client.force_login(user("quan-tri", office.top), backend=BACKEND)
    clerk = user("ke-toan", office.p1)
    data = {"role": roles()["thu-ky"].pk, "unit": office.p1.pk, "since": "02/12/2026", "last": "01/12/2026"}
    assert "Ngày cuối phải từ ngày đầu trở đi." in client.post(f"/quan-tri/tai-khoan/{clerk.pk}/giao-vai-tro/", data).content.decode()


@pytest.mark.parametrize(
    ("giver", "role", "allowed"),
    [
        ("quan-tri", "can-bo-tdkt", True),
        ("quan-tri", "quan-tri", True),
        ("bo-phan-tdkt", "can-bo-tdkt", True),
        ("bo-phan-tdkt", "quan-tri", False),
        ("can-bo-tdkt", "ke-toan", False),
    ],
)
def test_strong_roles_come_only_from_who_holds_their_powers(office: Office, giver: str, role: str, allowed: bool) -> None:
    by, to = user(giver, office.top), user()
    if allowed:
        actions.give(to, roles()[role], office.p1, timezone.localdate(), None, by=by)
    else:
        with pytest.raises(PermissionDenied):
            actions.give(to, roles()[role], office.p1, timezone.localdate(), None, by=by)
    assert RoleGrant.objects.filter(user=to).exists() is allowed


def test_nobody_gives_himself_a_role(office: Office) -> None:
    admin = user("quan-tri", office.top)
    with pytest.raises(PermissionDenied, match="Không tự giao vai trò cho mình"):
        actions.give(admin, roles()["can-bo-tdkt"], office.top, timezone.localdate(), None, by=admin)


def test_a_role_is_not_given_beyond_ones_scope(office: Office) -> None:
    with pytest.raises(PermissionDenied, match="VKSND tỉnh Minh Hà"):
        actions.give(user(), roles()["ke-toan"], office.top, timezone.localdate(), None, by=user("quan-tri", office.kv))


def test_ending_takes_effect_today(office: Office) -> None:
    person(office.p1)
    admin, clerk, today = user("quan-tri", office.top), user("can-bo-tdkt", office.p1), timezone.localdate()
    assert people_for(clerk).count() == 1
    actions.end(RoleGrant.objects.get(user=clerk), today, by=admin)
    assert (people_for(again(clerk)).count(), RoleGrant.objects.get(user=clerk).until) == (0, today)


def test_a_role_that_has_not_begun_is_taken_back(office: Office) -> None:
    admin, clerk, today = user("quan-tri", office.top), user(), timezone.localdate()
    grant = actions.give(clerk, roles()["ke-toan"], office.p1, today + DAY, None, by=admin)
    actions.end(grant, today, by=admin)
    assert not RoleGrant.objects.filter(user=clerk).exists()
    assert [e.action for e in Event.objects.filter(object_id=str(clerk.pk), kind="accounts.user").order_by("number")] == ["role.given", "role.ended"]


def test_a_role_is_handed_on_and_comes_back(client: Client, office: Office) -> None:
    person(office.p1)
    clerk, deputy, today = user("can-bo-tdkt", office.p1), user(), timezone.localdate()
    client.force_login(clerk, backend=BACKEND)
    grant = RoleGrant.objects.get(user=clerk)
    data = {"to": deputy.username, "since": f"{today:%d/%m/%Y}", "last": f"{today + 9 * DAY:%d/%m/%Y}", "reason": "Nghỉ phép"}
    assert client.post(f"/tai-khoan/uy-quyen/{grant.pk}/", data)["Location"] == "/tai-khoan/cua-toi/"
    made = RoleGrant.objects.get(user=deputy)
    assert (made.delegated_from, made.until, people_for(deputy).count()) == (grant, today + 10 * DAY, 1)
    assert not grants_in_force(deputy, today + 10 * DAY).exists()
    client.post(f"/tai-khoan/uy-quyen/{made.pk}/ket-thuc/")
    assert people_for(again(deputy)).count() == 0


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("to", "khong-co", "Không có tài khoản đang hoạt động nào là “khong-co”."),
        ("last", "", "Trường này là bắt buộc."),
        ("since", "01/01/2020", "Ủy quyền tính từ hôm nay trở đi."),
    ],
)
def test_a_wrong_delegation_says_why(client: Client, office: Office, field: str, value: str, says: str) -> None:
    clerk, today = user("can-bo-tdkt", office.p1), timezone.localdate()
    client.force_login(clerk, backend=BACKEND)
    data = {"to": user().username, "since": f"{today:%d/%m/%Y}", "last": f"{today:%d/%m/%Y}", "reason": "Nghỉ", field: value}
    page = client.post(f"/tai-khoan/uy-quyen/{RoleGrant.objects.get(user=clerk).pk}/", data).content.decode()
    assert says in page and not RoleGrant.objects.exclude(delegated_from=None).exists()


def test_what_was_handed_on_is_not_handed_on_again(client: Client, office: Office) -> None:
    clerk, deputy, today = user("can-bo-tdkt", office.p1), user(), timezone.localdate()
    made = actions.delegate(RoleGrant.objects.get(user=clerk), deputy, today, today + DAY, by=clerk, reason="Nghỉ")
    client.force_login(deputy, backend=BACKEND)
    assert client.get(f"/tai-khoan/uy-quyen/{made.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.delegate(made, user(), today, today + DAY, by=deputy, reason="x")


def test_a_role_is_not_handed_on_longer_than_it_lasts(office: Office) -> None:
    clerk, today = user("can-bo-tdkt", office.p1), timezone.localdate()
    grant = RoleGrant.objects.get(user=clerk)
    grant.until = today + DAY
    grant.save()
    with pytest.raises(PermissionDenied, match="trong thời gian bạn giữ vai trò"):
        actions.delegate(grant, user(), today, today + 2 * DAY, by=clerk, reason="x")


def test_a_role_that_may_not_be_handed_on_offers_no_button(client: Client, office: Office) -> None:
    clerk = user("can-bo-tdkt", office.p1)
    grant = RoleGrant.objects.get(user=clerk)
    grant.role.delegable = False
    grant.role.save()
    client.force_login(clerk, backend=BACKEND)
    assert "không ủy quyền được" in client.get("/tai-khoan/cua-toi/").content.decode()
    assert client.get(f"/tai-khoan/uy-quyen/{grant.pk}/").status_code == 404


def test_my_page_says_what_i_may_not_and_why(client: Client, office: Office) -> None:
    client.force_login(user("ke-toan", office.p1), backend=BACKEND)
    page = client.get("/tai-khoan/cua-toi/").content.decode()
    assert "Tài khoản của bạn chưa được giao quyền nhập dữ kiện. Người giao vai trò của đơn vị có thể giao quyền này." in page
