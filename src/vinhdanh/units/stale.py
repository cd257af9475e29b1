"""Forms that were opened before somebody else saved: refused, with both versions named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


def refuse_stale(thing: models.Model, version: int | None, wanted: Mapping[str, Any]) -> None:
    """Refuse unless the thing still has the version the form was opened with. ``wanted``: field → value in the form.

    ``version`` None: no form stands behind the act; a form that does not tell its version gives 0 (``Dressed.opened``).
    """
    if version is None or version == thing.version:  # type: ignore[attr-defined]
        return
    lines = [f"{label_of(thing, f)}: đang lưu “{said(getattr(thing, f))}”, bạn nhập “{said(v)}”" for f, v in wanted.items() if getattr(thing, f) != v]
    both = ". ".join(lines) or "Hai bản giống nhau ở các ô này"
    raise ValidationError(f"Chưa lưu vì có người vừa sửa sau khi bạn mở trang này. {both}. Mở lại trang, xem bản mới rồi sửa tiếp.", code="stale")


def label_of(thing: models.Model, field: str) -> str:
    """The Vietnamese name of a field."""
    return str(getattr(thing._meta.get_field(field), "verbose_name", field))


def said(value: Any) -> str:
    """A value as people write it."""
    if value is None or value == "":
        return "(trống)"
    if isinstance(value, bool):
        return "có" if value else "không"
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
