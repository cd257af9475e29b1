"""Where the data of a process that may be killed lie: a folder with SQLite, or a folder and a database of the server the suite runs on."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

ON_POSTGRES = os.environ.get("VINHDANH_DB") == "postgres"
KEPT = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")


def make(data: Path, like: Path | None = None) -> Path:
    """A place of its own, empty or as another is now (nobody may be connected to that one)."""
    if like is None:
        data.mkdir(parents=True, exist_ok=True)
    else:
        shutil.copytree(like, data)
    if ON_POSTGRES:
        _server(
            f"DROP DATABASE IF EXISTS {_name(data)} WITH (FORCE)", f"CREATE DATABASE {_name(data)} TEMPLATE {_name(like) if like else 'template0'}"
        )
    return data


def variables(data: Path) -> dict[str, str]:
    """The variables by which a process finds the place."""
    there = {"VINHDANH_DATA": str(data), "VINHDANH_SECRET_KEY": "only-for-tests"}
    if not ON_POSTGRES:
        return there
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**there, **kept, "VINHDANH_DB": "postgres", "VINHDANH_DB_POOLED": "0", "PGDATABASE": _name(data)}


def count(data: Path, table: str) -> int:
    """How many rows a table has."""
    return number(data, f"SELECT count(*) FROM {table}")


def number(data: Path, query: str) -> int:
    """The one number a query gives."""
    if ON_POSTGRES:
        with _connected(_name(data)) as server:
            return int(server.execute(query).fetchone()[0])
    with closing(sqlite3.connect(data / "vinhdanh.sqlite3")) as found:
        return int(found.execute(query).fetchone()[0])


def _name(data: Path) -> str:
    return "crash_" + hashlib.sha256(str(data).encode()).hexdigest()[:16]


def _server(*commands: str) -> None:
    with _connected("postgres") as server:
        for command in commands:
            server.execute(command)


def _connected(name: str) -> Any:
    import psycopg

    return psycopg.connect(dbname=name, autocommit=True)
