"""Bàn làm việc: what waits, for whom, in what order, at what cost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.office import Office, person, user

from vinhdanh.accounts.desk import DeskItem, named
from vinhdanh.accounts.models import User
from vinhdanh.desk import waiting
from vinhdanh.files.models import StoredFile
from vinhdanh.jobs.models import Job
from vinhdanh.law.models import Act, OfficeRule
from vinhdanh.notices.models import Notice
from vinhdanh.people.models import Transfer
from vinhdanh.records.models import ImportBatch, Submission
from vinhdanh.units.models import Cluster, ClusterMember, Unit
from vinhdanh.web.desk import first_of

pytestmark = pytest.mark.django_db
ON = dt.date(2025, 11, 21)
DAY = dt.timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return Office()


def titles(account: User, on: dt.date = ON) -> list[str]:
    return [item.title for item in waiting(User.objects.get(pk=account.pk), on)]


def transfer(new: Unit, state: str = "proposed", **more: Any) -> Transfer:
    return Transfer.objects.create(
        person=more.pop("person", None) or person(None), new_unit=new, on=ON, state=state, proposed_at=timezone.now(), **more
    )


def rule(unit: Unit, by: User, state: str = "submitted") -> OfficeRule:
    act = Act.objects.get_or_create(code="qc", defaults={"number": "1/QC", "name": "Quy chế", "folded": "quy che"})[0]
    return OfficeRule.objects.create(
        act=act,
        unit=unit,
        title="Tỷ lệ xét",
        section="quotas",
        body="{}",
        article="Điều 5",
        in_force=ON,
        state=state,
        entered_by=by,
        entered_at=timezone.now(),
    )


def test_nothing_waits_for_who_has_no_role(client: Client) -> None:
    account = user()
    assert titles(account) == []
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert "Không có việc nào đang chờ bạn." in client.get("/").content.decode()


def test_transfers_wait_for_the_unit_that_is_to_accept(office: Office) -> None:
    transfer(office.p1, person=person(office.p2, "Lê Thị C"))
    transfer(office.p1, person=person(office.p2, "Người Mật", secret=True))
    assert titles(user("can-bo-tdkt", office.p1)) == ["Tiếp nhận 1 cán bộ được chuyển đến"]
    assert titles(user("can-bo-tdkt", office.p2)) == []
    assert waiting(user("can-bo-tdkt", office.p1), ON)[0].detail == "Lê Thị C"


def test_a_returned_transfer_waits_a_month_for_the_old_unit(office: Office) -> None:
    transfer(office.p1, "returned", old_unit=office.p2, answered_at=timezone.now())
    clerk, today = user("can-bo-tdkt", office.p2), timezone.localdate()
    assert titles(clerk, today) == ["Xem 1 đề nghị chuyển cán bộ bị trả lại"]
    assert titles(clerk, today + 40 * DAY) == []


def test_data_is_sent_received_and_chased_by_whom_it_concerns(office: Office) -> None:
    Submission.objects.create(unit=office.p1, year=2025, due=ON + 7 * DAY)
    Submission.objects.create(unit=office.p2, year=2025, state="submitted")
    Submission.objects.create(unit=office.kv, year=2025, state="returned", reason="Thiếu xếp loại")
    assert titles(user("can-bo-tdkt", office.p1)) == ["Gửi dữ liệu năm 2025 của Phòng 1"]
    assert titles(user("can-bo-tdkt", office.kv)) == ["Sửa và gửi lại dữ liệu năm 2025 của VKSND khu vực 1"]
    assert titles(user("can-bo-tdkt", office.p2)) == []


def test_the_office_receives_and_chases(office: Office) -> None:
    Submission.objects.create(unit=office.p1, year=2025, due=ON + 7 * DAY)
    Submission.objects.create(unit=office.p2, year=2025, state="submitted")
    chief = user("bo-phan-tdkt", office.top)
    chief_role = chief.grants.get().role
    chief_role.powers = ["records.receive"]
    chief_role.save()
    assert titles(chief) == ["Nhắc 1 đơn vị chưa gửi dữ liệu", "Tiếp nhận dữ liệu của 1 đơn vị"]


def test_rules_wait_for_a_second_person(office: Office) -> None:
    clerk, head = user("bo-phan-tdkt", office.top), user("lanh-dao", office.top)
    rule(office.top, clerk)
    rule(office.top, head)
    assert titles(head) == ["Duyệt quy định “Tỷ lệ xét”"]
    assert titles(user("lanh-dao", office.other)) == []


def test_a_returned_rule_goes_back_to_who_entered_it(office: Office) -> None:
    clerk = user("bo-phan-tdkt", office.top)
    rule(office.top, clerk, "returned")
    assert titles(clerk) == ["Sửa quy định “Tỷ lệ xét”"]


def test_a_cluster_without_a_head(office: Office) -> None:
    cluster = Cluster.objects.create(kind="cum", key="C1", name="Cụm 1", owner=office.top)
    chief = user("bo-phan-tdkt", office.top)
    assert titles(chief) == ["Ghi trưởng cụm, khối năm 2025 cho 1 cụm, khối"]
    ClusterMember.objects.create(cluster=cluster, unit=office.p1, year=2025, role="head")
    assert titles(chief) == []


def test_imports_under_review(office: Office) -> None:
    clerk, now = user("can-bo-tdkt", office.p1), timezone.now()
    file = StoredFile.objects.create(digest="a" * 64, name="ds.xlsx", media_type="x", size=1, uploaded_by=clerk, uploaded_at=now)
    ImportBatch.objects.create(file=file, unit=office.p1, kind="list", year=2025, state="review", made_by=clerk, made_at=now)
    assert titles(clerk) == ["Rà soát tệp “ds.xlsx”"]
    assert titles(user("can-bo-tdkt", office.p2)) == []


def test_work_that_runs_or_failed_and_notices_with_a_deadline(office: Office) -> None:
    me, now = user(), timezone.now()
    for state, ended in (("running", None), ("done", now), ("failed", now), ("failed", now - 8 * DAY)):
        Job.objects.create(kind="thử", state=state, asked_by=me, asked_at=now, ended_at=ended)
    Job.objects.create(kind="của người khác", state="running", asked_by=user(), asked_at=now)
    Notice.objects.create(user=me, kind="x", says="Nộp trước ngày 30", made_at=now, due=ON + 9 * DAY)
    Notice.objects.create(user=me, kind="x", says="Tin thường", made_at=now)
    assert titles(me) == ["Nộp trước ngày 30", "thử", "thử"]
    assert [i.state for i in waiting(me, ON)][1:] == ["Không xong", "Đang chạy"]


def test_the_most_urgent_first() -> None:
    def item(due: dt.date | None) -> DeskItem:
        return DeskItem("x", "/", "Xem", "Nháp", "nhap", due=due)

    late, soon, far = item(ON - DAY), item(ON + 7 * DAY), item(ON + 8 * DAY)
    assert [first_of([i], ON) for i in (late, soon, far, item(None))] == [late, soon, None, None]
    assert first_of([], ON) is None


def test_names_of_many() -> None:
    assert named(["A", "B"], 2) == "A, B"
    assert named(["A", "B"], 5) == "A, B và 3 mục khác"


@pytest.mark.parametrize("rows", [1, 30])
def test_the_desk_costs_the_same_for_any_number(client: Client, office: Office, django_assert_num_queries: Any, rows: int) -> None:
    clerk = user("bo-phan-tdkt", office.top, person=person(office.p1))
    for number in range(rows):
        transfer(office.p1)
        Submission.objects.create(unit=office.p1, year=2000 + number, due=ON)
        rule(office.top, clerk, "returned")
        Notice.objects.create(user=clerk, kind="x", says="x", made_at=timezone.now())
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    # session, account; scope 2; records 3, people 2, law 2, units 1, rankings 4, notices 1, jobs 1, administration 2; person, roles, news; unread
    with django_assert_num_queries(24):
        assert "Tiếp nhận" in client.get("/").content.decode()
