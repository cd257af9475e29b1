"""Records as pages show them: labels beside words, rows of a list, corrections with what may not be read left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vinhdanh.accounts.models import User
from vinhdanh.records.awards import award_name, form_name
from vinhdanh.records.forms import LABELS
from vinhdanh.records.kinds import Kind, kind_of
from vinhdanh.records.links import record_url
from vinhdanh.records.masking import FIELD_RULES, HIDDEN, mask, may_read, subject_of
from vinhdanh.records.models import Correction
from vinhdanh.records.queries import author_line, authors_of

EVENT_NAMES = {"records.enter": "Nhập", "records.correct": "Sửa", "records.void": "Hủy", "records.restore": "Khôi phục"}
EXTRA_LABELS = {
    "collective": "Kết quả của tập thể",
    "members": "Kết quả của cá nhân trong tập thể",
    "authors": "Tác giả",
    "proof": "Bản chụp văn bản",
}
NUMBERS = ("year", "decided_on", "paper_on", "since", "until", "ended_on", "days", "months")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: whom it is about, the year, what it says."""

    record: Any
    who: str
    where: str
    url: str
    cells: list[tuple[str, str]]
    hidden: bool


def label(kind: Kind, field: str) -> str:
    """What a field of a kind is called."""
    special = LABELS.get(kind.slug, {}).get(field) or EXTRA_LABELS.get(field)
    return special or str(kind.model._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def labelled(kind: Kind, told: dict[str, str]) -> list[tuple[str, str]]:
    """Labels and words of what is told, the empty left out."""
    return [(label(kind, field), said) for field, said in told.items() if said]


def heads(kind: Kind) -> list[tuple[str, str]]:
    """Heads of the columns of a list, with the class of numbers."""
    return [(label(kind, f), "vd-so" if f in NUMBERS else "") for f in kind.listed]


def rows(user: User | None, kind: Kind, records: Sequence[Any]) -> list[Row]:
    """Rows of a list; no query a row. ``user`` None: for an export."""
    authors = authors_of(records) if kind.joint else {}
    return [_row(user, kind, r, author_line(authors[r.pk]) if kind.joint else "") for r in records]


def _row(user: User | None, kind: Kind, record: Any, authors: str) -> Row:
    told = mask(user, record, kind.listed)
    cells = [(told[f], "vd-so" if f in NUMBERS else "") for f in kind.listed]
    if kind.joint:
        return Row(record, record.name, authors, record_url(record), cells, False)
    subject = subject_of(record)
    where = record.person.unit.name if record.person_id and record.person.unit else ""
    return Row(record, str(subject), where, record_url(record), cells, HIDDEN in told.values())


def corrected(user: User, record: Any, found: Iterable[Correction]) -> list[dict[str, Any]]:
    """Corrections in words. A field with a sensitivity is told only to those who hold it, whatever the record says now."""
    kind = kind_of(record)
    return [_corrected(user, kind, record, c) for c in found]


def _corrected(user: User, kind: Kind, record: Any, row: Correction) -> dict[str, Any]:
    rule = FIELD_RULES.get(f"{row.kind}.{row.field}", "")
    open_ = bool(may_read(user, rule, subject_of(record)))
    told = {"old": code_words(record, row.field, row.old), "new": code_words(record, row.field, row.new)} if open_ else {"old": HIDDEN, "new": HIDDEN}
    return {"label": label(kind, row.field), "reason": row.reason if open_ else HIDDEN, "by": row.by, "at": row.at, **told}


def code_words(record: Any, field: str, value: str) -> str:
    """A stored value of a correction in words: codes are spelled out."""
    if field == "award":
        return award_name(value)
    if field == "form":
        return form_name(value)
    choices = dict(getattr(record._meta.get_field(field), "choices", None) or ()) if field not in EXTRA_LABELS else {}
    return str(choices.get(value, value))


SENDING = {
    "records.submit": "Gửi",
    "records.receive": "Tiếp nhận",
    "records.return": "Trả lại",
    "records.due": "Đặt hạn",
    "records.remind": "Nhắc",
}
