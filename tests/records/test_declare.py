"""Declaring completeness, sending, receiving, returning, reminding, keeping secrets apart, destroying in time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.office import Office, person, user
from tests.records.makers import ON, award, clerk, rating

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Event
from vinhdanh.notices.models import Notice
from vinhdanh.records import actions, retention
from vinhdanh.records.completeness import chase, counts, expected, lines, matrix, precheck
from vinhdanh.records.kinds import BY_SLUG
from vinhdanh.records.models import AwardHeld, Completeness, Correction, Destruction, RetentionPeriod, SecretStub, Submission

ALL = [str(k) for k in Completeness.Kind]


def test_before_declaring_the_people_without_a_rating_are_named(office: Office) -> None:
    by, a, b = clerk(office), person(office.p1, "Lê Thị Chín"), person(office.p1, "Lê Thị Mười")
    rating(a, by)
    gaps = precheck(office.p1, 2025, "ratings")
    assert [(g.says, g.count, list(g.people)) for g in gaps] == [
        ("Chưa có xếp loại năm 2025", 1, [("Lê Thị Mười", f"/du-kien/xep-loai/them/?nguoi={b.key}&nam=2025")]),
        ("Chưa có xếp loại của tập thể", 1, []),
    ]


def test_whoever_had_left_before_the_year_is_not_missed(office: Office) -> None:
    gone = person(office.p1)
    gone.memberships.update(until=dt.date(2024, 12, 31))
    assert [g.count for g in precheck(office.p1, 2025, "ratings")] == [1]


def test_declaring_is_one_row_a_kind_and_can_be_taken_back_with_a_reason(office: Office) -> None:
    by = clerk(office)
    made = actions.declare(office.p1, 2025, ["ratings", "awards", "ratings"], by=by, on=ON, paper="10/BC-VKS")
    assert [(c.kind, c.paper, c.declared_by) for c in made] == [("ratings", "10/BC-VKS", by), ("awards", "10/BC-VKS", by)]
    assert actions.declare(office.p1, 2025, ["ratings"], by=by, on=ON) == []
    with pytest.raises(ValidationError, match="Chưa ghi lý do"):
        actions.withdraw(office.p1, 2025, "ratings", reason="", by=by)
    actions.withdraw(office.p1, 2025, "ratings", reason="Sót một người", by=by)
    assert list(Completeness.objects.filter(withdrawn_at=None).values_list("kind", flat=True)) == ["awards"]
    assert Event.objects.filter(action="records.withdraw").get().reason == "Sót một người"
    assert actions.declare(office.p1, 2025, ["ratings"], by=by, on=ON)[0].kind == "ratings"


def test_years_in_which_the_unit_was_not_are_refused_and_who_may_not_declare(office: Office) -> None:
    with pytest.raises(ValidationError, match="thành lập 01/01/2010"):
        actions.declare(office.p1, 2009, ["ratings"], by=clerk(office), on=ON)
    with pytest.raises(ValidationError, match="từ 1945 đến 2026"):
        actions.declare(office.p1, 2027, ["ratings"], by=clerk(office), on=ON)
    with pytest.raises(PermissionDenied):
        actions.declare(office.p1, 2025, ["ratings"], by=user("uy-vien", office.top), on=ON)


def test_the_matrix_of_a_unit_is_one_query(office: Office, django_assert_num_queries: Any) -> None:
    actions.declare(office.top, 2025, ["ratings"], by=clerk(office), on=ON)
    actions.declare(office.p1, 2025, ["ratings", "awards"], by=clerk(office), on=ON)
    with django_assert_num_queries(1):
        found = {kind: cells for kind, cells in matrix(office.top, [2025, 2024])}
    assert (found[Completeness.Kind.RATINGS], found[Completeness.Kind.AWARDS]) == (
        [(2025, True, 1), (2024, False, 0)],
        [(2025, False, 1), (2024, False, 0)],
    )


def test_the_lines_of_a_year_hide_what_is_sensitive_as_a_whole(office: Office) -> None:
    shown = {line.kind: line for line in lines(user("uy-vien", office.top), office.p1, 2025)}
    assert shown[Completeness.Kind.DISCIPLINE].count is None and "xem kỷ luật" in shown[Completeness.Kind.DISCIPLINE].hidden
    assert shown[Completeness.Kind.RATINGS].count == 0


# ---- sending -------------------------------------------------------------------------------------------


@pytest.fixture
def boss(office: Office) -> User:
    return user("bo-phan-tdkt", office.top)


@pytest.fixture
def local(office: Office) -> User:
    return user("can-bo-tdkt", office.p1)


@pytest.mark.django_db(transaction=False)
def test_sent_received_returned_and_sent_again(office: Office, boss: User, local: User, django_capture_on_commit_callbacks: Any) -> None:
    with pytest.raises(ValidationError, match="chưa xác nhận nhập đủ Danh sách cán bộ, Xếp loại"):
        actions.submit(office.p1, 2025, by=local, on=ON)
    actions.declare(office.p1, 2025, ALL, by=local, on=ON)
    with django_capture_on_commit_callbacks(execute=True):
        actions.submit(office.p1, 2025, by=local, on=ON)
        with pytest.raises(ValidationError, match="đã gửi"):
            actions.submit(office.p1, 2025, by=local, on=ON)
        actions.receive(office.p1, 2025, by=boss)
        actions.return_(office.p1, 2025, reason="Thiếu quyết định", by=boss)
    row = Submission.objects.get()
    assert (row.state, row.reason, row.by) == ("returned", "Thiếu quyết định", boss)
    assert sorted(Notice.objects.values_list("user", "kind")) == sorted(
        [(boss.pk, "data-sent"), (local.pk, "data-received"), (local.pk, "data-returned")]
    )
    assert actions.submit(office.p1, 2025, by=local, on=ON).state == "submitted"
    actions_ = Event.objects.filter(kind="records.submission").order_by("number").values_list("action", flat=True)
    assert list(actions_) == ["records.submit", "records.receive", "records.return", "records.submit"]


def test_nothing_is_received_that_was_not_sent_nor_by_the_unit_itself(office: Office, boss: User, local: User) -> None:
    with pytest.raises(ValidationError, match="“Chưa gửi”"):
        actions.receive(office.p1, 2025, by=boss)
    with pytest.raises(PermissionDenied, match="tiếp nhận, trả lại"):
        actions.receive(office.p1, 2025, by=local)
    with pytest.raises(ValidationError, match="Chưa ghi lý do"):
        actions.return_(office.p1, 2025, reason=" ", by=boss)


def test_reminders_go_to_the_nearest_who_may_declare_and_units_without_are_named(
    office: Office, boss: User, local: User, django_capture_on_commit_callbacks: Any
) -> None:
    actions.set_due([office.p1], 2025, dt.date(2025, 11, 28), by=boss)
    with django_capture_on_commit_callbacks(execute=True):
        told = actions.remind([office.p1, office.p2], 2025, by=boss, on=ON)
    assert (told.told, told.nobody) == (1, ["Phòng 2"])
    notice = Notice.objects.get()
    assert (notice.user, notice.says) == (local, "Nhắc: Phòng 1 chưa gửi dữ liệu năm 2025, hạn 28/11/2025.")
    assert notice.url == "/du-kien/tien-do/P1/2025/"
    assert Submission.objects.get(unit=office.p1).reminders == 1


def test_the_chase_list_counts_filters_and_shows_units_without_a_row(office: Office, boss: User, local: User) -> None:
    actions.declare(office.p1, 2025, ALL, by=local, on=ON)
    actions.submit(office.p1, 2025, by=local, on=ON)
    actions.set_due([office.p2], 2025, dt.date(2026, 1, 5), by=boss)
    units = expected(boss, 2025)
    assert counts(units) == {"not_sent": 4, "submitted": 1, "received": 0, "returned": 0}
    assert [(u.key, u.declared) for u in chase(units, state="submitted")] == [("P1", 11)]
    assert [u.key for u in chase(units, name="phong 2")] == ["P2"]
    assert [u.key for u in chase(units, late_on=ON)] == ["P2"]
    assert [u.key for u in chase(expected(user("uy-vien", office.kv), 2025))] == ["KV1", "KV1A"]


def test_a_unit_is_expected_only_in_years_it_lived(office: Office, boss: User) -> None:
    office.p2.dissolved_on = dt.date(2025, 1, 1)
    office.p2.save()
    assert "P2" not in [u.key for u in expected(boss, 2025)] and "P2" in [u.key for u in expected(boss, 2024)]
    assert not expected(boss, 2009).exists()


# ---- secrets and keeping -------------------------------------------------------------------------------


def test_of_a_secret_dossier_only_number_holder_and_date_are_kept(office: Office) -> None:
    stub = actions.enter_stub(office.p1, number="01/M", holder="Văn thư mật", day=dt.date(2025, 3, 1), by=clerk(office), on=ON)
    assert {f.name for f in SecretStub._meta.get_fields()} == {"id", "number", "holder", "on", "entered_by", "entered_at", "unit"}
    assert Event.objects.get(kind="records.secretstub", object_id=str(stub.pk)).data == {}
    with pytest.raises(ValidationError, match="đã được ghi"):
        actions.enter_stub(office.p1, number="01/M", holder="Khác", day=dt.date(2025, 3, 1), by=clerk(office), on=ON)


def test_no_period_is_invented(office: Office) -> None:
    assert {k.years for k in retention.TABLE} == {None} and all(k.open for k in retention.TABLE)
    assert [k.slug for k in retention.TABLE] == list(BY_SLUG)
    assert list(retention.due(office.top, 2026)) == []


@pytest.fixture
def ten_years(boss: User, office: Office) -> RetentionPeriod:
    return actions.propose_period(BY_SLUG["khen-thuong"], 10, "Quyết định 1/QĐ, Điều 2", by=boss)


def test_a_period_needs_two_people(office: Office, boss: User, ten_years: RetentionPeriod) -> None:
    assert retention.in_force()["khen-thuong"].years is None
    with pytest.raises(PermissionDenied, match="không tự duyệt"):
        actions.agree_period(ten_years, by=boss)
    actions.agree_period(ten_years, by=user("lanh-dao", office.top))
    kept = retention.in_force()["khen-thuong"]
    assert (kept.years, kept.cite) == (10, "Quyết định 1/QĐ, Điều 2")
    ten_years.refresh_from_db()
    ten_years.agreed_by = boss
    with pytest.raises(IntegrityError), transaction.atomic():
        ten_years.save()


def test_what_has_ended_is_listed_and_destroyed_by_another_leaving_only_numbers(office: Office, boss: User, ten_years: RetentionPeriod) -> None:
    leader, by, who = user("lanh-dao", office.top), clerk(office), person(office.p1)
    actions.agree_period(ten_years, by=leader)
    old, kept = award(who, by, year=2015), award(who, by, year=2016)
    actions.correct(old, {"issuer": "Viện trưởng"}, reason="Thiếu", version=1, by=by, on=ON)
    listed = actions.propose_destruction(office.top, BY_SLUG["khen-thuong"], by=boss, on=ON)
    assert (listed.until_year, listed.ids) == (2015, [old.pk])
    with pytest.raises(ValidationError, match="đang chờ duyệt"):
        actions.propose_destruction(office.top, BY_SLUG["khen-thuong"], by=boss, on=ON)
    with pytest.raises(PermissionDenied, match="không tự duyệt"):
        actions.carry_out(listed, by=boss)
    assert actions.carry_out(listed, by=leader) == 1
    assert list(AwardHeld.objects.all()) == [kept] and not Correction.objects.exists()
    assert not LogEntry.objects.filter(content_type__model="awardheld", object_id=old.pk).exists()
    done = Destruction.objects.get()
    assert (done.done, done.ids, done.decided_by) == (True, [], leader)
    assert Event.objects.get(action="records.destroy").data["rows"] == 1
    with pytest.raises(ValidationError, match="đã được xử lý"):
        actions.carry_out(listed, by=leader)


def test_a_list_may_be_turned_down_with_a_reason(office: Office, boss: User, ten_years: RetentionPeriod) -> None:
    leader = user("lanh-dao", office.top)
    actions.agree_period(ten_years, by=leader)
    award(person(office.p1), clerk(office), year=2012)
    listed = actions.propose_destruction(office.top, BY_SLUG["khen-thuong"], by=boss, on=ON)
    actions.turn_down(listed, reason="Còn dùng để xét cống hiến", by=leader)
    assert AwardHeld.objects.count() == 1 and Destruction.objects.get().done is False
