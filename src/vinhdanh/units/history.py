"""The history of a unit in words: its spans, what it came from and became, and the acts of this office upon it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vinhdanh.audit.models import Event
from vinhdanh.units.models import Unit, UnitSpan, UnitSuccession

ACTS = {
    "create": "Lập đơn vị",
    "change": "Sửa đơn vị",
    "merge": "Sáp nhập đơn vị khác vào",
    "split": "Chia, tách",
    "dissolve": "Giải thể",
}
FIELDS = {
    "name": "tên",
    "kind": "loại",
    "parent": "cấp trên",
    "legal_personality": "tư cách pháp nhân",
    "payroll_owner": "quản lý quỹ lương",
    "flag_eligible": "diện xét Cờ thi đua",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the day, what happened, the paper."""

    on: dt.date
    says: str
    paper: str


def history_of(unit: Unit) -> list[Line]:
    """What happened to the unit, the latest first."""
    lines = [*_spans(unit), *_successions(unit)]
    if unit.dissolved_on and not unit.successors.all():
        lines.append(Line(unit.dissolved_on, "Kết thúc hoạt động.", ""))
    return sorted(lines, key=lambda line: line.on, reverse=True)


def _spans(unit: Unit) -> list[Line]:
    lines, before = [], None
    for span in unit.spans.select_related("kind", "parent").order_by("since"):
        lines.append(Line(span.since, _difference(before, span), span.paper))
        before = span
    return [line for line in lines if line.says]


def _difference(before: UnitSpan | None, span: UnitSpan) -> str:
    if before is None:
        return f"Thành lập với tên {span.name}" + (f", thuộc {span.parent}." if span.parent else ".")
    said = []
    for field, word in FIELDS.items():
        old, new = getattr(before, field), getattr(span, field)
        if old != new:
            said.append(f"{word}: {_word(old)} → {_word(new)}")
    return (text[0].upper() + text[1:] + ".") if (text := "; ".join(said)) else ""


def _word(value: object) -> str:
    return {None: "chưa rõ", True: "có", False: "không"}.get(value) or str(value)  # type: ignore[call-overload]


def _successions(unit: Unit) -> list[Line]:
    came = [Line(s.on, f"{s.get_kind_display()}: từ {s.old}.", s.paper) for s in unit.predecessors.select_related("old").order_by("on", "pk")]
    went = [Line(s.on, _went(s), s.paper) for s in unit.successors.select_related("new").order_by("on", "pk")]
    return [*came, *went]


def _went(link: UnitSuccession) -> str:
    if link.new is None:
        return f"{link.get_kind_display()}, không có đơn vị tiếp nhận."
    duties = "; tiếp nhận hồ sơ, nghĩa vụ" if link.duties else ""
    return f"{link.get_kind_display()} → {link.new}{duties}."


def acts_on(unit: Unit, limit: int = 20) -> list[tuple[Event, str]]:
    """The latest acts of this office upon the unit, with what each is called."""
    events = Event.objects.filter(kind="units.unit", object_id=str(unit.pk), action__in=ACTS).select_related("actor").order_by("-number")[:limit]
    return [(event, ACTS[event.action]) for event in events]
