"""What was measured of the office as text, and its place in docs/reference/performance.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- office: begin -->", "<!-- office: end -->"
LIMITS = {"pages": 100, "searches": 100, "screenings": 1000}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
TITLES = {"pages": "Pages", "searches": "Search", "screenings": "Screening of everybody"}
WORDS = {
    "pages": "page under 100 ms",
    "searches": "search under 100 ms",
    "screenings": "screening of everybody for one award, with its page, under 1 s",
}
Row = dict[str, Any]
Saved = dict[str, Any]


def answered(saved: Saved, database: str, part: str) -> dict[str, Row]:
    """The addresses that gave a page; the others ask for a form to be sent, lead elsewhere or are refused."""
    return {name: row for name, row in saved.get(database, {}).get(part, {}).items() if row["status"] == 200}


def measured(saved: Saved) -> list[str]:
    """The databases measured."""
    return [name for name in NAMES if name in saved]


def aims(saved: Saved) -> list[str]:
    """What was aimed at, and whether it was reached."""
    lines = ["| aim | database | measured | slowest | median | met |", "|---|---|---:|---|---:|---|"]
    for part, limit in LIMITS.items():
        for database in measured(saved):
            rows = answered(saved, database, part)
            if rows:
                worst, row = max(rows.items(), key=lambda pair: float(pair[1]["ms"]))
                lines.append(f"| every {WORDS[part]} | {NAMES[database]} | {len(rows)} | {worst} | {row['ms']:,.0f} ms | {met(row['ms'] < limit)}")
    return [*lines, *_loads(saved)]


def _loads(saved: Saved) -> list[str]:
    return [
        f"| {found['readers']} readers beside {found['writers']} writers without an error | {NAMES[database]} "
        f"| {found['reads']['count']:,} reads, {found['writes']['count']:,} writes in {found['seconds']:.0f} s "
        f"| a read in {found['reads']['ms']:,.0f} ms, 99 of 100 in {found['reads']['ms99']:,.0f} ms "
        f"| a write in {found['writes']['ms']:,.0f} ms | {met(sound(found))}"
        for database in measured(saved)
        if (found := saved[database].get("load"))
    ]


def sound(found: Row) -> bool:
    """Whether everybody was served, nothing written was lost, and the audit log is whole."""
    return not found["errors"] and not found["lost"] and not found["audit"] and bool(found["writes"]["count"])


def met(yes: bool) -> str:
    """The last cell of a line."""
    return "yes |" if yes else "**no** |"


def table(saved: Saved, part: str) -> list[str]:
    """Every address of a part: queries, and of each database the median, with the processor's share."""
    found = {database: answered(saved, database, part) for database in measured(saved)}
    names = list(dict.fromkeys(name for rows in found.values() for name in rows))
    heads = "".join(f" {NAMES[d]}, ms | of it in queries |" for d in found)
    lines = [f"{TITLES[part]}:", "", f"| what | queries |{heads}", "|---|---:|" + "---:|---:|" * len(found)]
    return [*lines, *(_line(name, found) for name in names)]


def _line(name: str, found: dict[str, dict[str, Row]]) -> str:
    rows = [rows.get(name) for rows in found.values()]
    counts = "/".join(dict.fromkeys(str(row["queries"]) for row in rows if row))
    cells = "".join(f" {row['ms']:,.1f} | {row['db']:,.1f} |" if row else " – | – |" for row in rows)
    return f"| {name} | {counts} |{cells}"


def section(saved: Saved) -> str:
    """What stands between the markers."""
    about = [f"{NAMES[d]}: measured {(m := saved[d]['made'])['date']} at commit {m['commit']} on {m['cpus']} processors." for d in measured(saved)]
    parts = [line for part in LIMITS for line in ("", *table(saved, part))]
    return "\n".join([*about, "", *aims(saved), *parts])


def update(saved: Saved) -> None:
    """Write the section into the page (at its end, the first time)."""
    text = PAGE.read_text(encoding="utf-8")
    if BEGIN not in text:
        text += f"\n## The office on the whole sector\n\n{BEGIN}\n{END}\n"
    head, rest = text.split(BEGIN)
    PAGE.write_text(head + BEGIN + "\n" + section(saved) + "\n" + END + rest.split(END)[1], encoding="utf-8")
