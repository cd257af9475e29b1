"""The command ``vinhdanh`` as another process, with a data folder of its own (SQLite, unless ``more`` names a database)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

KEPT_OUT = ("VINHDANH_DB", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "VINHDANH_DATA", "VINHDANH_DEMO", "PORT")


def environment(data: Path, **more: str) -> dict[str, str]:
    """The variables of a process that has ``data`` to itself."""
    return {**{k: v for k, v in os.environ.items() if k not in KEPT_OUT and not k.startswith("PG")}, "VINHDANH_DATA": str(data), **more}


def command(*words: object) -> list[str]:
    """The words that start the command."""
    return [sys.executable, "-m", "vinhdanh.cli", *(str(w) for w in words)]


def run(data: Path, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end."""
    return subprocess.run(command(*words), env=environment(data, **more), capture_output=True, text=True, check=False, timeout=400)


def start(data: Path, *words: object, **more: str) -> subprocess.Popen[str]:
    """Start it."""
    return subprocess.Popen(command(*words), env=environment(data, **more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
