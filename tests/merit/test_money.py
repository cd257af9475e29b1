"""Award money: rounding up, and which of several awards are paid; the published cases and the laws of stacking."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinhdanh.merit.money import (
    Group,
    Item,
    Line,
    Mode,
    MoneyError,
    amount,
    stack,
    total,
)

LDTT, CSTDCS, CSTDN = (
    ("lao-dong-tien-tien", "0.3"),
    ("chien-si-thi-dua-co-so", "1.0"),
    ("chien-si-thi-dua-nganh", "3.0"),
)
TTLDXS, CO, BK = ("tap-the-lao-dong-xuat-sac", "1.5"), ("co-thi-dua-nganh", "8.0"), ("bang-khen-nganh", "1.5")
GK = ("giay-khen", "0.3")


def title(award: tuple[str, str], period: object = None, achievement: object = None) -> Item:
    return Item(award[0], "title", Decimal(award[1]), period, achievement)


def form(award: tuple[str, str], period: object = None, achievement: object = None) -> Item:
    return Item(award[0], "form", Decimal(award[1]), period, achievement)


def paid(lines: list[Line]) -> list[str]:
    return sorted(line.item.award for line in lines if line.paid)


factors = st.decimals(0, 300, places=2)
periods = st.sampled_from([None, 2022, 2023, (2021, 2023)])
items = st.builds(
    Item,
    award=st.sampled_from(["a", "b", "c"]),
    group=st.sampled_from(["title", "form"]),
    factor=st.sampled_from([Decimal(f) for f in ("0.3", "1.0", "1.5", "3.0")]),
    period=periods,
    achievement=st.sampled_from([None, "x", "y"]),
)
moments = st.lists(items, max_size=6)
modes: st.SearchStrategy[Mode] = st.sampled_from(["apart", "together"])


@given(
    factors,
    st.integers(0, 5_000_000),
    st.sampled_from([Decimal(1), Decimal("1.5"), Decimal(2)]),
    st.sampled_from([1, 1000, 10_000]),
)
def test_rounding_up_is_least(factor: Decimal, base: int, multiplier: Decimal, step: int) -> None:
    exact = Fraction(factor) * base * Fraction(multiplier)
    found = amount(factor, base, multiplier=multiplier, step=step)
    assert found % step == 0
    assert exact <= found < exact + step


@pytest.mark.parametrize(
    ("factor", "base", "expected"),
    [
        ("0.3", 2_340_000, 710_000),
        ("0.3", 2_530_000, 760_000),
        ("0.8", 2_340_000, 1_880_000),
        ("0.6", 2_340_000, 1_410_000),
        ("4.5", 2_530_000, 11_390_000),
        ("1.0", 1_490_000, 1_490_000),
        ("0.3", 1_490_000, 450_000),
        ("3.5", 1_390_000, 4_870_000),
        ("3.5", 1_490_000, 5_220_000),
        ("3.0", 2_340_000, 7_020_000),
        ("0", 2_340_000, 0),
    ],
)
def test_published_amounts(factor: str, base: int, expected: int) -> None:
    assert amount(Decimal(factor), base) == expected


def test_a_household_is_rounded_once() -> None:
    """0.3 × 2 340 000 × 1.5 = 1 053 000, not 1.5 × 710 000 = 1 065 000."""
    assert amount(Decimal("0.3"), 2_340_000, multiplier=Decimal("1.5")) == 1_060_000


@pytest.mark.parametrize("factor", [Decimal(-1), Decimal("NaN"), Decimal("Infinity"), 0.3])
def test_bad_factors(factor: Decimal) -> None:
    with pytest.raises(MoneyError, match="Hệ số"):
        amount(factor, 1)
    with pytest.raises(MoneyError, match="Hệ số"):
        stack([Item("a", "title", factor)])


@pytest.mark.parametrize(("base", "step"), [(-1, 10), (1, 0), (1.5, 10)])
def test_bad_bases(base: int, step: int) -> None:
    with pytest.raises(MoneyError, match="lương cơ sở"):
        amount(Decimal(1), base, step=step)


@pytest.mark.parametrize(
    ("given_items", "expected"),
    [
        ([title(LDTT, 2017), title(CSTDCS, 2017)], [CSTDCS[0]]),
        ([title(TTLDXS, None, "cung"), title(CO, None, "cung")], [CO[0]]),
        ([title(CSTDCS, 2011), title(CSTDN, (2009, 2011))], [CSTDN[0], CSTDCS[0]]),
        ([title(TTLDXS), form(BK)], [TTLDXS[0], BK[0]]),
        ([form(BK, 2023, "x"), form(GK, 2023, "x")], [BK[0]]),
        ([form(BK, 2023, "x"), form(GK, 2023, "y")], [BK[0], GK[0]]),
        ([form(BK, 2022), form(GK, 2023)], [BK[0], GK[0]]),
        ([form(BK, (2022, 2023), "x"), form(GK, 2023, "x")], [BK[0]]),
    ],
)
def test_what_is_paid(given_items: list[Item], expected: list[str]) -> None:
    assert paid(stack(given_items)) == sorted(expected)


def test_under_the_old_decree_title_and_form_count_together() -> None:
    given_items = [title(LDTT, None, "k"), title(CSTDCS, None, "k"), form(GK, None, "k")]
    assert paid(stack(given_items, mode="together")) == [CSTDCS[0]]
    assert paid(stack(given_items)) == [CSTDCS[0], GK[0]]


def test_every_line_names_its_rule() -> None:
    lines = stack([title(LDTT, 2023), title(CSTDCS, 2023), title(CSTDN, (2021, 2023)), form(BK, 2023, "x")])
    assert [line.rule for line in lines] == [
        "titles-same-period",
        "titles-same-period",
        "titles-other-period",
        "title-and-form",
    ]
    assert [line.paid for line in lines] == [False, True, True, True]
    assert "“chien-si-thi-dua-co-so”" in lines[0].because
    assert [line.rule for line in stack([title(LDTT)])] == ["single"]


def test_what_is_missing_is_not_paid_and_says_so() -> None:
    known, bare = stack([title(CSTDCS, 2023), title(LDTT)])
    assert (known.paid, known.sure, bare.paid, bare.sure) == (True, True, False, False)
    assert "hãy nhập để tính lại" in bare.because


def test_a_missing_period_that_wins_leaves_the_loser_unsure() -> None:
    low, high, other = stack([title(LDTT, 2022), title(CSTDN), title(CSTDCS, 2023)])
    assert (low.paid, high.paid, other.paid) == (True, True, False)
    assert (high.sure, other.sure) == (True, False)


def test_two_forms_of_one_year_are_only_presumed_the_same() -> None:
    first, second = stack([form(BK, 2023), form(GK, 2023)])
    assert first.paid
    assert not second.paid
    assert not second.sure
    third, fourth = stack([title(LDTT, None, "x"), title(CSTDCS, None, "x")])
    assert fourth.paid
    assert not third.paid
    assert third.sure


@given(moments, modes)
def test_no_two_titles_of_one_period_nor_two_forms_of_one_achievement(moment: list[Item], mode: Mode) -> None:
    lines = [line.item for line in stack(moment, mode=mode) if line.paid]
    titles = Counter(i.period for i in lines if i.group == "title" and i.period is not None)
    assert max(titles.values(), default=0) <= 1
    if mode == "apart":
        forms = Counter(i.achievement for i in lines if i.group == "form" and i.achievement is not None)
        assert max(forms.values(), default=0) <= 1


@given(moments, modes, st.randoms(use_true_random=False))
def test_the_order_of_entry_never_decides(moment: list[Item], mode: Mode, dice: random.Random) -> None:
    shuffled = dice.sample(moment, len(moment))
    assert Counter(stack(shuffled, mode=mode)) == Counter(stack(moment, mode=mode))


@given(moments, modes)
def test_every_item_has_its_line_in_place(moment: list[Item], mode: Mode) -> None:
    assert [line.item for line in stack(moment, mode=mode)] == moment


@given(moments, modes)
def test_the_highest_of_each_group_is_paid(moment: list[Item], mode: Mode) -> None:
    lines = stack(moment, mode=mode)
    groups: list[list[Group]] = [["title", "form"]] if mode == "together" else [["title"], ["form"]]
    for group in groups:
        factors_given = [i.factor for i in moment if i.group in group]
        factors_paid = [line.item.factor for line in lines if line.paid and line.item.group in group]
        assert max(factors_given, default=0) == max(factors_paid, default=0)


@given(moments)
def test_a_paid_line_is_always_sure(moment: list[Item]) -> None:
    assert all(line.sure for line in stack(moment) if line.paid)


@given(moments, st.integers(0, 3_000_000))
def test_the_total_is_the_sum_of_the_paid_lines(moment: list[Item], base: int) -> None:
    lines = stack(moment)
    assert total(lines, base) == sum(amount(line.item.factor, base) for line in lines if line.paid)
