"""The database named by the environment: SQLite in the data folder, or PostgreSQL (``DATABASE_URL`` or ``PGHOST`` …)."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from vinhdanh.config import env

PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364; "
    "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
)


def database(data: Path) -> dict[str, Any]:
    """The entry ``default`` of ``DATABASES``. Raises ``BadSetting`` for an address that is not PostgreSQL's, or no place for SQLite."""
    url = env.text("DATABASE_URL")
    if url:
        return _postgres(url)
    if env.text("VINHDANH_DB") == "postgres":
        return _server(env.text("PGDATABASE", "vinhdanh"), env.text("PGUSER"), env.text("PGPASSWORD"), env.text("PGHOST"), env.text("PGPORT"))
    return sqlite(env.usable(data) / "vinhdanh.sqlite3")


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite with the settings measured in stack-notes 9: with Django's own, half of the concurrent writes fail."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise env.BadSetting("DATABASE_URL: chỉ dùng postgresql://… ; để trống thì dùng SQLite trong thư mục dữ liệu.")
    return _server(parts.path.lstrip("/"), unquote(parts.username or ""), unquote(parts.password or ""), parts.hostname or "", str(parts.port or ""))


def _server(name: str, user: str, password: str, host: str, port: str) -> dict[str, Any]:
    pool = {"min_size": 2, "max_size": env.number("VINHDANH_DB_POOL", 8), "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "OPTIONS": {"pool": pool} if env.flag("VINHDANH_DB_POOLED", True) else {},
    }
