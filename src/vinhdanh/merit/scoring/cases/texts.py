"""What stands in words: bands in any of the writings met, conditions, check lines with arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring import bands as b
from vinhdanh.merit.scoring.numbers import NumberError, number
from vinhdanh.merit.text import slug

_BOUNDS = {"ge": "ge", "gt": "gt", "le": "le", "lt": "lt", "at": "at", "from": "ge", "to": "le", "to_below": "lt", "min": "ge", "max": "le"}
_BOUNDS |= {"above": "gt", "below": "lt", "under": "lt", "over": "gt", "from_above": "gt", "ge_percent": "ge", "gt_percent": "gt", "eq": "at"}
_POINTS = ("points", "delta", "score", "value", "diem")
_RULE = re.compile(r"\s*(?P<band>[^;:]+?)\s*:\s*(?P<points>-?[\d.,]+)\s*(?:;|$)")
_LATE = re.compile(r"^(?:chậm|trễ|muộn|quá hạn)\s+")
_N = r"-?\d+(?:\.\d+)?"
_SUM = re.compile(rf"(?<![\w.])({_N}(?:\s*[-+x*]\s*{_N})+)\s*=\s*({_N})")
_OF = re.compile(rf"({_N}) of ({_N})(?: [a-z]+)* (?:is|=) ({_N})%")


def bounds(data: Mapping[str, Any]) -> dict[str, Any]:
    """The bounds of a band, whatever its keys are called; those in words are read."""
    found = {_BOUNDS[k]: v for k, v in data.items() if k in _BOUNDS and v is not None and not isinstance(v, str)}
    for key in ("score", "range", "band"):
        if not found and isinstance(text := data.get(key), str):
            found = spoken(text)
    return found


def spoken(text: str) -> dict[str, Any]:
    """The bounds a phrase names: ``từ 90% đến dưới 100%``."""
    read = b.read(re.sub(r"\s+điểm", "", text))
    return {} if read is None else {k: v for k in ("ge", "gt", "le", "lt", "at") if (v := getattr(read, k)) is not None}


def band(raw: Any) -> dict[str, Any] | None:
    """A band in our format out of any writing: a mapping, ``[from, below, points]``, ``[words, points]``; None if it is none."""
    if isinstance(raw, Mapping):
        points = next((raw[k] for k in _POINTS if k in raw and not isinstance(raw[k], str)), None)
        name = {"name": str(raw["name"])} if raw.get("name") else {}
        return None if points is None else {**bounds(raw), **name, "points": points}
    if isinstance(raw, list) and len(raw) == 3:
        low, high, points = raw
        return {k: v for k, v in (("ge", low), ("lt", high), ("points", points)) if v is not None}
    if isinstance(raw, list) and len(raw) == 2 and isinstance(raw[0], str):
        return {**(spoken(raw[0]) or {"name": raw[0]}), "points": raw[1]}
    return None


def bands(raw: Any) -> list[dict[str, Any]]:
    """The bands of a list, a text (``>95%: 1.5; 75-95: 1``) or nothing."""
    if isinstance(raw, str):
        return from_text(raw)
    return [made for item in raw or () if (made := band(item)) is not None] if isinstance(raw, list) else []


def from_text(text: str) -> list[dict[str, Any]]:
    """Steps written in one line: ``>95%: 1.5; <50: 0``, ``đúng hạn 2; chậm 1-2 ngày 1.5``, ``có 2, không 0``."""
    found = [(m["band"], m["points"]) for m in _RULE.finditer(text)] or list(_named_steps(text))
    return [{**(spoken(_LATE.sub("", name)) or {"name": name}), "points": number(points)} for name, points in found]


def _named_steps(text: str) -> Iterator[tuple[str, str]]:
    """``name points`` parted by semicolons or commas; the last number of each part is its points."""
    for part in re.split(r"[;,]", text):
        if found := re.fullmatch(rf"\s*(.*\D)\s+({_N})\s*", part):
            yield found[1].strip(), found[2]


def arithmetic(lines: Iterable[str]) -> Iterator[tuple[str, Decimal, Decimal, int]]:
    """The sums a text claims: the words, what they come to, what is claimed, its decimals."""
    for line in lines:
        for sum_, result in _SUM.findall(line):
            yield f"{sum_} = {result}", _evaluate(sum_), Decimal(result), -int(Decimal(result).as_tuple().exponent)
        for part, whole, percent in _OF.findall(line):
            yield (
                f"{part}/{whole} = {percent}%",
                Decimal(part) * 100 / Decimal(whole),
                Decimal(percent),
                -int(Decimal(percent).as_tuple().exponent),
            )


def _evaluate(text: str) -> Decimal:
    """A sum of products without brackets."""
    total = Decimal(0)
    for sign, term in re.findall(rf"([-+]?)\s*((?:{_N.replace('-?', '')})(?:\s*[x*]\s*{_N})*)", text):
        product = Decimal(1)
        for factor in re.findall(_N, term):
            product *= Decimal(factor)
        total += -product if sign == "-" else product
    return total


def fact(words: str) -> dict[str, Any]:
    """A condition in words as a fact somebody confirms."""
    return {"fact": slug(words)[:60], "words": words}


def percent(raw: Any) -> str | None:
    """A percentage as our format writes it."""
    try:
        return f"{number(raw):f}%"
    except NumberError:
        return None
