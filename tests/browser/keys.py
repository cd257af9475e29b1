"""Hands off the mouse: a keyboard that walks a page and minds that one always sees where one is."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Locator, expect
from tests.browser.conftest import Screen

SEEN = """() => {
  const on = document.activeElement;
  if (!on || on === document.body || on.id === 'noi-dung') return '';
  const look = getComputedStyle(on), box = on.getBoundingClientRect();
  const ring = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
  return ring && box.width && box.height ? '' : on.outerHTML.slice(0, 160);
}"""


class Keys:
    """Keys only. ``unseen`` gathers every stop of Tab where the focus could not be seen."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.page = screen, screen.page
        self.unseen: list[str] = []

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)
            self.unseen += [unseen] if key in ("Tab", "Shift+Tab") and (unseen := self.page.evaluate(SEEN)) else []

    def write(self, text: str) -> None:
        """Write over what the field holds."""
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def to(self, goal: Locator, most: int = 80) -> None:
        """Tab until the goal has the focus; fails when it is not reached."""
        expect(goal).to_be_visible()
        for _ in range(most):
            if goal.evaluate("goal => goal === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{most} lần Tab không tới: {goal}")

    def go(self, role: Literal["link", "button"], name: str) -> None:
        """Tab to a link or a button by its name and press it."""
        self.to(self.page.get_by_role(role, name=name, exact=True))
        self.press("Enter")
