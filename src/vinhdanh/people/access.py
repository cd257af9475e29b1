"""The only door to people: who may see whom and why not. Scopes come from roles given on units, for a time.

A unit's scope is its ``path``: a role with ``below`` holds for the units under it too. It holds as well for the units that ended into
it and left it their duties (``Unit.answers_for``): who retired there is nobody else's to see or correct. What lies outside is answered
with 404, as if it were not there; what is seen but may not be done is answered with a reason (``Answer``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from vinhdanh.accounts.answers import YES, Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.audit.models import OpenSession
from vinhdanh.people.models import Person, RoleGrant
from vinhdanh.people.powers import POWERS
from vinhdanh.units.models import Unit

NOBODY, EVERYBODY = Q(pk__in=[]), Q(pk__isnull=False)  # an empty Q would vanish in an "or"


@dataclass(frozen=True, slots=True)
class Held:
    """One role in force: where (path of the unit, and below?) and what it allows."""

    path: str
    below: bool
    powers: frozenset[str]
    role: str

    def covers(self, path: str) -> bool:
        """Whether a unit lies in it."""
        return path.startswith(self.path) if self.below else path == self.path


@dataclass(frozen=True, slots=True)
class Scope:
    """What an account holds on a day: its roles, its own person (None if it is nobody's), an open session of an administrator."""

    held: tuple[Held, ...]
    person_id: int | None
    session: bool

    def paths(self, power: str) -> list[Held]:
        """The roles that hold a power."""
        return [h for h in self.held if power in h.powers]

    def may(self, power: str, path: str | None = None) -> bool:
        """Whether a power is held on a unit (anywhere, if none is named)."""
        return any(path is None or h.covers(path) for h in self.paths(power)) or (self.session and power in READING)


READING = frozenset({"people.view", "records.view"})  # what a timed, reasoned session opens


def scope_of(user: User, on: dt.date | None = None) -> Scope:
    """The scope of an account on a day (today). Kept on the user object: two queries a request."""
    on = on or timezone.localdate()
    kept: tuple[dt.date, Scope] | None = getattr(user, "_scope", None)
    if kept is None or kept[0] != on:
        user._scope = kept = (on, _scope(user, on))  # type: ignore[attr-defined]
    return kept[1]


def _scope(user: User, on: dt.date) -> Scope:
    grants = grants_in_force(user, on).select_related("role", "unit")
    held = tuple(held for g in grants for held in _reach(g))
    person = Person.objects.filter(account=user).values_list("pk", flat=True).first()
    session = any("audit.session" in h.powers for h in held) and open_session(user) is not None
    return Scope(held, person, session)


def _reach(grant: RoleGrant) -> Iterator[Held]:
    """Where a role holds: on its unit, and on those that ended into it (or below it), whose people and records stay where they were."""
    role, powers = grant.role, frozenset(grant.role.powers)
    yield Held(grant.unit.path, role.below, powers, role.code)
    for old, heir in grant.unit.answers_for:
        if role.below or heir == grant.unit.path:
            yield Held(old, role.below, powers, role.code)


def grants_in_force(user: User, on: dt.date) -> QuerySet[RoleGrant]:
    """The roles of an account on a day; a delegated one only while the one it came from is in force."""
    lasting = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    source = Q(delegated_from__isnull=True) | (
        Q(delegated_from__since__lte=on) & (Q(delegated_from__until__isnull=True) | Q(delegated_from__until__gt=on))
    )
    return RoleGrant.objects.filter(lasting & source, user=user)


def open_session(user: User) -> OpenSession | None:
    """The administrator's session that is open now."""
    now = timezone.now()
    return OpenSession.objects.filter(user=user, closed_at__isnull=True, opened_at__lte=now, until__gt=now).first()


def in_scope(user: User, power: str, prefix: str = "") -> Q:
    """The filter of rows whose unit (``prefix``: the lookup that leads to it, ``unit__``) lies where the power is held."""
    scope = scope_of(user)
    if scope.session and power in READING:
        return EVERYBODY
    found = NOBODY
    for held in scope.paths(power):
        found |= Q(**{f"{prefix}path__startswith" if held.below else f"{prefix}path": held.path})
    return found


def units_for(user: User, power: str = "people.view") -> QuerySet[Unit]:
    """The units on which an account holds a power."""
    return Unit.objects.filter(in_scope(user, power))


def unit_for(user: User, key: str, power: str = "people.view") -> Unit:
    """The unit, or 404."""
    return get_object_or_404(units_for(user, power), key=key)


def people_for(user: User, power: str = "people.view") -> QuerySet[Person]:
    """The people an account may see: those of its units, and itself. Merged and secret records are not shown."""
    scope = scope_of(user)
    mine = Q(pk=scope.person_id) if scope.person_id and power in READING else NOBODY
    return Person.objects.filter(in_scope(user, power, "unit__") | mine, merged_into__isnull=True, secret=False)


def person_for(user: User, key: str, power: str = "people.view") -> Person:
    """The person, or 404. With the unit, for the page needs it."""
    return get_object_or_404(people_for(user, power).select_related("unit", "unit__kind"), key=key)


def may(user: User, power: str, unit: Unit | None = None) -> Answer:
    """Whether an account holds a power (on a unit), and if not, what it would need."""
    if scope_of(user).may(power, unit.path if unit else None):
        return YES
    where = f" tại {unit.name}" if unit else ""
    return no(f"Tài khoản của bạn chưa được giao quyền {POWERS[power]}{where}. Người giao vai trò của đơn vị có thể giao quyền này.")


def may_see(user: User, field: str, person: Person) -> Answer:
    """Whether a sensitive field (``health``, ``discipline``, ``complaint``, ``identity``) of a person may be shown; one's own always."""
    if person.pk is not None and person.pk == scope_of(user).person_id and field != "complaint":
        return YES
    return may(user, f"sensitive.{field}", person.unit) if person.unit else no("Người này không thuộc đơn vị nào của bạn.")
