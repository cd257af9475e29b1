"""The shortest lawful way to an award, as a page shows it: what is done, what must still happen, by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vinhdanh.eligibility.look import Look
from vinhdanh.eligibility.papers import Paper, Papers
from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import AwardFact, EitherFact, Fact, IdeaFact, RatingFact
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.plan import Path, Plan, plan
from vinhdanh.merit.truth import YES

LADDER = (
    "chien-si-thi-dua-co-so",
    "chien-si-thi-dua-nganh",
    "chien-si-thi-dua-toan-quoc",
    "tap-the-lao-dong-tien-tien",
    "tap-the-lao-dong-xuat-sac",
    "co-thi-dua-nganh",
    "bang-khen-nganh",
    "bang-khen-thu-tuong",
)
HORIZON = 10


@dataclass(frozen=True, slots=True)
class Way:
    """The plan of one award: ``done`` papers of what counts already, the ways in order, the year it ends."""

    award: str
    name: str
    plan: Plan
    done: tuple[Paper, ...]
    first: tuple[tuple[int, str], ...]
    waits: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]
    early: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing is left to happen."""
        return not self.first and not self.waits


def next_award(look: Look) -> str | None:
    """The next rung: the lowest title that is neither held nor earned yet."""
    asked = set(look.asked())
    rungs = [code for code in LADDER if code in asked]
    open_ = [code for code in rungs if look.verdict(code).verdict != YES and look.verdict(code).held is None]
    return next(iter(open_ or rungs), None)


def way(look: Look, award: str) -> Way | None:
    """The way to an award; None where the law has no rule of it for such a subject."""
    found = look.book.criteria(award, look.kind, look.on)
    if found is None or found.excluded:
        return None
    made = plan(found.rule, look.case_to_plan, horizon=HORIZON, this_year=True, names=look.names)
    best = made.paths[0] if made.paths else None
    steps = tuple((s.year, _capital(s.text(look.names))) for s in best.steps) if best else ()
    done = tuple(_done(look, found.rule, best, made.year)) if best and made.year else ()
    others = tuple(tuple(map(_capital, p.lines(look.names))) for p in made.paths[1:])
    early = tuple(map(_capital, made.hopeful.paths[0].lines(look.names))) if made.hopeful and made.hopeful.paths else ()
    return Way(award, look.names[award], made, done, steps, tuple(map(_capital, best.waits)) if best else (), others, early)


def _done(look: Look, rule: c.Node, path: Path, year: int) -> Iterator[Paper]:
    """What of the past counts on this way: the years of the same facts inside the windows of the conditions that ask for them."""
    papers = Papers(look.told, look.year, look.on, emulation_years(look.book.authority), look.names)
    facts = {s.fact for s in path.steps}
    for node in c.walk(rule):
        for fact in c.own_facts(node):
            if _asked(fact, facts) and (wanted := _counting(node, year, look.year)):
                yield from papers.of(fact, frozenset(wanted))
                facts -= {f for f in facts if _asked(fact, {f})}


def _asked(fact: Fact, steps: set[Fact]) -> bool:
    """Whether a condition asks for what a step brings."""
    for part in fact.parts if isinstance(fact, EitherFact) else (fact,):
        for step in steps:
            if isinstance(part, AwardFact) and isinstance(step, AwardFact) and set(part.codes) & set(step.codes):
                return True
            if isinstance(part, IdeaFact) and isinstance(step, IdeaFact) and part.table == step.table and part.level == step.level:
                return True
            if isinstance(part, RatingFact) and isinstance(step, RatingFact):
                return False
    return False


def _counting(node: c.Node, year: int, now: int) -> list[int]:
    """The years up to now that a condition asked in ``year`` looks at."""
    if isinstance(node, c.Streak):
        return [y for k in range(node.times) if (y := year - k * node.step) <= now]
    if isinstance(node, c.Held) and node.window.kind == "last":
        return [y for y in range(year - node.window.n + 1, year + 1) if y <= now]
    return []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
