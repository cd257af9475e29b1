"""Rules of the office: two people, the same loader, in force from their day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Event
from vinhdanh.law import access, rule_actions
from vinhdanh.law.models import OfficeRule
from vinhdanh.law.rulebook import law, office_rulebook
from vinhdanh.merit.sheet import sheet
from vinhdanh.notices.models import Notice

Enter = Callable[..., OfficeRule]
Approve = Callable[[OfficeRule], OfficeRule]
CSTDCS = "chien-si-thi-dua-co-so"
BEFORE, FIRST = dt.date(2025, 12, 31), dt.date(2026, 1, 1)


def quotas(path: str | None, on: dt.date) -> list[str]:
    found = sheet(office_rulebook(path), CSTDCS, on)
    return [line.says for section in found.sections if section.key == "quotas" for line in section.lines]


def test_a_rule_takes_effect_from_its_day_for_its_unit_and_below_only_when_approved(office: Office, enter: Enter, approve: Approve) -> None:
    rule = enter()
    assert len(quotas(office.kv.path, FIRST)) == 1
    approve(rule)
    assert quotas(office.kv.path, BEFORE) == quotas(office.other.path, FIRST)
    assert quotas(office.kv.path, FIRST)[-1] == "Không quá 12% số “Lao động tiên tiến” [12%, làm tròn xuống]"
    assert quotas(office.kv.path, FIRST) == quotas(office.top.path, FIRST)


def test_without_a_unit_the_rules_of_the_only_unit_at_the_top_hold(office: Office, enter: Enter, approve: Approve) -> None:
    approve(enter())
    assert office_rulebook() is law()  # two provinces: neither speaks for both
    office.other.delete()
    assert len(quotas(None, FIRST)) == 2


def test_the_book_is_kept_and_costs_one_query(
    office: Office, enter: Enter, approve: Approve, django_assert_num_queries: Callable[..., object]
) -> None:
    approve(enter())
    first = office_rulebook(office.p1.path)
    with django_assert_num_queries(1):
        assert office_rulebook(office.p2.path) is first
    assert first.authority == "procuracy" and first.digest != law().digest


def test_who_entered_or_edited_never_approves(office: Office, enter: Enter, clerk: User) -> None:
    both = user("bo-phan-tdkt", office.top)
    chief_too = user("lanh-dao", office.top)
    rule = enter()
    role = both.grants.get().role
    role.powers = [*role.powers, "law.approve"]
    role.save()
    edited = rule_actions.edit_rule(rule, {"title": "Tên khác"}, version=rule.version, by=both)
    sent = rule_actions.submit_rule(edited, version=edited.version, by=both)
    for writer in (User.objects.get(pk=clerk.pk), User.objects.get(pk=both.pk)):
        assert access.may_approve(writer, sent).why == "Bạn đã nhập hoặc sửa quy định này; việc duyệt phải do người thứ hai thực hiện."
        with pytest.raises(PermissionDenied):
            rule_actions.approve_rule(sent, version=sent.version, by=writer)
    assert rule_actions.approve_rule(sent, version=sent.version, by=chief_too).state == "approved"


def test_the_database_itself_refuses_one_person_for_both(office: Office, enter: Enter, clerk: User) -> None:
    rule = enter()
    rule.state, rule.approved_by = OfficeRule.State.APPROVED, clerk
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.save()


def test_a_returned_rule_can_be_mended_and_sent_again(enter: Enter, clerk: User, chief: User) -> None:
    rule = enter()
    sent = rule_actions.submit_rule(rule, version=1, by=clerk)
    back = rule_actions.return_rule(sent, "Sai điều khoản", version=2, by=chief)
    assert (back.state, back.reason) == ("returned", "Sai điều khoản")
    again = rule_actions.edit_rule(back, {"article": "Điều 15"}, version=3, by=clerk)
    assert again.state == "draft" and Event.objects.filter(kind="law.officerule", object_id=str(rule.pk)).count() == 4


def test_who_entered_a_rule_is_told_what_became_of_it(
    enter: Enter, clerk: User, chief: User, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    sent = rule_actions.submit_rule(enter(), version=1, by=clerk)
    with django_capture_on_commit_callbacks(execute=True):
        rule_actions.return_rule(sent, "Sai điều khoản", version=2, by=chief)
    assert [(n.user, n.says) for n in Notice.objects.all()] == [(clerk, "Trả lại quy định “Tỷ lệ CSTĐCS của tỉnh”: Sai điều khoản")]


def test_a_stale_version_is_refused_and_nothing_is_written(enter: Enter, clerk: User) -> None:
    rule = enter()
    rule_actions.edit_rule(rule, {"title": "Bản mới"}, version=1, by=clerk)
    with pytest.raises(rule_actions.Stale) as stale:
        rule_actions.edit_rule(rule, {"title": "Bản cũ"}, version=1, by=clerk)
    assert stale.value.now.title == "Bản mới" == OfficeRule.objects.get(pk=rule.pk).title


def test_the_one_who_approves_approves_what_he_saw(enter: Enter, clerk: User, chief: User) -> None:
    sent = rule_actions.submit_rule(enter(), version=1, by=clerk)
    with pytest.raises(rule_actions.Stale):
        rule_actions.approve_rule(sent, version=1, by=chief)


def test_rules_of_another_office_are_not_there(office: Office, enter: Enter, approve: Approve) -> None:
    rule = enter()
    for stranger in (user("lanh-dao", office.other), user("can-bo-tdkt", office.p1), user()):
        with pytest.raises(Http404):
            access.rule_for(stranger, rule.pk)
    approve(rule)
    assert access.rule_for(user("can-bo-tdkt", office.p1), rule.pk) == rule  # in force for his unit: open to him
    with pytest.raises(Http404):
        access.rule_for(user("lanh-dao", office.other), rule.pk)


def test_a_clerk_of_a_department_enters_nothing_for_the_province(office: Office, enter: Enter) -> None:
    with pytest.raises(PermissionDenied):
        enter(by=user("bo-phan-tdkt", office.p1))


# ---- the loader's word ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"body": "says: ["}, "Không đọc được YAML"),
        ({"body": "- says: a"}, "Nội dung phải là các cặp khóa: giá trị"),
        ({"body": ""}, "Nội dung phải là các cặp khóa: giá trị"),
        ({"body": "id: a\nsays: b\nin_force: 2026-01-01"}, "Không ghi “in_force” trong nội dung"),
        ({"body": "id: a\nsays: &x b\nof: *x"}, "Dòng 2: Không dùng neo"),
        ({"body": "id: a\nsays: b\nshare: 15\nof: lao-dong-tien-tien"}, "Dòng 3: Tỷ lệ phải lớn hơn 0 và không quá 100%"),
        (
            {"body": "id: a\nsays: b\nrounding: len"},
            "Dòng 3: giá trị không hợp lệ tại awards.chien-si-thi-dua-co-so.quotas.0.rounding: phải là một trong",
        ),
        ({"body": "id: a\nsays: b\nla: c"}, "Dòng 3: khóa lạ “la”"),
        ({"body": "id: a\nsays: b\ntags: [khong-co]"}, "nhãn lạ “khong-co”"),
        ({"body": "id: a\n\tsays: b"}, "Không đọc được YAML"),
        ({"body": "id: a\nsays: b\nid: c"}, "Không đọc được YAML"),
        ({"body": "id: a\nsays: " + "[" * 3000}, ""),
        ({"award": "khong-co"}, "Không có danh hiệu, hình thức “khong-co”"),
        ({"article": "chỗ nào đó"}, "Không nhận ra Điều, khoản, điểm"),
        ({"section": "criteria", "body": "all: [{says: a, held: {rating: xuat-sac}}]"}, "không có xếp loại “xuat-sac”"),
        ({"section": "criteria", "body": "all: [{says: a}]"}, "phải có đúng một động từ"),
    ],
)
def test_the_loader_refuses_with_the_line(enter: Enter, change: dict[str, str], says: str) -> None:
    with pytest.raises(rule_actions.Unsound) as unsound:
        enter(**change)
    assert says in str(unsound.value) and OfficeRule.objects.count() == 0


def test_two_rules_for_one_thing_at_one_time_are_refused_unless_one_replaces_the_other(enter: Enter, approve: Approve, office: Office) -> None:
    first = approve(enter())
    with pytest.raises(rule_actions.Unsound, match="chồng lấn"):
        enter(in_force=dt.date(2027, 1, 1))
    second = enter(in_force=dt.date(2027, 1, 1), replaces=first, body=BODY_10)
    approve(second)
    assert quotas(office.top.path, dt.date(2026, 12, 31))[-1].endswith("[12%, làm tròn xuống]")
    assert quotas(office.top.path, dt.date(2027, 1, 1))[-1].endswith("[10%, làm tròn xuống]")


BODY_10 = "mode: add\nid: ty-le-rieng\nsays: Không quá 10%\nshare: 10/100\nof: lao-dong-tien-tien\n"


def test_a_rule_is_ended_by_a_rule_that_says_so(enter: Enter, approve: Approve, office: Office) -> None:
    first = approve(enter())
    approve(enter(section="end", body="", award="", replaces=first, in_force=dt.date(2026, 7, 1)))
    assert len(quotas(office.top.path, dt.date(2026, 6, 30))) == 2
    assert len(quotas(office.top.path, dt.date(2026, 7, 1))) == 1


def test_base_salary_of_the_office_prevails(enter: Enter, approve: Approve, office: Office) -> None:
    approve(enter(section="base_salary", award="", body="amount: 2800000", in_force=dt.date(2027, 7, 1)))
    book = office_rulebook(office.top.path)
    assert [book.base_salary(d).spec.amount for d in (dt.date(2027, 6, 30), dt.date(2027, 7, 1))] == [2530000, 2800000]  # type: ignore[union-attr,attr-defined]
