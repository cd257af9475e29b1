"""The pictures of the documentation, taken anew from the demo (invented people only). From the root of the repository::

    .venv/bin/python docs/img/make.py

It makes the province in a folder that is thrown away, serves it on a port of its own, walks through it with Chromium
(``VINHDANH_CHROMIUM`` names another one) and writes ``docs/img/*.png``, each with 128 colours.
"""

from __future__ import annotations

import contextlib
import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
DIRTY = HERE.parents[1] / "src" / "vinhdanh" / "examples" / "nhap-mau-loi.xlsx"
CHROMIUM = os.environ.get("VINHDANH_CHROMIUM") or "/usr/bin/chromium"
COMMAND = str(Path(sys.executable).with_name("vinhdanh"))
PASSWORD = "Minh-Ha-2026"  # printed by the demo
PERSON, UNIT = "CB00245", "KV1"
DESK, PHONE = (1366, 860), (390, 844)


class Shot(NamedTuple):
    """A picture: its file, who looks, the address, what is done first, the window; ``part``: only this part of the page."""

    name: str
    who: str
    path: str
    first: Callable[[Page], None] = lambda page: None
    window: tuple[int, int] = DESK
    part: str = ""


def fold_all(page: Page) -> None:
    """Fold every verdict, so that they are seen as a list."""
    page.evaluate("for (const part of document.querySelectorAll('details.vd-xet')) part.open = false")


def at(selector: str) -> Callable[[Page], None]:
    """Fold the verdicts and bring a part of the page to the top of the window."""

    def go(page: Page) -> None:
        fold_all(page)
        page.wait_for_load_state("networkidle")
        page.evaluate("what => scrollTo(0, document.querySelector(what).getBoundingClientRect().top + scrollY - 16)", selector)

    return go


def to_my_verdicts(page: Page) -> None:
    """From the desk to one's own page, at the verdicts."""
    page.get_by_role("link", name="Thành tích, điều kiện và lộ trình của tôi").click()
    page.wait_for_selector("#xet")
    at("section:has(> div > #xet)")(page)


def import_dirty(page: Page) -> None:
    """Bring in the shipped workbook with mistakes and stop at the grid."""
    page.get_by_label("Năm công tác").fill("2025")
    page.get_by_label("Tệp Excel").set_input_files(DIRTY)
    page.get_by_role("button", name="Đọc tệp").click()
    page.wait_for_selector("#luoi td.is-khong", timeout=120_000)


SHOTS = (
    Shot("05-luoi-nhap", "canbo", "/du-kien/nhap/moi/", import_dirty),
    Shot("01-ban-lam-viec", "tdkt", "/", window=(1366, 740)),
    Shot("02-can-bo", "canbo", f"/con-nguoi/{PERSON}/", fold_all, (1366, 1420)),
    Shot("03-cay-dieu-kien", "canbo", f"/ra-soat/nguoi/{PERSON}/chien-si-thi-dua-nganh/", window=(1366, 900)),
    Shot("04-lo-trinh", "canbo", f"/con-nguoi/{PERSON}/?lo-trinh=chien-si-thi-dua-nganh", at("#lo-trinh"), (1366, 900)),
    Shot("06-don-vi", "tdkt", f"/don-vi/{UNIT}/?nam=2025", at("section:has(> div > #xet)"), (1366, 960)),
    Shot("07-ra-soat", "tdkt", "/ra-soat/?danh_hieu=chien-si-thi-dua-co-so&doi_tuong=ca-nhan", window=(1366, 900)),
    Shot("08-quy-tac", "canbo", "/phap-luat/quy-tac/chien-si-thi-dua-co-so/", window=(1366, 900)),
    Shot("09-tim-kiem", "tdkt", "/tim/?q=hinh su", window=(1366, 700)),
    Shot("10-quan-tri", "quantri", "/quan-tri/tai-khoan/", window=(1366, 820)),
    Shot("11-dien-thoai", "canhan", "/", to_my_verdicts, PHONE),
    Shot("12-nguon-goc", "tdkt", f"/don-vi/{UNIT}/?nam=2025", at("section:has(> div > h2#nguon)"), (1366, 700)),
    Shot("13-neu-co", "canbo", f"/con-nguoi/{PERSON}/?nam=2026&xl=hoan-thanh-xuat-sac&sk=nganh&dh=chien-si-thi-dua-co-so", part="#neu"),
)


def signed_in(browser: Browser, root: str, shot: Shot) -> Page:
    """A window of the browser in which an account of the demo is signed in."""
    wide, high = shot.window
    place = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
    page = browser.new_context(viewport={"width": wide, "height": high}, reduced_motion="reduce", **place).new_page()
    page.goto(f"{root}/tai-khoan/login/")
    page.locator("input[name=login]").fill(shot.who)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def take(browser: Browser, root: str, shot: Shot) -> None:
    """Take one picture."""
    page = signed_in(browser, root, shot)
    page.goto(root + shot.path, wait_until="networkidle")
    shot.first(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    path = HERE / f"{shot.name}.png"
    save((page.locator(shot.part) if shot.part else page).screenshot(), path)
    page.context.close()
    print(path.name, f"{path.stat().st_size // 1000} kB")


def save(raw: bytes, path: Path) -> None:
    """Write a picture with a palette: a quarter of the size, no loss to the eye."""
    Image.open(io.BytesIO(raw)).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """The province, served; its address. Stopped and thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="vinhdanh-img-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
        free.close()
        env = {**os.environ, "VINHDANH_DATA": folder}
        for words in (["demo"], ["manage", "collectstatic", "--noinput"]):
            subprocess.run([COMMAND, *words], env=env, check=True, stdout=subprocess.DEVNULL)
        with subprocess.Popen([COMMAND, "serve", "--port", port], env=env) as server:
            try:
                yield wait_for(f"http://127.0.0.1:{port}")
            finally:
                server.terminate()


def wait_for(root: str, seconds: int = 60) -> str:
    """The address, once it answers."""
    for _ in range(seconds * 2):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{root}/tai-khoan/login/"):
            return root
        time.sleep(0.5)
    raise SystemExit(f"Không mở được {root}")


def main() -> None:
    """Take the pictures, or those named on the command line."""
    wanted = [shot for shot in SHOTS if not sys.argv[1:] or shot.name in sys.argv[1:]]
    with demo() as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        for shot in wanted:
            take(browser, root, shot)


if __name__ == "__main__":
    main()
