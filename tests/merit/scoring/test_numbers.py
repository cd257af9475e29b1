"""Decimals in every writing met, exact sums, rounding by name."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinhdanh.merit.scoring.numbers import NumberError, divide, exact, key, number, rounded, share, show


@pytest.mark.parametrize(
    ("text", "value"),
    [("118,4", "118.4"), ("+ 0,1", "0.1"), ("−3", "-3"), ("97.7", "97.7"), ("1.234,5", "1234.5"), ("85 %", "85"), ("1/4", "0.25"), (" 5 ", "5")],
)
def test_writings_of_real_tables(text: str, value: str) -> None:
    assert number(text) == D(value)


@pytest.mark.parametrize("raw", ["", "abc", "1,2,3", "NaN", "Infinity", "1/0", None, True, 0.5])
def test_what_is_no_number(raw: object) -> None:
    with pytest.raises(NumberError, match="không phải là số"):
        number(raw)


def test_share_of_percent_fraction_and_plain() -> None:
    assert [share("5%"), share("1/4"), share(D("0.2")), share(20)] == [D("0.05"), D("0.25"), D("0.2"), D(20)]


@pytest.mark.parametrize(("mode", "value"), [("half-up", "2.5"), ("half-even", "2.4"), ("down", "2.4"), ("floor", "2.4"), ("up", "2.5")])
def test_rounding_has_a_name(mode: str, value: str) -> None:
    assert rounded(D("2.45"), 1, mode) == D(value)  # type: ignore[arg-type]


@exact
def _thirds() -> D:
    return divide(D(1), D(3)) * 3


def test_thirds_are_one_where_totals_are_compared() -> None:
    assert _thirds() != 1
    assert key(_thirds()) == 1


@given(st.lists(st.fractions(min_value=-100, max_value=100, max_denominator=997), max_size=30), st.randoms(use_true_random=False))
def test_sums_of_quotients_do_not_depend_on_their_order(fractions: list[object], random: object) -> None:
    quotients = [divide(D(f.numerator), D(f.denominator)) for f in fractions]  # type: ignore[attr-defined]
    turned = list(quotients)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert exact(lambda: sum(quotients, D(0)))() == exact(lambda: sum(turned, D(0)))()


@pytest.mark.parametrize(("value", "text"), [("118.40", "118,4"), ("1E+2", "100"), ("-0.00001", "0"), ("0.66666", "0,6667"), ("-3.5", "-3,5")])
def test_vietnamese_writing(value: str, text: str) -> None:
    assert show(D(value)) == text


def test_nothing_is_a_dash() -> None:
    assert show(None) == "–"
