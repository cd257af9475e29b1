"""``vinhdanh check`` of a sector's workbook: 16,000 invented people, five years of records, 5,000 nominations.

    python benchmarks/check_workbook.py [people] [nominations]

Writes the workbook with the template's own writer, runs the command in its own process, prints JSON: seconds from
start to exit (imports, reading the rulebook and writing the report included) and the peak memory.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.template import Rows, write_workbook

DAY = "2025-12-15"
YEARS = range(2021, 2026)
UNIT = 40  # people a unit


def rows(people: int, nominations: int, seed: int = 1) -> Rows:
    """The sheets of the workbook."""
    pick = random.Random(seed)
    staff = [_person(i, pick) for i in range(people)]
    history = [(p["key"], year) for p in staff for year in YEARS]
    titles = [(key, year) for key, year in history if year < YEARS[-1]]
    return {
        "declaration": [{"kind": name, "full": "Có"} for name in lx.DECLARED.labels()],
        "units": [{"key": f"U{i}", "name": f"Đơn vị {i:04}"} for i in range(people // UNIT + 1)],
        "people": staff,
        "ratings": [{"key": k, "year": y, "rating": pick.choice(lx.RATINGS.labels()[:3])} for k, y in history],
        "awards": [_award(code, k, y) for code, share in (("LĐTT", 0.8), ("CSTĐCS", 0.2)) for k, y in titles if pick.random() < share],
        "nominations": [_nomination(k, pick) for k in pick.sample([p["key"] for p in staff], nominations)],
    }


def _person(i: int, pick: random.Random) -> dict[str, Any]:
    return {
        "key": f"A{i:05}",
        "name": f"Nguyễn Văn A{i:05}",
        "birth": date(pick.randint(1965, 1995), pick.randint(1, 12), pick.randint(1, 28)),
        "gender": pick.choice(("Nam", "Nữ")),
        "unit": f"U{i // UNIT}",
        "employed": date(2019, 1, 2),
        "leader": "Không",
        "party": "Có",
    }


def _award(code: str, key: str, year: int) -> dict[str, Any]:
    return {"key": key, "award": code, "year": year, "number": f"{year}/QĐ-VKS", "decided": date(year, 12, 20), "kind": "Công trạng"}


def _nomination(key: str, pick: random.Random) -> dict[str, Any]:
    return {"key": key, "award": pick.choice(("LĐTT", "CSTĐCS", "CSTĐ ngành", "BK VT VKSTC", "BK TTg")), "year": YEARS[-1]}


def measure(people: int = 16_000, nominations: int = 5_000) -> dict[str, Any]:
    """Seconds and peak megabytes of the command."""
    with tempfile.TemporaryDirectory() as folder:
        path, report = Path(folder) / "sector.xlsx", Path(folder) / "report.xlsx"
        _alone([sys.executable, __file__, "--write", str(path), str(people), str(nominations)])
        start = time.perf_counter()
        command = [sys.executable, "-m", "vinhdanh.cli", "check", str(path), "--on", DAY, "--out", str(report)]
        code, peak, last = _watched(command, Path(folder) / "said")
        seconds = time.perf_counter() - start
        size = path.stat().st_size
    asked = {"people": people, "nominations": nominations, "workbook_mb": size / 2**20}
    return asked | {"seconds": seconds, "peak_mb": peak, "exit": code, "last_line": last}


def _watched(command: list[str], said: Path) -> tuple[int, float, str]:
    """Exit code, peak megabytes of this one process and the last line it printed."""
    with said.open("w", encoding="utf-8") as out:
        child = subprocess.Popen(command, stdout=out, stderr=out)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, used.ru_maxrss / 1024, said.read_text(encoding="utf-8").strip().splitlines()[-1]


def _alone(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def write(path: str, people: str, nominations: str) -> None:
    """Write the workbook (in a process of its own, so that its memory is not counted)."""
    write_workbook(Path(path), rows(int(people), int(nominations)))


if sys.argv[1:2] == ["--write"]:
    write(*sys.argv[2:5])
elif __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:3])), ensure_ascii=False))
