"""What all tests share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

# A busy machine is not a fault of the code: pytest's own timeout is the limit. CI draws the same examples every time.
hypothesis_settings.register_profile("vinhdanh", deadline=None)
hypothesis_settings.register_profile("vinhdanh-ci", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("vinhdanh-ci" if hypothesis_settings.get_current_profile_name() == "ci" else "vinhdanh")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A data folder of its own for every test (stored files, signs of life of jobs); made when something is written."""
    settings.DATA = tmp_path_factory.getbasetemp() / "data" / str(abs(hash(request.node.nodeid)))
    settings.MEDIA_ROOT = settings.DATA / "files"
    return Path(settings.MEDIA_ROOT)
