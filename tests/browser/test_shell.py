"""The shell in a real browser: signing in with two factors, by keyboard alone, without JavaScript, on paper, clicked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from tests.office import Office, user

from vinhdanh.audit.models import OpenSession

if TYPE_CHECKING:
    from tests.browser.conftest import Browse, Screen

pytestmark = pytest.mark.slow
PASSWORD = "mat-khau-thu"


def code(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30 + ahead))


def sign_in(screen: Screen, name: str) -> None:
    """By keyboard: the name, the password, Enter."""
    screen.open("/tai-khoan/login/")
    screen.page.get_by_label("Tên đăng nhập").focus()
    screen.page.keyboard.type(name)
    screen.page.keyboard.press("Tab")
    screen.page.keyboard.type(PASSWORD)
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url(lambda url: "/login/" not in url)


def clean(screen: Screen, name: str) -> None:
    assert (screen.axe(), screen.faults, screen.wide()) == ([], [], 0)
    screen.shot(name)


@pytest.mark.parametrize("width", [1366, 390])
def test_the_second_factor_in_a_browser(browse: Browse, office: Office, width: int) -> None:
    one, screen = user("can-bo-tdkt", office.p1), browse(width=width)
    sign_in(screen, one.username)
    screen.page.goto(f"{screen.root}/tai-khoan/2fa/totp/activate/")
    clean(screen, "xac-nhan-lai")
    screen.page.get_by_label("Mật khẩu").fill(PASSWORD)
    screen.page.keyboard.press("Enter")
    secret = screen.page.locator(".vd-khoa-so").inner_text()
    clean(screen, "bat-ung-dung-xac-thuc")
    screen.page.get_by_label("Mã xác thực").fill(code(secret))
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url("**/recovery-codes/")
    assert screen.page.locator(".vd-ma li").count() == 10
    assert screen.page.get_by_text("Đã bật ứng dụng xác thực.").is_visible()
    clean(screen, "ma-du-phong")

    again = browse(width=width)
    sign_in(again, one.username)
    clean(again, "xac-thuc-hai-lop")
    again.page.get_by_label("Mã", exact=True).fill(code(secret, ahead=1))
    again.page.keyboard.press("Enter")
    again.page.get_by_role("heading", name="Bàn làm việc").wait_for()


def test_a_security_key_is_added_and_used(browse: Browse, office: Office) -> None:
    one, screen = user("can-bo-tdkt", office.p1), browse()
    sign_in(screen, one.username)
    screen.page.goto(f"{screen.root}/tai-khoan/2fa/webauthn/add/")
    screen.page.get_by_label("Mật khẩu").fill(PASSWORD)
    screen.page.keyboard.press("Enter")
    screen.page.get_by_role("heading", name="Thêm khóa bảo mật").wait_for()
    clean(screen, "them-khoa")
    client = screen.page.context.new_cdp_session(screen.page)
    client.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    client.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    screen.page.get_by_role("button", name="Thêm khóa").click()
    screen.page.wait_for_url("**/recovery-codes/")
    assert screen.page.get_by_text("Đã thêm khóa bảo mật.").is_visible()
    screen.open("/tai-khoan/2fa/webauthn/")
    clean(screen, "cac-khoa")
    screen.page.context.clear_cookies()
    sign_in(screen, one.username)
    screen.page.get_by_role("button", name="Dùng khóa bảo mật").click()
    screen.page.get_by_role("heading", name="Bàn làm việc").wait_for()


def test_by_keyboard_past_the_spine_to_the_content(browse: Browse, office: Office) -> None:
    screen = browse(user("can-bo-tdkt", office.p1)).open("/")
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate("document.activeElement.className") == "vd-bo-qua"
    screen.page.keyboard.press("Enter")
    assert screen.page.evaluate("document.activeElement.id") == "noi-dung"


def test_a_page_is_read_and_a_form_sent_without_javascript(browse: Browse, office: Office) -> None:
    admin = user("quan-tri", office.top)
    screen = browse(admin, script=False)
    screen.page.goto(f"{screen.root}/tai-khoan/phien-ho-so/mo/")
    screen.page.get_by_label("Lý do").fill("Tìm lỗi")
    screen.page.get_by_role("button", name="Mở phiên").click()
    assert screen.page.get_by_text("Phiên xem hồ sơ đang mở đến").is_visible()
    assert OpenSession.objects.get().reason == "Tìm lỗi"


def test_what_is_folded_is_printed(browse: Browse, office: Office) -> None:
    screen = browse(user("ke-toan", office.p1)).open("/tai-khoan/cua-toi/")
    assert screen.page.locator("details[open]").count() == 0
    screen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert screen.page.locator("details:not([open])").count() == 0
    screen.page.emulate_media(media="print")
    assert not screen.page.locator(".vd-gay").is_visible() and not screen.page.locator(".vd-dai").is_visible()
    screen.shot("in-tai-khoan")
    screen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert screen.page.locator("details[open]").count() == 0


def test_a_form_is_sent_once_however_often_it_is_clicked(browse: Browse, office: Office) -> None:
    screen = browse(user("quan-tri", office.top)).open("/tai-khoan/phien-ho-so/mo/")
    screen.page.get_by_label("Lý do").fill("Tìm lỗi")
    posts: list[str] = []
    screen.page.on("request", lambda r: posts.append(r.url) if r.method == "POST" else None)
    screen.page.get_by_role("button", name="Mở phiên").dblclick()
    screen.page.get_by_role("heading", name="Bàn làm việc").wait_for()
    assert (len(posts), OpenSession.objects.count()) == (1, 1)
