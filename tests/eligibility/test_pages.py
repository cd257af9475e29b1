"""The pages: who sees them, what stands in them, how many queries they cost."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from tests.eligibility.conftest import YEAR, declare, row, work
from tests.office import Office, person, user

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Viewing
from vinhdanh.people.models import Person
from vinhdanh.records.models import AwardHeld, Discipline, Rating

pytestmark = pytest.mark.django_db


def enter(client: Client, account: User) -> Client:
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def chip(page: str, award: str) -> str:
    """The chip of a folded verdict."""
    found = re.search(rf'id="xet-{award}".*?<span class="vd-tt [^"]*">.*?</svg>([^<]*)</span>', page)
    assert found
    return found[1]


# ---- the person ----------------------------------------------------------------------------------------


def test_the_page_of_a_person_names_verdicts_papers_and_the_next_rung(client: Client, clerk: User, someone: Person) -> None:
    page = shown(enter(client, clerk), f"/con-nguoi/{someone.key}/?nam={YEAR}")
    assert chip(page, "lao-dong-tien-tien") == "Đạt"
    assert chip(page, "chien-si-thi-dua-nganh") == "Chưa đạt"
    assert "Năm 2024: Quyết định 82024/QĐ-VKS ngày 20/12/2024" in page
    assert "2 năm liên tục" in page
    way = shown(client, f"/ra-soat/nguoi/{someone.key}/lo-trinh/?nam={YEAR}")
    assert f'hx-get="/ra-soat/nguoi/{someone.key}/lo-trinh/?nam={YEAR}"' in page
    assert "Lộ trình tới Chiến sĩ thi đua ngành Kiểm sát nhân dân" in way
    chosen = shown(client, f"/con-nguoi/{someone.key}/?nam={YEAR}&lo-trinh=chien-si-thi-dua-toan-quoc")
    assert "Lộ trình tới Chiến sĩ thi đua toàn quốc" in chosen
    assert "/phap-luat/" in page


def test_what_no_unit_declared_is_unknown_with_the_form_that_settles_it(client: Client, clerk: User, office: Office) -> None:
    who = person(office.p2)
    page = shown(enter(client, clerk), f"/con-nguoi/{who.key}/?nam={YEAR}")
    assert chip(page, "lao-dong-tien-tien") == "Chưa rõ"
    assert f"/du-kien/xep-loai/them/?nguoi={who.key}&amp;nam={YEAR}" in page


def test_missing_posts_lead_to_the_form_of_posts_for_who_may_edit(client: Client, clerk: User, office: Office) -> None:
    who = person(office.p2)
    address = f"/ra-soat/nguoi/{who.key}/nha-giao-uu-tu/?nam={YEAR}"
    form = f'href="/con-nguoi/{who.key}/chuc-vu/moi/"'
    assert form in shown(enter(client, clerk), address)
    assert form not in shown(enter(client, user("thu-ky", office.top)), address)


def test_an_award_already_held_is_shown_as_given(client: Client, clerk: User, someone: Person) -> None:
    row(AwardHeld, someone, YEAR, award="lao-dong-tien-tien", decision="9/QĐ")
    assert chip(shown(enter(client, clerk), f"/con-nguoi/{someone.key}/?nam={YEAR}"), "lao-dong-tien-tien") == "Đã tặng"


def test_one_sees_oneself_and_without_a_role_nobody_else(client: Client, someone: Person, office: Office) -> None:
    other = person(office.p1)
    enter(client, user(person=someone))
    assert "Xét năm 2025" in shown(client, f"/con-nguoi/{someone.key}/")
    shown(client, f"/con-nguoi/{other.key}/", 404)
    shown(client, f"/ra-soat/nguoi/{other.key}/lao-dong-tien-tien/", 404)


def test_who_may_not_see_records_sees_no_verdict(client: Client, someone: Person, office: Office) -> None:
    enter(client, user("ke-toan", office.top))
    assert "Xét năm" not in shown(client, f"/con-nguoi/{someone.key}/")
    shown(client, f"/ra-soat/nguoi/{someone.key}/lao-dong-tien-tien/", 403)


def test_discipline_is_hidden_from_who_may_not_see_it_and_its_showing_is_noted(client: Client, clerk: User, someone: Person, office: Office) -> None:
    row(Discipline, someone, YEAR, form="canh-cao", paper="QĐ kỷ luật 77", paper_on=dt.date(2025, 3, 1))
    hidden = shown(enter(client, user("uy-vien", office.top)), f"/con-nguoi/{someone.key}/")
    assert ("QĐ kỷ luật 77" in hidden, "Thông tin hạn chế" in hidden, Viewing.objects.count()) == (False, True, 0)
    assert "nghỉ dài: không có dữ kiện" not in hidden
    assert "QĐ kỷ luật 77" in shown(enter(client, clerk), f"/con-nguoi/{someone.key}/")
    assert [v.fields for v in Viewing.objects.filter(actor=clerk)][:1] == ["discipline"]


def test_the_page_of_a_person_costs_the_same_whatever_the_history(
    client: Client, clerk: User, office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    short, long = person(office.p1), person(office.p1)
    for year in range(YEAR - 29, YEAR + 1):
        row(Rating, long, year, value="hoan-thanh-tot")
        row(AwardHeld, long, year, award="lao-dong-tien-tien", decision=f"{year}/QĐ")
        work(long, year)
    row(Rating, short, YEAR, value="hoan-thanh-tot")
    enter(client, clerk)
    urls = [f"/ra-soat/nguoi/{who.key}/chien-si-thi-dua-co-so/?nam={YEAR}" for who in (short, long)]
    client.get(urls[0])
    for url in urls:
        with django_assert_num_queries(22):
            client.get(url)


def test_one_verdict_alone_is_a_page_and_a_piece(client: Client, clerk: User, someone: Person) -> None:
    url = f"/ra-soat/nguoi/{someone.key}/chien-si-thi-dua-nganh/?nam={YEAR}"
    enter(client, clerk)
    assert "<h1>Chiến sĩ thi đua ngành Kiểm sát nhân dân</h1>" in shown(client, url)
    piece = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert ("<h1" in piece, "vd-cay" in piece) == (False, True)
    shown(client, f"/ra-soat/nguoi/{someone.key}/khong-co/", 404)


def test_a_law_that_was_replaced_and_not_entered_is_named(client: Client, clerk: User, someone: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: dt.date(2026, 11, 24))
    enter(client, clerk)
    said = "chưa được nhập"
    for url in (f"/con-nguoi/{someone.key}/", f"/ra-soat/nguoi/{someone.key}/chien-si-thi-dua-nganh/", "/ra-soat/?danh_hieu=chien-si-thi-dua-nganh"):
        assert said in shown(client, url)


# ---- what if -------------------------------------------------------------------------------------------


def test_what_if_shows_changed_verdicts_and_saves_nothing(client: Client, clerk: User, someone: Person) -> None:
    before = AwardHeld.objects.count(), Rating.objects.count()
    url = f"/con-nguoi/{someone.key}/?nam={YEAR}&dh=chien-si-thi-dua-co-so&sk=nganh"
    page = shown(enter(client, clerk), url)
    changed = re.search(r'class="vd-dk__doi".*?</ul>', page)
    assert changed and "Chiến sĩ thi đua ngành Kiểm sát nhân dân" in changed[0]
    assert (AwardHeld.objects.count(), Rating.objects.count()) == before


def test_what_if_says_when_nothing_changes(client: Client, clerk: User, someone: Person) -> None:
    page = shown(enter(client, clerk), f"/con-nguoi/{someone.key}/?nam={YEAR}&xl=hoan-thanh-xuat-sac")
    assert "Không danh hiệu, hình thức nào đổi kết quả." in page


# ---- the unit ------------------------------------------------------------------------------------------


def test_the_page_of_a_unit_weighs_it_and_its_members(client: Client, clerk: User, someone: Person, office: Office) -> None:
    row(AwardHeld, someone, YEAR, award="lao-dong-tien-tien", decision="9/QĐ")
    page = shown(enter(client, clerk), f"/don-vi/{office.p1.key}/?nam={YEAR}")
    assert "Tập thể lao động tiên tiến" in page
    assert "Trần Văn Bình" in shown(client, f"/ra-soat/don-vi/{office.p1.key}/can-bo/?nam={YEAR}")
    assert "Lộ trình tới" in shown(client, f"/ra-soat/don-vi/{office.p1.key}/lo-trinh/?nam={YEAR}")
    assert "70% × 1 = 0,7 → 1 người" in page


# ---- screening -----------------------------------------------------------------------------------------


def test_screening_counts_reasons_and_links_everybody(client: Client, clerk: User, someone: Person, office: Office) -> None:
    weak = person(office.p1, "Lê Thị Cúc")
    row(Rating, weak, YEAR, value="hoan-thanh")
    page = shown(enter(client, clerk), f"/ra-soat/?danh_hieu=lao-dong-tien-tien&nam={YEAR}")
    assert ("Đạt 1" in page, "Chưa đạt 1" in page, "Chưa rõ 0" in page) == (True, True, True)
    assert f"/con-nguoi/{weak.key}/?nam={YEAR}#xet-lao-dong-tien-tien" in page
    only = shown(client, f"/ra-soat/?danh_hieu=lao-dong-tien-tien&nam={YEAR}&kq=khong-dat")
    assert ("Lê Thị Cúc" in only, "Trần Văn Bình" in only) == (True, False)


def test_screening_stays_in_the_scope_and_the_unit_asked(client: Client, someone: Person, office: Office) -> None:
    far, near = person(office.other, "Người Xa"), person(office.kv_a, "Người Gần")
    url = f"/ra-soat/?danh_hieu=lao-dong-tien-tien&nam={YEAR}"
    page = shown(enter(client, user("can-bo-tdkt", office.kv)), url)
    assert (near.full_name in page, far.full_name in page, someone.full_name in page) == (True, False, False)
    refused = shown(client, f"{url}&don_vi={office.other.key}")
    assert "Không có đơn vị mã “TB” trong phạm vi rà soát của bạn." in refused
    assert near.full_name in shown(client, f"{url}&don_vi={office.kv_a.key.lower()}")


def test_screening_needs_the_power(client: Client, someone: Person, office: Office) -> None:
    shown(enter(client, user("uy-vien", office.top)), "/ra-soat/", 403)
    shown(enter(client, user("chu-tich", office.top)), "/ra-soat/xuat/?danh_hieu=lao-dong-tien-tien", 403)


def test_a_screening_of_units(client: Client, clerk: User, office: Office) -> None:
    page = shown(enter(client, clerk), f"/ra-soat/?danh_hieu=tap-the-lao-dong-tien-tien&doi_tuong=tap-the&nam={YEAR}")
    assert ("Phòng 1" in page, "VKSND tỉnh Tân Bình" in page) == (True, False)


def test_an_award_not_for_such_a_subject_says_so(client: Client, clerk: User) -> None:
    page = shown(enter(client, clerk), "/ra-soat/?danh_hieu=tap-the-lao-dong-tien-tien&doi_tuong=ca-nhan")
    assert "chưa có quy định về danh hiệu, hình thức này cho đối tượng này" in page


@pytest.mark.parametrize("bad", ["danh_hieu=khong-co", "danh_hieu=lao-dong-tien-tien&ngay=32/13/2025", "danh_hieu=lao-dong-tien-tien&nam=abc"])
def test_wrong_words_are_told(client: Client, clerk: User, bad: str) -> None:
    assert "invalid-feedback" in shown(enter(client, clerk), f"/ra-soat/?{bad}")


@pytest.mark.parametrize("extra", ["ly_do=9999", "ly_do=-1", "trang=999", "kq=gi-do"])
def test_odd_filters_do_no_harm(client: Client, clerk: User, someone: Person, extra: str) -> None:
    shown(enter(client, clerk), f"/ra-soat/?danh_hieu=lao-dong-tien-tien&nam={YEAR}&{extra}")


@pytest.mark.parametrize("people", [1, 30])
def test_screening_costs_the_same_for_one_and_for_thirty(
    client: Client, clerk: User, office: Office, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    declare(office.p1, "ratings", "discipline", first=YEAR)
    for _ in range(people):
        row(Rating, person(office.p1), YEAR, value="hoan-thanh-tot")
    enter(client, clerk)
    client.get("/ra-soat/")
    with django_assert_num_queries(36):
        client.get(f"/ra-soat/?danh_hieu=lao-dong-tien-tien&nam={YEAR}")


# ---- export --------------------------------------------------------------------------------------------


def exported(client: Client, query: str) -> list[list[object]]:
    answer = client.get(f"/ra-soat/xuat/?{query}")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}  # text or empty, never a formula
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


def test_an_export_says_the_same_masks_and_writes_no_formula(client: Client, clerk: User, someone: Person, office: Office) -> None:
    evil = person(office.p1, "=HYPERLINK(1)")
    row(Rating, evil, YEAR, value="hoan-thanh-tot")
    row(Discipline, evil, YEAR, form="canh-cao", paper_on=dt.date(2025, 3, 1))
    rows = exported(enter(client, clerk), f"danh_hieu=lao-dong-tien-tien&nam={YEAR}")
    found = {line[1]: line for line in rows if line[0] in (someone.key, evil.key)}
    assert found["Trần Văn Bình"][3] == "Đạt"
    assert found["=HYPERLINK(1)"][3:6] == ["Chưa đạt", "Thông tin hạn chế", ""]


def test_an_export_carries_the_remark_of_the_law_not_entered(client: Client, clerk: User, someone: Person) -> None:
    rows = exported(enter(client, clerk), "danh_hieu=chien-si-thi-dua-nganh&nam=2026&ngay=24/11/2026")
    assert any("chưa được nhập" in str(line[0]) for line in rows[:4])
