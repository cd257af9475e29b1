"""A sector-sized workbook, to see by hand how long it takes and what it needs: ``python tests/workbook/big.py``."""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook import read_workbook
from vinhdanh.workbook.template import Rows, write_workbook


def big_rows(people: int = 16_000, nominations: int = 5_000, years: int = 5, seed: int = 1) -> Rows:
    """Rows of a workbook with so many invented people (one unit for every 40), their ratings and titles of the last years."""
    pick = random.Random(seed)
    units = [{"key": f"U{i}", "name": f"Đơn vị {i:04}"} for i in range(people // 40 + 1)]
    staff = [_person(i, pick) for i in range(people)]
    history = [(p["key"], year) for p in staff for year in range(2025 - years, 2025)]
    return {
        "declaration": [{"kind": name, "full": "Có"} for name in lx.DECLARED.labels()],
        "units": units,
        "people": staff,
        "ratings": [{"key": k, "year": y, "rating": pick.choice(lx.RATINGS.labels()[:3])} for k, y in history],
        "awards": [_award(k, y) for k, y in history if pick.random() < 0.8],
        "nominations": [_nomination(k, pick) for k in pick.sample([p["key"] for p in staff], nominations)],
    }


def _person(i: int, pick: random.Random) -> dict[str, Any]:
    return {
        "key": f"A{i:05}",
        "name": f"Nguyễn Văn A{i:05}",
        "birth": date(pick.randint(1965, 1995), pick.randint(1, 12), pick.randint(1, 28)),
        "gender": pick.choice(("Nam", "Nữ")),
        "unit": f"U{i // 40}",
        "employed": date(2019, 1, 2),
        "leader": "Không",
        "party": "Có",
    }


def _award(key: str, year: int) -> dict[str, Any]:
    return {"key": key, "award": "LĐTT", "year": year, "number": f"{year}/QĐ-VKS", "decided": date(year, 12, 20), "kind": "Công trạng"}


def _nomination(key: str, pick: random.Random) -> dict[str, Any]:
    return {"key": key, "award": pick.choice(("LĐTT", "CSTĐCS", "Giấy khen")), "year": 2025}


def main() -> None:
    """Writes and reads the big workbook; prints seconds and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if sys.argv[1:] else Path(folder) / "lon.xlsx"
        if not path.exists():
            write_workbook(path, big_rows())
        start = time.perf_counter()
        book = read_workbook(path, on=date(2025, 12, 15))
        print(f"{len(book.people)} people, {len(book.nominations)} nominations, {len(book.problems)} problems, {time.perf_counter() - start:.2f} s")
        print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
