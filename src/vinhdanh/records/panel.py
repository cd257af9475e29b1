"""What the page of a person and of a unit shows of its records: how many of each kind, and where to enter one."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.people.models import Person
from vinhdanh.records.access import Subject, enterable
from vinhdanh.records.kinds import KINDS, Kind
from vinhdanh.records.links import enter_url, list_url
from vinhdanh.records.masking import hides_all
from vinhdanh.records.queries import counts_of
from vinhdanh.units.models import Unit


def of_person(request: HttpRequest, person: Person, year: int) -> str | None:
    """The panel of a person."""
    return _panel(who(request), person, "person")


def of_unit(request: HttpRequest, unit: Unit, year: int) -> str | None:
    """The panel of a unit as a collective."""
    return _panel(who(request), unit, "unit")


def _panel(user: User, subject: Subject, word: str) -> str | None:
    kinds = [k for k in KINDS if word in k.subjects and not hides_all(user, k)]
    counts = counts_of(user, subject, kinds)
    rows = [_line(user, subject, k, counts[k.slug]) for k in kinds]
    shown = [r for r in rows if r["count"] or r["enter"]]
    return render_to_string("records/_panel.html", {"rows": shown}) if shown else None


def _line(user: User, subject: Subject, kind: Kind, count: int) -> dict[str, object]:
    return {
        "kind": kind,
        "count": count,
        "url": list_url(kind, subject),
        "enter": enter_url(kind, subject) if enterable(user, kind, subject) else "",
    }
