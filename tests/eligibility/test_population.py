"""A rule of the office is shown with whom it touches before it is approved: the page names them, the reason and the article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.eligibility.conftest import YEAR, declare, row
from tests.office import Office, person, user

from vinhdanh.accounts.models import User
from vinhdanh.eligibility.population import population
from vinhdanh.law import impact, rule_actions
from vinhdanh.law.actions import sync_acts
from vinhdanh.law.guided import NumberForm
from vinhdanh.law.models import Act, OfficeRule
from vinhdanh.law.rulebook import office_rulebook
from vinhdanh.merit.truth import NO, UNKNOWN
from vinhdanh.people.models import Membership, Person
from vinhdanh.records.models import AwardHeld, Discipline, Rating
from vinhdanh.units.models import Unit

ON, LAW = dt.date(2025, 11, 25), dt.date(2026, 1, 1)
Enter = Callable[..., OfficeRule]


@pytest.fixture
def enter(office: Office, clerk: User) -> Enter:
    """A number of an award changed in the form, and sent for approval."""
    sync_acts(None)

    def make(award: str, words: str, value: str) -> OfficeRule:
        book = office_rulebook(office.top.path)
        unbound = NumberForm(unit=office.top, book=book, award=award, on=LAW)
        spot = next(key for key, said in unbound.fields["spot"].choices if words in said)  # type: ignore[attr-defined]
        act = Act.objects.get(code="luat-2026")
        data = {"title": "Số năm của tỉnh", "spot": spot, "value": value, "says": "Lời mới", "act": str(act.pk), "article": "khoản 9 Điều 1"}
        form = NumberForm(data, unit=office.top, book=book, award=award, on=LAW)
        assert form.is_valid(), form.errors
        made = rule_actions.enter_rule(form.fields_of_rule(), by=clerk)
        return rule_actions.submit_rule(made, version=made.version, by=clerk)

    return make


@pytest.fixture
def approver(office: Office, client: Client) -> User:
    """The second person, signed in."""
    made = user("chu-tich", office.top)
    client.force_login(made, backend="django.contrib.auth.backends.ModelBackend")
    return made


def fighter(unit: Unit, name: str, *years: int) -> Person:
    """Excellent from 2024 on, CSTĐ cơ sở in the years named."""
    who = person(unit, name)
    Membership.objects.filter(person=who).update(since=dt.date(2011, 9, 1))
    for year in range(2012, YEAR + 1):
        row(Rating, who, year, value="hoan-thanh-tot" if year < 2024 else "hoan-thanh-xuat-sac")
    for year in years:
        row(AwardHeld, who, year, award="chien-si-thi-dua-co-so", decided_on=dt.date(year, 12, 20))
    return who


def rated(unit: Unit, *values: str) -> None:
    """What a unit was rated, up to the year asked about."""
    for year, value in zip(range(YEAR - len(values) + 1, YEAR + 1), values, strict=True):
        row(Rating, unit, year, value=value)


@pytest.fixture
def known(office: Office) -> None:
    """Everything declared; who is touched and who is not."""
    declare(office.top)
    fighter(office.p1, "Trần Thị Mới", 2025)
    fighter(office.p1, "Lê Văn Đủ", 2024, 2025)
    fighter(office.p2, "Phạm Thị Chưa")
    for unit in (office.top, office.p2, office.kv_a):
        rated(unit, "hoan-thanh-tot", "hoan-thanh-tot", "hoan-thanh-xuat-sac")
    rated(office.p1, "hoan-thanh-tot", "hoan-thanh-xuat-sac", "hoan-thanh-xuat-sac")
    rated(office.kv, *["hoan-thanh-xuat-sac"] * 3)


def told(rule: OfficeRule, by: User) -> list[Any]:
    return [(t.word, t.total, t.gains, t.loses, t.unsettled, [(c.title, *c.lines) for c in t.changes]) for t in impact.touched(rule, by, YEAR, ON)]


FIGHTER = "02 lần liên tục được tặng danh hiệu “Chiến sĩ thi đua cơ sở”"
EXCELLENT = "02 năm trở lên liên tục hoàn thành xuất sắc"
NEW = "Nay: Lời mới — có năm 2024, 2025; thiếu năm 2023 (khoản 9 Điều 1 Luật 06/2026/QH16)"
OLD = f"Trước: Có {FIGHTER} — có năm 2025; thiếu năm 2024 (điểm d khoản 1 Điều 74 Luật TĐKT 2022)"


def test_a_rule_shows_exactly_who_gains_and_why(enter: Enter, known: None, approver: User) -> None:
    word, total, gains, loses, unsettled, lines = told(enter("bang-khen-nganh", FIGHTER, "1"), approver)[0]
    assert (word, total, gains, loses, unsettled) == ("cá nhân", 3, 1, 0, 0)
    assert [line[:2] for line in lines] == [("Trần Thị Mới, Phòng 1: Chưa đạt → Đạt", OLD)]


def test_a_rule_shows_exactly_the_unit_that_loses_and_why(enter: Enter, known: None, approver: User) -> None:
    found = told(enter("bang-khen-nganh", EXCELLENT, "3"), approver)
    assert found == [("tập thể", 5, 0, 1, 0, [("Phòng 1: Đạt → Chưa đạt", NEW)])]


def test_a_title_that_asks_for_the_changed_one_is_told_too(enter: Enter, known: None, approver: User) -> None:
    found = impact.touched(enter("lao-dong-tien-tien", "mới tuyển dụng", "1"), approver, YEAR, ON)
    assert [t.award for t in found] == ["lao-dong-tien-tien", "chien-si-thi-dua-co-so"]


def test_those_whose_records_the_account_may_not_read_are_not_weighed(office: Office, enter: Enter, known: None) -> None:
    rule = enter("bang-khen-nganh", FIGHTER, "1")
    fighter(office.other, "Đỗ Văn Xa", 2025)
    hidden = fighter(office.p1, "Hồ Văn Mật", 2025)
    hidden.secret = True
    hidden.save()
    weighed = [[t[1:3] for t in told(rule, by)] for by in (user("chu-tich", office.top), user("lanh-dao", office.p2), user("ke-toan", office.top))]
    assert weighed == [[(3, 1)], [(1, 0)], [(0, 0)]]


def test_what_is_hidden_from_who_asks_decides_nothing(office: Office, known: None) -> None:
    """A disciplined person is *no* to who may see discipline, and *not settled* to who may not."""
    who = fighter(office.p2, "Vũ Thị Kỷ")
    row(Discipline, who, YEAR, form="canh-cao", paper_on=dt.date(YEAR, 3, 1))
    found = office_rulebook(office.top.path).criteria("lao-dong-tien-tien", "person", LAW)
    assert found is not None
    weighed = [population(user(role, office.p2), office.p2.path, "person", [found.rule], YEAR, ON) for role in ("can-bo-tdkt", "uy-vien")]
    assert [p.weigh(found.rule).tolist()[-1] for p in weighed if p] == [NO, UNKNOWN]
    assert [p.tell([1])[0][1](found.rule).verdict for p in weighed if p] == [NO, UNKNOWN]


def test_the_page_names_them_with_the_reason_and_the_article(enter: Enter, known: None, approver: User, client: Client) -> None:
    rule = enter("bang-khen-nganh", EXCELLENT, "3")
    page = f"/phap-luat/quy-dinh/{rule.pk}/"
    assert f'hx-get="{page}ai/?nam=2024"' in client.get(page).content.decode()
    whole, part = (client.get(f"{page}ai/?nam=2025", headers=h).content.decode() for h in ({}, {"HX-Request": "true"}))
    assert "xét 5: 0 được thêm, 1 mất, 0 đổi từ hoặc sang chưa rõ" in part and part.strip() in whole
    assert "<td>Phòng 1: Đạt → Chưa đạt</td>" in part and f"<div>{NEW}</div>" in part
    assert ("<html" in whole, "<html" in part) == (True, False)


@pytest.mark.parametrize("more", [0, 30])
def test_the_queries_do_not_grow_with_the_people_told(
    office: Office, enter: Enter, known: None, approver: User, more: int, django_assert_num_queries: Any
) -> None:
    rules = [enter("bang-khen-nganh", words, value) for words, value in ((FIGHTER, "1"), (EXCELLENT, "3"))]
    for n in range(more):
        fighter(office.p2, f"Trần Thị M{n}", 2025)
    asked = user("chu-tich", office.top)
    with django_assert_num_queries(PEOPLE):
        assert told(rules[0], asked)[0][2] == 1 + more
    with django_assert_num_queries(UNITS):
        assert told(rules[1], asked)[0][3] == 1


PEOPLE, UNITS = 29, 16


def test_a_rule_about_papers_asks_nobody(office: Office, clerk: User, client: Client, approver: User) -> None:
    sync_acts(None)
    body = "mode: add\nid: ty-le\nsays: Không quá 12%\nshare: 12/100\nof: lao-dong-tien-tien\n"
    act = Act.objects.get(code="tt-02-vkstc")
    more = {"title": "Tỷ lệ", "award": "chien-si-thi-dua-co-so", "section": "quotas", "body": body, "act": act, "article": "Điều 14", "in_force": LAW}
    rule = rule_actions.enter_rule({"unit": office.top, **more}, by=clerk)
    page = f"/phap-luat/quy-dinh/{rule.pk}/"
    assert (client.get(f"{page}ai/")["Location"], "hx-get" in client.get(page).content.decode()) == (page, False)
