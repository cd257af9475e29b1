"""389 units, 200 criteria, 5 years: our engine with explanations beside the same table as formulas in headless LibreOffice, in one run.

python benchmarks/scoring.py              measure both, hold the totals and places against each other, write scoring.json
python benchmarks/scoring.py --ours       our side only
python benchmarks/scoring.py --units 50   another size

Needs ``apt-get install libreoffice-calc python3-uno`` for the other side (Python of the system drives it: scoring_calc.py).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from vinhdanh.merit.scoring import loading
from vinhdanh.merit.scoring.calm import unhurried
from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.inputs import ONLY, Entry, Unit
from vinhdanh.merit.scoring.ranking import Order, rank
from vinhdanh.merit.scoring.table import Table

HERE = Path(__file__).parent
YEARS, CLUSTERS, GROUPS, EACH = 5, 16, 10, 20
BANDS = [{"ge": 95, "points": 5}, {"ge": 80, "lt": 95, "points": 3}, {"lt": 80, "points": 0}]
RULES = [{"kind": "deduct_per_unit", "points": "0.5", "cap": 2}, {"kind": "award_per_unit", "points": 1}]
KINDS: list[dict[str, Any]] = [
    {},
    {"kind": "ratio"},
    {"kind": "steps", "bands": BANDS},
    {"rules": RULES},
    {"kind": "relative_to_leader", "tolerance": 0},
]


# ---- the same table and figures for both ---------------------------------------------------------------


def table() -> Table:
    """Ten sections of twenty criteria of five kinds, 5 points each."""
    sections = [
        {"code": str(g), "max": EACH * 5, "children": [{"code": f"{g}.{i}", "max": 5, **KINDS[i % 5]} for i in range(EACH)]} for g in range(GROUPS)
    ]
    return loading.table({"id": "benchmark", "total": {"max": GROUPS * EACH * 5}, "criteria": sections})


def figures(made: Table, n: int, seed: int) -> list[Unit]:
    """The units of one year; seeded."""
    chance = random.Random(seed)
    return [
        Unit(f"u{i:03}", cluster=f"c{i % CLUSTERS:02}", stages={ONLY: {leaf.path: Entry(_entry(leaf.index % 5, chance)) for leaf in made.leaves}})
        for i in range(n)
    ]


def _entry(kind: int, chance: random.Random) -> dict[str, Decimal]:
    whole = chance.randint(20, 400)
    drawn = (
        {"value": Decimal(chance.randint(0, 20)) / 4},
        {"numerator": Decimal(chance.randint(whole // 2, whole)), "denominator": Decimal(whole)},
        {"value": Decimal(chance.randint(600, 1000)) / 10},
        {"1": Decimal(chance.randint(0, 6)), "2": Decimal(chance.randint(0, 2))},
        {"target": Decimal(whole), "actual": Decimal(chance.randint(whole // 2, whole * 2))},
    )
    return drawn[kind]


# ---- ours ----------------------------------------------------------------------------------------------


def ours(made: Table, years: list[list[Unit]]) -> tuple[list[Order], dict[str, float]]:
    """Every year scored and ranked, every score explained; then all explanations written out in words."""
    start, busy = time.perf_counter(), time.process_time()
    orders = [rank(made, score(made, units)) for units in years]
    scored, cpu = time.perf_counter() - start, time.process_time() - busy
    start, busy = time.perf_counter(), time.process_time()
    words = written(orders)
    return orders, {
        "scored": scored,
        "scored_cpu": cpu,
        "words": time.perf_counter() - start,
        "words_cpu": time.process_time() - busy,
        "letters": words,
    }


@unhurried
def written(orders: list[Order]) -> int:
    """The letters of every formula of every criterion, put into words."""
    return sum(len(leaf.outcome.formula) for o in orders for s in o.standings for leaf in s.sheet.root.leaves() if leaf.outcome)


# ---- theirs --------------------------------------------------------------------------------------------


def workbook(made: Table, years: list[list[Unit]], path: Path) -> None:
    """The same table as formulas: one sheet a year, inputs left, one formula for each criterion, total, place in the cluster."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        for y, units in enumerate(years):
            sheet = book.add_worksheet(f"y{y}")
            for r, unit in enumerate(units):
                _row(sheet, made, unit, r, len(units))


def _row(sheet: Any, made: Table, unit: Unit, r: int, n: int) -> None:
    sheet.write_string(r, 0, unit.cluster)
    place, formulas = 1, list[str]()
    for leaf in made.leaves:
        values = list(unit.stages[ONLY][leaf.path].values.values())
        cells = [xl_rowcol_to_cell(r, place + i) for i in range(len(values))]
        for i, value in enumerate(values):
            sheet.write_number(r, place + i, value)
        place += len(values)
        if leaf.index % 5 == 4:  # how far above the target, for the leader's column
            sheet.write_formula(r, place, f"={cells[1]}/{cells[0]}-1")
            cells.append(xl_rowcol_to_cell(r, place))
            place += 1
        formulas.append(_formula(leaf.index % 5, cells, xl_col_to_name(place - 1), n, r))
    for i, formula in enumerate(formulas):
        sheet.write_formula(r, place + i, formula)
    first, last = xl_rowcol_to_cell(r, place), xl_rowcol_to_cell(r, place + len(formulas) - 1)
    total = place + len(formulas)
    col = xl_col_to_name(total)
    sheet.write_formula(r, total, f"=SUM({first}:{last})")
    sheet.write_formula(r, total + 1, f'=COUNTIFS($A$1:$A${n},$A{r + 1},${col}$1:${col}${n},">"&{col}{r + 1})+1')


def _formula(kind: int, c: list[str], column: str, n: int, r: int) -> str:
    if kind == 0:
        return f"={c[0]}"
    if kind == 1:
        return f"=IF({c[1]}<=0,0,MIN(1,{c[0]}/{c[1]})*5)"
    if kind == 2:
        return f"=IF({c[0]}>=95,5,IF({c[0]}>=80,3,0))"
    if kind == 3:
        return f"=5-MIN(2,0.5*{c[0]})+{c[1]}"
    leader = f"_xlfn.MAXIFS(${column}$1:${column}${n},$A$1:$A${n},$A{r + 1})"
    return f"=IF({c[1]}<{c[0]},2.5*{c[1]}/{c[0]},IF({c[1]}={c[0]},2.5,2.5+2.5*{c[2]}/{leader}))"


def theirs(path: Path, rows: int) -> dict[str, Any]:
    """LibreOffice loads the workbook and recalculates everything, three times; what it took and what came out."""
    told = subprocess.run(["/usr/bin/python3", str(HERE / "scoring_calc.py"), str(path), str(rows)], capture_output=True, text=True, check=True)
    return json.loads(told.stdout)  # type: ignore[no-any-return]


def agree(orders: list[Order], found: dict[str, Any]) -> dict[str, Any]:
    """Totals to nine places and places in the cluster, all units of all years; places may differ where floats part what is equal."""
    off = wrong = 0
    for order, sheet in zip(orders, found["sheets"], strict=True):
        by_id = {s.unit_id: s for s in order.standings}
        for i, (total, place) in enumerate(sheet):
            standing = by_id[f"u{i:03}"]
            off += abs(standing.sheet.total - Decimal(repr(total))) > Decimal("1e-9")
            wrong += standing.place != int(place)
    return {"totals_off": off, "places_off": wrong}


# ---- one run -------------------------------------------------------------------------------------------


def main() -> None:
    """Measure, compare, write."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--units", type=int, default=389)
    asked.add_argument("--ours", action="store_true")
    args = asked.parse_args()
    made = table()
    years = [figures(made, args.units, y) for y in range(YEARS)]
    runs = [ours(made, years) for _ in range(3)]
    best = min((r[1] for r in runs), key=lambda t: t["scored"])
    result: dict[str, Any] = {"units": args.units, "criteria": len(made.leaves), "years": YEARS, "ours": best, "machine": _machine()}
    if not args.ours:
        result |= _beside(made, years, runs[0][0], best)
        (HERE / "scoring.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    json.dump(result, sys.stdout, indent=1)
    print()


def _beside(made: Table, years: list[list[Unit]], orders: list[Order], best: dict[str, float]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bang.xlsx"
        workbook(made, years, path)
        found = theirs(path, len(years[0]))
    calc = {k: v for k, v in found.items() if k != "sheets"}
    both = best["scored"] + best["words"]
    ratios = {
        "recalculated / scored": calc["recalculated"] / best["scored"],
        "recalculated / scored and in words": calc["recalculated"] / both,
        "recalculated / scored, processor time": calc["recalculated_cpu"] / best["scored_cpu"],
        "loaded and recalculated / scored": (calc["loaded"] + calc["recalculated"]) / best["scored"],
    }
    return {"libreoffice": calc, "agreement": agree(orders, found), "ratio": {k: round(v, 2) for k, v in ratios.items()}}


def _machine() -> dict[str, Any]:
    return {"python": platform.python_version(), "cpus": os.cpu_count(), "load": round(os.getloadavg()[0], 2)}


if __name__ == "__main__":
    main()
