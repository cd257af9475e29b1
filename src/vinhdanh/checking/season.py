"""Judging a whole list: in the order the rules themselves ask for, each award given to those that come after.

A title found đạt in the list counts for later ones as *proposed*; one that is chưa rõ leaves them unsettled.
Numbers of members are bounds: who surely has the title, and who possibly has it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from vinhdanh.checking.listing import Candidate, Listing
from vinhdanh.merit.facts import Case
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.nomination import Assessment, assess
from vinhdanh.merit.order import order
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.truth import UNKNOWN, YES
from vinhdanh.workbook.model import Collective, Person

LDTT, CSTDCS, TTLDXS = "lao-dong-tien-tien", "chien-si-thi-dua-co-so", "tap-the-lao-dong-xuat-sac"
# Who is proposed for one of these is weighed for the lower title too, although the list does not name it: their
# share of the collective does not wait for the higher title (a head's own waits for the collective's).
IMPLIED = {CSTDCS: LDTT, "co-thi-dua-nganh": TTLDXS, "co-dan-dau-khoi": TTLDXS, TTLDXS: "tap-the-lao-dong-tien-tien"}
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Judged:
    """A candidate, the case it made (with what the list itself added) and the assessment of it."""

    candidate: Candidate
    case: Case
    assessment: Assessment


@dataclass(slots=True)
class Season:
    """The state of a list being judged: what each subject was found to merit: key → {(award, year): verdict}.

    ``law``: the day whose law is applied, where it is not ``on`` (to compare laws on the same facts).
    """

    book: Rulebook
    listing: Listing
    on: dt.date
    law: dt.date | None = None
    found: dict[str, dict[tuple[str, int], int]] = field(default_factory=lambda: defaultdict(dict))

    def judge(self, progress: Progress = lambda done, total: None) -> list[Judged]:
        """Every candidate judged, returned in the order of the file."""
        rank = {node: i for i, node in enumerate(order(self.book, self.law or self.on))}
        todo = [*self.listing.candidates, *self._implied()]
        todo.sort(key=lambda c: (c.year, rank.get((c.award, c.role), len(rank)), c.number))
        done = []
        for i, candidate in enumerate(todo, 1):
            done.append(self._one(candidate))
            progress(i, len(todo))
        return sorted((j for j in done if j.candidate.number), key=lambda j: j.candidate.number)

    def _implied(self) -> list[Candidate]:
        """The lower titles that come with those proposed (number 0: weighed, not reported)."""
        named = {(c.key, c.award, c.year) for c in self.listing.candidates}
        found = [low for c in self.listing.candidates for low in lower(c)]
        return [c for c in {(c.key, c.award, c.year): c for c in found}.values() if (c.key, c.award, c.year) not in named]

    def _one(self, candidate: Candidate) -> Judged:
        self._add_proposed(candidate)
        routes, kinds = asked(self.book, candidate, self.law or self.on)
        case = candidate.case(self.on, emulation_years(self.book.authority))
        assessment = assess(self.book, candidate.award, case, routes, kinds, self.law)
        self._remember(candidate, assessment.verdict)
        return Judged(candidate, case, assessment)

    def _remember(self, candidate: Candidate, verdict: int) -> None:
        mine = self.found[candidate.key]
        mine[(candidate.award, candidate.year)] = max(verdict, mine.get((candidate.award, candidate.year), 0))

    # ---- what the list itself adds to a candidate's facts ----------------------------------------------

    def _add_proposed(self, candidate: Candidate) -> None:
        own = self._merited(candidate.key, candidate.year)
        if own:
            rows = [{"award": award, "year": candidate.year, "proposed": True} for award in own if award != candidate.award]
            candidate.partial = {**candidate.partial, "awards": [*candidate.partial.get("awards", ()), *rows]}
        if candidate.role == "collective":
            self._count_members(candidate)
        if candidate.role == "head":
            self._unit_of_head(candidate)

    def _merited(self, key: str, year: int) -> list[str]:
        """The awards a subject was surely found to merit for a year."""
        return [award for (award, y), verdict in self.found.get(key, {}).items() if y == year and verdict == YES]

    def title_of(self, person: Person, award: str, year: int) -> int:
        """Whether a member has a title in a year: recorded, or found in this list (UNKNOWN: proposed and unsettled)."""
        rows = [*person.facts.get("awards", ()), *person.partial.get("awards", ())]
        enough = {award, *(high for high, low in IMPLIED.items() if low == award)}
        if any(r.get("award") in enough and r.get("year") == year and r.get("count", 1) for r in rows):
            return YES
        return self.found.get(person.key, {}).get((award, year), 0)

    def _count_members(self, candidate: Candidate) -> None:
        book = self.listing.book
        if book is None or "people" not in candidate.complete:
            return
        members = [p for p in book.members(candidate.key) if candidate.key != p.key]
        lost = self._lost_rows(candidate.key)
        told = candidate.facts.setdefault("members", {})
        heads = {p.key for p in members if p.heads == candidate.key}
        told.setdefault("lao_dong_tien_tien", self._bounds(members, LDTT, candidate.year, lost))
        told.setdefault("chien_si_thi_dua_co_so", self._bounds([p for p in members if p.key not in heads], CSTDCS, candidate.year, lost))
        self._discipline(told, members, candidate.year)
        if lost:
            told.pop("total", None)
            told.pop("completed_share", None)

    def _bounds(self, members: list[Person], award: str, year: int, lost: int) -> dict[str, int]:
        verdicts = [self.title_of(p, award, year) for p in members]
        return {"min": verdicts.count(YES), "max": verdicts.count(YES) + verdicts.count(UNKNOWN) + lost}

    def _lost_rows(self, unit: str) -> int:
        """How many rows of people or nominations of the unit could not be read."""
        book = self.listing.book
        below = set(book.below(unit)) if book and unit in book.units else {unit}
        return sum(1 for row in self.listing.unreadable if row.unit is None or row.unit in below)

    def _discipline(self, told: dict[str, Any], members: list[Person], year: int) -> None:
        if not all("discipline" in p.complete for p in members):
            return
        warned = [f for p in members for f in (_warned(p, year),) if f]
        told.setdefault("disciplined_canh_cao_up", warned.count("heavy"))
        told.setdefault("disciplined_khien_trach", warned.count("light"))

    def _unit_of_head(self, candidate: Candidate) -> None:
        book = self.listing.book
        person = book.people.get(candidate.key) if book else None
        if book is None or person is None or person.heads is None:
            return
        given = self._merited(person.heads, candidate.year)
        asked_for = [c for c in self.listing.candidates if c.key == person.heads and c.year == candidate.year]
        told = dict(candidate.facts.get("person", {}))
        if given:
            told["unit_awards"] = [*told.get("unit_awards", ()), *given]
        elif not asked_for and "awards" in _complete(book.collectives.get(person.heads)):
            told.setdefault("unit_awards", [])
        candidate.facts["person"] = told


def _complete(unit: Collective | None) -> frozenset[str]:
    return unit.complete if unit else frozenset()


def _warned(person: Person, year: int) -> str:
    forms = [r["form"] for r in person.facts.get("discipline", ()) if str(r.get("decided_on", r.get("conduct_year", "")))[:4] == str(year)]
    if any(f not in ("khien-trach", "dang-khien-trach", "phe-binh", "phat-hanh-chinh") for f in forms):
        return "heavy"
    return "light" if any(f in ("khien-trach", "dang-khien-trach") for f in forms) else ""


def lower(candidate: Candidate) -> Iterator[Candidate]:
    """The lower titles of a candidate, one below the other."""
    if (award := IMPLIED.get(candidate.award)) is not None:
        made = replace(candidate, award=award, number=0, kind=None, route=None, facts=dict(candidate.facts))
        yield made
        yield from lower(made)


# ---- the way asked for ---------------------------------------------------------------------------------

# Which loại khen each diện of the workbook belongs to, where the rulebook has no route of its very name.
KINDS_OF_ROUTE = {
    "danh-hieu": "cong-trang",
    "phong-trao": "phong-trao",
    "dot-xuat": "dot-xuat",
    "cong-hien": "cong-hien",
}


def asked(book: Rulebook, candidate: Candidate, on: dt.date) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """The routes (ids) and the kinds a nomination names; None where it names none."""
    criteria = book.criteria(candidate.award, candidate.subject, on)
    ids = route_ids(criteria.rule) if criteria else []
    if candidate.route:
        fit = frozenset(i for i in ids if candidate.route in i)
        if fit:
            return fit, None
    kind = candidate.kind or KINDS_OF_ROUTE.get(candidate.route or "")
    return None, frozenset({kind}) if kind else None


def route_ids(rule: Any) -> list[str]:
    """The ids of every route of a rule."""
    from vinhdanh.merit import conditions as c

    return [r.head.id for node in c.walk(rule) if isinstance(node, c.Routes) for r in node.routes]
