"""Every page named in ``pages/<app>.py`` at 1366 and 390 px: axe finds nothing, the console is silent, nothing scrolls sideways.

``test_pages.py`` and ``test_pages_phone.py`` ask it for one width each, so that two processes share the work.
To add pages write ``tests/browser/pages/<app>.py`` with ``pages(office) -> list[Page]``; nothing is to be changed here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.table import Page
from tests.office import Office

if TYPE_CHECKING:
    from tests.browser.conftest import Browse, Screen

TABLES = sorted(path.stem for path in (Path(__file__).parent / "pages").glob("*.py") if path.stem != "__init__")


def faults(app: str, width: int, browse: Browse, office: Office) -> list[str]:
    """Everything wrong with the pages of an application at a width."""
    table: Callable[[Office], list[Page]] = importlib.import_module(f"tests.browser.pages.{app}").pages
    return [f"{page.name} {page.path}: {fault}" for page in table(office) for fault in _faults(page, width, browse)]


def _faults(page: Page, width: int, browse: Browse) -> list[str]:
    screen: Screen = browse(page.user, width)
    screen.open(page.path, page.status)
    screen.shot(page.name)
    wide = [f"rộng hơn màn hình {screen.wide()} px"] if screen.wide() else []
    console = [f for f in screen.faults if not (page.status >= 400 and "status of" in f)]
    return [*screen.axe(), *console, *wide]
