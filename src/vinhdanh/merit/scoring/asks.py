"""What has to be entered for a criterion: the inputs of its kind with their type, for forms and sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, TypeAlias

from vinhdanh.merit.scoring.schema import CriterionSpec, RuleSpec

Type: TypeAlias = Literal["number", "yes-no", "choice", "numbers"]


class Ask(NamedTuple):
    """One input: its name in an entry, its type, Vietnamese words, the choices where there are some."""

    name: str
    type: Type
    says: str
    choices: tuple[str, ...] = ()


def asks(spec: CriterionSpec, keys: Sequence[str] = ()) -> list[Ask]:
    """The inputs of a leaf, gates last; ``keys`` are those of its rules. Empty for a group."""
    if spec.children:
        return []
    found = [a for rule, key in zip(spec.rules, keys, strict=True) for a in _keyed(rule, key)] if spec.rules else of(spec)
    return found + [Ask(g.input, "yes-no", g.words or "đủ điều kiện") for g in spec.gates if g.input != "evidence"]


def known(spec: CriterionSpec, keys: Sequence[str] = ()) -> frozenset[str]:
    """Every name an entry of a leaf may use: what is asked for, and alternatives marked one by one."""
    marks = {a.id for a in spec.alternatives} | {f"{key}/{a.id}" for rule, key in zip(spec.rules, keys, strict=bool(keys)) for a in rule.alternatives}
    through = {f"{key}/{rule.input}" for rule, key in zip(spec.rules, keys, strict=bool(keys))}
    return frozenset((*(a.name for a in asks(spec, keys)), *marks, *through, *(g.input for g in spec.gates)))


def _keyed(rule: RuleSpec, key: str) -> list[Ask]:
    """The inputs of one rule of a compound: ``key`` alone for a single one, else ``key/name``."""
    return [a._replace(name=key if a.name == rule.input else f"{key}/{a.name}", says=f"{rule.name or key}: {a.says}") for a in of(rule)]


def of(rule: RuleSpec) -> list[Ask]:
    """The inputs of one kind."""
    found = _KINDS.get(rule.how, _value)(rule)
    return [*found, Ask("condition", "yes-no", rule.condition)] if rule.condition else found


def _value(rule: RuleSpec) -> list[Ask]:
    return [Ask(rule.input, "number", rule.per or "giá trị")]


def _yes(rule: RuleSpec) -> list[Ask]:
    return [Ask(rule.input, "yes-no", "có hay không")]


def _rate(rule: RuleSpec) -> list[Ask]:
    over, under = rule.numerator or ("numerator",), rule.denominator or ("denominator",)
    plus = [Ask(n, "number", f"tử số: {n}") for n in over] + [Ask(n, "number", f"mẫu số: {n}") for n in under]
    minus = [Ask(n, "number", f"trừ khỏi tử số: {n}") for n in rule.exclude_numerator] + [
        Ask(n, "number", f"loại khỏi mẫu số: {n}") for n in rule.exclude
    ]
    goal = [Ask(rule.target, "number", "chỉ tiêu")] if isinstance(rule.target, str) else []
    return [*plus, *minus, *goal]


def _measured(rule: RuleSpec) -> list[Ask]:
    names = tuple(band.name for band in rule.bands if band.name)
    if rule.numerator or rule.denominator:
        return _rate(rule)
    return [Ask(rule.input, "choice", "mức", names)] if names and len(names) == len(rule.bands) else _value(rule)


def _passed(rule: RuleSpec) -> list[Ask]:
    return _measured(rule) if rule.test else _yes(rule)


def _chosen(rule: RuleSpec) -> list[Ask]:
    return [Ask(rule.input, "choice", "phương án đạt được", tuple(a.id for a in rule.alternatives))]


def _volume(rule: RuleSpec) -> list[Ask]:
    return [Ask(rule.volume, "number", "số lượng"), Ask(rule.rate, "number", "tỷ lệ %")]


def _target(rule: RuleSpec) -> list[Ask]:
    target = rule.target if isinstance(rule.target, str) else "target"
    return [Ask(target, "number", "chỉ tiêu được giao"), Ask(rule.actual, "number", "kết quả")]


def _named(rule: CriterionSpec | RuleSpec) -> list[Ask]:
    names = [*rule.awards, *(f"{p}/{level}" for p, worth in rule.products.items() if isinstance(worth, dict) for level in worth)]
    return [Ask(n, "number", n) for n in (*names, *(p for p, worth in rule.products.items() if not isinstance(worth, dict)))]


_KINDS: dict[str, Callable[[RuleSpec], list[Ask]]] = {
    "pass_fail": _passed,
    "award_if": _yes,
    "deduct_if": _yes,
    "disqualify": _yes,
    "ratio": _rate,
    "steps": _measured,
    "steps_delta": _measured,
    "award_progressive": _measured,
    "one_of": _chosen,
    "award_one_of": _chosen,
    "volume_band": _volume,
    "award_volume_band": _volume,
    "deduct_volume_band": _volume,
    "relative_to_leader": _target,
    "relative_no_target": lambda r: [Ask(r.actual, "number", "kết quả")],
    "external_rank": lambda r: [
        Ask(r.input, "number", "hạng"),
        Ask(r.scores, "numbers", "hoặc điểm của từng nơi chấm, cách nhau bằng dấu chấm phẩy"),
    ],
    "award_linked": _named,
    "catalogue": _named,
}
