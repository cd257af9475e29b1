"""Quotas: how many may be proposed, from a share of a base or a plain number, with the rounding shown.

No text seen regulates the rounding of a share (national.md 13.9); it is a datum of each rule, and the explanation
always shows it. A base that is not known gives an unknown limit, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal, TypeAlias

from vinhdanh.merit.truth import NO, UNKNOWN, YES, and_

Rounding: TypeAlias = Literal["floor", "ceil", "half-up"]

_WORDS: dict[Rounding, str] = {"floor": "làm tròn xuống", "ceil": "làm tròn lên", "half-up": "làm tròn đến số gần nhất"}


class QuotaError(ValueError):
    """A quota rule or a number that cannot be; the message is in Vietnamese."""


@dataclass(frozen=True)
class QuotaRule:
    """At most ``share`` of the base and at most ``cap`` in all; None leaves either open.

    ``of`` names the base: an award code (its holders), ``leaders`` or ``cluster``. ``minimum`` is what a base of at
    least one always allows ("dưới 01 thì được 01", TT 02/2024/TT-VKSTC Điều 18(2)); the cap still binds.
    Raises :class:`QuotaError` for a share outside 0..1 or a negative number.
    """

    share: Fraction | None = None
    cap: int | None = None
    of: str | None = None
    rounding: Rounding = "floor"
    minimum: int = 0

    def __post_init__(self) -> None:
        if self.share is not None and not 0 <= self.share <= 1:
            raise QuotaError(f"Tỷ lệ khống chế phải từ 0 đến 100%: {percent(self.share)}")
        if self.minimum < 0 or (self.cap or 0) < 0:
            raise QuotaError("Số lượng khống chế không thể âm")
        if self.rounding not in _WORDS:
            raise QuotaError(f"Cách làm tròn không có: “{self.rounding}”")


@dataclass(frozen=True)
class Limit:
    """What a rule allows: ``exact`` before rounding (None without a share or base), ``rounded`` the number allowed.

    ``rounded`` is None if there is no limit (``known``) or it cannot be told (not ``known``); then ``at_most`` is the
    number it cannot exceed all the same, if the rule has a cap. ``explanation`` is Vietnamese, with the rounding.
    """

    exact: Fraction | None
    rounded: int | None
    explanation: str
    known: bool = True
    at_most: int | None = None


@dataclass(frozen=True)
class Nested:
    """Several limits at once: ``rounded`` is the tightest (None: no limit, or not ``known``); all are kept in order."""

    limits: tuple[Limit, ...]
    rounded: int | None
    known: bool
    explanation: str


def limit(rule: QuotaRule, base: int | None) -> Limit:
    """How many ``rule`` allows where its base counts ``base`` (None = not known). Raises :class:`QuotaError` if negative."""
    if base is not None and base < 0:
        raise QuotaError(f"Số lượng làm căn cứ tính tỷ lệ không thể là {base}")
    if rule.share is None:
        return Limit(None, rule.cap, _cap_words(rule.cap), at_most=rule.cap)
    if base is None:
        words = f"{_share(rule.share)} × (chưa rõ số lượng {rule.of or 'làm căn cứ'}): chưa tính được"
        return Limit(None, None, words + _capped(rule.cap), known=False, at_most=rule.cap)
    return _share_limit(rule, rule.share, base)


def check(rule: QuotaRule, base: int | None, proposed: int | None) -> int:
    """YES if ``proposed`` keeps to the rule, NO if it exceeds it, UNKNOWN if the base or the number is not known."""
    found = limit(rule, base)
    if proposed is None:
        return YES if found.known and found.rounded is None else UNKNOWN
    if proposed < 0:
        raise QuotaError(f"Số đề nghị không thể là {proposed}")
    if found.at_most is not None and proposed > found.at_most:
        return NO
    return YES if found.known else UNKNOWN


def limits(rules: Iterable[QuotaRule], bases: Mapping[str, int | None]) -> Nested:
    """The limits of ``rules`` together, each with the base its ``of`` names (missing = not known): the tightest binds."""
    found = tuple(limit(rule, bases.get(rule.of) if rule.of else None) for rule in rules)
    bounds = [one.rounded for one in found if one.rounded is not None]
    known = all(one.known for one in found)
    words = "; ".join(one.explanation for one in found) or _cap_words(None)
    tightest = min(bounds, default=None) if known else None
    if tightest is not None and len(found) > 1:
        words += f"; áp dụng mức thấp nhất: {viet(tightest)}"
    return Nested(found, tightest, known, words)


def check_all(rules: Iterable[QuotaRule], bases: Mapping[str, int | None], proposed: int | None) -> int:
    """:func:`check` of all rules at once: NO as soon as one is exceeded, whatever else is unknown."""
    return and_(*(check(rule, bases.get(rule.of) if rule.of else None, proposed) for rule in rules))


def viet(number: int | Decimal | Fraction, places: int = 2) -> str:
    """The number in Vietnamese style, ``1.234,5``: dots for thousands, a comma for decimals, rounded half up to ``places``."""
    exact = Fraction(number)
    scaled = floor(abs(exact) * 10**places + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = "-" if exact < 0 and scaled else ""
    return sign + f"{whole:,}".replace(",", ".") + (f",{decimals}" if decimals else "")


def percent(share: Fraction, places: int = 2) -> str:
    """The share as a Vietnamese percentage: ``Fraction(3, 20)`` → ``15%``."""
    return f"{viet(share * 100, places)}%"


def _share_limit(rule: QuotaRule, share: Fraction, base: int) -> Limit:
    exact = share * base
    rounded = _round(exact, rule.rounding)
    least = rule.minimum if base else 0
    final = max(rounded, least)
    final = min(final, rule.cap) if rule.cap is not None else final
    words = _sum(rule, share, base, exact, rounded)
    words += f"; ít nhất {viet(least)}" if least > rounded else ""
    words += _capped(rule.cap)
    words += f" → {viet(final)}" if final != rounded else ""
    return Limit(exact, final, words, at_most=final)


def _sum(rule: QuotaRule, share: Fraction, base: int, exact: Fraction, rounded: int) -> str:
    words = f"{_share(share)} × {viet(base)} = {_exactly(exact)}"
    return words if exact == rounded else f"{words} → {viet(rounded)} ({_WORDS[rule.rounding]})"


def _round(exact: Fraction, rounding: Rounding) -> int:
    if rounding == "half-up":
        return floor(exact + Fraction(1, 2))
    return floor(exact) if rounding == "floor" else ceil(exact)


def _share(share: Fraction) -> str:
    """A percentage where it is a short one, else the fraction as the law words it (1/3)."""
    return percent(share) if (share * 10_000).denominator == 1 else f"{share.numerator}/{share.denominator}"


def _exactly(exact: Fraction) -> str:
    """Two decimals; more where fewer would print a number that is no longer below (or above) the next whole one."""
    places = 2
    while exact.denominator != 1 and places < 12 and "," not in viet(exact, places):
        places += 1
    return viet(exact, places)


def _cap_words(cap: int | None) -> str:
    return "Không khống chế số lượng" if cap is None else f"Không quá {viet(cap)}"


def _capped(cap: int | None) -> str:
    return "" if cap is None else f"; không quá {viet(cap)}"
