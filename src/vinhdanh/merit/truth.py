"""Kleene's three truths as small integers, so that one definition serves a single person and a whole population.

``NO < UNKNOWN < YES``; *and* is the minimum, *or* the maximum, *not* is ``2 - x``. The functions take plain ints and
numpy int8 arrays alike (scalars broadcast against arrays). Unknown is not no: a fact that nobody entered stays
UNKNOWN until something decides without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

NO: Final = 0
UNKNOWN: Final = 1
YES: Final = 2

Truths: TypeAlias = NDArray[np.int8]

WORDS: Final[dict[int, str]] = {YES: "Đạt", NO: "Chưa đạt", UNKNOWN: "Chưa rõ"}
CODES: Final[dict[int, str]] = {YES: "dat", NO: "khong-dat", UNKNOWN: "chua-ro"}


@overload
def and_(*values: int) -> int: ...
@overload
def and_(*values: Truths) -> Truths: ...
@overload
def and_(*values: int | Truths) -> int | Truths: ...
def and_(*values: int | Truths) -> int | Truths:
    """The least of the truths given; YES for none at all (every one of no conditions is met)."""
    result: int | Truths = YES
    for value in values:
        result = _lower(result, value)
    return result


@overload
def or_(*values: int) -> int: ...
@overload
def or_(*values: Truths) -> Truths: ...
@overload
def or_(*values: int | Truths) -> int | Truths: ...
def or_(*values: int | Truths) -> int | Truths:
    """The greatest of the truths given; NO for none at all (no road is open)."""
    result: int | Truths = NO
    for value in values:
        result = _higher(result, value)
    return result


@overload
def not_(value: int) -> int: ...
@overload
def not_(value: Truths) -> Truths: ...
def not_(value: int | Truths) -> int | Truths:
    """NO for YES, YES for NO; what is unknown stays unknown."""
    if isinstance(value, np.ndarray):
        return (YES - value).astype(np.int8)
    return YES - value


def all_(values: Iterable[int]) -> int:
    """:func:`and_` over an iterable of scalar truths."""
    return min(values, default=YES)


def any_(values: Iterable[int]) -> int:
    """:func:`or_` over an iterable of scalar truths."""
    return max(values, default=NO)


def known(value: bool | None) -> int:
    """The truth of an answer that may be missing: None is UNKNOWN."""
    return UNKNOWN if value is None else YES if value else NO


def _lower(a: int | Truths, b: int | Truths) -> int | Truths:
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return np.minimum(a, b).astype(np.int8)
    return min(a, b)


def _higher(a: int | Truths, b: int | Truths) -> int | Truths:
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return np.maximum(a, b).astype(np.int8)
    return max(a, b)
