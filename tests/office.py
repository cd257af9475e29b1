"""A small invented office for tests: one province, two departments, one regional office; people and accounts on demand."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from vinhdanh.accounts.models import User
from vinhdanh.merit.collate import name_key, sort_key
from vinhdanh.merit.text import fold
from vinhdanh.people.models import Membership, Person, Role, RoleGrant
from vinhdanh.people.powers import ROLES
from vinhdanh.units.models import Unit, UnitKind, UnitSpan

SINCE = dt.date(2010, 1, 1)
_numbers = itertools.count(1)


def kind(code: str = "phong", name: str = "Phòng", level: str = "noi-bo") -> UnitKind:
    """A kind of unit."""
    return UnitKind.objects.get_or_create(code=code, defaults={"name": name, "level": level})[0]


def unit(key: str, name: str, parent: Unit | None = None, **more: Any) -> Unit:
    """A unit with its one span, since 2010."""
    path = f"{parent.path if parent else '/'}{key}/"
    made = Unit.objects.create(
        key=key,
        name=name,
        kind=more.pop("kind", None) or kind(),
        parent=parent,
        path=path,
        folded=fold(name),
        sort_key=sort_key(name),
        founded_on=SINCE,
        **more,
    )
    UnitSpan.objects.create(unit=made, since=SINCE, name=name, kind=made.kind, parent=parent)
    return made


def person(unit: Unit | None, name: str = "", **more: Any) -> Person:
    """A person on the payroll of a unit since 2015."""
    number = next(_numbers)
    name = name or f"Nguyễn Văn A{number:02}"
    made = Person.objects.create(
        key=more.pop("key", f"CB{number:05}"),
        full_name=name,
        folded=fold(name),
        sort_key=name_key(name),
        unit=unit,
        joined_on=dt.date(2015, 3, 1),
        **more,
    )
    if unit is not None:
        Membership.objects.create(person=made, unit=unit, since=dt.date(2015, 3, 1))
    return made


def roles() -> dict[str, Role]:
    """The roles the office starts with, by code."""
    return {r.code: Role.objects.get_or_create(code=r.code, defaults={"name": r.name, "powers": list(r.powers), "below": r.below})[0] for r in ROLES}


def user(role: str | None = None, on: Unit | None = None, *, person: Person | None = None, name: str = "") -> User:
    """An account with a role on a unit (password: ``mat-khau-thu``)."""
    number = next(_numbers)
    made = User.objects.create_user(name or f"tk{number:03}", password="mat-khau-thu", full_name=f"Trần Thị B{number:02}")
    if role and on:
        RoleGrant.objects.create(user=made, role=roles()[role], unit=on, since=SINCE)
    if person is not None:
        person.account = made
        person.save()
    return made


class Office:
    """``top`` (the province), ``p1`` and ``p2`` (departments), ``kv`` (a regional office with department ``kv_a``), ``other`` (another province)."""

    def __init__(self) -> None:
        self.top = unit("MH", "VKSND tỉnh Minh Hà", kind=kind("tinh", "VKSND cấp tỉnh", "tinh"))
        self.p1 = unit("P1", "Phòng 1", self.top)
        self.p2 = unit("P2", "Phòng 2", self.top)
        self.kv = unit("KV1", "VKSND khu vực 1", self.top, kind=kind("khu-vuc", "VKSND khu vực", "khu-vuc"))
        self.kv_a = unit("KV1A", "Bộ phận Hình sự", self.kv)
        self.other = unit("TB", "VKSND tỉnh Tân Bình", kind=kind("tinh", "VKSND cấp tỉnh", "tinh"))
