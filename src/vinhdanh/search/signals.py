"""What is saved is found: entries follow their objects, and the events of bulk writes."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import post_delete, post_save

from vinhdanh.audit.models import Event
from vinhdanh.records.models import AwardHeld
from vinhdanh.search.sync import SOURCES, drop, index, index_range
from vinhdanh.units.models import UnitSpan


def connect() -> None:
    """Listen."""
    models_: tuple[type[models.Model], ...] = (*SOURCES, AwardHeld)
    for model in models_:
        post_save.connect(_saved, sender=model, dispatch_uid=f"search-{model.__name__}")
    for model in SOURCES:
        post_delete.connect(_gone, sender=model, dispatch_uid=f"search-gone-{model.__name__}")
    post_save.connect(_renamed, sender=UnitSpan, dispatch_uid="search-span")
    post_save.connect(_told, sender=Event, dispatch_uid="search-event")


def _saved(instance: models.Model, raw: bool = False, **_: Any) -> None:
    if not raw:
        index([instance])


def _gone(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    drop(SOURCES[sender][0], [instance.pk])


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
