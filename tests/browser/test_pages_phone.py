"""Every page named in ``pages/<app>.py`` at 390 px, as on a phone: see ``clean.py``."""

from __future__ import annotations

import pytest
from tests.browser.clean import TABLES, faults
from tests.browser.conftest import Browse
from tests.office import Office

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("app", TABLES)
def test_pages_are_clean(app: str, browse: Browse, office: Office) -> None:
    assert faults(app, 390, browse, office) == []
