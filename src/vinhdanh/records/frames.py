"""The records of a whole population as a ``Frame``: few big queries, only what the rules read, folded by numpy.

What has years goes into tables. Numbers and flags are read by ``merit``'s own readers from the case of one person of
each group that is alike in all they look at, so that a population is weighed exactly as each of its people would be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import Shapes
from vinhdanh.merit.facts import AwardFact, Case, ContestFact, DisciplineFact, EitherFact, Fact, FlagFact, IdeaFact, NumberFact, RatingFact
from vinhdanh.merit.frame import Frame, Table, months_since
from vinhdanh.merit.measures import FLAGS, NUMBERS, looks_back, matches
from vinhdanh.merit.rows import FORMS_OF_YEAR, RATINGS, AwardRow, ContestRow, DisciplineRow, IdeaRow
from vinhdanh.merit.time import EmulationCalendar
from vinhdanh.merit.words import Flag, Num
from vinhdanh.people.models import Person
from vinhdanh.records import told as rows
from vinhdanh.records.facts import heirs_in, lead
from vinhdanh.records.known import Presence, declared
from vinhdanh.records.models import Authorship, AwardHeld, Rating
from vinhdanh.records.telling import DAY, Told, case, discipline_row, idea_row, transfers, whole_year
from vinhdanh.records.told import bare, fetch, numbered, packed

Ints = NDArray[np.int64]
BITS = 64
FEW = 1500  # people who are named in a query; more are told by the unit they are in, query by query


def frame_of(people: QuerySet[Person], rules: Sequence[c.Node], year: int, on: dt.date, years: EmulationCalendar) -> tuple[Frame, list[int]]:
    """A frame of the people chosen, asked about a year, with what the rules read; and their ids in the frame's order."""
    wanted = Wanted.of(rules, year, on)
    crowd = Crowd(people, year, on, years, wanted.declared_since(year))
    frame = Frame(len(crowd.ids), year, on, period=1, bits=BITS)
    for kind, add in TABLES.items():
        if any(True for _ in wanted.words(kind)):
            add(crowd, frame, wanted)
    for fact in wanted.scalars:
        frame.scalars[fact] = crowd.scalar(fact)
    return frame, crowd.ids


# ---- what the rules read -------------------------------------------------------------------------------


@dataclass(slots=True)
class Wanted:
    """The facts of the rules: the yearly ones, each with how many years back it is looked at, and the others."""

    reach: dict[Fact, int] = field(default_factory=dict)
    scalars: list[NumberFact | FlagFact] = field(default_factory=list)

    @classmethod
    def of(cls, rules: Sequence[c.Node], year: int, on: dt.date) -> Wanted:
        """What some rules read."""
        shapes, blank = Shapes(), Frame(0, year, on, bits=BITS)
        for rule in rules:
            shapes.add(rule, blank)
        made = cls()
        for fact, reach in shapes.reach.items():
            for leaf in fact.parts if isinstance(fact, EitherFact) else (fact,):
                made._add(leaf, reach)
        return made

    def _add(self, fact: Fact, reach: int) -> None:
        if isinstance(fact, NumberFact | FlagFact):
            self.scalars.append(fact)
        else:
            self.reach[fact] = max(reach, self.reach.get(fact, 0))

    def words(self, kind: type | str) -> Iterable[tuple[Any, int]]:
        """The yearly facts of a kind with their reach."""
        for fact, reach in self.reach.items():
            if (isinstance(fact, IdeaFact) and fact.table == kind) if isinstance(kind, str) else isinstance(fact, kind):
                yield fact, reach

    def since(self, kind: type | str, year: int) -> int:
        """The first year looked at."""
        return year - max((reach for _, reach in self.words(kind)), default=1) + 1

    def declared_since(self, year: int) -> dict[str, int]:
        """Of each kind the first year for which it matters whether it was declared."""
        found: dict[str, int] = {}
        kinds: dict[str, type | str] = {
            "awards": AwardFact,
            "initiatives": "initiatives",
            "research": "research",
            "discipline": DisciplineFact,
            "contests": ContestFact,
        }
        asked = [(kind, self.since(what, year)) for kind, what in kinds.items() if any(True for _ in self.words(what))]
        parts = [part for fact in self.scalars for part in parts_of(fact, year) if part[0] == "open"]
        for kind, since in [*asked, *((kind, year - years + 1 if years else 0) for _, kind, years in parts)]:
            found[kind] = min(since, found.get(kind, since))
        return found

    def codes(self, year: int) -> Q:
        """The awards looked at: those of the year alone apart from those looked for further back."""
        reach: dict[str, int] = {}
        for fact, n in self.words(AwardFact):
            reach |= {code: max(n, reach.get(code, 0)) for code in fact.codes}
        found = Q(pk__in=[])
        for n in set(reach.values()):
            found |= Q(award__in=[code for code, m in reach.items() if m == n], year__gt=year - n, year__lte=year)
        return found


# ---- the population ------------------------------------------------------------------------------------


class Crowd:
    """The people of a frame, by id, and what was fetched of them so far (each kind once)."""

    def __init__(self, people: QuerySet[Person], year: int, on: dt.date, years: EmulationCalendar, since: Mapping[str, int]) -> None:
        """``since``: the first year of each kind whose declarations are looked at."""
        self.chosen, self.since = people.order_by(), since
        self.year, self.on, self.years, self.span = year, on, years, whole_year(year, years)
        self.who = [rows.Who._make(row) for row in rows.bare(self.chosen.order_by("pk").values_list(*rows.Who._fields))]
        self.ids = [who.id for who in self.who]
        self._sorted = np.array(self.ids, np.int64)
        self._kept: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What was fetched under a name."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def mine(self, owner: str = "person") -> Q:
        """The filter of rows that belong to these people."""
        if not self._partial:
            return Q(**{f"{owner}__isnull": False})
        return Q(**{f"{owner}__in": self.ids if len(self.ids) <= FEW else self.chosen.values("pk")})

    @property
    def _partial(self) -> bool:
        """Whether the filter pays: rows of a few people among many."""
        found: bool = self.once("partial", lambda: len(self.ids) * 2 < Person.objects.count())
        return found

    def places(self, owners: Iterable[int]) -> tuple[Ints, NDArray[np.bool_]]:
        """The index of each owner, and which owners are of these people."""
        ids = owners if isinstance(owners, np.ndarray) else np.fromiter(owners, np.int64)
        if not self._sorted.size:
            return np.zeros(ids.size, np.int64), np.zeros(ids.size, bool)
        at = np.minimum(np.searchsorted(self._sorted, ids), self._sorted.size - 1)
        return at, self._sorted[at] == ids

    def table(self, found: Sequence[tuple[Any, ...]], columns: Mapping[str, tuple[int, Callable[[Any], Any], Any]]) -> Table:
        """A table of rows (owner, year, …): ``columns`` name a position, what to make of the value, and its type."""
        parts = list(zip(*found, strict=True)) or [()] * (2 + len(columns))
        made = {name: np.fromiter(map(make, parts[i]), kind) for name, (i, make, kind) in columns.items()}
        return self.laid(np.fromiter(parts[0], np.int64), np.fromiter(parts[1], np.int16), made)

    def laid(self, owners: Ints, years: NDArray[Any], columns: Mapping[str, NDArray[Any]]) -> Table:
        """A table of rows that are arrays already, sorted by person; rows of others are left out."""
        at, ours = self.places(owners)
        order = np.flatnonzero(ours)[np.argsort(at[ours], kind="stable")]
        return Table(at[order].astype(np.int32), years[order].astype(np.int16), {name: column[order] for name, column in columns.items()})

    # ---- known and unknown ---------------------------------------------------------------------------------

    @property
    def stays(self) -> list[tuple[int, rows.Stay]]:
        """Every stay on a payroll with the index of the person."""

        def make() -> list[tuple[int, rows.Stay]]:
            found = fetch(rows.Stay, self.mine())
            at, ours = self.places(stay.owner for stay in found)
            return [(i, stay) for i, stay, mine in zip(at.tolist(), found, ours.tolist(), strict=True) if mine]

        kept: list[tuple[int, rows.Stay]] = self.once("stays", make)
        return kept

    @property
    def presence(self) -> Presence:
        """Where everybody was."""
        joined = [who.joined_on for who in self.who]
        kept: Presence = self.once("presence", lambda: Presence(len(self.who), self.stays, joined, self.year, self.years))
        return kept

    def open(self, kind: str) -> NDArray[np.uint64]:
        """A word a person: the years in which rows of a kind may be missing (only of the years looked at)."""
        said = self.once("said", lambda: declared(set(self.presence.paths) if self._partial else None, since=self.since))
        kept: NDArray[np.uint64] = self.once("open " + kind, lambda: self.presence.open(said, kind))
        return kept

    # ---- small kinds: rows by person -----------------------------------------------------------------------

    def listed(self, name: str) -> dict[int, list[Any]]:
        """The rows of a small kind by index of the person."""
        kept: dict[int, list[Any]] = self.once("rows " + name, lambda: self._listed(name))
        return kept

    def _listed(self, name: str) -> dict[int, list[Any]]:
        kind, _, chosen = KINDS[name]
        return self.fetched(kind, chosen(self))

    def fetched(self, kind: type[Any], chosen: Q) -> dict[int, list[Any]]:
        """Rows of a kind by index of the person."""
        found: list[Any] = fetch(kind, self.mine() & chosen)
        at, ours = self.places(row[0] for row in found)
        return _grouped((i, row) for i, row, mine in zip(at.tolist(), found, ours.tolist(), strict=True) if mine)

    # ---- numbers and flags ---------------------------------------------------------------------------------

    def scalar(self, fact: NumberFact | FlagFact) -> Num | Flag:
        """A number or flag of everybody: read once for each group of people alike in all it looks at."""
        parts = parts_of(fact, self.year)
        keys = [self.keys(part) for part in parts] or [np.zeros(len(self.ids), np.int64)]
        first, group = _groups(keys)
        register: Mapping[str, Any] = NUMBERS if isinstance(fact, NumberFact) else FLAGS
        read = register[fact.name].read
        found = [read(self.case(i, parts), fact.args) for i in first.tolist()]
        return _spread(found, group, isinstance(fact, NumberFact))

    def keys(self, part: Part) -> Ints:
        """Numbers that are equal for people alike in a part of what is told of them."""
        kept: Ints = self.once(f"keys {part}", lambda: KEYS[part[0]](self, *part[1:]))
        return kept

    def case(self, i: int, parts: Sequence[Part]) -> Case:
        """The case of one person, of the named parts only."""
        told = Told(who=self.who[i])
        for part in parts:
            TELL[part[0]](self, told, i, *part[1:])
        return case(told, "person", self.year, self.on, self.years, span=self.span)

    def heads(self) -> dict[int, Told]:
        """Who heads a unit on the day, and what that unit was given."""

        def make() -> dict[int, Told]:
            people = {i: Told(posts=posts) for i, posts in self.listed("offices").items() if any(p.head for p in posts)}
            lead(list(people.values()), self.day, self.year)
            return people

        kept: dict[int, Told] = self.once("heads", make)
        return kept

    @property
    def day(self) -> dt.date:
        """The day whose posts count."""
        return min(self.on, self.span.end)

    def placed(self) -> dict[int, Told]:
        """Whose unit changed in the year but for a merger, or who has a paper of it."""

        def make() -> dict[int, Told]:
            heirs = heirs_in(self.year, self.years)
            moves, span = self.listed("moves"), self.span
            changed = {i for i, stay in self.stays if span.start < stay.since <= span.end}
            stays = _grouped((i, stay) for i, stay in self.stays if i in changed or i in moves)
            left = (i for i, mine in stays.items() if i in moves or any(rows.Heir(a.unit, b.unit, b.since) not in heirs for a, b in pairwise(mine)))
            return {i: Told(stays=stays.get(i, []), moves=moves.get(i, []), heirs=heirs) for i in (*left, *(m for m in moves if m not in stays))}

        kept: dict[int, Told] = self.once("placed", make)
        return kept

    def alike(self, found: Mapping[int, Any]) -> Ints:
        """A number for each different thing told; 0 where nothing is."""
        key = np.zeros(len(self.ids), np.int64)
        at = list(found)
        key[at] = _numbered(found[i] for i in at) + 1
        return key


def _groups(keys: Sequence[Ints]) -> tuple[Ints, Ints]:
    """The first of each group of people alike in all keys, and everybody's group."""
    group = np.zeros(keys[0].size, np.int64)
    first = np.zeros(0, np.int64)
    for key in keys:
        small = np.unique(key, return_inverse=True)[1].reshape(-1)
        _, first, group = np.unique(group * (small.max(initial=0) + 1) + small, return_index=True, return_inverse=True)
        group = group.reshape(-1)
    return first, group


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for i, row in pairs:
        found.setdefault(i, []).append(row)
    return found


def _numbered(values: Iterable[Any]) -> Ints:
    seen: dict[Any, int] = {}
    return np.fromiter((seen.setdefault(v, len(seen)) for v in values), np.int64)


def _spread(found: Sequence[Any], group: NDArray[np.intp], number: bool) -> Num | Flag:
    touched = np.array([f.touched for f in found], bool)[group]
    if number:
        return Num(np.array([f.lo for f in found], np.int64)[group], np.array([f.hi for f in found], np.int64)[group], touched)
    return Flag(np.array([f.value for f in found], np.int8)[group], touched)


# ---- which parts each number and flag looks at ---------------------------------------------------------

Part = tuple[Any, ...]  # (name, what narrows it …)
WHO: Mapping[str, Callable[[rows.Who], Any]] = {
    "status": lambda who: (who.status, who.status_since),
    "gender": lambda who: who.gender,
    "party": lambda who: who.party_member,
    "contract": lambda who: who.contract,
}


def _near(crowd: Crowd) -> Q:
    """Rows entered for the year or lying in it by their days."""
    start, end = crowd.span.start, crowd.span.end
    return Q(year=crowd.year, since__isnull=True) | Q(since__lte=end) & (Q(until__isnull=True) | Q(until__gte=start))


def _of_the_day(crowd: Crowd) -> Q:
    return Q(since__lte=crowd.day) & (Q(until__isnull=True) | Q(until__gt=crowd.day))


def _in_the_year(crowd: Crowd) -> Q:
    return Q(on__gte=crowd.span.start, on__lte=crowd.span.end)


KINDS: Mapping[str, tuple[type, str, Callable[[Crowd], Q]]] = {
    "holds": (rows.Wait, "holds", lambda crowd: Q()),
    "absences": (rows.Leave, "absences", _near),
    "study": (rows.Course, "study", _near),
    "discipline": (rows.Measure, "discipline", lambda crowd: Q()),
    "research": (rows.Work, "works", lambda crowd: Q(initiative__kind="research")),
    "posts": (rows.Office, "posts", lambda crowd: Q(since__lte=crowd.on)),
    "offices": (rows.Office, "posts", _of_the_day),
    "moves": (rows.Move, "moves", _in_the_year),
}


def _key_listed(crowd: Crowd, name: str) -> Ints:
    return crowd.alike({i: tuple(row[2:] for row in mine) for i, mine in crowd.listed(name).items()})


def _tell_listed(crowd: Crowd, told: Told, i: int, name: str) -> None:
    setattr(told, KINDS[name][1], crowd.listed(name).get(i, []))


def _key_joined(crowd: Crowd) -> Ints:
    """The day of joining counts by the full months from it up to the days that are asked about."""
    told = np.array([who.joined_on is not None for who in crowd.who], bool)
    days = np.array([who.joined_on or crowd.on for who in crowd.who], "M8[D]")
    ends = (crowd.on, crowd.on + DAY, min(crowd.on, crowd.span.end) + DAY)
    months = [np.asarray(months_since(days, end).lo) for end in ends] if days.size else []
    early = [days <= np.datetime64(day) for day in (crowd.on, crowd.span.end)]
    return _groups([told.astype(np.int64), *(flag.astype(np.int64) for flag in early), *months])[1]


def _key_who(crowd: Crowd, name: str) -> Ints:
    if name == "joined":
        return _key_joined(crowd)
    return _numbered(WHO[name](who) for who in crowd.who)


def _key_open(crowd: Crowd, kind: str, years: int) -> Ints:
    """``years``: how many years, the year itself included, matter; 0: whether any is open."""
    word = crowd.open(kind)
    return ((word & np.uint64((1 << years) - 1)) if years else word != 0).astype(np.int64)


def _tell_open(crowd: Crowd, told: Told, i: int, kind: str, years: int) -> None:
    told.open[kind] = int(crowd.open(kind)[i])


def _honours(crowd: Crowd, since: int, *codes: str) -> dict[int, list[Any]]:
    """The awards with these codes whose year, or whose period, reaches ``since``."""
    late = Q(year__gte=since) | Q(period_to__gte=dt.date(since, 1, 1)) | Q(decided_on__gte=dt.date(since, 1, 1))
    chosen = Q(award__in=codes) & late
    kept: dict[int, list[Any]] = crowd.once(f"honours {since} {codes}", lambda: crowd.fetched(rows.Honour, chosen))
    return kept


def _key_honours(crowd: Crowd, since: int, *codes: str) -> Ints:
    found = _honours(crowd, since, *codes)
    return crowd.alike({i: tuple((r.year, r.award, r.kind, r.issuer, *r[6:7], *r[8:]) for r in mine) for i, mine in found.items()})


def _tell_honours(crowd: Crowd, told: Told, i: int, since: int, *codes: str) -> None:
    told.awards = _honours(crowd, since, *codes).get(i, [])


def _key_posts(crowd: Crowd, *patterns: str) -> Ints:
    """Of posts only those that match count, and whether there is any at all."""
    posts = crowd.listed("posts")
    names = {name for name in crowd.once("names of posts", lambda: {p.name for mine in posts.values() for p in mine}) if matches(name, patterns)}
    return crowd.alike({i: tuple((p.name, p.since, p.until) for p in held if p.name in names) if names else () for i, held in posts.items()})


def _tell_posts(crowd: Crowd, told: Told, i: int, *patterns: str) -> None:
    told.posts = crowd.listed("posts").get(i, [])


def _key_any_post(crowd: Crowd) -> Ints:
    return crowd.alike(dict.fromkeys(crowd.listed("posts")))


def _key_headed(crowd: Crowd) -> Ints:
    return crowd.alike({i: tuple((p.head, p.leader) for p in mine) for i, mine in crowd.listed("offices").items()})


def _tell_headed(crowd: Crowd, told: Told, i: int) -> None:
    told.posts = crowd.listed("offices").get(i, [])


def _key_led(crowd: Crowd) -> Ints:
    """Alike are heads of units that were given and rated the same, not only those of one unit."""
    heads = crowd.heads()
    return crowd.alike({i: (tuple((p.head, p.leader) for p in mine), _led(heads.get(i))) for i, mine in crowd.listed("offices").items()})


def _led(one: Told | None) -> tuple[Any, ...]:
    """All that a case tells of the unit somebody heads (``telling``)."""
    if one is None:
        return ()
    return (one.led.whole, tuple(a.award for a in one.led.awards), one.led.rating.value if one.led.rating else None)


def _tell_led(crowd: Crowd, told: Told, i: int) -> None:
    told.posts = crowd.listed("offices").get(i, [])
    if one := crowd.heads().get(i):
        told.led = one.led


def _key_moves(crowd: Crowd) -> Ints:
    return crowd.alike({i: tuple(repr(f) for f in transfers(one, crowd.span)) for i, one in crowd.placed().items()})


def _tell_moves(crowd: Crowd, told: Told, i: int) -> None:
    if one := crowd.placed().get(i):
        told.moves, told.stays, told.heirs = one.moves, one.stays, one.heirs


def _key_there(crowd: Crowd) -> Ints:
    return (crowd.presence.covered & np.uint64(1)).astype(np.int64)


def _tell_there(crowd: Crowd, told: Told, i: int) -> None:
    told.there = bool(int(crowd.presence.covered[i]) & 1)


def _tell_nothing(crowd: Crowd, told: Told, i: int, name: str) -> None:
    """Who somebody is stands in every case."""


KEYS: Mapping[str, Callable[..., Ints]] = {
    "who": _key_who,
    "listed": _key_listed,
    "open": _key_open,
    "honours": _key_honours,
    "posts": _key_posts,
    "any post": _key_any_post,
    "headed": _key_headed,
    "led": _key_led,
    "moves": _key_moves,
    "there": _key_there,
}
TELL: Mapping[str, Callable[..., None]] = {
    "who": _tell_nothing,
    "listed": _tell_listed,
    "open": _tell_open,
    "honours": _tell_honours,
    "posts": _tell_posts,
    "any post": _tell_posts,
    "headed": _tell_headed,
    "led": _tell_led,
    "moves": _tell_moves,
    "there": _tell_there,
}
_DISCIPLINE: tuple[Part, ...] = (("listed", "discipline"), ("open", "discipline", 0))
_PEOPLE: Part = ("open", "people", 1)
_STATUS: Part = ("who", "status")
PARTS: Mapping[str, tuple[Part, ...]] = {
    "employed-months": (("who", "joined"),),
    "service-years": (("who", "joined"), _STATUS),
    "service-total": (("who", "joined"), _STATUS, *_DISCIPLINE),
    "heads-one-of": (("listed", "posts"), ("led",), _PEOPLE),
    "disciplined-in-post": (*_DISCIPLINE, ("any post",), _PEOPLE),
    **dict.fromkeys(("disciplined-before", "under-discipline", "dismissed"), _DISCIPLINE),
    **dict.fromkeys(("absence-months", "absent"), (("listed", "absences"), ("open", "absences", 1))),
    **dict.fromkeys(("study-bars", "studied"), (("listed", "study"), ("open", "study", 1))),
    **dict.fromkeys(("transfer-without-opinion", "seconded"), (("moves",), ("there",))),
    "on-hold": (("listed", "holds"), ("open", "holds", 1)),
    "woman": (("who", "gender"),),
    "party-member": (("who", "party"),),
    "contract": (("who", "contract"),),
    **dict.fromkeys(("retired", "deceased", "former", "told-former", "outside-sector"), (_STATUS,)),
    **dict.fromkeys(("head-of-unit", "leader"), (("headed",), _PEOPLE)),
    **dict.fromkeys(("unit-title", "unit-rating"), (("led",),)),
}


def parts_of(fact: NumberFact | FlagFact, year: int) -> tuple[Part, ...]:
    """All that a number or flag looks at; nothing for what the records do not hold (movements, councils)."""
    codes = tuple(arg for arg in fact.args if not arg.startswith("by:"))
    if fact.name in ("leader-years", "post-years", "holds-post"):
        return (("posts", *fact.args), _PEOPLE)
    if fact.name == "disciplined-recently":
        return (("listed", "discipline"), ("open", "discipline", looks_back(fact.name, fact.args)))
    if fact.name == "counted-anew":
        since = int(codes[0])
        return (("honours", year - since, *codes[1:]), ("open", "awards", since + 1))
    if fact.name in ("sudden-award", "claimed-award"):
        return (("honours", year if fact.name == "sudden-award" else 1, *codes), ("open", "awards", 1))
    if fact.name == "accepted-work":
        return (("listed", "research"), ("open", "research", int(fact.args[0]) if fact.args else 1))
    return PARTS.get(fact.name, ())


# ---- tables --------------------------------------------------------------------------------------------


def _signed(crowd: Crowd, frame: Frame, kind: str, found: Sequence[tuple[Any, ...]], make: Callable[..., Any], more: Mapping[str, Any]) -> None:
    """A table whose rows point at the different things they may say (``found``: owner, year, then what is said)."""
    seen: dict[Any, int] = {}
    signs = [seen.setdefault(row[2:], len(seen)) for row in found]
    frame.signs[kind] = [make(*said) for said in seen]
    pairs = [(row[0], row[1], sign, *(value(row) for value in more.values())) for row, sign in zip(found, signs, strict=True)]
    columns = {"sign": (2, int, np.int32), **{name: (3 + i, int, np.int16) for i, name in enumerate(more)}}
    frame.tables[kind] = crowd.table(pairs, columns)
    frame.open[kind] = crowd.open(kind)


VAGUE = str(Rating.Value.GOOD_OR_BETTER)
LEVELS = {**RATINGS, VAGUE: RATINGS["hoan-thanh-tot"]}  # "good or better" is surely good; the column ``vague`` marks it


def _ratings(crowd: Crowd, frame: Frame, wanted: Wanted) -> None:
    since = wanted.since(RatingFact, crowd.year)
    kept = Q(void_at__isnull=True, body=Rating.Body.OFFICE, year__gte=since, year__lte=crowd.year)
    said = list(LEVELS)
    owners, given, code = packed(Rating.objects.filter(crowd.mine() & kept), numbered("value", said))
    levels = np.array([*LEVELS.values()], np.int8)
    frame.tables["ratings"] = crowd.laid(owners, given, {"rating": levels[code], "vague": code == said.index(VAGUE)})


def _awards(crowd: Crowd, frame: Frame, wanted: Wanted) -> None:
    facts = [fact for fact, _ in wanted.words(AwardFact)]
    names = ["award", *(["kind"] if any(f.kinds or f.not_kinds for f in facts) else []), *(["issuer"] if any(f.by for f in facts) else [])]
    given = Q(award__in=FORMS_OF_YEAR) | Q(decided_on__isnull=True) | Q(decided_on__lte=crowd.on)  # as ``AwardRow.given_by``
    kept = crowd.mine() & Q(void_at__isnull=True) & wanted.codes(crowd.year) & given
    held = AwardHeld.objects.filter(kept)

    def make(award: str, *said: str) -> AwardRow:
        told = dict(zip(names[1:], said, strict=True))
        return AwardRow(award, None, kind=told.get("kind") or None, by=told.get("issuer") or None)

    if "issuer" in names:
        _signed(crowd, frame, "awards", bare(held.order_by().values_list("person_id", "year", *names)), make, {})
    else:
        codes = sorted({code for f in facts for code in f.codes})
        _packed_awards(crowd, frame, held, codes, KINDS_HELD if "kind" in names else [""], lambda *said: make(*said[: len(names)]))


KINDS_HELD = ["", *map(str, AwardHeld.Kind)]


def _packed_awards(
    crowd: Crowd, frame: Frame, held: QuerySet[AwardHeld], codes: list[str], kinds: list[str], make: Callable[[str, str], AwardRow]
) -> None:
    """Awards told apart by their code and, where there is more than one kind, by their kind; both are few."""
    which = numbered("award", codes) * len(kinds) + (numbered("kind", kinds) if len(kinds) > 1 else 0)
    owners, years, numbers = packed(held, which)
    seen, signs = np.unique(numbers, return_inverse=True)
    frame.signs["awards"] = [make(codes[i // len(kinds)], kinds[i % len(kinds)]) for i in seen.tolist()]
    frame.tables["awards"] = crowd.laid(owners, years, {"sign": signs.reshape(-1).astype(np.int32)})
    frame.open["awards"] = crowd.open("awards")


_IDEA = ("level", "recognised", "applied")


def _ideas(table: str, kind: str) -> Callable[[Crowd, Frame, Wanted], None]:
    def add(crowd: Crowd, frame: Frame, wanted: Wanted) -> None:
        since = wanted.since(table, crowd.year)
        kept = Q(initiative__void_at__isnull=True, initiative__kind=kind, initiative__year__gte=since, initiative__year__lte=crowd.year)
        names = ("person_id", "initiative__year", *(f"initiative__{n}" for n in _IDEA), "used_for", "used_year")
        found = bare(Authorship.objects.filter(crowd.mine() & kept).order_by().values_list(*names))

        def make(level: str, recognised: bool | None, applied: bool | None, used_for: str, used_year: int | None) -> IdeaRow:
            return idea(table, level, recognised, applied, used_for, used_year, crowd.year)

        _signed(crowd, frame, table, found, make, {})

    return add


def idea(table: str, level: str, recognised: bool | None, applied: bool | None, used_for: str, used_year: int | None, year: int) -> IdeaRow:
    """A work as ``telling.idea_row`` tells it."""
    kind = "research" if table == "research" else "initiative"
    return idea_row(rows.Work(0, 0, year, kind, level, recognised, applied, used_for, used_year, "", "", "", None), year)


def _discipline(crowd: Crowd, frame: Frame, wanted: Wanted) -> None:
    measures = [(i, discipline_row(m, crowd.years)) for i, mine in crowd.listed("discipline").items() for m in mine]
    found = [(crowd.ids[i], m.year, m.form, m.already_used_in, m.ended_year) for i, m in measures]

    def make(form: str, used: int | None, ended: int | None) -> DisciplineRow:
        return DisciplineRow(form, None, already_used_in=used, ended_year=ended)

    _signed(crowd, frame, "discipline", found, make, {"ended": lambda row: row[4]})


def _contests(crowd: Crowd, frame: Frame, wanted: Wanted) -> None:
    found = [(p.owner, p.year, p.title) for p in fetch(rows.Prize, crowd.mine())]
    _signed(crowd, frame, "contests", found, lambda title: ContestRow(title, None), {})


TABLES: Mapping[type | str, Callable[[Crowd, Frame, Wanted], None]] = {
    RatingFact: _ratings,
    AwardFact: _awards,
    "initiatives": _ideas("initiatives", "initiative"),
    "research": _ideas("research", "research"),
    DisciplineFact: _discipline,
    ContestFact: _contests,
}
