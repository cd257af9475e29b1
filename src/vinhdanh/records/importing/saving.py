"""Saving a batch: one passage, one transaction, everything or nothing; every row that was made or changed is remembered for undoing."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import bulk_write, kind_of, record
from vinhdanh.merit.collate import name_key
from vinhdanh.merit.text import fold
from vinhdanh.people.models import Membership, Person, Post
from vinhdanh.records.importing.drafts import Draft, PersonDraft, Target, UnitDraft
from vinhdanh.records.importing.existing import Verdict
from vinhdanh.records.importing.walking import Walk
from vinhdanh.records.models import Authorship, Completeness, Correction, ImportBatch, ImportChange, Initiative, Record
from vinhdanh.units import actions as units
from vinhdanh.units.models import Unit, UnitKind

PLAIN = frozenset({"role", "used_for", "titled"})  # of an initiative's draft: they belong to the authorship
KEYED = re.compile(r"CB(\d+)")
SKIP_IN_CORRECTION = frozenset({"folded", "version"})


class Blocked(Exception):
    """The rows may not be saved as they are: something is wrong or other than it was when it was looked at. Nothing is kept."""


class Saver:
    """Writes what a walk yields. Used inside one transaction."""

    def __init__(self, batch: ImportBatch, walk: Walk, by: User) -> None:
        self.batch, self.walk, self.by = batch, walk, by
        self.now = timezone.now()
        self.initiatives: dict[tuple[Any, ...], int] = {}

    def run(self) -> None:
        """Everything. Blocked (and nothing kept) at the first row that may not be saved."""
        for part in self.walk.run():
            self._blocked()
            self._part(part)
        self._blocked()
        self._completeness()

    def _blocked(self) -> None:
        if any(f.issue.severity == "error" for found in self.walk.notes.found.values() for f in found):
            raise Blocked

    def _part(self, part: Sequence[UnitDraft] | Sequence[Verdict]) -> None:
        founded = [d for d in part if isinstance(d, UnitDraft)]
        found = [v for v in part if isinstance(v, Verdict)]
        if founded:
            self._units(founded)
        self._people([v for v in found if isinstance(v.draft, PersonDraft)])
        self._records([v for v in found if isinstance(v.draft, Draft)])

    # ---- journal ----

    def _insert(self, rows: Sequence[models.Model], action: str = "import.saved") -> None:
        if not rows:
            return
        bulk_write(rows, self.batch, action, by=self.by)
        if not isinstance(rows[0], Record | Initiative):  # those name their batch
            ids = [r.pk for r in rows]
            ImportChange.objects.create(batch=self.batch, model=kind_of(rows[0]), ids=ids)

    def _change(self, model: type[models.Model], pk: int, values: dict[str, Any]) -> None:
        thing: Any = model._default_manager.select_for_update().get(pk=pk)
        before = {n: getattr(thing, n) for n in values}
        for name, value in values.items():
            setattr(thing, name, value)
        if hasattr(thing, "version"):
            thing.version += 1
        thing.save()
        if isinstance(thing, Record | Initiative):
            self._correct(thing, before, values)
        after = {n: getattr(thing, n) for n in values}
        ImportChange.objects.create(batch=self.batch, model=kind_of(thing), object_id=pk, before=_json(before), after=_json(after))
        record(thing, "import.changed", by=self.by, data={"batch": self.batch.pk, "before": _json(before), "after": _json(after)})

    def _correct(self, thing: Any, before: dict[str, Any], values: dict[str, Any]) -> None:
        reason = f"Nhập từ tệp “{self.batch.file.name}”"[:300]
        for name, value in values.items():
            if name not in SKIP_IN_CORRECTION:
                Correction.objects.create(
                    kind=thing._meta.model_name,
                    object_id=thing.pk,
                    field=name,
                    old=_text(before[name]),
                    new=_text(value),
                    reason=reason,
                    by=self.by,
                    at=self.now,
                )

    # ---- units ----

    def _units(self, drafts: Iterable[UnitDraft]) -> None:
        units.lock()
        made: dict[str, Unit] = {}
        for draft in drafts:
            parent = made.get(draft.parent.key) or Unit.objects.get(pk=draft.parent.made())
            unit, span = units.new_unit(
                key=draft.target.key,
                name=draft.name,
                kind=UnitKind.objects.get(pk=draft.kind_id),
                parent=parent,
                since=self._year(),
                paper=self.walk.maker.paper,
            )
            self._insert([unit])
            span.unit = unit
            self._insert([span])
            draft.target.pk, made[draft.target.key] = unit.pk, unit

    def _year(self) -> dt.date:
        return dt.date(self.batch.year, 1, 1)

    # ---- people ----

    def _people(self, found: list[Verdict]) -> None:
        new = [v for v in found if v.old is None]
        for verdict in found:
            if verdict.old is not None and (values := _wanted(verdict)):
                self._change(Person, verdict.old["pk"], values)
        if new:
            self._newcomers([v.draft for v in new])

    def _newcomers(self, drafts: list[PersonDraft]) -> None:
        keys = self._keys()
        people = [self._person(d, keys) for d in drafts]
        self._insert(people)
        for draft, person in zip(drafts, people, strict=True):
            draft.target.pk = person.pk
        paper = self.walk.maker.paper
        self._insert([Membership(person=p, since=d.since, paper=paper, **d.unit.refer()) for d, p in zip(drafts, people, strict=True)])

    def _keys(self) -> Iterable[str]:
        last = max((int(m[1]) for k in self.walk.taken_keys() if (m := KEYED.fullmatch(k))), default=0)
        return (f"CB{n:05}" for n in itertools.count(last + 1))

    def _person(self, draft: PersonDraft, keys: Iterable[str]) -> Person:
        name = draft.target.name
        given = self.walk.by_row().get(draft.number) if draft.sheet == "people" else None
        key = given.key if given is not None and given.key_given else draft.target.key if draft.sheet != "people" else ""
        return Person(
            key=key or next(iter(keys)),
            full_name=name,
            folded=fold(name),
            sort_key=name_key(name),
            unit_id=draft.unit.pk,
            **draft.values,
        )

    # ---- records ----

    def _records(self, found: list[Verdict]) -> None:
        new: dict[type[models.Model], list[models.Model]] = {}
        for verdict in found:
            draft = verdict.draft
            if verdict.old is not None:
                if values := _wanted(verdict):
                    self._change(draft.model, verdict.old["id"], values)
            elif draft.model is not Initiative:
                new.setdefault(draft.model, []).append(self._record(draft))
        for rows in new.values():
            self._insert(rows)
        self._works([v for v in found if v.draft.model is Initiative and v.old is None])

    def _record(self, draft: Draft) -> models.Model:
        values = {**draft.fixed, **draft.values, **draft.target.refer()}
        if draft.model is Post:
            place: Target | None = values.pop("unit", None)
            return Post(**values, unit_id=place.pk if place else None)
        return draft.model(**values, entered_by=self.by, entered_at=self.now, batch=self.batch)

    def _works(self, found: list[Verdict]) -> None:
        """Initiatives, each once, and the part of each author."""
        new = {v.draft.identity: v.draft for v in reversed(found) if v.joins is None and self._shared(v.draft) not in self.initiatives}
        rows = {i: Initiative(**self._work(d)) for i, d in new.items() if d.fixed["titled"]}
        alone = [(v.draft, Initiative(**self._work(v.draft))) for v in found if not v.draft.fixed["titled"]]
        self._insert([*rows.values(), *(w for _, w in alone)])
        self.initiatives.update({i: w.pk for i, w in rows.items()})
        single = {id(d): w.pk for d, w in alone}
        parts = [self._part_of(v.draft, v.joins or single.get(id(v.draft)) or self.initiatives[v.draft.identity]) for v in found]
        self._insert(parts)

    def _shared(self, draft: Draft) -> tuple[Any, ...]:
        return draft.identity if draft.fixed["titled"] else ()

    def _work(self, draft: Draft) -> dict[str, Any]:
        fixed = {k: v for k, v in draft.fixed.items() if k not in PLAIN}
        return {**fixed, **draft.values, "entered_by": self.by, "entered_at": self.now, "batch": self.batch}

    def _part_of(self, draft: Draft, initiative: int) -> Authorship:
        used, work = draft.fixed["used_for"], Initiative(pk=initiative, name=draft.fixed["name"])
        return Authorship(initiative=work, role=draft.fixed["role"], used_for=used, **draft.target.refer())

    # ---- what was declared complete ----

    def _completeness(self) -> None:
        """A kind declared complete is so from the first year the file has rows of it up to the year of the data; not where rows were
        left out, and only by who may declare."""
        if not self.walk.powers.may("records.declare", self.batch.unit.path):
            return
        there = set(Completeness.objects.filter(withdrawn_at__isnull=True).order_by("pk").values_list("unit_id", "kind", "year"))
        wanted = [d for d in declared(self.walk) if d not in there]
        self._insert([self._declaration(*d) for d in wanted])

    def _declaration(self, unit: int, kind: str, year: int) -> Completeness:
        name = next((u.name for u in self.walk.known.values() if u.pk == unit), "")
        return Completeness(
            unit=Unit(pk=unit, name=name), year=year, kind=kind, declared_by=self.by, declared_at=self.now, paper=self.walk.maker.paper
        )


def declared(walk: Walk) -> list[tuple[int, str, int]]:
    """Unit, kind and year of everything the file declares complete. The whole file speaks for the batch's unit, unless one of its
    units says otherwise: what is said of a unit holds for all below it."""
    said, kinds, whole = walk.state.book.complete, {k.value for k in Completeness.Kind}, walk.batch.unit_id
    out: list[tuple[int, str, int]] = []
    for (unit, kind), full in said.items():
        target = walk.places.get(unit) if unit else None
        pk = whole if unit is None else target.pk if target else None
        doubted = unit is None and any(not f for (_, k), f in said.items() if k == kind)
        if full and kind in kinds and pk is not None and not doubted and kind not in walk.left_out():
            out.extend((pk, kind, y) for y in range(walk.first_years.get(kind, walk.batch.year), walk.batch.year + 1))
    return out


def _wanted(verdict: Verdict) -> dict[str, Any]:
    return {**verdict.fills, **{n: new for n, (_, new) in verdict.changes.items()}}


def _json(values: dict[str, Any]) -> dict[str, Any]:
    return {n: v if isinstance(v, bool | int | str | dict | None) else str(v) for n, v in values.items()}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
