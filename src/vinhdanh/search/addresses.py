"""Where an entry leads."""

from __future__ import annotations

from django.urls import reverse

from vinhdanh.search.models import SearchEntry

Kind = SearchEntry.Kind


def address(entry: SearchEntry) -> str:
    """The page of the object."""
    if entry.kind == Kind.PERSON:
        return reverse("people:detail", args=(entry.key,))
    if entry.kind == Kind.UNIT:
        return reverse("units:detail", args=(entry.key,))
    if entry.kind == Kind.INITIATIVE:
        return reverse("records:detail", args=("sang-kien", entry.object_pk))
    if entry.kind == Kind.DECISION:
        return reverse("search:decision", args=(entry.key,))
    return reverse("law:act", args=(entry.key,))
