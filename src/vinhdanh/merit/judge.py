"""Case → Finding: the verdict on one subject with every condition, the facts used and the citation.

A rule is compiled once into closures over the positions of its facts; judging is then reading the facts and
calling them. Verdicts are bounds: what is surely held decides yes, what is surely not held decides no.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, singledispatch
from typing import Any as Anything

from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import Case, Fact
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.merit.words import (
    ALL,
    SPAN,
    Word,
    below_highest,
    below_lowest,
    fill,
    has_run,
    highest,
    mask,
    trailing_ones,
)

Bounds = tuple[int, int]  # (surely inside, possibly inside) the window of a ``Since``
Values = Sequence[Anything]  # facts by position; before them the period's word and the routes asked for
Run = Callable[[Values, Bounds], "Finding"]
EVER: Bounds = (ALL, ALL)


class Finding:
    """A condition, its verdict and what decided it.

    ``detail`` is raw (words, bounds) and turned into Vietnamese by ``explain`` only when somebody reads it;
    ``asked`` is False for a route that was left out because nothing was told about it.
    """

    __slots__ = ("asked", "detail", "node", "parts", "verdict")

    def __init__(self, verdict: int, node: c.Node | c.Head, detail: Anything = None, parts: tuple[Finding, ...] = (), asked: bool = True) -> None:
        self.verdict, self.node, self.detail, self.parts, self.asked = verdict, node, detail, parts, asked

    @property
    def head(self) -> c.Head:
        """The condition's id, words, citation and tags."""
        return self.node if isinstance(self.node, c.Head) else self.node.head


class Judge:
    """A compiled rule. ``facts``: what it reads; calling it with values by position gives the finding."""

    def __init__(self, rule: c.Node) -> None:
        self.rule = rule
        self.facts: list[Fact] = c.facts_of(rule)
        self._run = compile_node(rule, {fact: i + 2 for i, fact in enumerate(self.facts)})

    def __call__(self, case: Case, routes: frozenset[str] | None = None) -> Finding:
        """Judge a case; ``routes`` limits the ways asked for (ids), None lets the facts decide."""
        return self._run([period_word(case), routes, *map(case.read, self.facts)], EVER)

    def of_values(self, values: list[Anything]) -> Finding:
        """Judge facts already read: ``[period word, routes, *one value a fact]``."""
        return self._run(values, EVER)


@lru_cache(maxsize=4096)
def judge_of(rule: c.Node) -> Judge:
    """The compiled form of a rule, made once."""
    return Judge(rule)


def judge(rule: c.Node, case: Case, routes: frozenset[str] | None = None) -> Finding:
    """The finding of ``rule`` on ``case`` (see ``Judge``)."""
    return judge_of(rule)(case, routes)


def period_word(case: Case) -> int:
    """The word of the years the question's period covers."""
    return sum(case.bit(y) for y in range(case.period.first_year, case.period.last_year + 1))


def kleene(yes: bool, no: bool) -> int:
    """YES, NO or, when neither is sure, UNKNOWN."""
    return YES if yes else NO if no else UNKNOWN


@singledispatch
def compile_node(node: Anything, at: dict[Fact, int]) -> Run:
    """The closure that judges ``node``; ``at`` tells where each fact stands among the values."""
    raise TypeError(f"no meaning given to {node!r}")


def windows(window: c.Window) -> Callable[[Values, Bounds], Bounds]:
    """The bounds of a window: equal, but inside a ``Since`` whose own bounds differ."""
    if window.kind == "since":
        return lambda v, w: w
    if window.kind == "period":
        return lambda v, w: (v[0], v[0])
    word = {"last": mask(window.n), "at": 1 << window.n, "ever": ALL}[window.kind]
    return lambda v, w: (word, word)


@compile_node.register
def _(node: c.Held, at: dict[Fact, int]) -> Run:
    i, inside, n = at[node.fact], windows(node.window), node.at_least

    def run(v: Values, w: Bounds) -> Finding:
        low, high = inside(v, w)
        word: Word = v[i]
        count = times(word, low)
        if count >= n:
            return Finding(YES, node, (word, high, count))
        return Finding(UNKNOWN if most(word, high) >= n else NO, node, (word, high, count))

    return run


def times(word: Word, inside: int) -> int:
    """How many times the fact surely held inside a window."""
    yes = word.yes
    count: int = (yes[0] & inside).bit_count() if len(yes) == 1 else sum([(y & inside).bit_count() for y in yes])
    if word.pool and word.pool_mask & inside:
        count += min(word.pool, (word.pool_mask & inside & ~yes[0]).bit_count()) if word.once else word.pool
    return count


def most(word: Word, high: int) -> int:
    """The most times the fact may have held inside ``high``."""
    count, open_years = times(word, high), word.maybe & high
    if not open_years:
        return count
    if word.many:
        return 1 << 30
    more: int = (open_years & ~word.yes[0]).bit_count()
    return min(count + more, ((word.yes[0] | word.maybe | word.pool_mask) & high).bit_count()) if word.once else count + more


@compile_node.register
def _(node: c.Streak, at: dict[Fact, int]) -> Run:
    i = at[node.fact]
    ends = mask(node.late + 1)
    needed = sum(1 << (k * node.step) for k in range(node.times))

    def run(v: Values, w: Bounds) -> Finding:
        word: Word = v[i]
        yes = fill(word, needed)
        sure = bool(has_run(yes, node.times, node.step) & ends)
        may = bool(has_run(yes | word.maybe, node.times, node.step) & ends)
        may = may or (node.loose and any(has_run(yes | word.maybe, node.times, k) & ends for k in range(1, node.step)))
        return Finding(kleene(sure, not may), node, (word, needed, yes))

    return run


@compile_node.register
def _(node: c.Every, at: dict[Fact, int]) -> Run:
    i, inside = at[node.fact], windows(node.window)

    def run(v: Values, w: Bounds) -> Finding:
        low, high = inside(v, w)
        word: Word = v[i]
        yes = fill(word, high)
        return Finding(kleene(not high & ~yes, bool(low & ~(yes | word.maybe))), node, (word, high, yes))

    return run


@compile_node.register
def _(node: c.Never, at: dict[Fact, int]) -> Run:
    i, inside = at[node.fact], windows(node.window)

    def run(v: Values, w: Bounds) -> Finding:
        low, high = inside(v, w)
        word: Word = v[i]
        bad = word.yes[0] & low or (word.pool and word.pool_mask & low)
        open_ = (word.yes[0] | word.maybe) & high or (word.pool and word.pool_mask & high)
        return Finding(kleene(not open_, bool(bad)), node, (word, high, word.yes[0] & high))

    return run


@compile_node.register
def _(node: c.Number, at: dict[Fact, int]) -> Run:
    i = at[node.fact]
    tests = [(a, compile_node(a.when, at)) for a in node.adjust]

    def run(v: Values, w: Bounds) -> Finding:
        num = v[i]
        parts = tuple(test(v, w) for _, test in tests)
        verdict, bounds = weigh(node, num.lo, num.hi, [(a, f.verdict) for (a, _), f in zip(tests, parts, strict=True)])
        return Finding(verdict, node, (num, bounds), parts)

    return run


def shift(bound: int, adjusts: list[tuple[c.Adjust, int]]) -> Bounds:
    """The least and the greatest the bound may be once its adjustments are weighed."""
    low = high = bound
    for adjust, met in adjusts:
        down, up = _apply(low, adjust), _apply(high, adjust)
        if met == YES:
            low, high = down, up
        elif met == UNKNOWN:
            low, high = min(low, down), max(high, up)
    return low, high


def _apply(bound: int, adjust: c.Adjust) -> int:
    top, bottom = adjust.scale
    return -((-bound * top) // bottom) + adjust.add


def weigh(node: c.Number, lo: int, hi: int, adjusts: list[tuple[c.Adjust, int]]) -> tuple[int, Bounds]:
    """The verdict of a number known to lie in ``[lo, hi]``, and the bound after adjustments."""
    verdict, shown = YES, (0, 0)
    for bound, lower, strict in ((node.least, True, False), (node.above, True, True), (node.most, False, False), (node.below, False, True)):
        if bound is None:
            continue
        low, high = shown = shift(bound, adjusts)
        verdict = min(verdict, _lower(lo, hi, low, high, strict) if lower else _upper(lo, hi, low, high, strict))
    return verdict, shown


def _lower(lo: int, hi: int, low: int, high: int, strict: bool) -> int:
    return kleene(lo > high if strict else lo >= high, hi <= low if strict else hi < low)


def _upper(lo: int, hi: int, low: int, high: int, strict: bool) -> int:
    return kleene(hi < low if strict else hi <= low, lo >= high if strict else lo > high)


@compile_node.register
def _(node: c.Is, at: dict[Fact, int]) -> Run:
    i, wanted = at[node.fact], node.wanted

    def run(v: Values, w: Bounds) -> Finding:
        value = v[i].value
        return Finding(value if wanted else 2 - value, node, v[i])

    return run


@compile_node.register
def _(node: c.All, at: dict[Fact, int]) -> Run:
    runs = tuple(compile_node(p, at) for p in node.parts)

    def run(v: Values, w: Bounds) -> Finding:
        parts = tuple([r(v, w) for r in runs])
        return Finding(min([p.verdict for p in parts], default=YES), node, None, parts)

    return run


@compile_node.register
def _(node: c.Any, at: dict[Fact, int]) -> Run:
    runs = tuple(compile_node(p, at) for p in node.parts)

    def run(v: Values, w: Bounds) -> Finding:
        parts = tuple([r(v, w) for r in runs])
        return Finding(max([p.verdict for p in parts], default=NO), node, None, parts)

    return run


@compile_node.register
def _(node: c.Not, at: dict[Fact, int]) -> Run:
    inner = compile_node(node.part, at)

    def run(v: Values, w: Bounds) -> Finding:
        part = inner(v, w)
        return Finding(2 - part.verdict, node, None, (part,))

    return run


@compile_node.register
def _(node: c.If, at: dict[Fact, int]) -> Run:
    when, then = compile_node(node.when, at), compile_node(node.then, at)

    def run(v: Values, w: Bounds) -> Finding:
        asked = when(v, w)
        if asked.verdict == NO:
            return Finding(YES, node, None, (asked,))
        result = then(v, w)
        return Finding(max(2 - asked.verdict, result.verdict), node, None, (asked, result))

    return run


@compile_node.register
def _(node: c.Fixed, at: dict[Fact, int]) -> Run:
    return lambda v, w: Finding(node.verdict, node)


@compile_node.register
def _(node: c.Meets, at: dict[Fact, int]) -> Run:
    i, inner = at[node.held], compile_node(node.rule, at)

    def run(v: Values, w: Bounds) -> Finding:
        word: Word = v[i]
        if word.yes[0] & 1 or (word.pool and word.pool_mask & 1):
            return Finding(YES, node, word)
        if node.title and word.denied:
            return Finding(NO, node, word)
        part = inner(v, w)
        return Finding(part.verdict, node, word, (part,))

    return run


@compile_node.register
def _(node: c.Route, at: dict[Fact, int]) -> Run:
    inner = compile_node(node.rule, at)

    def run(v: Values, w: Bounds) -> Finding:
        part = inner(v, w)
        return Finding(part.verdict, node, None, part.parts if isinstance(part.node, c.All) else (part,))

    return run


@compile_node.register
def _(node: c.Routes, at: dict[Fact, int]) -> Run:
    ways = [(r.head.id, compile_node(r, at), [at[f] for f in c.facts_of(r)]) for r in node.routes]

    def run(v: Values, w: Bounds) -> Finding:
        asked = [key in v[1] if v[1] is not None else any([v[i].touched for i in facts]) for key, _, facts in ways]
        every = not any(asked)
        parts = tuple(
            [r(v, w) if ask or every else Finding(UNKNOWN, n, asked=False) for ask, (_, r, _), n in zip(asked, ways, node.routes, strict=True)]
        )
        return Finding(max([p.verdict for p in parts if p.asked], default=NO), node, None, parts)

    return run


@compile_node.register
def _(node: c.Since, at: dict[Fact, int]) -> Run:
    prior = at[node.prior] if node.prior else None
    every, restart = at[node.every], [at[f] for f in node.restart]
    runs = tuple(compile_node(p, at) for p in node.parts)

    def run(v: Values, w: Bounds) -> Finding:
        low, high, first = since_prior(node, v[prior] if prior is not None else None)
        for i in restart:
            low, high = low & below_lowest(v[i].yes[0] | v[i].maybe), high & below_lowest(v[i].yes[0])
        inside, second = since_run(node, v[every], low, high)
        parts: tuple[Finding, ...] = (first, second) if prior is not None else (second,)
        parts += tuple([r(v, inside) for r in runs])
        return Finding(min([p.verdict for p in parts]), node, inside, parts)

    return run


def since_prior(node: c.Since, word: Word | None) -> tuple[int, int, Finding]:
    """The years that surely and possibly count after the prior award, and the finding about that award."""
    if word is None:
        return ALL, ALL, Finding(YES, node.prior_head)
    yes = word.yes[0] | (highest(word.pool_mask) if word.pool else 0)
    found = Finding(YES if yes else UNKNOWN if word.maybe else NO, node.prior_head, (word, ALL, yes))
    if not node.follow:
        return (ALL if yes else 0), (ALL if yes | word.maybe else 0), found
    return below_highest(yes), below_highest(yes | word.maybe), found


def since_run(node: c.Since, word: Word, low: int, high: int) -> tuple[Bounds, Finding]:
    """The unbroken run of years that ends at T: its bounds and the finding about its length."""
    yes = fill(word, high)
    least, longest = trailing_ones(yes & low), trailing_ones((yes | word.maybe) & high)
    may = longest >= node.years
    inside = mask(least), mask(min(longest, SPAN))
    if node.ends == "open":
        may, inside = bool(has_run((yes | word.maybe) & high, node.years)), (mask(least), high)
    return inside, Finding(kleene(least >= node.years, not may), node.run_head, (word, high, least, longest))
