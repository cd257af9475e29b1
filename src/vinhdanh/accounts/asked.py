"""Numbers and years that stand in an address or a hidden field: what makes no sense is as if nothing had been said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Default = TypeVar("Default", int, None)
FIRST_YEAR, LAST_YEAR = 1945, 2100
LARGEST = 2**31 - 1  # what every database takes as a number of a row


def whole(text: str, default: Default) -> int | Default:
    """A whole number, not negative (``²`` and ``٣`` are digits to Python, but not meant)."""
    fits = text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= LARGEST
    return int(text) if fits else default


def year(text: str, default: Default) -> int | Default:
    """A year that records can be of."""
    found = whole(text, -1)
    return found if FIRST_YEAR <= found <= LAST_YEAR else default


def version(data: Mapping[str, str]) -> int:
    """The version a form was opened with (its hidden field); 0, which no row has, where it does not say."""
    return whole(data.get("version", ""), 0)
