"""Correcting, setting aside, restoring: the old value stays, a stale form is refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.office import Office, person, user
from tests.records.makers import ON, award, clerk, rating
from tests.records.test_enter import IDEA

from vinhdanh.audit.models import Event
from vinhdanh.records import actions
from vinhdanh.records.actions.change import author_words
from vinhdanh.records.models import Correction, Rating


def test_a_correction_keeps_the_old_value_the_reason_and_who(office: Office) -> None:
    by = clerk(office)
    made = rating(person(office.p1), by)
    now = actions.correct(made, {"value": "hoan-thanh-xuat-sac"}, reason="Ghi nhầm, theo 12/TB-VKS", version=1, by=by, on=ON)
    assert (now.value, now.version) == ("hoan-thanh-xuat-sac", 2)
    kept = Correction.objects.get()
    assert (kept.kind, kept.object_id, kept.field, kept.old, kept.new) == ("rating", made.pk, "value", "hoan-thanh-tot", "hoan-thanh-xuat-sac")
    assert (kept.reason, kept.by) == ("Ghi nhầm, theo 12/TB-VKS", by)
    assert Event.objects.get(action="records.correct").data == {"fields": ["value"], "version": 2}


def test_a_stale_form_is_refused_with_the_difference(office: Office) -> None:
    by = clerk(office)
    made = rating(person(office.p1), by)
    actions.correct(made, {"value": "hoan-thanh"}, reason="Nhầm", version=1, by=by, on=ON)
    with pytest.raises(actions.Stale) as error:
        actions.correct(made, {"value": "hoan-thanh-xuat-sac", "year": 2025}, reason="Nhầm", version=1, by=by, on=ON)
    assert error.value.differences == [("Xếp loại", "hoan-thanh-xuat-sac", "hoan-thanh")]
    assert Rating.objects.get().value == "hoan-thanh"


def test_a_correction_is_checked_like_an_entry(office: Office) -> None:
    by, who = clerk(office), person(office.p1)
    rating(who, by, year=2024)
    made = rating(who, by)
    with pytest.raises(ValidationError, match="Năm 2024 đã có xếp loại"):
        actions.correct(made, {"year": 2024}, reason="Nhầm năm", version=1, by=by, on=ON)
    assert not Correction.objects.exists()


def test_nothing_changed_and_no_reason_are_refused(office: Office) -> None:
    by = clerk(office)
    made = rating(person(office.p1), by)
    with pytest.raises(ValidationError, match="Chưa có gì thay đổi"):
        actions.correct(made, {"value": made.value}, reason="Nhầm", version=1, by=by, on=ON)
    with pytest.raises(ValidationError, match="Chưa ghi lý do"):
        actions.correct(made, {"value": "hoan-thanh"}, reason=" ", version=1, by=by, on=ON)


def test_who_may_only_read_does_not_correct(office: Office) -> None:
    made = rating(person(office.p1), clerk(office))
    with pytest.raises(PermissionDenied, match="sửa dữ kiện"):
        actions.correct(made, {"value": "hoan-thanh"}, reason="Nhầm", version=1, by=user("uy-vien", office.top), on=ON)


def test_set_aside_it_no_longer_stands_in_the_way_and_comes_back_only_if_it_may(office: Office) -> None:
    by, who = clerk(office), person(office.p1)
    first = rating(who, by)
    first = actions.void(first, reason="Sai người", version=1, by=by)
    assert (first.void_reason, first.version) == ("Sai người", 2)
    second = rating(who, by, value="hoan-thanh")
    with pytest.raises(ValidationError, match="Năm 2025 đã có xếp loại"):
        actions.restore(first, reason="Đúng người", version=2, by=by, on=ON)
    actions.void(second, reason="Nhầm", version=1, by=by)
    back = actions.restore(first, reason="Đúng người", version=2, by=by, on=ON)
    assert (back.void_at, back.void_reason, back.version) == (None, "", 3)
    assert list(Event.objects.filter(kind="records.rating", object_id=str(first.pk)).order_by("number").values_list("action", flat=True)) == [
        "records.enter",
        "records.void",
        "records.restore",
    ]


def test_setting_aside_twice_and_with_an_old_version_is_refused(office: Office) -> None:
    by = clerk(office)
    made = award(person(office.p1), by)
    with pytest.raises(actions.Stale):
        actions.void(made, reason="Nhầm", version=7, by=by)
    actions.void(made, reason="Nhầm", version=1, by=by)
    with pytest.raises(ValidationError, match="đã được hủy"):
        actions.void(made, reason="Nhầm", version=2, by=by)


def test_the_authors_of_an_initiative_are_corrected_with_it(office: Office) -> None:
    by, a, b = clerk(office), person(office.p1, "Lê Văn Một"), person(office.p1, "Lê Văn Hai")
    made = actions.enter_initiative(IDEA, [actions.Author(a)], by=by, on=ON)
    parts = [actions.Author(a, share=5000), actions.Author(b, share=5000)]
    actions.correct(made, {}, reason="Thiếu đồng tác giả", version=1, by=by, on=ON, authors=parts)
    kept = Correction.objects.get()
    assert (kept.field, kept.old, kept.new) == ("authors", "Lê Văn Một (100%)", "Lê Văn Một (50%); Lê Văn Hai (50%)")
    assert author_words(made) == kept.new


def test_wrong_authors_leave_everything_as_it_was(office: Office) -> None:
    by, a, b = clerk(office), person(office.p1), person(office.p1)
    made = actions.enter_initiative(IDEA, [actions.Author(a)], by=by, on=ON)
    with pytest.raises(ValidationError, match="cộng lại được"):
        actions.correct(
            made,
            {"name": "Khác"},
            reason="Sửa",
            version=1,
            by=by,
            on=ON,
            authors=[actions.Author(a, share=5000), actions.Author(b, share=4000)],
        )
    made.refresh_from_db()
    assert (made.name, made.authors.get().share, Correction.objects.count()) == (IDEA["name"], 10000, 0)
