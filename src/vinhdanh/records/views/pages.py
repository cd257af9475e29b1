"""The home of records and the page of one record."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Event
from vinhdanh.people.access import may, scope_of, units_for
from vinhdanh.records.access import enterable, log_seen, mask, may_change, record_for, subject_of
from vinhdanh.records.completeness import matrix
from vinhdanh.records.forms import default_year
from vinhdanh.records.kinds import KINDS, Kind, kind_named
from vinhdanh.records.models import Authorship, Initiative
from vinhdanh.records.queries import corrections_of
from vinhdanh.records.showing import EVENT_NAMES, corrected, labelled
from vinhdanh.units.models import Unit

YEARS = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What may be entered, and how far the unit is, year by year."""
    user = who(request)
    newest = default_year(timezone.localdate())
    years = range(newest, newest - YEARS, -1)
    unit = own_unit(user, request.GET.get("don-vi", ""))
    words = {
        "kinds": [_kind_line(user, k) for k in KINDS],
        "unit": unit,
        "units": units_for(user, "records.view").order_by("path")[:400],
        "years": years,
        "matrix": matrix(unit, years) if unit else [],
        "year": newest,
        "may": {p: may(user, p) for p in ("records.enter", "records.import", "records.receive")},
    }
    return render(request, "records/home.html", words)


def _kind_line(user: User, kind: Kind) -> dict[str, object]:
    return {"kind": kind, "enter": enterable(user, kind), "closed": _closed(user, kind)}


def _closed(user: User, kind: Kind) -> str:
    """Why a kind cannot be listed; '' if it can. One's own records are always listed."""
    scope = scope_of(user)
    if kind.hidden and not (scope.person_id and kind.hidden != "complaint"):
        return may(user, f"sensitive.{kind.hidden}").why
    return ""


def own_unit(user: User, key: str) -> Unit | None:
    """The unit asked for, else the one a user declares for, else the highest in view."""
    seen = units_for(user, "records.view")
    if key:
        return seen.filter(key=key).first()
    return units_for(user, "records.declare").order_by("path").first() or seen.order_by("path").first()


@require_safe
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One record: what it says, its paper, who entered it, what was corrected, what happened."""
    user, kind = who(request), kind_named(slug)
    record = record_for(user, kind, pk)
    log_seen(user, [record], (*kind.fields, "proof"), request.path)
    words = {
        "kind": kind,
        "record": record,
        "subject": subject_of(record),
        "facts": labelled(kind, mask(user, record)),
        "authors": _authors(record) if kind.joint else [],
        "proof": record.proof if mask(user, record, ["proof"])["proof"] == str(record.proof or "") else None,
        "corrections": corrected(user, record, corrections_of(record)),
        "events": [(e, EVENT_NAMES.get(e.action, e.action)) for e in _events(record)],
        "change": may_change(user, record),
    }
    return render(request, "records/detail.html", words)


def _authors(record: Initiative) -> list[Authorship]:
    return list(record.authors.select_related("person__unit", "unit").order_by("pk"))


def _events(record: Model) -> list[Event]:
    name = record._meta.label_lower
    return list(Event.objects.filter(kind=name, object_id=str(record.pk)).select_related("actor").order_by("number"))
