"""Every personal award of the rulebook for the whole population, beside one award at a time.

Scalars the rules read (posts, service, statements) are told for everybody at random where a column would tell them,
so that no condition is cheap merely because nothing is known.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
from population import AS_OF, Array, Population
from with_vinhdanh import EMPLOYED, WHOLE, frame

from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import batch_all
from vinhdanh.merit.facts import Fact, FlagFact, NumberFact
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.rulebook import load
from vinhdanh.merit.words import MICRO, Flag, Num

RARE = 0.02  # share of people of whom a statement is true
State = tuple[Population, dict[Fact, Num | Flag]]


@cache
def rules(authority: str = "procuracy", on: dt.date = AS_OF) -> dict[str, c.Node]:
    """The rule of every award that has one for a person on the day."""
    book = load(authority)
    found = {award: book.criteria(award, "person", on) for award in book.awards}
    return {award: criteria.rule for award, criteria in found.items() if criteria}


def prepare(people: Population) -> State:
    """The population and the scalars told about it."""
    rng = np.random.default_rng(1)
    facts = dict.fromkeys(fact for rule in rules().values() for fact in c.facts_of(rule))
    return people, {fact: _told(fact, people.n, rng) for fact in facts if isinstance(fact, NumberFact | FlagFact) and fact != EMPLOYED}


def _told(fact: NumberFact | FlagFact, n: int, rng: np.random.Generator) -> Num | Flag:
    touched = np.ones(n, bool)
    if isinstance(fact, FlagFact):
        return Flag((rng.random(n, np.float32) < RARE).astype(np.int8) * np.int8(2), touched)
    value = rng.integers(0, 20, n) * MICRO
    return Num(value, value, touched)


def _frame(state: State) -> Frame:
    people, scalars = state
    made = frame(people)
    made.scalars.update(scalars)
    return made


def run(state: State, names: tuple[str, ...]) -> dict[str, Array]:
    """From records to the verdicts on these awards (all of them if none is named); each is also counted."""
    chosen = {name: rule for name, rule in rules().items() if not names or name in names}
    return batch_all(chosen, _frame(state))


assert WHOLE
