"""Decimals as the tables write them: exact sums, quotients to 30 places, rounding only where a table asks for it.

A quotient is cut to 30 decimal places, so every later sum is exact and does not depend on its order; totals are compared
to 20 places, so that thirds which add up to one are one. No float enters: what a file holds is read as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from functools import wraps
from typing import Literal, ParamSpec, TypeAlias, TypeVar

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
PLACES, KEY = Decimal(1).scaleb(-30), Decimal(1).scaleb(-20)
EXACT = Context(prec=120)
Mode: TypeAlias = Literal["half-up", "half-even", "down", "floor", "up"]
MODES: dict[Mode, str] = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "floor": ROUND_FLOOR, "up": ROUND_CEILING}
_P = ParamSpec("_P")
_R = TypeVar("_R")
_SIGNS = str.maketrans({"−": "-", "–": "-", "\u00a0": "", "\u202f": "", " ": "", "%": ""})
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")


class NumberError(ValueError):
    """A text is not a number; the message is Vietnamese."""


def exact(run: Callable[_P, _R]) -> Callable[_P, _R]:
    """The function with all its decimals computed exactly (precision 120), whatever context the caller is in."""

    @wraps(run)
    def inside(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with localcontext(EXACT):
            return run(*args, **kwargs)

    return inside


def number(raw: object) -> Decimal:
    """A number as it is written: ``118,4``, ``+ 0,1``, ``−3``, ``97.7``, ``1/3``, an int. Raises :class:`NumberError`."""
    if isinstance(raw, Decimal) and raw.is_finite():
        return raw
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Decimal(raw)
    return _from_text(str(raw)) if isinstance(raw, str) else _refuse(raw)


def _from_text(raw: str) -> Decimal:
    text = raw.translate(_SIGNS)
    if "/" in text:
        over, under = text.split("/", 1)
        return divide(_from_text(over), _from_text(under)) if _from_text(under) else _refuse(raw)
    if _GROUPED.fullmatch(text) and ("," in text or text.count(".") > 1):
        text = text.replace(".", "")
    try:
        value = Decimal(text.replace(",", ".").lstrip("+"))
    except InvalidOperation:
        return _refuse(raw)
    return value if value.is_finite() else _refuse(raw)


def _refuse(raw: object) -> Decimal:
    raise NumberError(f"“{raw}” không phải là số")


def share(raw: object) -> Decimal:
    """A share: ``5%`` and ``1/3`` as such, a plain number as it is (``0.05``). Raises :class:`NumberError`."""
    value = number(raw)
    return value / HUNDRED if isinstance(raw, str) and raw.rstrip().endswith("%") else value


def divide(over: Decimal, under: Decimal) -> Decimal:
    """The quotient to 30 decimal places; ``under`` must not be zero."""
    return EXACT.divide(over, under).quantize(PLACES, ROUND_HALF_EVEN, EXACT)


def rounded(value: Decimal, places: int, mode: Mode = "half-up") -> Decimal:
    """The value with ``places`` decimals, halves as ``mode`` says."""
    return value.quantize(ONE.scaleb(-places), MODES[mode], EXACT)


def key(value: Decimal) -> Decimal:
    """The value as it is compared: to 20 places."""
    return value.quantize(KEY, ROUND_HALF_EVEN, EXACT)


def total(values: Iterable[Decimal]) -> Decimal:
    """The sum, zero for none."""
    return sum(values, ZERO)


def show(value: Decimal | None, places: int = 4) -> str:
    """The number in Vietnamese writing, at most ``places`` decimals, without idle zeros: ``118,4``; ``–`` for none."""
    if value is None:
        return "–"
    whole, point, part = f"{value:f}".partition(".")
    if not point:
        return whole
    if len(part) > places:
        whole, _, part = f"{rounded(value, places):f}".partition(".")
    part = part.rstrip("0")
    return f"{whole},{part}" if part else "0" if whole == "-0" else whole
