"""Propose rule cases: ``python -m tests.rules.propose [award …]`` writes ``rulebook/<authority>/cases/<award>.yaml`` anew.

For every version of every award the judge is the oracle. A case that meets the rule is made as bare as it can be: each
condition that then carries the verdict is covered when forced false. Changing one entry that this condition reads, so
that the rule fails and the condition forced true mends it, covers it when forced true: facts that differ in that
condition only. Cases are seeded, deterministic, and meant to be read by a lawyer before they are committed.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from tests.rules.domain import Assignment, Atom, Domain, facts, parts
from tests.rules.mutants import Leaf, mutants
from tests.rules.versions import AUTHORITIES, Version, book, versions

from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import Fact
from vinhdanh.merit.judge import Finding, Judge
from vinhdanh.merit.rulebook import DATA
from vinhdanh.merit.truth import CODES, NO, YES

ROUNDS = 6
STRAYS = 250


@dataclass
class Search:
    """The search for cases of one version; ``left`` are the leaves (and values) nothing found notices."""

    version: Version
    left: dict[tuple[Leaf, int], Judge] = field(default_factory=dict)

    def __post_init__(self) -> None:
        v = self.version
        rule = v.criteria.rule
        day = min(v.last or dt.date.max, max(v.first, dt.date(v.first.year, 12, 31)))
        self.domain = Domain(book(v.authority), rule, v.subject, day, day.year)
        self.judge = Judge(rule)
        self.left = {(leaf, value): Judge(mutant) for leaf, value, mutant in mutants(rule)}
        self.inside = frozenset(code for fact in sought(rule) for code in getattr(fact, "codes", ()))
        ladders = [n for n in c.walk(rule) if isinstance(n, c.Since) and n.prior is not None]
        self.priors = {code: n.years for n in ladders if n.prior for f in parts(n.prior) for code in getattr(f, "codes", ())}

    # ---- a case that meets the rule, as bare as can be -------------------------------------------------

    def bases(self) -> Iterator[Assignment]:
        """Bare cases that do not fail, found from several starts, for each way to the award in turn."""
        ways = [r.head.id for n in c.walk(self.version.criteria.rule) if isinstance(n, c.Routes) for r in n.routes if c.facts_of(r)]
        for seed in range(ROUNDS):
            for way in ways or [None]:
                pick = random.Random(f"{self.version.name}/{way}/{seed}")
                routes = frozenset([way]) if way else None
                chosen = self._climbed(self._start(pick, seed), pick, routes)
                if self._score(chosen, routes)[0] != NO:
                    yield self._bare(chosen, pick, routes)

    def _start(self, pick: random.Random, seed: int) -> Assignment:
        """Everything for the best (awards nobody asks for left out), then with more and more left to chance."""
        best = {a: o[-1] if a[0] == "award" and not self._helps(a) else o[0] for a, o in self.domain.atoms.items()}
        return {a: best[a] if pick.random() > seed / (2 * ROUNDS) else pick.choice(o) for a, o in self.domain.atoms.items()}

    def _helps(self, atom: Atom) -> bool:
        """Whether an award of a year speaks for the rule: a ladder starts from one award, long enough ago."""
        _, year, code, *_ = atom
        if code in self.priors:
            return bool(year == self.domain.year - self.priors[code])
        return code in self.inside

    def _climbed(self, chosen: Assignment, pick: random.Random, routes: frozenset[str] | None) -> Assignment:
        """Change one entry at a time for the better until the rule no longer fails or nothing helps."""
        best, before = self._score(chosen, routes), (-1, 0)
        while best[0] == NO and best != before:
            before = best
            for atom in pick.sample(list(self.domain.atoms), len(self.domain.atoms)):
                for option in self.domain.atoms[atom]:
                    if (score := self._score(changed := {**chosen, atom: option}, routes)) > best:
                        chosen, best = changed, score
        return chosen

    def _score(self, chosen: Assignment, routes: frozenset[str] | None) -> tuple[int, int]:
        finding = self.judge(self.domain.case(chosen), routes)
        return finding.verdict, _met(finding)

    def _bare(self, chosen: Assignment, pick: random.Random, routes: frozenset[str] | None) -> Assignment:
        """Every entry as weak as the verdict allows, in a random order."""
        verdict = self._score(chosen, routes)[0]
        for atom in pick.sample(list(self.domain.atoms), len(self.domain.atoms)):
            # A course, an absence, a measure of discipline that does not matter is left out, not made worse.
            for option in (None,) if atom[0] == "row" else reversed(self.domain.atoms[atom]):
                if option == chosen[atom]:
                    break
                if self._score(changed := {**chosen, atom: option}, routes)[0] >= verdict:
                    chosen = changed
                    break
        return chosen

    # ---- cases that notice a leaf ----------------------------------------------------------------------

    def cases(self) -> Iterator[tuple[Leaf, Assignment]]:
        """Cases, each with the leaf it is about: bare ones and those that differ from a bare one in one entry."""
        bases = list(self.bases())
        if not bases and self.left:  # nobody can meet it (a year that is no Congress year): one case says so
            pick = random.Random(self.version.name)
            yield next(iter(self.left))[0], self._climbed(self._start(pick, 0), pick, None)
        for base in bases:
            yield from self._noticed(base)
            for atom, options in self.domain.atoms.items():
                for option in options:
                    if option != base[atom] and self.left:
                        yield from self._noticed({**base, atom: option})
            yield from self._wandering(base)
            if not self.left:
                return

    def _wandering(self, base: Assignment) -> Iterator[tuple[Leaf, Assignment]]:
        """Cases that differ from a bare one in two or three entries, for what one entry does not show."""
        pick = random.Random(f"{self.version.name}/{sorted(map(repr, base.items()))}")
        for _ in range(STRAYS if self.left else 0):
            atoms = pick.sample(list(base), min(len(base), pick.choice((2, 2, 3))))
            yield from self._noticed({**base, **{a: pick.choice(self.domain.atoms[a]) for a in atoms}})

    def _noticed(self, chosen: Assignment) -> Iterator[tuple[Leaf, Assignment]]:
        """The assignment, if a leaf not noticed so far changes its verdict when forced."""
        case = self.domain.case(chosen)
        verdict = self.judge(case).verdict
        found = [key for key, judge in self.left.items() if judge(case).verdict != verdict]
        for key in found:
            del self.left[key]
        if found:
            yield found[0][0], chosen


def sought(rule: c.Node) -> Iterator[Fact]:
    """The facts that speak for the award."""
    for node in c.walk(rule):
        if isinstance(node, c.Held | c.Streak | c.Every):
            yield from parts(node.fact)
        if isinstance(node, c.Since):
            yield from parts(node.every)
        if isinstance(node, c.Meets):
            yield node.held


def _met(finding: Finding) -> int:
    """How many conditions are met, those of routes left out not counted."""
    return (finding.verdict == YES) + sum(_met(p) for p in finding.parts if p.asked)


# ---- writing -------------------------------------------------------------------------------------------


def written(search: Search) -> Iterator[dict[str, Any]]:
    """The cases of a version in the shared format."""
    v = search.version
    used: set[str] = set()
    for leaf, chosen in search.cases():
        told = facts(chosen, search.domain)
        verdict = search.judge(search.domain.case(chosen)).verdict
        name = _name(v, leaf, verdict, used)
        cite = [leaf.head.cite.forward] if leaf.head.cite else []
        because = [t for t in leaf.head.tags if t not in ("not-in-law", "policy")] if verdict == NO else []
        yield {
            "id": name, "ask": "eligibility", "rules": {"law": "2003" if v.first < dt.date(2024, 1, 1) else "2022"}, "authority": v.authority,
            "as_of": search.domain.as_of.isoformat(), "period": search.domain.year, "award": v.award, "subject": v.subject, "facts": told,
            "expect": {"verdict": CODES[verdict], **({"because": because} if because else {}), **({"cite": cite} if cite else {})},
            "source": {"path": f"rulebook/{v.authority}", "kind": "guidance", "confidence": "high", "derived": True},
            "question": f"{leaf.head.id}: {leaf.head.says or 'điều kiện'}",
        }  # fmt: skip


def _name(v: Version, leaf: Leaf, verdict: int, used: set[str]) -> str:
    from vinhdanh.merit.text import slug

    base = f"luat-{v.authority}-{v.award}-{v.subject}-{v.first:%Y%m%d}-{slug(leaf.head.id)}-{CODES[verdict]}"
    name = next(n for k in range(1, 99) if (n := base if k == 1 else f"{base}-{k}") not in used)
    used.add(name)
    return name


def _flow(value: Any) -> Any:
    """Facts on as few lines as can be read."""
    if isinstance(value, dict):
        made = CommentedMap((k, _flow(v)) for k, v in value.items())
        made.fa.set_flow_style()
        return made
    if isinstance(value, list):
        items = CommentedSeq(_flow(v) for v in value)
        items.fa.set_flow_style()
        return items
    return value


def main() -> None:
    """Write the case files of every authority, or of the awards named."""
    for authority in AUTHORITIES:
        folder = DATA / authority / "cases"
        folder.mkdir(exist_ok=True)
        for award in sys.argv[1:] or book(authority).awards:
            found = [case for v in versions(authority) if v.award == award for case in written(Search(v))]
            _save(folder / f"{award}.yaml", found)


def _save(path: Path, found: list[dict[str, Any]]) -> None:
    if not found:
        path.unlink(missing_ok=True)
        return
    yaml = YAML()
    yaml.width = 170
    rows = [CommentedMap((k, _flow(v) if k in ("rules", "facts", "expect", "source") else v) for k, v in case.items()) for case in found]
    with path.open("w", encoding="utf-8") as out:
        yaml.dump({"format": 1, "cases": rows}, out)


if __name__ == "__main__":
    main()
