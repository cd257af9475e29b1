"""In which order the awards of one season are weighed: derived from the rules, never written by hand.

Nodes are (award, role): members who are not head, then their collective, then the head, whose own title does
not count for the collective. An award given in the same list counts as proposed for those that come after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import AwardFact, EitherFact, Fact, FlagFact, NumberFact
from vinhdanh.merit.measures import FLAGS, NUMBERS

if TYPE_CHECKING:
    from vinhdanh.merit.rulebook import Rulebook

Node = tuple[str, str]  # (award code, role: member | head | collective | household)
PERSON_ROLES = ("member", "head")


def roles(subject: str) -> tuple[str, ...]:
    """The roles in which a kind of subject is weighed."""
    return PERSON_ROLES if subject == "person" else (subject,)


def dependencies(book: Rulebook, on: dt.date) -> dict[Node, set[Node]]:
    """For every node the nodes that must be weighed before it, on a day."""
    graph: dict[Node, set[Node]] = {}
    for award in book.awards:
        for subject in ("person", "collective", "household"):
            found = book.criteria(award, subject, on)
            for role in roles(subject) if found else ():
                graph[(award, role)] = set(_needs(found.rule, role)) - {(award, role)} if found else set()
    return graph


def _needs(rule: c.Node, role: str) -> Iterable[Node]:
    for node in c.walk(rule):
        for fact in c.own_facts(node):
            if isinstance(node, c.Held | c.Streak | c.Meets | c.Every):
                yield from _titles(fact, role)
            yield from _measured(fact, role)


def _titles(fact: Fact, role: str) -> Iterable[Node]:
    """A title of the same year may be in the same list."""
    if isinstance(fact, AwardFact):
        yield from ((code, role) for code in fact.codes)
    if isinstance(fact, EitherFact):
        for part in fact.parts:
            yield from _titles(part, role)


def _measured(fact: Fact, role: str) -> Iterable[Node]:
    kind = NUMBERS.get(fact.name) if isinstance(fact, NumberFact) else FLAGS.get(fact.name) if isinstance(fact, FlagFact) else None
    for award, needed in kind.depends if kind else ():
        if role != "member" or needed == "member":
            yield award, needed


def order(book: Rulebook, on: dt.date) -> list[Node]:
    """The nodes, each after those it depends on. Raises ``ValueError`` naming the circle."""
    graph = dependencies(book, on)
    known = {node: {d for d in needs if d in graph} for node, needs in graph.items()}
    try:
        return list(TopologicalSorter(known).static_order())
    except CycleError as error:
        raise ValueError(" → ".join(f"{award} ({role})" for award, role in error.args[1])) from None


def circles(book: Rulebook) -> list[list[str]]:
    """The circles found on any day something changes; empty for a sound book."""
    found = []
    for day in book.edges:
        try:
            order(book, day)
        except ValueError as error:
            found.append([str(error)])
    return found
