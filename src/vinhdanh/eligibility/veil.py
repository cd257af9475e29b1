"""Verdicts for readers from whom a sensitivity is hidden: what they may not see counts as untold, so that no verdict tells it.

Only a clear yes stays a yes. Anything else is weighed again with the hidden facts untold: a *no* then rests on what the
reader sees, and what only hidden facts decide is *Chưa rõ*, whether they speak against somebody or nobody declared them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vinhdanh.accounts.models import User
from vinhdanh.eligibility.sight import EVERYTHING, FIELDS, Sight, rule_of
from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import batch
from vinhdanh.merit.facts import Case, EitherFact, Fact, FlagFact, NumberFact
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import Finding
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.merit.words import ALL, INFINITE, Flag, Num, Value, Word
from vinhdanh.people.access import scope_of
from vinhdanh.people.models import Person
from vinhdanh.units.models import Unit

Rows = Mapping[str, NDArray[np.bool_]]  # by sensitivity: from which of a frame's subjects it is hidden


# ---- one subject ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Veiled(Case):
    """A case in which what ``sight`` hides is untold, or (``fair``: for plans) speaks against nobody."""

    sight: Sight = EVERYTHING
    fair: bool = False

    def read(self, fact: Fact) -> Value:
        """What is known about a fact to who sees so much."""
        if isinstance(fact, EitherFact) or not self.sight.hides(fact):
            return Case.read(self, fact)
        return clean(self, fact) if self.fair else untold(fact)


def veiled(case: Case, sight: Sight, *, fair: bool = False) -> Case:
    """The case as somebody sees it."""
    if sight == EVERYTHING:
        return case
    told = {f.name: getattr(case, f.name) for f in fields(Case) if f.init and f.name != "_cache"}
    return Veiled(**told, sight=sight, fair=fair)


def untold(fact: Fact) -> Value:
    """Nothing known. Always "touched", as if something may have been told."""
    if isinstance(fact, NumberFact):
        return Num(-INFINITE, INFINITE, True)
    return Flag(UNKNOWN, True) if isinstance(fact, FlagFact) else Word((0,), ALL, touched=True, many=True)


def clean(case: Case, fact: Fact) -> Value:
    """Nothing that speaks against anybody."""
    if isinstance(fact, NumberFact) and "less-discipline" in fact.args:
        return Case.read(case, replace(fact, args=tuple(a for a in fact.args if a != "less-discipline")))
    if isinstance(fact, NumberFact):
        return Num(0, 0, True)
    return Flag(NO, True) if isinstance(fact, FlagFact) else Word((0,), 0, touched=True, many=True)


def seen(real: Finding, known: Finding) -> Finding:
    """The finding of what somebody may know, in which what is truly met is met."""
    parts = known.parts
    if len(parts) == len(real.parts):
        parts = tuple(seen(r, k) for r, k in zip(real.parts, parts, strict=True))
    return Finding(YES if real.verdict == YES else known.verdict, known.node, known.detail, parts, known.asked)


# ---- a population --------------------------------------------------------------------------------------


def rows_hidden(user: User, power: str, subject: str, ids: Sequence[int]) -> Rows:
    """From which of the people or units screened each sensitivity is hidden; one query, and only where roles differ."""
    scope, told = scope_of(user), dict[str, NDArray[np.bool_]]()
    roles = scope.paths(power)
    for field in FIELDS:
        wanted = f"sensitive.{field}"
        if scope.session or any(wanted not in held.powers for held in roles):
            told[field] = np.full(len(ids), True)
    if any(scope.may(f"sensitive.{field}") for field in told):
        _uncover(user, told, subject, ids)
    _own(user, told, subject, ids)
    return {field: hidden for field, hidden in told.items() if hidden.any()}


def _uncover(user: User, told: Mapping[str, NDArray[np.bool_]], subject: str, ids: Sequence[int]) -> None:
    """Open the rows of units on which the power is held."""
    people = Person.objects.order_by("pk").values_list("pk", "unit__path")
    path_of = dict(people if subject == "person" else Unit.objects.order_by("pk").values_list("pk", "path"))
    paths = [path_of.get(pk) or "" for pk in ids]
    for field, hidden in told.items():
        opened = {path: scope_of(user).may(f"sensitive.{field}", path) for path in set(paths)}
        hidden &= ~np.array([opened[path] for path in paths], bool)


def _own(user: User, told: Mapping[str, NDArray[np.bool_]], subject: str, ids: Sequence[int]) -> None:
    """One sees one's own, but for complaints."""
    mine = scope_of(user).person_id
    if subject == "person" and mine is not None and mine in ids:
        for field in set(told) - {"complaint"}:
            told[field][list(ids).index(mine)] = False


def frame_seen(frame: Frame, rule: c.Node, rows: Rows) -> Frame:
    """The frame in which what is hidden of a subject is untold."""
    made = replace(frame, scalars=dict(frame.scalars), words=dict(frame.words))
    for fact in leaves(rule):
        if (hidden := rows.get(rule_of(fact))) is not None:
            known: dict[Any, Any] = made.words if isinstance(value := frame.read(fact), Word) else made.scalars
            known[fact] = _hide(frame, value, hidden)
    return made


def leaves(rule: c.Node) -> list[Fact]:
    """The facts of a rule, those of an "either" one by one."""
    return list({part: None for fact in c.facts_of(rule) for part in (fact.parts if isinstance(fact, EitherFact) else (fact,))})


def _hide(frame: Frame, value: Value, hidden: NDArray[np.bool_]) -> Value:
    if isinstance(value, Word):
        none, full = frame.word(0), frame.word(frame.full)
        levels = tuple(np.where(hidden, none, level) for level in value.yes)
        return Word(levels, np.where(hidden, full, value.maybe), touched=value.touched | hidden, many=True)
    touched = np.asarray(value.touched) | hidden
    if isinstance(value, Flag):
        return Flag(np.where(hidden, np.int8(UNKNOWN), value.value), touched)
    return Num(np.where(hidden, np.int64(-INFINITE), value.lo), np.where(hidden, np.int64(INFINITE), value.hi), touched)


def verdicts_seen(rule: c.Node, frame: Frame, rows: Rows) -> NDArray[np.int8]:
    """The verdict on everybody as a reader sees it."""
    real = batch(rule, frame)
    return merged(real, batch(rule, frame_seen(frame, rule, rows))) if rows else real


def merged(real: NDArray[np.int8], known: NDArray[np.int8]) -> NDArray[np.int8]:
    """What is met stays met; of the rest what may be known."""
    return np.where(real == YES, np.int8(YES), known).astype(np.int8)
