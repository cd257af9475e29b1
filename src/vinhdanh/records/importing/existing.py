"""What the database already holds of the records a file would make: the same, with blanks that can be filled, or different."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q

from vinhdanh.merit.text import fold
from vinhdanh.people.models import Post
from vinhdanh.records.importing.drafts import Draft
from vinhdanh.records.models import Absence, Authorship, AwardHeld, CollectiveYear, Contest, Discipline, Hold, Initiative, Rating, Study
from vinhdanh.workbook.lexicon import TITLES

Old = dict[str, Any]
Subject = tuple[str, int]  # "p" or "u", and its number


@dataclass(slots=True)
class Verdict:
    """What becomes of a draft: made anew (``old`` None), nothing to do, or fields of the old one changed (field → old, new)."""

    draft: Any  # a Draft, or a PersonDraft
    old: Old | None = None
    fills: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    joins: int | None = None  # an initiative that exists: only the authorship is new

    @property
    def outcome(self) -> str:
        """ "new", "same" or "changed"."""
        if self.old is None:
            return "new"
        return "changed" if self.fills or self.changes else "same"


def verdicts(drafts: Sequence[Draft], path: str) -> list[Verdict]:
    """The verdict of each draft, with one query a model. ``path``: the unit whose data it is (for initiatives shared by authors)."""
    held: dict[type[models.Model], dict[Subject, list[Old]]] = {}
    by_model: defaultdict[type[models.Model], list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_model[draft.model].append(draft)
    for model, some in by_model.items():
        held[model] = _held(model, {(d.target.kind, d.target.pk) for d in some if d.target.pk is not None})
    shared = _shared([d for d in by_model.get(Initiative, []) if d.fixed["titled"]], path)
    return [_verdict(d, held[d.model], shared) for d in drafts]


def _verdict(draft: Draft, held: dict[Subject, list[Old]], shared: dict[tuple[Any, ...], int]) -> Verdict:
    old = None
    if draft.target.pk is not None:
        old = next((o for o in held.get((draft.target.kind, draft.target.pk), []) if _same(draft, o)), None)
    if old is None:
        joins = shared.get(draft.identity) if draft.model is Initiative else None
        return Verdict(draft, joins=joins)
    return compare(draft, old)


def compare(draft: Any, old: Old) -> Verdict:
    """Fields that are blank in the old one and given now are filled; those that differ are changes."""
    verdict = Verdict(draft, old)
    for name, new in draft.values.items():
        now = old.get(name)
        if now in (None, "", {}):
            verdict.fills[name] = new
        elif isinstance(now, dict):
            if any(now.get(k) != v for k, v in new.items()):
                verdict.changes[name] = (now, {**now, **new})
        elif now != new and not (isinstance(now, str) and isinstance(new, str) and fold(now) == fold(new)):
            verdict.changes[name] = (now, new)
    if "decision" not in {*verdict.fills, *verdict.changes}:
        verdict.fills.pop("folded", None)
        verdict.changes.pop("folded", None)
    return verdict


def _same(draft: Draft, old: Old) -> bool:
    if draft.model is AwardHeld:
        return _same_award(draft, old)
    return bool(_identity(draft.model, old) == draft.identity)


def _same_award(draft: Draft, old: Old) -> bool:
    """A title comes once a year; a form of commendation is told by its decision, or its day where no number is known."""
    code, year, number, decided = draft.identity
    if (old["award"], old["year"]) != (code, year):
        return False
    if code in TITLES or not number or not old["folded"]:
        return not (decided and old["decided_on"] and decided != old["decided_on"] and code not in TITLES)
    return bool(number == old["folded"])


def _identity(model: type[models.Model], old: Old) -> tuple[Any, ...]:
    if model is Rating or model is CollectiveYear:
        return (old["year"],)
    if model is Contest:
        return fold(old["title"]), old["year"]
    if model is Initiative:
        return old["kind"], old["year"], fold(old["name"])
    if model is Discipline:
        return old["form"], old["year"]
    if model is Hold:
        return old["kind"], old["year"]
    if model is Absence:
        return old["kind"], old["since"].isoformat() if old["since"] else str(old["year"])
    if model is Study:
        return (old["since"].isoformat() if old["since"] else str(old["year"]),)
    return fold(old["name"]), old["since"]  # a post


def _held(model: type[models.Model], subjects: set[tuple[str, int | None]]) -> dict[Subject, list[Old]]:
    """The records of these people and units, in force, as plain values."""
    people = [pk for kind, pk in subjects if kind == "p" and pk is not None]
    units = [pk for kind, pk in subjects if kind == "u" and pk is not None]
    if model is Initiative:
        return _authored(people, units)
    out: defaultdict[Subject, list[Old]] = defaultdict(list)
    rows = model._default_manager.all() if model is Post else model._default_manager.filter(void_at__isnull=True)
    if model is Rating:
        rows = rows.filter(body=Rating.Body.OFFICE)
    about = Q(person__in=people) if model is Post else Q(person__in=people) | Q(unit__in=units)
    for values in rows.filter(about).order_by("pk").values():
        out[("p", values["person_id"]) if values["person_id"] else ("u", values["unit_id"])].append(values)
    return out


def _authored(people: list[int], units: list[int]) -> dict[Subject, list[Old]]:
    out: defaultdict[Subject, list[Old]] = defaultdict(list)
    fields = [f.attname for f in Initiative._meta.concrete_fields]
    rows = Authorship.objects.filter(Q(person__in=people) | Q(unit__in=units), initiative__void_at__isnull=True).order_by("pk")
    for values in rows.values("person_id", "unit_id", *(f"initiative__{f}" for f in fields)):
        plain = {f: values[f"initiative__{f}"] for f in fields}
        out[("p", values["person_id"]) if values["person_id"] else ("u", values["unit_id"])].append(plain)
    return out


def _shared(drafts: Iterable[Draft], path: str) -> dict[tuple[Any, ...], int]:
    """Initiatives of the same name, kind and year with an author under the unit: a new author joins them."""
    names = {d.fixed["folded"] for d in drafts}
    if not names:
        return {}
    inside = Q(authors__person__unit__path__startswith=path) | Q(authors__unit__path__startswith=path)
    rows = Initiative.objects.filter(inside, folded__in=names, void_at__isnull=True).order_by("pk").values_list("kind", "year", "folded", "pk")
    return {(kind, year, folded): pk for kind, year, folded, pk in rows}
