"""A check as JSON data."""

from __future__ import annotations

from typing import Any

from vinhdanh.checking.result import Check, Item, papers_of
from vinhdanh.checking.words import names_of
from vinhdanh.merit.explain import as_dict
from vinhdanh.merit.truth import CODES


def as_data(check: Check) -> dict[str, Any]:
    """The whole check."""
    names = names_of(check)
    return {
        "file": check.listing.path.name,
        "on": check.on.isoformat(),
        "authority": check.book.authority,
        "rulebook": check.book.digest,
        "problems": [_problem(p) for p in check.listing.problems],
        "nominations": [_item(i, names) for i in check.items],
        "quotas": [
            {
                "award": c.award,
                "year": c.year,
                "proposed": c.proposed,
                "limit": c.answer.value,
                "verdict": CODES[c.answer.verdict],
                "says": c.answer.says,
                "cite": [str(x) for x in c.answer.cites],
            }
            for c in check.caps
        ],
        "contradictions": [{"nominations": list(c.numbers), "says": c.says} for c in check.contradictions],
        "counts": {CODES[v]: check.counts[v] for v in CODES},
        "money": {"total": sum(m.total or 0 for m in check.money.values())},
    }


def _problem(p: Any) -> dict[str, Any]:
    return {"sheet": p.sheet, "cell": p.cell, "row": p.row, "severity": p.severity, "code": p.code, "message": p.message_vi, "do": p.what_to_do_vi}


def _item(item: Item, names: dict[str, str]) -> dict[str, Any]:
    candidate, found = item.judged.candidate, item.judged.assessment
    return {
        "number": candidate.number,
        "where": candidate.where,
        "key": candidate.key,
        "name": candidate.name,
        "unit": candidate.unit,
        "award": candidate.award,
        "year": candidate.year,
        "kind": candidate.kind,
        "route": candidate.route,
        "verdict": CODES[item.verdict],
        "finding": as_dict(found.finding, year=candidate.year, names=names),
        "vote": {
            "verdict": CODES[found.vote.verdict],
            "says": found.vote.says,
            "needed": found.vote.value,
            "cite": [str(c) for c in found.vote.cites],
        }
        if found.vote
        else None,
        "appreciation": [h.says for h in found.appreciation],
        "attest": [{"says": h.says, "paper": h.note} for h in found.attest],
        "missing": [{"fact": m.label, "years": list(m.years), "paper": m.paper} for m in item.missing],
        "first": item.first,
        "papers": papers_of(item.papers),
        "decides": item.decides.value if item.decides else None,
        "money": item.money,
        "remarks": found.remarks,
    }
