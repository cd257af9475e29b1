"""From the rows of a batch to everything that would be written, in the order it must be written, with all that is wrong noted.

The workbook reader does the reading (typed cells, duplicates, dates in order …); units and people are matched to the database;
records come in chunks, so that 300,000 rows need the memory of some thousands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from vinhdanh.accounts.models import User
from vinhdanh.people.access import scope_of
from vinhdanh.people.models import Person
from vinhdanh.records.importing import people as people_part
from vinhdanh.records.importing import units as units_part
from vinhdanh.records.importing.drafts import Draft, Maker, PersonDraft, Target, UnitDraft
from vinhdanh.records.importing.existing import Verdict, compare, verdicts
from vinhdanh.records.importing.kinds import LISTS, REF, SHEETS
from vinhdanh.records.importing.layout import Layout, layouts
from vinhdanh.records.importing.matching import Match, People
from vinhdanh.records.importing.sheets import drafts_of
from vinhdanh.records.importing.tables import Cells, Notes, Place, table_of
from vinhdanh.records.models import Absence, AwardHeld, Contest, Discipline, Hold, ImportBatch, ImportRow, Initiative, Rating, Study
from vinhdanh.units.models import Unit
from vinhdanh.workbook import schema
from vinhdanh.workbook.collectives import build_collectives
from vinhdanh.workbook.declared import read_declarations
from vinhdanh.workbook.model import Collective, Subject, Workbook
from vinhdanh.workbook.model import Person as BookPerson
from vinhdanh.workbook.people import build_people
from vinhdanh.workbook.reader import collector_paused
from vinhdanh.workbook.records import build_records
from vinhdanh.workbook.refs import Directory, same_key
from vinhdanh.workbook.state import State
from vinhdanh.workbook.table import Row, Table
from vinhdanh.workbook.units import build_units

CHUNK = 4000
RECORD_SHEETS = ("posts", "ratings", "awards", "works", "limits", "times", "collectives")
PERSON_SHEETS = frozenset({"posts", "works", "times"})
Choices = dict[str, tuple[str, int | None]]  # a person as written → what the clerk chose
Tell = Callable[[int, int, str], None]


@dataclass(slots=True)
class Seen:
    """What is known of a row beside its problems: whom it was matched to, and the person as written."""

    match: Match
    ref: str


@dataclass
class Walk:
    """One passage over a batch. ``run`` yields what would be written; problems gather in ``notes``, matches in ``seen``."""

    batch: ImportBatch
    by: User
    on: dt.date
    tell: Tell = lambda done, total, says: None
    notes: Notes = field(default_factory=Notes)
    seen: dict[Place, Seen] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)  # people, by their key in the file
    places: dict[str, Target] = field(default_factory=dict)  # units, by their key in the file
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    made: dict[int, int] = field(default_factory=dict)  # records seen so far, to notice a second one
    heads: dict[str, tuple[int, Target, str, str]] = field(default_factory=dict)  # heads the list of people names: row, who, unit, post
    walked: int = 0
    total: int = 0

    first_years: dict[str, int] = field(default_factory=dict)  # the first year the file has rows of, by kind of record
    newcomers: list[PersonDraft] = field(default_factory=list)  # people that rows of a list name and somebody declared new
    _rows_of_people: dict[int, BookPerson] | None = None
    _taken: frozenset[str] | None = None

    def __post_init__(self) -> None:
        self.layouts = layouts(self.batch)
        self.known = {u.key: u for u in Unit.objects.filter(path__startswith=self.batch.unit.path).select_related("kind").order_by("path")}
        self.people = People(self.batch.unit)
        self.state = State(Workbook(self.batch.file.name, self.on), self.notes, {})
        self.names = Directory(self.state)
        self.maker = Maker(self.state, self.batch.year, f"Tệp nhập “{self.batch.file.name}”"[:200])
        self.powers = scope_of(self.by)

    def by_row(self) -> dict[int, BookPerson]:
        """The people of the file by their row."""
        if self._rows_of_people is None:
            self._rows_of_people = {p.row: p for p in self.state.book.people.values()}
        return self._rows_of_people

    def taken_keys(self) -> frozenset[str]:
        """All keys of people, also of those not to be seen here."""
        if self._taken is None:
            self._taken = frozenset(same_key(k) for k in Person.objects.order_by("pk").values_list("key", flat=True))
        return self._taken

    def left_out(self) -> frozenset[str]:
        """The kinds of record some of whose rows the clerk left out: they are not complete, whatever the file declares."""
        skipped = set(ImportRow.objects.filter(batch=self.batch, skip=True).order_by("sheet").values_list("sheet", flat=True).distinct())
        return frozenset(k for s in skipped for k in (SHEETS[s].kinds or (s,)))

    # ---- the passage ----

    def run(self) -> Iterator[list[UnitDraft] | list[Verdict]]:
        """Units, then people, then records in chunks. Consume it whole for all problems."""
        with collector_paused():
            self.total = ImportRow.objects.filter(batch=self.batch, skip=False).count()
            yield self._units()
            yield self._people()
            for sheet in RECORD_SHEETS:
                if sheet in self.layouts and not (self.batch.kind in LISTS and sheet == "people"):
                    yield from self._records(sheet)
            yield self._heads_left()

    def _count(self, sheet: str, outcome: str, number: int = 1) -> None:
        here = self.counts.setdefault(sheet, {})
        here[outcome] = here.get(outcome, 0) + number

    # ---- rows ----

    def _rows(self, sheet: str, after: int = 0, limit: int | None = None) -> list[tuple[int, Cells]]:
        rows = ImportRow.objects.filter(batch=self.batch, sheet=sheet, skip=False, number__gt=after).order_by("number")
        return list(rows.values_list("number", "cells")[:limit])

    def _chosen(self, sheet: str) -> dict[int, tuple[str, int | None]]:
        rows = ImportRow.objects.filter(batch=self.batch, sheet=sheet).exclude(choice="").order_by("number")
        return {n: (c, p) for n, c, p in rows.values_list("number", "choice", "person_id")}

    def _table(self, sheet: str) -> Table:
        spec = SHEETS[sheet]
        if sheet not in self.layouts:
            return Table(spec, sheet)
        return table_of(spec, self.layouts[sheet], self._rows(sheet), self.on, self.notes)

    def _progress(self, rows: int, says: str) -> None:
        self.walked += rows
        self.tell(self.walked, max(self.total, 1), says)

    # ---- units ----

    def _units(self) -> list[UnitDraft]:
        self.state.tables["units"] = self._table("units")
        build_units(self.state, self.names)
        made = units_part.match_units(self)
        self._progress(len(self.state.tables["units"].rows), "Đang đối chiếu đơn vị")
        return made

    # ---- people ----

    def _people(self) -> list[Verdict]:
        if self.batch.kind in LISTS and self.batch.kind != "people":
            self.state.tables["people"] = Table(schema.PEOPLE, "people")
            return []
        table = self.state.tables["people"] = self._table("people")
        build_people(self.state, self.names)
        chosen = self._chosen("people")
        drafts = [d for row in table.rows if (d := people_part.draft_of(self, row, chosen.get(row.number, ("", None))))]
        people_part.add_known(self)
        self._declared()
        self._progress(len(table.rows), "Đang đối chiếu cán bộ")
        return self._person_verdicts(drafts)

    def _person_verdicts(self, drafts: list[PersonDraft]) -> list[Verdict]:
        ids = [d.target.pk for d in drafts if d.target.pk]
        fields = ("birth", "birth_year", "gender", "party_member", "contract", "joined_on", "status", "post_name")
        old: dict[int, dict[str, Any]] = {}
        for at in range(0, len(ids), CHUNK):
            old.update({v["pk"]: v for v in Person.objects.filter(pk__in=ids[at : at + CHUNK]).order_by("pk").values("pk", "unit_id", *fields)})
        out = [compare(d, old[d.target.pk]) if d.target.pk else Verdict(d) for d in drafts]
        for verdict in out:
            self._doubts(verdict, self.powers.may("people.edit", self.batch.unit.path), "người có quyền sửa thông tin cán bộ")
            self._count("people", verdict.outcome)
        return out

    def _declared(self) -> None:
        if "declaration" in self.layouts:
            self.state.tables["declaration"] = self._table("declaration")
            read_declarations(self.state, self.names)

    # ---- records ----

    def _records(self, sheet: str) -> Iterator[list[Verdict]]:
        after = 0
        chosen = self._chosen(sheet) if self.batch.kind in LISTS else {}
        while rows := self._rows(sheet, after, CHUNK):
            after = rows[-1][0]
            found = self._chunk(sheet, rows, chosen)
            if self.newcomers:
                yield self._person_verdicts(self.newcomers)
                self.newcomers = []
            yield found
            self._progress(len(rows), f"{SHEETS[sheet].name}: tới dòng {after}")

    def _chunk(self, sheet: str, rows: Sequence[tuple[int, Cells]], chosen: dict[int, tuple[str, int | None]]) -> list[Verdict]:
        layout = self.layouts[sheet]
        table = table_of(SHEETS[sheet], layout, rows, self.on, self.notes)
        if self.batch.kind in LISTS:
            self._refer(layout, rows, table, chosen)
        kept = {i: t for i, t in self.state.tables.items() if i in ("units", "people")}
        self.state.tables = {**kept, sheet: table}
        if sheet == "collectives":
            build_collectives(self.state, self.names)
        else:
            build_records(self.state, self.names)
        drafts = [d for row in table.rows if not row.bad for d in self._drafts(row)]
        self._forget()
        out = verdicts([d for d in drafts if self._first(d)], self.batch.unit.path)
        may = self.powers.may("records.correct", self.batch.unit.path)
        for verdict in out:
            self._doubts(verdict, may, "người có quyền sửa dữ kiện")
            self._count(sheet, verdict.outcome)
            self._dated(verdict.draft)
        return out

    def _dated(self, draft: Draft) -> None:
        kind, year = KIND_OF.get(draft.model), draft.fixed.get("year")
        if draft.model is Initiative:
            kind = "research" if draft.fixed["kind"] == Initiative.Kind.RESEARCH else "initiatives"
        if kind and year:
            self.first_years[kind] = min(year, self.first_years.get(kind, year))

    def _forget(self) -> None:
        """The facts the reader gathers are not needed here."""
        for subject in (*self.state.book.people.values(), *self.state.book.collectives.values()):
            for kind in [k for k in subject.facts if k in KINDS_OF_RECORDS]:
                del subject.facts[kind]
            subject.sources.clear()
        self.state.book.unreadable_rows.clear()
        for seen in (*self.state.titled.values(), *self.state.works.values(), *(row for _, row in self.state.rated.values())):
            seen.values.clear()

    def _drafts(self, row: Row) -> list[Draft]:
        if row.sheet == "posts":
            row.values["unit"] = self.names.unit_key(row, "unit")
        target = self._target(row)
        if target is None or row.bad:
            return []
        drafts = drafts_of(self.maker, row, target)
        for draft in drafts:
            if draft.sheet == "posts":
                people_part.place_post(self, draft)
        return drafts

    def _target(self, row: Row) -> Target | None:
        people, units = row.sheet != "collectives", row.sheet not in PERSON_SHEETS
        subject: Subject | None = self.names.subject(row, units=units, people=people)
        if subject is None:
            return None
        if isinstance(subject, Collective):
            return self.places.get(subject.key)
        return self.targets.get(subject.key)

    def _first(self, draft: Draft) -> bool:
        """Whether the file says this for the first time; a second row is an error."""
        mark = hash((draft.model.__name__, draft.target.kind, draft.target.key, draft.identity))
        first = self.made.setdefault(mark, draft.number)
        if first == draft.number:
            return True
        said = f"Dòng này ghi lại điều đã có ở dòng {first}."
        self.notes.note(
            draft.sheet, draft.number, self._marked(draft.sheet), "error", "duplicate-row", said, "Bỏ qua dòng này, hoặc sửa năm, số quyết định."
        )
        return False

    def _marked(self, sheet: str) -> str:
        names = self.layouts[sheet].names()
        return "name" if "name" in names else names[0]

    def _doubts(self, verdict: Verdict, may: bool, who: str) -> None:
        """What would be changed is said in the cell it comes from; without the power to correct it is an error."""
        draft: Any = verdict.draft
        hidden = draft.sheet in ("limits", "times")
        for name, (old, _) in verdict.changes.items():
            col = draft.cols.get(name) or self._marked(draft.sheet)
            had = "giá trị khác" if hidden or isinstance(old, dict) else f"“{people_part.words(draft.model, name, old)}”"
            if may:
                self.notes.note(draft.sheet, draft.number, col, "warning", "changes", f"Phần mềm đang ghi {had}; lưu sẽ thay bằng giá trị này.")
            else:
                do = f"Bỏ qua dòng này, hoặc nhờ {who} nhập."
                self.notes.note(draft.sheet, draft.number, col, "error", "differs", f"Phần mềm đang ghi {had}.", do)

    # ---- lists: whom each row means ----

    def _refer(self, layout: Layout, rows: Sequence[tuple[int, Cells]], table: Table, chosen: dict[int, tuple[str, int | None]]) -> None:
        refs = {r.number: r for r in table_of(REF, layout, rows, self.on, self.notes).rows}
        for row in table.rows:
            ref = refs.get(row.number)
            if ref is None or self._unit_meant(row):
                continue
            unit = self.names.unit_key(ref, "unit")
            if ref.bad or "name" not in ref.values:
                row.bad = True
                continue
            row.values["key"] = people_part.referred(self, row, ref, unit, chosen.get(row.number, ("", None)))
            row.values["name"] = ref.values["name"]

    def _unit_meant(self, row: Row) -> bool:
        """Whether the row is about a unit of ours: by its key, or a name that is a unit's."""
        key, name = row.get("key"), row.get("name")
        if key and same_key(key) in self.names.units.keys:
            return True
        return bool(name and self.names.units.names.get(name.casefold()))

    def _heads_left(self) -> list[Verdict]:
        """Heads and leaders named in the list of people, of whom no dated post was given."""
        drafts = people_part.heads_left(self)
        out = verdicts(drafts, self.batch.unit.path)
        for verdict in out:
            self._count("posts", verdict.outcome)
        return out


KIND_OF: dict[type[Model], str] = {
    Rating: "ratings",
    AwardHeld: "awards",
    Contest: "contests",
    Discipline: "discipline",
    Hold: "holds",
    Absence: "absences",
    Study: "study",
}
KINDS_OF_RECORDS = frozenset(
    {"posts", "ratings", "awards", "contests", "initiatives", "research", "discipline", "holds", "transfers", "study", "absences"}
)
