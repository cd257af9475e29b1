"""One invented career: who the person is, where and in which post when, how each year went. Nothing is written here."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from vinhdanh.demo.names import person_name
from vinhdanh.demo.places import MERGER, REGION, Place

Day = dt.date
GRADES = ((0, "Chuyên viên"), (3, "Kiểm tra viên"), (6, "Kiểm sát viên sơ cấp"), (13, "Kiểm sát viên trung cấp"), (23, "Kiểm sát viên cao cấp"))
SERVING, RETIRED, LEFT, DECEASED, OUTSIDE = "serving", "retired", "left", "deceased", "outside"


@dataclass(frozen=True, slots=True)
class Stay:
    """In a unit (its key) from a day until (not including) another; None while it lasts."""

    unit: str
    since: Day
    until: Day | None


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post during a span."""

    unit: str
    name: str
    code: str
    head: bool
    leader: bool
    since: Day
    until: Day | None


@dataclass(slots=True)
class Year:
    """What happened to a person in a year, as far as the rules ask for it."""

    year: int
    unit: str
    rating: str
    head: bool = False
    absent: tuple[str, Day, Day] | None = None
    study: tuple[Day, Day, str] | None = None
    discipline: str = ""
    contest: str = ""
    idea: str = ""  # the level of the initiative recognised in this year


@dataclass(slots=True)
class Career:
    """A person and their years."""

    number: int
    name: str
    woman: bool
    birth: Day
    joined: Day | None
    talent: float
    status: str
    status_since: Day | None
    party: bool
    stays: list[Stay]
    posts: list[PostHeld]
    years: list[Year] = field(default_factory=list)

    @property
    def unit(self) -> str | None:
        """The current or last unit."""
        return self.stays[-1].unit if self.stays else None

    def unit_at(self, day: Day) -> str:
        """The unit on a day (the nearest one before or after the career)."""
        return next((s.unit for s in self.stays if s.since <= day and (s.until is None or day < s.until)), self.stays[-1].unit)


@dataclass(frozen=True, slots=True)
class Span:
    """The years told of: ``first`` … ``last`` are finished, ``on`` is the day of the demo."""

    first: int
    last: int
    on: Day


def begin(number: int, rank: int, place: Place, places: dict[str, Place], span: Span, chance: random.Random, digits: int) -> Career:
    """A person whose last unit is ``place``; ``rank`` 0 is its head, 1 and 2 its deputies."""
    woman = chance.random() < 0.52 and rank > 0
    status = SERVING if rank < 3 else chance.choices((SERVING, RETIRED, LEFT, DECEASED), (85, 11, 3, 1))[0]
    birth = _birth(status, rank, span, chance)
    joined = min(Day(birth.year + chance.randint(22, 27), chance.randint(1, 12), 1), span.on.replace(day=1) - dt.timedelta(days=61))
    end = _end(status, birth, joined, span, chance)
    stays = _stays(place, places, joined, end, rank, chance)
    career = Career(
        number=number,
        name=person_name(number, woman, chance, digits),
        woman=woman,
        birth=birth,
        joined=joined,
        talent=min(0.97, chance.random() ** 1.4 + (0.25 if rank < 3 else 0)),
        status=status,
        status_since=end,
        party=chance.random() < 0.83 or rank < 3,
        stays=stays,
        posts=_posts(stays, joined, rank, places, chance),
    )
    career.years = [_year(career, year, span, chance) for year in range(max(joined.year, span.first), _last(career, span) + 1)]
    return career


def outsider(number: int, chance: random.Random, digits: int) -> Career:
    """Somebody outside the sector who helped it."""
    woman = chance.random() < 0.4
    birth = Day(chance.randint(1955, 1990), chance.randint(1, 12), chance.randint(1, 28))
    return Career(number, person_name(number, woman, chance, digits), woman, birth, None, 0.0, OUTSIDE, None, False, [], [])


def _birth(status: str, rank: int, span: Span, chance: random.Random) -> Day:
    this = span.on.year
    oldest, youngest = {RETIRED: (73, 62), LEFT: (56, 32), DECEASED: (59, 45)}.get(status, (57, 42) if rank < 3 else (59, 24))
    return Day(chance.randint(this - oldest, this - youngest), chance.randint(1, 12), chance.randint(1, 28))


def _end(status: str, birth: Day, joined: Day, span: Span, chance: random.Random) -> Day | None:
    if status == RETIRED:
        return min(Day(birth.year + 60, birth.month, 1), Day(span.last, 12, 1))
    if status in (LEFT, DECEASED):
        return Day(chance.randint(max(joined.year + 1, span.last - 12), span.last), chance.randint(1, 12), 1)
    return None


def _stays(place: Place, places: dict[str, Place], joined: Day, end: Day | None, rank: int, chance: random.Random) -> list[Stay]:
    """The units of a career, in time: the last one, before it perhaps a sister unit, and before the merger the district."""
    since, made = joined, []
    if end is not None and place.kind is REGION and end <= MERGER:
        return [Stay(chance.choice(place.before), joined, end)]
    sister = _sister(place, places, chance) if rank > 2 and chance.random() < 0.22 else None
    if sister is not None and joined.year < 2019:
        moved = Day(chance.randint(max(joined.year + 1, 2012), 2024), chance.randint(1, 12), 1)
        if end is None or moved < end:
            made, since = _split(sister, joined, moved, chance), moved
    return [*made, *_split(place, since, end, chance)]


def _sister(place: Place, places: dict[str, Place], chance: random.Random) -> Place | None:
    sisters = [p for p in places.values() if p.parent == place.parent and p.kind is place.kind and p.key != place.key and p.until is None]
    return chance.choice(sisters) if sisters else None


def _split(place: Place, since: Day, until: Day | None, chance: random.Random) -> list[Stay]:
    """A stay in a unit that took in others is one in one of those until the merger, then in the unit."""
    lived = [place.key] if place.since < MERGER else []  # it was there before, and took others in
    old = chance.choice([*place.before, *lived])
    if old == place.key or since >= MERGER or (until is not None and until <= MERGER):
        return [Stay(old if since < MERGER else place.key, since, until)]
    return [Stay(old, since, MERGER), Stay(place.key, MERGER, until)]


def _posts(stays: list[Stay], joined: Day, rank: int, places: dict[str, Place], chance: random.Random) -> list[PostHeld]:
    grade = 4 if rank < 3 else next(i for i in (4, 3, 2, 1, 0) if stays[-1].since.year + 3 - joined.year >= GRADES[i][0] or i == 0)
    made: list[PostHeld] = []
    for stay in stays:
        kind = places[stay.unit].kind
        if rank < 3:
            head = rank == 0
            made.append(PostHeld(stay.unit, kind.head if head else kind.deputy, kind.post if head else "", head, True, stay.since, stay.until))
        else:
            name = "Kế toán" if grade == 0 and chance.random() < 0.2 else GRADES[grade][1]
            made.append(PostHeld(stay.unit, name, "", False, False, stay.since, stay.until))
    return _leaders_later(made, joined, chance) if rank < 3 else made


def _leaders_later(posts: list[PostHeld], joined: Day, chance: random.Random) -> list[PostHeld]:
    """Nobody begins as a head: the first years are those of a prosecutor."""
    first = posts[0]
    since = max(joined.replace(year=joined.year + 10), Day(chance.randint(2012, 2020), 3, 1))
    if first.until is not None and since >= first.until:
        since = first.until.replace(year=first.until.year - 1)
    before = PostHeld(first.unit, "Kiểm sát viên trung cấp", "", False, False, joined, since)
    later = PostHeld(first.unit, first.name, first.code, first.head, True, since, first.until)
    return [before, later, *posts[1:]]


def _last(career: Career, span: Span) -> int:
    if career.status_since is None:
        return span.on.year
    return career.status_since.year if career.status_since.month > 6 else career.status_since.year - 1


def _year(career: Career, year: int, span: Span, chance: random.Random) -> Year:
    made = Year(year, career.unit_at(Day(year, 12, 31)), _rating(career.talent, chance))
    made.head = any(p.head and p.since <= Day(year, 12, 31) and (p.until is None or p.until > Day(year, 12, 31)) for p in career.posts)
    luck = chance.random()
    if luck < 0.004 and year < span.on.year:
        made.discipline, made.rating = chance.choice(("khien-trach", "khien-trach", "canh-cao", "dang-khien-trach")), "hoan-thanh"
    elif luck < 0.03:
        made.study = (*_away(year, chance, 6, chance.choice((45, 90, 300))), chance.choice(("kha", "kha", "gioi", "trung-binh-kha")))
    elif luck < 0.045:
        made.absent = ("om", *_away(year, chance, 8, chance.choice((14, 40, 100, 130))))
    elif luck < 0.047:
        made.absent = ("khong-luong", *_away(year, chance, 7, 110))
    elif career.woman and 24 <= year - career.birth.year <= 38 and luck < 0.14:
        made.absent = ("thai-san", *_away(year, chance, 6, 182))
    elif luck > 0.995:
        made.contest = chance.choice(("Kiểm sát viên giỏi", "Kiểm sát viên tiêu biểu"))
    if chance.random() < 0.02 + 0.16 * career.talent**2:
        made.idea = "nganh" if chance.random() < 0.14 else "co-so"
    return made


def _rating(talent: float, chance: random.Random) -> str:
    luck = chance.random()
    if luck < 0.04 + 0.6 * talent**2:
        return "hoan-thanh-xuat-sac"
    return "hoan-thanh-tot" if luck < 0.965 else "hoan-thanh" if luck < 0.997 else "khong-hoan-thanh"


def _away(year: int, chance: random.Random, latest: int, days: int) -> tuple[Day, Day]:
    since = Day(year, chance.randint(1, latest), chance.randint(1, 20))
    return since, min(since + dt.timedelta(days=days), Day(year, 12, 30) if days < 150 else Day(year + 1, 12, 30))
