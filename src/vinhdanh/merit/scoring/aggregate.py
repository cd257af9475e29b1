"""From the leaves to the total: weights, roles, caps, clamps, what does not apply, rounding; each step a part of the explanation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from vinhdanh.merit.scoring.inputs import Entry
from vinhdanh.merit.scoring.numbers import ZERO, divide, rounded, show
from vinhdanh.merit.scoring.outcome import Outcome
from vinhdanh.merit.scoring.schema import CriterionSpec
from vinhdanh.merit.scoring.score import Score
from vinhdanh.merit.scoring.table import Node


def leaf(node: Node, outcome: Outcome, entry: Entry | None, top: Decimal) -> Score:
    """The score of a leaf whose ceiling is ``top``; what does not apply as the criterion's policy says."""
    points = outcome.points
    if points is None:
        return _unscored(node, outcome, entry, top)
    score = Score(node, outcome, entry, points, top)
    if node.plain:
        if outcome.award or outcome.deduct:
            score.award, score.deduct = outcome.award, outcome.deduct
        return score
    return _special(node, score, outcome)


def _special(node: Node, score: Score, outcome: Outcome) -> Score:
    """A leaf that is bonus, deduction or information, or has its own clamp or rounding."""
    score.award, score.deduct = outcome.award, outcome.deduct
    _clamp(score, node.spec)
    _by_role(score, node.spec)
    return score


def _unscored(node: Node, outcome: Outcome, entry: Entry | None, top: Decimal) -> Score:
    policy = {"na": node.na, "gone": "skip"}.get(outcome.state, "open")
    score = Score(node, outcome, entry, ZERO, top)
    if policy == "open":
        score.open = 0 if node.spec.role == "info" else 1
    elif policy == "full":
        _adjust(score, "không áp dụng: đủ điểm", top)
    elif policy != "zero":
        score.own_max, score.lost = ZERO, top if node.spec.role == "score" else ZERO
    if node.spec.role != "score":
        score.own_max = ZERO
    return score


def group(node: Node, children: Sequence[Score]) -> Score:
    """The score of a group out of its children's."""
    score = Score(node, None, None, ZERO, ZERO)
    score.children = children
    if node.plain:
        _add(score, children)
    else:
        _weigh(node.spec, children)
        _add_weighed(score, children)
    _finish(score, node)
    return score


def quick(node: Node, outcomes: Sequence[Outcome], entries: Mapping[str, Entry], tops: Sequence[Decimal]) -> Score:
    """A plain group of plain leaves that all have points: summed at once, the single scores only when somebody looks."""
    first = node.children[0].index
    last = first + len(node.children)
    points = award = deduct = ZERO
    for outcome in outcomes[first:last]:
        points += outcome.points or ZERO
        if outcome.award:
            award += outcome.award
        if outcome.deduct:
            deduct += outcome.deduct
    score = Score(node, None, None, points, sum(tops[first:last], ZERO) if node.top is None else node.top)
    score.award, score.deduct = award, deduct
    score.late = lambda: [leaf(n, outcomes[n.index], entries.get(n.path), tops[n.index]) for n in node.children]
    return score


def _add(score: Score, children: Sequence[Score]) -> None:
    """The plain case, which is most groups: a sum."""
    points = top = lost = award = deduct = ZERO
    missing = 0
    for child in children:
        points += child.points
        top += child.own_max
        if child.lost:
            lost += child.lost
        if child.award:
            award += child.award
        if child.deduct:
            deduct += child.deduct
        if child.open:
            missing += child.open
    score.points, score.own_max, score.lost, score.award, score.deduct, score.open = points, top, lost, award, deduct, missing


def _add_weighed(score: Score, children: Sequence[Score]) -> None:
    for child in children:
        role, share = child.node.spec.role, child.share
        if role == "info":
            continue
        score.points += child.contribution
        score.own_max += child.own_max * share if role == "score" else ZERO
        score.lost += child.lost * share
        score.award += child.award * share
        score.deduct += child.deduct * share
        score.open += child.open


def _weigh(spec: CriterionSpec, children: Sequence[Score]) -> None:
    """The share of each child in its parent."""
    if spec.aggregate in ("max", "min"):
        _only_one(spec, children)
        return
    plain = spec.aggregate == "sum" and spec.factor == 1
    if plain and all(c.node.spec.weight == 1 for c in children):
        return
    weights = [c.node.spec.weight * spec.factor for c in children]
    if spec.aggregate == "mean":
        counted = [c for c in children if c.node.spec.role != "info" and not (c.outcome and c.outcome.points is None and c.lost)]
        whole = sum((c.node.spec.weight for c in counted), ZERO)
        weights = [divide(w, whole) if whole else ZERO for w in weights]
    for child, weight in zip(children, weights, strict=True):
        child.share = weight


def _only_one(spec: CriterionSpec, children: Sequence[Score]) -> None:
    """The best (or worst) child counts, the first of equals."""
    choose = max if spec.aggregate == "max" else min
    counted = [c for c in children if c.node.spec.role != "info"]
    best = choose(counted, key=lambda c: c.points * c.node.spec.weight) if counted else None
    for child in children:
        child.share = child.node.spec.weight * spec.factor if child is best else ZERO


def _finish(score: Score, node: Node) -> None:
    spec = node.spec
    if node.top is not None:
        score.own_max = max(node.top - score.lost, ZERO) if score.lost else node.top
    if node.plain:
        return
    if spec.base:
        _adjust(score, "điểm gốc", spec.base)
        score.own_max += spec.base if node.top is None else ZERO
    _caps(score, spec)
    if spec.rescale_to is not None and (score.lost or spec.rescale_always):
        _rescale(score, spec.rescale_to)
    _clamp(score, spec)
    _by_role(score, spec)


def _by_role(score: Score, spec: CriterionSpec) -> None:
    """A section that is all bonus or all deduction."""
    if spec.role == "score":
        return
    score.own_max = ZERO
    score.award, score.deduct = (score.points, ZERO) if spec.role == "bonus" else (ZERO, score.points)


def _caps(score: Score, spec: CriterionSpec) -> None:
    """What awards and deductions below exceed the caps of this section."""
    if spec.award_cap is not None and score.award > spec.award_cap:
        _adjust(score, f"điểm thưởng {show(score.award)} chỉ tính {show(spec.award_cap)}", spec.award_cap - score.award)
        score.award = spec.award_cap
    if spec.deduction_cap is not None and score.deduct > spec.deduction_cap:
        _adjust(score, f"điểm trừ {show(score.deduct)} chỉ tính {show(spec.deduction_cap)}", score.deduct - spec.deduction_cap)
        score.deduct = spec.deduction_cap


def _rescale(score: Score, to: Decimal) -> None:
    """What applies, brought to a fixed maximum."""
    if score.own_max <= 0:
        return
    whole = score.own_max
    _adjust(score, f"quy đổi từ thang {show(whole)} sang thang {show(to)}", divide(score.points * to, whole) - score.points)
    score.own_max, score.lost = to, ZERO


def _clamp(score: Score, spec: CriterionSpec) -> None:
    if spec.floor is not None and score.points < spec.floor:
        _adjust(score, f"không dưới {show(spec.floor)}", spec.floor - score.points)
    if spec.ceiling is not None and score.points > spec.ceiling:
        _adjust(score, f"không quá {show(spec.ceiling)}", spec.ceiling - score.points)
    if spec.round:
        _adjust(score, f"làm tròn {spec.round.places} chữ số", rounded(score.points, spec.round.places, spec.round.mode) - score.points)


def _adjust(score: Score, words: str, amount: Decimal) -> None:
    if amount:
        score.parts = [*score.parts, (words, amount)]
        score.points += amount


def stretched(score: Score, extra: Decimal) -> None:
    """A leaf that takes over points of criteria that do not apply: its ceiling and its points grow alike."""
    if score.own_max <= 0:
        return
    rate = divide(score.own_max + extra, score.own_max)
    _adjust(score, f"nhận thêm {show(extra)} điểm của tiêu chí không áp dụng", score.points * rate - score.points)
    score.own_max *= rate
    score.award *= rate
    score.deduct *= rate


def shared_out(root: Node, scores: dict[Node, Score]) -> None:
    """The points of criteria that do not apply, split equally over the others of the group, section or table."""
    gifts: dict[Node, Decimal] = {}
    for node, score in scores.items():
        if node.na == "share" and score.lost:
            takers = [n for n in _around(root, node).leaves() if n in scores and scores[n].own_max > 0 and not scores[n].lost]
            for taker in takers:
                gifts[taker] = gifts.get(taker, ZERO) + divide(score.lost, Decimal(len(takers)))
            score.lost = ZERO if takers else score.lost
    for node, extra in gifts.items():
        stretched(scores[node], extra)


def _around(root: Node, node: Node) -> Node:
    """The part of the tree over which the points are shared."""
    if node.spec.share_over == "table" or node.parent is None:
        return root
    if node.spec.share_over == "siblings":
        return node.parent
    while node.parent is not None and node.parent is not root:
        node = node.parent
    return node
