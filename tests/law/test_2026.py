"""The amending act of 2026 entered in a form, without code: another number of years, from its day, approved by a second person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from tests.office import Office, person

from vinhdanh.accounts.models import User
from vinhdanh.law import impact, rule_actions
from vinhdanh.law.guided import NumberForm
from vinhdanh.law.models import Act, OfficeRule
from vinhdanh.law.rulebook import law, office_rulebook
from vinhdanh.merit.facts import Case
from vinhdanh.merit.judge import judge
from vinhdanh.merit.rulebook import Rulebook

Approve = Callable[[OfficeRule], OfficeRule]
AWARD = "bang-khen-thu-tuong"
EVE, DAY = dt.date(2026, 9, 30), dt.date(2026, 10, 1)
WORDS = "Đã được tặng bằng khen của Bộ, ban, ngành, tỉnh và có liên tục từ 03 năm trở lên được công nhận hoàn thành tốt nhiệm vụ trở lên"


def four_years() -> Case:
    """Bằng khen ngành of 2021, then four years HTXSNV with CSTĐCS each."""
    years = range(2022, 2026)
    facts = {
        "awards": [
            {"award": "bang-khen-nganh", "year": 2021, "issued": "2022-01-15", "kind": "cong-trang"},
            *({"award": "chien-si-thi-dua-co-so", "year": y, "issued": f"{y}-12-20"} for y in years),
        ],
        "ratings": {2021: "khong-hoan-thanh", **dict.fromkeys(years, "hoan-thanh-xuat-sac")},
        "discipline": [],
        "holds": [],
        "service": {"outside_sector": False},
    }
    return Case.from_facts(facts, subject="person", as_of=DAY, period=2025, complete=("awards",), key="A")


def form(office: Office, **more: str) -> NumberForm:
    book = office_rulebook(office.top.path)
    unbound = NumberForm(unit=office.top, book=book, award=AWARD, on=DAY)
    choices = dict(unbound.fields["spot"].choices)  # type: ignore[attr-defined]
    spot = next(key for key, words in choices.items() if "có liên tục từ 05 năm" in words and "số năm liên tục: 5" in words)
    act = Act.objects.get(code="luat-2026")
    data = {"title": "Luật 2026: số năm", "spot": spot, "value": "3", "says": WORDS, "act": str(act.pk), "article": "khoản 9 Điều 1", **more}
    return NumberForm(data, unit=office.top, book=book, award=AWARD, on=DAY)


@pytest.fixture
def entered(office: Office, acts: None, clerk: User) -> OfficeRule:
    filled = form(office)
    assert filled.is_valid(), filled.errors
    return rule_actions.enter_rule(filled.fields_of_rule(), by=clerk)


def verdicts(book: Rulebook, on: dt.date) -> int:
    found = book.criteria(AWARD, "person", on)
    assert found is not None
    return judge(found.rule, four_years(), frozenset({"cong-trang"})).verdict


def test_a_changed_number_of_years_changes_verdicts_from_its_day(office: Office, entered: OfficeRule, approve: Approve) -> None:
    assert verdicts(office_rulebook(office.top.path), DAY) == 0  # a draft changes nothing
    approve(entered)
    book = office_rulebook(office.kv_a.path)
    assert (verdicts(book, EVE), verdicts(book, DAY)) == (0, 2)
    assert verdicts(office_rulebook(office.other.path), DAY) == verdicts(law(), DAY) == 0


def test_the_changed_condition_cites_the_new_act_and_what_is_kept_says_that_it_is_carried_over(
    office: Office, entered: OfficeRule, approve: Approve
) -> None:
    approve(entered)
    found = office_rulebook(office.top.path).criteria(AWARD, "person", DAY)
    assert found is not None
    cites = [str(part.head.cite) for part in found.rule.parts[-1].routes[0].rule.parts]  # type: ignore[union-attr]
    assert "khoản 9 Điều 1 Luật 06/2026/QH16" in cites
    assert any("có hiệu lực từ 01/10/2026 chưa được nhập" in remark for remark in found.remarks)


def test_a_number_that_is_none_is_refused(office: Office, acts: None) -> None:
    filled = form(office, value="ba", until="01/10/2026")
    assert filled.errors["value"] == ["Viết một số, ví dụ 3."]
    assert filled.errors["until"] == ["Ngày hết hiệu lực phải sau ngày có hiệu lực (01/10/2026)."]


def test_the_comparison_before_approval_tells_of_people_and_of_the_text(office: Office, entered: OfficeRule, clerk: User) -> None:
    person(office.p1, "Trần Thị Mới")
    told = impact.impact_of(entered)
    rows = told.texts[0][2]
    assert [name for _, name, _ in told.texts] == ["Bằng khen của Thủ tướng Chính phủ"] and any(r.right and r.right.line.says == WORDS for r in rows)
    assert [(t.word, t.total, t.loses) for t in impact.touched(entered, clerk, 2025, DAY)] == [("cá nhân", 1, 0)]


def test_nobody_is_told_of_where_no_application_gives_the_people(entered: OfficeRule, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impact, "_sources", [])
    assert impact.touched(entered, clerk, 2025, DAY) == []
