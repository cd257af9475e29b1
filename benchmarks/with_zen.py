"""The three rules as zen-engine decisions (JDM): a JSON context a person, a bare verdict back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import zen
from population import AS_OF, CODES, SPAN, YEAR, Array, Population
from with_loop import HALF_YEAR_AGO

FIGHTER, CERTIFICATE = CODES.index("chien-si-thi-dua-co-so"), CODES.index("bang-khen-nganh")
YEARS = json.dumps(list(range(YEAR - SPAN, YEAR + 1)))
LAST = json.dumps([YEAR - 2, YEAR - 1, YEAR])
CLEAN = f"not({YEAR} in disciplined)"
EXPRESSIONS: dict[str, list[tuple[str, str]]] = {
    "sector": [
        ("streak", f"all({LAST}, # in fighter)"),
        ("idea", f"some(initiatives, #.l >= 2 and #.y > {YEAR - 3})"),
        ("sector", f"$.streak and $.idea and {CLEAN}"),
    ],
    "ladder": [
        ("start", f"len(certificate) > 0 ? min(certificate) : {YEAR}"),
        ("gaps", f"filter({YEARS}, # <= $.start or not(# in good))"),
        ("end", f"len($.gaps) > 0 ? max($.gaps) : {YEAR - SPAN}"),
        ("ladder", f"$.end <= {YEAR - 5} and count(fighter, # > $.end) >= 3"),
    ],
    "first": [
        ("merit", f"{YEAR} in excellent or some(initiatives, #.y == {YEAR})"),
        ("first", f"{YEAR} in good and {CLEAN} and hired <= {HALF_YEAR_AGO:%Y%m%d} and $.merit"),
    ],
}


def graph(rules: tuple[str, ...]) -> str:
    """A decision with one expression node, as JSON."""
    place = {"x": 0, "y": 0}
    rows = [{"id": key, "key": key, "value": value} for name in rules for key, value in EXPRESSIONS[name]]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {"id": "ex", "type": "expressionNode", "name": "ex", "position": place, "content": {"expressions": rows}},
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]
    edges = [{"id": f"{a}{b}", "type": "edge", "sourceId": a, "targetId": b} for a, b in (("in", "ex"), ("ex", "out"))]
    return json.dumps({"nodes": nodes, "edges": edges})


def prepare(people: Population) -> list[dict[str, Any]]:
    """A context a person, with no more in it than the rules ask for: lists of years, initiatives with levels."""
    lists = ("good", "excellent", "fighter", "certificate", "initiatives", "disciplined")
    out: list[dict[str, Any]] = [{"hired": int(f"{day:%Y%m%d}"), **{name: [] for name in lists}} for day in people.hired.tolist()]
    for who, year, rating in people.ratings.rows():
        for name, least in (("good", 2), ("excellent", 3)):
            if rating >= least:
                out[who][name].append(year)
    for who, year, code in people.awards.rows():
        if code in (FIGHTER, CERTIFICATE):
            out[who]["fighter" if code == FIGHTER else "certificate"].append(year)
    for who, year, level in people.initiatives.rows():
        out[who]["initiatives"].append({"y": year, "l": level})
    for who, year, _ in people.discipline.rows():
        out[who]["disciplined"].append(year)
    return out


def prepare_ladder(people: Population) -> list[dict[str, Any]]:
    """As ``prepare`` with nothing but what the ladder asks for: less to hand over."""
    return [{key: context[key] for key in ("good", "fighter", "certificate")} for context in prepare(people)]


def run(people: list[dict[str, Any]], rules: tuple[str, ...]) -> dict[str, Array]:
    """Verdicts, one evaluation a person for all rules together."""
    decision = zen.ZenEngine().create_decision(graph(rules))
    return _verdicts((decision.evaluate(context)["result"] for context in people), len(people), rules)


def run_batch(people: list[dict[str, Any]], rules: tuple[str, ...]) -> dict[str, Array]:
    """The same, handed over a thousand at a time; the engine spreads them over its threads."""
    content = graph(rules)
    engine = zen.ZenEngine({"loader": lambda key: content})
    return _verdicts(_replies(engine, people), len(people), rules)


def _replies(engine: Any, people: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for low in range(0, len(people), 1000):
        for reply in engine.evaluate_batch([{"key": "rules", "context": context} for context in people[low : low + 1000]]):
            yield reply["data"]["result"]


def _verdicts(results: Iterator[dict[str, Any]], n: int, rules: tuple[str, ...]) -> dict[str, Array]:
    out = {name: np.zeros(n, bool) for name in rules}
    for i, result in enumerate(results):
        for name in rules:
            out[name][i] = result[name]
    return out


assert AS_OF.month == 11
