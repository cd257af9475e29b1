"""What ``people`` lays on the page of a unit: its people and heads; and the doors to mergers, splits, dissolution."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from vinhdanh.accounts.asker import who
from vinhdanh.people import access, queries
from vinhdanh.units.models import Unit


def people(request: HttpRequest, unit: Unit, year: int) -> str | None:
    """Heads and number of people, for those who may see people of the unit."""
    if not access.may(who(request), "people.view", unit):
        return None
    heads = queries.heads_of(unit, timezone.localdate())
    own, below = queries.serving_count(unit)
    if unit.dissolved_on is not None and not below:
        return None
    return render_to_string("people/_unit_people.html", {"unit": unit, "heads": heads, "own": own, "below": below}, request)


def reorganise(request: HttpRequest, unit: Unit, year: int) -> str | None:
    """Merge, split, dissolve, for those who may change the unit while it lives."""
    if unit.dissolved_on is not None or not access.may(who(request), "units.edit", unit):
        return None
    return render_to_string("people/_unit_reorganise.html", {"unit": unit}, request)
