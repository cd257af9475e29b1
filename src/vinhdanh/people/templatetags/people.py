"""Cells of a person's own data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def cua_toi(value: object) -> str:
    """A cell as people read it: dates and times in Vietnam's way, yes and no in words, years never grouped."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace(".", ",") if isinstance(value, float | Decimal) else str(value)
