"""Row history written in bulk, in the shape auditlog gives it row by row."""

from __future__ import annotations

from collections.abc import Sequence

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import models

from vinhdanh.accounts.models import User


def add_created(rows: Sequence[models.Model], by: User | None) -> None:
    """One "created" entry for each row of a model that is registered with auditlog."""
    model = type(rows[0])
    if not auditlog.contains(model):
        return
    kind = ContentType.objects.get_for_model(model)
    entries = [
        LogEntry(
            content_type=kind,
            object_pk=str(row.pk),
            object_id=row.pk,
            object_repr=str(row)[:200],
            action=LogEntry.Action.CREATE,
            changes={f.attname: ["None", str(v)] for f in model._meta.concrete_fields if (v := getattr(row, f.attname)) not in (None, "")},
            actor=by,
        )
        for row in rows
    ]
    LogEntry.objects.bulk_create(entries, batch_size=2000)
