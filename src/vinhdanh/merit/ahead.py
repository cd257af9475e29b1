"""The years to come: what good may happen in them, and the facts of a case as they would then stand.

Assumed of the future: what is chosen happens, nothing else does – no discipline, no absence, no other award –
and time passes (service, employment, age of a unit grow). What was not told of the past stays untold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, product
from typing import Any

from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import (
    AwardFact,
    Case,
    ContestFact,
    EitherFact,
    Fact,
    FlagFact,
    IdeaFact,
    RatingFact,
    either,
    fits,
    idea_fits,
)
from vinhdanh.merit.labels import KIND_NAMES, NO_NAMES, Names, wish
from vinhdanh.merit.rows import LEVELS, RATINGS, AwardRow, IdeaRow
from vinhdanh.merit.text import fold
from vinhdanh.merit.time import add_months
from vinhdanh.merit.words import ALL, Value, Word, mask

Slot = tuple[str, int]  # (what, year): at most one option a slot
Signed = tuple[Fact, bool]  # a fact, and whether it speaks for the award


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may happen in a year: ``group`` (what it is), the fact it proves, the facts it touches."""

    group: str
    fact: Fact
    touches: frozenset[Fact]

    def said(self, names: Names = NO_NAMES) -> str:
        """Its Vietnamese words."""
        return wish(self.fact, names)


State = Mapping[Slot, Option]


# ---- which facts speak for the award, which against it -------------------------------------------------


def signed(node: c.Node, good: bool = True) -> Iterator[Signed]:
    """Every yearly fact with the side it is on; one on both sides comes twice."""
    if isinstance(node, c.Never):
        yield from _leaves(node.fact, not good)
    elif isinstance(node, c.Not):
        yield from signed(node.part, not good)
    elif isinstance(node, c.If):
        yield from (*signed(node.when, not good), *signed(node.then, good))
    elif isinstance(node, c.Number):
        yield from (pair for a in node.adjust for pair in signed(a.when, good == _eases(node, a)))
    else:
        yield from _plain(node, good)


def _plain(node: c.Node, good: bool) -> Iterator[Signed]:
    restart = node.restart if isinstance(node, c.Since) else ()
    for fact in c.own_facts(node):
        if not isinstance(node, c.Fixed):
            yield from _leaves(fact, good != (fact in restart))
    for part in c.children(node):
        yield from signed(part, good)


def _leaves(fact: Fact, good: bool) -> Iterator[Signed]:
    parts = fact.parts if isinstance(fact, EitherFact) else (fact,)
    for part in parts:
        if isinstance(part, FlagFact) and part.name == "counted-anew":
            yield from ((AwardFact((code,)), False) for code in part.args[1:])
        else:
            yield part, good


def _eases(node: c.Number, adjust: c.Adjust) -> bool:
    """Whether meeting the adjustment makes the bound easier to keep."""
    lower = node.least is not None or node.above is not None
    return lower == (adjust.add <= 0 and adjust.scale[0] <= adjust.scale[1])


# ---- options -------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def options(rule: c.Node) -> tuple[Option, ...]:
    """What may happen in a year and speaks for the award; nothing that also speaks against it."""
    sides = list(dict.fromkeys(signed(rule)))
    good = [f for f, side in sides if side]
    bad = {f for f, side in sides if not side}
    found = [replace(o, touches=frozenset(f for f in dict.fromkeys(f for f, _ in sides) if serves(o.fact, f))) for o in _made(good)]
    weakest: dict[tuple[str, frozenset[Fact]], Option] = {}
    for option in found:
        if option.touches and not option.touches & bad:
            weakest.setdefault((option.group, option.touches), option)
    return tuple(sorted(_parted(list(weakest.values())), key=lambda o: (o.group, len(o.touches))))


def _parted(found: list[Option]) -> Iterator[Option]:
    """Options of one group where one does all the others do; else each on its own (a year may bring both)."""
    for i, option in enumerate(found):
        group = [o for o in found if o.group == option.group]
        strongest = max(group, key=lambda o: len(o.touches))
        chain = all(o.touches <= strongest.touches for o in group)
        yield option if chain else replace(option, group=f"{option.group} {i}")


def _made(good: list[Fact]) -> Iterator[Option]:
    none: frozenset[Fact] = frozenset()
    levels = sorted({f.at_least for f in good if isinstance(f, RatingFact)}, key=RATINGS.__getitem__)
    yield from (Option("ratings", RatingFact(level), none) for level in levels)
    awards = [f for f in good if isinstance(f, AwardFact)]
    for code in dict.fromkeys(code for f in awards for code in f.codes):
        yield from (Option(f"award {code}", fact, none) for fact in _forms(code, [f for f in awards if code in f.codes]))
    for table in ("initiatives", "research"):
        yield from (Option(table, fact, none) for fact in _joined(table, [f for f in good if isinstance(f, IdeaFact) and f.table == table]))
    contests = [f for f in good if isinstance(f, ContestFact)]
    yield from (Option(f"contest {f.titles[0]}", ContestFact(f.titles[:1]), none) for f in contests)


def _forms(code: str, facts: list[AwardFact]) -> Iterator[AwardFact]:
    """One award with the kinds of commendation and issuers that matter."""
    barred = {k for f in facts for k in f.not_kinds}
    kinds: dict[tuple[str, ...], None] = {} if any(f.kinds or f.not_kinds for f in facts) else {(): None}
    for kind in [k for f in facts for k in f.kinds] + [k for k in KIND_NAMES if k not in barred][:1] * bool(barred):
        kinds[(kind,)] = None
    issuers = dict.fromkeys(f.by for f in facts)
    return (AwardFact((code,), kind, (), by) for kind, by in product(kinds or {(): None}, issuers))


def _joined(table: str, facts: list[IdeaFact]) -> Iterator[IdeaFact]:
    """The works that serve one fact or several at once: the highest level, all that must be stated."""
    found: dict[IdeaFact, None] = {}
    for size in range(1, min(len(facts), 4) + 1):
        for some in combinations(facts, size):
            level = max((f.level for f in some), key=LEVELS.__getitem__)
            found[IdeaFact(table, level, tuple(sorted({n for f in some for n in f.needs})))] = None
    return iter(sorted(found, key=lambda f: (LEVELS[f.level], f.needs)))


def serves(done: Fact, asked: Fact) -> bool:
    """Whether what ``done`` names is surely what ``asked`` asks for."""
    if isinstance(done, RatingFact) and isinstance(asked, RatingFact):
        return RATINGS[done.at_least] >= RATINGS[asked.at_least]
    if isinstance(done, AwardFact) and isinstance(asked, AwardFact):
        return fits(_award_row(done, 0), asked) == 2
    if isinstance(done, IdeaFact) and isinstance(asked, IdeaFact):
        return done.table == asked.table and idea_fits(_idea_row(done), asked) == 2
    if isinstance(done, ContestFact) and isinstance(asked, ContestFact):
        return any(fold(t) in fold(done.titles[0]) for t in asked.titles)
    return False


def _idea_row(fact: IdeaFact) -> IdeaRow:
    applied, recognised, accepted = (True if need in fact.needs else None for need in ("applied", "recognised", "accepted"))
    return IdeaRow(0, fact.level, applied=applied, recognised=recognised, accepted=accepted)


def _award_row(fact: AwardFact, year: int) -> AwardRow:
    return AwardRow(fact.codes[0], year, kind=fact.kinds[0] if fact.kinds else None, by=fact.by or None)


# ---- the case later on ---------------------------------------------------------------------------------


def later(case: Case, wait: int) -> Case:
    """The case ``wait`` years on with nothing new in it: time has passed, the year's own absences are over."""
    as_of = add_months(case.as_of, 12 * wait)
    return replace(grown(case, wait).at(case.year + wait, as_of), key=case.key) if wait else case


def grown(case: Case, wait: int) -> Case:
    """The case with numbers told as of its day made ``wait`` years greater."""
    told: dict[str, Any] = dict(case.facts)
    if not told.get("employed", {}).get("former"):
        _grow(told, "employed", "months", 12 * wait)
        _grow(told, "service", "years", wait)
    _grow(told, "collective", "age_months", 12 * wait)
    _grow(told, "collective", "age_years", wait)
    told |= {kind: [] for kind in ("absences", "study", "transfers")}
    return replace(case, facts=told, _cache={})


PASSING = frozenset({"absence-months", "absent", "study-bars", "studied", "transfer-without-opinion", "seconded"})  # of the year itself


def _grow(told: dict[str, Any], section: str, key: str, more: int) -> None:
    if key in told.get(section, {}):
        told[section] = {**told[section], key: told[section][key] + more}


def follow(case: Case, steps: Iterable[tuple[int, Fact]], year: int) -> Case:
    """The case in ``year`` after the steps (year, what happens) came true, told in the shared fact format.

    A row without a year keeps lying wherever the rule asks (the format's convention), in the new years too: an undated
    disciplinary measure can make the case told so weigh harsher than planned.
    """
    told: dict[str, Any] = {k: v for k, v in grown(case, year - case.year).facts.items()} if year > case.year else dict(case.facts)
    told["ratings"] = dict(told.get("ratings", {}))
    whole = set(case.complete) | {k for k in ("initiatives", "research") if told.get(k) == []}
    for when, fact in steps:
        _tell(told, when, fact)
    period = None if year == case.year else year
    made = Case.from_facts(
        told, subject=case.subject, as_of=add_months(case.as_of, 12 * (year - case.year)), period=period or case.year, complete=whole, key=case.key
    )
    return made if year > case.year else replace(made, period=case.period)


def _tell(told: dict[str, Any], year: int, fact: Fact) -> None:
    if isinstance(fact, RatingFact):
        told["ratings"][year] = fact.at_least
    elif isinstance(fact, AwardFact):
        row = {"award": fact.codes[0], "year": year, "kind": fact.kinds[0] if fact.kinds else None, "by": fact.by or None}
        told["awards"] = [*told.get("awards", ()), {k: v for k, v in row.items() if v is not None}]
    elif isinstance(fact, IdeaFact):
        told[fact.table] = [*told.get(fact.table, ()), {"year": year, "level": fact.level, **dict.fromkeys(fact.needs, True)}]
    elif isinstance(fact, ContestFact):
        told["contests"] = [*told.get("contests", ()), {"title": fact.titles[0], "year": year}]


# ---- the facts as they would stand ---------------------------------------------------------------------


class World:
    """The facts of a rule ``wait`` years on, before anything chosen: future years are known to hold nothing."""

    def __init__(self, facts: Iterable[Fact], case: Case, wait: int) -> None:
        self.case, self.wait = later(case, wait), wait
        self.facts = list(facts)
        self.base = {fact: self._closed(fact) for fact in self.facts}

    def _closed(self, fact: Fact) -> Value:
        if isinstance(fact, EitherFact):
            return either([w for w in map(self._closed, fact.parts) if isinstance(w, Word)])
        value = self.case.read(fact)
        if not isinstance(value, Word) or not self.wait:
            return value
        past = ALL & ~mask(self.wait)
        return replace(value, maybe=value.maybe & past, pool_mask=value.pool_mask & past)

    def open_now(self, option: Option) -> bool:
        """Whether the year itself may still bring it: nobody told yet whether it did."""
        words = [self.case.read(f) for f in option.touches]
        return self.wait == 0 and all(isinstance(w, Word) and w.maybe & 1 and not w.yes[0] & 1 for w in words)

    def values(self, state: State) -> list[Value]:
        """The facts by position, with what was chosen come true."""
        return [self._value(fact, state) for fact in self.facts]

    def _value(self, fact: Fact, state: State) -> Value:
        if isinstance(fact, EitherFact):
            return either([w for part in fact.parts if isinstance(w := self._value(part, state), Word)])
        base = self.base.get(fact) or self.base.setdefault(fact, self._closed(fact))
        bits = [1 << (self.case.year - year) for (_, year), o in state.items() if fact in o.touches]
        return base if not bits or not isinstance(base, Word) else _with(base, bits)


def _with(word: Word, bits: list[int]) -> Word:
    """The word with one more time in each of the years."""
    levels, closed = list(word.yes), word.maybe
    for bit in bits:
        k = next((k for k, level in enumerate(levels) if not level & bit), len(levels))
        levels[k : k + 1] = [(levels[k] if k < len(levels) else 0) | bit]
        closed &= ~bit
    return replace(word, yes=tuple(levels), maybe=closed, touched=True)
