"""The office on the whole sector: server time and queries of every page, search, screening, and many readers beside writers.

python benchmarks/office.py sqlite          builds the sector in VINHDANH_DATA (var/sector) where it is not yet, measures every page
python benchmarks/office.py postgresql      the same on a PostgreSQL server of its own (or PGHOST), and then the readers and writers
python benchmarks/office.py pages           every page, of the database the environment names (VINHDANH_DATA, DATABASE_URL, PGHOST …)
python benchmarks/office.py load http://…   readers and writers, on a server that is running on that database
python benchmarks/office.py report          writes the page from office.json

Each keeps what it measured in office.json and writes docs/reference/performance.md anew; 1 if an aim is missed. ``--dry`` does neither.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import office_load
import office_pages
import office_postgres
import office_report as report

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinhdanh.config.settings")
HERE = Path(__file__).parent
KEPT = HERE / "office.json"


def django() -> str:
    """Start the application as the commands do; the database's name."""
    from vinhdanh.commands.office import start_django

    start_django()
    from django.db import connection

    return str(connection.vendor)


def made() -> dict[str, Any]:
    """When, of what, where."""
    commit = subprocess.run(["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    return {"date": f"{dt.datetime.now(dt.UTC):%Y-%m-%d}", "commit": commit, "cpus": os.cpu_count()}


def keep(database: str, found: dict[str, Any], dry: bool) -> None:
    """Lay what was measured beside what is known of the database, and write the page."""
    if dry:
        return
    saved = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    saved[database] = {**saved.get(database, {}), **found, "made": made()}
    KEPT.write_text(json.dumps(saved, ensure_ascii=False, indent=1) + "\n", "utf-8")
    report.update(saved)


def pages(args: argparse.Namespace) -> int:
    """Measure every page."""
    database = django()
    found = office_pages.run(args.user, args.rounds, args.parts.split(","), lambda line: print(line, flush=True))
    keep(database, found, args.dry)
    saved = {database: found}
    slow = {name for part, limit in report.LIMITS.items() for name, row in report.answered(saved, database, part).items() if row["ms"] >= limit}
    broken = {name for rows in found.values() for name, row in rows.items() if row["status"] >= 500}
    print(f"{database}: {sum(map(len, found.values()))} addresses; too slow: {sorted(slow) or 'none'}; broken: {sorted(broken) or 'none'}")
    return 1 if slow or broken else 0


def load(args: argparse.Namespace) -> int:
    """Readers and writers at once."""
    database = django()
    found = office_load.run(args.base, args.user, args.readers, args.writers, args.seconds)
    keep(database, {"load": found}, args.dry)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0 if report.sound(found) else 1


def sqlite(args: argparse.Namespace) -> int:
    """The sector on SQLite."""
    os.environ.setdefault("VINHDANH_DATA", str(HERE.parent / "var" / "sector"))
    office_postgres.build()
    return pages(args)


def postgresql(args: argparse.Namespace) -> int:
    """The sector on PostgreSQL: pages, then the crowd before web processes."""
    os.environ.setdefault("VINHDANH_DATA", str(HERE.parent / "var" / "sector-postgresql"))
    Path(os.environ["VINHDANH_DATA"]).mkdir(parents=True, exist_ok=True)
    borrowed = bool(os.environ.get("PGHOST"))
    with office_postgres.server():
        office_postgres.build()
        code = pages(args)
        if not borrowed:
            office_postgres.durable()
        with office_postgres.web(args.processes, args.threads) as args.base:
            return load(args) or code


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    below = parser.add_subparsers(required=True)
    for run in (sqlite, postgresql, pages, load):
        one = below.add_parser(run.__name__)
        one.add_argument("--user", default="tdkt")
        one.add_argument("--rounds", type=int, default=15)
        one.add_argument("--parts", default=",".join(report.LIMITS), help="what of pages,searches,screenings")
        one.add_argument("--dry", action="store_true", help="keep nothing")
        one.set_defaults(run=run)
        if run is load:
            one.add_argument("base")
        if run in (load, postgresql):
            one.add_argument("--readers", type=int, default=50)
            one.add_argument("--writers", type=int, default=5)
            one.add_argument("--seconds", type=float, default=30)
        if run is postgresql:
            one.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="web processes")
            one.add_argument("--threads", type=int, default=4, help="threads of a web process")
    below.add_parser("report").set_defaults(run=lambda _: report.update(json.loads(KEPT.read_text("utf-8"))) or 0)
    args = parser.parse_args()
    code: int = args.run(args)
    return code


if __name__ == "__main__":
    sys.exit(main())
