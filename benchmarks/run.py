"""Run every contender in its own process, check that all agree, print the table and the ratios, write results.json.

python benchmarks/run.py                         10,000, 100,000 and 1,000,000 people
python benchmarks/run.py 10000                   other sizes
python benchmarks/run.py --only polars,zen 10000 contenders whose name contains one of the words, merged into results.json
python benchmarks/run.py --rounds 3              each process this often; the best counts
python benchmarks/run.py --workbook              also `vinhdanh check` of a sector's workbook
python benchmarks/run.py --report                writes docs/reference/performance.md from results.json
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
SIZES = [10_000, 100_000, 1_000_000]
THREADS = str(os.cpu_count() or 1)
Row = dict[str, Any]


# ---- one measurement, in its own process ---------------------------------------------------------------


def memory(field: str) -> float:
    """A memory figure of this process in MB (``VmRSS`` now, ``VmHWM`` at its highest)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return 0.0


def forget_peak() -> None:
    """Let the highest memory be counted from now on (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")


def quiet(limit: float = 20) -> None:
    """Wait until other programs leave the processor alone."""
    import psutil

    until = time.monotonic() + limit
    while time.monotonic() < until and psutil.cpu_percent(0.5) > 15:
        pass


def one(name: str, n: int) -> list[Row]:
    """Measure a contender on its sets of rules."""
    from contenders import CONTENDERS
    from population import generate

    contender = CONTENDERS[name]
    prepare, run = contender.load()
    state = prepare(generate(n))
    return [measure(name, n, state, run, rules) for rules in contender.rules]


def measure(name: str, n: int, state: Any, run: Any, rules: tuple[str, ...]) -> Row:
    """The best of up to five runs."""
    quiet()
    before = memory("VmRSS")
    forget_peak()
    times, cpu, answer = [], [], {}
    while len(times) < 5 and sum(times) < 10:
        wall, busy = time.perf_counter(), time.process_time()
        answer = run(state, rules)
        times.append(time.perf_counter() - wall)
        cpu.append(time.process_time() - busy)
    whole = hashlib.sha256(b"".join(mask.tobytes() for mask in answer.values()))
    return {
        "name": name,
        "n": n,
        "rules": list(rules),
        "seconds": min(times),
        "cpu": min(cpu),
        "runs": len(times),
        "awards": len(answer),
        "before_mb": before,
        "more_mb": memory("VmHWM") - before,
        "yes": [int(mask.sum()) for mask in answer.values()],
        "sha": whole.hexdigest()[:12],
    }


# ---- all of them -----------------------------------------------------------------------------------------


def compete(sizes: list[int], words: list[str], rounds: int) -> list[Row]:
    """Every contender at every size it is fit for."""
    from contenders import CONTENDERS

    rows: list[Row] = []
    for n in sizes:
        for name, contender in CONTENDERS.items():
            if n <= contender.largest and any(word in name for word in words or [""]):
                rows += best([row for _ in range(rounds) for row in alone(name, n)])
        agree(rows, n)
    return rows


def alone(name: str, n: int) -> list[Row]:
    """One contender in its own process."""
    env = {**os.environ, "POLARS_MAX_THREADS": THREADS, "OMP_NUM_THREADS": THREADS}
    done = subprocess.run([sys.executable, __file__, "--one", name, str(n)], capture_output=True, text=True, cwd=HERE, env=env, check=False)
    if done.returncode:
        print(f"{n:>9,} {name} FAILED: {done.stderr.strip().splitlines()[-1:]}", flush=True)
        return []
    rows: list[Row] = json.loads(done.stdout.splitlines()[-1])
    return rows


def best(rows: list[Row]) -> list[Row]:
    """The fastest of equal measurements; printed."""
    found: dict[tuple[str, ...], Row] = {}
    for row in sorted(rows, key=lambda r: float(r["seconds"])):
        found.setdefault(tuple(row["rules"]), row)
    for row in found.values():
        print(line(row), flush=True)
    return list(found.values())


def line(row: Row) -> str:
    """A row as printed."""
    what = "+".join(row["rules"]) or f"{row['awards']} awards"
    speed = f"{row['seconds'] * 1000:>10.1f} ms {row['n'] / row['seconds']:>13,.0f} /s"
    return f"{row['n']:>9,}  {row['name']:<48} {what:<24} {speed}  +{row['more_mb']:.0f} MB  {row['sha']}"


def agree(rows: list[Row], n: int) -> None:
    """Raise ``SystemExit`` if two contenders differ on a set of rules."""
    seen: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        if row["n"] == n:
            seen.setdefault(tuple(row["rules"]), set()).add(row["sha"])
    if wrong := {rules: shas for rules, shas in seen.items() if len(shas) > 1}:
        raise SystemExit(f"contenders disagree: {wrong}")


def merge(rows: list[Row], old: list[Row]) -> list[Row]:
    """New measurements over old ones."""
    fresh = {(r["name"], r["n"], tuple(r["rules"])) for r in rows}
    return rows + [r for r in old if (r["name"], r["n"], tuple(r["rules"])) not in fresh]


def versions() -> dict[str, str]:
    """What was measured, and on what."""
    from importlib.metadata import version

    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=HERE, check=False).stdout.strip()
    names = {name: version(name) for name in ("numpy", "polars", "openfisca-core", "zen-engine")}
    return {"date": date.today().isoformat(), "commit": commit or "-", "cpus": THREADS, "python": platform.python_version(), **names}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--only", default="")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--workbook", action="store_true")
    parser.add_argument("--report", action="store_true")
    args = parser.parse_args()
    saved = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"rows": []}
    if not args.report or args.only:
        keep(saved, compete(args.sizes, [w for w in args.only.split(",") if w], args.rounds), bool(args.only))
    if args.workbook:
        from check_workbook import measure as workbook

        saved["workbook"] = workbook()
    RESULTS.write_text(json.dumps(saved, indent=1, ensure_ascii=False) + "\n")
    from report import ratios, update

    print("\n".join(ratios(saved)))
    if args.report:
        update(saved)


def keep(saved: dict[str, Any], rows: list[Row], add: bool) -> None:
    """Put measurements into the results."""
    saved["rows"] = merge(rows, saved["rows"] if add else [])
    saved["made"] = versions()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(sys.argv[2], int(sys.argv[3]))))
    else:
        main()
