"""A PostgreSQL server with the sector in it, and web processes before it: what a deployment has, on one machine, thrown away at the end."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
COMMAND = [sys.executable, "-m", "vinhdanh.cli"]


@contextmanager
def server() -> Iterator[None]:
    """The environment of a server: the throw-away one of the tests, or the one that ``PGHOST`` names."""
    sys.path.insert(0, str(HERE.parent / "tests"))
    from on_postgres import server as throw_away

    with throw_away() as where:
        os.environ.update(where)
        yield


def build() -> None:
    """The sector, where the database holds none yet; the files that pages name."""
    subprocess.run([*COMMAND, "demo", "--sector", "--if-empty"], check=True)
    os.environ.setdefault("VINHDANH_STATIC", str(Path(os.environ["VINHDANH_DATA"]) / "static"))
    if not (Path(os.environ["VINHDANH_STATIC"]) / "staticfiles.json").is_file():
        subprocess.run([*COMMAND, "manage", "collectstatic", "--noinput", "-v", "0"], check=True)


def durable() -> None:
    """Let the server write to disk before it answers, as one that keeps anything does: that of the tests does not."""
    from django.db import connection

    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"ALTER SYSTEM SET {setting} = 'on'")
        cursor.execute("SELECT pg_reload_conf()")


@contextmanager
def web(processes: int, threads: int) -> Iterator[str]:
    """A running application; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", "--port", str(port), "--processes", str(processes), "--threads", str(threads), "--no-worker"]
    running = subprocess.Popen([*COMMAND, *words], stdout=subprocess.DEVNULL)
    try:
        yield _answering(f"http://127.0.0.1:{port}", running)
    finally:
        running.terminate()
        running.wait(20)


def _answering(base: str, running: subprocess.Popen[bytes], patience: float = 60) -> str:
    """The address, once it answers."""
    end = time.monotonic() + patience
    while time.monotonic() < end and running.poll() is None:
        try:
            urllib.request.urlopen(f"{base}/tai-khoan/login/", timeout=10).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return base
    raise SystemExit("The application does not answer.")
