"""The tables of a copy and their values as JSON: the same text whichever database they come from."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder

# Derived again after a restore (search), or worth nothing elsewhere (sessions: people sign in again).
LEFT_OUT = frozenset({"sessions.session", "search.searchentry", "search.searchword", "search.searchslip"})


def tables() -> list[type[models.Model]]:
    """Every model that is copied, in the order of its table's name."""
    found = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy and m._meta.label_lower not in LEFT_OUT]
    return sorted(found, key=lambda m: m._meta.db_table)


def columns(model: type[models.Model]) -> list[str]:
    """The names of a table's columns, as attributes of the model."""
    return [f.attname for f in model._meta.concrete_fields]


def schema(alias: str = "default") -> list[str]:
    """The migrations that have been applied: what a copy must agree with."""
    applied = MigrationRecorder(connections[alias]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def rows(model: type[models.Model], alias: str) -> Iterator[list[Any]]:
    """The rows of a table in the order of its keys, as JSON values."""
    found = model._base_manager.using(alias).order_by("pk").values_list(*columns(model))
    return ([plain(v) for v in row] for row in found.iterator(chunk_size=5000))


def plain(value: Any) -> Any:
    """A value of a column as JSON; moments in UTC."""
    if value is None or isinstance(value, str | int | float | bool | dict | list):
        return value
    if isinstance(value, dt.datetime):
        return (value.astimezone(dt.UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value) if not isinstance(value, dt.date) else value.isoformat()


def objects(model: type[models.Model], lines: Iterator[list[Any]]) -> Iterator[models.Model]:
    """The rows of a copy as objects of the model, ready to be inserted as they were."""
    fields = list(model._meta.concrete_fields)
    for line in lines:
        made = model()
        for field, value in zip(fields, line, strict=True):
            setattr(made, field.attname, _typed(field, value))
        yield made


def _typed(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    return field.to_python(value) if not isinstance(field, models.JSONField) else value
