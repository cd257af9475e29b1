"""What in the rulebook cites which place: the list behind every provision, made once a rulebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from vinhdanh.law.places import inside
from vinhdanh.merit import schema as s
from vinhdanh.merit.law import Place, locate
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.sheet import SECTIONS, spec_says

TITLES = {
    "criteria": "Tiêu chuẩn",
    **{key: title for key, (title, _) in SECTIONS.items()},
    "base_salary": "Lương cơ sở",
    "rounding": "Làm tròn tiền thưởng",
    "stacking": "Cộng dồn tiền thưởng",
    "reuse": "Dùng lại sáng kiến",
    "transitions": "Chuyển tiếp",
}


@dataclass(frozen=True, slots=True)
class Use:
    """An entry or condition that cites a place. ``award`` is '' where it concerns all of them."""

    act: str
    place: Place
    award: str
    section: str
    says: str
    in_force: dt.date
    until: dt.date | None

    @property
    def title(self) -> str:
        """The section in words."""
        return TITLES[self.section]


def uses(book: Rulebook) -> tuple[Use, ...]:
    """Every use of every place, in the order of the book."""
    return _uses(_Key(book))


def uses_of(book: Rulebook, act: str, place: Place) -> list[Use]:
    """What cites a place or something inside it, each statement once: its latest version, with the day its first one began."""
    found: dict[tuple[str, str, str, Place], Use] = {}
    for use in (u for u in uses(book) if u.act == act and inside(place, u.place)):
        key = (use.award, use.section, use.says, use.place)
        found[key] = _joined(found[key], use) if key in found else use
    return list(found.values())


def cited(book: Rulebook) -> set[tuple[str, Place]]:
    """Every (act, place) cited anywhere in the book."""
    return {(use.act, use.place) for use in uses(book)}


def _joined(a: Use, b: Use) -> Use:
    late = max(a, b, key=lambda u: u.in_force)
    return Use(late.act, late.place, late.award, late.section, late.says, min(a.in_force, b.in_force), late.until)


class _Key:
    """A rulebook as a cache key: by its digest."""

    def __init__(self, book: Rulebook) -> None:
        self.book, self.digest = book, book.digest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=16)
def _uses(key: _Key) -> tuple[Use, ...]:
    return tuple(use for layer in key.book.layers for use in _of_file(layer.file))


def _of_file(file: s.FileSpec) -> Iterator[Use]:
    for code, award in file.awards.items():
        for section in ("criteria", *SECTIONS):
            for entry in getattr(award, section):
                yield from _of_entry(entry, code, section)
    for section in ("base_salary", "rounding", "stacking", "reuse"):
        for entry in getattr(file, section):
            yield from _of_entry(entry, "", section)
    for item in file.transitions:
        yield Use(item.cite.act, _place(item.cite.at), "", "transitions", "Hồ sơ nộp trước ngày luật mới có hiệu lực", item.since, None)


def _of_entry(entry: s.Dated, award: str, section: str) -> Iterator[Use]:
    yield Use(entry.cite.act, _place(entry.cite.at), award, section, spec_says(entry) or "Toàn bộ tiêu chuẩn", entry.in_force, entry.until)
    for name in type(entry).model_fields:
        if name != "cite":
            for act, at, says in _cites(getattr(entry, name), entry.cite.act, ""):
                yield Use(act, _place(at), award, section, says, entry.in_force, entry.until)


def _cites(item: Any, act: str, says: str) -> Iterator[tuple[str, str, str]]:
    """(act, place, words) of every citation inside a part of an entry; a bare place is in the act around it."""
    if isinstance(item, BaseModel):
        own = getattr(item, "cite", None)
        here = getattr(item, "says", "") or getattr(item, "name", "") or says
        act = own.act if isinstance(own, s.Cite) else act
        if own:
            yield act, own.at if isinstance(own, s.Cite) else own, str(here)
        for name in type(item).model_fields:
            yield from _cites(getattr(item, name), act, str(here)) if name != "cite" else ()
    elif isinstance(item, tuple):
        for part in item:
            yield from _cites(part, act, says)


def _place(at: str) -> Place:
    return locate(at) if at else Place()
