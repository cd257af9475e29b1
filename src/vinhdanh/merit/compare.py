"""Two rules for one award (two rulebooks, or one on two days), one list of cases: who gains, who loses, and why.

A change is a settled verdict become another; from or to *chưa rõ* is kept apart, since nobody gained or lost yet.
The reasons are the conditions that stand in the way under one rule and not under the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import batch
from vinhdanh.merit.explain import because, failing, title, tree
from vinhdanh.merit.facts import Case
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import Finding, judge
from vinhdanh.merit.labels import NO_NAMES, Names
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.truth import NO, UNKNOWN, WORDS, YES


@dataclass(frozen=True, slots=True)
class Change:
    """One subject whose verdict differs: ``lines`` says why, in Vietnamese with citations."""

    key: str
    before: int
    after: int
    lines: tuple[str, ...]

    @property
    def gains(self) -> bool:
        """From chưa đạt to đạt."""
        return (self.before, self.after) == (NO, YES)

    @property
    def loses(self) -> bool:
        """From đạt to chưa đạt."""
        return (self.before, self.after) == (YES, NO)

    @property
    def title(self) -> str:
        """``A: Chưa đạt → Đạt``."""
        return f"{self.key}: {WORDS[self.before]} → {WORDS[self.after]}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes for a list of cases: everybody whose verdict differs, in the order of the list."""

    changes: tuple[Change, ...]
    count: int

    @property
    def gains(self) -> tuple[Change, ...]:
        """Those who now meet the rule and did not before."""
        return tuple(x for x in self.changes if x.gains)

    @property
    def loses(self) -> tuple[Change, ...]:
        """Those who met the rule and no longer do."""
        return tuple(x for x in self.changes if x.loses)

    @property
    def unsettled(self) -> tuple[Change, ...]:
        """Those whose verdict becomes unsettled or becomes settled."""
        return tuple(x for x in self.changes if UNKNOWN in (x.before, x.after))


def compare(
    before: c.Node | None, after: c.Node | None, cases: Sequence[Case], *, names: Names = NO_NAMES, routes: frozenset[str] | None = None
) -> Comparison:
    """What changes for each case between two rules; None is no rule at all: nobody can be given the award."""
    old, new = before or NOTHING, after or NOTHING
    changes = (_change(old, new, case, i, names, routes) for i, case in enumerate(cases))
    return Comparison(tuple(x for x in changes if x is not None), len(cases))


def compare_books(award: str, subject: str, before: tuple[Rulebook, dt.date], after: tuple[Rulebook, dt.date], cases: Sequence[Case]) -> Comparison:
    """The same for an award of two rulebooks, each on its day (one book on two days compares the law with itself)."""
    rules = [book.criteria(award, subject, on) for book, on in (before, after)]
    names = {code: a.name for book, _ in (before, after) for code, a in book.awards.items()}
    old, new = (found.rule if found else None for found in rules)
    return compare(old, new, cases, names=names)


def compare_frame(before: c.Node | None, after: c.Node | None, frame: Frame) -> NDArray[np.int64]:
    """How many of a population go from which verdict to which: a 3×3 table, rows before, columns after."""
    memo: dict[object, object] = {}
    old, new = (batch(rule or NOTHING, frame, memo=memo) for rule in (before, after))
    return np.bincount(old.astype(np.int64) * 3 + new, minlength=9).reshape(3, 3)


def changed(before: c.Node | None, after: c.Node | None, frame: Frame) -> NDArray[np.intp]:
    """Who in a population has another verdict (indices): those to look at case by case."""
    memo: dict[object, object] = {}
    old, new = (batch(rule or NOTHING, frame, memo=memo) for rule in (before, after))
    return np.flatnonzero(old != new)


NOTHING = c.Any(c.Head("khong-co-quy-dinh", "Không có quy định đang có hiệu lực"), ())


def _change(old: c.Node, new: c.Node, case: Case, i: int, names: Names, routes: frozenset[str] | None) -> Change | None:
    first, second = judge(old, case, routes), judge(new, case, routes)
    if first.verdict == second.verdict:
        return None
    lines = tuple(reasons(first, second, year=case.year, names=names))
    return Change(case.key or str(i + 1), first.verdict, second.verdict, lines)


def reasons(first: Finding, second: Finding, *, year: int, names: Names = NO_NAMES) -> Iterator[str]:
    """The conditions in the way under one rule only: ``Trước: … — …``, ``Nay: … — …``."""
    stood, stands = _obstacles(first), _obstacles(second)
    yield from (f"Trước: {_line(f, p, year, names)}" for f, p in stood if _what(f, p) not in {_what(*x) for x in stands})
    yield from (f"Nay: {_line(f, p, year, names)}" for f, p in stands if _what(f, p) not in {_what(*x) for x in stood})


def _obstacles(finding: Finding) -> list[tuple[Finding, Finding | None]]:
    """What fails for sure, else what is not settled; the outermost condition when no part tells more."""
    ids = {id(f) for f in failing(finding)}
    if finding.verdict == UNKNOWN:
        ids |= {id(f) for _, f, _ in tree(finding) if f.verdict == UNKNOWN and f.asked and not f.parts}
    found = [(f, parent) for _, f, parent in tree(finding) if id(f) in ids]
    return found or ([(finding, None)] if finding.verdict != YES else [])


def _what(finding: Finding, parent: Finding | None) -> tuple[object, ...]:
    """Two conditions are the same when they ask the same, whatever act says it; a number keeps the bounds it weighed."""
    node = finding.node
    if isinstance(node, c.Head):
        around = parent.node if parent is not None else None
        return (node.id, around.years, around.every, around.prior) if isinstance(around, c.Since) else (node.id,)
    plain = {
        name: getattr(node, name)
        for name in type(node).__slots__
        if name not in ("head", "parts", "part", "rule", "when", "then", "adjust", "routes")
    }
    detail = finding.detail[1] if isinstance(node, c.Number) else None
    return (type(node), *plain.values(), detail) if plain else (node.head.id,)


def _line(finding: Finding, parent: Finding | None, year: int, names: Names) -> str:
    why = because(finding, parent, year=year, names=names)
    cite = f" ({finding.head.cite})" if finding.head.cite else ""
    return f"{title(finding, parent, names)}{f' — {why}' if why else ''}{cite}"
