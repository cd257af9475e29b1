"""Why a whole population fails or is not settled: the first condition in the way of each, in the order of the rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vinhdanh.eligibility.sight import rule_of
from vinhdanh.eligibility.veil import Rows, frame_seen, merged
from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import batch
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.truth import NO, UNKNOWN, YES

NOBODY, RESTRICTED = -1, -2
MERIT, ASIDE, FAR = "cong-trang", 100, 10_000


@dataclass(frozen=True, slots=True)
class Cause:
    """A condition in the way of some: of it the verdict is NO, or UNKNOWN."""

    node: c.Node
    verdict: int


class Blame:
    """Finds the first condition in the way of everybody; of alternatives, that in the way on the nearest (for people, by merit).

    ``rows``: whose sensitive facts are hidden from the reader. What they alone would tell is one cause, ``RESTRICTED``.
    """

    def __init__(self, rule: c.Node, frame: Frame, rows: Rows | None = None) -> None:
        self.frame, self._memo = frame, dict[Any, Any]()
        self.verdicts = batch(rule, frame, memo=self._memo)
        if rows:
            self.frame, self._memo = frame_seen(frame, rule, rows), {}
            self.verdicts = merged(self.verdicts, batch(rule, self.frame, memo=self._memo))
        self.causes: list[Cause] = []
        self._places: dict[tuple[int, int], int] = {}
        self._inner: dict[int, tuple[c.Node, ...]] = {}
        self.cause: NDArray[np.int16] = np.full(frame.n, NOBODY, np.int16)
        for wanted in (NO, UNKNOWN):
            self._assign(rule, self.verdicts == wanted, wanted)
        self._restrict(rows or {})

    def _restrict(self, rows: Rows) -> None:
        """Put what asks for a hidden fact together; a *no* was found without any."""
        for i, cause in enumerate(self.causes):
            for field in {rule_of(fact) for fact in c.facts_of(cause.node)} & set(rows) if cause.verdict == UNKNOWN else ():
                self.cause[(self.cause == i) & rows[field]] = RESTRICTED

    def _assign(self, node: c.Node, whom: NDArray[np.bool_], wanted: int) -> None:
        """Lay ``node`` to the charge of these people, or the first of its parts that has the wanted verdict."""
        for part in self._parts(node):
            hit = whom & (self._weighed(part) == wanted)
            if hit.any():
                self._assign(part, hit, wanted)
                whom = whom & ~hit
        if isinstance(node, c.Any | c.Routes):
            whom = self._nearest(node, whom, wanted)
        if whom.any():
            self.cause[whom] = self._number(node, wanted)

    def _number(self, node: c.Node, verdict: int) -> int:
        """The place of a cause in the list: one for each condition and verdict."""
        key = id(node), verdict
        if key not in self._places:
            self._places[key] = len(self.causes)
            self.causes.append(Cause(node, verdict))
        return self._places[key]

    def _weighed(self, node: c.Node) -> NDArray[np.int8]:
        return batch(node, self.frame, memo=self._memo)

    def _parts(self, node: c.Node) -> tuple[c.Node, ...]:
        """``parts_of``, the same objects every time."""
        if id(node) not in self._inner:
            self._inner[id(node)] = parts_of(node)
        return self._inner[id(node)]

    # ---- alternatives --------------------------------------------------------------------------------------

    def _nearest(self, node: c.Any | c.Routes, whom: NDArray[np.bool_], wanted: int) -> NDArray[np.bool_]:
        """Lay to each one's charge what is in the way on the nearest of the alternatives; who is left has none."""
        ways = c.children(node)
        best = np.argmin(np.stack([self._distance(way, wanted) for way in ways]), axis=0) if ways else self.cause
        for i, way in enumerate(ways):
            for verdict in (NO, UNKNOWN)[: wanted + 1]:  # a way nobody asked for may look better than all of them
                hit = whom & (best == i) & (self._weighed(way) == verdict)
                if hit.any():
                    self._assign(way, hit, verdict)
                    whom = whom & ~hit
        return whom

    def _distance(self, way: c.Node, wanted: int) -> NDArray[np.int64]:
        """How many conditions are still in the way; behind all others come the ways that records cannot show (FAR).

        A way among several (diện) need not have the wanted verdict: where the law leaves the others open, the way by merit is
        what one can walk. A mere alternative must have it, or meeting it would change nothing.
        """
        leaves = list(self._leaves(way))
        far = FAR * sum(isinstance(leaf, c.Fixed) and leaf.verdict == UNKNOWN for leaf in leaves)
        far += ASIDE if isinstance(way, c.Route) and way.kinds and MERIT not in way.kinds else 0
        verdict = self._weighed(way)
        off = FAR * np.asarray(verdict > wanted if isinstance(way, c.Route) else verdict != wanted, np.int64)
        return far + off + sum((self._weighed(leaf) != YES for leaf in leaves), np.zeros(self.frame.n, np.int64))

    def _leaves(self, node: c.Node) -> Iterator[c.Node]:
        """The conditions of a way that count as one each."""
        inner = self._parts(node)
        if not inner:
            yield node
        for part in inner:
            yield from self._leaves(part)


def parts_of(node: c.Node) -> tuple[c.Node, ...]:
    """The conditions all of which are needed."""
    if isinstance(node, c.All):
        return node.parts
    if isinstance(node, c.Since):
        return tuple(_rungs(node))
    return (node.rule,) if isinstance(node, c.Meets | c.Route) else ()


def _rungs(ladder: c.Since) -> Iterator[c.Node]:
    """A ladder with ever more of it: the award it begins with, the years after it, and those with each thing asked inside them."""
    if ladder.head is ladder.run_head or len(ladder.parts) == 1 and ladder.head is ladder.parts[0].head:
        return  # a rung itself
    if ladder.prior:
        yield c.Held(ladder.prior_head, ladder.prior, c.Window("ever"))
    yield replace(ladder, head=ladder.run_head, parts=())
    yield from (replace(ladder, head=part.head, parts=(part,)) for part in ladder.parts)
