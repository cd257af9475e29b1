"""Case → the shortest lawful paths to an award: what must still happen, by which year.

Only facts that speak for the award are planned, in years after the one asked about (see ``ahead``); so more of them
never hurts, and the optimistic future decides whether a year is possible. A path is then a least set of facts that
keeps the verdict (only ``every`` or ``never`` over the years of a ladder can be hurt by a longer run: there the year found
may be late and the path not the least): what every solution needs is found first, the rest by iterative deepening over the conditions
that still fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vinhdanh.merit import conditions as c
from vinhdanh.merit.ahead import PASSING, Option, Slot, State, World, options
from vinhdanh.merit.batch import batch
from vinhdanh.merit.explain import Missing, missing, tree
from vinhdanh.merit.facts import Case, EitherFact, Fact, FlagFact, NumberFact
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import Finding, judge_of
from vinhdanh.merit.labels import NO_NAMES, Names, label, number_text, wish, with_unit, years_text
from vinhdanh.merit.measures import NUMBERS
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.merit.words import MICRO, Flag, Num, Word, mask

MOST_PATHS: Final = 12
MOST_BRANCHES: Final = 48
EVERY_WAY: Final[frozenset[str]] = frozenset()  # names none, so every way is asked
GROWTH: Final = {"employed-months": 12, "service-years": 1, "service-total": 1, "unit-age-months": 12, "unit-age-years": 1}


@dataclass(frozen=True, slots=True)
class Step:
    """A fact that must come true in ``year`` at the latest; ``since``: the first year in which it would do as well."""

    year: int
    fact: Fact
    count: int = 1
    since: int = 0

    def text(self, names: Names = NO_NAMES) -> str:
        """``sáng kiến cấp cơ sở được công nhận năm 2027`` (or ``trong các năm 2026–2027``)."""
        when = f"năm {self.year}" if self.since in (0, self.year) else f"trong các năm {years_text(range(self.since, self.year + 1))}"
        times = f"{self.count} lần " if self.count > 1 else ""
        return f"{times}{wish(self.fact, names)} {when}"


@dataclass(frozen=True, slots=True)
class Path:
    """One way: steps by year; ``waits``: what time alone brings; ``verify``: untold facts it still depends on."""

    steps: tuple[Step, ...]
    waits: tuple[str, ...] = ()
    verify: tuple[Missing, ...] = ()

    def lines(self, names: Names = NO_NAMES) -> list[str]:
        """The path in Vietnamese, one requirement a line."""
        return [*(s.text(names) for s in self.steps), *self.waits, *(f"cần xác minh: {m}" for m in self.verify)]


@dataclass(frozen=True, slots=True)
class Plan:
    """The earliest year and the ways to it; ``year`` None: not within the horizon.

    ``hopeful``: an earlier (or the only) plan that holds if facts nobody told, listed in ``verify``, turn out well.
    """

    year: int | None
    paths: tuple[Path, ...] = ()
    hopeful: Plan | None = None


def plan(
    rule: c.Node, case: Case, *, horizon: int = 10, routes: frozenset[str] | None = None, this_year: bool = False, names: Names = NO_NAMES
) -> Plan:
    """The shortest ways to the award within ``horizon`` years; ``routes`` limits the ways asked (None: every way).

    ``this_year``: facts of the year itself that nobody told may still come true.
    """
    search = Search(rule, case, routes if routes is not None else EVERY_WAY, this_year, names)
    sure = search.earliest(YES, horizon)
    hopeful = search.earliest(UNKNOWN, horizon if sure is None else sure - 1)
    early = None if hopeful is None else Plan(case.year + hopeful, search.paths(hopeful, UNKNOWN))
    return Plan(None if sure is None else case.year + sure, () if sure is None else search.paths(sure, YES), early)


class Search:
    """One rule, one case: the worlds of the years to come and the search in them."""

    def __init__(self, rule: c.Node, case: Case, routes: frozenset[str], this_year: bool, names: Names) -> None:
        self.rule, self.case, self.routes, self.this_year, self.names = rule, case, routes, this_year, names
        self.options = options(rule)

    def future(self, rule: c.Node, wait: int) -> Future:
        """The search space ``wait`` years on."""
        return Future(rule, World(judge_of(rule).facts, self.case, wait), self.routes, self.options, self.this_year)

    def earliest(self, goal: int, horizon: int) -> int | None:
        """Years to wait until the best future reaches the goal."""
        return next((h for h in range(horizon + 1) if (f := self.future(self.rule, h)).verdict(f.full) >= goal), None)

    def paths(self, wait: int, goal: int) -> tuple[Path, ...]:
        """The ways, the shortest first; none with a step it can do without."""
        whole = self.future(self.rule, wait)
        states = {_key(s): s for rule in (self.rule, *branches(self.rule)) if (s := self.future(rule, wait).least(goal)) is not None}
        kept = [s for s in states.values() if whole.verdict(s) >= goal and not _superfluous(whole, s, goal)]
        ordered = sorted(kept or [whole.reduced(goal)], key=lambda s: (len(s), _key(s)))
        return tuple(self._path(whole, s, goal) for s in ordered[:MOST_PATHS])

    def _path(self, future: Future, state: State, goal: int) -> Path:
        finding = future.judge(state)
        steps = tuple(
            Step(slot[1], o.fact, 1, future.since(state, slot, goal)) for slot, o in sorted(state.items(), key=lambda i: (i[0][1], i[0][0]))
        )
        verify = tuple(missing(finding, year=future.world.case.year, names=self.names)) if finding.verdict == UNKNOWN else ()
        before = judge_of(self.rule).of_values([1, self.routes, *World(judge_of(self.rule).facts, self.case, 0).values({})])
        return Path(steps, tuple(_waits(before, finding, future.world.case.year, self.names)), verify)


def _key(state: State) -> tuple[tuple[int, str, str], ...]:
    return tuple(sorted((year, group, o.said()) for (group, year), o in state.items()))


def _superfluous(future: Future, state: State, goal: int) -> bool:
    return any(future.verdict({k: v for k, v in state.items() if k != slot}) >= goal for slot in state)


def _waits(before: Finding, after: Finding, year: int, names: Names) -> Iterator[str]:
    """Measures that fail now and are met then."""
    failed = {f.node for _, f, _ in tree(before) if isinstance(f.node, c.Number) and f.verdict < YES}
    for then in _used(after):
        node = then.node
        if isinstance(node, c.Number) and node in failed and then.verdict == YES:
            bound = node.least if node.least is not None else node.above
            enough = f" đủ {with_unit(number_text(then.detail[1][0]), NUMBERS[node.fact.name].unit)}" if bound is not None else ""
            yield f"{label(node.fact, names)}{enough} vào năm {year}"


def _used(finding: Finding) -> Iterator[Finding]:
    """The conditions the verdict rests on: of alternatives the first that is met."""
    yield finding
    parts = finding.parts
    if isinstance(finding.node, c.Any | c.Routes):
        parts = tuple(p for p in parts if p.asked and p.verdict == finding.verdict)[:1]
    for part in parts:
        yield from _used(part)


# ---- the search in one year ----------------------------------------------------------------------------


class Future:
    """What may be chosen so that ``rule`` is met in the year of ``world``."""

    def __init__(self, rule: c.Node, world: World, routes: frozenset[str], every: tuple[Option, ...], this_year: bool) -> None:
        self.world, self.routes, self._judge = world, routes, judge_of(rule)
        self.slots = {slot: found for slot, found in self._slots(every, this_year).items() if found}
        self.full: State = {slot: found[-1] for slot, found in self.slots.items()}
        self._seen: dict[frozenset[tuple[Slot, Fact]], Finding] = {}

    def _slots(self, every: tuple[Option, ...], this_year: bool) -> dict[Slot, list[Option]]:
        now = self.world.case.year
        years = range(now - self.world.wait + 1, now + 1)
        slots = {(o.group, y): [x for x in every if x.group == o.group] for y in years for o in every}
        if this_year and self.world.wait == 0:
            slots |= {(o.group, now): [x for x in every if x.group == o.group and self.world.open_now(x)] for o in every}
        return slots

    def judge(self, state: State) -> Finding:
        """The finding when ``state`` came true."""
        key = frozenset((slot, o.fact) for slot, o in state.items())
        if key not in self._seen:
            self._seen[key] = self._judge.of_values([1, self.routes, *self.world.values(state)])
        return self._seen[key]

    def verdict(self, state: State) -> int:
        """The verdict when ``state`` came true."""
        return self.judge(state).verdict

    def least(self, goal: int) -> State | None:
        """A least choice that reaches the goal, the weakest facts in the latest years; None if there is none."""
        if self.verdict(self.full) < goal:
            return None
        forced = {slot: self.full[slot] for slot in self.full if self.verdict({k: v for k, v in self.full.items() if k != slot}) < goal}
        for budget in range(len(forced), len(self.full) + 1):
            found = self._deepen(forced, budget, goal, set())
            if found is not None:
                return self._weakest(found, goal)
        return self.reduced(goal)

    def reduced(self, goal: int) -> State:
        """The full choice with every fact dropped that it can do without: the way out where more facts can hurt."""
        state = dict(self.full)
        for slot in sorted(self.full, key=lambda s: (s[1], s[0])):
            less = {k: v for k, v in state.items() if k != slot}
            state = less if self.verdict(less) >= goal else state
        return state

    def _deepen(self, state: State, budget: int, goal: int, seen: set[frozenset[Slot]]) -> State | None:
        finding = self.judge(state)
        if finding.verdict >= goal:
            return state
        key = frozenset(state)
        if len(state) + short(finding, goal) > budget or key in seen:
            return None
        seen.add(key)
        tries = (self._deepen({**state, slot: self.full[slot]}, budget, goal, seen) for slot in self._candidates(finding, state, goal))
        return next((found for found in tries if found is not None), None)

    def _candidates(self, finding: Finding, state: State, goal: int) -> list[Slot]:
        """Slots of which every solution that contains ``state`` holds at least one more, the latest years first."""
        lists = [[s for s, o in self.full.items() if s not in state and o.touches & facts] for facts in blocking(finding, goal)]
        best = min(lists, key=len, default=[])
        return sorted(best, key=lambda s: (-s[1], s[0]))

    def _weakest(self, state: State, goal: int) -> State:
        """The same slots, each with the weakest option that keeps the goal."""
        for slot in sorted(state, key=lambda s: (s[1], s[0])):
            weaker = ({**state, slot: o} for o in self.slots[slot])
            state = next(s for s in weaker if self.verdict(s) >= goal)
        return state

    def since(self, state: State, slot: Slot, goal: int) -> int:
        """The first year from which on the step may come true in any year up to its own, the others unchanged."""
        first, rest = slot[1], {k: v for k, v in state.items() if k != slot}
        while (earlier := (slot[0], first - 1)) in self.slots and earlier not in rest and self.verdict({**rest, earlier: state[slot]}) >= goal:
            first -= 1
        return first


def blocking(finding: Finding, goal: int, around: frozenset[Fact] = frozenset()) -> Iterator[frozenset[Fact]]:
    """Sets of yearly facts, in each of which something must change before the goal is reached."""
    node = finding.node
    if isinstance(node, c.Since):
        own = _words((*((node.prior,) if node.prior else ()), node.every))
        rest = [
            f
            for part in finding.parts
            if part.verdict < goal
            for f in (blocking(part, goal, own | around) if not isinstance(part.node, c.Head) else iter((own,)))
        ]
        yield from rest
    elif isinstance(node, c.All | c.Route):
        for part in finding.parts:
            if part.verdict < goal:
                yield from blocking(part, goal, around)
    elif not isinstance(node, c.Head):
        yield _words(tuple(c.facts_of(node))) | around


def _words(facts: tuple[Fact, ...]) -> frozenset[Fact]:
    return frozenset(part for f in facts for part in (f.parts if isinstance(f, EitherFact) else (f,)))


def short(finding: Finding, goal: int) -> int:
    """At least how many more facts are needed: a lower bound from what single conditions lack."""
    node, detail = finding.node, finding.detail
    if isinstance(node, c.All | c.Route | c.Since):
        return max((short(p, goal) for p in finding.parts if p.verdict < goal), default=1)
    if goal == YES and isinstance(node, c.Streak) and node.late == 0 and isinstance(detail, tuple):
        return int(detail[1] & ~detail[2]).bit_count()
    if goal == YES and isinstance(node, c.Held) and node.window.kind != "since":
        return max(1, node.at_least - int(detail[2]))
    return 1


def branches(rule: c.Node) -> list[c.Node]:
    """The rule with one way chosen of each *any*, way or *meets*: at most ``MOST_BRANCHES``, in the order of the text."""
    return list(islice(_branches(rule), MOST_BRANCHES))


def _branches(node: c.Node) -> Iterator[c.Node]:
    if isinstance(node, c.Any | c.Routes):
        for part in c.children(node):
            yield from _branches(part)
    elif isinstance(node, c.Meets):
        yield c.Held(node.head, node.held)
        yield from _branches(node.rule)
    elif isinstance(node, c.All | c.Since):
        for parts in islice(product(*([*islice(_branches(p), MOST_BRANCHES)] for p in node.parts)), MOST_BRANCHES):
            yield replace(node, parts=parts)
    elif isinstance(node, c.Route):
        yield from _branches(node.rule)
    else:
        yield node


# ---- everybody -----------------------------------------------------------------------------------------


def earliest(rule: c.Node, frame: Frame, *, horizon: int = 10, routes: frozenset[str] | None = None) -> NDArray[np.int16]:
    """Years to wait until the best future meets the rule, for everybody; ``horizon + 1`` where none does.

    Agrees with ``plan`` where statements do not change with the day (they stay as the frame has them).
    """
    asked = routes if routes is not None else EVERY_WAY
    out = np.full(frame.n, horizon + 1, np.int16)
    for wait in range(horizon, -1, -1):
        out[batch(rule, _ahead(rule, frame, wait), asked) == YES] = wait
    return out


def _ahead(rule: c.Node, frame: Frame, wait: int) -> Frame:
    """The frame ``wait`` years on, all that may speak for the award come true."""
    touched = {fact: sum(1 for o in _strongest(rule) if fact in o.touches) for fact in _words(tuple(c.facts_of(rule)))}
    made = Frame(frame.n, frame.year + wait, frame.as_of, period=1 if wait else frame.period, bits=frame.bits)
    for fact, times in touched.items():
        value = frame.read(fact)
        if isinstance(value, Word):
            made.words[fact] = _shifted(value, frame, wait, times)
        else:
            made.scalars[fact] = _measured(fact, value, wait)
    return made


def _measured(fact: Fact, value: Num | Flag, wait: int) -> Num | Flag:
    """A measure ``wait`` years on: time grows, what belongs to the year itself (absence, study) is over."""
    over = wait > 0 and isinstance(fact, NumberFact | FlagFact) and fact.name in PASSING
    if isinstance(value, Num):
        more = _growth(fact, wait)
        return Num(np.int64(0), np.int64(0), True) if over else Num(value.lo + more, value.hi + more, value.touched)
    return Flag(np.int8(NO), True) if over else value


def _strongest(rule: c.Node) -> list[Option]:
    return list({o.group: o for o in options(rule)}.values())


def _growth(fact: Fact, wait: int) -> int:
    return GROWTH.get(fact.name, 0) * wait * MICRO if isinstance(fact, NumberFact) else 0


def _shifted(word: Word, frame: Frame, wait: int, times: int) -> Word:
    """The word ``wait`` years on; in each future year the fact holds ``times`` times."""

    def on(bits: Any) -> Any:
        return (bits << frame.word(wait)) & frame.word(frame.full) if wait else bits

    new = [frame.word(mask(wait) & frame.full if k < times else 0) for k in range(max(len(word.yes), times))]
    none = np.zeros(frame.n, frame.dtype)
    levels = tuple((on(word.yes[k]) if k < len(word.yes) else none) | new[k] for k in range(len(new)))
    pooled = word.pool_mask if isinstance(word.pool, int) else on(word.pool_mask)
    return Word(levels, on(word.maybe), word.pool, pooled, word.touched, word.many, once=word.once)
