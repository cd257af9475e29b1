"""A criterion of several rules on its standard points: awards and deductions, caps per rule and per criterion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vinhdanh.merit.scoring import kinds as k
from vinhdanh.merit.scoring.inputs import Entry, Value, Values
from vinhdanh.merit.scoring.kinds import Evaluate
from vinhdanh.merit.scoring.numbers import ONE, ZERO, show
from vinhdanh.merit.scoring.outcome import EMPTY, Outcome, moved, scored
from vinhdanh.merit.scoring.schema import SETS_POINTS, CriterionSpec, RuleSpec

_PLUS: dict[str, Callable[[RuleSpec, Decimal], Evaluate]] = {
    "award_per_unit": k.per_unit,
    "award_if": k.once,
    "award_progressive": k.progressive,
    "award_one_of": k.one_of,
    "award_linked": k.linked,
    "deduct_per_unit": k.per_unit,
    "deduct_if": k.once,
}
_POINTS: dict[str, Callable[[RuleSpec, Decimal | None], Evaluate]] = {
    "direct": k.direct,
    "pass_fail": k.pass_fail,
    "ratio": k.ratio,
    "steps": k.steps,
    "volume_band": k.volume_band,
    "survey": k.survey,
    "catalogue": k.catalogue,
}


def evaluator(rule: RuleSpec, top: Decimal | None) -> Evaluate:
    """The function of one rule that needs no other unit."""
    made = _evaluator(rule, top)
    return k.conditional(made, rule.condition) if rule.condition else made


def _evaluator(rule: RuleSpec, top: Decimal | None) -> Evaluate:
    how, sign = rule.how, -ONE if rule.how.startswith("deduct") else ONE
    if how in _POINTS:
        return _POINTS[how](rule, top)
    if how in _PLUS:
        return _PLUS[how](rule, sign)
    if how == "one_of":
        return _plain(k.one_of(rule, ONE))
    if how == "steps_delta":
        return k.shifted(k.steps(rule, top), ZERO, rule.cap)
    if how in ("award_volume_band", "deduct_volume_band"):
        return k.shifted(k.volume_band(rule, top), sign, rule.cap)
    return lambda values: scored(ZERO, "điều kiện xét")  # disqualify: see :mod:`engine`


def _plain(run: Evaluate) -> Evaluate:
    """Its points are points, not an award."""
    return lambda values: run(values)._replace(award=ZERO, deduct=ZERO)


_NOTHING = scored(ZERO, "không phát sinh")


@dataclass(frozen=True, slots=True)
class Part:
    """One rule of a compound with what it came to."""

    rule: RuleSpec
    key: str
    outcome: Outcome


class Compound:
    """The rules of one criterion as a function of its entry."""

    def __init__(self, spec: CriterionSpec) -> None:
        self.spec, self.top = spec, spec.max or ZERO
        self.keys = [rule.id or str(i) for i, rule in enumerate(spec.rules, 1)]
        self.setters = [rule.how in SETS_POINTS for rule in spec.rules]
        self.inputs = [rule.input for rule in spec.rules]
        self.silent = [EMPTY if sets else _NOTHING for sets in self.setters]
        self.base = self.start()
        self.award_cap, self.deduction_cap = spec.award_cap, spec.deduction_cap
        self.counts = _counts(spec.rules, self.keys)
        alone = sum(self.setters) == 1
        self.runs = [evaluator(rule, self.top if alone else None) for rule in spec.rules]

    def start(self) -> Decimal:
        """What the criterion starts from: its ``base``, else the standard points, else zero where a rule gives the points."""
        if self.spec.base is not None:
            return self.spec.base
        return ZERO if any(self.setters) else self.top

    def parts(self, entry: Entry) -> list[Part]:
        """Every rule with what it came to; a rule nobody mentions had nothing to count."""
        return [Part(rule, key, o) for rule, key, o in zip(self.spec.rules, self.keys, self._outcomes(entry), strict=True)]

    def _outcomes(self, entry: Entry) -> list[Outcome]:
        values = entry.values
        nested = "/" in "".join(values)
        found = [self._one(i, values, nested) for i in range(len(self.runs))]
        if entry.rule_granted:
            return [_granted(o, key, entry) for o, key in zip(found, self.keys, strict=True)]
        return found

    def _one(self, i: int, values: Values, nested: bool) -> Outcome:
        key = self.keys[i]
        if nested:
            given = rule_values(values, key, self.inputs[i])
            return self.silent[i] if given is None else self.runs[i](given)
        return self.runs[i]({self.inputs[i]: values[key]}) if key in values else self.silent[i]

    def __call__(self, entry: Entry) -> Outcome:
        """The whole criterion."""
        if self.counts and not entry.rule_granted:
            quick = self._counted(entry.values)
            if quick is not None:
                return quick
        found = self._outcomes(entry)
        for outcome in found:
            if outcome.points is None:
                return outcome._replace(notes=tuple(n for o in found for n in o.notes))
        return self._sum(found)

    def _counted(self, values: Values) -> Outcome | None:
        """Nothing but numbers times points, which is most of a sector's table; None where an entry is of another sort."""
        award = deduct = ZERO
        for key, each, cap, more in self.counts:
            if key not in values:
                continue
            n = values[key]
            if type(n) is not Decimal:
                return None
            made = n * each if n > 0 else ZERO
            made = made if cap is None or made <= cap else cap
            if more:
                award += made
            else:
                deduct += made
        return self._result(self.base, award, deduct, ())

    def _sum(self, found: list[Outcome]) -> Outcome:
        base, award, deduct = self.base, ZERO, ZERO
        notes: tuple[str, ...] = ()
        for outcome, sets in zip(found, self.setters, strict=True):
            award += outcome.award
            deduct += outcome.deduct
            base += outcome.points if sets and outcome.points is not None else ZERO
            notes = notes + outcome.notes if outcome.notes else notes
        return self._result(base, award, deduct, notes)

    def _result(self, base: Decimal, award: Decimal, deduct: Decimal, notes: tuple[str, ...]) -> Outcome:
        gained, lost = _capped(award, self.award_cap), _capped(deduct, self.deduction_cap)
        form = _FORMS[bool(gained), bool(lost)]
        if gained is not award or lost is not deduct:
            form += _cap_words(award, gained, deduct, lost)
        return moved(base + gained - lost, form, (base, gained, lost), notes, gained, lost)


def _counts(rules: Sequence[RuleSpec], keys: Sequence[str]) -> list[tuple[str, Decimal, Decimal | None, bool]]:
    """Key, points, cap and direction of rules that all are so much for each case; empty if one is not."""
    plain = all(r.how in ("award_per_unit", "deduct_per_unit") and not r.condition and not r.free for r in rules)
    return [(key, r.points or ZERO, r.cap, r.how == "award_per_unit") for r, key in zip(rules, keys, strict=True)] if plain else []


_FORMS = {(False, False): "{0}", (True, False): "{0} + {1}", (False, True): "{0} − {2}", (True, True): "{0} + {1} − {2}"}


def _capped(amount: Decimal, cap: Decimal | None) -> Decimal:
    return amount if cap is None else min(amount, cap)


def _cap_words(award: Decimal, gained: Decimal, deduct: Decimal, lost: Decimal) -> str:
    told = [f"thưởng {show(award)} tính {show(gained)}"] if award != gained else []
    told += [f"trừ {show(deduct)} tính {show(lost)}"] if deduct != lost else []
    return f" ({'; '.join(told)})" if told else ""


def _granted(found: Outcome, key: str, entry: Entry) -> Outcome:
    """What was granted to a rule whatever the table computes: counted, and said aloud."""
    if key not in entry.rule_granted:
        return found
    points = entry.rule_granted[key]
    note = f"mục {key}: bảng tính {show(found.points)}, được chấp nhận {show(points)}" + (f" ({entry.why})" if entry.why else "")
    return Outcome("scored", points, "được chấp nhận {0}", (points,), (*found.notes, note), max(points, ZERO), max(-points, ZERO))


def rule_values(values: Values, key: str, name: str) -> Mapping[str, Value] | None:
    """The inputs of one rule: ``key`` alone (its input ``name``), or ``key/name``; None where the entry does not mention it."""
    inner = {given[len(key) + 1 :]: v for given, v in values.items() if given.startswith(f"{key}/")}
    if key in values:
        inner[name] = values[key]
    return inner or None
