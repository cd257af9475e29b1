"""Worked examples: a score with the inputs that make it, computed by the kind the inputs speak of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from vinhdanh.merit.quota import QuotaRule, limit
from vinhdanh.merit.scoring.cases import texts as t
from vinhdanh.merit.scoring.cases import tree
from vinhdanh.merit.scoring.cases.compare import figure
from vinhdanh.merit.scoring.cases.document import Check, Document, Report
from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.inputs import ONLY, Entry, Unit
from vinhdanh.merit.scoring.loading import table
from vinhdanh.merit.scoring.numbers import ONE, ZERO, NumberError, number
from vinhdanh.merit.scoring.schema import fraction

_RESULT = ("score", "total", "points", "result", "own_maximum", "allowed", "quota", "at_most")
_GIVE = re.compile(r"((?:\d+(?:\.\d+)?,\s*)+\d+(?:\.\d+)?)\s+give\s+((?:\d+(?:\.\d+)?,\s*)+\d+(?:\.\d+)?)")


def recompute(document: Document, report: Report) -> None:
    """Every example of the file."""
    for path, around, items in blocks(document.data):
        report.used.add(path[0])
        report.checks += _group(document, "/".join(path), around, items)
    for text in document.words:
        report.checks += _given(document, text)
    report.checks += _na_example(document, report)


def blocks(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Lists of examples: their key says so, and every one has a result."""
    for key, value in data.items():
        here = (*path, str(key))
        if isinstance(value, list) and any("example" in p or "case" in p for p in here) and _examples(value):
            yield here, data, value
        elif isinstance(value, Mapping):
            yield from blocks(value, here)


def _examples(value: Sequence[Any]) -> bool:
    return bool(value) and all(isinstance(r, Mapping) and any(k in r for k in _RESULT) and len(r) > 1 for r in value)


def _group(document: Document, where: str, around: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> Iterator[Check]:
    if all("target" in i and "actual" in i and "unit" in i for i in items):
        top = _top(around, items)
        for item, computed in zip(items, tree.computed_scores(top, items), strict=True):
            yield _checked(document, f"{where}: {item['unit']}", computed, item["score"])
        return
    for n, item in enumerate(items, 1):
        computed = next((found for how in _HOW if (found := how(item)) is not None), None)
        yield _checked(document, f"{where}: ví dụ {n}", computed, _result(item))


def _checked(document: Document, what: str, computed: Decimal | None, published: Any) -> Check:
    if computed is None or not isinstance(published, int | Decimal):
        return Check(what, None, None, "told", "ví dụ không đủ số liệu")
    return figure(document, what, computed, Decimal(published))


def _top(around: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> Decimal:
    """The maximum of examples that share one: beside them, or in a remark (``max 10``)."""
    own = next((i["max"] for i in items if "max" in i), around.get("max"))
    told = re.search(r"max (\d+(?:\.\d+)?)", " ".join(str(v) for v in around.values() if isinstance(v, str)))
    return number(own) if own is not None else Decimal(told[1]) if told else ONE


def _result(item: Mapping[str, Any]) -> Any:
    return item.get("total", item.get("score", next((item[k] for k in _RESULT if k in item), None)))


# ---- one example ---------------------------------------------------------------------------------------


def _one(leaf: Mapping[str, Any], values: Mapping[str, Any]) -> Decimal | None:
    """One criterion for one unit."""
    made = table({"id": "x", "criteria": [{"code": "x", **leaf}]})
    sheet = score(made, [Unit("x", stages={ONLY: {"x": Entry({k: number(v) for k, v in values.items()})}})])[0]
    return sheet.total if sheet.root.complete else None


def _leader(item: Mapping[str, Any]) -> Decimal | None:
    """Target, actual and where it matters what the leader has: ``leader: true`` or ``leader_actual``."""
    if not {"target", "actual", "max"} <= item.keys():
        return None
    ahead = {"target": item.get("leader_target", item["target"]), "actual": item["leader_actual"]} if "leader_actual" in item else None
    rows = [item, *([ahead] if ahead else [])]
    return tree.computed_scores(number(item["max"]), rows)[0]


def _ratio(item: Mapping[str, Any]) -> Decimal | None:
    if not {"numerator", "denominator", "max"} <= item.keys():
        return None
    return _one({"max": item["max"], "kind": "ratio"}, {k: item[k] for k in ("numerator", "denominator")})


def _steps(item: Mapping[str, Any]) -> Decimal | None:
    bands = t.bands(item.get("bands"))
    return _one({"kind": "steps", "bands": bands}, {"value": item["value"]}) if bands and "value" in item else None


def _per_unit(item: Mapping[str, Any]) -> Decimal | None:
    """A number of cases and points for each, on standard points or not."""
    count = item.get("count", item.get("cases", item.get("n")))
    if count is None or "per" not in item and "points_per" not in item and "each" not in item:
        return None
    each = item.get("each", item.get("points_per", item.get("per")))
    cap = {"cap": item["cap"]} if "cap" in item else {}
    kind = "deduct_per_unit" if "standard" in item or "max" in item else "award_per_unit"
    top = item.get("standard", item.get("max", 0))
    made = {"max": top, "rules": [{"kind": kind, "points": each, **cap}]}
    return _one(made, {"1": count})


def _plus_minus(item: Mapping[str, Any]) -> Decimal | None:
    """A score with bonus and penalty makes a total."""
    plus = [k for k in item if re.search(r"bonus|award|thuong", str(k))]
    minus = [k for k in item if re.search(r"penalty|deduct|tru$", str(k))]
    base = next((k for k in ("score", "base", "standard", "verified") if k in item and "total" in item), None)
    if base is None or not (plus or minus):
        return None
    criteria = [{"code": base}, *({"code": k, "role": "bonus"} for k in plus), *({"code": k, "role": "deduction"} for k in minus)]
    made = table({"id": "x", "criteria": criteria})
    entries = {k: Entry({"value": _maybe(item[k])}) for k in (base, *plus, *minus)}
    return score(made, [Unit("x", stages={ONLY: entries})])[0].total


def _maybe(value: Any) -> Decimal:
    try:
        return number(value)
    except NumberError:
        return ZERO


def _quota(item: Mapping[str, Any]) -> Decimal | None:
    """A share of a base, rounded as the example says."""
    share = item.get("percent", item.get("fraction", item.get("share")))
    base = next((item[k] for k in ("base", "units", "members", "of", "count", "staff") if isinstance(item.get(k), int | Decimal)), None)
    if share is None or base is None:
        return None
    part = fraction(f"{share}%" if "percent" in item else share)
    rounding: Any = str(item.get("rounding", "floor")).replace("_", "-").replace(" ", "-")
    rule = QuotaRule(
        share=part, rounding={"up": "ceil", "down": "floor", "half": "half-up"}.get(rounding, rounding), minimum=int(item.get("minimum", 0))
    )
    return Decimal(limit(rule, int(base)).rounded or 0)


_HOW: tuple[Callable[[Mapping[str, Any]], Decimal | None], ...] = (_leader, _ratio, _steps, _quota, _per_unit, _plus_minus)


# ---- examples in words ---------------------------------------------------------------------------------


def _given(document: Document, text: str) -> Iterator[Check]:
    """``150, 100, 50 give 10, 6.67, 3.33``: results of units without a target."""
    for results, scores in _GIVE.findall(text):
        actual, wanted = ([Decimal(n.strip()) for n in part.split(",")] for part in (results, scores))
        top = max(wanted)
        made = tree.computed_scores(top, [{"target": 0, "actual": a} for a in actual])
        for a, computed, published in zip(actual, made, wanted, strict=False):
            yield _checked(document, f"không có chỉ tiêu, kết quả {a}", computed, published)


def _na_example(document: Document, report: Report) -> Iterator[Check]:
    """The own maximum of a unit to which one criterion does not apply."""
    rule = document.data.get("not_assigned")
    total = document.data.get("total", document.data.get("total_max"))
    example = rule.get("example") if isinstance(rule, Mapping) else None
    if not isinstance(example, Mapping) or not isinstance(total, int | Decimal) or "own_maximum" not in example:
        return
    report.used |= {"not_assigned", "total"}
    part = number(example["criterion_max"])
    criteria = [{"code": "x", "max": part, "na": "skip"}, {"code": "y", "max": total - part}]
    made = table({"id": "x", "total": {"max": total}, "criteria": criteria})
    sheet = score(made, [Unit("x", stages={ONLY: {"x": Entry(na=True), "y": Entry({"value": ZERO})}})])[0]
    yield figure(document, "điểm tối đa riêng khi không giao một tiêu chí", sheet.root.own_max, number(example["own_maximum"]))
