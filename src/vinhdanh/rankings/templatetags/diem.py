"""Points as Vietnamese write them, for the pages of scoring."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import localize

from vinhdanh.merit.scoring.numbers import rounded

register = template.Library()


@register.filter
def diem(value: Any, places: int = 2) -> str:
    """``1.234,50``; nothing for nothing. Only shown: the exact number is what counts."""
    if value in (None, ""):
        return ""
    return str(localize(rounded(Decimal(value), places), use_l10n=True)).replace("-", "−")


@register.filter
def lech(value: Decimal | None) -> str:
    """A difference with its sign: ``+1,50``, ``−0,25``, ``0``."""
    if value is None:
        return ""
    return "0" if value == 0 else f"{'+' if value > 0 else ''}{diem(value)}"


@register.filter
def lay(data: Mapping[Any, Any], key: Any) -> Any:
    """The value of a key, nothing if there is none."""
    return data.get(key)
