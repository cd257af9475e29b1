"""The door to units. Scopes come from roles, which ``people`` knows and lies above: it hangs its door here when it is ready.

Without a door nobody gets anything.
"""

from __future__ import annotations

from typing import Protocol

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from vinhdanh.accounts.answers import Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.units.models import Unit


class Door(Protocol):
    """Who may see which units, and do what with them."""

    def seen(self, user: User) -> QuerySet[Unit]:
        """The units an account may see."""
        ...

    def to_edit(self, user: User) -> QuerySet[Unit]:
        """The units an account may change."""
        ...

    def may(self, user: User, power: str, unit: Unit | None) -> Answer:
        """Whether an account holds a power on a unit, and if not, why."""
        ...


class Closed:
    """The door before anybody has hung one."""

    def seen(self, user: User) -> QuerySet[Unit]:
        """None."""
        return Unit.objects.none()

    def to_edit(self, user: User) -> QuerySet[Unit]:
        """None."""
        return Unit.objects.none()

    def may(self, user: User, power: str, unit: Unit | None) -> Answer:
        """No."""
        return no("Chưa có quy tắc quyền truy cập đơn vị.")


_door: list[Door] = [Closed()]


def hang(door: Door) -> None:
    """Take a door into use (called by ``people`` when it is ready)."""
    _door[0] = door


def units_for(user: User) -> QuerySet[Unit]:
    """The units an account may see: those of its scope, and the one of its own person."""
    return _door[0].seen(user)


def unit_for(user: User, key: str) -> Unit:
    """The unit, or 404."""
    return get_object_or_404(units_for(user).select_related("kind", "parent"), key=key)


def may_edit(user: User, unit: Unit | None = None) -> Answer:
    """Whether the unit (or any unit) may be changed by the account."""
    return _door[0].may(user, "units.edit", unit)


def may_count(user: User, unit: Unit | None = None) -> Answer:
    """Whether the people of the unit (or any unit) may be counted before the account's eyes."""
    return _door[0].may(user, "people.view", unit)


def units_to_edit(user: User) -> QuerySet[Unit]:
    """The units an account may change."""
    return _door[0].to_edit(user)
