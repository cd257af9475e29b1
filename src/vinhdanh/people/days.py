"""Days in the life of a person: where somebody belonged and what post somebody held; and the state of today kept on the person."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from vinhdanh.people.models import Membership, Person, Post
from vinhdanh.units.forest import settle as settle_units
from vinhdanh.units.models import Unit
from vinhdanh.units.queries import lasting

Dated = TypeVar("Dated", Membership, Post)
LONGEST = 120


def on_day(rows: Iterable[Dated], day: dt.date) -> list[Dated]:
    """Those that hold on a day."""
    return [r for r in rows if r.since <= day and (r.until is None or day < r.until)]


def unit_of(person: Person, day: dt.date) -> Unit | None:
    """The unit on whose payroll a person was on a day."""
    found = person.memberships.filter(lasting(day), kind=Membership.Kind.PAYROLL).select_related("unit").order_by("-since").first()
    return found.unit if found else None


def posts_on(person: Person, day: dt.date) -> list[Post]:
    """The posts a person held on a day, the leading ones first."""
    return order(person.posts.filter(lasting(day)).select_related("unit"))


def order(posts: Iterable[Post]) -> list[Post]:
    """The leading posts first, then the latest."""
    return sorted(posts, key=lambda p: (not p.head, not p.leader, -p.since.toordinal(), p.pk))


def post_words(posts: Iterable[Post]) -> str:
    """The posts as one line, as many as it holds."""
    names = list(dict.fromkeys(p.name for p in order(posts)))
    while names and len(", ".join(names)) > LONGEST:
        names.pop()
    return ", ".join(names)


def payroll_shown(rows: Sequence[Membership], day: dt.date) -> Membership | None:
    """The payroll membership of the day; else the last before it; else the first to come."""
    payroll = sorted((m for m in rows if m.kind == Membership.Kind.PAYROLL), key=lambda m: m.since)
    begun = [m for m in payroll if m.since <= day]
    return begun[-1] if begun else payroll[0] if payroll else None


def settle(person: Person, day: dt.date) -> None:
    """Write on the person what holds on a day: unit and posts (of somebody who has left, the last unit; the post stays as told)."""
    _write(person, list(person.memberships.order_by("since", "pk")), list(person.posts.order_by("since", "pk")), day)


def _write(person: Person, memberships: Sequence[Membership], posts: Sequence[Post], day: dt.date) -> bool:
    shown = payroll_shown(memberships, day)
    now: dict[str, object] = {"unit_id": shown.unit_id if shown else person.unit_id}
    if posts:
        now["post_name"] = post_words(on_day(posts, day)) or post_words([max(posts, key=lambda p: p.since)])
    changed = [f for f, value in now.items() if getattr(person, f) != value]
    for field in changed:
        setattr(person, field, now[field])
    if changed:
        person.save(update_fields=changed)
    return bool(changed)


@transaction.atomic
def begin(day: dt.date) -> tuple[int, int]:
    """Begin a day: settle the tree of units, then people. Returns how many units and people changed."""
    return settle_units(day), start_day(day)


def start_day(day: dt.date) -> int:
    """Settle everybody for whom something begins or ends on a day or in the week before (so that a missed day is made up)."""
    week = (day - dt.timedelta(days=7), day)
    near = Q(since__range=week) | Q(until__range=week)
    ids = set(Membership.objects.filter(near).values_list("person_id", flat=True)) | set(
        Post.objects.filter(near).values_list("person_id", flat=True)
    )
    return sum(_write(p, m, q, day) for p, m, q in _with_rows(ids))


def _with_rows(ids: set[int]) -> Iterable[tuple[Person, list[Membership], list[Post]]]:
    memberships: dict[int, list[Membership]] = defaultdict(list)
    posts: dict[int, list[Post]] = defaultdict(list)
    for m in Membership.objects.filter(person__in=ids).order_by("since", "pk"):
        memberships[m.person_id].append(m)
    for p in Post.objects.filter(person__in=ids).order_by("since", "pk"):
        posts[p.person_id].append(p)
    return [(p, memberships[p.pk], posts[p.pk]) for p in Person.objects.filter(pk__in=ids).order_by("pk")]
