"""The table and the ratios of results.json as text, and their place in docs/reference/performance.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contenders import ALONE, BOOK, CONTENDERS, RULES

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
FINDINGS = {"sector": 4, "ladder": 4, "first": 7}  # conditions a judge weighs for one person
Row = dict[str, Any]
Saved = dict[str, Any]


def rate(saved: Saved, family: str, rules: tuple[str, ...], n: int) -> tuple[float, Row | None]:
    """The best rate (people a second) of a family at ``n`` people, or at the most people it was measured with."""
    rows = [r for r in saved["rows"] if belongs(r["name"], family) and tuple(r["rules"]) == rules and r["n"] <= n]
    most = max((r["n"] for r in rows), default=0)
    found = max((r for r in rows if r["n"] == most), key=lambda r: float(r["n"] / r["seconds"]), default=None)
    return (found["n"] / found["seconds"], found) if found else (0.0, None)


def belongs(name: str, family: str) -> bool:
    """Whether a contender is of a family; ``expressions`` are the polars formulations that use no numpy."""
    if family == "expressions":
        return CONTENDERS[name].family == "polars" and not any(word in name for word in ("flags", "lookup", "dense"))
    return CONTENDERS[name].family == family


def compared(saved: Saved, n: int, label: str, ours: tuple[str, tuple[str, ...]], theirs: tuple[str, tuple[str, ...]], target: float) -> list[str]:
    """A line of the table of ratios."""
    (a, _), (b, row) = rate(saved, *ours, n), rate(saved, *theirs, n)
    if not a or not b or row is None:
        return []
    size = "" if row["n"] == n else f" (at {row['n']:,} people)"
    return [f"| {label} | {row['name']}{size} | {a / b:,.2f} | {target:g} | {met(a / b >= target)}"]


def ratios(saved: Saved, n: int = 10**6) -> list[str]:
    """How many times as fast as the others, beside what was aimed at."""
    out = ["| measured | against | ratio | aim | met |", "|---|---|---|---|---|"]
    out += compared(saved, n, "three rules, records to verdicts", ("vinhdanh", RULES), ("polars", RULES), 1)
    out += compared(saved, n, "three rules, records to verdicts", ("vinhdanh", RULES), ("expressions", RULES), 1)
    for rules in ALONE:
        for family in ("polars", "expressions"):
            out += compared(saved, n, f"rule *{rules[0]}* alone", ("vinhdanh", rules), (family, rules), 0.5)
    for family, target in (("openfisca", 2), ("openfisca-records", 2), ("zen", 1000), ("zen-batch", 1000), ("loop", 10)):
        out += compared(saved, n, "three rules, records to verdicts", ("vinhdanh", RULES), (family, RULES), target)
    for family in ("zen-ladder", "zen-ladder-batch"):
        out += compared(saved, n, "*ladder*, every reason (`judge`), against bare verdicts", ("judge", ("ladder",)), (family, ("ladder",)), 20)
    return list(dict.fromkeys(out + book(saved, n) + judged(saved, n)))


def met(yes: bool) -> str:
    """The last cell of a line."""
    return "yes |" if yes else "**no** |"


def book(saved: Saved, n: int) -> list[str]:
    """All awards beside one."""
    every, row = rate(saved, "book", (), n)
    ones = [(rules[0], rate(saved, "book", rules, n)[0]) for rules in BOOK if rules]
    if not row:
        return []
    label = f"| all {row['awards']} personal awards: time in units of one award"
    return [f"{label} | {name} alone | {one / every:.1f} | at most 10 | {met(one / every <= 10)}" for name, one in ones if one]


def judged(saved: Saved, n: int) -> list[str]:
    """Conditions a second with a tree of findings for everybody."""
    found = [(rules, rate(saved, "judge", rules, n)[0] * sum(FINDINGS[r] for r in rules)) for rules in (RULES, *ALONE)]
    label = "| `judge`: conditions weighed a second"
    return [f"{label}, {'+'.join(rules)} | – | {count:,.0f} | 500,000 | {met(count >= 500_000)}" for rules, count in found if count]


def table(saved: Saved) -> list[str]:
    """Every measurement."""
    order = list(CONTENDERS)
    rows = sorted(saved["rows"], key=lambda r: (r["n"], -len(r["rules"]), r["rules"], order.index(r["name"])))
    return ["| people | contender | rules | ms | people/s | CPU ms | extra MB |", "|---:|---|---|---:|---:|---:|---:|", *map(_cells, rows)]


def _cells(r: Row) -> str:
    what = "three" if tuple(r["rules"]) == RULES else "+".join(r["rules"]) or f"all {r['awards']} awards"
    numbers = (f"{r['seconds'] * 1000:,.1f}", f"{r['n'] / r['seconds']:,.0f}", f"{r['cpu'] * 1000:,.0f}", f"{r['more_mb']:,.0f}")
    return f"| {r['n']:,} | {r['name']} | {what} | {' | '.join(numbers)} |"


def workbook(saved: Saved) -> list[str]:
    """What `vinhdanh check` of the sector's workbook took."""
    w = saved.get("workbook")
    if not w:
        return []
    what = f"{w['people']:,} people with five years of records and {w['nominations']:,} nominations ({w['workbook_mb']:.1f} MB of .xlsx)"
    took = f"**{w['seconds']:.1f} s, {w['peak_mb']:.0f} MB** at the highest (aim: below 500 MB)"
    return ["", f"`vinhdanh check` of {what}, start to exit, report written: {took}."]


def section(saved: Saved) -> str:
    """What stands between the markers."""
    made = saved["made"]
    used = ", ".join(f"{k} {v}" for k, v in made.items() if k not in ("date", "commit", "cpus"))
    about = f"Measured {made['date']} at commit {made['commit']} on {made['cpus']} processors; {used}."
    return "\n".join([about, "", "Ratios at 1,000,000 people:", "", *ratios(saved), *workbook(saved), "", "All measurements:", "", *table(saved)])


def update(saved: Saved) -> None:
    """Write the section into the page."""
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    PAGE.write_text(head + BEGIN + "\n" + section(saved) + "\n" + END + rest.split(END)[1], encoding="utf-8")
