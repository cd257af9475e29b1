"""Lists of records, paginated in the database: filters, a bounded count, rows that need no query of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from vinhdanh.accounts.asked import year as year_asked
from vinhdanh.accounts.models import User
from vinhdanh.merit.text import fold
from vinhdanh.people.access import EVERYBODY, NOBODY, in_scope, scope_of, units_for
from vinhdanh.people.models import Person
from vinhdanh.records.access import Subject, records_for, rows_about, seen, unit_of
from vinhdanh.records.kinds import Kind
from vinhdanh.records.masking import FIELD_RULES, HEALTH, share_words
from vinhdanh.records.models import Absence, Authorship, AwardHeld, Correction, Initiative
from vinhdanh.units.models import Unit

PER_PAGE = 50
COUNT_AT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list was asked for. ``unit``: with all below it."""

    unit: Unit | None = None
    year: int | None = None
    code: str = ""
    name: str = ""
    decision: str = ""
    person: str = ""
    voided: bool = False

    @classmethod
    def read(cls, user: User, data: Mapping[str, str]) -> Filters:
        """From the address; what makes no sense is left out. A unit outside the scope is none."""
        key, year = data.get("don-vi", ""), data.get("nam", "")
        unit = units_for(user, "records.view").filter(key=key).first() if key else None
        plain = {k: data.get(v, "").strip()[:100] for k, v in (("code", "ma"), ("name", "ten"), ("decision", "so"), ("person", "nguoi"))}
        return cls(unit=unit, year=year_asked(year, None), voided=data.get("huy") == "1", **plain)


class Bounded(Paginator[Any]):
    """Pages whose count stops at ``COUNT_AT_MOST``: what lies beyond is reached by a filter, not by turning pages."""

    @cached_property
    def found(self) -> int:
        """How many rows there are, counted to one beyond the limit."""
        return int(cast(QuerySet[Any], self.object_list).order_by().values("pk")[: COUNT_AT_MOST + 1].count())

    @cached_property
    def count(self) -> int:
        """How many rows can be paged through."""
        return min(self.found, COUNT_AT_MOST)

    @property
    def more(self) -> bool:
        """Whether there are rows beyond the last page."""
        return self.found > COUNT_AT_MOST


def listed(user: User, kind: Kind, filters: Filters, also: str = "") -> QuerySet[Any]:
    """The records of a kind that match, the newest year first. ``also``: a further power needed on their units (``export``)."""
    people, units = seen(user, kind)
    if also:
        people, units = people.filter(in_scope(user, also, "unit__")), units.filter(in_scope(user, also))
    if kind.joint and filters.name:
        rows = rows_about(kind, *_narrowed(people, units, replace(filters, name=""))).filter(_titled(filters.name))
    else:
        rows = rows_about(kind, *_narrowed(people, units, filters))
    rows = rows.filter(void_at__isnull=not filters.voided)
    if filters.year:
        rows = rows.filter(year=filters.year)
    return _coded(user, rows, kind, filters).order_by("-year", "-pk")


def _narrowed(people: QuerySet[Person], units: QuerySet[Unit], filters: Filters) -> tuple[QuerySet[Person], QuerySet[Unit]]:
    """People and units by the unit, the name and the key asked for."""
    if filters.unit:
        path = filters.unit.path
        people, units = people.filter(unit__in=Unit.objects.filter(path__startswith=path)), units.filter(path__startswith=path)
    if filters.name:
        words = fold(filters.name)
        people, units = people.filter(folded__contains=words), units.filter(folded__contains=words)
    if filters.person:
        people, units = people.filter(key=filters.person), units.none()
    return people, units


def _titled(name: str) -> Q:
    """Initiatives by a word of the title, or of an author's name."""
    words = fold(name)
    authors = Authorship.objects.filter(Q(person__folded__contains=words) | Q(unit__folded__contains=words))
    return Q(folded__contains=words) | Q(pk__in=authors.values("initiative"))


def _coded(user: User, rows: QuerySet[Any], kind: Kind, filters: Filters) -> QuerySet[Any]:
    """By the code of the kind (award, rating, form …) and by decision number; by what is masked only where it may be read."""
    field = CODES.get(kind.slug)
    if filters.code and field:
        rows = rows.filter(readable(user, kind, field), **{field: filters.code})
    if not filters.decision:
        return rows
    words = fold(filters.decision)
    if kind.model is AwardHeld:  # the bounds let an index do what LIKE alone cannot in SQLite
        return rows.filter(folded__startswith=words, folded__gte=words, folded__lte=f"{words}zzzzzzzz")
    return rows.filter(folded__contains=words) if kind.joint else rows.filter(readable(user, kind, "paper"), paper__icontains=filters.decision)


def readable(user: User, kind: Kind, field: str) -> Q:
    """The rows in which an account may read a field, so that no filter tells what is masked."""
    rule = FIELD_RULES.get(f"{kind.table}.{field}", "")
    if not rule:
        return EVERYBODY
    mine = scope_of(user).person_id if rule != "complaint" else None
    found = (
        in_scope(user, f"sensitive.{rule}", "person__unit__") | in_scope(user, f"sensitive.{rule}", "unit__") | (Q(person=mine) if mine else NOBODY)
    )
    return found | ~Q(kind__in=HEALTH) if kind.model is Absence else found


CODES = {
    "xep-loai": "value",
    "khen-thuong": "award",
    "sang-kien": "kind",
    "ky-luat": "form",
    "tam-dung": "kind",
    "nghi": "kind",
    "hoc-tap": "result",
}


def counts_of(user: User, subject: Subject, kinds: Sequence[Kind]) -> dict[str, int]:
    """How many records in force of each kind an account may see of one subject, by slug: one query, whatever the kinds.

    As ``access.records_of`` says of each kind, but the door is asked about the one subject and not about all rows.
    """
    asked = {kind.slug: _counted(user, subject, kind) for kind in kinds if kind.joint or _open(user, subject, kind)}
    who = Person.objects.filter(secret=False, merged_into=None) if isinstance(subject, Person) else Unit.objects.all()
    found = who.filter(pk=subject.pk).order_by("pk").values_list(*asked.values()).first() if asked else ()
    told = dict(zip(asked, found or [0] * len(asked), strict=True))
    return {kind.slug: told.get(kind.slug, 0) for kind in kinds}


def _open(user: User, subject: Subject, kind: Kind) -> bool:
    """Whether ``access.seen`` lets an account see a subject's records of a kind."""
    unit, scope = unit_of(subject), scope_of(user)
    powers = ["records.view", *([f"sensitive.{kind.hidden}"] if kind.hidden else [])]
    mine = isinstance(subject, Person) and subject.pk == scope.person_id and kind.hidden != "complaint"
    return mine or (unit is not None and all(scope.may(power, unit.path) for power in powers))


def _counted(user: User, subject: Subject, kind: Kind) -> Coalesce:
    """How many rows of a kind are a subject's; of an initiative its part in it (it has but one in each)."""
    owner = "person" if isinstance(subject, Person) else "unit"
    rows = _parts(user, subject, kind) if kind.joint else kind.model._default_manager.filter(void_at=None)
    number = rows.filter(**{owner: subject.pk}).order_by().values(owner).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number, output_field=IntegerField()), Value(0))


def _parts(user: User, subject: Subject, kind: Kind) -> QuerySet[Any]:
    """Parts in initiatives: one of somebody out of sight is seen where another author is in sight."""
    parts = Authorship.objects.filter(initiative__void_at=None)
    return parts if _open(user, subject, kind) else parts.filter(initiative__in=records_for(user, kind).values("pk"))


def authors_of(rows: Sequence[Initiative]) -> dict[int, list[Authorship]]:
    """The authors of many initiatives, in one query."""
    found: dict[int, list[Authorship]] = {r.pk: [] for r in rows}
    parts = Authorship.objects.filter(initiative__in=[r.pk for r in rows]).select_related("person__unit", "unit").order_by("pk")
    for part in parts:
        found[part.initiative_id].append(part)
    return found


def author_line(parts: Sequence[Authorship]) -> str:
    """Authors and shares in one line."""
    shown = [f"{p.person or p.unit}" + (f" {share_words(p.share)}" if p.share is not None and len(parts) > 1 else "") for p in parts]
    return ", ".join(shown)


def corrections_of(record: Any) -> QuerySet[Correction]:
    """What was corrected, the newest first."""
    return Correction.objects.filter(kind=record._meta.model_name, object_id=record.pk).select_related("by").order_by("-at", "-pk")
