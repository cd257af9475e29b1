"""Where the columns of a file stand, as kept in ``ImportBatch.mapping``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from vinhdanh.records.models import ImportBatch
from vinhdanh.workbook.log import letters


@dataclass(slots=True)
class Layout:
    """One sheet: its name in the file, the row of its header, columns and years by the column they stand in (from 1; 0: given
    once for the whole list)."""

    id: str
    name: str
    top: int
    cols: dict[str, int]
    years: dict[int, int] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)  # columns that hold something somewhere

    def keep(self) -> dict[str, Any]:
        """As JSON."""
        return {"name": self.name, "top": self.top, "cols": self.cols, "years": {str(y): c for y, c in self.years.items()}, "used": self.used}

    def names(self) -> list[str]:
        """The keys a row of this sheet may have, in the order of the file."""
        places = [*self.cols.items(), *((str(y), c) for y, c in self.years.items())]
        return [n for n, _ in sorted(places, key=lambda p: (p[1] == 0, p[1]))]

    def place(self, name: str) -> int:
        """The column of a key."""
        return self.cols.get(name) or self.years.get(int(name) if name.isdigit() else 0, 0)

    def letter(self, name: str) -> str:
        """The letters of a key's column; nothing if it was given for the whole list."""
        return letters(self.place(name)) if self.place(name) else ""


def layouts(batch: ImportBatch) -> dict[str, Layout]:
    """The sheets of a batch that hold rows, by id, in the order of the file."""
    kept = batch.mapping.get("sheets", {})
    order = batch.mapping.get("order", [])  # a database may keep the keys of JSON in an order of its own
    return {
        i: Layout(i, s["name"], s["top"], s["cols"], {int(y): c for y, c in s["years"].items()}, s["used"])
        for i, s in sorted(kept.items(), key=lambda k: order.index(k[0]))
    }


def put(batch: ImportBatch, found: list[Layout]) -> None:
    """Keep the layouts on the batch (not saved)."""
    batch.mapping = {**batch.mapping, "sheets": {s.id: s.keep() for s in found}, "order": [s.id for s in found]}
