"""Citations in templates: ``{% dan citation %}`` is a link to the provision's page, with what the popover loads."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vinhdanh.law.links import fragment_url_of, place_url, url_of
from vinhdanh.law.models import Act
from vinhdanh.law.places import words_of
from vinhdanh.merit.law import Citation, Place

register = template.Library()


@register.simple_tag
def dan(citation: Citation | None) -> SafeString | str:
    """A link to the page of a citation; nothing for none."""
    if citation is None:
        return ""
    fragment = fragment_url_of(citation)
    if not fragment:
        return format_html('<a class="vd-dan" href="{}">{}</a>', url_of(citation), citation)
    return format_html('<a class="vd-dan" href="{}" data-khung="{}">{}</a>', url_of(citation), fragment, citation)


@register.filter
def vi_tri(place: Place) -> str:
    """``điểm a khoản 1 Điều 22``."""
    return words_of(place)


@register.simple_tag
def trang_vi_tri(act: Act, place: Place) -> str:
    """The page of a place of an act."""
    return place_url(act.code, place)


@register.filter
def lay(mapping: dict[str, str], key: str) -> str:
    """A value of a mapping; the key itself where it has none."""
    return mapping.get(key, key)
