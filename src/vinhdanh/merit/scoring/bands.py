"""Bands: intervals with points; which band a value lies in, where bands leave gaps or overlap, reading them from Vietnamese text.

A place on the line of numbers is ``(value, 0)`` for the value itself and ``(value, 1)`` for just above it, so an interval
is a half-open pair of places and inclusive and exclusive bounds need no cases of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from vinhdanh.merit.scoring.numbers import number, show

Place: TypeAlias = tuple[Decimal, int]
LOW, HIGH = Decimal("-Infinity"), Decimal("Infinity")
BOTTOM, TOP = (LOW, 0), (HIGH, 1)


class Bounded(Protocol):
    """Anything with bounds; None leaves a side open."""

    @property
    def ge(self) -> Decimal | None: ...
    @property
    def gt(self) -> Decimal | None: ...
    @property
    def le(self) -> Decimal | None: ...
    @property
    def lt(self) -> Decimal | None: ...
    @property
    def at(self) -> Decimal | None: ...


_B = TypeVar("_B", bound=Bounded)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A plain interval."""

    ge: Decimal | None = None
    gt: Decimal | None = None
    le: Decimal | None = None
    lt: Decimal | None = None
    at: Decimal | None = None


class Span(NamedTuple):
    """From a place (inclusive) to a place (exclusive)."""

    start: Place
    end: Place


EVERYTHING = Span(BOTTOM, TOP)


def span(band: Bounded) -> Span:
    """The interval of a band."""
    if band.at is not None:
        return Span((band.at, 0), (band.at, 1))
    start = (band.ge, 0) if band.ge is not None else (band.gt, 1) if band.gt is not None else BOTTOM
    end = (band.le, 1) if band.le is not None else (band.lt, 0) if band.lt is not None else TOP
    return Span(start, end)


def named_only(band: Bounded) -> bool:
    """Whether a band has no bound: it is chosen by its name."""
    return band.ge is band.gt is band.le is band.lt is band.at is None


def holding(bands: Iterable[_B], value: Decimal) -> list[_B]:
    """The bands a value lies in, in the order written."""
    here = (value, 0)
    return [b for b in bands if not named_only(b) and (s := span(b)).start <= here < s.end]


def inside(band: Bounded, value: Decimal) -> bool:
    """Whether the value lies within the bounds (without any bound: yes)."""
    found = span(band)
    return found.start <= (value, 0) < found.end


def gaps(bands: Iterable[Bounded], whole: Span = EVERYTHING) -> list[Span]:
    """The parts of ``whole`` in no band, from low to high."""
    found, at = [], whole.start
    for start, end in sorted(span(b) for b in bands if not named_only(b)):
        if start > at:
            found.append(Span(at, min(start, whole.end)))
        at = max(at, end)
    if at < whole.end:
        found.append(Span(at, whole.end))
    return [s for s in found if s.start < s.end]


def overlaps(bands: Sequence[_B]) -> list[tuple[_B, _B, Span]]:
    """Pairs of bands that share values, with what they share."""
    spans = [(b, span(b)) for b in bands if not named_only(b)]
    pairs = [(a, b, Span(max(s.start, t.start), min(s.end, t.end))) for i, (a, s) in enumerate(spans) for b, t in spans[i + 1 :]]
    return [p for p in pairs if p[2].start < p[2].end]


def empty(band: Bounded) -> bool:
    """Whether no value lies within the bounds."""
    found = span(band)
    return found.start >= found.end


def words(part: Bounded | Span) -> str:
    """An interval in Vietnamese: ``từ 95 đến dưới 100``, ``đúng 98``, ``trên 98``, ``dưới 60``."""
    (low, above), (high, through) = part if isinstance(part, Span) else span(part)
    if low == high and (above, through) == (0, 1):
        return f"đúng {show(low)}"
    start = "" if low == LOW else f"{'trên' if above else 'từ'} {show(low)}"
    end = "" if high == HIGH else f"{'đến' if through else 'dưới' if not start else 'đến dưới'} {show(high)}"
    if not start and through and end:
        end = f"không quá {show(high)}"
    return f"{start} {end}".strip() or "mọi giá trị"


# ---- reading -------------------------------------------------------------------------------------------

_N = r"(-?\d+(?:[.,]\d+)?)\s*(?:%|điểm|ngày)?"
_FORMS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), keys)
    for pattern, keys in (
        (rf"(?:từ\s+)?trên\s+{_N}\s*(?:đến|tới|-|–)\s*dưới\s+{_N}", ("gt", "lt")),
        (rf"(?:từ\s+)?trên\s+{_N}\s*(?:đến|tới|-|–)\s*{_N}", ("gt", "le")),
        (rf"(?:từ\s+)?{_N}\s*(?:đến|tới|-|–)\s*(?:dưới\s+|<\s*){_N}", ("ge", "lt")),
        (rf"(?:từ\s+)?{_N}\s*(?:đến|tới|-|–)\s*{_N}", ("ge", "le")),
        (rf"(?:từ\s+)?trên\s+{_N}(?:\s*trở lên)?", ("gt",)),
        (rf"từ\s+{_N}(?:\s*trở lên)?", ("ge",)),
        (rf"{_N}\s*trở lên", ("ge",)),
        (rf"(?:≥|>=)\s*{_N}", ("ge",)),
        (rf"(?:≤|<=|không quá|tối đa)\s*{_N}", ("le",)),
        (rf">\s*{_N}", ("gt",)),
        (rf"(?:<|dưới)\s*{_N}", ("lt",)),
        (rf"(?:đúng\s+|đạt\s+|=\s*)?{_N}", ("at",)),
    )
)


def read(text: str) -> Bounds | None:
    """The bounds a Vietnamese phrase names (``từ 90% đến dưới 100%``, ``>95%``, ``50-<75``), None if it names none."""
    plain = text.strip().rstrip(".;")
    for pattern, keys in _FORMS:
        if found := pattern.fullmatch(plain):
            return Bounds(**{k: number(v) for k, v in zip(keys, found.groups(), strict=True)})
    return None
