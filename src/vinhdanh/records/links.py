"""Addresses of records for other applications: where a missing fact is entered, where a record is read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse

from vinhdanh.people.models import Person
from vinhdanh.records.access import Subject
from vinhdanh.records.kinds import BY_COMPLETE, BY_SLUG, BY_TABLE, Kind, kind_of


def kind_like(kind: str | type[models.Model] | Kind) -> Kind:
    """A kind by its address word, its model, or its name in the case format ("ratings", "awards" …). Raises ``KeyError``."""
    if isinstance(kind, Kind):
        return kind
    if not isinstance(kind, str):
        return BY_TABLE[kind._meta.model_name or ""]
    return BY_SLUG.get(kind) or BY_COMPLETE.get({"members": "collective"}.get(kind, kind)) or BY_TABLE[kind]


def enter_url(kind: str | type[models.Model] | Kind, subject: Subject, year: int | None = None) -> str:
    """Where a record of a kind is entered for a subject (and a year)."""
    about = {"nguoi": subject.key} if isinstance(subject, Person) else {"don-vi": subject.key}
    return f"{reverse('records:enter', args=(kind_like(kind).slug,))}?{urlencode(about | ({'nam': year} if year else {}))}"


def record_url(record: Any) -> str:
    """The page of a record."""
    return reverse("records:detail", args=(kind_of(record).slug, record.pk))


def list_url(kind: str | Kind, subject: Subject | None = None, year: int | None = None) -> str:
    """The list of a kind, of a subject and a year."""
    about: dict[str, Any] = {}
    if subject is not None:
        about = {"nguoi": subject.key} if isinstance(subject, Person) else {"don-vi": subject.key}
    words = urlencode(about | ({"nam": year} if year else {}))
    return reverse("records:list", args=(kind_like(kind).slug,)) + (f"?{words}" if words else "")
