"""A real browser for tests: live server, signed-in screens, axe, pictures.

How to use it in a file of ``tests/browser/`` (or anywhere: ``pytest_plugins`` is not needed inside this folder)::

    def test_a_clerk_finds_a_person(browse: Browse, office: Office) -> None:
        screen = browse(user("can-bo-tdkt", office.p1))     # signed in; browse() alone is a stranger
        screen.open("/con-nguoi/")                          # fails unless the answer is 200
        screen.page.get_by_label("Tìm kiếm").fill("nguyen") # ``page`` is Playwright's
        screen.page.keyboard.press("Enter")
        assert screen.axe() == []                           # what axe found, in words
        assert screen.faults == []                          # console errors, refused by the policy, failed requests
        screen.shot("tim-nguoi")                            # var/shots/tim-nguoi-1366.png (VINHDANH_SHOTS=folder)

``browse(user, width=390)`` is a phone; ``script=False`` a browser without JavaScript. ``office`` is ``tests.office.Office``.
Rows made in a test are seen by the server (``transactional_db`` underneath), and all tables are emptied afterwards.

**To have your pages looked at by axe at 1366 and 390 px**: write ``tests/browser/pages/<app>.py`` with a function
``pages(office) -> list[Page]`` that makes its rows and names account and address (see ``pages/web.py``).
``tests/browser/test_pages.py`` finds it by itself.

A missing Chromium fails the tests and says what to install. ``VINHDANH_CHROMIUM`` names another one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from tests.office import Office

from vinhdanh.accounts.models import User

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop and the ORM share the thread of the test

CHROMIUM = os.environ.get("VINHDANH_CHROMIUM") or "/usr/bin/chromium"
SHOTS = Path(os.environ.get("VINHDANH_SHOTS") or "var/shots")
DESK, PHONE = 1366, 390
PATIENCE = 30_000  # milliseconds; a busy machine is not a fault of the page
WIDTHS = (DESK, PHONE)
MISSING = f"Không có Chromium ở {CHROMIUM}. Cài: apt-get install chromium; hoặc đặt VINHDANH_CHROMIUM=/đường/dẫn/tới/chromium."


expect.set_options(timeout=PATIENCE / 2)


class Screen:
    """One tab of a browser at the live server. ``faults`` gathers what the console and the network complain about."""

    def __init__(self, page: Page, root: str, width: int) -> None:
        self.page, self.root, self.width = page, root, width
        self.faults: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: self.faults.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.faults.append(f"pageerror: {e}"))

    def open(self, path: str, status: int = 200) -> Screen:
        """Go to an address and wait until it is drawn, fonts too. Fails unless it answers ``status``."""
        answer = self.page.goto(self.root + path)
        assert answer is not None and answer.status == status, f"{path}: {answer and answer.status}, expected {status}"
        self.page.evaluate("document.fonts.ready")
        return self

    def axe(self) -> list[str]:
        """What axe finds wrong, one line a fault with the element; empty when all is well."""
        found: list[dict[str, Any]] = Axe().run(self.page, options={"preload": False}).response["violations"]
        return [f"{v['id']}: {v['help']} | {n['html'][:160]}" for v in found for n in v["nodes"]]

    def wide(self) -> int:
        """By how many pixels the page is wider than the window (0: no sideways scrolling)."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def shot(self, name: str) -> Path:
        """A picture of the whole page, ``<name>-<width>.png``."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        path = SHOTS / f"{name}-{self.width}.png"
        self.page.screenshot(path=path, full_page=True)
        return path


Browse = Callable[..., Screen]


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    if shutil.which(CHROMIUM) is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def _chromium(_playwright: Playwright) -> Iterator[Browser]:
    browser = _playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
    yield browser
    browser.close()


@pytest.fixture
def browse(live_server: Any, _chromium: Browser) -> Iterator[Browse]:
    """Opens screens: ``browse(user=None, width=1366, script=True)``."""
    contexts = []

    def screen(user: User | None = None, width: int = DESK, *, script: bool = True) -> Screen:
        size = {"width": width, "height": 768 if width > PHONE else 844}
        context = _chromium.new_context(viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", java_script_enabled=script)  # type: ignore[arg-type]
        contexts.append(context)
        if user is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": live_server.url}])
        return Screen(context.new_page(), live_server.url, width)

    yield screen
    for context in contexts:
        for page in context.pages:  # the server must be at rest before the tables are emptied
            with contextlib.suppress(PlaywrightError):
                page.wait_for_load_state("networkidle", timeout=5000)
        context.close()


def session_of(user: User) -> str:
    """The key of a new session in which an account is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key
    return session.session_key


@pytest.fixture
def office(transactional_db: None) -> Office:
    """The invented office, in a database that the server sees."""
    return Office()
