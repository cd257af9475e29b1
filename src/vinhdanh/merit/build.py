"""From checked YAML to conditions: resolves citations, the lexicon, other awards' rules and the use of initiatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from vinhdanh.merit import conditions as c
from vinhdanh.merit import schema as s
from vinhdanh.merit.facts import (
    AwardFact,
    ContestFact,
    DisciplineFact,
    EitherFact,
    Fact,
    FlagFact,
    IdeaFact,
    NumberFact,
    RatingFact,
)
from vinhdanh.merit.law import Acts, Citation
from vinhdanh.merit.text import fold
from vinhdanh.merit.truth import UNKNOWN, YES
from vinhdanh.merit.words import MICRO

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Builder:
    """What building needs to know: acts, lexicon, which awards an earlier use bars, and the rules of other awards."""

    acts: Acts
    posts: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, tuple[str, ...]]
    spent: tuple[str, ...] = ()
    open_spent: tuple[str, ...] = ()
    other: Callable[[str], c.Node | None] = lambda code: None
    cite: Citation | None = None
    evidence: str = "seen"

    def at(self, cite: str | s.Cite | None, evidence: str | None = None) -> Builder:
        """The builder inside an entry that cites its own place (a bare place is in the act around it)."""
        return replace(self, cite=self.citation(cite), evidence=evidence or self.evidence)

    def citation(self, cite: str | s.Cite | None) -> Citation | None:
        """The citation of an entry, else that of the entry around it."""
        if cite is None or cite == "":
            return self.cite
        if isinstance(cite, str):
            assert self.cite is not None
            return Citation.at(self.cite.act, cite)
        act = self.acts[cite.act]
        return Citation.at(act, cite.at) if cite.at else Citation(act)

    def head(self, spec: s.ConditionSpec, fallback: str) -> c.Head:
        """The head of a condition."""
        return c.Head(spec.id or fallback, spec.says, self.citation(spec.cite), tuple(spec.tags), spec.evidence or self.evidence, spec.note)

    # ---- facts -----------------------------------------------------------------------------------------

    def fact(self, spec: s.FactSpec) -> Fact:
        """The fact a spec asks for. Raises ``ValueError`` if it names none or two."""
        named = [k for k in ("award", "rating", "initiative", "research", "discipline", "contest", "either") if getattr(spec, k) is not None]
        if len(named) != 1:
            raise ValueError("một điều kiện phải hỏi đúng một loại dữ kiện")
        return getattr(self, f"_{named[0]}")(spec)  # type: ignore[no-any-return]

    def _award(self, spec: s.FactSpec) -> Fact:
        return AwardFact(tuple(spec.award or ()), tuple(spec.kind), tuple(spec.not_kind), fold(spec.by))

    def _rating(self, spec: s.FactSpec) -> Fact:
        return RatingFact(spec.rating or "")

    def _initiative(self, spec: s.FactSpec) -> Fact:
        return self._idea("initiatives", spec.initiative or "", spec)

    def _research(self, spec: s.FactSpec) -> Fact:
        return self._idea("research", spec.research or "", spec)

    def _idea(self, table: str, level: str, spec: s.FactSpec) -> Fact:
        spent, open_ = ((), ()) if spec.reuse else (self.spent, self.open_spent)
        return IdeaFact(table, level, tuple(spec.needs), spent, open_)

    def _discipline(self, spec: s.FactSpec) -> Fact:
        return DisciplineFact(spec.discipline or "", spec.once, "ended" if spec.ended else "decided")

    def _contest(self, spec: s.FactSpec) -> Fact:
        return ContestFact(tuple(fold(t) for t in spec.contest or ()))

    def _either(self, spec: s.FactSpec) -> Fact:
        return EitherFact(tuple(self.fact(p) for p in spec.either or ()))

    def args(self, spec: s.NumberSpec | s.FlagSpec) -> tuple[str, ...]:
        """The arguments of a measure: literal ones, then the patterns of the posts and levels named."""
        posts = [p for code in spec.posts for p in self.posts[code]]
        levels = [p for code in getattr(spec, "levels", ()) for p in self.levels[code]]
        return (*spec.args, *posts, *levels)

    # ---- conditions ------------------------------------------------------------------------------------

    def conditions(self, specs: Iterable[s.ConditionSpec], prefix: str) -> tuple[c.Node, ...]:
        """The conditions of a list; ids not given are made of the place in the list."""
        return tuple(self.condition(spec, f"{prefix}.{i + 1}") for i, spec in enumerate(specs))

    def condition(self, spec: s.ConditionSpec, fallback: str) -> c.Node:
        """One condition. Evidence ``open`` makes it UNKNOWN whatever the facts. Raises ``ValueError``."""
        here = self.at(spec.cite, spec.evidence)
        head = here.head(spec, fallback)
        if head.evidence == "open":
            return c.Fixed(head, UNKNOWN)
        return here._verb(spec, head)

    def _verb(self, spec: s.ConditionSpec, head: c.Head) -> c.Node:
        verbs = [v for v in VERBS if getattr(spec, v) is not None]
        if len(verbs) != 1:
            raise ValueError(f"điều kiện “{head.id}” phải có đúng một động từ ({', '.join(VERBS)}), đang có: {', '.join(verbs) or 'không có'}")
        return getattr(self, f"_do_{verbs[0].rstrip('_')}")(getattr(spec, verbs[0]), head, spec)  # type: ignore[no-any-return]

    def _do_held(self, spec: s.CountSpec, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        return c.Held(head, self.fact(spec), window(spec), spec.at_least)

    def _do_streak(self, spec: s.StreakSpec, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        return c.Streak(head, self.fact(spec), spec.times, spec.step, spec.late, spec.loose)

    def _do_every(self, spec: s.CountSpec, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        return c.Every(head, self.fact(spec), window(spec))

    def _do_never(self, spec: s.CountSpec, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        return c.Never(head, self.fact(spec), window(spec))

    def _do_number(self, spec: s.NumberSpec, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        adjust = tuple(
            c.Adjust(self.condition(a.when, f"{head.id}.chinh{i + 1}"), whole_micro(a.add), a.scale.as_integer_ratio())
            for i, a in enumerate(spec.adjust)
        )
        bounds = [None if b is None else whole_micro(b) for b in (spec.least, spec.above, spec.most, spec.below)]
        return c.Number(head, NumberFact(spec.of, self.args(spec)), bounds[0], bounds[1], bounds[2], bounds[3], adjust)

    def _do_is(self, spec: s.FlagSpec, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        return c.Is(head, FlagFact(spec.of, self.args(spec)))

    def _do_is_not(self, spec: s.FlagSpec, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        return c.Is(head, FlagFact(spec.of, self.args(spec)), False)

    def _do_all(self, spec: tuple[s.ConditionSpec, ...], head: c.Head, whole: s.ConditionSpec) -> c.Node:
        return c.All(head, self.conditions(spec, head.id))

    def _do_any(self, spec: tuple[s.ConditionSpec, ...], head: c.Head, whole: s.ConditionSpec) -> c.Node:
        return c.Any(head, self.conditions(spec, head.id))

    def _do_not(self, spec: s.ConditionSpec, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        return c.Not(head, self.condition(spec, f"{head.id}.khong"))

    def _do_if(self, spec: s.ConditionSpec, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        if whole.then is None:
            raise ValueError(f"điều kiện “{head.id}” có if mà thiếu then")
        return c.If(head, self.condition(spec, f"{head.id}.neu"), self.condition(whole.then, f"{head.id}.thi"))

    def _do_since(self, spec: s.SinceSpec, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        prior = self.fact(spec.prior) if spec.prior else None
        first = self._part(head, spec.prior, "truoc")
        run = self._part(head, spec.run, "lien-tuc")
        restart = tuple(self.fact(f) for f in spec.restart)
        inside = self.conditions(spec.inside, head.id)
        return c.Since(head, first, run, prior, self.fact(spec.every), spec.years, spec.follow, spec.ends, restart, inside)

    def _part(self, head: c.Head, spec: s.PriorSpec | s.RunSpec | None, suffix: str) -> c.Head:
        given = spec or s.RunSpec()
        return replace(head, id=given.id or f"{head.id}.{suffix}", says=given.says, tags=tuple(given.tags))

    def _do_allow(self, spec: s.AllowSpec, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        about: Fact | None = self.fact(spec.fact) if spec.fact else None
        if spec.number:
            about = NumberFact(spec.number, tuple(spec.args))
        if spec.flag:
            about = FlagFact(spec.flag, tuple(spec.args))
        return c.Fixed(head, YES, about)

    def _do_open(self, spec: str, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        return c.Fixed(replace(head, note=spec), UNKNOWN)

    def _do_meets(self, spec: str, head: c.Head, whole: s.ConditionSpec) -> c.Node:
        rule = self.other(spec) or c.Fixed(replace(head, id=f"{head.id}.chua-co", says="Chưa có quy định đang có hiệu lực"), UNKNOWN)
        return c.Meets(head, AwardFact((spec,)), rule, whole.title)


VERBS = ("held", "streak", "every", "never", "number", "is_", "is_not", "all", "any", "not_", "if_", "since", "allow", "open", "meets")


def whole_micro(value: str | int) -> int:
    """A bound as whole millionths; text may be a decimal or a fraction."""
    return int(Fraction(value) * MICRO)


def window(spec: s.CountSpec) -> c.Window:
    """The window a count names; the year itself when it names none. Raises ``ValueError`` if it names two."""
    named = [spec.years is not None, spec.at is not None, spec.within is not None]
    if sum(named) > 1:
        raise ValueError("chỉ nêu một trong years, at, within")
    if spec.at is not None:
        return c.Window("at", spec.at)
    if spec.within in ("ever", "period", "since"):
        return c.Window(str(spec.within), 0)
    return c.Window("last", spec.years or 1)
