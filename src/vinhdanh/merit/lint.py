"""What a loaded rulebook must satisfy beyond its shape: no overlap, no undeclared gap, nothing dangling, no circle."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from vinhdanh.merit import schema as s
from vinhdanh.merit.law import CitationError
from vinhdanh.merit.measures import FLAGS, NUMBERS
from vinhdanh.merit.rows import LEVELS, RATINGS, SEVERITY

if TYPE_CHECKING:
    from vinhdanh.merit.loading import Layer
    from vinhdanh.merit.rulebook import Rulebook

SECTIONS = ("criteria", "quotas", "votes", "decides", "dossiers", "deadlines", "money")


def problems(book: Rulebook) -> list[str]:
    """Every fault of the book, each with file and line; empty when it is sound."""
    found = [p for layer in book.layers for p in (*_of_layer(book, layer),)]
    if not found:
        found = [*_unbuildable(book)]
    if not found:
        from vinhdanh.merit.order import circles

        found = [f"{book.authority}: các danh hiệu phụ thuộc vòng tròn: {' → '.join(ring)}" for ring in circles(book)]
    return found


def _of_layer(book: Rulebook, layer: Layer) -> Iterator[str]:
    for code, award in layer.file.awards.items():
        if not book.awards[code].group:
            yield f"{layer.name}: “{code}” chưa khai group (title hay form)"
        for section in SECTIONS:
            entries = getattr(award, section)
            yield from _dates(layer, code, section, entries, award.gaps)
            for i, entry in enumerate(entries):
                yield from (f"{layer.where(code, section, i)}: {p}" for p in _dangling(book, entry))
    for dated in (*layer.file.base_salary, *layer.file.rounding, *layer.file.stacking, *layer.file.reuse):
        yield from (f"{layer.name}: {p}" for p in _dangling(book, dated))


def _key(entry: Any) -> tuple[Any, ...]:
    """Entries with one key follow each other in time and must not overlap."""
    if isinstance(entry, s.DecideSpec):
        return (entry.id or entry.decides, entry.decides, entry.when is not None)
    return (
        getattr(entry, "subject", None),
        getattr(entry, "id", ""),
        getattr(entry, "issuer", ""),
        getattr(entry, "to", ""),
        getattr(entry, "route", ""),
    )


def _dates(layer: Layer, code: str, section: str, entries: tuple[s.Dated, ...], gaps: tuple[str, ...]) -> Iterator[str]:
    rows = defaultdict(list)
    for i, entry in enumerate(entries):
        if entry.until is not None and entry.until <= entry.in_force:
            yield f"{layer.where(code, section, i)}: until {entry.until} không sau in_force {entry.in_force}"
        rows[_key(entry)].append((entry.in_force, entry.until, i))
    for group in rows.values():
        yield from _pairs(layer, code, section, sorted(group, key=lambda r: r[0]), gaps)


def _pairs(layer: Layer, code: str, section: str, group: list[tuple[dt.date, dt.date | None, int]], gaps: tuple[str, ...]) -> Iterator[str]:
    for (_, end, _i), (start, _, j) in pairwise(group):
        if end is None or end > start:
            yield f"{layer.where(code, section, j)}: {code}/{section} chồng lấn: bản trước còn hiệu lực đến {end or 'nay'}, bản này từ {start}"
        elif end < start and f"{section} {end}..{start}" not in gaps:
            yield f"{layer.where(code, section, j)}: {code}/{section} có khoảng trống {end}..{start} chưa khai trong gaps"


def _dangling(book: Rulebook, entry: BaseModel) -> Iterator[str]:
    """References to acts, awards, posts, measures, tags, codes that do not exist."""
    for item in _models(entry):
        yield from _cites(book, item)
        if isinstance(item, s.FactSpec):
            yield from _fact(book, item)
        if isinstance(item, s.NumberSpec | s.FlagSpec):
            yield from _measure(book, item)
        if isinstance(item, s.ConditionSpec) and item.meets and item.meets not in book.awards:
            yield f"không có danh hiệu, hình thức “{item.meets}”"
        yield from (f"nhãn lạ “{t}”" for t in getattr(item, "tags", ()) if t not in s.TAGS)


def _models(item: Any) -> Iterator[BaseModel]:
    if isinstance(item, BaseModel):
        yield item
        for name in type(item).model_fields:
            yield from _models(getattr(item, name))
    elif isinstance(item, tuple):
        for part in item:
            yield from _models(part)


def _cites(book: Rulebook, item: BaseModel) -> Iterator[str]:
    cite = item if isinstance(item, s.Cite) else None
    if cite is None:
        return
    if cite.act not in book.acts:
        yield f"viện dẫn văn bản chưa khai “{cite.act}”"


def _fact(book: Rulebook, spec: s.FactSpec) -> Iterator[str]:
    yield from (f"không có danh hiệu, hình thức “{a}”" for a in spec.award or () if a not in book.awards)
    for value, known, word in (
        (spec.rating, RATINGS, "xếp loại"),
        (spec.initiative, LEVELS, "cấp"),
        (spec.research, LEVELS, "cấp"),
        (spec.discipline, SEVERITY, "hình thức kỷ luật"),
    ):
        if value is not None and value not in known:
            yield f"không có {word} “{value}”"


def _measure(book: Rulebook, spec: s.NumberSpec | s.FlagSpec) -> Iterator[str]:
    known = NUMBERS if isinstance(spec, s.NumberSpec) else FLAGS
    if spec.of not in known:
        yield f"không có {'số đo' if known is NUMBERS else 'dữ kiện'} “{spec.of}”"
    yield from (f"không có chức vụ “{p}” trong lexicon.posts" for p in spec.posts if p not in book.patterns("posts"))
    yield from (f"không có cấp “{x}” trong lexicon.levels" for x in getattr(spec, "levels", ()) if x not in book.patterns("levels"))


def _unbuildable(book: Rulebook) -> Iterator[str]:
    """Entries that cannot become conditions: no verb or two, a place that is none."""
    for layer in book.layers:
        for code, award in layer.file.awards.items():
            for section in SECTIONS:
                for i, entry in enumerate(getattr(award, section)):
                    yield from _try(book, layer, code, section, i, entry)


def _try(book: Rulebook, layer: Layer, code: str, section: str, i: int, entry: s.Dated) -> Iterator[str]:
    try:
        for subject in ("person", "collective", "household"):
            book.criteria(code, subject, entry.in_force)
        made = book._entry(entry, entry.in_force)
        if isinstance(entry, s.DecideSpec) and entry.when is not None:
            book.builder(code, "person", entry.in_force, made.cite).condition(entry.when, "khi")
    except (ValueError, CitationError, AssertionError, KeyError) as error:
        yield f"{layer.where(code, section, i)}: {error}"
