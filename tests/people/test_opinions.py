"""What the old unit says of somebody may tell of discipline: it is shown to who may see that, noted, and never carried by a notice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from tests.api.asker import Asker
from tests.office import Office, person, user
from tests.people.build import signed_in

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Viewing
from vinhdanh.notices.models import Notice
from vinhdanh.people import transfers
from vinhdanh.people.models import Person, Transfer

pytestmark = pytest.mark.django_db
ON, DAY = dt.date(2026, 11, 24), dt.date(2026, 12, 1)
SAID = "Bị khiển trách năm 2025"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: ON)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def one(office: Office) -> Person:
    return person(office.p1, "Lê Văn C")


def propose(office: Office, one: Person) -> Transfer:
    return transfers.propose(one, office.p2, since=DAY, by=user("can-bo-tdkt", office.p1), on=ON, opinion=SAID)


def page_of(account: User, url: str) -> str:
    return signed_in(account).get(url).content.decode()


@pytest.mark.parametrize(("role", "shown"), [("uy-vien", False), ("ke-toan", False), ("thu-ky", True)])
def test_on_the_page_of_the_person(office: Office, one: Person, role: str, shown: bool) -> None:
    propose(office, one)
    account = user(role, office.p1)
    page = page_of(account, f"/con-nguoi/{one.key}/")
    assert (SAID in page, "Nhận xét: Thông tin hạn chế" in page) == (shown, not shown)
    noted = Viewing.objects.filter(actor=account, object_id=str(one.pk)).values_list("kind", "fields")
    assert list(noted) == ([("people.person", "discipline")] if shown else [])


def test_oneself_reads_it_and_that_is_not_noted(office: Office, one: Person) -> None:
    propose(office, one)
    assert SAID in page_of(user(person=one), f"/con-nguoi/{one.key}/")
    assert Viewing.objects.count() == 0


def test_the_unit_that_is_asked_reads_it_where_it_may_see_discipline(office: Office, one: Person) -> None:
    propose(office, one)
    assert SAID in page_of(user("can-bo-tdkt", office.p2), "/con-nguoi/chuyen/")
    assert Asker(user("can-bo-tdkt", office.p2)).get("/transfers").json()["transfers"][0]["opinion"] == SAID
    narrow = Asker(user("can-bo-tdkt", office.p2), "people.view", "people.transfer")
    assert narrow.get("/transfers").json()["transfers"][0]["opinion"] == "Thông tin hạn chế"


def test_the_reason_of_a_return_is_on_the_page_and_in_no_notice(office: Office, one: Person, django_capture_on_commit_callbacks: Any) -> None:
    made = propose(office, one)
    with django_capture_on_commit_callbacks(execute=True):
        transfers.give_back(made, reason="Đang bị xem xét kỷ luật", by=user("can-bo-tdkt", office.p2), on=ON)
    says = Notice.objects.get(user=made.proposed_by).says
    assert says == "Lê Văn C: Phòng 2 trả lại đề nghị chuyển. Lý do xem ở trang Chuyển đến, chuyển đi."
    assert made.proposed_by is not None and "Đang bị xem xét kỷ luật" in page_of(made.proposed_by, "/con-nguoi/chuyen/")
    assert "Đang bị xem xét kỷ luật" not in page_of(user("uy-vien", office.p1), f"/con-nguoi/{one.key}/")


@pytest.mark.parametrize(
    ("since", "says"), [("24/11/2026", "Đã chuyển Lê Văn C đến Phòng 2."), ("01/12/2026", "Sẽ chuyển Lê Văn C đến Phòng 2 từ 01/12/2026.")]
)
def test_what_is_still_to_come_is_not_said_to_be_done(office: Office, one: Person, since: str, says: str) -> None:
    client = signed_in(user("bo-phan-tdkt", office.top))
    said = {"kind": "payroll", "new_unit": office.p2.pk, "since": since, "until": "", "paper": "", "opinion": ""}
    answer = client.post(f"/con-nguoi/{one.key}/chuyen/", said, follow=True)
    assert [str(m) for m in answer.context["messages"]] == [says]


@pytest.mark.parametrize(("since", "says"), [(ON, "Đã tiếp nhận Lê Văn C."), (DAY, "Đã tiếp nhận Lê Văn C: sẽ chuyển từ 01/12/2026.")])
def test_accepting_says_when(office: Office, one: Person, since: dt.date, says: str) -> None:
    made = transfers.propose(one, office.p2, since=since, by=user("can-bo-tdkt", office.p1), on=ON)
    answer = signed_in(user("can-bo-tdkt", office.p2)).post(f"/con-nguoi/chuyen/{made.pk}/tiep-nhan/", follow=True)
    assert [str(m) for m in answer.context["messages"]] == [says]
