"""Equations between columns as check lines state them: ``total = 0.7 x verified + 0.3 x survey``, ``percent = yes / members x 100``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from vinhdanh.merit.scoring.numbers import ZERO, divide

Values: TypeAlias = Mapping[str, object]
Compute: TypeAlias = Callable[[Values], Decimal | None]
_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?%?)|(?P<op>[-+*/()×]|−)|(?P<name>[^\W\d][\w ]*?)(?=\s*(?:[-+*/()×=,;:−]|\sx\s|$)))")


class Unreadable(ValueError):
    """A text is no expression over the columns."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression: how to compute it, the columns in it, and if it is linear their coefficients and the constant."""

    compute: Compute
    columns: tuple[str, ...]
    linear: tuple[dict[str, Decimal], Decimal] | None


def read(text: str, column: Callable[[str], str]) -> Expression:
    """The expression of a text; ``column`` finds the column a name means ("" for none). Raises :class:`Unreadable`."""
    tokens = _tokens(re.sub(r"(?<=[\s\d)])x(?=[\s\d(])", "*", text).replace("×", "*").replace("−", "-"))
    made, rest = _sum(tokens, column)
    if rest:
        raise Unreadable(text)
    return made


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text.rstrip()):
        token = _TOKEN.match(text, at)
        if token is None or token.end() == at:
            raise Unreadable(text)
        kind = token.lastgroup or ""
        found.append((kind, (token[kind] or "").strip()))
        at = token.end()
    return found


def _sum(tokens: Sequence[tuple[str, str]], column: Callable[[str], str]) -> tuple[Expression, Sequence[tuple[str, str]]]:
    left, rest = _product(tokens, column)
    while rest and rest[0] in (("op", "+"), ("op", "-")):
        sign = Decimal(1) if rest[0][1] == "+" else Decimal(-1)
        right, rest = _product(rest[1:], column)
        left = _added(left, right, sign)
    return left, rest


def _product(tokens: Sequence[tuple[str, str]], column: Callable[[str], str]) -> tuple[Expression, Sequence[tuple[str, str]]]:
    left, rest = _atom(tokens, column)
    while rest and rest[0] in (("op", "*"), ("op", "/")):
        over = rest[0][1] == "/"
        right, rest = _atom(rest[1:], column)
        left = _quotient(left, right) if over else _times(left, right)
    return left, rest


def _atom(tokens: Sequence[tuple[str, str]], column: Callable[[str], str]) -> tuple[Expression, Sequence[tuple[str, str]]]:
    if not tokens:
        raise Unreadable("")
    kind, text = tokens[0]
    if (kind, text) == ("op", "("):
        inner, rest = _sum(tokens[1:], column)
        if not rest or rest[0] != ("op", ")"):
            raise Unreadable(text)
        return inner, rest[1:]
    if kind == "number":
        value = Decimal(text.rstrip("%")) / (100 if text.endswith("%") else 1)
        return Expression(lambda row: value, (), ({}, value)), tokens[1:]
    name = column(text) if kind == "name" else ""
    if not name:
        raise Unreadable(text)
    return Expression(lambda row: _cell(row, name), (name,), ({name: Decimal(1)}, ZERO)), tokens[1:]


def _cell(row: Values, name: str) -> Decimal | None:
    value = row.get(name)
    return value if isinstance(value, Decimal) else None


def _both(a: Expression, b: Expression, run: Callable[[Decimal, Decimal], Decimal | None]) -> Compute:
    def compute(row: Values) -> Decimal | None:
        x, y = a.compute(row), b.compute(row)
        return None if x is None or y is None else run(x, y)

    return compute


def _added(a: Expression, b: Expression, sign: Decimal) -> Expression:
    linear = None
    if a.linear and b.linear:
        names = dict.fromkeys((*a.linear[0], *b.linear[0]))
        linear = ({n: a.linear[0].get(n, ZERO) + sign * b.linear[0].get(n, ZERO) for n in names}, a.linear[1] + sign * b.linear[1])
    return Expression(_both(a, b, lambda x, y: x + sign * y), (*a.columns, *b.columns), linear)


def _times(a: Expression, b: Expression) -> Expression:
    factor, other = (a, b) if not a.columns else (b, a)
    linear = None
    if not factor.columns and factor.linear and other.linear:
        k = factor.linear[1]
        linear = ({n: v * k for n, v in other.linear[0].items()}, other.linear[1] * k)
    return Expression(_both(a, b, lambda x, y: x * y), (*a.columns, *b.columns), linear)


def _quotient(a: Expression, b: Expression) -> Expression:
    linear = None
    if not b.columns and a.linear and b.linear and b.linear[1]:
        linear = ({n: divide(v, b.linear[1]) for n, v in a.linear[0].items()}, divide(a.linear[1], b.linear[1]))
    return Expression(_both(a, b, lambda x, y: divide(x, y) if y else None), (*a.columns, *b.columns), linear)
