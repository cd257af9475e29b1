"""Kleene's truths: the laws of the tables, for ints and for arrays alike."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinhdanh.merit.truth import (
    CODES,
    NO,
    UNKNOWN,
    WORDS,
    YES,
    all_,
    and_,
    any_,
    known,
    not_,
    or_,
)

truths = st.sampled_from([NO, UNKNOWN, YES])
vectors = st.lists(truths, min_size=1, max_size=8).map(lambda v: np.array(v, dtype=np.int8))


def test_the_tables_of_kleene() -> None:
    table = [(a, b, and_(a, b), or_(a, b)) for a, b in itertools.product((NO, UNKNOWN, YES), repeat=2)]
    assert table == [
        (0, 0, 0, 0),
        (0, 1, 0, 1),
        (0, 2, 0, 2),
        (1, 0, 0, 1),
        (1, 1, 1, 1),
        (1, 2, 1, 2),
        (2, 0, 0, 2),
        (2, 1, 1, 2),
        (2, 2, 2, 2),
    ]
    assert [not_(t) for t in (NO, UNKNOWN, YES)] == [YES, UNKNOWN, NO]


def test_nothing_at_all() -> None:
    assert (and_(), or_(), all_([]), any_([])) == (YES, NO, YES, NO)


@pytest.mark.parametrize(("answer", "truth"), [(True, YES), (False, NO), (None, UNKNOWN)])
def test_a_missing_answer_is_unknown(answer: bool | None, truth: int) -> None:
    assert known(answer) == truth


def test_words_and_codes_name_all_three() -> None:
    assert [WORDS[t] for t in (YES, UNKNOWN, NO)] == ["Đạt", "Chưa rõ", "Chưa đạt"]
    assert [CODES[t] for t in (YES, UNKNOWN, NO)] == ["dat", "chua-ro", "khong-dat"]


@given(st.lists(truths, max_size=6))
def test_de_morgan(values: list[int]) -> None:
    assert not_(and_(*values)) == or_(*(not_(v) for v in values))
    assert (all_(values), any_(values)) == (and_(*values), or_(*values))


@given(truths, truths)
def test_knowing_more_never_turns_an_answer_round(a: int, b: int) -> None:
    """What is decided with an unknown stays so whatever the unknown turns out to be."""
    for combine in (and_, or_):
        with_unknown = combine(a, UNKNOWN)
        assert with_unknown == UNKNOWN or combine(a, b) == with_unknown


@given(vectors, truths)
def test_arrays_answer_like_scalars(vector: np.ndarray, other: int) -> None:
    both, either = and_(vector, other), or_(other, vector)
    assert isinstance(both, np.ndarray)
    assert isinstance(either, np.ndarray)
    assert both.dtype == either.dtype == not_(vector).dtype == np.int8
    assert both.tolist() == [and_(int(v), other) for v in vector]
    assert either.tolist() == [or_(int(v), other) for v in vector]
    assert not_(vector).tolist() == [not_(int(v)) for v in vector]
