"""Questions about people: lists, namesakes, duplicates, the name, post and unit of a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Event
from vinhdanh.merit.text import fold
from vinhdanh.people.access import in_scope, people_for
from vinhdanh.people.days import on_day, order, post_words, posts_on, unit_of
from vinhdanh.people.models import Membership, Person, PersonMerge, Post, Transfer
from vinhdanh.units.models import Unit
from vinhdanh.units.queries import lasting, unit_on

__all__ = ["OfDay", "find", "heads_of", "of_day", "posts_on", "unit_of"]
HERE = ("serving", "retired", "left", "deceased", "outside")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list of people."""

    words: str = ""
    unit: Unit | None = None
    below: bool = True
    status: str = Person.Status.SERVING
    post: str = ""
    seconded: bool = False


def find(people: QuerySet[Person], wanted: Wanted, on: dt.date) -> QuerySet[Person]:
    """People by filters, in the order of Vietnamese lists (by given name)."""
    if wanted.unit is not None:
        people = people.filter(_in(wanted.unit, wanted.below, wanted.seconded, on))
    if wanted.status:
        people = people.filter(status=wanted.status)
    if wanted.post:
        people = people.filter(Exists(Post.objects.filter(lasting(on), person=OuterRef("pk"), name=wanted.post)))
    for word in fold(wanted.words).split():
        people = people.filter(Q(folded__contains=word) | Q(key__iexact=word))
    return people.select_related("unit").order_by("sort_key", "birth", "pk")


def _in(unit: Unit, below: bool, seconded: bool, on: dt.date) -> Q:
    inside = Q(unit__path__startswith=unit.path) if below else Q(unit=unit)
    if not seconded:
        return inside
    rows = Membership.objects.filter(lasting(on), person=OuterRef("pk"), kind=Membership.Kind.SECONDMENT)
    return inside | Q(Exists(rows.filter(unit__path__startswith=unit.path) if below else rows.filter(unit=unit)))


def post_names(on: dt.date) -> list[str]:
    """The names of posts held today, the commonest first (of the whole house: a name of a post tells nothing of anybody)."""
    rows = Post.objects.filter(lasting(on)).values("name").annotate(n=Count("pk")).order_by("-n", "name")
    return [row["name"] for row in rows[:60]]


def namesakes(page: Iterable[Person]) -> set[int]:
    """Those of a page that share their name with another person of the page: they are shown with birth, unit and key."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for person in page:
        by_name[person.folded].append(person.pk)
    return {pk for pks in by_name.values() if len(pks) > 1 for pk in pks}


def others_named(person: Person, people: QuerySet[Person]) -> list[Person]:
    """Namesakes of a person among people."""
    return list(people.filter(folded=person.folded).exclude(pk=person.pk).select_related("unit").order_by("birth", "pk")[:10])


@dataclass(frozen=True, slots=True)
class OfDay:
    """Who a person was on a day: name, posts, unit, and the name of the unit then."""

    name: str
    post: str
    unit: Unit | None
    unit_name: str


def of_day(person: Person, day: dt.date) -> OfDay:
    """Name, post and unit of a day (a person's name is one: corrections are not new names)."""
    unit = unit_of(person, day)
    span = unit_on(unit, day) if unit else None
    return OfDay(person.full_name, post_words(posts_on(person, day)), unit, span.name if span else unit.name if unit else "")


def heads_of(unit: Unit, day: dt.date) -> list[Post]:
    """Who heads a unit on a day."""
    rows = Post.objects.filter(lasting(day), unit=unit, head=True, person__merged_into__isnull=True, person__secret=False)
    return list(rows.select_related("person").order_by("since", "pk"))


def serving_count(unit: Unit) -> tuple[int, int]:
    """How many people serve in a unit today: itself, and with all below. One query."""
    found = Person.objects.filter(unit__path__startswith=unit.path, status=Person.Status.SERVING, merged_into__isnull=True, secret=False)
    counted = found.aggregate(all=Count("pk"), own=Count("pk", filter=Q(unit=unit)))
    return counted["own"], counted["all"]


# ---- duplicates ----


def duplicates(people: QuerySet[Person]) -> QuerySet[Any, Any]:
    """Name and birth that more than one record has, among people."""
    same = people.filter(birth__isnull=False).values("folded", "birth").annotate(n=Count("pk", distinct=True)).filter(n__gt=1)
    return same.order_by("folded", "birth")


def groups(people: QuerySet[Person], rows: Sequence[dict[str, object]]) -> list[list[Person]]:
    """The records behind rows of ``duplicates``. One query."""
    match = Q(pk__in=[])
    for row in rows:
        match |= Q(folded=row["folded"], birth=row["birth"])
    by_key: dict[tuple[object, object], list[Person]] = defaultdict(list)
    for person in people.filter(match).select_related("unit").order_by("pk"):
        by_key[person.folded, person.birth].append(person)
    return [by_key[row["folded"], row["birth"]] for row in rows]


def merges_for(user: User) -> QuerySet[PersonMerge]:
    """The merges of people one may merge, the latest first."""
    return (
        PersonMerge.objects.filter(kept__in=people_for(user, "people.merge")).select_related("kept", "gone", "by", "undone_by").order_by("-at", "-pk")
    )


# ---- transfers ----


def incoming(user: User) -> QuerySet[Transfer]:
    """Transfers to units for which the account may answer."""
    return _transfers().filter(in_scope(user, "people.transfer", "new_unit__"))


def outgoing(user: User) -> QuerySet[Transfer]:
    """Transfers from units for which the account may propose."""
    return _transfers().filter(in_scope(user, "people.transfer", "old_unit__"))


def _transfers() -> QuerySet[Transfer]:
    shown = Transfer.objects.filter(person__secret=False, person__merged_into__isnull=True)
    return shown.select_related("person__unit", "old_unit", "new_unit", "proposed_by", "answered_by").order_by("-proposed_at", "-pk")


# ---- the page of a person ----


@dataclass(frozen=True, slots=True)
class Service:
    """The service of a person: memberships, posts, transfers, the latest first."""

    memberships: list[Membership]
    posts: list[Post]
    transfers: list[Transfer]
    events: list[Event]

    def now(self, on: dt.date) -> list[Post]:
        """The posts of a day."""
        return order(on_day(self.posts, on))


def service_of(person: Person) -> Service:
    """Four queries, whatever the history."""
    events = Event.objects.filter(kind="people.person", object_id=str(person.pk)).select_related("actor").order_by("-number")
    return Service(
        list(person.memberships.select_related("unit").order_by("-since", "-pk")),
        list(person.posts.select_related("unit").order_by("-since", "-pk")),
        list(person.transfers.select_related("old_unit", "new_unit").order_by("-proposed_at", "-pk")),
        list(events[:30]),
    )
