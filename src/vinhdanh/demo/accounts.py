"""An account for every role, each with a person of the demo behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from vinhdanh.accounts.models import User
from vinhdanh.administration.actions.start import make_roles
from vinhdanh.demo.mark import PASSWORD
from vinhdanh.demo.places import REGION, ROOM, VU, World
from vinhdanh.demo.units import Made
from vinhdanh.people.models import Person, Post, Role, RoleGrant
from vinhdanh.people.powers import ROLES
from vinhdanh.units.models import Unit


@dataclass(frozen=True, slots=True)
class Seat:
    """An account to be made: its name, role, the unit the role is given on, and the rank of its person in the unit it comes from."""

    name: str
    role: str
    on: str
    home: str
    leads: bool = False


def seats(world: World) -> list[Seat]:
    """Every role once, and a second clerk and leader of another unit."""
    top = world.places[0].key
    regions = [p for p in world.places if p.kind is REGION]
    office = next(p.key for p in world.places if p.kind in (ROOM, VU))
    first, second = regions[0].key, regions[1].key
    return [
        Seat("canhan", "ca-nhan", first, first),
        Seat("canbo", "can-bo-tdkt", first, first),
        Seat("canbo2", "can-bo-tdkt", second, second),
        Seat("lanhdao", "lanh-dao", first, first, True),
        Seat("tdkt", "bo-phan-tdkt", top, office),
        Seat("thuky", "thu-ky", top, office),
        Seat("uyvien", "uy-vien", top, top),
        Seat("chutich", "chu-tich", top, top, True),
        Seat("ketoan", "ke-toan", top, office),
        Seat("quantri", "quan-tri", top, office),
    ]


def make_accounts(world: World, units: Made, on: dt.date) -> dict[str, User]:
    """Write the accounts; by name."""
    roles, secret = make_roles(), make_password(PASSWORD)
    taken: set[int] = set()
    return {s.name: _account(s, roles[s.role], units, taken, secret, on) for s in seats(world)}


def _account(seat: Seat, role: Role, units: Made, taken: set[int], secret: str, on: dt.date) -> User:
    person = _person(units[seat.home], seat.leads, taken)
    user = User(username=seat.name, full_name=person.full_name, password=secret)
    user.save()
    person.account = user
    person.save(update_fields=["account"])
    taken.add(person.pk)
    RoleGrant.objects.create(user=user, role=role, unit=units[seat.on], since=dt.date(on.year - 1, 1, 1))
    return user


def _person(unit: Unit, leads: bool, taken: set[int]) -> Person:
    serving = Person.objects.filter(unit=unit, status=Person.Status.SERVING).exclude(pk__in=taken)
    leaders = Post.objects.filter(unit=unit, leader=True, until__isnull=True)
    wanted = serving.filter(posts__in=leaders.filter(head=True)) if leads else serving.exclude(posts__in=leaders).filter(joined_on__year__lt=2018)
    found = wanted.order_by("pk").first()
    assert found is not None, unit
    return found


def told(world: World, users: dict[str, User], units: Made) -> list[dict[str, str]]:
    """What the mark keeps of the accounts, to be printed."""
    names = {r.code: r.name for r in ROLES}
    return [
        {"name": s.name, "role": f"{names[s.role]} – {units[s.on].short_name or units[s.on].name} ({users[s.name].full_name})"} for s in seats(world)
    ]
