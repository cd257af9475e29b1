"""How long each kind of record is kept, and by which act. An act that nobody has entered is marked open: then the office says it, with its basis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from vinhdanh.records.kinds import BY_SLUG, KINDS, Kind
from vinhdanh.records.models import Authorship, Destruction, RetentionPeriod
from vinhdanh.units.models import Unit

OPEN = "Chưa có: văn bản quy định thời hạn lưu trữ chưa nhập ở phần Pháp luật"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long a kind is kept. ``years`` None: for ever as far as we know; ``cite`` '' with None: the act is open."""

    slug: str
    years: int | None = None
    cite: str = ""

    @property
    def open(self) -> bool:
        """Whether no act we know says how long."""
        return not self.cite


# None of the acts entered (Luật Thi đua, khen thưởng 2022 Điều 84 khoản 6 only sends to "pháp luật về lưu trữ") names a number of years:
# every kind stays open until an office proposes its period with the act it follows, and a second person agrees.
TABLE: tuple[Keeping, ...] = tuple(Keeping(k.slug) for k in KINDS)


def in_force() -> dict[str, Keeping]:
    """The period of each kind: of the table, or the office's own."""
    office = {p.kind: Keeping(p.kind, p.years, p.basis) for p in RetentionPeriod.objects.filter(ended_at=None).exclude(agreed_at=None)}
    return {k.slug: office.get(k.slug, k) if k.open else k for k in TABLE}


def proposed() -> dict[str, RetentionPeriod]:
    """The periods that wait for a second person, by kind."""
    rows = RetentionPeriod.objects.filter(ended_at=None, agreed_at=None).select_related("proposed_by")
    return {p.kind: p for p in rows}


def ended(kind: Kind, unit: Unit, until_year: int) -> QuerySet[Any]:
    """The records of a unit and below whose keeping ended with ``until_year``."""
    rows = kind.model._default_manager.filter(year__lte=until_year)
    below = unit.path
    if kind.joint:
        outside = Authorship.objects.filter(initiative=OuterRef("pk")).exclude(person__unit__path__startswith=below)
        return rows.filter(~Exists(outside.exclude(unit__path__startswith=below)), authors__isnull=False).distinct()
    return rows.filter(person__unit__path__startswith=below) | rows.filter(unit__path__startswith=below)


def due(unit: Unit, year: int) -> Iterator[tuple[Kind, Keeping, int, int]]:
    """Kinds with records to destroy in a year: the kind, its period, the last year that has ended, how many rows."""
    for slug, keeping in in_force().items():
        if keeping.years is not None:
            last = year - keeping.years - 1
            count = ended(BY_SLUG[slug], unit, last).count()
            if count:
                yield BY_SLUG[slug], keeping, last, count


def open_lists(unit: Unit) -> QuerySet[Destruction]:
    """The lists of a unit that wait for a second person."""
    return Destruction.objects.filter(unit=unit, decided_at=None).select_related("proposed_by").order_by("pk")
