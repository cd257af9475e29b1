"""One moment of the database to read from while people go on working."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

from vinhdanh.commands.copies.archive import gone

ALIAS = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias of a connection that sees one moment: a copy by SQLite's own backup, or a read-only transaction of PostgreSQL."""
    if connections["default"].vendor == "sqlite":
        with _copied() as alias:
            yield alias
    else:
        with _repeatable() as alias:
            yield alias


@contextmanager
def _copied() -> Iterator[str]:
    for left in _beside().glob("vinhdanh-copy-*"):
        if gone(left.name.split("-")[2]):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"vinhdanh-copy-{os.getpid()}-", dir=_beside()) as folder:
        path = Path(folder) / "copy.sqlite3"
        connections["default"].ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connections["default"].connection.backup(copy)
        with _connected({**connections["default"].settings_dict, "NAME": str(path), "OPTIONS": {}}) as alias:
            yield alias


def _beside() -> Path:
    """The data folder, which has room for the database; the system's own place where it is not there."""
    return Path(settings.DATA) if Path(settings.DATA).is_dir() else Path(tempfile.gettempdir())


@contextmanager
def _repeatable() -> Iterator[str]:
    options = {k: v for k, v in connections["default"].settings_dict["OPTIONS"].items() if k != "pool"}
    with _connected({**connections["default"].settings_dict, "OPTIONS": options}) as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield alias


@contextmanager
def _connected(entry: dict[str, object]) -> Iterator[str]:
    connections.settings[ALIAS] = entry
    try:
        yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]
