"""Entering records, one verb a kind: lock the subject, check, save, one event. Nothing half-written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record as note
from vinhdanh.merit.text import fold
from vinhdanh.people.access import may
from vinhdanh.people.models import Person
from vinhdanh.records.access import Subject, enterable
from vinhdanh.records.checks import check, check_authors
from vinhdanh.records.kinds import Kind, kind_of
from vinhdanh.records.masking import FIELD_RULES, words
from vinhdanh.records.models import Absence, Authorship, AwardHeld, CollectiveYear, Contest, Discipline, Hold, Initiative, Rating, Study
from vinhdanh.units.models import Unit

Values = Mapping[str, Any]
R = TypeVar("R", bound=models.Model)
TWIN = "Có người vừa nhập đúng dữ kiện này. Mở danh sách xem lại, đừng nhập lần hai."


@dataclass(frozen=True, slots=True)
class Author:
    """A part in an initiative. ``share`` in hundredths of a percent; ``used_for`` the award that has spent it."""

    subject: Subject
    role: str = ""
    share: int | None = None
    used_for: str = ""
    used_year: int | None = None


def enter(kind: Kind, subject: Subject, values: Values, *, by: User, on: dt.date) -> Any:
    """Enter a record of a kind with one subject. Raises ``ValidationError`` (faults by field) or ``PermissionDenied``."""
    enterable(by, kind, subject).must()
    with transaction.atomic():
        _lock(subject)
        record = kind.model(**values, **{_key(subject): subject}, entered_by=by, entered_at=timezone.now())
        return _save(record, on, by)


def _save(record: Any, on: dt.date, by: User) -> Any:
    prepare(record)
    check(record, on)
    insert(record)
    note(record, "records.enter", by=by, data=open_facts(record))
    return record


def insert(record: models.Model) -> None:
    """Save; a constraint that another writer has just tripped becomes a sentence."""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        raise ValidationError(TWIN) from error


def prepare(record: Any) -> None:
    """Set what is kept for searching."""
    if isinstance(record, AwardHeld):
        record.folded = fold(record.decision)[:100]
    if isinstance(record, Initiative):
        record.folded = fold(f"{record.name} {record.code} {record.decision}")[:500]


def open_facts(record: models.Model) -> dict[str, str]:
    """What the event log may say of a record: sensitive fields are named, not told."""
    fields = kind_of(record).fields
    hidden = [f for f in fields if f"{record._meta.model_name}.{f}" in FIELD_RULES]
    told = {f: words(getattr(record, f)) for f in fields if f not in hidden and getattr(record, f) not in (None, "")}
    return told | ({"hidden": ", ".join(hidden)} if hidden else {})


def _lock(subject: Subject) -> None:
    type(subject)._default_manager.select_for_update().get(pk=subject.pk)


def _key(subject: Subject) -> str:
    return "person" if isinstance(subject, Person) else "unit"


# ---- one verb a kind -----------------------------------------------------------------------------------


def enter_rating(subject: Subject, values: Values, *, by: User, on: dt.date) -> Rating:
    """Xếp loại của một năm."""
    return _enter(Rating, subject, values, by, on)


def enter_award(subject: Subject, values: Values, *, by: User, on: dt.date) -> AwardHeld:
    """Danh hiệu, hình thức khen đã được tặng. What is mật is refused."""
    return _enter(AwardHeld, subject, values, by, on)


def enter_discipline(subject: Subject, values: Values, *, by: User, on: dt.date) -> Discipline:
    """Kỷ luật."""
    return _enter(Discipline, subject, values, by, on)


def enter_hold(subject: Subject, values: Values, *, by: User, on: dt.date) -> Hold:
    """Tạm dừng xem xét."""
    return _enter(Hold, subject, values, by, on)


def enter_absence(subject: Subject, values: Values, *, by: User, on: dt.date) -> Absence:
    """Nghỉ dài ngày."""
    return _enter(Absence, subject, values, by, on)


def enter_study(subject: Subject, values: Values, *, by: User, on: dt.date) -> Study:
    """Học tập."""
    return _enter(Study, subject, values, by, on)


def enter_contest(subject: Subject, values: Values, *, by: User, on: dt.date) -> Contest:
    """Kết quả hội thi."""
    return _enter(Contest, subject, values, by, on)


def enter_collective_year(unit: Unit, values: Values, *, by: User, on: dt.date) -> CollectiveYear:
    """Chỉ tiêu, kết quả năm của tập thể."""
    return _enter(CollectiveYear, unit, values, by, on)


def _enter(model: type[R], subject: Subject, values: Values, by: User, on: dt.date) -> R:
    made: R = enter(kind_of(model()), subject, values, by=by, on=on)
    return made


# ---- initiatives ---------------------------------------------------------------------------------------


@transaction.atomic
def enter_initiative(values: Values, authors: Sequence[Author], *, by: User, on: dt.date) -> Initiative:
    """Sáng kiến, đề tài with its authors: one of them must lie where the user may enter records."""
    check_authors(authors)
    answers = [enterable(by, kind_of(Initiative()), a.subject) for a in authors]
    next((a for a in answers if a), answers[0]).must()
    made: Initiative = _save(Initiative(**values, entered_by=by, entered_at=timezone.now()), on, by)
    write_authors(made, authors)
    return made


def write_authors(initiative: Initiative, authors: Sequence[Author], *, alone: bool | None = None) -> None:
    """Save the parts of an initiative; the only author (``alone``: of all, where others are written already) has the whole."""
    alone = len(authors) == 1 if alone is None else alone
    for author in authors:
        share = 10000 if alone else author.share
        Authorship(
            initiative=initiative,
            **{_key(author.subject): author.subject},
            role=author.role,
            share=share,
            used_for=author.used_for,
            used_year=author.used_year,
        ).save()


# ---- a whole unit at once ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper that proves every row of a grid."""

    paper: str
    paper_on: dt.date | None = None


def enter_ratings(unit: Unit, year: int, values: Mapping[Person, str], paper: Paper, *, by: User, on: dt.date) -> list[Rating]:
    """The ratings of a year for many people of a unit: all are saved, or none. Faults are told by the person's key."""
    may(by, "records.enter", unit).must()
    faults: dict[str, list[str]] = {}
    made: list[Rating] = []
    with transaction.atomic():
        for person, value in values.items():
            try:
                made.append(enter_rating(person, {"year": year, "value": value, "paper": paper.paper, "paper_on": paper.paper_on}, by=by, on=on))
            except ValidationError as error:
                faults[person.key] = error.messages
        if faults:
            raise ValidationError(faults)
        note(unit, "records.ratings", by=by, data={"year": year, "rows": len(made), "paper": paper.paper})
    return made
