"""What an account may find: each kind through the door of its own objects."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from vinhdanh.accounts.models import User
from vinhdanh.people.access import NOBODY, in_scope, people_for, scope_of
from vinhdanh.records.models import Authorship, AwardHeld
from vinhdanh.search.models import SearchEntry
from vinhdanh.units.access import units_for

Kind = SearchEntry.Kind


def seen(user: User, kind: SearchEntry.Kind, found: QuerySet[SearchEntry]) -> QuerySet[SearchEntry]:
    """The entries of one kind that an account may see."""
    found = found.filter(kind=kind)
    if kind == Kind.PERSON:
        return found.filter(Exists(people_for(user).filter(pk=OuterRef("object_pk"))))
    if kind == Kind.UNIT:
        return found.filter(Exists(units_for(user).filter(pk=OuterRef("object_pk"))))
    if kind == Kind.INITIATIVE:
        return found.filter(Exists(Authorship.objects.filter(_subjects(user), initiative=OuterRef("object_pk"))))
    if kind == Kind.DECISION:
        rows = awards_for(user).filter(folded=OuterRef("folded"))  # number and day apart from number alone: one index serves both
        dated = Q(on__isnull=False) & Exists(rows.filter(decided_on=OuterRef("on")))
        return found.filter(dated | Q(on__isnull=True) & Exists(rows.filter(decided_on__isnull=True)))
    return found  # acts are open to everybody who signed in


def _subjects(user: User) -> Q:
    """Rows about people and units of the account's scope, and about itself."""
    mine = scope_of(user).person_id
    known = Q(person__secret=False, person__merged_into=None)
    own = Q(person=mine) if mine else NOBODY
    return (known & (in_scope(user, "records.view", "person__unit__") | own)) | in_scope(user, "records.view", "unit__")


def awards_for(user: User) -> QuerySet[AwardHeld]:
    """The awards in force an account may see."""
    return AwardHeld.objects.filter(_subjects(user), void_at=None, secret=False)
