"""Random people with everything the law may ask about: rows told and untold, units that declared and units that did not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

from django.utils import timezone
from tests.office import Office, person

from vinhdanh.accounts.models import User
from vinhdanh.people.models import Membership, Person, Post, Transfer
from vinhdanh.records.models import (
    Absence,
    Authorship,
    AwardHeld,
    Completeness,
    Contest,
    Discipline,
    Hold,
    Initiative,
    Rating,
    Study,
)
from vinhdanh.units.models import Unit, UnitSuccession

YEAR = 2025
ON = dt.date(2025, 11, 25)
TITLES = ("lao-dong-tien-tien", "chien-si-thi-dua-co-so", "chien-si-thi-dua-nganh", "chien-si-thi-dua-toan-quoc")
FORMS = ("giay-khen", "bang-khen-nganh", "bang-khen-thu-tuong", "huan-chuong-lao-dong-ba", "ky-niem-chuong-kiem-sat")
POSTS = ("Kiểm sát viên sơ cấp", "Vụ trưởng", "Phó Viện trưởng VKSND tỉnh", "Trưởng phòng", "Phó Trưởng phòng", "Viện trưởng VKSND khu vực 1")
PRIZES = ("Kiểm sát viên giỏi", "Điều tra viên giỏi", "Hội thao ngành")
BEHIND = (None, True, True, False)


class Maker:
    """Makes rows by chance; one seed, one population."""

    def __init__(self, seed: int, office: Office) -> None:
        self.r, self.office = Random(seed), office
        self.units = [office.p1, office.p2, office.kv, office.kv_a, office.other]

    def day(self, first: int = 2012, last: int = YEAR) -> dt.date:
        return dt.date(self.r.randint(first, last), self.r.randint(1, 12), self.r.randint(1, 28))

    def often(self, share: float) -> bool:
        return self.r.random() < share

    def some(self, most: int) -> range:
        return range(self.r.randint(0, most))

    def people(self, n: int) -> list[Person]:
        return [self.one() for _ in range(n)]

    def one(self) -> Person:
        unit = self.r.choice(self.units)
        made = person(unit)
        made.gender = self.r.choice(["", "nam", "nu"])
        made.contract = self.r.choice(BEHIND)
        made.party_member = self.r.choice(BEHIND)
        made.joined_on = self.day(2005, 2026) if self.often(0.9) else None
        if self.often(0.15):
            made.status, made.status_since = self.r.choice(["retired", "left", "deceased", "outside"]), self.day(2023)
        made.save()
        self.stays(made, unit)
        for make in (self.ratings, self.awards, self.works, self.discipline, self.waits, self.leaves, self.courses, self.prizes, self.posts):
            make(made)
        return made

    def stays(self, who: Person, unit: Unit) -> None:
        if self.often(0.1):
            Membership.objects.filter(person=who).delete()
        if self.often(0.4):
            old, on = self.r.choice(self.units), self.r.choice([dt.date(2025, 7, 1), self.day(2018)])
            Membership.objects.filter(person=who).update(since=on)
            Membership.objects.create(person=who, unit=old, since=self.day(2010, 2015), until=on)
            if self.often(0.5):
                self.move(who, old, unit, on)

    def move(self, who: Person, old: Unit, new: Unit, on: dt.date) -> None:
        state = self.r.choice(["accepted", "accepted", "proposed"])
        kind = self.r.choice(["payroll", "payroll", "secondment"])
        opinion = self.r.choice(["", "Nhất trí"])
        if state == "proposed" and Transfer.objects.filter(person=who, state=state).exists():
            return
        Transfer.objects.create(person=who, old_unit=old, new_unit=new, on=on, kind=kind, opinion=opinion, state=state, proposed_at=NOW())

    def ratings(self, who: Person) -> None:
        values = ["hoan-thanh-xuat-sac"] * 4 + ["hoan-thanh-tot"] * 3 + ["hoan-thanh", "khong-hoan-thanh", "tot-tro-len"]
        for year in range(YEAR - self.r.randint(0, 12), YEAR + 2):
            if self.often(0.85):
                self.row(Rating, who, year, value=self.r.choice(values))
            if self.often(0.1):
                self.row(Rating, who, year, value="hoan-thanh", body="dang")

    def awards(self, who: Person) -> None:
        for year in range(YEAR - 10, YEAR + 1):
            for code in TITLES:
                if self.often(0.35):
                    self.row(AwardHeld, who, year, award=code)
            if self.often(0.3):
                self.row(AwardHeld, who, year, award=self.r.choice(FORMS), **self.form())

    def form(self) -> dict[str, Any]:
        period = (self.day(2015, 2019), self.day(2020)) if self.often(0.4) else (None, None)
        return {
            "kind": self.r.choice(["", "cong-trang", "dot-xuat", "chuyen-de", "cong-hien"]),
            "issuer": self.r.choice(["", "Viện trưởng VKSND tối cao", "UBND tỉnh"]),
            "decided_on": self.r.choice([None, self.day()]),
            "period_from": period[0],
            "period_to": period[1],
        }

    def works(self, who: Person) -> None:
        for _ in self.some(4):
            made = Initiative.objects.create(
                kind=self.r.choice(["initiative", "research"]),
                name="Sáng kiến",
                year=self.r.randint(YEAR - 5, YEAR),
                level=self.r.choice(["", "co-so", "nganh", "toan-quoc"]),
                recognised=self.r.choice(BEHIND),
                applied=self.r.choice(BEHIND),
                folded="",
                entered_at=NOW(),
                void_at=NOW() if self.often(0.1) else None,
            )
            used = self.r.choice(["", "", "chien-si-thi-dua-co-so", "bang-khen-nganh"])
            Authorship.objects.create(
                initiative=made, person=who, used_for=used, used_year=self.r.choice([None, made.year, made.year + 1]) if used else None
            )

    def discipline(self, who: Person) -> None:
        for _ in self.some(2) if self.often(0.3) else ():
            on = self.day(2016)
            ended = on + dt.timedelta(days=self.r.randint(0, 800)) if self.often(0.6) else None
            self.row(
                Discipline,
                who,
                on.year,
                form=self.r.choice(["phe-binh", "khien-trach", "canh-cao", "buoc-thoi-viec"]),
                paper_on=self.r.choice([on, None]),
                ended_on=ended,
                conduct_year=self.r.choice([None, on.year - 1]),
                already_used_in=self.r.choice([None, on.year - 1, YEAR]),
            )

    def waits(self, who: Person) -> None:
        if self.often(0.15):
            since = self.r.choice([None, self.day(2022)])
            until = since + dt.timedelta(days=self.r.randint(0, 900)) if since and self.often(0.5) else None
            self.row(Hold, who, YEAR, kind="thanh-tra-kiem-tra", since=since, until=until, cleared=self.r.choice([None, True, False]))

    def span(self) -> dict[str, Any]:
        since = self.r.choice([None, self.day(2024, 2026)])
        until = since + dt.timedelta(days=self.r.randint(10, 200)) if since and self.often(0.7) else None
        return {"since": since, "until": until, "months": self.r.choice([None, "2.5", "7"])}

    def leaves(self, who: Person) -> None:
        for _ in self.some(2) if self.often(0.3) else ():
            kind = self.r.choice(["thai-san", "om", "khong-luong", "dieu-tri-thuong-tich"])
            self.row(Absence, who, self.r.choice([YEAR - 1, YEAR, YEAR]), kind=kind, days=self.r.choice([None, 30, 90]), **self.span())

    def courses(self, who: Person) -> None:
        if self.often(0.2):
            result = self.r.choice(["", "kha", "trung-binh"])
            self.row(Study, who, self.r.choice([YEAR - 1, YEAR]), result=result, rules_obeyed=self.r.choice(BEHIND), **self.span())

    def prizes(self, who: Person) -> None:
        if self.often(0.2):
            self.row(Contest, who, self.r.randint(YEAR - 3, YEAR), title=self.r.choice(PRIZES))

    def posts(self, who: Person) -> None:
        for _ in self.some(3):
            since = self.day(2008, 2025)
            until = since + dt.timedelta(days=self.r.randint(200, 4000)) if self.often(0.4) else None
            unit = self.r.choice([None, *self.units])
            head = self.often(0.3)
            Post.objects.create(person=who, unit=unit, name=self.r.choice(POSTS), head=head, leader=self.often(0.3), since=since, until=until)

    def row(self, model: Callable[..., Any], who: Person | Unit, year: int, **more: Any) -> None:
        """A record; one in twenty was set aside."""
        owner = {"person": who} if isinstance(who, Person) else {"unit": who}
        model.objects.create(**owner, year=year, entered_at=NOW(), void_at=NOW() if self.often(0.05) else None, **more)  # type: ignore[attr-defined]

    def declarations(self) -> None:
        """Some units declare some kinds for some years; some declarations are withdrawn."""
        for unit in (self.office.top, *self.units):
            for kind in Completeness.Kind.values:
                for year in range(YEAR - 12, YEAR + 1):
                    if self.often(0.75 if unit != self.office.top else 0.1):
                        withdrawn = NOW() if self.often(0.05) else None
                        Completeness.objects.create(unit=unit, year=year, kind=kind, declared_at=NOW(), withdrawn_at=withdrawn)

    def collectives(self) -> None:
        """Ratings and titles of units of the year, and one that took another's place."""
        for unit in self.units:
            if self.often(0.7):
                self.row(Rating, unit, YEAR, value=self.r.choice(["hoan-thanh-xuat-sac", "hoan-thanh-tot"]))
            if self.often(0.6):
                self.row(AwardHeld, unit, YEAR, award=self.r.choice(["tap-the-lao-dong-xuat-sac", "tap-the-lao-dong-tien-tien"]))
        UnitSuccession.objects.create(kind="merge", old=self.office.kv, new=self.office.p1, on=dt.date(2025, 7, 1))


def NOW() -> dt.datetime:
    return timezone.now()


def populate(seed: int, n: int) -> list[Person]:
    """A population of a seed."""
    maker = Maker(seed, Office())
    maker.declarations()
    maker.collectives()
    return maker.people(n)


def anybody() -> User:
    """An account without a role."""
    return User.objects.create_user("ai-do", password="mat-khau-thu")
