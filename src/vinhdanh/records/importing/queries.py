"""What the pages of an import show: the grid of a sheet, page by page, with each finding in its cell; what is left to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from vinhdanh.accounts.models import User
from vinhdanh.records.importing.access import may_see_sheet
from vinhdanh.records.importing.cellstore import MERGED, UNCOMPUTED, shown
from vinhdanh.records.importing.kinds import LISTS, SHEETS, TEMPLATE, columns_of
from vinhdanh.records.importing.layout import Layout, layouts
from vinhdanh.records.models import ImportBatch, ImportRow

PER_PAGE = 50
ORDER = {"error": 0, "warning": 1}


@dataclass(slots=True)
class Cell:
    """One cell of the grid. ``tone``: "khong" (wrong), "ro" (doubt) or nothing; ``was``: what the file said, where it was corrected."""

    name: str
    text: str
    label: str
    problems: list[dict[str, str]]
    tone: str = ""
    was: str | None = None
    asks: bool = False  # a person is to be chosen here


@dataclass(slots=True)
class Line:
    """One row of the grid."""

    row: ImportRow
    cells: list[Cell]


@dataclass(slots=True)
class Head:
    """A column of the grid: the letters it has in the file, its header, whether it must be filled."""

    name: str
    letter: str
    header: str


@dataclass(slots=True)
class Tab:
    """A sheet with what is to be done in it."""

    id: str
    name: str
    rows: int
    wrong: int
    doubtful: int
    new: int
    same: int
    changed: int


@dataclass(slots=True)
class Grid:
    """A page of one sheet. ``only``: only rows with something wrong or doubtful."""

    tab: Tab
    heads: list[Head]
    lines: list[Line]
    page: Page[ImportRow]
    only: bool
    people: bool
    wide: int = field(default=0)


def tabs(user: User, batch: ImportBatch) -> list[Tab]:
    """The sheets of a batch one may see. One query."""
    rows = ImportRow.objects.filter(batch=batch).values("sheet").order_by("sheet")
    wrong, doubt = Q(errors__gt=0, skip=False), Q(errors=0, doubts__gt=0, skip=False)
    counted = {c["sheet"]: c for c in rows.annotate(all=Count("pk"), wrong=Count("pk", filter=wrong), doubt=Count("pk", filter=doubt))}
    out = []
    for id_, layout in layouts(batch).items():
        here, would = counted.get(id_, {"all": 0, "wrong": 0, "doubt": 0}), batch.counts.get("sheets", {}).get(id_, {})
        if may_see_sheet(user, batch, id_):
            numbers = (would.get("new", 0), would.get("same", 0), would.get("changed", 0))
            out.append(Tab(id_, layout.name, here["all"], here["wrong"], here["doubt"], *numbers))
    return out


def wrong_rows(batch: ImportBatch) -> int:
    """How many rows keep the batch from being saved."""
    return ImportRow.objects.filter(batch=batch, errors__gt=0, skip=False).count()


def skipped_rows(batch: ImportBatch) -> int:
    """How many rows the clerk left out."""
    return ImportRow.objects.filter(batch=batch, skip=True).count()


def rows_of(batch: ImportBatch, sheet: str, only: bool) -> QuerySet[ImportRow]:
    """The rows of a sheet in the order of the file; ``only`` those with findings."""
    rows = ImportRow.objects.filter(batch=batch, sheet=sheet)
    return (rows.filter(Q(errors__gt=0) | Q(doubts__gt=0) | Q(skip=True)) if only else rows).order_by("number")


def grid(batch: ImportBatch, tab: Tab, only: bool, page: str | int) -> Grid:
    """A page of the grid. Two queries."""
    layout = layouts(batch)[tab.id]
    found = Paginator(rows_of(batch, tab.id, only), PER_PAGE).get_page(page)
    heads = _shown(_heads(batch, layout), layout, list(found))
    people = batch.kind in LISTS or tab.id == "people"
    return Grid(tab, heads, [line(row, heads) for row in found], found, only, people)


def _shown(heads: list[Head], layout: Layout, rows: list[ImportRow]) -> list[Head]:
    """Columns that hold something, or in which something is missing."""
    names = {*layout.used, *(p["col"] for r in rows for p in r.problems), *(n for r in rows for n in r.cells)}
    return [h for h in heads if h.name in names]


def heads_of(batch: ImportBatch, sheet: str) -> list[Head]:
    """The columns of a sheet's grid."""
    return _heads(batch, layouts(batch)[sheet])


def _heads(batch: ImportBatch, layout: Layout) -> list[Head]:
    known = columns_of(batch.kind, layout.id)
    return [Head(n, layout.letter(n), known[n].header if n in known else f"Năm {n}") for n in layout.names()]


def line(row: ImportRow, heads: list[Head]) -> Line:
    """A row with each finding in its cell; what belongs to no column stands in the first."""
    names = [h.name for h in heads]
    at: dict[str, list[dict[str, str]]] = {}
    for problem in row.problems:
        at.setdefault(problem["col"] if problem["col"] in names else names[0], []).append(problem)
    return Line(row, [_cell(row, h, at.get(h.name, [])) for h in heads])


def _cell(row: ImportRow, head: Head, problems: list[dict[str, str]]) -> Cell:
    value = row.cells.get(head.name)
    text = "" if value in (MERGED, UNCOMPUTED) else shown(value)
    first = sorted(problems, key=lambda p: ORDER[p["severity"]])
    tone = "" if not first or row.skip else "khong" if first[0]["severity"] == "error" and first[0]["code"] not in ASKS else "ro"
    was = shown(row.original[head.name]) if head.name in row.original else None
    return Cell(head.name, text, head.header, first, tone, was, any(p["code"] in ASKS for p in first))


ASKS = frozenset({"choose-person", "no-such-person"})


def totals(found: list[Tab]) -> dict[str, int]:
    """New, same, changed, wrong, doubtful over the sheets."""
    return {k: sum(getattr(t, k) for t in found) for k in ("rows", "wrong", "doubtful", "new", "same", "changed")}


def name_of(batch: ImportBatch) -> str:
    """What kind of file it is, in words."""
    return "Tệp mẫu Vinh Danh" if batch.kind == TEMPLATE else LISTS[batch.kind].name


def outcome(batch: ImportBatch) -> list[tuple[str, dict[str, int]]]:
    """What was saved, sheet by sheet, with the sheets' names as the template has them."""
    counts = batch.counts.get("sheets", {})
    return [(spec.name, counts[i]) for i, spec in SHEETS.items() if i in counts]
