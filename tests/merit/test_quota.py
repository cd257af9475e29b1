"""Quotas: shares, caps and minimums, every rounding shown, an unknown base never zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinhdanh.merit.quota import (
    QuotaError,
    QuotaRule,
    Rounding,
    check,
    check_all,
    limit,
    limits,
    percent,
    viet,
)
from vinhdanh.merit.truth import NO, UNKNOWN, YES

FIFTEEN = QuotaRule(Fraction(15, 100), of="lao-dong-tien-tien")
HALF = QuotaRule(Fraction(1, 2), of="leaders")
FIFTH = QuotaRule(Fraction(1, 5), of="tap-the-lao-dong-tien-tien", minimum=1)
TWO = QuotaRule(cap=2, of="cluster")

shares = st.fractions(0, 1, max_denominator=100)
roundings: st.SearchStrategy[Rounding] = st.sampled_from(["floor", "ceil", "half-up"])
rules = st.builds(
    QuotaRule,
    share=st.one_of(st.none(), shares),
    cap=st.one_of(st.none(), st.integers(0, 50)),
    of=st.sampled_from(["a", "b", "c"]),
    rounding=roundings,
    minimum=st.integers(0, 3),
)
counts = st.integers(0, 300)
bases = st.one_of(st.none(), counts)


@pytest.mark.parametrize(
    ("rule", "base", "rounded", "words"),
    [
        (FIFTEEN, 26, 3, "15% × 26 = 3,9 → 3 (làm tròn xuống)"),
        (FIFTH, 20, 4, "20% × 20 = 4"),
        (FIFTH, 4, 1, "20% × 4 = 0,8 → 0 (làm tròn xuống); ít nhất 1 → 1"),
        (FIFTH, 0, 0, "20% × 0 = 0"),
        (QuotaRule(Fraction(1, 3)), 12, 4, "1/3 × 12 = 4"),
        (QuotaRule(Fraction(1, 3), rounding="ceil"), 20, 7, "1/3 × 20 = 6,67 → 7 (làm tròn lên)"),
        (QuotaRule(Fraction(1, 2), rounding="half-up"), 7, 4, "50% × 7 = 3,5 → 4 (làm tròn đến số gần nhất)"),
        (QuotaRule(Fraction(1, 5), cap=2), 50, 2, "20% × 50 = 10; không quá 2 → 2"),
        (QuotaRule(Fraction(1, 5), of="co-thi-dua-nganh"), 5000, 1000, "20% × 5.000 = 1.000"),
        (TWO, None, 2, "Không quá 2"),
        (QuotaRule(), 40, None, "Không khống chế số lượng"),
    ],
)
def test_limits_and_their_words(rule: QuotaRule, base: int | None, rounded: int | None, words: str) -> None:
    found = limit(rule, base)
    assert (found.rounded, found.explanation, found.known) == (rounded, words, True)


@pytest.mark.parametrize(
    ("rule", "base", "proposed", "verdict"),
    [
        (TWO, None, 3, NO),
        (HALF, 4, 3, NO),
        (HALF, 4, 2, YES),
        (HALF, None, 2, UNKNOWN),
        (QuotaRule(), 40, 12, YES),
        (QuotaRule(), None, None, YES),
        (FIFTEEN, 26, None, UNKNOWN),
        (QuotaRule(Fraction(1, 5), cap=2), None, 3, NO),
        (QuotaRule(Fraction(1, 5), cap=2), None, 2, UNKNOWN),
    ],
)
def test_check(rule: QuotaRule, base: int | None, proposed: int | None, verdict: int) -> None:
    assert check(rule, base, proposed) == verdict


def test_an_unknown_base_is_not_zero() -> None:
    found = limit(FIFTEEN, None)
    assert (found.rounded, found.known) == (None, False)
    assert found.explanation == "15% × (chưa rõ số lượng lao-dong-tien-tien): chưa tính được"


def test_the_tightest_binds_and_all_are_shown() -> None:
    found = limits([FIFTEEN, HALF], {"lao-dong-tien-tien": 26, "leaders": 4})
    assert (found.rounded, found.known) == (2, True)
    assert found.explanation == "15% × 26 = 3,9 → 3 (làm tròn xuống); 50% × 4 = 2; áp dụng mức thấp nhất: 2"
    assert limits([], {}).explanation == "Không khống chế số lượng"


def test_one_unknown_base_leaves_the_whole_unknown_but_not_what_is_exceeded() -> None:
    known = {"lao-dong-tien-tien": 26}
    assert (limits([FIFTEEN, HALF], known).rounded, limits([FIFTEEN, HALF], known).known) == (None, False)
    assert check_all([FIFTEEN, HALF], known, 3) == UNKNOWN
    assert check_all([FIFTEEN, HALF], known, 4) == NO


@given(rules, counts)
def test_a_share_is_rounded_by_less_than_one(rule: QuotaRule, base: int) -> None:
    found = limit(QuotaRule(rule.share, rounding=rule.rounding), base)
    if found.exact is not None and found.rounded is not None:
        assert abs(found.rounded - found.exact) < 1
        assert rule.rounding != "floor" or found.rounded <= found.exact
        assert rule.rounding != "ceil" or found.rounded >= found.exact


@given(rules, counts, counts)
def test_a_larger_base_never_allows_less(rule: QuotaRule, one: int, two: int) -> None:
    small, large = (limit(rule, b).rounded for b in sorted((one, two)))
    assert (small is None and large is None) or (small or 0) <= (large or 0)


@given(rules, bases, counts)
def test_the_cap_always_binds_and_check_agrees_with_the_limit(rule: QuotaRule, base: int | None, proposed: int) -> None:
    found, verdict = limit(rule, base), check(rule, base, proposed)
    assert rule.cap is None or verdict != YES or proposed <= rule.cap
    if found.known:
        assert verdict == (YES if found.rounded is None or proposed <= found.rounded else NO)
    elif rule.cap is None or proposed <= rule.cap:
        assert verdict == UNKNOWN


@given(rules, counts, counts)
def test_what_is_unknown_was_never_decided_wrongly(rule: QuotaRule, base: int, proposed: int) -> None:
    """The answer with an unknown base holds for every base, whenever it is not UNKNOWN."""
    unknowing = check(rule, None, proposed)
    assert unknowing == UNKNOWN or unknowing == check(rule, base, proposed)


@given(st.lists(rules, max_size=4), st.dictionaries(st.sampled_from("abc"), bases), counts)
def test_nested_limits_agree_with_the_check_of_all(several: list[QuotaRule], known: dict[str, int | None], proposed: int) -> None:
    found, verdict = limits(several, known), check_all(several, known, proposed)
    if found.known:
        assert verdict == (YES if found.rounded is None or proposed <= found.rounded else NO)
    assert len(found.limits) == len(several)
    assert all(one.explanation in found.explanation for one in found.limits)


@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_printed_numbers_read_back(whole: int, cents: int) -> None:
    number = Fraction(whole * 100 + cents, 100)
    assert Fraction(viet(number).replace(".", "").replace(",", ".")) == number


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (0, "0"),
        (1234567, "1.234.567"),
        (Decimal("3.9"), "3,9"),
        (Fraction(-1, 3), "-0,33"),
        (Fraction(-1, 1000), "0"),
        (Decimal("0.05"), "0,05"),
    ],
)
def test_vietnamese_numbers(number: int | Decimal | Fraction, printed: str) -> None:
    assert viet(number) == printed


def test_no_places_and_percentages() -> None:
    assert (viet(Fraction(5, 2), 0), percent(Fraction(17, 19))) == ("3", "89,47%")


def test_a_fraction_never_prints_as_the_whole_number_it_misses() -> None:
    assert limit(QuotaRule(Fraction(999, 1000)), 1001).explanation == "99,9% × 1.001 = 999,999 → 999 (làm tròn xuống)"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"share": Fraction(3, 2)}, "150%"),
        ({"cap": -1}, "không thể âm"),
        ({"minimum": -1}, "không thể âm"),
        ({"rounding": "up"}, "Cách làm tròn"),
    ],
)
def test_bad_rules(fields: dict[str, object], message: str) -> None:
    with pytest.raises(QuotaError, match=message):
        QuotaRule(**fields)  # type: ignore[arg-type]


def test_negative_numbers() -> None:
    with pytest.raises(QuotaError, match="không thể là -1"):
        limit(FIFTEEN, -1)
    with pytest.raises(QuotaError, match="Số đề nghị không thể là -2"):
        check(TWO, None, -2)
