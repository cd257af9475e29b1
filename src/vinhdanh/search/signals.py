"""What is saved is found: entries follow their objects, and the events of bulk writes."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import post_delete, post_save, pre_save

from vinhdanh.audit.models import Event
from vinhdanh.records.importing.signals import rows_removed
from vinhdanh.records.models import AwardHeld
from vinhdanh.search.sync import SOURCES, gone, index, index_range, named, renew_decisions
from vinhdanh.units.models import UnitSpan


def connect() -> None:
    """Listen."""
    for model in SOURCES:
        post_save.connect(_saved, sender=model, dispatch_uid=f"search-{model.__name__}")
        post_delete.connect(_gone, sender=model, dispatch_uid=f"search-gone-{model.__name__}")
    pre_save.connect(_was, sender=AwardHeld, dispatch_uid="search-award-was")
    post_save.connect(_is, sender=AwardHeld, dispatch_uid="search-award-is")
    post_delete.connect(_gone, sender=AwardHeld, dispatch_uid="search-award-gone")
    rows_removed.connect(_removed, dispatch_uid="search-removed")
    post_save.connect(_renamed, sender=UnitSpan, dispatch_uid="search-span")
    post_save.connect(_told, sender=Event, dispatch_uid="search-event")


def _saved(instance: models.Model, raw: bool = False, **_: Any) -> None:
    if not raw:
        index([instance])


def _gone(instance: models.Model, **_: Any) -> None:
    gone([instance])


def _removed(rows: list[models.Model], **_: Any) -> None:
    gone(rows)


def _was(instance: AwardHeld, **_: Any) -> None:
    """Remember which decision a row named until now."""
    rows = AwardHeld.objects.filter(pk=instance.pk) if instance.pk else AwardHeld.objects.none()
    instance._search_was = [named(row) for row in rows.only("folded", "decided_on")]  # type: ignore[attr-defined]


def _is(instance: AwardHeld, raw: bool = False, **_: Any) -> None:
    if not raw:
        renew_decisions([named(instance), *instance._search_was])  # type: ignore[attr-defined]


def _renamed(instance: UnitSpan, raw: bool = False, **_: Any) -> None:
    if not raw:
        index([instance.unit])


def _told(instance: Event, created: bool = False, raw: bool = False, **_: Any) -> None:
    """``audit.actions.bulk_write`` tells which rows it wrote."""
    data = instance.data
    if raw or not created or not {"model", "first", "last"} <= set(data):
        return
    model = apps.get_model(data["model"])
    if model in SOURCES or model is AwardHeld:
        index_range(model, data["first"], data["last"])
