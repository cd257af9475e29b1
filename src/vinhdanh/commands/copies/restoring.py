"""Putting a copy back: files first (they are named by their content), then all tables in one transaction."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery

from vinhdanh.commands.copies.archive import Manifest, lines
from vinhdanh.commands.copies.tables import columns, objects, tables
from vinhdanh.files.actions import path_of

Bar = Callable[[int, int], None]


def restore(found: zipfile.ZipFile, manifest: Manifest, bar: Bar) -> int:
    """Make the database what the copy says; returns how many rows it has. Killed on the way, the database is as before."""
    for digest in manifest["files"]:
        _file(found, digest)
    total: int = sum(e["rows"] for e in manifest["tables"])
    done = 0
    with transaction.atomic():
        _clear()
        for entry in manifest["tables"]:
            done += _table(found, entry)
            bar(done, total)
        _sequences()
        connection.check_constraints()
        from vinhdanh.search.sync import reindex

        reindex()
    return total


def fits(manifest: Manifest) -> list[str]:
    """The tables of the copy whose columns are not those of this version."""
    here = {m._meta.db_table: columns(m) for m in tables()}
    there = {e["table"]: e["columns"] for e in manifest["tables"]}
    return sorted(t for t in here.keys() | there.keys() if here.get(t) != there.get(t))


def _file(found: zipfile.ZipFile, digest: str) -> None:
    place = path_of(digest)
    if place.is_file():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{digest}.{os.getpid()}.part")
    with found.open(f"files/{digest}") as source, part.open("wb") as target:
        shutil.copyfileobj(source, target)
    part.replace(place)


def _clear() -> None:
    """Empty every table that is copied: their keys point at each other, which is checked at the end."""
    with connection.cursor() as cursor:
        for model in tables():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def _table(found: zipfile.ZipFile, entry: Manifest) -> int:
    model = _by_table(entry["table"])
    fields = list(model._meta.concrete_fields)
    size = min(2000, connection.ops.bulk_batch_size(fields, [None] * 2000))
    count = 0
    for part in _parts(objects(model, lines(found, entry["table"])), size):
        _insert(model, fields, part)
        count += len(part)
    return count


def _by_table(table: str) -> type[models.Model]:
    return next(m for m in tables() if m._meta.db_table == table)


def _insert(model: type[models.Model], fields: list[Any], rows: list[models.Model]) -> None:
    query = InsertQuery(model)
    query.insert_values(fields, rows, raw=True)  # as they were: no field sets its own time again
    query.get_compiler(connection=connection).execute_sql()


def _parts(things: Iterator[models.Model], size: int) -> Iterator[list[models.Model]]:
    while part := list(islice(things, size)):
        yield part


def _sequences() -> None:
    """Let the next keys come after those that were put back."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
