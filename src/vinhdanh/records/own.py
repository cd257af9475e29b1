"""What is held on a person, in that person's own export: every kind but reasons to wait, which may tell of those who complained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from vinhdanh.people.export import Row
from vinhdanh.people.models import Person
from vinhdanh.records.kinds import KINDS, Kind
from vinhdanh.records.masking import said, share_words
from vinhdanh.records.models import Authorship, Correction
from vinhdanh.records.showing import label


def parts() -> dict[str, Callable[[Person], Sequence[Row]]]:
    """The sheets: name and rows."""
    own = [k for k in KINDS if "person" in k.subjects and k.hidden != "complaint" and not k.joint]
    return {k.name: partial(rows_of, k) for k in own} | {"Sáng kiến, đề tài": works_of, "Dữ kiện đã sửa": corrections_of}


def rows_of(kind: Kind, person: Person) -> list[Row]:
    """The rows of a kind, those set aside too."""
    found = kind.model._default_manager.filter(person=person).select_related("entered_by").order_by("year", "pk")
    return [{label(kind, f): said(r, f) for f in kind.fields} | _about(r) for r in found]


def _about(record: Any) -> dict[str, str]:
    voided = f"{record.void_at:%d/%m/%Y}: {record.void_reason}" if record.void_at else ""
    return {"Người nhập": str(record.entered_by or ""), "Nhập ngày": f"{record.entered_at:%d/%m/%Y}", "Đã hủy": voided}


def works_of(person: Person) -> list[Row]:
    """The initiatives a person has a part in."""
    kind = next(k for k in KINDS if k.joint)
    found = Authorship.objects.filter(person=person).select_related("initiative__entered_by").order_by("initiative__year", "pk")
    return [
        {label(kind, f): said(a.initiative, f) for f in kind.fields}
        | {"Vai trò": a.role, "Tỷ lệ": share_words(a.share), "Đã dùng cho": a.used_for}
        | _about(a.initiative)
        for a in found
    ]


def corrections_of(person: Person) -> list[Row]:
    """What was corrected in a person's rows."""
    own = [k for k in KINDS if "person" in k.subjects and k.hidden != "complaint" and not k.joint]
    return [row for kind in own for row in _corrections(kind, person)]


def _corrections(kind: Kind, person: Person) -> list[Row]:
    ids = kind.model._default_manager.filter(person=person).values("pk")
    found = Correction.objects.filter(kind=kind.table, object_id__in=ids).order_by("at", "pk")
    return [
        {"Loại": kind.name, "Ô": label(kind, c.field), "Trước": c.old, "Sau": c.new, "Lý do": c.reason, "Ngày": f"{c.at:%d/%m/%Y}"} for c in found
    ]
