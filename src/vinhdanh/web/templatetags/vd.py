"""Small helps of the templates: dates and numbers as Vietnamese write them, fields of forms, deadlines."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.safestring import SafeString

register = template.Library()
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@register.filter
def ngay(value: dt.date | None) -> str:
    """``02/09/2026``; nothing for no date."""
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter
def ngay_gio(value: dt.datetime | None) -> str:
    """``16:42 02/09/2026`` in Vietnam's time."""
    return f"{timezone.localtime(value):%H:%M %d/%m/%Y}" if value else ""


@register.filter
def thu(value: dt.date) -> str:
    """``thứ Hai 24/11/2025``."""
    return f"{WEEKDAYS[value.weekday()]} {value:%d/%m/%Y}"


@register.filter
def het_ngay(until: dt.date | None) -> str:
    """The last day of a span whose ``until`` is the first day after, as ``02/09/2026``."""
    return ngay(until - dt.timedelta(days=1)) if until else ""


@register.filter
def nguyen(value: Any) -> str:
    """A year or a number that is a name: never grouped."""
    return "" if value is None else str(value)


class Deadline(NamedTuple):
    """How a deadline is shown: words and the class of ``.vd-han``."""

    words: str
    css: str


@register.filter
def han(due: dt.date | None, on: dt.date) -> Deadline:
    """A deadline seen from a day: "Quá hạn 2 ngày", "Hôm nay", "Ngày mai", "Thứ Sáu 28/11"."""
    if due is None:
        return Deadline("", "")
    left = (due - on).days
    if left < 0:
        return Deadline(f"Quá hạn {-left} ngày", "vd-han--qua")
    if left <= 1:
        return Deadline(("Hôm nay", "Ngày mai")[left], "vd-han--gap")
    day = WEEKDAYS[due.weekday()]
    return Deadline(f"{day[0].upper()}{day[1:]} {due:%d/%m}" + (f"/{due:%Y}" if due.year != on.year else ""), "")


@register.filter
def o_nhap(field: BoundField) -> SafeString:
    """The widget of a field with the class Bootstrap wants for its kind. A class given by the form is kept."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):
        css = "form-select"
    else:
        css = "form-control"
    given = widget.attrs.get("class", "")
    invalid = "is-invalid" if field.errors else ""
    return field.as_widget(attrs={"class": " ".join(c for c in (css, given, invalid) if c)})


@register.filter
def nhieu_o(field: BoundField) -> bool:
    """Whether a field is a group of choices (radios or boxes), which needs a fieldset."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
