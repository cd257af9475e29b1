"""A person's own data: seen, and taken away as JSON or Excel. For oneself only."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from vinhdanh.accounts.asker import who
from vinhdanh.audit.actions import saw
from vinhdanh.people import access, export
from vinhdanh.people.models import Person
from vinhdanh.workbook.plain import MEDIA_TYPE

KINDS = {"json": "application/json; charset=utf-8", "excel": MEDIA_TYPE}


def _me(request: HttpRequest, key: str) -> Person:
    """Oneself, or 404."""
    person = access.person_for(who(request), key)
    if person.pk != access.scope_of(who(request)).person_id:
        raise Http404
    saw(person, ["own_data"], by=who(request), page=request.path)
    return person


def mine(request: HttpRequest, key: str) -> HttpResponse:
    """Everything held on oneself."""
    person = _me(request, key)
    parts = [(name, list(rows[0]) if rows else [], [list(r.values()) for r in rows]) for name, rows in export.held_on(person).items()]
    return render(request, "people/own_data.html", {"person": person, "parts": parts})


def download(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """The same as a file."""
    person = _me(request, key)
    if kind not in KINDS:
        raise Http404
    body = export.as_json(person).encode() if kind == "json" else export.as_excel(person)
    ending = "json" if kind == "json" else "xlsx"
    return HttpResponse(body, content_type=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="du-lieu-{person.key}.{ending}"'})
