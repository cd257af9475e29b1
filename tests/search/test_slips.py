"""One slip: a letter too much, too few, a wrong one, or two swapped."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinhdanh.search.models import SearchSlip, SearchWord
from vinhdanh.search.slips import forms, learn, near, one_apart, worth

WORDS = st.text(string.ascii_lowercase, min_size=3, max_size=9)


@st.composite
def slipped(draw: st.DrawFn) -> tuple[str, str]:
    """A word and the word with one slip."""
    word = draw(WORDS)
    i, letter = draw(st.integers(0, len(word) - 1)), draw(st.sampled_from(string.ascii_lowercase))
    wrong = draw(
        st.sampled_from(
            [word[:i] + word[i + 1 :], word[:i] + letter + word[i:], word[:i] + letter + word[i + 1 :], word[:i] + word[i:][:2][::-1] + word[i + 2 :]]
        )
    )
    return word, wrong


@given(slipped())
def test_a_slip_is_one_apart_both_ways_and_shares_a_form(pair: tuple[str, str]) -> None:
    word, wrong = pair
    assert one_apart(word, wrong) == one_apart(wrong, word) == (word != wrong)
    assert forms(word) & forms(wrong)


def apart(a: str, b: str) -> int:
    """The distance with swaps of neighbours, by the textbook."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        rows.append([i])
        for j, y in enumerate(b, 1):
            best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, rows[i - 2][j - 2] + 1)
            rows[i].append(best)
    return rows[-1][-1]


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_one_apart_is_a_distance_of_one(a: str, b: str) -> None:
    assert one_apart(a, b) == (apart(a, b) == 1)


@pytest.mark.parametrize(("word", "is_worth"), [("van", True), ("ng", False), ("a01", False), ("2025", False), ("x" * 41, False)])
def test_numbers_codes_and_short_words_have_no_slips(word: str, is_worth: bool) -> None:
    assert worth(word) == is_worth


@pytest.mark.django_db
def test_near_finds_known_words_in_one_query(django_assert_num_queries: object) -> None:
    learn(["nguyen", "phuong", "van", "a01"])
    learn(["nguyen", "thi"])  # again: nothing new but one
    assert SearchWord.objects.count() == 4
    assert SearchSlip.objects.filter(word__word="van").count() == len(forms("van")) == 4
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert near(["nguyne", "phuog", "xyz"]) == {"nguyne": ["nguyen"], "phuog": ["phuong"], "xyz": []}
    assert near(["a01", "2"]) == {}
