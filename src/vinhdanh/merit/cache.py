"""A cache of parsed rulebook files, so that a command starts in a moment although YAML is read strictly and slowly.

Keyed by content: a changed file or program never finds an old entry. Where the cache cannot be written nothing is
lost but time. ``VINHDANH_CACHE`` names the folder; empty switches it off.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any


def folder() -> Path | None:
    """Where the cache lives: ``VINHDANH_CACHE``, else the user's cache folder."""
    named = os.environ.get("VINHDANH_CACHE")
    if named == "":
        return None
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(named) if named else Path(base) / "vinhdanh"


def key_of(*parts: bytes) -> str:
    """The SHA-256 (hex) of the parts."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def parsed(raw: bytes, parse: Callable[[], Any]) -> Any:
    """The data of a YAML file; dates come back as ISO text, which the schema reads as well."""
    home = folder()
    path = home / f"{key_of(raw)}.json" if home else None
    if path is not None:
        with suppress(OSError, ValueError):
            return json.loads(path.read_bytes())
    data = parse()
    if path is not None:
        store(path, json.dumps(data, ensure_ascii=False, default=_plain).encode())
    return data


def _plain(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong in a rulebook")


def store(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; failing to write is no failure."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.{os.getpid()}")
        half.write_bytes(content)
        half.replace(path)


@cache
def program() -> bytes:
    """A digest of this package's own code: what was found sound by another program is checked again."""
    whole = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        whole.update(path.read_bytes())
    return whole.digest()


def sound(contents: bytes, find: Callable[[], list[str]]) -> list[str]:
    """The faults ``find`` sees in a rulebook; a book once found sound is not searched again."""
    home = folder()
    path = home / f"{key_of(contents, program())}.sound" if home else None
    if path is not None and path.is_file():
        return []
    found = find()
    if path is not None and not found:
        store(path, b"")
    return found
