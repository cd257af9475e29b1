"""Transfers: proposed, accepted, returned, withdrawn, at once; secondments."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from tests.office import Office, person, user
from tests.people.build import DAY, TODAY, clerk_of, post, signed_in, spans

from vinhdanh.audit.models import Event
from vinhdanh.notices.models import Notice
from vinhdanh.people import transfers
from vinhdanh.people.models import Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_proposal_changes_nothing_until_the_new_unit_accepts(office: Office, django_capture_on_commit_callbacks: object) -> None:
    old, new, one = user("can-bo-tdkt", office.p1), user("can-bo-tdkt", office.p2), person(office.p1)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        made = transfers.propose(one, office.p2, since=DAY, by=old, on=TODAY, opinion="Tốt")
    assert (made.state, spans(one)) == ("proposed", [("P1", "payroll", dt.date(2015, 3, 1), None)])
    assert list(Notice.objects.values_list("user", flat=True)) == [new.pk]
    transfers.accept(made, by=new, on=TODAY)
    one.refresh_from_db()
    assert one.unit == office.p2
    assert spans(one) == [("P1", "payroll", dt.date(2015, 3, 1), DAY), ("P2", "payroll", DAY, None)]
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == ["transfer_propose", "transfer_accept"]


def test_where_one_account_answers_for_both_it_is_done_at_once(office: Office) -> None:
    one = person(office.p1)
    post(one, "Phó Trưởng phòng", leader=True)
    post(one, "Kiểm tra viên")
    made = transfers.propose(one, office.kv_a, since=DAY, by=clerk_of(office), on=TODAY)
    one.refresh_from_db()
    assert (made.state, one.unit, one.post_name) == ("accepted", office.kv_a, "Kiểm tra viên")


def test_a_returned_proposal_names_its_reason_and_frees_the_person(office: Office) -> None:
    old, new, one = user("can-bo-tdkt", office.p1), user("can-bo-tdkt", office.p2), person(office.p1)
    made = transfers.propose(one, office.p2, since=DAY, by=old, on=TODAY)
    with pytest.raises(ValidationError, match="đang chờ Phòng 2"):
        transfers.propose(one, office.kv, since=DAY, by=old, on=TODAY)
    with pytest.raises(ValidationError, match="Ghi lý do trả lại"):
        transfers.give_back(made, reason="", by=new, on=TODAY)
    transfers.give_back(made, reason="Thiếu quyết định", by=new, on=TODAY)
    with pytest.raises(ValidationError, match="đã được trả lời"):
        transfers.accept(made, by=new, on=TODAY)
    assert transfers.propose(one, office.kv, since=DAY, by=old, on=TODAY).state == "proposed"


def test_a_secondment_ends_and_leaves_the_payroll_where_it_is(office: Office) -> None:
    one, end = person(office.p1), dt.date(2027, 1, 1)
    with pytest.raises(ValidationError, match="Biệt phái phải có ngày kết thúc"):
        transfers.propose(one, office.p2, since=DAY, kind="secondment", by=clerk_of(office), on=TODAY)
    transfers.propose(one, office.p2, since=DAY, until=end, kind="secondment", by=clerk_of(office), on=TODAY)
    one.refresh_from_db()
    assert one.unit == office.p1
    assert spans(one)[1:] == [("P2", "secondment", DAY, end)]


def test_a_transfer_to_ones_own_unit_or_of_somebody_who_left_is_refused(office: Office) -> None:
    clerk = clerk_of(office)
    with pytest.raises(ValidationError, match="đã thuộc biên chế Phòng 1"):
        transfers.propose(person(office.p1), office.p1, since=DAY, by=clerk, on=TODAY)
    with pytest.raises(ValidationError, match="đã nghỉ hưu, không chuyển được"):
        transfers.propose(person(office.p1, status="retired"), office.p2, since=DAY, by=clerk, on=TODAY)


def test_pages_only_the_new_unit_answers_and_only_the_old_withdraws(office: Office) -> None:
    old, new, one = user("can-bo-tdkt", office.p1), user("can-bo-tdkt", office.p2), person(office.p1)
    made = transfers.propose(one, office.p2, since=DAY, by=old, on=TODAY)
    assert signed_in(old).post(f"/con-nguoi/chuyen/{made.pk}/tiep-nhan/").status_code == 404
    assert signed_in(new).post(f"/con-nguoi/chuyen/{made.pk}/rut/").status_code == 404
    assert one.full_name in signed_in(new).get("/con-nguoi/chuyen/").content.decode()
    assert signed_in(new).post(f"/con-nguoi/chuyen/{made.pk}/tra-lai/", {"reason": "Chưa có quyết định"}).status_code == 302
    assert Transfer.objects.get().state == "returned"


def test_pages_propose_from_the_form(office: Office) -> None:
    one = person(office.p1)
    client = signed_in(user("can-bo-tdkt", office.p1))
    said = {"kind": "payroll", "new_unit": office.p2.pk, "since": "01/07/2026", "until": "", "paper": "5/QĐ", "opinion": ""}
    answer = client.post(f"/con-nguoi/{one.key}/chuyen/", said)
    assert (answer.status_code, answer["Location"]) == (302, "/con-nguoi/chuyen/")
    assert client.post(f"/con-nguoi/{one.key}/chuyen/", said | {"since": "32/13/2026"}).status_code == 200
    assert Transfer.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_of_transfers_costs_the_same_whatever_waits(office: Office, django_assert_num_queries: object, rows: int) -> None:
    old, new = user("can-bo-tdkt", office.p1), user("can-bo-tdkt", office.p2)
    for _ in range(rows):
        transfers.propose(person(office.p1), office.p2, since=DAY, by=old, on=TODAY)
    client = signed_in(new)
    client.get("/con-nguoi/chuyen/")
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        client.get("/con-nguoi/chuyen/")


QUERIES = 9
