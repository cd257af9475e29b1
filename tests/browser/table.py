"""A row of the table of pages that axe looks at."""

from __future__ import annotations

from typing import NamedTuple

from vinhdanh.accounts.models import User


class Page(NamedTuple):
    """``name`` of its picture, address, who looks (None: a stranger), the status to expect."""

    name: str
    path: str
    user: User | None
    status: int = 200
