"""A score told: formula, inputs, evidence, who entered what and why, adjustments; a tree of data and lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring.engine import Sheet
from vinhdanh.merit.scoring.inputs import Entry, Unit, Value, history
from vinhdanh.merit.scoring.numbers import show
from vinhdanh.merit.scoring.outcome import WORDS
from vinhdanh.merit.scoring.score import Score

STAGES = {"self": "tự chấm", "review": "quản lý trực tiếp", "verified": "thẩm định", "": "số liệu"}


def said(value: Value) -> str:
    """An input in Vietnamese."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, tuple):
        return "; ".join(show(v) for v in value)
    return show(value) if isinstance(value, Decimal) else "để trống" if value is None else value


def formula(score: Score) -> str:
    """How the points came about, in one line."""
    if score.outcome is not None:
        return score.outcome.formula
    named = [f"{c.node.spec.code} {_signed(c.contribution)}" for c in score.children if c.node.spec.role != "info"]
    return " ".join(named) or "0"


def _signed(amount: Decimal) -> str:
    return f"+{show(amount)}" if amount >= 0 else show(amount)


def data(score: Score, unit: Unit | None = None, stage: str = "", stages: Sequence[str] = ()) -> dict[str, Any]:
    """The tree as data; every ``points`` is the sum of its children's ``adds`` and its ``adjustments``."""
    return {
        "path": score.node.path,
        "code": score.node.spec.code,
        "name": score.node.spec.name,
        "state": score.outcome.state if score.outcome else "group",
        "points": score.points if score.complete or score.outcome is None else None,
        "max": score.own_max,
        "adds": score.contribution,
        "formula": formula(score),
        "inputs": {k: said(v) for k, v in score.entry.values.items()} if score.entry else {},
        "evidence": list(score.entry.evidence) if score.entry else [],
        "evidence_wanted": list(score.node.spec.evidence),
        "cite": score.node.spec.cite,
        "adjustments": [{"why": why, "points": amount} for why, amount in score.parts],
        "rules": _rules(score),
        "history": _history(score, unit, stage, stages),
        "notes": notes(score),
        "children": [data(c, unit, stage, stages) for c in score.children],
    }


def _rules(score: Score) -> list[dict[str, Any]]:
    """The single rules of a compound."""
    if score.node.compound is None or score.entry is None or score.entry.na:
        return []
    parts = score.node.compound.parts(score.entry)
    return [{"id": p.key, "name": p.rule.name, "points": p.outcome.points, "formula": p.outcome.formula} for p in parts if p.rule.how != "disqualify"]


def _history(score: Score, unit: Unit | None, stage: str, stages: Sequence[str]) -> list[dict[str, Any]]:
    if unit is None or score.outcome is None:
        return []
    return [_changed(name, entry) for name, entry in history(unit, score.node.path, stage, stages)]


def _changed(stage: str, entry: Entry) -> dict[str, Any]:
    told = "không áp dụng" if entry.na else "; ".join(f"{k} = {said(v)}" for k, v in entry.values.items())
    granted = [f"chấp nhận {show(entry.granted)}"] if entry.granted is not None else []
    granted += [f"mục {k}: chấp nhận {show(p)}" for k, p in entry.rule_granted.items()]
    return {"stage": stage, "by": entry.by, "why": entry.why, "said": "; ".join([told] * bool(told) + granted)}


def notes(score: Score) -> list[str]:
    """Remarks on one score, missing evidence among them."""
    wanted = score.node.spec.evidence and score.entry is not None and not score.entry.evidence and not score.entry.na and not score.entry.blank
    return [*score.notes, *([f"thiếu minh chứng: {'; '.join(score.node.spec.evidence)}"] if wanted else [])]


# ---- for people ----------------------------------------------------------------------------------------


def lines(sheet: Sheet, stage: str = "", stages: Sequence[str] = ()) -> list[str]:
    """The whole tree of one unit, indented."""
    return list(_lines(sheet.root, sheet.unit, stage, stages, 0))


def _lines(score: Score, unit: Unit, stage: str, stages: Sequence[str], depth: int) -> Iterator[str]:
    pad = "  " * depth
    yield f"{pad}{score.node.title or 'Tổng'}: {points(score)}" + (f"  = {formula(score)}" if score.outcome or score.parts else "")
    yield from (f"{pad}    {why}: {_signed(amount)}" for why, amount in score.parts)
    yield from (f"{pad}    · {r['name'] or r['id']}: {show(r['points'])} ({r['formula']})" for r in _rules(score) if r["points"])
    yield from (f"{pad}    ! {note}" for note in notes(score))
    yield from (f"{pad}    {_who(h)}" for h in _history(score, unit, stage, stages) if h["by"] or h["why"])
    if score.entry and score.entry.evidence:
        yield f"{pad}    minh chứng: {'; '.join(score.entry.evidence)}"
    for child in score.children:
        yield from _lines(child, unit, stage, stages, depth + 1)


def points(score: Score) -> str:
    """Points out of the own maximum; a word where there are none."""
    if score.outcome is not None and score.outcome.points is None and not score.parts:
        return WORDS[score.outcome.state]
    top = f"/{show(score.own_max)}" if score.own_max else ""
    return f"{show(score.points)}{top}" + ("" if score.complete else f" (còn {score.open} tiêu chí chưa có điểm)")


def _who(row: dict[str, Any]) -> str:
    return (
        f"{STAGES.get(row['stage'], row['stage'])}: {row['said'] or '–'}"
        + (f" – {row['by']}" if row["by"] else "")
        + (f": {row['why']}" if row["why"] else "")
    )
