"""What is known of the units: entries by stage and criterion, facts beside the score. Empty is not zero, zero is not n/a."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = Decimal | bool | str | tuple[Decimal, ...] | None
Values: TypeAlias = Mapping[str, Value]
ONLY = ""
"""The stage of entries that were given without one: they hold for every stage."""


class InputError(ValueError):
    """Inputs that cannot be used; ``problems`` are Vietnamese, one for each fault."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one scorer entered for one criterion at one stage.

    ``values`` are the inputs (None: left empty); ``na`` says the criterion does not apply; ``granted`` are points given
    whatever the table computes, ``rule_granted`` the same for single rules; ``by``, ``why``, ``evidence`` are kept for the
    explanation. ``accept`` takes over what the stage before entered.
    """

    values: Values = field(default_factory=dict)
    na: bool = False
    granted: Decimal | None = None
    rule_granted: Mapping[str, Decimal] = field(default_factory=dict)
    by: str = ""
    why: str = ""
    evidence: tuple[str, ...] = ()
    accept: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing was entered, not even that something does not apply (an entry without values says: nothing happened)."""
        return bool(self.values) and all(v is None for v in self.values.values()) and self.granted is None and not self.na and not self.rule_granted


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit to be scored: entries by stage and path of criterion; ``facts`` for conditions beside the score."""

    id: str
    name: str = ""
    cluster: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)
    stages: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The name, the id where there is none."""
        return self.name or self.id


def entries_at(unit: Unit, stage: str, order: Sequence[str]) -> Mapping[str, Entry]:
    """What counts at a stage: its own entries, over what earlier stages said where it takes that over.

    An entry of an earlier stage that nobody took over at this one does not count: it has not been verified.
    """
    common = unit.stages.get(ONLY, {})
    own = unit.stages.get(stage, {})
    if stage == ONLY or not own:
        return common
    merged = dict(common)
    for path, entry in own.items():
        merged[path] = _over(entry, [before[path] for before in _earlier(unit, stage, order) if path in before])
    return merged


def _earlier(unit: Unit, stage: str, order: Sequence[str]) -> list[Mapping[str, Entry]]:
    names = [ONLY, *order[: order.index(stage)]] if stage in order else [ONLY]
    return [unit.stages.get(n, {}) for n in names]


def _over(entry: Entry, before: Sequence[Entry]) -> Entry:
    """The entry laid over what the stages before it said, each laid over the one before: an acceptance may follow an acceptance."""
    kept: Entry | None = None
    for one in (*before, entry):
        kept = one if kept is None else _onto(one, kept)
    return kept or entry


def _onto(entry: Entry, last: Entry) -> Entry:
    if entry.na or entry.blank:
        return entry
    if entry.accept:
        return replace(last, by=entry.by, why=entry.why, evidence=entry.evidence or last.evidence, accept=True)
    return replace(entry, values={**last.values, **entry.values}, evidence=entry.evidence or last.evidence)


def history(unit: Unit, path: str, stage: str, order: Sequence[str]) -> list[tuple[str, Entry]]:
    """Who entered what for a criterion, up to and with a stage."""
    names = [ONLY, *order[: order.index(stage) + 1]] if stage in order else [ONLY, stage]
    return [(n, e) for n in dict.fromkeys(names) if (e := unit.stages.get(n, {}).get(path))]


def changed(unit: Unit, stage: str, path: str, **values: Value) -> Unit:
    """The unit with other inputs for one criterion at a stage; empty values are kept as empty."""
    old = unit.stages.get(stage, {})
    entry = old.get(path, Entry())
    new = replace(entry, values={**entry.values, **values}, na=False, granted=None)
    return replace(unit, stages={**unit.stages, stage: {**old, path: new}})


def by_cluster(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """The units of each cluster, in their order."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit.cluster, []).append(unit)
    return found
