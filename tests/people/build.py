"""Builders of the tests of people."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.people.models import Membership, Person, Post
from vinhdanh.units.models import Unit

TODAY, DAY = dt.date(2026, 11, 24), dt.date(2026, 7, 1)
BEFORE = DAY - dt.timedelta(days=1)


def signed_in(who: User) -> Client:
    """A browser of an account."""
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def clerk_of(office: Office) -> User:
    """The emulation office of the province: all but the administration."""
    return user("bo-phan-tdkt", office.top)


def post(person: Person, name: str = "Kiểm sát viên", since: dt.date = dt.date(2016, 1, 1), **more: object) -> Post:
    """A post in the person's unit."""
    return Post.objects.create(person=person, unit=more.pop("unit", person.unit), name=name, since=since, **more)  # type: ignore[misc]


def spans(person: Person) -> list[tuple[str, str, dt.date, dt.date | None]]:
    """The memberships, the earliest first."""
    return [(m.unit.key, m.kind, m.since, m.until) for m in person.memberships.select_related("unit").order_by("since", "pk")]


def second(person: Person, unit: Unit, since: dt.date, until: dt.date | None = None) -> Membership:
    """A secondment."""
    return Membership.objects.create(person=person, unit=unit, kind=Membership.Kind.SECONDMENT, since=since, until=until)
