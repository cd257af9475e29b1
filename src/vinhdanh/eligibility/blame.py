"""Why a whole population fails or is not settled: the first condition in the way of each, in the order of the rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import batch
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.truth import NO, UNKNOWN

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Cause:
    """A condition in the way of some: of it the verdict is NO, or UNKNOWN."""

    node: c.Node
    verdict: int


class Blame:
    """Finds the first condition in the way of everybody; alternatives are one condition, as in the rule."""

    def __init__(self, rule: c.Node, frame: Frame) -> None:
        self.frame, self._memo = frame, dict[Any, Any]()
        self.verdicts = batch(rule, frame, memo=self._memo)
        self.causes: list[Cause] = []
        self.cause: NDArray[np.int16] = np.full(frame.n, NOBODY, np.int16)
        for wanted in (NO, UNKNOWN):
            self._assign(rule, self.verdicts == wanted, wanted)

    def _assign(self, node: c.Node, whom: NDArray[np.bool_], wanted: int) -> None:
        """Lay ``node`` to the charge of these people, or the first of its parts that has the wanted verdict."""
        for part in parts_of(node):
            hit = whom & (batch(part, self.frame, memo=self._memo) == wanted)
            if hit.any():
                self._assign(part, hit, wanted)
                whom = whom & ~hit
        if whom.any():
            self.cause[whom] = len(self.causes)
            self.causes.append(Cause(node, wanted))


def parts_of(node: c.Node) -> tuple[c.Node, ...]:
    """The conditions all of which are needed."""
    if isinstance(node, c.All):
        return node.parts
    return (node.rule,) if isinstance(node, c.Meets | c.Route) else ()
