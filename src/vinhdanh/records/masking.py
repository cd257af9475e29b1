"""Which fields are sensitive, what stands in their place for those who may not see them, and every field in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models

from vinhdanh.accounts.answers import YES, Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.people.access import may, may_see, scope_of
from vinhdanh.people.models import Person
from vinhdanh.people.powers import SENSITIVE
from vinhdanh.records import targets
from vinhdanh.records.awards import award_name, form_name
from vinhdanh.records.kinds import Kind, kind_of
from vinhdanh.records.models import Absence
from vinhdanh.units.models import Unit

HIDDEN = "Thông tin hạn chế"
HEALTH = (Absence.Kind.SICK, Absence.Kind.MATERNITY, Absence.Kind.WOUNDED)

FIELD_RULES: dict[str, str] = {
    **{f"discipline.{f}": "discipline" for f in ("form", "paper", "paper_on", "proof", "ended_on", "conduct_year", "already_used_in", "note")},
    **{f"hold.{f}": "complaint" for f in ("kind", "since", "until", "cleared", "paper", "paper_on", "proof", "note")},
    **{f"absence.{f}": "health" for f in ("kind", "paper", "paper_on", "proof", "note")},
    "collectiveyear.members": "discipline",  # counts of disciplined people; see ``sensitivity``
    "person.identity_number": "identity",
}
"""``model.field`` -> sensitivity. The permission matrix, pages, API and exports all read this table."""

COUNTS = ("disciplined_canh_cao_up", "disciplined_khien_trach")


def sensitivity(record: models.Model, field: str) -> str:
    """The sensitivity of a field of this very record ('' where open): leave is sensitive only when it tells of health."""
    rule = FIELD_RULES.get(f"{record._meta.model_name}.{field}", "")
    if rule == "health" and isinstance(record, Absence):
        return rule if record.kind in HEALTH else ""
    if rule and record._meta.model_name == "collectiveyear":
        return rule if any(c in getattr(record, field) for c in COUNTS) else ""
    return rule


def may_read(user: User, rule: str, subject: Person | Unit | None) -> Answer:
    """Whether a sensitivity is open to a user, for a person or a unit."""
    if not rule:
        return YES
    if isinstance(subject, Person):
        return may_see(user, rule, subject)
    return may(user, f"sensitive.{rule}", subject) if subject else no("Dữ kiện này không thuộc đơn vị nào của bạn.")


def subject_of(record: models.Model) -> Person | Unit | None:
    """Whom a record is about; None for one of several authors."""
    return getattr(record, "person", None) or getattr(record, "unit", None)


def mask(user: User | None, record: models.Model, fields: Iterable[str] | None = None) -> dict[str, str]:
    """Every field in Vietnamese words; those the user may not see say so. ``user`` None: an export, which shows no sensitive field."""
    kind = kind_of(record)
    return {f: said(record, f) if _open(user, record, f) else HIDDEN for f in fields or kind.fields}


def _open(user: User | None, record: models.Model, field: str) -> bool:
    rule = sensitivity(record, field)
    return not rule or (user is not None and bool(may_read(user, rule, subject_of(record))))


def shown(user: User, record: models.Model, fields: Iterable[str]) -> list[str]:
    """The sensitive fields that such a mask leaves readable and that hold something: what ``saw`` must note. One's own are not noted."""
    subject = subject_of(record)
    if isinstance(subject, Person) and subject.pk == scope_of(user).person_id:
        return []
    return [f for f in fields if sensitivity(record, f) and getattr(record, f, None) not in (None, "") and _open(user, record, f)]


def hides_all(user: User, kind: Kind) -> list[str]:
    """The sensitivities a user holds nowhere (for a kind hidden wholly: nothing of it is listed)."""
    return [s for s in SENSITIVE if kind.hidden == s and not scope_of(user).may(f"sensitive.{s}")]


# ---- words ---------------------------------------------------------------------------------------------


def said(record: models.Model, field: str) -> str:
    """A field in words."""
    if field == "award":
        return award_name(record.award)  # type: ignore[attr-defined]
    if field == "form":
        return form_name(record.form)  # type: ignore[attr-defined]
    if field in ("collective", "members"):
        told = targets.told(**{"collective": {}, "members": {}, field: getattr(record, field)})
        return "; ".join(f"{label}: {answer}" for label, answer in told)
    shown = getattr(record, f"get_{field}_display", None)
    return str(shown()) if shown else words(getattr(record, field))


def words(value: Any) -> str:
    """A value as Vietnamese write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return str(value)


def share_words(share: int | None) -> str:
    """A share in hundredths of a percent: ``33,34%``."""
    return "" if share is None else words(Decimal(share) / 100) + "%"
