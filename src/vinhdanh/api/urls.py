"""Addresses of the API. It answers strangers with 401 itself instead of sending them to the sign-in page."""

from __future__ import annotations

from typing import Any

from vinhdanh.api import people, records, units
from vinhdanh.api.base import api

for router in (units.router, people.router, records.router):
    api.add_router("", router)

patterns: tuple[list[Any], str, str] = api.urls
for pattern in patterns[0]:
    pattern.callback.login_required = False  # each operation asks for a token or a session (see base.api)
