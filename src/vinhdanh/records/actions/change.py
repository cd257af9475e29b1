"""Changing what was entered: the old value stays in ``Correction``, a record set aside can be restored, a stale form is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record as note
from vinhdanh.records.access import may_change
from vinhdanh.records.actions.enter import Author, insert, prepare, write_authors
from vinhdanh.records.checks import check, check_authors
from vinhdanh.records.joint import kept, locked_parts, may_void, tell_others
from vinhdanh.records.kinds import kind_of
from vinhdanh.records.masking import share_words, words
from vinhdanh.records.models import Authorship, Correction, Initiative


class Stale(ValidationError):
    """The record was changed after the form was opened. ``differences``: label, what the form says, what stands now."""

    def __init__(self, differences: Sequence[tuple[str, str, str]]) -> None:
        super().__init__("Chưa lưu: có người vừa sửa dữ kiện này. Xem chỗ khác nhau ở dưới, rồi lưu lại nếu vẫn muốn đổi.")
        self.differences = list(differences)


def correct(
    record: Any, changes: Mapping[str, Any], *, reason: str, version: int, by: User, on: dt.date, authors: Sequence[Author] | None = None
) -> Any:
    """Correct a record. ``changes``: the new values; those that are as before are left alone. Raises ``Stale`` on an old version."""
    may_change(by, record).must()
    _said(reason)
    with transaction.atomic():
        now = _locked(record)
        if now.version != version:
            raise Stale(_differences(now, changes))
        return _correct(now, changes, reason, by, on, authors)


def _correct(now: Any, changes: Mapping[str, Any], reason: str, by: User, on: dt.date, authors: Sequence[Author] | None) -> Any:
    old = {f: getattr(now, f) for f, v in changes.items() if getattr(now, f) != v}
    for field in old:
        setattr(now, field, changes[field])
    rows = [(f, words(was), words(changes[f])) for f, was in old.items()] + _authors(now, authors, by)
    if not rows:
        raise ValidationError("Chưa có gì thay đổi. Sửa ít nhất một ô rồi lưu.")
    prepare(now)
    check(now, on)
    tell_others(now, by, on)
    return _keep(now, rows, reason, by)


def _keep(now: Any, rows: Sequence[tuple[str, str, str]], reason: str, by: User) -> Any:
    now.version += 1
    insert(now)
    for field, was, becomes in rows:
        Correction(kind=now._meta.model_name, object_id=now.pk, field=field, old=was, new=becomes, reason=reason, by=by, at=timezone.now()).save()
    note(now, "records.correct", by=by, reason=reason, data={"fields": [r[0] for r in rows], "version": now.version})
    return now


def _authors(now: Any, authors: Sequence[Author] | None, by: User) -> list[tuple[str, str, str]]:
    """Write other authors, if they are others; what was and what becomes, in words. Those of units out of reach stay as they are."""
    if authors is None or not isinstance(now, Initiative):
        return []
    locked, was = locked_parts(by, now), author_words(now)
    authors = [*authors, *map(author_of, kept(locked, authors))]
    check_authors(authors)
    for old in now.authors.exclude(pk__in=[row.pk for row in locked]):
        old.delete()
    others = {row.person or row.unit for row in locked}
    write_authors(now, [a for a in authors if a.subject not in others], alone=len(authors) == 1)
    becomes = author_words(now)
    return [("authors", was, becomes)] if was != becomes else []


def author_of(row: Authorship) -> Author:
    """A part as it stands."""
    return Author(row.person or row.unit, row.role, row.share, row.used_for, row.used_year)  # type: ignore[arg-type]


def author_words(initiative: Initiative) -> str:
    """The authors, parts and uses in one line."""
    rows = initiative.authors.select_related("person", "unit").order_by("pk")
    return "; ".join(_author_words(a) for a in rows)


def _author_words(row: Any) -> str:
    parts = (row.role, share_words(row.share), f"đã dùng cho {row.used_for} {row.used_year or ''}".strip() if row.used_for else "")
    said = ", ".join(p for p in parts if p)
    return f"{row.person or row.unit}" + (f" ({said})" if said else "")


def _differences(now: Any, changes: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    rows = [(f, words(v), words(getattr(now, f))) for f, v in changes.items()]
    return [(str(now._meta.get_field(f).verbose_name), mine, theirs) for f, mine, theirs in rows if mine != theirs]


def void(record: Any, *, reason: str, version: int, by: User) -> Any:
    """Set a record aside: it no longer counts, but stays readable with the reason."""
    may_change(by, record).must()
    may_void(by, record).must()
    _said(reason)
    with transaction.atomic():
        now = _locked(record)
        _current(now, version)
        if now.void_at:
            raise ValidationError("Dữ kiện này đã được hủy trước đó.")
        now.void_at, now.void_reason = timezone.now(), reason
        return _mark(now, "records.void", reason, by)


def restore(record: Any, *, reason: str, version: int, by: User, on: dt.date) -> Any:
    """Bring a record back; it is checked anew, for another may have taken its place."""
    may_change(by, record).must()
    may_void(by, record).must()
    _said(reason)
    with transaction.atomic():
        now = _locked(record)
        _current(now, version)
        if not now.void_at:
            raise ValidationError("Dữ kiện này đang có hiệu lực.")
        now.void_at, now.void_reason = None, ""
        check(now, on)
        return _mark(now, "records.restore", reason, by)


def _mark(now: Any, action: str, reason: str, by: User) -> Any:
    now.version += 1
    insert(now)
    note(now, action, by=by, reason=reason, data={"kind": kind_of(now).slug, "version": now.version})
    return now


def _locked(record: models.Model) -> Any:
    return cast(Any, type(record)._default_manager.select_for_update().get(pk=record.pk))


def _current(now: Any, version: int) -> None:
    if now.version != version:
        raise Stale([])


def _said(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "Chưa ghi lý do. Ghi ngắn gọn vì sao, theo văn bản nào."})
