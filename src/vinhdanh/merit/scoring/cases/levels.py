"""Classes, downgrades and quotas as the cases write them, in our format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from vinhdanh.merit.scoring.cases import texts as t

Data = dict[str, Any]
_NAME = ("cls", "class", "grade")


def blocks(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any], list[Any]]]:
    """Every list of classes of a file: where, what surrounds it, the list."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if isinstance(value, list) and _classes(value):
                yield (*path, str(key)), data, value
            else:
                yield from blocks(value, (*path, str(key)))
    elif isinstance(data, list):
        for i, item in enumerate(data):
            yield from blocks(item, (*path, str(item.get("who") or i) if isinstance(item, Mapping) else str(i)))


def _classes(value: Sequence[Any]) -> bool:
    rows = [r for r in value if isinstance(r, Mapping)]
    return len(rows) > 1 and all(any(k in r for k in _NAME) for r in rows) and all(_bounded(r) for r in rows)


def _bounded(row: Mapping[str, Any]) -> bool:
    return bool(t.bounds(row)) or "or_any" in row or "any_of" in row


def classes(rows: Sequence[Mapping[str, Any]], around: Mapping[str, Any]) -> Data:
    """The classes with their floors and conditions, and the downgrades beside them."""
    down = [_downgrade(d) for d in around.get("downgrade", around.get("downgrades", ())) if isinstance(d, Mapping) and d.get("max_class")]
    return {"levels": [level(r) for r in rows], **({"downgrades": down} if down else {})}


def level(row: Mapping[str, Any]) -> Data:
    """One class."""
    made: Data = {"name": str(next(row[k] for k in _NAME if k in row)), **t.bounds(row)}
    if least := next((row[k] for k in row if re.fullmatch(r"(min|floor)_percent_of_each\w*|each_at_least\w*", str(k))), None):
        made["each_at_least"] = t.percent(least)
    return _conditioned(made, str(row.get("condition") or row.get("conditions") or ""), row.get("or_any") or row.get("any_of"))


def _conditioned(made: Data, words: str, forces: Any) -> Data:
    for part in (p.strip() for p in words.split(";")):
        if not part:
            continue
        if "no criterion" in part and "0" in part:
            made["no_zero"] = True
        elif found := re.search(r"penalty at most (\d+)% of", part):
            made["penalty_at_most"] = f"{found[1]}%"
        else:
            made.setdefault("require", []).append(t.fact(part))
    if isinstance(forces, str):
        made["force"] = [t.fact(p.strip()) for p in forces.split(";")]
    return made


def _downgrade(row: Mapping[str, Any]) -> Data:
    return {"when": [t.fact(str(row.get("event", "")))], "max_class": str(row["max_class"]), "words": str(row.get("event", ""))}


# ---- quotas --------------------------------------------------------------------------------------------


def quotas(data: Any) -> list[Data]:
    """Every cap on a number of awards that a file states, in our format."""
    return [q for row in _rows(data) for q in _quota(row)]


def _rows(data: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, Mapping):
        yield data
        for value in data.values():
            yield from _rows(value)
    elif isinstance(data, list):
        for item in data:
            yield from _rows(item)


def _quota(row: Mapping[str, Any]) -> Iterator[Data]:
    title = str(row.get("title") or row.get("group") or row.get("unit_result") or row.get("who") or "")
    for key, value in row.items():
        made = _one(str(key), value, row)
        if made:
            yield {"award": f"{title}: {key}" if title else str(key), **made}


def _one(key: str, value: Any, row: Mapping[str, Any]) -> Data | None:
    """One stated cap."""
    if key == "fraction":
        return {"share": str(value), "of": str(row.get("max_share_of", "units"))}
    if isinstance(value, Mapping) and re.search(r"quota_by|flags_by", key):
        return {"by_cluster": {str(k): int(v) for k, v in value.items()}}
    if not isinstance(value, int | Decimal) or isinstance(value, bool) or "vote" in key or "floor" in key or "amend" in key or "of_each" in key:
        return None
    if re.search(r"percent", key):
        return {"share": f"{value}%", "of": "qualified" if "meeting" in key else "units"}
    if found := re.search(r"if_(\d+)_or_more", key):
        return {"by_size": [{"from": 0, "number": int(row.get("flags", 0))}, {"from": int(found[1]), "number": int(value)}]}
    return {"fixed": int(value)} if re.search(r"max_per|max_proposals|^collectives$|^individuals$|^flags$", key) else None


def fraction(data: Data) -> Fraction | None:
    """The share of a quota."""
    share = data.get("share")
    if share is None:
        return None
    return Fraction(str(share).rstrip("%")) / (100 if str(share).endswith("%") else 1)
