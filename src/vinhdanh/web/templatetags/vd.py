"""Small helps of the templates: dates and numbers as Vietnamese write them, states, reasons."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template

register = template.Library()


@register.filter
def ngay(value: dt.date | None) -> str:
    """``02/09/2026``; nothing for no date."""
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter
def nguyen(value: Any) -> str:
    """A year or a number that is a name: never grouped."""
    return "" if value is None else str(value)
