"""The acceptance of importing: a clerk signs in, brings in the shipped dirty workbook, corrects its marked cells, opens an imported person."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect
from tests.browser.conftest import PHONE, Browse, Screen
from tests.office import Office, user

from vinhdanh.law.actions import sync_acts
from vinhdanh.people.models import Person
from vinhdanh.workbook.dirty import PATH


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the office: after the decisions of the workbook, before the law of 2026."""
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None, zone=None: real(value, zone) if value else dt.date(2026, 1, 15))


TITLES = {
    "lao-dong-tien-tien": ("Lao động tiên tiến", "Chưa rõ"),
    "chien-si-thi-dua-co-so": ("Chiến sĩ thi đua cơ sở", "Đã tặng"),
    "chien-si-thi-dua-nganh": ("Chiến sĩ thi đua ngành Kiểm sát nhân dân", "Chưa rõ"),
    "chien-si-thi-dua-toan-quoc": ("Chiến sĩ thi đua toàn quốc", "Chưa rõ"),
}
ANSWERS = ["Chưa rõ", "Đạt", *["Chưa rõ"] * 6, "Thông tin hạn chế"]  # of the tree of “Chiến sĩ thi đua ngành Kiểm sát nhân dân”
STEPS = [
    ["2024", "Năm 2024: “Sáng kiến thực hành 2024” (cấp cơ sở)"],
    ["2025", "Năm 2025: “Sáng kiến thực hành 2025” (cấp cơ sở)"],
    ["2025", "Sáng kiến cấp bộ, ban, ngành, tỉnh được công nhận, được áp dụng năm 2025"],
    ["2025", "Đề nghị Chiến sĩ thi đua ngành Kiểm sát nhân dân"],
]


def sign_in(screen: Screen, name: str) -> None:
    screen.open("/tai-khoan/login/")
    screen.page.locator("input[name=login]").fill(name)
    screen.page.locator("input[name=password]").fill("mat-khau-thu")
    screen.page.locator("input[name=password]").press("Enter")
    expect(screen.page.locator("h1")).to_be_visible()


def upload(screen: Screen, unit: str, path: Path = PATH) -> None:
    screen.open("/du-kien/nhap/")
    screen.page.get_by_role("link", name="Nhập tệp").click()
    screen.page.get_by_label("Đơn vị", exact=True).select_option(unit)
    screen.page.get_by_label("Năm công tác").fill("2025")
    screen.page.get_by_label("Tệp Excel").set_input_files(path)
    screen.page.get_by_role("button", name="Đọc tệp").click()


def take_suggestions(screen: Screen) -> None:
    """Press every suggestion of the sheet that is shown."""
    page = screen.page
    while page.locator("td small form .vd-goi-y").count():
        left = page.locator("td small form .vd-goi-y").count()
        page.locator("td small form .vd-goi-y").first.click()
        expect(page.locator("td small form .vd-goi-y")).to_have_count(left - 1)


def tab(screen: Screen, name: str) -> None:
    screen.page.get_by_label("Trang của tệp").get_by_role("link", name=re.compile(name)).click()
    expect(screen.page.get_by_role("heading", level=2, name=name)).to_be_visible()


def leave_out(screen: Screen, number: int) -> None:
    screen.page.get_by_role("button", name=f"Bỏ qua dòng {number}", exact=True).click()
    expect(screen.page.get_by_role("button", name=f"Lấy lại dòng {number}", exact=True)).to_be_visible()


def the_imported_person(screen: Screen) -> None:
    """From the list to the person: facts of the file, a verdict a title, the tree, the way, the papers; then to the article."""
    page = screen.open("/con-nguoi/").page
    page.get_by_role("link", name="Nguyễn Văn A01").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nguyễn Văn A01")
    screen.open("/con-nguoi/TL01/?nam=2025")
    facts = page.get_by_role("row", name=re.compile("^Danh hiệu thi đua")).get_by_role("link")
    assert facts.all_inner_texts() == [f"CSTĐCS\nQĐ 1{year}/QĐ-VKS-TL" for year in (23, 24, 25)]
    assert [verdict(page.locator(f"#xet-{code}")) for code in TITLES] == list(TITLES.values())
    the_tree(page.locator("#xet-chien-si-thi-dua-nganh"))
    the_way(page.locator("#lo-trinh"))
    papers = page.get_by_role("region", name="Giấy tờ còn thiếu").get_by_role("listitem")
    expect(papers.first).to_contain_text("Chưa có dữ kiện: thời gian nghỉ công tác trong năm")
    assert (screen.axe(), screen.wide(), screen.faults) == ([], 0, [])
    screen.shot("nhap-can-bo")
    the_article(screen, page.locator("#xet-chien-si-thi-dua-nganh a.vd-dan").first)


def verdict(title: Locator) -> tuple[str, str]:
    """The name of a title and the word of its verdict, as its folded row says them."""
    return title.locator("summary b").inner_text(), title.locator("summary .vd-tt").inner_text()


def the_tree(title: Locator) -> None:
    """Unfolded, a title shows every condition with its answer, the facts it rests on and those still missing."""
    expect(title.locator(".vd-cay")).to_be_hidden()
    title.locator("summary").click()
    expect(title.locator(".vd-cay")).to_be_visible()
    rows = title.locator(".vd-nut")
    assert [row.locator(".vd-nut__kq").inner_text() for row in rows.all()] == ANSWERS
    expect(rows.first.locator("> span").first).to_have_text("Cần đủ cả bốn điều kiện")
    facts = rows.nth(1).locator(".vd-su-kien li").all_inner_texts()
    assert facts == [f"Năm 20{year}: Quyết định 1{year}/QĐ-VKS-TL ngày 20/12/20{year}" for year in (23, 24, 25)]
    expect(rows.nth(3).locator(".is-thieu")).to_contain_text("Căn cứ: quyết định công nhận sáng kiến. Nhập dữ kiện")


def the_way(way: Locator) -> None:
    """What is done, what must still come, the title at the end of the way."""
    expect(way.get_by_role("heading")).to_have_text("Lộ trình tới Chiến sĩ thi đua ngành Kiểm sát nhân dân")
    assert [step.split("\n")[:2] for step in way.locator(".vd-lo > li").all_inner_texts()] == STEPS


def the_article(screen: Screen, link: Locator) -> None:
    """A citation opens the page of its provision."""
    expect(link).to_have_text("khoản 1 Điều 22 Luật TĐKT 2022")
    link.click()
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("Khoản 1 Điều 22 Luật TĐKT 2022")
    expect(screen.page.get_by_role("region", name="Nguyên văn")).to_be_visible()
    expect(screen.page.get_by_role("link", name="Luật TĐKT 2022", exact=True)).to_be_visible()


def test_a_clerk_imports_the_dirty_workbook(browse: Browse, office: Office) -> None:
    sync_acts(None)
    clerk = user("can-bo-tdkt", office.kv)
    screen = browse()
    sign_in(screen, clerk.username)
    upload(screen, "KV1")
    page = screen.page
    expect(page.get_by_text("Còn 9 dòng cần xử lý")).to_be_visible()
    expect(page.get_by_role("button", name="Lưu tất cả")).to_be_disabled()
    assert screen.axe() == []
    screen.shot("nhap-luoi")
    tab(screen, "Cán bộ")
    cell = page.get_by_role("link", name="Sửa Ngày sinh, dòng 5: 15/01/1897")
    cell.click()  # one by hand, in its place
    field = page.get_by_role("textbox", name="Ngày sinh, dòng 5")
    expect(field).to_be_focused()
    field.fill("15/01/1987")
    field.press("Enter")
    expect(page.get_by_text("Còn 8 dòng cần xử lý")).to_be_visible()
    take_suggestions(screen)
    leave_out(screen, 9)
    tab(screen, "Xếp loại")
    take_suggestions(screen)
    tab(screen, "Danh hiệu, khen thưởng đã có")
    take_suggestions(screen)
    leave_out(screen, 9)
    expect(page.get_by_text("Lưu sẽ ghi 63 dòng mới")).to_be_visible()
    assert screen.axe() == []
    screen.shot("nhap-luoi-sach")
    page.get_by_role("button", name="Lưu tất cả").click()
    expect(page.get_by_text("Đã lưu cả tệp")).to_be_visible()
    assert screen.axe() == []
    screen.shot("nhap-ket-qua")
    assert screen.faults == []
    assert Person.objects.filter(key__startswith="TL").count() == 10
    the_imported_person(screen)


def test_without_javascript(browse: Browse, office: Office) -> None:
    screen = browse(user("can-bo-tdkt", office.kv), script=False)
    upload(screen, "KV1")
    tab(screen, "Cán bộ")
    screen.page.get_by_role("link", name="Sửa Ngày sinh, dòng 5: 15/01/1897").click()
    screen.page.get_by_label("Ngày sinh").fill("15/01/1987")
    screen.page.get_by_role("button", name="Ghi").click()
    expect(screen.page.get_by_text("Còn 8 dòng cần xử lý")).to_be_visible()


def test_on_a_phone(browse: Browse, office: Office) -> None:
    screen = browse(user("can-bo-tdkt", office.kv), width=PHONE)
    upload(screen, "KV1")
    expect(screen.page.get_by_text("Còn 9 dòng cần xử lý")).to_be_visible()
    assert screen.axe() == []
    assert screen.wide() == 0
    screen.shot("nhap-luoi")
