"""The import of a whole sector, to see by hand how long it takes and what it needs: ``python tests/records/importing/big.py [people]``.

Makes a database of its own in a temporary folder (or where ``VINHDANH_DATA`` says), with the product's settings.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("VINHDANH_DATA", tempfile.mkdtemp(prefix="vinhdanh-big-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinhdanh.config.settings")
YEARS = range(2006, 2025)  # 19 years: 16,000 people hold about 300,000 awards


def rows(people: int, seed: int = 1) -> dict[str, list[dict[str, Any]]]:
    """People (one unit for every 41 of them) with an award for nearly every year since 2006."""
    pick = random.Random(seed)
    staff = [
        {
            "key": f"A{i:05}",
            "name": f"Nguyễn Văn A{i:05}",
            "birth": date(pick.randint(1968, 1982), pick.randint(1, 12), pick.randint(1, 28)),
            "gender": pick.choice(("Nam", "Nữ")),
            "unit": f"U{i // 41}",
            "post": "Kiểm sát viên",
            "employed": date(2005, 1, 2),
            "party": "Có",
        }
        for i in range(people)
    ]
    awards = [
        {"key": p["key"], "award": "LĐTT", "year": y, "number": f"{y % 100}{p['unit']}/QĐ-VKS", "decided": date(y, 12, 20), "kind": "Công trạng"}
        for p in staff
        for y in YEARS
        if pick.random() < 0.987
    ]
    return {"people": staff, "awards": awards}


def prepare(people: int) -> Any:
    """A database with the units and an account that may import; the account."""
    import django

    django.setup()
    from django.core.management import call_command
    from tests.office import unit, user

    call_command("migrate", verbosity=0, skip_checks=True)
    top = unit("TOI-CAO", "VKSND tối cao")
    for i in range(people // 41 + 1):
        unit(f"U{i}", f"Đơn vị {i:04}", top)
    return user("bo-phan-tdkt", top, name="big"), top


def main(people: int) -> None:
    """Bring in, save, bring in again, undo; prints seconds and peak memory."""
    by, top = prepare(people)
    from django.core.files import File

    from vinhdanh.jobs.actions import run
    from vinhdanh.people.models import Person
    from vinhdanh.records.importing import actions
    from vinhdanh.records.models import AwardHeld
    from vinhdanh.workbook.template import write_workbook

    path = Path(os.environ["VINHDANH_DATA"]) / "lon.xlsx"
    if not path.exists():
        write_workbook(path, rows(people))

    def told(what: str, start: float) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{what}: {time.perf_counter() - start:.1f} s, peak {peak:.0f} MB, {AwardHeld.objects.count()} awards, {Person.objects.count()} people",
            flush=True,
        )

    for turn in ("first", "again"):
        start = time.perf_counter()
        with path.open("rb") as file:
            batch = actions.begin(File(file, "lon.xlsx"), unit=top, kind="template", year=2025, by=by)
        told(f"{turn}: stored", start)
        start = time.perf_counter()
        run(batch.job.pk)
        batch.refresh_from_db()
        told(f"{turn}: read and checked ({batch.state}, {batch.counts.get('would')})", start)
        if turn == "first":
            start = time.perf_counter()
            saving = actions.ask_to_save(batch, by=by)
            run(saving.job.pk)
            batch.refresh_from_db()
            told(f"{turn}: saved ({batch.state}; {batch.job.says})", start)
            saved = batch
    start = time.perf_counter()
    run(actions.ask_to_undo(saved, by=by).job.pk)
    saved.refresh_from_db()
    told(f"undone ({saved.state}; {saved.job.says})", start)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 16_000)
