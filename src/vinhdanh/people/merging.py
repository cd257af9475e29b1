"""Two records of one person become one, and can become two again: a journal names every row that changed hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit.text import tidy
from vinhdanh.people.actions import FIELDS
from vinhdanh.people.days import settle
from vinhdanh.people.models import Membership, Person, PersonMerge, Post

OWN = (*FIELDS, "status", "status_since", "unit_id", "post_name", "account_id", "folded", "sort_key")
NAMES = {  # words for tables, where two records are compared
    "people.membership": "Quá trình công tác",
    "people.post": "Chức vụ",
    "people.transfer": "Lần chuyển đơn vị",
    "people.person": "Bản ghi đã gộp trước đây",
    "records.rating": "Xếp loại",
    "records.awardheld": "Danh hiệu, hình thức khen",
    "records.authorship": "Sáng kiến, đề tài",
    "records.discipline": "Kỷ luật",
    "records.hold": "Tạm dừng xem xét",
    "records.absence": "Nghỉ dài ngày",
    "records.study": "Học tập",
    "records.contest": "Hội thi",
    "records.importrow": "Dòng trong tệp nhập",
}
Journal = dict[str, Any]


def relations() -> list[tuple[type[models.Model], str]]:
    """Every table that points to a person, with the field that does (hidden relations too; the merges themselves not)."""
    found = []
    for field in Person._meta.get_fields(include_hidden=True):
        if isinstance(field, models.ForeignObjectRel) and field.related_model is not PersonMerge and not field.field.many_to_many:
            found.append((field.related_model, field.field.name))
    return sorted(found, key=lambda pair: (pair[0]._meta.label_lower, pair[1]))


def rows_of(person: Person) -> list[tuple[str, str, models.Model]]:
    """Every row that points to a person: label of the model, field, row."""
    found = []
    for model, field in relations():
        rows = model._default_manager.filter(**{field: person}).order_by("pk")
        found += [(model._meta.label_lower, field, row) for row in rows]
    return found


@transaction.atomic
def merge(kept: Person, gone: Person, *, take: Mapping[str, bool], reason: str, by: User, on: dt.date) -> PersonMerge:
    """Let ``gone`` become part of ``kept``. ``take``: the fields whose value comes from ``gone``; blanks are filled from it anyway.

    A row that cannot stand twice (a second rating of a year, payroll at the same time …) stays with ``gone`` and is named in the journal.
    """
    kept, gone = _pair(kept, gone)
    if not tidy(reason):
        raise ValidationError({"reason": "Ghi căn cứ để kết luận hai bản ghi là một người."})
    journal: Journal = {"gone": _state(gone), "kept": _state(kept), "rows": [], "stay": []}
    _move_rows(gone, kept, journal)
    _take_fields(kept, gone, take)
    settle(kept, on)
    journal["after"] = _state(kept)
    made = PersonMerge(kept=kept, gone=gone, moved=journal, reason=tidy(reason), by=by, at=timezone.now())
    made.save()
    record(kept, "merge", by=by, data={"gone": gone.key, "rows": len(journal["rows"]), "stay": len(journal["stay"])}, reason=tidy(reason))
    return made


def _pair(kept: Person, gone: Person) -> tuple[Person, Person]:
    held = {p.pk: p for p in Person.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")}
    if len(held) != 2:
        raise ValidationError("Chọn hai bản ghi khác nhau.")
    for person in held.values():
        if person.merged_into_id is not None:
            raise ValidationError(f"Bản ghi {person.key} đã được gộp trước đó. Tải lại trang để xem.")
        if person.secret:
            raise ValidationError("Hồ sơ mật không gộp ở đây (Luật Bảo vệ bí mật nhà nước). Xử lý tại nơi lưu giữ hồ sơ.")
    return held[kept.pk], held[gone.pk]


def _state(person: Person) -> dict[str, Any]:
    """The own fields, as JSON can keep them."""
    return {f: _plain(getattr(person, f)) for f in OWN}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _move_rows(gone: Person, kept: Person, journal: Journal) -> None:
    for label, field, row in rows_of(gone):
        moved = not _clashes(row, kept) and _hand(row, field, kept)
        journal["rows" if moved else "stay"].append([label, field, row.pk])


def _clashes(row: models.Model, kept: Person) -> bool:
    """A membership or post of a time that the kept record tells of already."""
    if isinstance(row, Membership) and row.kind == Membership.Kind.PAYROLL:
        return any(_meet(row, other) for other in kept.memberships.filter(kind=row.kind).order_by("pk"))
    if isinstance(row, Post):
        return any(_meet(row, other) for other in kept.posts.filter(unit=row.unit, name=row.name).order_by("pk"))
    return False


def _meet(one: Membership | Post, other: Membership | Post) -> bool:
    return (one.until is None or other.since < one.until) and (other.until is None or one.since < other.until)


def _hand(row: models.Model, field: str, to: Person) -> bool:
    """Give a row to a person, unless a constraint forbids two such rows."""
    before = getattr(row, f"{field}_id")
    try:
        with transaction.atomic():
            setattr(row, field, to)
            row.save(update_fields=[field])
    except IntegrityError:
        setattr(row, f"{field}_id", before)
        return False
    return True


def _take_fields(kept: Person, gone: Person, take: Mapping[str, bool]) -> None:
    for field in FIELDS:
        if take.get(field) or getattr(kept, field) in (None, ""):
            setattr(kept, field, getattr(gone, field))
    if take.get("full_name"):
        kept.folded, kept.sort_key = gone.folded, gone.sort_key
    account = gone.account_id if kept.account_id is None else None
    if account is not None:
        gone.account_id = None
    gone.merged_into = kept
    gone.version += 1
    gone.save()
    kept.account_id = account or kept.account_id
    kept.version += 1
    kept.save()


@transaction.atomic
def undo_merge(made: PersonMerge, *, by: User, on: dt.date) -> None:
    """Make two records of one again: every row named in the journal goes back, every field has its old value.

    Refused when the kept record was changed since in a field the merge wrote, or was merged on itself: first undo that.
    """
    made = PersonMerge.objects.select_for_update().get(pk=made.pk)
    kept, gone = (Person.objects.select_for_update().get(pk=pk) for pk in (made.kept_id, made.gone_id))
    _check_undo(made, kept, gone)
    for label, field, pk in made.moved["rows"]:
        _take_back(label, field, pk, kept, gone)
    now = made.moved["after"]
    _restore(kept, {f: v for f, v in made.moved["kept"].items() if _plain(getattr(kept, f)) == now[f]})  # first: it gives the account back
    gone.merged_into = None
    _restore(gone, made.moved["gone"])
    settle(kept, on)
    made.undone_by, made.undone_at = by, timezone.now()
    made.save()
    record(kept, "merge_undo", by=by, data={"gone": gone.key, "rows": len(made.moved["rows"])})


def _check_undo(made: PersonMerge, kept: Person, gone: Person) -> None:
    if made.undone_at is not None:
        raise ValidationError("Lần gộp này đã được hoàn tác.")
    if kept.merged_into_id is not None:
        raise ValidationError(f"{kept} sau đó đã được gộp vào bản ghi khác. Hoàn tác lần gộp sau trước.")
    if PersonMerge.objects.filter(kept=kept, undone_at__isnull=True, pk__gt=made.pk).exists():
        raise ValidationError(f"{kept} sau đó còn gộp thêm bản ghi khác. Hoàn tác lần gộp sau trước.")
    changed = [f for f in FIELDS if _plain(getattr(kept, f)) != made.moved["after"][f]]
    if changed:
        names = ", ".join(str(Person._meta.get_field(f).verbose_name).lower() for f in changed)  # type: ignore[union-attr]
        raise ValidationError(f"Sau khi gộp, {kept} đã được sửa: {names}. Sửa lại các ô đó như lúc gộp, rồi hoàn tác.")


def _take_back(label: str, field: str, pk: Any, kept: Person, gone: Person) -> None:
    """A row goes back, if it is still there and still with the kept record."""
    model = next(m for m, f in relations() if m._meta.label_lower == label and f == field)
    row = model._default_manager.filter(pk=pk, **{field: kept}).first()
    if row is not None and not _hand(row, field, gone):
        raise ValidationError(f"“{row}” không trả lại được vì {gone.key} đã có dòng như vậy. Sửa dòng đó trước.")


def _restore(person: Person, state: Mapping[str, Any]) -> None:
    """Give the own fields their old values (dates stand as ISO text in the journal)."""
    for field, value in state.items():
        kind = Person._meta.get_field(field.removesuffix("_id"))
        setattr(person, field, value if field.endswith("_id") else kind.to_python(value))  # type: ignore[union-attr]
    person.version += 1
    person.save()
