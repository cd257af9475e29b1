"""Criteria as the cases write them, in our format: trees, flat lists with dotted codes, sections, rules, steps in any writing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from vinhdanh.merit.scoring import bands as b
from vinhdanh.merit.scoring.bands import Bounds
from vinhdanh.merit.scoring.cases import texts as t
from vinhdanh.merit.scoring.schema import KINDS, RELATIVE
from vinhdanh.merit.text import fold, slug

Data = dict[str, Any]
_SKIP = frozenset(
    ("source_url", "source_file", "source_files", "checks", "traps", "anomalies", "published", "derived_by_us", "leaves", "quantitative")
)
_GROUPINGS = ("sections", "groups", "parts")


def blocks(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any], list[Any]]]:
    """Every list of criteria of a file: where it is, what surrounds it, the list."""
    for key, value in data.items():
        if key in _SKIP:
            continue
        if isinstance(value, list) and key not in _GROUPINGS and looks_like(value):
            yield (*path, str(key)), data, value
        elif isinstance(value, Mapping):
            yield from blocks(value, (*path, str(key)))


def looks_like(value: Sequence[Any]) -> bool:
    """Whether a list holds criteria: each with a code or name, and most with a ceiling or children."""
    rows = [r for r in value if isinstance(r, Mapping)]
    named = bool(rows) and len(rows) == len(value) and all("code" in r or "name" in r for r in rows)
    topped = sum(isinstance(r.get("max"), Decimal | int) or "children" in r or "rules" in r for r in rows)
    return named and topped * 2 > len(rows) and not any("score" in r and "target" in r for r in rows)


# ---- one list ------------------------------------------------------------------------------------------


def tree(items: Sequence[Mapping[str, Any]], sections: Sequence[Mapping[str, Any]] = (), step: Any = None) -> list[Data]:
    """The criteria of a list as our format writes them, under their sections where the file lists those apart."""
    nested = _nested(items) if not any("children" in i for i in items) else list(items)
    made = [criterion(i, step) for i in nested]
    return _under(made, nested, sections) if sections else made


def _nested(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A flat list whose dotted codes make a tree (``A``, ``A.I``, ``A.I.1``), if it is one."""
    codes = [str(i.get("code", "")) for i in items]
    above = [max((c for c in codes if c and code.startswith(f"{c}.")), key=len, default="") for code in codes]
    if not any(above):
        return list(items)
    made: dict[str, Data] = {c: dict(i) for c, i in zip(codes, items, strict=True)}
    for code, parent in zip(codes, above, strict=True):
        if parent:
            made[parent].setdefault("children", []).append(made[code])
    return [made[c] for c, parent in zip(codes, above, strict=True) if not parent]


def _under(made: Sequence[Data], raw: Sequence[Mapping[str, Any]], sections: Sequence[Mapping[str, Any]]) -> list[Data]:
    groups: list[Data] = [_section(s) for s in sections]
    for item, source in zip(made, raw, strict=True):
        home = next((g for g in groups if _belongs(source, g)), None)
        if home is not None and item["code"] == home["code"] and not home["children"]:
            groups[groups.index(home)] = item
        else:
            (home["children"] if home else groups).append(item)
    return [g for g in groups if g.get("children", True)]


def _section(raw: Mapping[str, Any]) -> Data:
    role = role_of(f"{raw.get('code', '')} {raw.get('name', '')}")
    cap = {"ceiling": raw["max"]} if role != "score" else {"max": raw["max"]}
    made: Data = {"code": str(raw.get("code") or raw.get("name")), "name": str(raw.get("name", "")), "children": [], **cap}
    return made if role == "score" else {**made, "role": role}


def _belongs(item: Mapping[str, Any], group: Data) -> bool:
    code, wanted = str(item.get("code", "")), str(group["code"])
    if "section" in item:
        return str(item["section"]) == wanted
    return code == wanted or (code.startswith(wanted) and not str(code[len(wanted)]).isalnum())


def role_of(text: str) -> str:
    """What a heading says its points are: bonus, deduction or score."""
    words = f" {fold(text)} "
    if any(f" {w} " in words for w in ("bonus", "diem thuong", "diem cong")) or words in (" thuong ", " cong "):
        return "bonus"
    return "deduction" if any(f" {w} " in words for w in ("deduction", "penalty", "diem tru", "diem phat")) else "score"


# ---- one criterion -------------------------------------------------------------------------------------


def criterion(raw: Mapping[str, Any], step: Any = None) -> Data:
    """One criterion with everything below it."""
    made: Data = {"code": str(raw.get("code") or slug(str(raw.get("name", "")))), "name": str(raw.get("name", ""))}
    made |= {k: raw[k] for k in ("max", "deduction_cap", "award_cap") if isinstance(raw.get(k), Decimal | int)}
    made |= {"note": n} if (n := "; ".join(str(raw[k]) for k in ("note", "gaps", "anomaly", "exemption") if raw.get(k))) else {}
    if raw.get("children"):
        made["children"] = [criterion(c, step) for c in raw["children"]]
    elif raw.get("rules"):
        made["rules"] = [rule(r, i) for i, r in enumerate(raw["rules"], 1)]
    else:
        made |= leaf(raw, step)
    return _na(made, raw)


def leaf(raw: Mapping[str, Any], step: Any = None) -> Data:
    """The kind of a leaf with its parameters; one that is not known is marked by hand."""
    kind, top = str(raw.get("kind", raw.get("type", ""))), raw.get("max")
    bands = t.bands(raw.get("bands"))
    if isinstance(raw.get("rule"), str) and not bands:
        bands = t.bands(raw["rule"])
    made: Data = (
        _KINDS[kind](raw) if kind in _KINDS else {"kind": "steps", "bands": bands} if bands else {"kind": kind} if kind in _PLAIN else _alone(raw)
    )
    if made.get("kind") in ("award_if", "deduct_if", "award_per_unit", "deduct_per_unit"):
        made.setdefault("points", raw.get("points", top))
    if raw.get("gate"):
        made["gates"] = [{"words": str(raw["gate"])}]
    if made.get("bands") and _falls(made["bands"]):
        made["better"] = "lower"
    return {**made, "step": step} if step is not None and made.get("kind", "direct") == "direct" else made


def _alone(raw: Mapping[str, Any]) -> Data:
    """A kind that moves a leaf from its standard points: one rule on it."""
    return {"rules": [rule(raw, 1)]} if str(raw.get("kind")) in KINDS else {}


def _falls(bands: Sequence[Mapping[str, Any]]) -> bool:
    """Whether points fall all along as values rise: lower results are better."""
    spans = sorted((b.span(Bounds(**{k: band[k] for k in _KEYS if k in band})), band["points"]) for band in bands if any(k in band for k in _KEYS))
    return len(spans) > 1 and all(p[1] >= q[1] for p, q in pairwise(spans)) and bool(spans[0][1] > spans[-1][1])


_KEYS = ("ge", "gt", "le", "lt", "at")
_PLAIN = {k for k, (needs, _) in KINDS.items() if not needs}


def _names(raw: Mapping[str, Any], key: str, other: str = "") -> list[str]:
    found = raw.get(key) or raw.get(other)
    return [str(f) for f in found] if isinstance(found, list) else [str(found)] if found else []


def _ratio(raw: Mapping[str, Any]) -> Data:
    over, under = ("b", "a") if re.match(r"\s*b\s*/\s*a", str(raw.get("formula", ""))) else ("numerator", "denominator")
    made: Data = {"kind": "ratio"}
    made |= {"numerator": n} if (n := _names(raw, "numerator", over)) else {}
    made |= {"denominator": n} if (n := _names(raw, "denominator", under)) else {}
    made |= {"exclude": n} if (n := _names(raw, "exclude", "exclusions")) else {}
    return {**made, "cap_rate": "none"} if raw.get("cap") is False or raw.get("capped") is False else made


def _mean(raw: Mapping[str, Any]) -> Data:
    return {"kind": "compare_with_mean", "points": raw.get("ge_mean", raw.get("max", 0)), "otherwise": raw.get("lt_mean", 0)}


def _threshold(raw: Mapping[str, Any]) -> Data:
    return {"kind": "pass_fail", "test": t.bounds(raw) or {"ge": 100}}


def _survey(raw: Mapping[str, Any]) -> Data:
    return {"kind": "survey", **{k: v for k, v in (("sample", raw.get("sample")), ("points", raw.get("points_per_yes"))) if v is not None}}


def _steps(raw: Mapping[str, Any]) -> Data:
    return {"kind": "steps", "bands": t.bands(raw.get("bands") or raw.get("rule"))} if raw.get("bands") or raw.get("rule") else {}


def _pass(raw: Mapping[str, Any]) -> Data:
    made: Data = {"kind": "pass_fail"}
    made |= {"points": raw["pass_points"]} if "pass_points" in raw else {}
    return {**made, "otherwise": raw["fail_points"]} if raw.get("fail_points") else made


def _award_steps(raw: Mapping[str, Any]) -> Data:
    return {"kind": "steps", "bands": t.bands(raw.get("bands")), "undefined": "zero"}


def _place(raw: Mapping[str, Any]) -> Data:
    ranks = sorted((int(k[4:]), v) for k, v in raw.items() if re.fullmatch(r"rank\d+", str(k)))
    return {"kind": "external_rank", "places": raw.get("places") or [v for _, v in ranks]}


_KINDS: dict[str, Callable[[Mapping[str, Any]], Data]] = {
    "ratio": _ratio,
    "compare_with_mean": _mean,
    "threshold": _threshold,
    "sample_survey": _survey,
    "survey": _survey,
    "steps": _steps,
    "award_steps": _award_steps,
    "pass_fail": _pass,
    "qualitative": lambda raw: {"kind": "pass_fail"},
    "quantitative": lambda raw: {"kind": "relative_to_leader", "no_target": "compare", "self_above": "full"},
    "external_rank": _place,
}


def _na(made: Data, raw: Mapping[str, Any]) -> Data:
    """What a footnote says about criteria that do not apply."""
    said = str(raw.get("na_rule") or raw.get("na") or "")
    words = said.lower()
    target, policy = made, ""
    if lead := re.match(r"([\w.]+):", said):
        target = next((c for c in made.get("children", ()) if c["code"] == lead[1]), made)
    if found := re.search(r"(?:equivalent maximum of|rescaled? (?:\w+ )*to) (\d+(?:\.\d+)?)", words):
        made["rescale_to"] = Decimal(found[1])
        policy = "skip"
    elif "full point" in words or "full mark" in words:
        policy = "full"
    elif "split equally" in words or "equal split" in words or "share" in words:
        policy, made["share_over"] = "share", "table"
    elif words:
        policy = "skip"
    if policy:
        target["na"] = policy
    return made


# ---- one rule of a compound ----------------------------------------------------------------------------


def rule(raw: Mapping[str, Any], number: int) -> Data:
    """One rule; its id is its number (or code)."""
    kind = str(raw.get("kind", ""))
    made: Data = {"id": str(raw.get("code") or raw.get("id") or number), "name": str(raw.get("name", "")), "kind": kind}
    made |= {k: raw[k] for k in ("points", "cap", "per", "note", "condition") if k in raw}
    if kind in _RULES:
        made |= _RULES[kind](raw)
    elif kind in _KINDS:
        made |= _KINDS[kind](raw)
    return _fitting(made)


def _fitting(made: Data) -> Data:
    """The rule with what its kind knows; a kind nobody knows gives points by hand."""
    needs, takes = KINDS.get(made["kind"], (frozenset(), frozenset()))
    if made["kind"] not in KINDS or any(made.get(k) in (None, [], {}) for k in needs) or made["kind"] in RELATIVE:
        return {"id": made["id"], "name": made["name"], "kind": "direct"}
    return {k: v for k, v in made.items() if k in needs | takes | {"id", "name", "kind", "note"}}


def _rows(raw: Mapping[str, Any]) -> Data:
    rows = [{**_volume(r), "bands": t.bands(r["bands"])} for r in raw.get("rows", ())]
    return {"rows": rows}


def _volume(row: Mapping[str, Any]) -> Data:
    """The bounds of a row of volumes: ``volume_lt``, ``volume_ge`` …"""
    return {k.removeprefix("volume_"): v for k, v in row.items() if k.startswith("volume_")}


def _progress(raw: Mapping[str, Any]) -> Data:
    names = {"above": ("threshold_gt", "above"), "first": ("first",), "step": ("step_percent", "step"), "points": ("step_points", "points")}
    return {k: v for k, keys in names.items() if (v := next((raw[x] for x in keys if x in raw), None)) is not None}


def _alternatives(raw: Mapping[str, Any]) -> Data:
    found = [{"id": str(i), "name": str(a.get("name", "")), "points": a["points"]} for i, a in enumerate(raw.get("alternatives", ()), 1)]
    return {"alternatives": found}


_RULES: dict[str, Callable[[Mapping[str, Any]], Data]] = {
    "steps": lambda raw: {"bands": t.bands(raw.get("bands"))},
    "steps_delta": lambda raw: {"bands": t.bands(raw.get("bands"))},
    "pass_fail": _pass,
    "award_volume_band": _rows,
    "deduct_volume_band": _rows,
    "volume_band": _rows,
    "award_progressive": _progress,
    "award_one_of": _alternatives,
    "one_of": _alternatives,
}
