"""Cutting and changing the spans of one unit. Everything here happens inside the transaction of an action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from vinhdanh.units.forest import covers
from vinhdanh.units.models import Unit, UnitSpan

FIELDS = ("name", "kind", "parent", "legal_personality", "payroll_owner", "flag_eligible")


def spans_of(unit: Unit) -> list[UnitSpan]:
    """The spans of a unit, oldest first."""
    return list(unit.spans.order_by("since"))


def span_at(unit: Unit, day: dt.date, spans: Iterable[UnitSpan] | None = None) -> UnitSpan:
    """The span of a day, or a refusal that says when the unit lived."""
    found = next((s for s in (spans_of(unit) if spans is None else spans) if covers(s, day)), None)
    if found is None:
        end = f", kết thúc hoạt động từ {unit.dissolved_on:%d/%m/%Y}" if unit.dissolved_on else ""
        start = f"thành lập {unit.founded_on:%d/%m/%Y}" if unit.founded_on else "chưa rõ ngày thành lập"
        raise ValidationError(f"Ngày {day:%d/%m/%Y} nằm ngoài thời gian hoạt động của {unit} ({start}{end}). Chọn ngày khác.")
    return found


def cut(span: UnitSpan, day: dt.date) -> UnitSpan:
    """The span that begins on a day: the later part of the span cut in two, or the span itself if it begins then."""
    if span.since == day:
        return span
    later = UnitSpan(unit=span.unit, since=day, until=span.until, **{f: getattr(span, f) for f in FIELDS})
    span.until = day
    span.save()
    later.save()
    return later


def alter(unit: Unit, since: dt.date, values: Mapping[str, Any], paper: str = "") -> dict[str, tuple[Any, Any]]:
    """Let fields have other values from a day on. A later span that says otherwise already keeps its word.

    Returns what changed: field → (old, new).
    """
    spans = spans_of(unit)
    at = span_at(unit, since, spans)
    changed = {f: (getattr(at, f), v) for f, v in values.items() if getattr(at, f) != v}
    if not changed:
        return {}
    begun = cut(at, since)
    begun.paper = paper or begun.paper
    later = [s for s in spans if s.since > since]
    for field, (old, new) in changed.items():
        _spread([begun, *later], field, old, new)
    for span in (begun, *later):
        span.save()
    return changed


def _spread(spans: Iterable[UnitSpan], field: str, old: Any, new: Any) -> None:
    for span in spans:
        if getattr(span, field) != old:
            return
        setattr(span, field, new)


def close(unit: Unit, day: dt.date) -> None:
    """End a unit: the day is the first on which it is no more."""
    last = span_at(unit, day)
    later = [s for s in spans_of(unit) if s.since >= day]
    if later:
        raise ValidationError(f"{unit} có thay đổi ghi từ ngày {later[0].since:%d/%m/%Y}. Chọn ngày kết thúc sau ngày đó.")
    if last.until is not None:
        raise ValidationError(f"{unit} đã có ngày kết thúc {last.until:%d/%m/%Y}.")
    last.until = unit.dissolved_on = day
    last.save()
    unit.version += 1
    unit.save()


def hand_over(old: Unit, new: Unit | None, since: dt.date) -> list[Unit]:
    """Put the units under ``old`` under ``new`` from a day on (``new`` itself, if it lay under ``old``, moves up). Returns them."""
    moved, above = [], span_at(old, since).parent
    held = UnitSpan.objects.filter(parent=old).exclude(until__lte=since).select_related("unit").order_by("unit_id", "since")
    for span in held:
        begun = cut(span, max(span.since, since))
        begun.parent = above if span.unit == new else new
        begun.save()
        if span.unit not in moved:
            moved.append(span.unit)
    return moved
