"""The page of a citation: every citation of an act we know leads to the page of its provision."""

from __future__ import annotations

from urllib.parse import quote

from django.urls import reverse

from vinhdanh.law.places import slug_of
from vinhdanh.merit.law import Citation, Place


def url_of(citation: Citation) -> str:
    """``/phap-luat/luat-2022/dieu-22-khoan-1-diem-a/``; of a whole act or several articles the page of the act or the first of them."""
    where = Place(citation.article, citation.clause, citation.point, citation.part)
    if citation.part and citation.articles and not citation.article:
        where = Place(min(citation.articles, key=lambda a: (int("".join(c for c in a if c.isdigit())), a)))
    return place_url(citation.act.code, where)


def place_url(code: str, where: Place) -> str:
    """The page of a place of an act."""
    at = slug_of(where)
    return reverse("law:provision", args=[code, at]) if at else reverse("law:act", args=[code])


def fragment_url_of(citation: Citation) -> str:
    """What a popover shows of a citation; '' for a whole act."""
    page = url_of(citation)
    return f"{page}khung/" if page.count("/") == 4 else ""


def rule_url(award: str, on: str = "") -> str:
    """The page of the rules of an award (on a day, as ISO text)."""
    return reverse("law:award", args=[award]) + (f"?ngay={quote(on)}" if on else "")
