"""Row history written in bulk, in the shape auditlog gives it row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import models

from vinhdanh.accounts.models import User

Pair = Callable[[str], list[str]]


def add_created(rows: Sequence[models.Model], by: User | None) -> None:
    """One "created" entry for each row of a model that is registered with auditlog."""
    _add(rows, by, LogEntry.Action.CREATE, lambda value: ["None", value], str)


def add_deleted(rows: Sequence[models.Model], by: User | None, called: Callable[[models.Model], str]) -> None:
    """One "deleted" entry for each row; ``called``: how it is named once it is gone (its own ``str`` may ask for other rows)."""
    _add(rows, by, LogEntry.Action.DELETE, lambda value: [value, "None"], called)


def _add(rows: Sequence[models.Model], by: User | None, action: int, pair: Pair, called: Callable[[models.Model], str]) -> None:
    if not rows or not auditlog.contains(type(rows[0])):
        return
    kind = ContentType.objects.get_for_model(type(rows[0]))
    entries = [
        LogEntry(
            content_type=kind,
            object_pk=str(row.pk),
            object_id=row.pk,
            object_repr=called(row)[:200],
            action=action,
            changes={f.attname: pair(str(v)) for f in row._meta.concrete_fields if (v := getattr(row, f.attname)) not in (None, "")},
            actor=by,
        )
        for row in rows
    ]
    LogEntry.objects.bulk_create(entries, batch_size=2000)
