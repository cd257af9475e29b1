"""How long it takes to weigh everybody for one award from the database: reading the records, folding, weighing.

Runs on the database the environment names (``VINHDANH_DATA`` with the demonstration of the sector, or PostgreSQL):
``VINHDANH_DATA=var/sector python benchmarks/office_screening.py [year]``
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinhdanh.config.settings")
django.setup()

from vinhdanh.law.rulebook import law  # noqa: E402
from vinhdanh.merit.batch import batch  # noqa: E402
from vinhdanh.merit.loading import emulation_years  # noqa: E402
from vinhdanh.people.models import Person  # noqa: E402
from vinhdanh.records.frames import frame_of  # noqa: E402

ROUNDS = 5


def once(award: str, year: int, on: dt.date) -> tuple[float, int]:
    """Seconds, and how many were weighed."""
    found = law().criteria(award, "person", on)
    assert found is not None
    start = time.perf_counter()
    people = Person.objects.filter(secret=False, merged_into__isnull=True)
    frame, ids = frame_of(people, [found.rule], year, on, emulation_years(law().authority))
    batch(found.rule, frame)
    return time.perf_counter() - start, len(ids)


def main() -> None:
    """One line an award: the median of some rounds."""
    year = int(sys.argv[1]) if len(sys.argv) > 1 else 2025
    on = dt.date(year, 12, 31)
    rules = {code: found for code in law().awards if (found := law().criteria(code, "person", on)) and not found.excluded}
    gc.collect()
    gc.freeze()  # as the application does once the law is loaded
    for award in rules:
        runs = [once(award, year, on) for _ in range(ROUNDS)]
        print(f"{award:36} {statistics.median(s for s, _ in runs) * 1000:6.0f} ms  {runs[0][1]} people")


if __name__ == "__main__":
    main()
