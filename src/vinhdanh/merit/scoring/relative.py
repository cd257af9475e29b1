"""Kinds that need all units: leader, group without target, mean, place. One column of a cluster at a time.

Alone (self-scoring) a unit knows its own result only: what depends on others stays pending with the bounds it can reach.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from vinhdanh.merit.scoring.inputs import Value, Values
from vinhdanh.merit.scoring.kinds import decimal
from vinhdanh.merit.scoring.numbers import HUNDRED, ONE, ZERO, divide, show
from vinhdanh.merit.scoring.outcome import EMPTY, NOT_APPLICABLE, Outcome, scored
from vinhdanh.merit.scoring.schema import RuleSpec

Column: TypeAlias = Sequence[Values | None]


class Result(NamedTuple):
    """Target and actual of one unit, and how far above the target it is (1/10 for 10 percent)."""

    target: Decimal
    actual: Decimal
    exceed: Decimal


# ---- the leader ----------------------------------------------------------------------------------------


def to_leader(rule: RuleSpec, top: Decimal, column: Column, alone: bool) -> list[Outcome]:
    """Below target part of the share for reaching it, above it the rest in proportion to the leader's excess."""
    target, actual = rule.target if isinstance(rule.target, str) else "target", rule.actual
    results = [None if values is None else _result(values.get(target), values.get(actual)) for values in column]
    with_target = [r for r in results if isinstance(r, Result)]
    leader = _leader(rule, with_target)
    best = max((r for r in results if isinstance(r, Decimal)), default=ZERO)
    return [_against(rule, top, r, leader, best, alone) for r in results]


def _result(target: Value, actual: Value) -> Result | Decimal | None:
    """The result of a unit; without a target only its actual; None where nothing is entered."""
    goal, made = decimal(target), decimal(actual)
    if made is None:
        return None
    return Result(goal, made, divide(made, goal) - 1) if goal is not None and goal > 0 else made


def _leader(rule: RuleSpec, results: Sequence[Result]) -> Result | None:
    """The unit the others are measured by; none where nobody is above the target and the table wants one who is."""
    able = [r for r in results if r.exceed > 0] if rule.leader_above else list(results)
    return max(able, key=lambda r: (r.exceed, r.actual) if rule.leader_by == "percent" else (r.actual, r.exceed), default=None)


def _against(rule: RuleSpec, top: Decimal, found: Result | Decimal | None, leader: Result | None, best: Decimal, alone: bool) -> Outcome:
    if found is None:
        return EMPTY
    if isinstance(found, Decimal):
        return _without_target(rule, top, found, best, alone)
    at = top * rule.at_target
    if found.actual == found.target:
        return scored(at, "đúng chỉ tiêu {0}: {1} × {2}%", found.target, top, rule.at_target * HUNDRED)
    if found.exceed < 0:
        return scored(divide(at * max(found.actual, ZERO), found.target), "{0} × {1} / {2}", at, found.actual, found.target)
    return _pending(rule, top, at, found) if alone or leader is None else _above(rule, top, at, found, leader)


def _above(rule: RuleSpec, top: Decimal, at: Decimal, found: Result, leader: Result) -> Outcome:
    gap = leader.exceed - found.exceed if rule.leader_by == "percent" else divide(leader.actual - found.actual, leader.actual)
    if gap <= rule.tolerance:
        return scored(top, "dẫn đầu ({0} so với chỉ tiêu {1}): {2}", found.actual, found.target, top)
    if leader.exceed <= 0:
        return scored(top, "vượt chỉ tiêu, đơn vị dẫn đầu không vượt: {0}", top)
    share = min(divide(found.exceed, leader.exceed), ONE)
    form = "{0} + {1} × {2}% / {3}% (vượt chỉ tiêu so với đơn vị dẫn đầu)"
    return scored(at + (top - at) * share, form, at, top - at, found.exceed * HUNDRED, leader.exceed * HUNDRED)


def _pending(rule: RuleSpec, top: Decimal, at: Decimal, found: Result) -> Outcome:
    """Above its target, and nobody knows by how much the leader is."""
    if rule.self_above == "open":
        return Outcome("pending", None, "vượt chỉ tiêu: từ {0} đến {1} điểm, tùy đơn vị dẫn đầu", (at, top), low=at, high=top)
    made = top if rule.self_above == "full" else at
    note = f"tự chấm tạm tính; điểm cuối từ {show(at)} đến {show(top)}, tùy đơn vị dẫn đầu"
    return scored(made, "vượt chỉ tiêu ({0} so với {1}): tạm tính {2}", found.actual, found.target, made)._replace(notes=(note,), low=at, high=top)


def _without_target(rule: RuleSpec, top: Decimal, actual: Decimal, best: Decimal, alone: bool) -> Outcome:
    """No target was given to this unit."""
    if rule.no_target == "na":
        return NOT_APPLICABLE._replace(notes=("không được giao chỉ tiêu",))
    if rule.no_target == "zero" or actual <= 0:
        return scored(ZERO, "không được giao chỉ tiêu, kết quả {0}", actual)
    if alone:
        return _alone_best(rule, top, actual)
    return scored(divide(top * actual, best), "{0} × {1} / {2} (nhóm không được giao chỉ tiêu)", top, actual, best)


def _alone_best(rule: RuleSpec, top: Decimal, actual: Decimal) -> Outcome:
    if rule.self_above == "full":
        return scored(top, "không được giao chỉ tiêu, có kết quả {0}: tạm tính {1}", actual, top)._replace(low=ZERO, high=top)
    return Outcome("pending", None, "kết quả {0}: tùy kết quả cao nhất của nhóm", (actual,), low=ZERO, high=top)


def no_target(rule: RuleSpec, top: Decimal, column: Column, alone: bool) -> list[Outcome]:
    """The maximum for the best result, the others in proportion."""
    results = [None if v is None else decimal(v.get(rule.actual)) for v in column]
    best = max((r for r in results if r is not None), default=ZERO)
    return [EMPTY if r is None else _share_of(rule, top, r, best, alone) for r in results]


def _share_of(rule: RuleSpec, top: Decimal, actual: Decimal, best: Decimal, alone: bool) -> Outcome:
    if actual <= 0:
        return scored(ZERO, "kết quả {0}", actual)
    return Outcome("pending", None, "kết quả {0}: tùy kết quả cao nhất", (actual,), low=ZERO, high=top) if alone else _of_best(top, actual, best)


def _of_best(top: Decimal, actual: Decimal, best: Decimal) -> Outcome:
    return scored(divide(top * actual, best), "{0} × {1} / {2} (kết quả cao nhất)", top, actual, best)


# ---- the mean and the place ----------------------------------------------------------------------------


def with_mean(rule: RuleSpec, top: Decimal, column: Column, alone: bool) -> list[Outcome]:
    """All points at or above the mean of all units, else those of ``otherwise``."""
    values = [None if v is None else decimal(v.get(rule.input)) for v in column]
    known = [v for v in values if v is not None]
    mean = divide(sum(known, ZERO), Decimal(len(known))) if known else ZERO
    full = rule.points if rule.points is not None else top
    return [EMPTY if v is None else _at_mean(rule, full, v, mean, len(known), sum(known, ZERO), alone) for v in values]


def _at_mean(rule: RuleSpec, full: Decimal, value: Decimal, mean: Decimal, n: int, whole: Decimal, alone: bool) -> Outcome:
    if alone:
        return Outcome("pending", None, "{0}: tùy bình quân của các đơn vị", (value,), low=rule.otherwise, high=full)
    met = value * n >= whole if rule.better == "higher" else value * n <= whole
    made = full if met else rule.otherwise
    return scored(made, "{0} {1} bình quân {2}: {3}", value, "đạt" if met else "chưa đạt", mean, made)


def by_place(rule: RuleSpec, top: Decimal, column: Column, alone: bool) -> list[Outcome]:
    """Points by the place won elsewhere; several scorers' marks are averaged, then placed among the units."""
    means = [None if v is None else _mean(v.get(rule.scores)) for v in column]
    known = [m for m in means if m is not None]
    return [_placed(rule, values, mean, known, alone) for values, mean in zip(column, means, strict=True)]


def _mean(marks: object) -> Decimal | None:
    if isinstance(marks, tuple) and marks:
        return divide(sum(marks, ZERO), Decimal(len(marks)))
    return marks if isinstance(marks, Decimal) else None


def _placed(rule: RuleSpec, values: Values | None, mean: Decimal | None, known: Sequence[Decimal], alone: bool) -> Outcome:
    place = None if values is None else decimal(values.get(rule.input))
    if place is None and mean is not None:
        if alone:
            return Outcome("pending", None, "bình quân {0}: tùy điểm của các đơn vị", (mean,), low=min(rule.places), high=max(rule.places))
        place = Decimal(1 + sum(other > mean for other in known))
    if place is None:
        return EMPTY
    points = rule.places[int(place) - 1] if 1 <= place <= len(rule.places) else rule.places[-1]
    return scored(points, "hạng {0}: {1}", place, points)


COLUMNS: dict[str, Callable[[RuleSpec, Decimal, Column, bool], list[Outcome]]] = {
    "relative_to_leader": to_leader,
    "relative_no_target": no_target,
    "compare_with_mean": with_mean,
    "external_rank": by_place,
}
