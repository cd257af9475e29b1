"""A program with the token of an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.api.scopes import SCOPES
from vinhdanh.api.tokens import make


def token_of(holder: User, scopes: Iterable[str] = SCOPES) -> str:
    """The secret of a new token."""
    return make(holder, "thử", scopes, timezone.now() + dt.timedelta(days=1))[1]


class Asker:
    """Asks by a token (of all scopes, if none are named)."""

    def __init__(self, holder: User, *scopes: str) -> None:
        self.client, self.headers = Client(), {"Authorization": f"Bearer {token_of(holder, scopes or SCOPES)}"}

    def get(self, path: str) -> Any:
        """GET."""
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """POST, PUT, PATCH with JSON."""
        return getattr(self.client, method)(f"/api/v1{path}", {} if body is None else body, content_type="application/json", headers=self.headers)
