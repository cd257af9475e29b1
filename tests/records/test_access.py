"""Whose records are seen, which of their fields, and the note of what was seen."""

from __future__ import annotations

import pytest
from django.http import Http404
from pytest_django import DjangoAssertNumQueries
from tests.office import Office, person, user
from tests.records.makers import ON, award, clerk, discipline, rating

from vinhdanh.audit.models import Viewing
from vinhdanh.people.access import scope_of
from vinhdanh.people.powers import SENSITIVE
from vinhdanh.records import actions
from vinhdanh.records.access import FIELD_RULES, HIDDEN, log_seen, mask, may_change, record_for, records_for, records_of
from vinhdanh.records.kinds import BY_SLUG, KINDS
from vinhdanh.records.models import Absence
from vinhdanh.records.queries import counts_of


def test_records_are_seen_in_the_scope_and_one_s_own(office: Office) -> None:
    by, a, b = clerk(office), person(office.p1), person(office.p2)
    mine, theirs = rating(a, by), rating(b, by)
    kind = BY_SLUG["xep-loai"]
    assert set(records_for(user("uy-vien", office.p1), kind)) == {mine}
    assert set(records_for(user(person=b), kind)) == {theirs}
    assert set(records_for(user("ke-toan", office.top), kind)) == set()
    with pytest.raises(Http404):
        record_for(user("uy-vien", office.p1), kind, theirs.pk)


def test_the_records_of_a_secret_or_merged_person_are_not_there(office: Office) -> None:
    by, who = clerk(office), person(office.p1)
    rating(who, by)
    who.secret = True
    who.save()
    assert not records_for(by, BY_SLUG["xep-loai"]).exists()


def test_discipline_is_there_only_for_who_may_see_it_and_the_person(office: Office) -> None:
    by, who = clerk(office), person(office.p1)
    made = discipline(who, by)
    kind = BY_SLUG["ky-luat"]
    seen = [set(records_for(u, kind)) for u in (user("thu-ky", office.top), user(person=who), user("uy-vien", office.top))]
    assert seen == [{made}, {made}, set()]


def test_a_complaint_is_hidden_even_from_the_person(office: Office) -> None:
    boss, who = user("bo-phan-tdkt", office.top), person(office.p1)
    made = actions.enter_hold(who, {"year": 2025, "paper": "1/TB", "kind": "khieu-nai-to-cao"}, by=boss, on=ON)
    kind = BY_SLUG["tam-dung"]
    assert [set(records_for(u, kind)) for u in (boss, user(person=who), clerk(office))] == [{made}, set(), set()]


def test_initiatives_are_seen_by_the_unit_of_any_author(office: Office) -> None:
    a, b = person(office.p1), person(office.p2)
    parts = [actions.Author(a, share=5000), actions.Author(b, share=5000)]
    made = actions.enter_initiative({"name": "Sổ tay", "year": 2025}, parts, by=clerk(office), on=ON)
    kind = BY_SLUG["sang-kien"]
    assert [set(records_for(user("uy-vien", u), kind)) for u in (office.p1, office.p2, office.kv)] == [{made}, {made}, set()]
    assert list(records_of(clerk(office), b, kind)) == [made]


def leave(office: Office, kind: str) -> Absence:
    told = {"year": 2025, "kind": kind, "months": 3, "paper": "7/QĐ-VKS", "note": "phẫu thuật"}
    return actions.enter_absence(person(office.p1), told, by=clerk(office), on=ON)


def test_why_somebody_was_away_is_masked_where_it_tells_of_health(office: Office) -> None:
    sick, plain = leave(office, "om"), leave(office, "phep")
    outsider = user("uy-vien", office.top)
    assert mask(outsider, sick) == {
        "kind": HIDDEN,
        "year": "2025",
        "since": "",
        "until": "",
        "days": "",
        "months": "3",
        "paper": HIDDEN,
        "paper_on": HIDDEN,
        "note": HIDDEN,
    }
    assert (mask(outsider, plain)["kind"], mask(clerk(office), sick)["kind"]) == ("Nghỉ phép", "Ốm đau")


def test_an_export_shows_no_sensitive_field_to_anybody(office: Office) -> None:
    assert mask(None, leave(office, "thai-san"), ["kind", "months"]) == {"kind": HIDDEN, "months": "3"}


def test_counts_of_disciplined_members_are_masked(office: Office) -> None:
    told = {"year": 2025, "paper": "9/BC", "members": {"total": 9, "disciplined_khien_trach": 1}}
    made = actions.enter_collective_year(office.p1, told, by=clerk(office), on=ON)
    assert mask(user("uy-vien", office.top), made, ["members"]) == {"members": HIDDEN}
    assert mask(user("lanh-dao", office.p1), made, ["members"]) == {"members": "Tổng số cá nhân: 9; Số cá nhân bị kỷ luật khiển trách: 1"}


def test_every_rule_names_a_field_that_is_and_a_sensitivity_that_is() -> None:
    names = {f"{k.table}.{f.name}" for k in KINDS for f in k.model._meta.get_fields()}
    assert {n for n in FIELD_RULES if n not in names} == {"person.identity_number"}
    assert set(FIELD_RULES.values()) <= set(SENSITIVE)


def test_what_was_shown_is_noted_once_a_page_but_not_one_s_own(office: Office, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    by = clerk(office)
    rows = list(records_for(by, BY_SLUG["nghi"])) + [leave(office, "om") for _ in range(3)] + [leave(office, "phep")]
    mask(by, rows[0])
    with django_assert_num_queries(1):
        log_seen(by, rows, ("kind", "paper", "months"), "/du-kien/nghi/")
    assert list(Viewing.objects.values_list("actor", "kind", "fields", "page")) == [(by.pk, "records.absence", "kind,paper", "/du-kien/nghi/")] * 3
    me = user(person=rows[0].person)
    log_seen(me, rows[:1], ("kind",), "/")
    assert Viewing.objects.count() == 3


def test_who_may_not_change_is_told_why(office: Office) -> None:
    answer = may_change(user("uy-vien", office.top), award(person(office.p1), clerk(office)))
    assert not answer and "sửa dữ kiện đã nhập tại Phòng 1" in answer.why


@pytest.mark.parametrize("role", ["thu-ky", "uy-vien", "ke-toan", "ca-nhan", "bo-phan-tdkt", "quan-tri"])
def test_the_counts_of_a_subject_are_those_of_the_door(office: Office, role: str) -> None:
    boss, who, other = user("bo-phan-tdkt", office.top), person(office.p1), person(office.p2)
    rating(who, boss), award(who, boss), discipline(who, boss)
    actions.enter_hold(who, {"year": 2025, "paper": "1/TB", "kind": "khieu-nai-to-cao"}, by=boss, on=ON)
    parts = [actions.Author(who, share=5000), actions.Author(other, share=5000)]
    actions.enter_initiative({"name": "Sổ tay", "year": 2025}, parts, by=boss, on=ON)
    wrong = rating(other, boss)
    actions.void(wrong, reason="nhập nhầm", version=wrong.version, by=boss)
    askers = [user(role, office.top), user(role, office.p1), user(role, office.other), user(person=who), user(role, office.p2, person=other)]
    for asker in askers:
        for subject in (who, other, office.p1, office.p2):
            kinds = [k for k in KINDS if ("person" if subject in (who, other) else "unit") in k.subjects]
            assert counts_of(asker, subject, kinds) == {k.slug: records_of(asker, subject, k).count() for k in kinds}


@pytest.mark.parametrize("rows", [1, 30])
def test_counting_is_one_query_whatever_there_is(office: Office, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    boss, who = user("bo-phan-tdkt", office.top), person(office.p1)
    for year in range(2025 - rows, 2025):
        rating(who, boss, year=year)
    scope_of(boss)
    with django_assert_num_queries(1):
        assert counts_of(boss, who, KINDS[:2]) == {"xep-loai": rows, "khen-thuong": 0}


def test_nothing_is_counted_of_the_secret(office: Office) -> None:
    boss, who = user("bo-phan-tdkt", office.top), person(office.p1)
    rating(who, boss)
    who.secret = True
    who.save()
    assert counts_of(boss, who, KINDS[:2]) == {"xep-loai": 0, "khen-thuong": 0}
