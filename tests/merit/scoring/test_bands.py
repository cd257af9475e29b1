"""Intervals: membership at the edges, gaps, overlaps, reading from words."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinhdanh.merit.scoring import bands as b
from vinhdanh.merit.scoring.bands import Bounds


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("từ 90% đến dưới 100%", Bounds(ge=D(90), lt=D(100))),
        ("dưới 60%", Bounds(lt=D(60))),
        ("100%", Bounds(at=D(100))),
        ("từ 90 đến 100%", Bounds(ge=D(90), le=D(100))),
        ("trên 98", Bounds(gt=D(98))),
        ("trên 90 đến 100", Bounds(gt=D(90), le=D(100))),
        (">95%", Bounds(gt=D(95))),
        ("50-<75", Bounds(ge=D(50), lt=D(75))),
        ("75-95", Bounds(ge=D(75), le=D(95))),
        ("từ 99,0%", Bounds(ge=D(99))),
        ("80 trở lên", Bounds(ge=D(80))),
        ("không quá 3", Bounds(le=D(3))),
        ("đúng hạn", None),
    ],
)
def test_bounds_are_read_from_words(text: str, bounds: Bounds | None) -> None:
    assert b.read(text) == bounds


NUMBERS = st.one_of(st.none(), st.integers(-20, 20).map(D))
BOUNDS = st.one_of(
    st.builds(Bounds, ge=NUMBERS, lt=NUMBERS),
    st.builds(Bounds, gt=NUMBERS, le=NUMBERS),
    st.builds(Bounds, ge=NUMBERS, le=NUMBERS),
    st.builds(Bounds, at=st.integers(-20, 20).map(D)),
)


@given(BOUNDS.filter(lambda x: not b.named_only(x) and not b.empty(x)))
def test_words_of_a_band_name_the_same_band(band: Bounds) -> None:
    read = b.read(b.words(band))
    assert read is not None
    assert b.span(read) == b.span(band)


@given(st.lists(BOUNDS, max_size=6), st.fractions(-25, 25, max_denominator=2))
def test_a_value_is_in_a_band_or_in_a_gap(bands: list[Bounds], at: object) -> None:
    value = D(at.numerator) / D(at.denominator)  # type: ignore[attr-defined]
    held = b.holding(bands, value)
    gap = [g for g in b.gaps(bands) if g.start <= (value, 0) < g.end]
    assert bool(held) != bool(gap)
    assert (len(held) > 1) == any(s.start <= (value, 0) < s.end for _, _, s in b.overlaps(bands))


def test_the_traps_of_real_tables() -> None:
    table = [Bounds(gt=D(98)), Bounds(ge=D(97), lt=D(98)), Bounds(ge=D(96), lt=D(97))]
    assert [b.words(g) for g in b.gaps(table, b.Span((D(0), 0), (D(100), 1)))] == ["từ 0 đến dưới 96", "đúng 98"]
    assert [b.words(s) for _, _, s in b.overlaps([Bounds(ge=D(90), le=D(95)), Bounds(ge=D(95), lt=D(100))])] == ["đúng 95"]
