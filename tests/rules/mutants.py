"""The leaves of a rule, and the rule with one of them forced true or false."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import AwardFact, IdeaFact
from vinhdanh.merit.rows import LEVELS
from vinhdanh.merit.truth import NO, YES

Place = tuple[int | str, ...]  # the way from the root: indices of parts, field names of single parts
LEAVES = (c.Held, c.Streak, c.Every, c.Never, c.Number, c.Is)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A condition that reads facts, where it stands, and which part of a ladder it is ('prior', 'run', else '')."""

    place: Place
    node: c.Node
    part: str = ""

    @property
    def head(self) -> c.Head:
        """The head that names it."""
        if isinstance(self.node, c.Since):
            return self.node.prior_head if self.part == "prior" else self.node.run_head
        return self.node.head


def distinct(rule: c.Node) -> list[list[Leaf]]:
    """The leaves of a rule, those that say the very same thing twice drawn together, those implied by a neighbour left out."""
    found: dict[tuple[Any, ...], list[Leaf]] = {}
    for leaf in leaves(rule):
        if not implied(rule, leaf):
            said = leaf.part or leaf.head.says or leaf.head.id
            found.setdefault((said, type(leaf.node), _content(leaf.node)), []).append(leaf)
    return list(found.values())


def _content(node: Any) -> tuple[Any, ...]:
    """What a condition asks, kinds of commendation apart: a ladder stands twice, once for any kind, once for merit only,
    so that a certificate of untold kind still counts as held."""
    left_out = ("head", "prior_head", "run_head", "parts", "prior", "restart")
    return tuple(_kindless(getattr(node, name)) for name in type(node).__slots__ if name not in left_out)


def _kindless(value: Any) -> Any:
    return replace(value, kinds=(), not_kinds=()) if isinstance(value, AwardFact) else value


def implied(rule: c.Node, leaf: Leaf) -> bool:
    """Whether a neighbour asks the same and more: level and recognition of one initiative stand apart only to be told apart."""
    if not leaf.place or not isinstance(leaf.node, c.Held) or not isinstance(leaf.node.fact, IdeaFact):
        return False
    around = reduce(lambda node, step: dict(inner(node))[step], leaf.place[:-1], rule)
    return isinstance(around, c.All | c.Since) and any(_more(other, leaf.node) for other in around.parts)


def _more(other: c.Node, node: c.Held) -> bool:
    if not isinstance(other, c.Held) or not isinstance(other.fact, IdeaFact) or not isinstance(node.fact, IdeaFact) or other == node:
        return False
    same = (other.fact.table, other.window) == (node.fact.table, node.window) and other.at_least >= node.at_least
    return same and LEVELS[other.fact.level] >= LEVELS[node.fact.level] and set(other.fact.needs) > set(node.fact.needs)


def leaves(node: c.Node, place: Place = ()) -> Iterator[Leaf]:
    """The leaves of a rule; those of another award (``Meets``) are that award's own."""
    if isinstance(node, LEAVES):
        yield Leaf(place, node)
    if isinstance(node, c.Since):
        yield from (Leaf(place, node, part) for part in (("prior", "run") if node.prior else ("run",)))
    for step, child in inner(node):
        yield from leaves(child, (*place, step))


def inner(node: c.Node) -> Iterator[tuple[int | str, c.Node]]:
    """The parts of a condition with the step that leads to each."""
    if isinstance(node, c.All | c.Any | c.Since):
        yield from enumerate(node.parts)
    elif isinstance(node, c.Routes):
        yield from enumerate(node.routes)
    elif isinstance(node, c.Number):
        yield from enumerate(a.when for a in node.adjust)
    elif not isinstance(node, c.Meets):
        yield from ((name, part) for name in ("part", "when", "then", "rule") if (part := getattr(node, name, None)) is not None)


def forced(rule: c.Node, leaf: Leaf, value: int) -> c.Node:
    """The rule with one leaf pinned to YES or NO."""
    return _at(rule, leaf.place, _pinned(leaf, value))


def _pinned(leaf: Leaf, value: int) -> c.Node:
    node = leaf.node
    if not isinstance(node, c.Since):
        return c.Fixed(node.head, value)
    if value == NO:
        return c.Fixed(node.head, NO)
    # A prior award taken for granted lets every year count; a run taken for granted need have no length.
    return replace(node, prior=None) if leaf.part == "prior" else replace(node, years=0)


def _at(node: Any, place: Place, new: c.Node) -> Any:
    if not place:
        return new
    step, rest = place[0], place[1:]
    if isinstance(step, str):
        return replace(node, **{step: _at(getattr(node, step), rest, new)})
    field = "routes" if isinstance(node, c.Routes) else "adjust" if isinstance(node, c.Number) else "parts"
    items = list(getattr(node, field))
    items[step] = replace(items[step], when=_at(items[step].when, rest, new)) if field == "adjust" else _at(items[step], rest, new)
    return replace(node, **{field: tuple(items)})


def mutants(rule: c.Node) -> Iterator[tuple[Leaf, int, c.Node]]:
    """Every distinct leaf forced true and forced false."""
    for same in distinct(rule):
        for value in (YES, NO):
            yield same[0], value, reduce(lambda made, leaf: forced(made, leaf, value), same, rule)
