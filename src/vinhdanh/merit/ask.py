"""Case → the one missing fact most worth asking for.

Candidates are the untold facts behind the unsettled verdict. Each is answered in every way the rule can tell apart,
and the case judged again; asked is the one whose worst answer leaves the fewest matters open, and of equals the
one with most answers that settle the verdict, then the first in the order of the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from vinhdanh.merit import conditions as c
from vinhdanh.merit.explain import fact_of, unsettled
from vinhdanh.merit.facts import Case, DisciplineFact, EitherFact, Fact, FlagFact, NumberFact, RatingFact, either
from vinhdanh.merit.judge import Finding, judge_of, period_word, shift
from vinhdanh.merit.labels import NO_NAMES, Names, label, paper, years_of, years_text
from vinhdanh.merit.measures import NUMBERS
from vinhdanh.merit.rows import RATINGS
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.merit.words import ALL, Flag, Num, Value, Word, mask

FEW: Final = 6  # up to this many years every answer is tried, above it only "none" and "all"
ASKED_AT_ONCE: Final = 12  # years listed in one question; a longer stretch is asked as a whole
EVERY_WAY: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask: the fact, the years (empty: a measure, or any year at all), the condition, the paper that proves it."""

    fact: Fact
    years: tuple[int, ...]
    where: c.Head
    text: str
    paper: str


def ask(rule: c.Node, case: Case, *, routes: frozenset[str] | None = None, names: Names = NO_NAMES) -> Question | None:
    """The question most worth asking; None when the verdict is settled or nothing that is untold could change it.

    ``routes``: the ways asked (ids); None lets the facts told so far decide, once for the whole conversation.
    """
    inquiry = Inquiry(rule, case, routes)
    ranked = [(rank, i, gap) for i, gap in enumerate(inquiry.gaps()) if (rank := inquiry.worth(gap)) is not None]
    return min(ranked, key=lambda r: r[:2])[2].question(case.year, names) if ranked else None


@dataclass(frozen=True, slots=True)
class Gap:
    """An untold fact: the years (a word) in which it matters, and the condition that first asks for it."""

    fact: Fact
    years: int
    where: c.Head

    def question(self, year: int, names: Names) -> Question:
        """The gap in Vietnamese."""
        years = tuple(years_of(self.years, year)) if self.years.bit_count() <= ASKED_AT_ONCE else ()
        return Question(self.fact, years, self.where, wording(self.fact, years, names), paper(self.fact))


def wording(fact: Fact, years: tuple[int, ...], names: Names = NO_NAMES) -> str:
    """The question and what would prove the answer."""
    said, proof = label(fact, names), f"(Căn cứ: {paper(fact)}.)"
    if isinstance(fact, NumberFact):
        return f"{said[:1].upper()}{said[1:]} là bao nhiêu {NUMBERS[fact.name].unit}? {proof}"
    if isinstance(fact, FlagFact):
        return f"Có đúng là: {said}? {proof}"
    when = f"Năm {years_text(years)}" if years else "Từ trước đến nay"
    verb = "có bị" if isinstance(fact, DisciplineFact) and fact.at == "decided" else "được" if isinstance(fact, RatingFact) else "có"
    end = "những năm nào" if len(years) != 1 else "không"
    return f"{when} {verb} {said} {'không, vào ' if end != 'không' else ''}{end}? {proof}"


class Inquiry:
    """The rule, the facts read, the ways asked – fixed, so that answering adds no way."""

    def __init__(self, rule: c.Node, case: Case, routes: frozenset[str] | None) -> None:
        self.judge, self.case = judge_of(rule), case
        whole = self.judge.facts
        self.values: dict[Fact, Value] = {f: case.read(f) for f in (*whole, *(p for f in whole if isinstance(f, EitherFact) for p in f.parts))}
        first = self.judge(case, routes)
        self.routes = routes if routes is not None else asked_ways(first)
        self.finding = self.judged({})

    def judged(self, learnt: dict[Fact, Value]) -> Finding:
        """The finding with some facts answered."""
        told = {**self.values, **learnt}
        return self.judge.of_values([period_word(self.case), self.routes, *(told[f] for f in self.judge.facts)])

    def gaps(self) -> list[Gap]:
        """The untold facts behind the verdict, in the order of the rule."""
        found: dict[Fact, Gap] = {}
        for finding, since in unsettled(self.finding):
            for fact, years in self._untold(finding, since):
                old = found.get(fact)
                found[fact] = Gap(fact, years | (old.years if old else 0), old.where if old else finding.head)
        return list(found.values())

    def _untold(self, finding: Finding, since: Finding | None) -> Iterator[tuple[Fact, int]]:
        own = fact_of(finding, since)
        around = (f for f in c.own_facts(since.node)) if since is not None and isinstance(since.node, c.Since) else iter(())
        if isinstance(finding.node, c.Fixed):
            return
        asked = [(f, inside_of(finding)) for f in _parts(own)] + [(p, ALL) for f in around for p in _parts(f)]
        for fact, inside in asked:
            value = self.values[fact]
            if isinstance(value, Word) and value.maybe & inside:
                yield fact, value.maybe & inside
            elif isinstance(value, Num) and value.lo != value.hi or isinstance(value, Flag) and value.value == UNKNOWN:
                yield fact, 0

    def worth(self, gap: Gap) -> tuple[int, int, int] | None:
        """(matters open after the worst answer, those after all answers, years asked); None if no answer changes anything."""
        found = [self.judged(self._learn(gap, answer)) for answer in self.answers(gap)]
        if all(f.verdict == UNKNOWN for f in found) and not self.helps(gap):
            return None
        open_ = [sum(1 for _ in unsettled(f)) for f in found]
        return max(open_), sum(open_), gap.years.bit_count()

    def helps(self, gap: Gap) -> bool:
        """Whether, some other facts once answered, this one decides: its answers differ in some world."""
        others = [g for g in self.gaps() if g.fact != gap.fact]
        return any(self._decides(gap, kind, others) for kind in product((0, -1), repeat=min(len(others), 6)))

    def _decides(self, gap: Gap, picks: Iterable[int], others: list[Gap]) -> bool:
        learnt: dict[Fact, Value] = {}
        for other, pick in zip(others, picks, strict=False):
            learnt |= self._learn(other, list(self.answers(other))[pick])
        return len({self.judged({**learnt, **self._learn(gap, a)}).verdict for a in self.answers(gap)}) > 1

    def answers(self, gap: Gap) -> Iterator[Value]:
        """Every answer the rule can tell apart."""
        value = self.values[gap.fact]
        if isinstance(value, Word):
            yield from (replace(value, yes=_filled(value, yes), maybe=value.maybe & ~gap.years, touched=True) for yes in subsets(gap.years))
        elif isinstance(value, Num):
            yield from (Num(n, n, True) for n in self._points(gap.fact, value))
        else:
            yield from (Flag(truth, True) for truth in (NO, YES))

    def _points(self, fact: Fact, num: Num) -> list[int]:
        """A number on either side of every bound, and the ends of what is known."""
        nodes = [n for n in c.walk(self.judge.rule) if isinstance(n, c.Number) and n.fact == fact]
        bounds = {b for n in nodes for plain in (n.least, n.above, n.most, n.below) if plain is not None for b in _shifted(n, plain)}
        near = {b + d for b in bounds for d in (-1, 0, 1)} | {num.lo, num.hi}
        return sorted(p for p in near if num.lo <= p <= num.hi)

    def _learn(self, gap: Gap, answer: Value) -> dict[Fact, Value]:
        """The answer and what it says of related facts: a better rating is also a good one."""
        learnt: dict[Fact, Value] = {gap.fact: answer}
        if isinstance(gap.fact, RatingFact) and isinstance(answer, Word):
            learnt |= {
                f: _implied(v, gap, answer, f) for f, v in self.values.items() if isinstance(f, RatingFact) and isinstance(v, Word) and f != gap.fact
            }
        learnt |= {f: self._either(f, learnt) for f in self.values if isinstance(f, EitherFact) and gap.fact in f.parts}
        return learnt

    def _either(self, fact: EitherFact, learnt: dict[Fact, Value]) -> Word:
        return either([w for p in fact.parts if isinstance(w := learnt.get(p, self.values[p]), Word)])

    def answered(self, gap: Gap, answer: Value) -> Case:
        """The case in which the answer is known: what asking goes on with."""
        return replace(self.case, _cache={**self.values, **self._learn(gap, answer)})


def _parts(fact: Fact | None) -> tuple[Fact, ...]:
    return fact.parts if isinstance(fact, EitherFact) else (fact,) if fact is not None else ()


def _implied(value: Word, gap: Gap, answer: Word, fact: RatingFact) -> Word:
    assert isinstance(gap.fact, RatingFact)
    held, lacking = answer.yes[0] & gap.years, gap.years & ~answer.yes[0]
    if RATINGS[fact.at_least] < RATINGS[gap.fact.at_least]:
        return replace(value, yes=(value.yes[0] | held,), maybe=value.maybe & ~held)
    return replace(value, maybe=value.maybe & ~lacking)


def _filled(word: Word, yes: int) -> tuple[int, ...]:
    """The word's years with one more time in each of ``yes``."""
    levels, more = list(word.yes), yes
    for k in range(len(levels)):
        levels[k], more = levels[k] | more, levels[k] & more
    return (*levels, more) if more else tuple(levels)


def _shifted(node: c.Number, bound: int) -> set[int]:
    adjusted = (shift(bound, list(zip(node.adjust, met, strict=True))) for met in product((NO, YES), repeat=len(node.adjust)))
    return {b for pair in adjusted for b in pair}


def subsets(years: int) -> Iterator[int]:
    """Every choice of the years when they are few, else none, all, and the growing stretches back from the latest."""
    bits = [1 << i for i in range(years.bit_length()) if years >> i & 1]
    if len(bits) <= FEW:
        yield from sorted(sum(some) for some in product(*((0, b) for b in bits)))
    else:
        yield from dict.fromkeys((0, *(years & mask(k) for k in range(years.bit_length() + 1)), years))


def inside_of(finding: Finding) -> int:
    """The window a condition looks at; every year where it has none."""
    detail = finding.detail
    return detail[1] if isinstance(detail, tuple) and isinstance(detail[0], Word) and isinstance(detail[1], int) else ALL


def asked_ways(finding: Finding) -> frozenset[str]:
    """The ids of the ways a finding asked."""
    own = {p.head.id for p in finding.parts if isinstance(p.node, c.Route) and p.asked}
    return frozenset(own).union(*(asked_ways(p) for p in finding.parts))
