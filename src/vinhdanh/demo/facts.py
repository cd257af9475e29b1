"""Writing what the years brought: ratings, awards, absences, study, discipline, contests, initiatives with their authors."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from vinhdanh.demo.careers import Career, Year
from vinhdanh.demo.decisions import Book
from vinhdanh.demo.honours import CSTD, CSTD_SECTOR, LDTT, Honour
from vinhdanh.demo.units import Made
from vinhdanh.demo.write import put
from vinhdanh.merit.text import fold
from vinhdanh.people.models import Person
from vinhdanh.records.models import Absence, Authorship, AwardHeld, Contest, Discipline, Initiative, Rating, Study

WORK = ("kiểm sát án hình sự", "kiểm sát thi hành án", "giải quyết đơn", "số hóa hồ sơ", "quản lý vật chứng", "kiểm sát tạm giữ, tạm giam", "văn thư")
WAYS = ("Sổ theo dõi điện tử", "Bảng tra cứu nhanh", "Quy trình phối hợp", "Bộ biểu mẫu", "Sơ đồ tư duy báo cáo án", "Phần mềm nhắc hạn")


@dataclass(slots=True)
class Tally:
    """Members of a unit in a year, counted while their facts are written."""

    total: int = 0
    advanced: int = 0
    fighters: int = 0
    disciplined: int = 0


@dataclass(slots=True)
class Ledger:
    """What the writing of facts needs and leaves: numbers of decisions, counts by unit and year, which years are known where."""

    book: Book
    units: Made
    at: dt.datetime
    this_year: int
    gaps: frozenset[tuple[str, int]]  # units and years with records missing
    rated_now: frozenset[str]  # units that have entered the ratings of this year
    chance: random.Random
    tallies: dict[tuple[str, int], Tally] = field(default_factory=dict)
    awards: int = 0

    def tally(self, unit: str, year: int) -> Tally:
        """The counts of a unit in a year."""
        return self.tallies.setdefault((unit, year), Tally())

    def known(self, year: Year) -> bool:
        """Whether the facts of a person's year have been entered."""
        if year.year == self.this_year:
            return year.unit in self.rated_now
        return (year.unit, year.year) not in self.gaps or self.chance.random() < 0.6


def make_facts(pairs: Sequence[tuple[Career, Person]], won: dict[int, list[Honour]], ledger: Ledger) -> None:
    """Write the facts of some people. ``won``: their honours by number of the career."""
    told = [(c, p, y) for c, p in pairs for y in c.years if ledger.known(y)]
    put(Rating(person=p, year=y.year, value=y.rating, entered_at=ledger.at, paper="Phiếu đánh giá, xếp loại") for _, p, y in told)
    put(_absence(p, y, ledger) for _, p, y in told if y.absent)
    put(_study(p, y, ledger) for _, p, y in told if y.study)
    put(_discipline(p, y, ledger) for _, p, y in told if y.discipline)
    put(Contest(person=p, year=y.year, title=y.contest, issuer="VKSND tối cao", entered_at=ledger.at) for _, p, y in told if y.contest)
    awards = put(_award(c, p, h, ledger) for c, p in pairs for h in won[c.number])
    ledger.awards += len(awards)
    _ideas(pairs, ledger)
    _count(pairs, won, ledger)


def _absence(person: Person, year: Year, ledger: Ledger) -> Absence:
    kind, since, until = year.absent or ("", ledger.at.date(), ledger.at.date())
    return Absence(person=person, year=year.year, kind=kind, since=since, until=until, entered_at=ledger.at, paper="QĐ cho nghỉ")


def _study(person: Person, year: Year, ledger: Ledger) -> Study:
    since, until, result = year.study or (ledger.at.date(), ledger.at.date(), "")
    return Study(
        person=person, year=year.year, since=since, until=until, result=result, rules_obeyed=True, entered_at=ledger.at, paper="QĐ cử đi học"
    )


def _discipline(person: Person, year: Year, ledger: Ledger) -> Discipline:
    on = dt.date(year.year, ledger.chance.randint(3, 11), 15)
    return Discipline(
        person=person,
        year=year.year,
        form=year.discipline,
        paper=f"{on.day + on.month}/QĐ-KL",
        paper_on=on,
        ended_on=on.replace(year=on.year + 1),
        conduct_year=year.year,
        entered_at=ledger.at,
    )


def _award(career: Career, person: Person, honour: Honour, ledger: Ledger) -> AwardHeld:
    decision = ledger.book.decision(honour.award, honour.year, honour.kind, honour.unit)
    return AwardHeld(
        person=person,
        year=honour.year,
        award=honour.award,
        kind=honour.kind,
        decision=decision.number,
        decided_on=decision.on,
        issuer=decision.issuer,
        period_from=dt.date(honour.since, 1, 1),
        period_to=dt.date(honour.year, 12, 31),
        folded=fold(decision.number),
        name_then=career.name,
        unit_then=ledger.units[honour.unit],
        paper=f"Quyết định {decision.number}",
        paper_on=decision.on,
        entered_at=ledger.at,
    )


def _ideas(pairs: Sequence[tuple[Career, Person]], ledger: Ledger) -> None:
    """One initiative for each year that says so, some with a colleague as second author."""
    led = [(p, y) for c, p in pairs for y in c.years if y.idea and (y.year < ledger.this_year or y.unit in ledger.rated_now)]
    ideas = put(_idea(y, ledger) for _, y in led)
    put(row for (person, _), idea in zip(led, ideas, strict=True) for row in _authors(idea, person, pairs, ledger))


def _idea(year: Year, ledger: Ledger) -> Initiative:
    chance = ledger.chance
    science = chance.random() < 0.12
    name = f"{chance.choice(WAYS)} {chance.choice(WORK)} số {chance.randint(1, 999)}/{year.year}"
    decision = ledger.book.decision("sang-kien-" + year.idea, year.year, "cong-trang", year.unit)
    return Initiative(
        kind="research" if science else "initiative",
        code=f"SK{year.year}-{chance.randint(1, 9999):04}",
        name=f"Đề tài: {name}" if science else name,
        year=year.year,
        level=year.idea,
        recognised=True if year.year < ledger.this_year else chance.choice((True, None)),
        applied=chance.random() < 0.85 or None,
        decision=decision.number,
        decided_on=decision.on,
        issuer=decision.issuer if year.idea == "co-so" else "Viện trưởng VKSND tối cao",
        folded=fold(name),
        entered_at=ledger.at,
    )


def _authors(idea: Initiative, first: Person, pairs: Sequence[tuple[Career, Person]], ledger: Ledger) -> Iterable[Authorship]:
    second = ledger.chance.choice(pairs)[1] if ledger.chance.random() < 0.3 else first
    if second == first or second.unit_id is None:
        yield Authorship(initiative=idea, person=first, role="Tác giả", share=10000)
        return
    yield Authorship(initiative=idea, person=first, role="Chủ nhiệm", share=6000)
    yield Authorship(initiative=idea, person=second, role="Đồng tác giả", share=4000)


def _count(pairs: Sequence[tuple[Career, Person]], won: dict[int, list[Honour]], ledger: Ledger) -> None:
    for career, _ in pairs:
        for year in career.years:
            tally = ledger.tally(year.unit, year.year)
            tally.total += 1
            tally.disciplined += bool(year.discipline)
        for honour in won[career.number]:
            tally = ledger.tally(honour.unit, honour.year)
            tally.advanced += honour.award == LDTT
            tally.fighters += honour.award in (CSTD, CSTD_SECTOR)
