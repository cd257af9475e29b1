"""Entering records: what is saved, what is refused and in which words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.office import Office, person, user
from tests.records.makers import ON, award, clerk, discipline, rating

from vinhdanh.audit.models import Event
from vinhdanh.records import actions
from vinhdanh.records.actions.enter import Paper
from vinhdanh.records.awards import award_choices, award_name
from vinhdanh.records.models import Authorship, AwardHeld, Initiative, Rating
from vinhdanh.workbook import lexicon as lx


def faults(error: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]]:
    return error.value.message_dict


def test_a_rating_is_saved_with_who_entered_it_and_one_event(office: Office) -> None:
    by, who = clerk(office), person(office.p1)
    made = rating(who, by)
    assert (made.person, made.year, made.value, made.entered_by) == (who, 2025, "hoan-thanh-tot", by)
    event = Event.objects.get(kind="records.rating", object_id=str(made.pk))
    assert (event.action, event.actor, event.data["value"]) == ("records.enter", by, "hoan-thanh-tot")


def test_a_second_rating_of_a_year_is_refused_and_nothing_is_written(office: Office) -> None:
    by, who = clerk(office), person(office.p1)
    rating(who, by)
    with pytest.raises(ValidationError) as error:
        rating(who, by, value="hoan-thanh")
    said = "Năm 2025 đã có xếp loại “Hoàn thành tốt nhiệm vụ” (chuyên môn). Mỗi năm chỉ có một: mở dòng ấy để sửa, đừng nhập dòng thứ hai."
    assert faults(error) == {"year": [said]}
    assert Rating.objects.count() == Event.objects.filter(kind="records.rating").count() == 1


def test_the_database_refuses_a_second_rating_by_itself(office: Office) -> None:
    made = rating(person(office.p1), clerk(office))
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_another_organisation_may_rate_the_same_year(office: Office) -> None:
    by, who = clerk(office), person(office.p1)
    rating(who, by)
    assert rating(who, by, body="dang").body == "dang"


def test_a_record_needs_its_paper(office: Office) -> None:
    with pytest.raises(ValidationError) as error:
        rating(person(office.p1), clerk(office), paper="")
    assert list(faults(error)) == ["paper"]


@pytest.mark.parametrize("year", [1944, 2027])
def test_a_year_before_the_movement_or_to_come_is_refused(office: Office, year: int) -> None:
    with pytest.raises(ValidationError) as error:
        rating(person(office.p1), clerk(office), year=year)
    assert faults(error)["year"] == ["Năm phải từ 1945 đến 2026. Sửa lại năm của dữ kiện."]


def test_an_award_before_the_person_was_born_is_refused(office: Office) -> None:
    who = person(office.p1, birth=dt.date(1990, 5, 1))
    with pytest.raises(ValidationError) as error:
        award(who, clerk(office), year=1989)
    assert faults(error)["year"] == [f"Năm 1989 sớm quá: {who.full_name} sinh năm 1990. Sửa năm, hoặc sửa ngày sinh ở trang cán bộ."]


def test_a_unit_is_not_rewarded_before_it_was_founded(office: Office) -> None:
    with pytest.raises(ValidationError) as error:
        award(office.p1, clerk(office), year=2009, award="tap-the-lao-dong-tien-tien")  # type: ignore[arg-type]
    assert faults(error)["year"] == ["Năm 2009 sớm quá: Phòng 1 thành lập 01/01/2010. Sửa năm, hoặc chọn đơn vị cũ."]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"award": "lao-dong-gioi"}, "award"),
        ({"award": "tap-the-lao-dong-xuat-sac"}, "award"),
        ({"decision": "quyet dinh"}, "decision"),
        ({"decision": ""}, "decision"),
        ({"decided_on": dt.date(2024, 12, 1)}, "decided_on"),
        ({"decided_on": dt.date(2026, 12, 1)}, "decided_on"),
        ({"period_from": dt.date(2025, 6, 1), "period_to": dt.date(2025, 1, 1)}, "period_to"),
        ({"secret": True}, "secret"),
    ],
)
def test_a_wrong_award_is_refused_beside_its_field(office: Office, more: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        award(person(office.p1), clerk(office), **more)
    assert list(faults(error)) == [field]
    assert not AwardHeld.objects.exists()


@pytest.mark.parametrize("number", ["123/QĐ-VKSTC", "45/QĐ-TTg", "12/2019/QĐ-CTN", "1234/QĐ-VKS-P1", "7a/QĐ-VKS", "95 KT/CTN"])
def test_numbers_of_decisions_as_they_are_written(office: Office, number: str) -> None:
    assert award(person(office.p1), clerk(office), decision=number).decision == number


def test_an_unknown_code_names_the_nearest_award(office: Office) -> None:
    with pytest.raises(ValidationError) as error:
        award(person(office.p1), clerk(office), award="lao-dong-tien-tiens")
    assert "Gần giống nhất: “Lao động tiên tiến”" in faults(error)["award"][0]


def test_a_title_is_given_once_a_year_a_commendation_once_a_decision(office: Office) -> None:
    by, who = clerk(office), person(office.p1)
    award(who, by)
    with pytest.raises(ValidationError) as error:
        award(who, by, decision="99/QĐ-VKS")
    assert list(faults(error)) == ["year"]
    award(who, by, award="giay-khen")
    award(who, by, award="giay-khen", decision="77/QĐ-VKS")
    with pytest.raises(ValidationError) as error:
        award(who, by, award="giay-khen")
    assert list(faults(error)) == ["decision"]
    assert AwardHeld.objects.count() == 3


def test_what_is_secret_is_refused_with_the_article_and_what_to_do(office: Office) -> None:
    with pytest.raises(ValidationError) as error:
        award(person(office.p1), clerk(office), secret=True)
    said = faults(error)["secret"][0]
    assert "khoản 4 Điều 84" in said and "Hồ sơ mật" in said and "chưa được nhập" in said


def test_a_secret_award_cannot_be_in_the_table(office: Office) -> None:
    made = award(person(office.p1), clerk(office))
    made.secret = True
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_discipline_tells_the_log_no_more_than_which_fields_are_closed(office: Office) -> None:
    made = discipline(person(office.p1), clerk(office))
    data = Event.objects.get(kind="records.discipline", object_id=str(made.pk)).data
    assert data == {"year": "2025", "hidden": "form, paper, paper_on, ended_on, conduct_year, already_used_in, note"}


def test_discipline_in_order_and_of_its_decision_s_year(office: Office) -> None:
    with pytest.raises(ValidationError) as error:
        discipline(person(office.p1), clerk(office), year=2024, ended_on=dt.date(2025, 1, 1), conduct_year=2025)
    assert sorted(faults(error)) == ["conduct_year", "ended_on", "year"]


def test_leave_and_study_need_some_time_and_holds_an_end_before_a_conclusion(office: Office) -> None:
    by, who = clerk(office), person(office.p1)
    boss = user("bo-phan-tdkt", office.top)
    plain = {"year": 2025, "paper": "1/QĐ-VKS"}
    with pytest.raises(ValidationError) as leave:
        actions.enter_absence(who, {**plain, "kind": "om"}, by=by, on=ON)
    with pytest.raises(ValidationError) as study:
        actions.enter_study(who, plain, by=by, on=ON)
    with pytest.raises(ValidationError) as hold:
        actions.enter_hold(who, {**plain, "kind": "thanh-tra-kiem-tra", "cleared": True}, by=boss, on=ON)
    assert [list(faults(e)) for e in (leave, study, hold)] == [["since"], ["since"], ["until"]]


def test_only_who_may_see_complaints_enters_them(office: Office) -> None:
    told = {"year": 2025, "paper": "1/TB", "kind": "khieu-nai-to-cao"}
    with pytest.raises(PermissionDenied, match="xem khiếu nại, tố cáo"):
        actions.enter_hold(person(office.p1), told, by=clerk(office), on=ON)


def test_nobody_enters_outside_his_scope(office: Office) -> None:
    with pytest.raises(PermissionDenied, match="nhập dữ kiện tại Phòng 1"):
        rating(person(office.p1), user("can-bo-tdkt", office.p2))


def test_a_collective_year_is_told_once_and_adds_up(office: Office) -> None:
    by = clerk(office)
    told = {"year": 2025, "paper": "9/BC-VKS", "collective": {"unity": True}, "members": {"total": 10, "lao_dong_tien_tien": 8}}
    made = actions.enter_collective_year(office.p1, told, by=by, on=ON)
    assert (made.collective, made.members) == ({"unity": True}, {"total": 10, "lao_dong_tien_tien": 8})
    with pytest.raises(ValidationError) as twice:
        actions.enter_collective_year(office.p1, told, by=by, on=ON)
    with pytest.raises(ValidationError) as wrong:
        actions.enter_collective_year(office.p2, {**told, "members": {"total": 10, "lao_dong_tien_tien": 11, "share_ldtt": 120}}, by=by, on=ON)
    assert (list(faults(twice)), sorted(faults(wrong))) == (["year"], ["lao_dong_tien_tien", "share_ldtt"])


# ---- initiatives ---------------------------------------------------------------------------------------


IDEA = {"name": "Bảng theo dõi án tạm đình chỉ", "year": 2025, "level": "co-so", "recognised": True, "decision": "88/QĐ-HĐSK"}


def test_the_shares_of_several_authors_add_up_to_the_whole(office: Office) -> None:
    a, b = person(office.p1), person(office.p2)
    made = actions.enter_initiative(IDEA, [actions.Author(a, share=6000), actions.Author(b, share=4000)], by=clerk(office), on=ON)
    assert list(made.authors.order_by("pk").values_list("person", "share")) == [(a.pk, 6000), (b.pk, 4000)]


def test_the_only_author_has_the_whole(office: Office) -> None:
    actions.enter_initiative(IDEA, [actions.Author(person(office.p1))], by=clerk(office), on=ON)
    assert Authorship.objects.get().share == 10000


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ((6000, 3000), "Tỷ lệ đóng góp cộng lại được 90,00%, thiếu 10,00%. Sửa để tổng đúng 100%."),
        ((6000, 4001), "Tỷ lệ đóng góp cộng lại được 100,01%, thừa 0,01%. Sửa để tổng đúng 100%."),
        ((), "Chưa có tác giả. Ghi ít nhất một người hoặc một đơn vị."),
    ],
)
def test_shares_that_do_not_add_up_are_refused(office: Office, shares: tuple[int, ...], says: str) -> None:
    authors = [actions.Author(person(office.p1), share=s) for s in shares]
    with pytest.raises(ValidationError) as error:
        actions.enter_initiative(IDEA, authors, by=clerk(office), on=ON)
    assert faults(error) == {"authors": [says]} and not Initiative.objects.exists()


def test_an_author_without_share_and_one_named_twice_are_refused(office: Office) -> None:
    a, b = person(office.p1), person(office.p1)
    for authors, word in (([actions.Author(a, share=5000), actions.Author(b)], "Chưa ghi tỷ lệ"), ([actions.Author(a, share=5000)] * 2, "hai lần")):
        with pytest.raises(ValidationError, match=word):
            actions.enter_initiative(IDEA, authors, by=clerk(office), on=ON)


def test_what_is_recognised_names_its_decision(office: Office) -> None:
    with pytest.raises(ValidationError) as error:
        actions.enter_initiative({**IDEA, "decision": ""}, [actions.Author(person(office.p1))], by=clerk(office), on=ON)
    assert list(faults(error)) == ["decision"]


# ---- a whole unit --------------------------------------------------------------------------------------


def test_the_ratings_of_a_unit_are_saved_together_or_not_at_all(office: Office) -> None:
    by, a, b = clerk(office), person(office.p1), person(office.p1)
    rating(b, by)
    with pytest.raises(ValidationError) as error:
        actions.enter_ratings(office.p1, 2025, {a: "hoan-thanh-tot", b: "hoan-thanh"}, Paper("5/TB-VKS"), by=by, on=ON)
    assert list(faults(error)) == [b.key] and Rating.objects.filter(person=a).count() == 0
    made = actions.enter_ratings(office.p1, 2024, {a: "hoan-thanh-tot", b: "hoan-thanh"}, Paper("5/TB-VKS"), by=by, on=ON)
    assert [(r.person, r.value) for r in made] == [(a, "hoan-thanh-tot"), (b, "hoan-thanh")]
    assert Event.objects.get(kind="units.unit", action="records.ratings").data == {"year": 2024, "rows": 2, "paper": "5/TB-VKS"}


def test_the_entry_form_names_awards_as_the_sector_does() -> None:
    names = dict(award_choices())
    assert (names["chien-si-thi-dua-nganh"], names["bang-khen-nganh"]) == (
        lx.AWARDS.label("chien-si-thi-dua-nganh"),
        lx.AWARDS.label("bang-khen-nganh"),
    )
    assert [name for name in names.values() if "Bộ, ban, ngành" in name] == []
    assert award_name("bang-khen-nganh") == names["bang-khen-nganh"]
