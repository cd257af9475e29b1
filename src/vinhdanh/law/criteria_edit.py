"""One number or one open condition of a criterion changed, the rest kept: the entry the change makes, in the rulebook's own words.

What is kept keeps its citation and its evidence mark; what is changed cites the new act. The entry amends the one below it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from vinhdanh.merit import schema as s
from vinhdanh.merit.measures import NUMBERS
from vinhdanh.merit.rulebook import Entry, Rulebook

Way = tuple[str | int, ...]
_DROPPED = ("in_force", "until", "cite", "evidence", "mode")
_NUMBERS: dict[str, dict[str, str]] = {
    "since": {"years": "số năm liên tục"},
    "streak": {"times": "số lần liên tục"},
    "held": {"at_least": "số lần", "years": "số năm xét"},
    "every": {"years": "số năm"},
    "never": {"years": "số năm"},
    "number": {"least": "từ", "above": "trên", "most": "không quá", "below": "dưới"},
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place inside a criterion where something can be changed: ``key`` names it, ``says`` are the words of its condition."""

    key: str
    says: str
    label: str
    value: str
    cite: str


def entries_of(book: Rulebook, award: str, on: dt.date) -> list[Entry]:
    """The criteria of an award in force on a day."""
    return [e for e in book.entries(award, "criteria", on) if isinstance(e.spec, s.CriteriaSpec)]


def numbers(book: Rulebook, award: str, on: dt.date) -> list[Spot]:
    """Every number in the criteria of an award on a day."""
    return [spot for i, e in enumerate(entries_of(book, award, on)) for way, cond in _conditions(e.spec, ()) for spot in _numbers(e, i, way, cond)]


def opens(book: Rulebook, award: str, on: dt.date) -> list[Spot]:
    """Every condition left open in the criteria of an award on a day."""
    found = []
    for i, entry in enumerate(entries_of(book, award, on)):
        for way, cond in _conditions(entry.spec, ()):
            if cond.evidence == "open" or cond.open is not None:
                found.append(Spot(_key(i, way), cond.says, cond.open or cond.note or "chưa kiểm chứng", "", str(entry.cite)))
    return found


def _numbers(entry: Entry, i: int, way: Way, cond: s.ConditionSpec) -> Iterator[Spot]:
    for verb, names in _NUMBERS.items():
        spec = getattr(cond, verb)
        for name, label in names.items() if spec is not None else ():
            value = getattr(spec, name)
            if value is not None and name in spec.model_fields_set:
                yield Spot(_key(i, (*way, verb, name)), _words(cond), _labelled(verb, spec, label), str(value).replace(".", ","), str(entry.cite))


def _labelled(verb: str, spec: Any, label: str) -> str:
    return f"{NUMBERS[spec.of].label.lower()}, {label} ({NUMBERS[spec.of].unit})" if verb == "number" else label


def _words(cond: s.ConditionSpec) -> str:
    return cond.says or (cond.since.run.says if cond.since else "") or cond.id


def _conditions(item: Any, way: Way) -> Iterator[tuple[Way, s.ConditionSpec]]:
    """Every condition inside a part of a criterion with the way to it."""
    if isinstance(item, s.ConditionSpec):
        yield way, item
    if isinstance(item, BaseModel):
        for name in type(item).model_fields:
            yield from _conditions(getattr(item, name), (*way, name))
    elif isinstance(item, tuple):
        for n, part in enumerate(item):
            yield from _conditions(part, (*way, n))


def _key(i: int, way: Way) -> str:
    return ".".join(str(x) for x in (i, *way))


# ---- changing ------------------------------------------------------------------------------------------


def with_number(book: Rulebook, award: str, on: dt.date, key: str, value: str, says: str, cite: dict[str, str]) -> dict[str, Any]:
    """The entry in which the number at ``key`` is another, the words of its condition are ``says`` and its citation is the new one."""
    entry, way = _found(book, award, on, key)
    data = plain(entry)
    cond = _at(data, way[:-2])
    cond[_alias(way[-2])][way[-1]] = value if way[-2] == "number" else int(value)
    cond["says"] = says
    if way[-2] == "since":
        cond["since"].setdefault("run", {})["says"] = f"Liên tục từ {int(value):02} năm trở lên"  # its old words name the old number
    cond["cite"], cond["evidence"] = cite, "seen"
    return data


def with_condition(book: Rulebook, award: str, on: dt.date, key: str, condition: dict[str, Any], cite: dict[str, str]) -> dict[str, Any]:
    """The entry in which the open condition at ``key`` is a condition of the office."""
    entry, way = _found(book, award, on, key)
    data = plain(entry)
    holder = _at(data, way[:-1])
    old = _at(data, way)
    kept = {k: old[k] for k in ("id", "tags") if k in old}
    holder[way[-1] if isinstance(way[-1], int) else _alias(way[-1])] = {**condition, **kept, "cite": cite, "evidence": "seen"}
    return data


def spot(book: Rulebook, award: str, on: dt.date, key: str) -> Spot | None:
    """The number or open condition a key names on a day."""
    return next((x for x in (*numbers(book, award, on), *opens(book, award, on)) if x.key == key), None)


def _found(book: Rulebook, award: str, on: dt.date, key: str) -> tuple[Entry, Way]:
    first, *rest = key.split(".")
    return entries_of(book, award, on)[int(first)], tuple(int(x) if x.isdigit() else x for x in rest)


def _at(data: Any, way: Way) -> Any:
    for step in way:
        data = data[step if isinstance(step, int) else _alias(step)]
    return data


def _alias(name: str | int) -> str:
    return {"is_": "is", "not_": "not", "if_": "if"}.get(str(name), str(name))


def plain(entry: Entry) -> dict[str, Any]:
    """A criterion as data that can stand under another citation: every condition keeps its own place and evidence."""
    spec = entry.spec
    data: dict[str, Any] = _plain(spec.model_dump(by_alias=True, exclude_unset=True))
    act = spec.cite.act
    heads = [*data.get("all", ()), *data.get("routes", ())]
    for part in (*heads, *data.get("appreciation", ()), *data.get("attest", ())):
        part.setdefault("cite", spec.cite.at or {"act": act})
    for part in heads if spec.evidence != "seen" else ():
        part.setdefault("evidence", spec.evidence)
    _whole_cites(data, act, top=True)
    return {"mode": "amend", **{k: v for k, v in data.items() if k not in _DROPPED}}


def _whole_cites(item: Any, act: str, *, top: bool = False) -> None:
    """Bare places become citations with their act: they will stand under another one."""
    if isinstance(item, list):
        for part in item:
            _whole_cites(part, act)
    elif isinstance(item, dict):
        cite = item.get("cite")
        if isinstance(cite, dict):
            act = cite["act"]
        elif isinstance(cite, str) and not top:
            item["cite"] = {"act": act, "at": cite}
        for key, part in item.items():
            if key != "cite":
                _whole_cites(part, act)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if k != "case"}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Fraction):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value
