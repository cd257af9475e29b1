"""The main jobs without a mouse: Tab, Enter, Space, arrows and letters; the focus can be seen at every stop."""

from __future__ import annotations

import re

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect
from tests.browser.conftest import Browse
from tests.browser.keys import Keys
from tests.office import Office, person, user

from vinhdanh.people.models import Person
from vinhdanh.records.importing import actions
from vinhdanh.workbook.dirty import PATH

pytestmark = pytest.mark.slow


def test_signing_in_and_going_to_a_place_of_the_menu(browse: Browse, office: Office) -> None:
    clerk, keys = user("can-bo-tdkt", office.p1), Keys(browse().open("/tai-khoan/login/"))
    keys.to(keys.page.get_by_label("Tên đăng nhập"))
    keys.write(clerk.username)
    keys.to(keys.page.get_by_label("Mật khẩu"))
    keys.write("mat-khau-thu")
    keys.go("button", "Đăng nhập")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("Bàn làm việc")
    keys.go("link", "Con người")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("Con người")
    keys.press("Tab")
    expect(keys.page.get_by_role("link", name="Bỏ qua, tới nội dung chính")).to_be_focused()
    keys.press("Enter", "Tab")
    assert keys.page.evaluate("document.activeElement.closest('main') !== null")
    assert keys.unseen == []


def test_searching_opening_a_result_and_unfolding_a_verdict(browse: Browse, office: Office) -> None:
    found = person(office.p1, "Đặng Thị Hà", post_name="Kiểm sát viên")
    keys = Keys(browse(user("can-bo-tdkt", office.p1)).open("/"))
    keys.to(keys.page.get_by_role("searchbox", name="Tìm kiếm"))
    keys.write("dang thi ha")
    keys.press("Enter")
    keys.go("link", "Đặng Thị Hà")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(found.full_name)
    title = keys.page.locator("#xet-chien-si-thi-dua-co-so")
    keys.to(title.locator("summary"))
    keys.press("Space")
    expect(title.locator(".vd-cay")).to_be_visible()
    keys.press("Tab")
    expect(title.locator("a.vd-dan").first).to_be_focused()
    keys.press("Shift+Tab", "Enter")
    expect(title.locator(".vd-cay")).to_be_hidden()
    assert keys.unseen == []


def test_correcting_cells_of_the_import_grid(browse: Browse, office: Office) -> None:
    clerk = user("can-bo-tdkt", office.kv)
    batch = actions.begin(ContentFile(PATH.read_bytes(), "mau-loi.xlsx"), unit=office.kv, kind="template", year=2025, by=clerk)
    keys = Keys(browse(clerk).open(f"/du-kien/nhap/{batch.pk}/?tap=people"))
    keys.go("link", "Sửa Ngày sinh, dòng 5: 15/01/1897")
    expect(keys.page.get_by_role("textbox", name="Ngày sinh, dòng 5")).to_be_focused()
    keys.write("15/01/1987")
    keys.press("Enter")
    expect(keys.page.get_by_text("Còn 8 dòng cần xử lý")).to_be_visible()
    expect(keys.page.get_by_role("link", name=re.compile("^Sửa Ngày sinh, dòng 7"))).to_be_focused()  # the next wrong cell
    keys.press("Tab", "Space")  # its suggestion
    expect(keys.page.get_by_text("Còn 7 dòng cần xử lý")).to_be_visible()
    keys.to(keys.page.get_by_label("Trang của tệp").get_by_role("link", name="Danh hiệu, khen thưởng đã có"))
    keys.press("Enter")
    expect(keys.page.get_by_role("heading", level=2, name="Danh hiệu, khen thưởng đã có")).to_be_visible()
    assert keys.unseen == []


AT_ONCE = """link => new Promise(done => {
  window.same = true;
  new MutationObserver((_, watch) => {
    const field = document.querySelector('#luoi form input[name=value]');
    if (field) { watch.disconnect(); field.value = '15/01/1987'; field.form.requestSubmit(); done(); }
  }).observe(document.querySelector('#luoi'), {childList: true, subtree: true});
  link.click();
})"""


def test_a_field_put_into_the_grid_may_be_sent_the_moment_it_is_seen(browse: Browse, office: Office) -> None:
    clerk = user("can-bo-tdkt", office.kv)
    batch = actions.begin(ContentFile(PATH.read_bytes(), "mau-loi.xlsx"), unit=office.kv, kind="template", year=2025, by=clerk)
    page = browse(clerk).open(f"/du-kien/nhap/{batch.pk}/?tap=people").page
    page.get_by_role("link", name="Sửa Ngày sinh, dòng 5: 15/01/1897").evaluate(AT_ONCE)
    expect(page.get_by_text("Còn 8 dòng cần xử lý")).to_be_visible()
    assert page.evaluate("window.same"), "the whole page was loaded anew: the focus is lost"


def test_a_refused_form_leads_to_its_first_wrong_field(browse: Browse, office: Office) -> None:
    keys = Keys(browse(user("can-bo-tdkt", office.p1)).open("/con-nguoi/moi/"))
    keys.to(keys.page.get_by_label("Họ và tên"))
    keys.write("Lê Văn Bình")
    keys.to(keys.page.get_by_label("Ngày sinh"))
    keys.write("31/02/1990")
    keys.to(keys.page.get_by_label("Giới tính"))
    keys.press("ArrowDown")
    keys.go("button", "Lưu")
    expect(keys.page.get_by_role("alert")).to_be_focused()
    keys.press("Tab", "Enter")
    expect(keys.page.get_by_label("Ngày sinh")).to_be_focused()
    assert (keys.unseen, Person.objects.count()) == ([], 0)
