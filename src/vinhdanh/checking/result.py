"""What a check says: each nomination with its tree, what is missing and asked first, papers, who decides, money."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from vinhdanh.checking.caps import Cap, caps
from vinhdanh.checking.contradictions import Contradiction, contradictions
from vinhdanh.checking.listing import Listing
from vinhdanh.checking.names import award_names
from vinhdanh.checking.season import Judged, Progress, Season
from vinhdanh.merit import questions as q
from vinhdanh.merit import schema as s
from vinhdanh.merit.ask import ask
from vinhdanh.merit.explain import Missing, missing
from vinhdanh.merit.rulebook import Entry, Rulebook
from vinhdanh.merit.truth import NO, UNKNOWN, YES


@dataclass(slots=True)
class Item:
    """One nomination as reported. ``first`` is the one fact to find first; ``papers`` what to enclose."""

    judged: Judged
    missing: list[Missing] = field(default_factory=list)
    first: str = ""
    papers: list[Entry] = field(default_factory=list)
    decides: q.Answer | None = None
    votes: list[Entry] = field(default_factory=list)
    money: int | None = None

    @property
    def verdict(self) -> int:
        """The verdict on the nomination."""
        return self.judged.assessment.verdict


@dataclass(slots=True)
class Check:
    """The whole check. ``money``: subject key → sum of the moment; exit code and its reason come of it."""

    listing: Listing
    book: Rulebook
    on: dt.date
    items: list[Item]
    caps: list[Cap]
    contradictions: list[Contradiction]
    money: dict[str, q.Money] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[int]:
        """How many nominations have each verdict."""
        return Counter(item.verdict for item in self.items)

    @property
    def exit(self) -> tuple[int, str]:
        """The exit code and its reason in Vietnamese."""
        errors = [p for p in self.listing.problems if p.severity == "error"]
        if errors:
            return 2, f"Có {len(errors)} ô, dòng không đọc được; các dòng đó chưa được xét"
        rest = self.counts[NO] + self.counts[UNKNOWN]
        broken = sum(1 for cap in self.caps if cap.answer.verdict == NO)
        if rest or broken or self.contradictions:
            judged = f"{self.counts[YES]} đạt, {self.counts[NO]} chưa đạt, {self.counts[UNKNOWN]} chưa rõ"
            return 1, f"Đã xét: {judged}; {broken} tỷ lệ vượt; {len(self.contradictions)} mâu thuẫn"
        return 0, f"Tất cả {len(self.items)} đề nghị đều đạt"


def check(book: Rulebook, listing: Listing, on: dt.date, progress: Progress = lambda done, total: None) -> Check:
    """Judge a list and everything around it on a day."""
    season = Season(book, listing, on)
    judged = season.judge(progress)
    items = [_item(book, j, on) for j in judged]
    sums = _money(book, items, on)
    return Check(listing, book, on, items, caps(season, judged), contradictions(book, judged), sums)


def _item(book: Rulebook, j: Judged, on: dt.date) -> Item:
    candidate = j.candidate
    item = Item(j, decides=q.decides(book, candidate.award, j.case))
    item.papers = q.dossiers(book, candidate.award, candidate.subject, on)
    item.votes = q.vote_entries(book, candidate.award, candidate.subject, on)
    if j.assessment.verdict == UNKNOWN:
        _unsettled(book, item, on)
    return item


def _unsettled(book: Rulebook, item: Item, on: dt.date) -> None:
    candidate = item.judged.candidate
    labels = award_names(book)
    item.missing = missing(item.judged.assessment.finding, year=candidate.year, names=labels)
    criteria = book.criteria(candidate.award, candidate.subject, item.judged.assessment.on)
    question = ask(criteria.rule, item.judged.case, names=labels) if criteria else None
    item.first = question.text if question else ""


def _money(book: Rulebook, items: Sequence[Item], on: dt.date) -> dict[str, q.Money]:
    """The money of each subject whose nominations are đạt, stacked as of one moment."""
    due: dict[str, list[Item]] = {}
    for item in items:
        if item.verdict == YES:
            due.setdefault(item.judged.candidate.key, []).append(item)
    return {key: _sum(book, mine, on) for key, mine in due.items()}


def _sum(book: Rulebook, mine: list[Item], on: dt.date) -> q.Money:
    rows: list[dict[str, Any]] = [{"award": i.judged.candidate.award, "period": i.judged.candidate.period} for i in mine]
    found = q.award_money(book, rows, mine[0].judged.candidate.subject, on)
    for line, amount in zip(found.lines, found.amounts, strict=False):
        for item in mine:
            if item.judged.candidate.award == line.item.award:
                item.money = amount
    return found


def papers_of(entries: Sequence[Entry]) -> list[str]:
    """The papers of dossiers in words: ``Tờ trình (Mẫu số 01)``."""
    specs = [e.spec for e in entries if isinstance(e.spec, s.DossierSpec)]
    return list(
        dict.fromkeys(p.name + (f" ({p.form})" if p.form else "") + (f" – {p.optional}" if p.optional else "") for spec in specs for p in spec.papers)
    )
