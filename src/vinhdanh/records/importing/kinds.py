"""What may be brought in: the template, and units' own lists, with the columns each may hold."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vinhdanh.workbook import schema
from vinhdanh.workbook.schema import Column, Sheet

TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class ListKind:
    """A unit's own list. ``sheet``: the sheet of the template whose columns it can hold; ``defaults``: columns that may be
    given once for the whole list where the list has no such column."""

    code: str
    name: str
    sheet: Sheet
    defaults: tuple[str, ...] = ()

    def columns(self) -> tuple[Column, ...]:
        """The columns that can be chosen for a column of the list."""
        own = [c for c in self.sheet.columns if c.name != "stt"]
        extra = [] if self.sheet is schema.PEOPLE else [c for c in REF.columns if c.name in ("birth", "unit")]
        return (*[_renamed(c) for c in own[:2]], *extra, *own[2:])

    def column(self, name: str) -> Column:
        """One of them. KeyError if there is none."""
        return {c.name: c for c in self.columns()}[name]


def _renamed(column: Column) -> Column:
    return replace(column, header="Họ và tên" if column.name == "name" else "Mã cán bộ") if column.name in ("key", "name") else column


REF = Sheet(
    "refs",
    "Người trong danh sách",
    "Ai được nói đến ở mỗi dòng.",
    tuple(replace(c, required=c.name == "name") for c in schema.PEOPLE.columns if c.name in ("key", "name", "birth", "unit")),
)
LISTS = {
    k.code: k
    for k in (
        ListKind("people", "Danh sách cán bộ", schema.PEOPLE),
        ListKind("awards", "Danh hiệu, hình thức khen thưởng", schema.AWARDS, ("award", "year", "number", "decided", "by", "kind")),
        ListKind("ratings", "Xếp loại chất lượng", schema.RATINGS, ("year",)),
        ListKind("works", "Sáng kiến, đề tài", schema.WORKS, ("work", "year", "level", "recognised", "by", "number")),
    )
}
CHOICES = ((TEMPLATE, "Tệp mẫu Vinh Danh (vinhdanh template)"), *((k.code, f"{k.name} (cột do đơn vị tự đặt)") for k in LISTS.values()))
SHEETS = {s.id: s for s in schema.SHEETS}
NOT_TAKEN = ("nominations",)
HIDDEN = {"limits": ("discipline", "complaint"), "times": ("health",)}  # sheets that hold sensitive fields, and their sensitivity


def sheet_of(kind: str, sheet: str) -> Sheet:
    """The description of a sheet in an import of a kind."""
    return SHEETS[sheet] if kind == TEMPLATE else LISTS[kind].sheet


def columns_of(kind: str, sheet: str) -> dict[str, Column]:
    """The columns a row of that sheet may hold, by name."""
    found = SHEETS[sheet].columns if kind == TEMPLATE else LISTS[kind].columns()
    return {c.name: c for c in found if c.name != "stt"}
