"""A score as a tree: points are always the sum of the parts, every part says what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from vinhdanh.merit.scoring.inputs import Entry
from vinhdanh.merit.scoring.numbers import HUNDRED, ONE, ZERO, divide
from vinhdanh.merit.scoring.outcome import Outcome
from vinhdanh.merit.scoring.table import Node


class Score:
    """What one criterion or group came to for one unit.

    ``points`` are what is known (a group: of its children that are known), ``own_max`` is the ceiling without what does not
    apply, ``parts`` the adjustments that, with the children's contributions, add up to the points; ``award`` and ``deduct``
    are the points above and below the standard inside it, ``open`` the number of criteria below that have no points yet.
    """

    _children: Sequence[Score] = ()
    late: Callable[[], Sequence[Score]] | None = None
    parts: Sequence[tuple[str, Decimal]] = ()
    lost: Decimal = ZERO
    award: Decimal = ZERO
    deduct: Decimal = ZERO
    share: Decimal = ONE
    open: int = 0
    _paths: dict[str, Score] | None = None

    def __init__(self, node: Node, outcome: Outcome | None, entry: Entry | None, points: Decimal, own_max: Decimal) -> None:
        self.node = node
        self.outcome = outcome
        self.entry = entry
        self.points = points
        self.own_max = own_max

    @property
    def children(self) -> Sequence[Score]:
        """The scores below it; those of plain leaves are put together when first looked at."""
        if self.late is not None:
            self._children, self.late = self.late(), None
        return self._children

    @children.setter
    def children(self, scores: Sequence[Score]) -> None:
        self._children = scores

    @property
    def notes(self) -> tuple[str, ...]:
        """The remarks of its outcome."""
        return () if self.outcome is None else self.outcome.notes

    @property
    def contribution(self) -> Decimal:
        """What it adds to its parent: by its weight, a deduction with the sign turned, information nothing."""
        role = self.node.spec.role
        if role == "info":
            return ZERO
        return -self.points * self.share if role == "deduction" else self.points * self.share

    @property
    def complete(self) -> bool:
        """Whether every criterion below has its points."""
        return self.open == 0

    @property
    def percent(self) -> Decimal | None:
        """Points out of the own maximum, in percent; None where nothing applies."""
        return divide(self.points * HUNDRED, self.own_max) if self.own_max > 0 else None

    def explained(self) -> Decimal:
        """The sum of the explanation: children's contributions and parts. Equals ``points``."""
        if self.outcome is not None:
            return sum((amount for _, amount in self.parts), self.outcome.points or ZERO)
        return sum((c.contribution for c in self.children), ZERO) + sum((amount for _, amount in self.parts), ZERO)

    def walk(self) -> Iterator[Score]:
        """This score and all below, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Score]:
        """The scores of the leaves."""
        return (s for s in self.walk() if s.node.spec.leaf and s.node.path)

    def at(self, path: str) -> Score:
        """The score of a criterion below (or of this one). KeyError if there is none."""
        if self._paths is None:
            self._paths = {s.node.path: s for s in self.walk()}
        return self._paths[path]
