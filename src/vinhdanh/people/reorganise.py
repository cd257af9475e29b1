"""Mergers, splits and dissolutions with the people in them: one transaction for units and people, and a preview that writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from vinhdanh.accounts.models import User
from vinhdanh.people.actions import move_all
from vinhdanh.people.models import Membership, Person, Transfer
from vinhdanh.units import actions
from vinhdanh.units.models import Unit, UnitKind
from vinhdanh.units.queries import lasting


@dataclass(frozen=True, slots=True)
class Founding:
    """A unit to be founded on the day of the act."""

    key: str
    name: str
    kind: UnitKind
    parent: Unit | None
    rights: actions.Rights = field(default_factory=actions.Rights)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did: people moved, units moved (with their paths before and after)."""

    heir: Unit | None
    people: int
    units: list[tuple[Unit, str]]
    ended: list[Unit]


class _Undo(Exception):
    """Ends a preview."""


@transaction.atomic
def merge_units(olds: Sequence[Unit], new: Unit | Founding, *, since: dt.date, by: User | None, on: dt.date, paper: str = "") -> Outcome:
    """Merge several units into one, which may be founded that day; their people belong to it."""
    heir = _unit(new, since, by, on, paper)
    moved = actions.merge(olds, heir, since=since, by=by, on=on, paper=paper)
    people = sum(_people(old, heir, since, on, paper) for old in olds)
    return _outcome(heir, people, moved, olds)


@transaction.atomic
def split_unit(
    old: Unit,
    news: Sequence[Unit | Founding],
    *,
    heir: int,
    ends: bool,
    places: Mapping[int, int],
    since: dt.date,
    by: User | None,
    on: dt.date,
    paper: str = "",
) -> Outcome:
    """Split a unit. ``places``: person → number of the new unit; who is not named goes with the heir, or stays if the old unit goes on."""
    made = [_unit(new, since, by, on, paper) for new in news]
    moved = actions.split(old, made, heir=made[heir], ends=ends, since=since, by=by, on=on, paper=paper)
    people = 0
    for number, unit in enumerate(made):
        chosen = {pk for pk, place in places.items() if place == number}
        people += move_all(old, unit, since=since, on=on, people=chosen, paper=paper)
    if ends:
        people += _people(old, made[heir], since, on, paper)
    return _outcome(made[heir] if ends else old, people, moved, [old] if ends else [])


@transaction.atomic
def dissolve_unit(unit: Unit, heir: Unit | None, *, since: dt.date, by: User | None, on: dt.date, paper: str = "") -> Outcome:
    """Dissolve a unit; without an heir only if nobody is left in it."""
    left = members(unit, since)
    if heir is None and left:
        raise ValidationError({"heir": f"{unit} còn {len(left)} người vào ngày {since:%d/%m/%Y}. Chọn đơn vị tiếp nhận, hoặc chuyển họ trước."})
    moved = actions.dissolve(unit, heir=heir, since=since, by=by, on=on, paper=paper)
    people = _people(unit, heir, since, on, paper) if heir else 0
    return _outcome(heir, people, moved, [unit])


def _unit(new: Unit | Founding, since: dt.date, by: User | None, on: dt.date, paper: str) -> Unit:
    if isinstance(new, Unit):
        return new
    plain: dict[str, Any] = {"key": new.key, "name": new.name, "kind": new.kind, "parent": new.parent, "rights": new.rights}
    return actions.create(**plain, since=since, by=by, on=on, paper=paper)


def _people(old: Unit, heir: Unit, since: dt.date, on: dt.date, paper: str) -> int:
    """Everybody of the old unit, and transfers under way to it, go to the heir."""
    for transfer in Transfer.objects.filter(new_unit=old, state=Transfer.State.PROPOSED).order_by("pk"):
        transfer.new_unit = heir
        transfer.save()
    return move_all(old, heir, since=since, on=on, paper=paper)


def _outcome(heir: Unit | None, people: int, moved: Sequence[Unit], ended: Sequence[Unit]) -> Outcome:
    after = {u.pk: u for u in Unit.objects.filter(pk__in=[m.pk for m in moved])}
    return Outcome(heir, people, [(after[m.pk], m.path) for m in moved], list(ended))


def members(unit: Unit, day: dt.date) -> list[Person]:
    """Who belongs to a unit on a day (payroll or seconded), in the order of lists."""
    rows = Membership.objects.filter(lasting(day), unit=unit).values("person")
    return list(Person.objects.filter(pk__in=rows, merged_into__isnull=True, secret=False).order_by("sort_key", "pk"))


def preview(act: Any, *args: Any, **more: Any) -> Outcome:
    """What an act would do: it is done and taken back. Refusals come through."""
    outcome: list[Outcome] = []
    try:
        with transaction.atomic():
            outcome.append(act(*args, **more))
            raise _Undo
    except _Undo:
        return outcome[0]
