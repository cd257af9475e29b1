"""A place in an act as part of an address (``dieu-22-khoan-1-diem-a``), and as a key that sorts as the text runs."""

from __future__ import annotations

import re

from vinhdanh.merit.law import Place
from vinhdanh.merit.text import slug

_SLUG = re.compile(r"(?:dieu-(\d+(?:dd|[a-z])?))(?:-khoan-(\d+(?:dd|[a-z])?))?(?:-diem-(dd|[a-z])(\d*))?")
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"


def slug_of(place: Place) -> str:
    """The place in an address; '' for a whole act. đ is written ``dd``, so that d and đ differ."""
    words = [slug(place.part)] if place.part else []
    pairs = (("dieu", place.article), ("khoan", place.clause), ("diem", place.point))
    return "-".join([*words, *(f"{word}-{value.replace('đ', 'dd')}" for word, value in pairs if value)])


def place_of(text: str) -> Place | None:
    """The place an address names, None if it is no article (a section is found by the row that has it)."""
    found = _SLUG.fullmatch(text)
    if found is None:
        return None
    article, clause, letter, digits = found.groups()
    return Place(_back(article), _back(clause), f"{_back(letter)}{digits}" if letter else None)


def _back(value: str | None) -> str | None:
    return value.replace("dd", "đ") if value else None


def key_of(place: Place) -> str:
    """Digits only, so that every database sorts it alike: Điều 9, 10, 10a; điểm d, đ, e. Sections come last."""
    if place.part and not place.article:
        return "9" + "".join(f"{ord(c) % 1000:03}" for c in slug_of(place)[:50])
    return "0" + _part(place.article) + _part(place.clause) + _point(place.point)


def _part(value: str | None) -> str:
    if not value:
        return "000000"
    digits = re.sub(r"\D", "", value)
    return f"{int(digits):04}{_index(value[len(digits) :]):02}"


def _point(value: str | None) -> str:
    return f"{_index(value[:1]):02}{int(value[1:] or 0):02}" if value else "0000"


def _index(letter: str) -> int:
    return _LETTERS.find(letter) + 1 if letter else 0


def words_of(place: Place) -> str:
    """``điểm a khoản 1 Điều 22`` as printed; the words of a section; '' for a whole act."""
    pairs = (("điểm", place.point), ("khoản", place.clause), ("Điều", place.article))
    return " ".join([*(f"{word} {value}" for word, value in pairs if value), *([place.part] if place.part else [])])


def inside(place: Place, other: Place) -> bool:
    """Whether ``other`` is this place or lies within it."""
    if (place.part or "") != (other.part or "") or place.article != other.article:
        return False
    return place.clause in (None, other.clause) and place.point in (None, other.point)
