"""The door of units, hung by ``people``, which knows the roles."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from vinhdanh.accounts.answers import Answer
from vinhdanh.accounts.models import User
from vinhdanh.people import access
from vinhdanh.units.models import Unit


class ByRoles:
    """Units in the scope of one's roles; and the unit one belongs to."""

    def seen(self, user: User) -> QuerySet[Unit]:
        """The units an account may see."""
        mine = access.scope_of(user).person_id
        own = Q(people=mine) if mine else access.NOBODY
        wide = access.in_scope(user, "people.view") | access.in_scope(user, "units.edit")
        return Unit.objects.filter(pk__in=Unit.objects.filter(wide | own).values("pk"))

    def to_edit(self, user: User) -> QuerySet[Unit]:
        """The units an account may change."""
        return access.units_for(user, "units.edit")

    def may(self, user: User, power: str, unit: Unit | None) -> Answer:
        """Whether an account holds a power on a unit."""
        return access.may(user, power, unit)
