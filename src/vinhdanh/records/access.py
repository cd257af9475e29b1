"""The door to records: whose records an account may see, enter, correct; which fields; and the note of what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from vinhdanh.accounts.answers import YES, Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import kind_of as audited_kind
from vinhdanh.audit.models import Viewing
from vinhdanh.people.access import NOBODY, READING, may, people_for, scope_of, units_for
from vinhdanh.people.models import Person
from vinhdanh.records.kinds import Kind, kind_of
from vinhdanh.records.masking import FIELD_RULES, HEALTH, HIDDEN, mask, may_read, sensitivity, shown, subject_of
from vinhdanh.records.models import Authorship, Initiative
from vinhdanh.units.models import Unit

__all__ = [
    "FIELD_RULES",
    "HEALTH",
    "HIDDEN",
    "Subject",
    "enterable",
    "log_seen",
    "mask",
    "may_change",
    "may_read",
    "record_for",
    "records_for",
    "records_of",
    "rows_about",
    "seen",
    "sensitivity",
    "shown",
    "subject_for",
    "subject_of",
    "unit_of",
    "whose",
]

Subject = Person | Unit
FEW = 1500  # people whose rows are looked up one by one


def seen(user: User, kind: Kind, power: str = "records.view") -> tuple[QuerySet[Person], QuerySet[Unit]]:
    """The people and units whose records of a kind an account may see: of its scope, and itself. The secret and the merged are left out."""
    where, units = Q(unit__in=units_for(user, power)), units_for(user, power)
    mine = scope_of(user).person_id if power in READING else None
    if kind.hidden:
        open_ = units_for(user, f"sensitive.{kind.hidden}")
        where, units = where & Q(unit__in=open_), units.filter(pk__in=open_.values("pk"))
        mine = mine if kind.hidden != "complaint" else None
    own = Q(pk=mine) if mine else NOBODY
    return Person.objects.filter(where | own, secret=False, merged_into=None), units


def records_for(user: User, kind: Kind, power: str = "records.view") -> QuerySet[Any]:
    """The records of a kind an account may see, set aside ones too. Kinds that are sensitive as a whole need their own power."""
    people, units = seen(user, kind, power)
    about = Q(person__in=people.values("pk")) | Q(unit__in=units.values("pk"))
    if kind.joint:
        return Initiative.objects.filter(pk__in=Authorship.objects.filter(about).values("initiative"))
    return kind.model._default_manager.filter(about).select_related("person__unit", "unit")


def whose(people: QuerySet[Person]) -> Q:
    """Rows of these people. Few are named, so that their rows are looked up by index; of many, each row is tried."""
    ids = list(people.order_by().values_list("pk", flat=True)[: FEW + 1])
    return Q(person__in=ids) if len(ids) <= FEW else Q(Exists(people.filter(pk=OuterRef("person_id"))))


def rows_about(kind: Kind, people: QuerySet[Person], units: QuerySet[Unit]) -> QuerySet[Any]:
    """The records of people and units (narrowed from ``seen``)."""
    about = whose(people) | Q(unit__in=list(units.order_by().values_list("pk", flat=True)))
    if not kind.joint:
        return kind.model._default_manager.filter(about).select_related("person__unit", "unit")
    if isinstance(about.children[0], tuple):  # few
        return Initiative.objects.filter(pk__in=Authorship.objects.filter(about).values("initiative"))
    return Initiative.objects.filter(Exists(Authorship.objects.filter(about, initiative=OuterRef("pk"))))


def record_for(user: User, kind: Kind, pk: int, power: str = "records.view") -> Any:
    """The record, or 404."""
    return get_object_or_404(records_for(user, kind, power), pk=pk)


def records_of(user: User, subject: Subject, kind: Kind) -> QuerySet[Any]:
    """The records in force of one subject that an account may see, the newest first."""
    key = "person" if isinstance(subject, Person) else "unit"
    rows = records_for(user, kind).filter(void_at=None)
    if kind.joint:
        return rows.filter(pk__in=Authorship.objects.filter(**{key: subject}).values("initiative")).order_by("-year", "-pk")
    return rows.filter(**{key: subject}).order_by("-year", "-pk")


def subject_for(user: User, *, person: str = "", unit: str = "", power: str = "records.enter") -> Subject:
    """The person or the unit of a key, or 404."""
    if person:
        return get_object_or_404(people_for(user, power).select_related("unit"), key=person)
    return get_object_or_404(units_for(user, power), key=unit)


def unit_of(subject: Subject) -> Unit | None:
    """The unit whose roles decide about a subject."""
    return subject.unit if isinstance(subject, Person) else subject


def units_of(record: models.Model) -> list[Unit]:
    """The units a record belongs to: one, or those of its authors."""
    if isinstance(record, Initiative):
        authors = record.authors.select_related("person__unit", "unit")
        return [u for a in authors if (u := unit_of(a.person or a.unit))]  # type: ignore[arg-type]
    subject = subject_of(record)
    unit = unit_of(subject) if subject else None
    return [unit] if unit else []


def may_change(user: User, record: models.Model, power: str = "records.correct") -> Answer:
    """Whether a record may be corrected, set aside or restored; if not, why not."""
    units = units_of(record)
    if not units:
        return no("Dữ kiện này của người không thuộc đơn vị nào. Ghi đơn vị của người ấy trước, rồi sửa.")
    answers = [may(user, power, unit) for unit in units]
    answer = next((a for a in answers if a), answers[0])
    kind = kind_of(record)
    return answer & may_read(user, kind.hidden, subject_of(record)) if kind.hidden else answer


def enterable(user: User, kind: Kind, subject: Subject | None = None) -> Answer:
    """Whether a record of a kind may be entered (for a subject)."""
    unit = unit_of(subject) if subject else None
    if subject is not None and unit is None:
        return no(f"{subject} không thuộc đơn vị nào. Ghi đơn vị của người ấy trước, rồi nhập dữ kiện.")
    answer = may(user, "records.enter", unit)
    return answer & (may_read(user, kind.hidden, subject) if subject and kind.hidden else YES)


def log_seen(user: User, records: Sequence[models.Model], fields: Iterable[str], page: str) -> None:
    """Note which sensitive fields of these records were shown on a page: one insert, whatever the number of rows."""
    names, now = list(fields), timezone.now()
    seen = [(r, s) for r in records if (s := shown(user, r, names))]
    rows = [
        Viewing(actor=user, at=now, kind=audited_kind(r), object_id=str(r.pk), fields=",".join(sorted(s))[:200], page=page[:200]) for r, s in seen
    ]
    if rows:
        Viewing.objects.bulk_create(rows)  # bulk: viewings of one page, the log itself
