"""Addresses of the API. It answers strangers with 401 itself instead of sending them to the sign-in page."""

from __future__ import annotations

from typing import Any

from vinhdanh.api import desk, imports, law, people, progress, records, screening, search, service, transfers, units, verdicts
from vinhdanh.api.base import api

PARTS = (desk, units, people, service, transfers, records, progress, imports, law, verdicts, screening, search)
for part in PARTS:
    api.add_router("", part.router)

patterns: tuple[list[Any], str, str] = api.urls
for pattern in patterns[0]:
    pattern.callback.login_required = False  # each operation asks for a token or a session (see base.api)
