"""The list as a whole against its caps, with the rounding shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vinhdanh.checking.season import LDTT, Judged, Season
from vinhdanh.merit import questions as q
from vinhdanh.merit import schema as s
from vinhdanh.merit.truth import NO, UNKNOWN, YES


@dataclass(slots=True)
class Cap:
    """One cap on one award of one year: how many are proposed, what is allowed (None: no cap or not known), why."""

    award: str
    year: int
    proposed: int
    answer: q.Answer


def caps(season: Season, judged: list[Judged]) -> list[Cap]:
    """Every cap of the awards in the list, weighed."""
    asked = dict.fromkeys((j.candidate.award, j.candidate.year) for j in judged)
    return [cap for award, year in asked for cap in _of_award(season, judged, award, year)]


def _of_award(season: Season, judged: list[Judged], award: str, year: int) -> list[Cap]:
    entries = season.book.entries(award, "quotas", season.on)
    mine = [j for j in judged if (j.candidate.award, j.candidate.year) == (award, year)]
    return [_cap(season, e, mine, award, year) for e in entries if isinstance(e.spec, s.QuotaSpec)]


def _cap(season: Season, entry: Any, mine: list[Judged], award: str, year: int) -> Cap:
    spec: s.QuotaSpec = entry.spec
    leaders = [j for j in mine if j.candidate.leader]
    proposed = len(leaders) if spec.of == "leaders" else len(mine)
    told: dict[str, Any] = {"proposed": proposed, "leaders_proposed": proposed, "base": {}}
    base = _base(season, spec, year)
    told["leaders" if spec.of == "leaders" else "base"] = base if spec.of == "leaders" else {spec.of: base}
    if spec.per and not spec.free:
        return Cap(
            award,
            year,
            proposed,
            q.Answer(spec.cap, f"{spec.says}: tối đa {spec.cap} mỗi {spec.per}; bảng này không ghi cụm, khối nên chưa rõ", [entry], UNKNOWN),
        )
    answer = _weigh(season, entry, told, award)
    if answer.verdict == NO and spec.of != "leaders" and _unsettled(season, spec.of, year):
        answer = _weigh(season, entry, {**told, "base": {spec.of: None}}, award)
    return Cap(award, year, proposed, answer)


def _unsettled(season: Season, award: str, year: int) -> bool:
    """Whether the base may still grow: a title it counts is proposed and chưa rõ."""
    return any(mine.get((award, year)) == UNKNOWN for mine in season.found.values())


def _weigh(season: Season, entry: Any, told: dict[str, Any], award: str) -> q.Answer:
    lost = [r for r in season.listing.unreadable if r.award in (award, None)]
    if lost and not entry.spec.free:
        return q.Answer(None, f"{entry.spec.says}: chưa rõ, vì {len(lost)} dòng không đọc được", [entry], UNKNOWN)
    return q.quota_line(entry, told)


def _base(season: Season, spec: s.QuotaSpec, year: int) -> int | None:
    """The number a share is taken of; None where rows that could belong to it were not read."""
    if spec.of == "leaders":
        return _leaders(season)
    if any(r.award in (spec.of, None) or r.award == LDTT for r in season.listing.unreadable):
        return None
    keys = {key for key, mine in season.found.items() if mine.get((spec.of, year)) == YES}
    return len(keys | _recorded(season, spec.of, year))


def _leaders(season: Season) -> int | None:
    book = season.listing.book
    if book is None or season.listing.unreadable:
        return None
    flags = [p.facts.get("person", {}).get("leader") for p in book.people.values()]
    return None if None in flags else flags.count(True)


def _recorded(season: Season, award: str, year: int) -> set[str]:
    book = season.listing.book
    subjects = [*book.people.values(), *book.collectives.values()] if book else []
    return {
        p.key
        for p in subjects
        if any(r.get("award") == award and r.get("year") == year for r in (*p.facts.get("awards", ()), *p.partial.get("awards", ())))
    }
