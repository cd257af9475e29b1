"""The pages: how many queries, who may open them, what they say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.office import Office, person, user

from vinhdanh.accounts.models import User
from vinhdanh.law import rule_actions
from vinhdanh.law.guided import KINDS
from vinhdanh.law.models import Act, OfficeRule
from vinhdanh.law.rulebook import law
from vinhdanh.merit.sheet import EVIDENCE, sheet

SignIn = Callable[[User], Client]
Enter = Callable[..., OfficeRule]
Approve = Callable[[OfficeRule], OfficeRule]
OPEN = [
    "/phap-luat/",
    "/phap-luat/?ngay=01/10/2024&tim=nghi dinh&tinh-trang=in_force",
    "/phap-luat/luat-2022/",
    "/phap-luat/luat-2022/dieu-22/",
    "/phap-luat/luat-2022/dieu-22-khoan-1/khung/",
    "/phap-luat/quy-tac/",
    "/phap-luat/quy-tac/bang-khen-thu-tuong/",
    "/phap-luat/quy-tac/bang-khen-thu-tuong/so-sanh/?truoc=31/12/2023&sau=01/01/2024&ca=on",
    "/phap-luat/quy-dinh/",
    "/phap-luat/quy-dinh/con-de-ngo/",
]
CLOSED = ["/phap-luat/them-van-ban/", "/phap-luat/luat-2022/nhap/", "/phap-luat/quy-dinh/moi/"]
NEW = "/phap-luat/quy-dinh/moi/?loai={}&danh-hieu={}&tu-ngay=01/01/2027"


@pytest.mark.parametrize("url", OPEN)
def test_the_law_is_open_to_everybody_who_signed_in_and_to_nobody_else(acts: None, office: Office, client: Client, sign_in: SignIn, url: str) -> None:
    assert client.get(url)["Location"].startswith("/tai-khoan/login/")
    assert sign_in(user()).get(url).status_code == 200


@pytest.mark.parametrize("url", CLOSED)
def test_what_changes_the_law_needs_a_power(acts: None, office: Office, clerk: User, sign_in: SignIn, url: str) -> None:
    assert sign_in(user("can-bo-tdkt", office.top)).get(url).status_code == 403
    assert sign_in(clerk).get(url).status_code == 200


@pytest.mark.parametrize("url", OPEN[:4] + OPEN[5:8])
def test_pages_of_the_law_cost_the_same_whatever_there_is(
    acts: None, office: Office, enter: Enter, approve: Approve, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object], url: str
) -> None:
    client = sign_in(user("uy-vien", office.top))
    client.get(url)
    with django_assert_max_num_queries(12):
        client.get(url)


def entered(enter: Enter, count: int) -> None:
    for i in range(count):
        enter(body=f"mode: add\nid: q{i}-{OfficeRule.objects.count()}\nsays: Không quá {i + 1} người\ncap: {i + 1}\n", title=f"Quy định {i}")


def test_the_list_of_rules_costs_the_same_with_1_and_30(
    acts: None, office: Office, enter: Enter, clerk: User, sign_in: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    client = sign_in(clerk)
    entered(enter, 1)
    client.get("/phap-luat/quy-dinh/")
    with django_assert_num_queries(LIST):
        client.get("/phap-luat/quy-dinh/")
    entered(enter, 29)
    with django_assert_num_queries(LIST):
        assert client.get("/phap-luat/quy-dinh/").content.decode().count("Quy định ") > 30


LIST = 8


# ---- the page of an award ------------------------------------------------------------------------------


def test_the_page_of_an_award_says_what_the_command_line_says(acts: None, office: Office, sign_in: SignIn) -> None:
    page = sign_in(user()).get("/phap-luat/quy-tac/chien-si-thi-dua-nganh/?ngay=01/10/2026").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&quot;", '"')
    told = sheet(law(), "chien-si-thi-dua-nganh", dt.date(2026, 10, 1))
    lines = [x for c in told.conditions for x in c.lines] + [x for s in told.sections for x in s.lines]
    assert [x.says for x in lines if re.sub(r"\s+", " ", x.says) not in text] == []
    assert all(remark in text for c in told.conditions for remark in c.remarks)
    assert all(str(x.cite) in text for x in lines)


def test_evidence_is_told_in_words(acts: None, office: Office, sign_in: SignIn) -> None:
    page = sign_in(user()).get("/phap-luat/quy-tac/bang-khen-thu-tuong/?ngay=01/10/2026").content.decode()
    assert EVIDENCE["inferred"] in page and EVIDENCE["open"] in page and "inferred" not in page


def test_a_day_that_is_none_is_said(acts: None, office: Office, sign_in: SignIn) -> None:
    assert "“mai” không phải ngày" in sign_in(user()).get("/phap-luat/?ngay=mai").content.decode()
    assert sign_in(user()).get("/phap-luat/quy-tac/khong-co/").status_code == 404


# ---- guided forms --------------------------------------------------------------------------------------

CSTDCS = "chien-si-thi-dua-co-so"
FILLED: dict[str, tuple[str, dict[str, str], str]] = {
    "ty-le": (CSTDCS, {"says": "Không quá 15%", "share": "15,5", "of": "lao-dong-tien-tien", "rounding": "floor"}, "share: 31/200"),
    "phieu": (CSTDCS, {"says": "Từ 80%", "council": "Hội đồng", "at_least": "80", "base": "present", "secret": "kin"}, "at_least: 4/5"),
    "thoi-han": (CSTDCS, {"step": "trinh-cap-tren", "says": "Trước 15/12", "days_kind": "working", "by": "15/12", "year": "0"}, "by: 12-15"),
    "tien-thuong": (CSTDCS, {"subject": "person", "factor": "1,125"}, "factor: '1.125'"),
    "luong-co-so": ("", {"amount": "2.800.000"}, "amount: 2800000"),
    "giay-to": (CSTDCS, {"paper": "Bản tự đánh giá"}, "code: ban-tu-danh-gia"),
    "dieu-kien": (CSTDCS, {"subject": "person", "says": "Xếp loại tốt", "what": "rating", "rating": "hoan-thanh-tot"}, "rating: hoan-thanh-tot"),
    "yaml": (CSTDCS, {"which": "quotas", "content": "id: x\nsays: Không quá 2\ncap: 2\nmode: add"}, "cap: 2"),
}


@pytest.mark.parametrize("kind", FILLED)
def test_every_guided_form_makes_a_sound_rule_that_can_be_edited(acts: None, office: Office, clerk: User, sign_in: SignIn, kind: str) -> None:
    award, answers, says = FILLED[kind]
    common = {"title": "Quy định thử", "act": str(Act.objects.get(code="tt-02-vkstc").pk), "article": "khoản 3 Điều 14"}
    client = sign_in(clerk)
    answer = client.post(NEW.format(kind, award), {**common, **answers})
    assert answer.status_code == 302, answer.context["form"].errors
    rule = OfficeRule.objects.get()
    assert says in rule.body and rule.article == "Điều 14 khoản 3" and rule.in_force == dt.date(2027, 1, 1)
    assert client.get(answer["Location"]).status_code == 200
    form = client.get(f"{answer['Location']}sua/").context["form"]
    again = {k: v for k, v in ((k, form[k].value()) for k in form.fields if k != "scan") if v not in (None, "")}
    again = {k: form.fields[k].widget.format_value(v) if hasattr(form.fields[k].widget, "format_value") else v for k, v in again.items()}
    again = {k: v[0] if isinstance(v, list) else v for k, v in again.items() if v is not None}
    assert client.post(f"{answer['Location']}sua/", {**again, "act": common["act"], "title": "Tên mới"}).status_code == 302
    after = OfficeRule.objects.get()
    assert (after.title, after.version, says in after.body) == ("Tên mới", 2, True)


def test_every_kind_has_its_case() -> None:
    assert set(KINDS) - set(FILLED) == {"doi-so", "bai-bo"}


@pytest.mark.parametrize(
    ("kind", "change", "says"),
    [
        ("ty-le", {"share": "", "cap": ""}, "Ghi tỷ lệ hoặc số lượng, một trong hai."),
        ("ty-le", {"share": "150"}, "Lớn nhất là 100."),
        ("ty-le", {"of": ""}, "Tỷ lệ phải tính trên một số"),
        ("thoi-han", {"by": "31/02"}, "Không có ngày này trong năm."),
        ("thoi-han", {"days": "5"}, "Ghi số ngày hoặc hạn cuối, một trong hai."),
        ("dieu-kien", {"rating": ""}, "“Xếp loại chất lượng từ mức này trở lên” cần ô này."),
        ("yaml", {"content": "id: x\nsays: y\ncap: hai"}, "Dòng 3: giá trị không hợp lệ"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    acts: None, office: Office, clerk: User, sign_in: SignIn, kind: str, change: dict[str, str], says: str
) -> None:
    award, answers, _ = FILLED[kind]
    common = {"title": "Quy định thử", "act": str(Act.objects.get(code="tt-02-vkstc").pk)}
    answer = sign_in(clerk).post(NEW.format(kind, award), {**common, **answers, **change})
    errors = answer.context["form"].errors
    assert any(says in e for k, es in errors.items() for e in es if k in change or k != "__all__"), errors
    assert OfficeRule.objects.count() == 0


def test_an_open_value_has_its_way_to_be_entered_and_is_then_no_longer_open(
    acts: None, office: Office, clerk: User, chief: User, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    rows = client.get("/phap-luat/quy-dinh/con-de-ngo/").context["rows"]
    first = next(r for r in rows if r.title == "Bỏ phiếu" and r.award == "chien-si-thi-dua-nganh")
    form = client.get(first.enter_url).context["form"]
    assert form["existing"].value() in dict(form.fields["existing"].choices)
    act = Act.objects.get(code="nd-152")
    data = {"title": "Mức phiếu", "says": "Từ 90%", "council": "Hội đồng", "at_least": "90", "base": "all-members", "act": act.pk}
    answer = client.post(first.enter_url, {**data, "article": "Điều 33", "existing": form["existing"].value()})
    rule = OfficeRule.objects.get()
    assert answer.status_code == 302 and "mode: amend" in rule.body
    sent = rule_actions.submit_rule(rule, version=1, by=clerk)
    rule_actions.approve_rule(sent, version=2, by=chief)
    after = client.get("/phap-luat/quy-dinh/con-de-ngo/").context["rows"]
    assert len(after) == len(rows) - 1


def test_an_open_condition_can_be_answered(acts: None, office: Office, clerk: User, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    rows = client.get("/phap-luat/quy-dinh/con-de-ngo/").context["rows"]
    first = next(r for r in rows if r.title == "Tiêu chuẩn" and r.award == "lao-dong-tien-tien")
    form = client.get(first.enter_url).context["form"]
    data = {"title": "Nghỉ dài", "spot": form["spot"].value(), "subject": "person", "says": "Nghỉ dưới 09 tháng", "what": "absence-months"}
    answer = client.post(first.enter_url, {**data, "amount": "9", "act": str(Act.objects.get(code="tt-02-vkstc").pk), "article": "Điều 15"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert "below: '9'" in OfficeRule.objects.get().body


# ---- steps ---------------------------------------------------------------------------------------------


def test_from_draft_to_force_through_the_pages(acts: None, office: Office, enter: Enter, clerk: User, chief: User, sign_in: SignIn) -> None:
    person(office.p1)
    body = "mode: add\nid: rieng\nall: [{says: Xếp loại tốt, tags: [rating], held: {rating: hoan-thanh-tot}}]"
    rule = enter(section="criteria", body=body)
    page = f"/phap-luat/quy-dinh/{rule.pk}/"
    client = sign_in(clerk)
    assert "Ai được thêm, ai mất" in client.get(page).content.decode()
    assert client.post(f"{page}gui/", {"version": 1}).status_code == 302
    shown = client.get(page).content.decode()
    assert "việc duyệt phải do người thứ hai thực hiện" in shown and 'disabled aria-describedby="vs-duyet"' in shown
    assert client.post(f"{page}duyet/", {"version": 2}).status_code == 403
    client = sign_in(chief)
    assert client.post(f"{page}tra-lai/", {"version": 2}).status_code == 302  # no reason: nothing happens
    assert OfficeRule.objects.get().state == "submitted"
    client.post(f"{page}duyet/", {"version": 2})
    assert OfficeRule.objects.get().approved_by == chief
    assert "Đang áp dụng từ 01/01/2026" in client.get(page).content.decode()


def test_a_rule_of_another_office_is_answered_with_404(acts: None, office: Office, enter: Enter, sign_in: SignIn) -> None:
    page = f"/phap-luat/quy-dinh/{enter().pk}/"
    client = sign_in(user("bo-phan-tdkt", office.other))
    assert [client.get(page).status_code, client.get(f"{page}sua/").status_code] == [404, 404]
    assert [client.post(f"{page}{verb}/", {"version": 1}).status_code for verb in ("gui", "duyet", "rut", "tra-lai")] == [404] * 3 + [404]


def test_a_stale_form_is_shown_beside_what_is_kept(acts: None, office: Office, enter: Enter, clerk: User, sign_in: SignIn) -> None:
    rule = enter()
    client = sign_in(clerk)
    rule_actions.edit_rule(rule, {"title": "Bản của người khác"}, version=1, by=clerk)
    data = {"title": "Bản của tôi", "act": rule.act.pk, "article": "Điều 14", "which": "quotas", "content": rule.body, "version": 1}
    shown = client.post(f"/phap-luat/quy-dinh/{rule.pk}/sua/", data).content.decode()
    assert "Bản của người khác" in shown and "Bản của tôi" in shown and "có người vừa sửa quy định này" in shown


def test_a_rule_is_replaced_and_ended_from_its_page(acts: None, enter: Enter, approve: Approve, clerk: User, sign_in: SignIn) -> None:
    rule = approve(enter())
    client = sign_in(clerk)
    url = f"/phap-luat/quy-dinh/moi/?thay-cho={rule.pk}&loai=bai-bo&tu-ngay=01/06/2027"
    answer = client.post(url, {"title": "Bãi bỏ tỷ lệ", "act": str(rule.act.pk)})
    made = OfficeRule.objects.latest("pk")
    assert answer.status_code == 302 and (made.section, made.replaces) == ("end", rule)
    assert client.get(answer["Location"]).status_code == 200
