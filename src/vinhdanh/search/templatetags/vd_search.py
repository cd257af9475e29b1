"""Where a found entry leads, and the name of an award."""

from __future__ import annotations

from django import template

from vinhdanh.records.awards import award_name
from vinhdanh.search.addresses import address
from vinhdanh.search.models import SearchEntry

register = template.Library()


@register.filter
def dia_chi(entry: SearchEntry) -> str:
    """The address of an entry's object."""
    return address(entry)


@register.filter
def ten_khen(code: str) -> str:
    """The name of a title or form."""
    return award_name(code)
