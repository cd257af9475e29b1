"""Frame → verdict vector: one rule weighed for a whole population at once.

Same vocabulary, same bounds as ``judge``; instead of one person's words there are arrays. The parts of a large
frame are weighed side by side, one after the other in each thread (numpy releases the lock); within a part a
condition that several rules share is weighed once, whatever its words and citation (``Shapes``, ``memo``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from functools import singledispatch
from itertools import accumulate
from typing import Any as Anything

import numpy as np
from numpy.typing import NDArray

from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import Fact, RatingFact
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import shift
from vinhdanh.merit.rows import RATINGS
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.merit.words import (
    Bits,
    Word,
    below_highest,
    below_lowest,
    fill,
    has_run,
    highest,
    mask,
    popcount,
    trailing,
)

Verdicts = NDArray[np.int8]
Bounds = tuple[Bits, Bits]
RATED = tuple(map(RatingFact, RATINGS))


def batch(rule: c.Node, frame: Frame, routes: frozenset[str] | None = None, memo: dict[Anything, Anything] | None = None) -> Verdicts:
    """The verdict on everybody: int8 array of NO, UNKNOWN, YES with one entry a subject of the frame."""
    return _screen({"": rule}, frame, routes, memo)[""]


def batch_all(rules: Mapping[str, c.Node], frame: Frame) -> dict[str, Verdicts]:
    """The verdicts of several rules, weighing what they share once."""
    return _screen(rules, frame, None, None)


def _screen(rules: Mapping[str, c.Node], frame: Frame, routes: frozenset[str] | None, memo: dict[Anything, Anything] | None) -> dict[str, Verdicts]:
    shapes: Shapes = Shapes() if memo is None else memo.setdefault(Shapes, Shapes())
    for rule in rules.values():
        shapes.add(rule, frame)
    out = {name: np.empty(frame.n, np.int8) for name in rules}

    def screen(low: int, part: Frame) -> None:
        run = Run(part, routes, {} if memo is None else memo.setdefault(low, {}), shapes)
        for name, rule in rules.items():
            out[name][low : low + part.n] = run.weigh(rule, part.ever)

    _side_by_side(screen, frame.parts())
    return out


def _side_by_side(screen: Callable[[int, Frame], None], parts: Sequence[Frame]) -> None:
    starts = [0, *accumulate(part.n for part in parts)][:-1]
    workers = min(len(parts), os.cpu_count() or 1, 8)
    if workers == 1:
        for low, part in zip(starts, parts, strict=True):
            screen(low, part)
        return
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(screen, starts, parts))


class Shapes:
    """Numbers conditions: those that ask the same have one number, whatever their words, citation and place."""

    def __init__(self) -> None:
        self._numbers: dict[Anything, int] = {}
        self._known: dict[int, tuple[c.Node, int]] = {}  # the node is held, so that its id stays its own
        self._facts: dict[int, list[Fact]] = {}
        self.reach: dict[Fact, int] = {}  # how many years, T included, the rules look at a fact

    def add(self, rule: c.Node, frame: Frame) -> None:
        """Number a rule and note how far back it looks."""
        self.number(rule)
        for node in c.walk(rule):
            for fact in c.own_facts(node):
                self._note(fact, _years(node, frame))

    def _note(self, fact: Fact, years: int) -> None:
        facts = RATED if isinstance(fact, RatingFact) else (fact,)  # ratings of all levels are folded together
        for one in facts:
            self.reach[one] = max(self.reach.get(one, 1), years)

    def number(self, node: c.Node) -> int:
        """The number of a condition; those inside it are numbered with it."""
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = node, self._numbers.setdefault(self._shape(node), len(self._numbers))
        return known[1]

    def facts(self, node: c.Node) -> list[Fact]:
        """Every fact a condition and those inside it read."""
        key = self.number(node)
        if key not in self._facts:
            self._facts[key] = c.facts_of(node)
        return self._facts[key]

    def _shape(self, node: c.Node | c.Adjust) -> tuple[Anything, ...]:
        route = (node.head.id,) if isinstance(node, c.Route) else ()
        return type(node), *route, *(self._plain(getattr(node, f.name)) for f in fields(node))

    def _plain(self, value: Anything) -> Anything:
        if isinstance(value, c.Head):
            return None
        if isinstance(value, tuple):
            return tuple(map(self._plain, value))
        if isinstance(value, c.Adjust):
            return self._shape(value)
        return ("condition", self.number(value)) if isinstance(value, c.Node) else value


def kleene(yes: Anything, no: Anything) -> Anything:
    """YES where ``yes``, NO where ``no``, else UNKNOWN (int8). Never both."""
    return np.asarray(yes, dtype=bool).view(np.int8) + np.int8(UNKNOWN) - np.asarray(no, dtype=bool).view(np.int8)


class Run:
    """One weighing of rules on one frame."""

    def __init__(self, frame: Frame, routes: frozenset[str] | None, memo: dict[Anything, Anything], shapes: Shapes) -> None:
        self.frame, self.routes, self.memo, self.shapes = frame, routes, memo, shapes

    def weigh(self, node: c.Node, since: Bounds) -> Anything:
        """The verdicts on ``node``; conditions outside a ``Since`` are remembered."""
        if since is not self.frame.ever:
            return weigh(node, self, since)
        key = self.shapes.number(node)
        if key not in self.memo:
            self.memo[key] = weigh(node, self, since)
        return self.memo[key]

    def read(self, fact: Fact) -> Anything:
        """The folded fact, as far back as any of the rules looks."""
        return self.frame.read(fact, self.shapes.reach.get(fact, 1))

    def window(self, window: c.Window, since: Bounds) -> Bounds:
        """The bounds of a window, clipped to the frame's span."""
        if window.kind == "since":
            return since
        word = {"last": mask(window.n), "at": 1 << window.n, "ever": self.frame.full, "period": self.frame.period}[window.kind]
        return word & self.frame.full, word & self.frame.full

    def touched(self, node: c.Node) -> Anything:
        """For whom something was told about any fact of ``node``."""
        out: Anything = False
        for fact in self.shapes.facts(node):
            out = out | self.read(fact).touched
        return out


def _years(node: c.Node, frame: Frame) -> int:
    """How many years a condition looks at its facts, T included."""
    if isinstance(node, c.Streak):
        return (node.times - 1) * node.step + node.late + 1
    if isinstance(node, c.Held | c.Every | c.Never):
        return {"last": node.window.n, "at": node.window.n + 1, "period": frame.period.bit_length()}.get(node.window.kind, frame.span)
    return 1 if isinstance(node, c.Meets) else frame.span


@singledispatch
def weigh(node: Anything, run: Run, since: Bounds) -> Anything:
    """The verdicts on a condition."""
    raise TypeError(f"no meaning given to {node!r}")


def _count(word: Word, inside: Bits) -> Anything:
    count: Anything = popcount(word.yes[0] & inside)
    for level in word.yes[1:]:
        count = count + popcount(level & inside)
    if not isinstance(word.pool, int):
        pool = np.minimum(word.pool, popcount(word.pool_mask & inside & ~word.yes[0])) if word.once else word.pool
        count = count + np.where(word.pool_mask & inside, pool, 0)
    return count


@weigh.register
def _(node: c.Held, run: Run, since: Bounds) -> Anything:
    low, high = run.window(node.window, since)
    word: Word = run.read(node.fact)
    if _simple(node, word, low, high):
        return _held_once(word, low)
    return kleene(_count(word, low) >= node.at_least, _most(word, high) < node.at_least)


def _simple(node: c.Held, word: Word, low: Bits, high: Bits) -> bool:
    return node.at_least == 1 and isinstance(word.pool, int) and low is high


def _held_once(word: Word, inside: Bits) -> Anything:
    yes = (word.yes[0] & inside) != 0
    return kleene(yes, ~yes & ((word.maybe & inside) == 0))


def _most(word: Word, high: Bits) -> Anything:
    count, open_years = _count(word, high), word.maybe & high
    if word.many:
        return np.where(open_years != 0, np.int64(1 << 30), count)
    most = count + popcount(open_years & ~word.yes[0])
    return np.minimum(most, popcount((word.yes[0] | word.maybe | word.pool_mask) & high)) if word.once else most


@weigh.register
def _(node: c.Streak, run: Run, since: Bounds) -> Anything:
    word: Word = run.read(node.fact)
    full, ends = run.frame.full, mask(node.late + 1)
    needed = sum(1 << (k * node.step) for k in range(node.times)) & full
    yes = fill(word, needed)
    both = yes | word.maybe
    may = has_run(both, node.times, node.step) & ends
    for k in range(1, node.step if node.loose else 1):
        may = may | (has_run(both, node.times, k) & ends)
    return kleene((has_run(yes, node.times, node.step) & ends) != 0, may == 0)


@weigh.register
def _(node: c.Every, run: Run, since: Bounds) -> Anything:
    low, high = run.window(node.window, since)
    word: Word = run.read(node.fact)
    yes = fill(word, high)
    return kleene((high & ~yes) == 0, (low & ~(yes | word.maybe)) != 0)


@weigh.register
def _(node: c.Never, run: Run, since: Bounds) -> Anything:
    low, high = run.window(node.window, since)
    word: Word = run.read(node.fact)
    bad, open_ = (word.yes[0] & low) != 0, ((word.yes[0] | word.maybe) & high) != 0
    if not isinstance(word.pool, int):
        pool = word.pool > 0
        bad, open_ = bad | (pool & ((word.pool_mask & low) != 0)), open_ | (pool & ((word.pool_mask & high) != 0))
    return kleene(~np.asarray(open_), bad)


@weigh.register
def _(node: c.Number, run: Run, since: Bounds) -> Anything:
    num = run.read(node.fact)
    adjusts = [(a, run.weigh(a.when, since)) for a in node.adjust]
    out: Anything = np.int8(YES)
    for bound, lower, strict in ((node.least, True, False), (node.above, True, True), (node.most, False, False), (node.below, False, True)):
        if bound is not None:
            low, high = _shift(bound, adjusts)
            out = np.minimum(out, _bound(num.lo, num.hi, low, high, lower, strict))
    return out


def _shift(bound: int, adjusts: list[tuple[c.Adjust, Anything]]) -> Bounds:
    if not adjusts:
        return bound, bound
    rows = np.broadcast_arrays(*(m for _, m in adjusts))
    lows, highs = np.empty(rows[0].shape, np.int64), np.empty(rows[0].shape, np.int64)
    for verdicts in np.ndindex(*(3,) * len(adjusts)):
        here = np.logical_and.reduce([row == met for row, met in zip(rows, verdicts, strict=True)])
        lows[here], highs[here] = shift(bound, [(a, met) for (a, _), met in zip(adjusts, verdicts, strict=True)])
    return lows, highs


def _bound(lo: Bits, hi: Bits, low: Bits, high: Bits, lower: bool, strict: bool) -> Anything:
    if lower:
        return kleene(lo > high if strict else lo >= high, hi <= low if strict else hi < low)
    return kleene(hi < low if strict else hi <= low, lo >= high if strict else lo > high)


@weigh.register
def _(node: c.Is, run: Run, since: Bounds) -> Anything:
    value = run.read(node.fact).value
    return value if node.wanted else 2 - value


@weigh.register
def _(node: c.All, run: Run, since: Bounds) -> Anything:
    return _least(np.int8(YES), node.parts, run, since)


def _least(out: Anything, parts: tuple[c.Node, ...], run: Run, since: Bounds) -> Anything:
    """``out`` and the parts, all of them; once everybody has NO the rest is not asked."""
    for part in parts:
        if not out.any():
            break
        out = np.minimum(out, run.weigh(part, since))
    return out


@weigh.register
def _(node: c.Any, run: Run, since: Bounds) -> Anything:
    out: Anything = np.int8(NO)
    for part in node.parts:
        out = np.maximum(out, run.weigh(part, since))
    return out


@weigh.register
def _(node: c.Not, run: Run, since: Bounds) -> Anything:
    return 2 - run.weigh(node.part, since)


@weigh.register
def _(node: c.If, run: Run, since: Bounds) -> Anything:
    return np.maximum(2 - run.weigh(node.when, since), run.weigh(node.then, since))


@weigh.register
def _(node: c.Fixed, run: Run, since: Bounds) -> Anything:
    return np.int8(node.verdict)


@weigh.register
def _(node: c.Meets, run: Run, since: Bounds) -> Anything:
    word: Word = run.read(node.held)
    held: Anything = (word.yes[0] & 1) != 0
    if not isinstance(word.pool, int):
        held = held | ((word.pool > 0) & ((word.pool_mask & 1) != 0))
    rule = np.where(word.denied, np.int8(NO), run.weigh(node.rule, since)) if node.title else run.weigh(node.rule, since)
    return np.where(held, np.int8(YES), rule)


@weigh.register
def _(node: c.Route, run: Run, since: Bounds) -> Anything:
    return run.weigh(node.rule, since)


@weigh.register
def _(node: c.Routes, run: Run, since: Bounds) -> Anything:
    if run.routes is not None:
        asked: list[Anything] = [r.head.id in run.routes for r in node.routes]
    else:
        asked = [run.touched(r) for r in node.routes]
    none = ~np.logical_or.reduce(np.broadcast_arrays(*(np.asarray(a, dtype=bool) for a in asked)))
    out: Anything = np.int8(-1)
    for ask, route in zip(asked, node.routes, strict=True):
        out = np.maximum(out, np.where(np.asarray(ask, dtype=bool) | none, run.weigh(route, since), np.int8(-1)))
    return np.maximum(out, np.int8(NO))


@weigh.register
def _(node: c.Since, run: Run, since: Bounds) -> Anything:
    low, high, out = _prior(node, run)
    for fact in node.restart:
        word = run.read(fact)
        low, high = low & _after(word.yes[0] | word.maybe, run.frame), high & _after(word.yes[0], run.frame)
    inside, long_enough = _length(node, run.read(node.every), low, high)
    return _least(np.minimum(out, long_enough), node.parts, run, inside)


def _after(bits: Bits, frame: Frame) -> Bits:
    return below_lowest(np.asarray(bits, dtype=frame.dtype)) & frame.dtype.type(frame.full)


def _prior(node: c.Since, run: Run) -> tuple[Bits, Bits, Anything]:
    frame = run.frame
    if node.prior is None:
        return frame.word(frame.full), frame.word(frame.full), np.int8(YES)
    word: Word = run.read(node.prior)
    yes = word.yes[0]
    if not isinstance(word.pool, int):
        yes = yes | np.where(word.pool > 0, highest(word.pool_mask), frame.word(0))
    both = np.asarray(yes | word.maybe, dtype=frame.dtype)
    verdict = kleene(yes != 0, both == 0)
    if not node.follow:
        return np.where(yes != 0, frame.word(frame.full), frame.word(0)), np.where(both != 0, frame.word(frame.full), frame.word(0)), verdict
    return below_highest(np.asarray(yes, dtype=frame.dtype)), below_highest(both), verdict


def _length(node: c.Since, word: Word, low: Bits, high: Bits) -> tuple[Bounds, Anything]:
    yes = fill(word, high)
    both = (yes | word.maybe) & high
    inside: Bounds = trailing(yes & low), trailing(both)
    least, longest = popcount(inside[0]), popcount(inside[1])
    short = longest < node.years
    if node.ends == "open":
        short, inside = has_run(both, node.years) == 0, (inside[0], high)
    return inside, kleene(least >= node.years, short)
