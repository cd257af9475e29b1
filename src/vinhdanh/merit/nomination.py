"""One nomination weighed as a whole: the criteria in force, transition rules, the council's vote where it was held."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import Case, FlagFact
from vinhdanh.merit.judge import Finding, judge
from vinhdanh.merit.questions import Answer, vote, vote_entries
from vinhdanh.merit.rows import day
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.truth import NO, UNKNOWN
from vinhdanh.merit.words import Flag

SUBJECTS = {"person": "cá nhân", "collective": "tập thể", "household": "hộ gia đình"}


@dataclass(slots=True)
class Assessment:
    """The verdict on a nomination: the finding on the criteria, the vote (None while none was told), what a council
    weighs and a head attests without verdict, and the remarks that go on every paper."""

    award: str
    on: dt.date
    finding: Finding
    vote: Answer | None = None
    appreciation: tuple[c.Head, ...] = ()
    attest: tuple[c.Head, ...] = ()
    remarks: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> int:
        """The criteria and, where a vote was held, its result."""
        return min(self.finding.verdict, self.vote.verdict) if self.vote else self.finding.verdict


def assess(
    book: Rulebook, award: str, case: Case, routes: frozenset[str] | None = None, kinds: frozenset[str] | None = None, law: dt.date | None = None
) -> Assessment:
    """Weigh a nomination under the law in force on ``case.as_of``, or that of the day ``law`` (to compare laws).

    A dossier filed before a transition day keeps the old rule; where the transition says so, a more favourable new
    rule applies. ``routes`` limits the ways by id, ``kinds`` by loại khen; None lets the facts decide.
    """
    options = [_on(book, award, case, on, routes, kinds) for on in ([law] if law else _days(book, case))]
    return max(options, key=lambda a: a.verdict)


def _days(book: Rulebook, case: Case) -> list[dt.date]:
    """The days whose law may decide, the rule to be preferred first."""
    filed = case.facts.get("dossier", {}).get("filed_on")
    for rule in book.transitions(case.as_of) if filed is not None and case.facts.get("dossier", {}).get("step") is None else ():
        if day(filed) < rule.since and rule.evidence != "open":
            before = rule.since - dt.timedelta(days=1)
            return [before, case.as_of] if rule.better else [before]
    return [case.as_of]


def _on(book: Rulebook, award: str, case: Case, on: dt.date, routes: frozenset[str] | None, kinds: frozenset[str] | None) -> Assessment:
    criteria = book.criteria(award, case.subject, on)
    if criteria is None:
        return Assessment(award, on, _no_rule(book, award, case.subject, on))
    asked = _asked(criteria.rule, case, routes, kinds)
    told = case.facts.get("council", {})
    voted = vote(book, award, case.subject, on, told) if told and vote_entries(book, award, case.subject, on) else None
    if voted is not None and not voted.entries:
        voted = None
    if voted is not None and getattr(voted.entries[0].spec, "free", False):
        voted = None
    remarks = list(dict.fromkeys([*criteria.remarks, *(voted.remarks if voted else [])]))
    return Assessment(award, on, judge(criteria.rule, case, asked), voted, criteria.appreciation, criteria.attest, remarks)


def _asked(rule: c.Node, case: Case, routes: frozenset[str] | None, kinds: frozenset[str] | None) -> frozenset[str] | None:
    """The routes to weigh: those named, else those of the kinds named about which something was told (all of these
    kinds where nothing was), else None (the facts decide)."""
    if routes is not None or kinds is None:
        return routes
    ways = [r for node in c.walk(rule) if isinstance(node, c.Routes) for r in node.routes if kinds & set(r.kinds)]
    told = [r for r in ways if any(case.read(f).touched for f in c.facts_of(r))]
    return frozenset(r.head.id for r in told or ways) or None


def _no_rule(book: Rulebook, award: str, subject: str, on: dt.date) -> Finding:
    """The finding where the law gives the award no rule for this subject: a wrong subject fails, a gap is unknown."""
    others = [(kind, found) for kind in SUBJECTS if (found := book.criteria(award, kind, on))]
    if not others:
        head = c.Head(f"{award}.chua-co-quy-dinh", f"Chưa có quy định về “{book.awards[award].name}” đang có hiệu lực ngày {on:%d/%m/%Y}")
        return Finding(UNKNOWN, c.Fixed(head, UNKNOWN))
    words = ", ".join(SUBJECTS[kind] for kind, _ in others)
    head = c.Head(f"{award}.doi-tuong", f"“{book.awards[award].name}” chỉ tặng {words}, không tặng {SUBJECTS[subject]}", others[0][1].rule.head.cite)
    return Finding(NO, c.Is(head, FlagFact("subject-is", tuple(kind for kind, _ in others))), Flag(NO, True))
