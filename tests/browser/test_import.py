"""The acceptance of importing: a clerk signs in, brings in the shipped dirty workbook, corrects its marked cells, opens an imported person."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect
from tests.browser.conftest import PHONE, Browse, Screen
from tests.office import Office, user

from vinhdanh.people.models import Person
from vinhdanh.workbook.dirty import PATH


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


def test_a_clerk_imports_the_dirty_workbook(browse: Browse, office: Office) -> None:
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
    person = Person.objects.get(key="TL01")
    screen.open(f"/con-nguoi/{person.key}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nguyễn Văn A01")
    screen.shot("nhap-can-bo")


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
