"""From JSON to the forms of the pages and back: the same checks, told by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from ninja import Schema
from pydantic import ConfigDict

from vinhdanh.api.base import Conflict

F = TypeVar("F", bound=forms.BaseForm)


class Given(Schema):
    """What a program sends: a field that is none is refused, for a misspelt one would be lost unseen."""

    model_config = ConfigDict(extra="forbid")


def checked(form: F) -> F:
    """The form, if it is sound; else ``ValidationError`` with a sentence a field."""
    if not form.is_valid():
        raise ValidationError({name: list(faults) for name, faults in form.errors.items()})
    return form


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a form takes them: days as ISO text, models by key, nothing as ''."""
    return {name: _typed(value) for name, value in values.items()}


def _typed(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.pk if isinstance(value, Model) else value


@contextmanager
def conflicts() -> Iterator[None]:
    """Turn the refusal of a stale version into 409."""
    try:
        yield
    except ValidationError as refused:
        if not is_stale(refused):
            raise
        raise Conflict(stale_words(refused)) from refused


def is_stale(refused: ValidationError) -> bool:
    """Whether an act was refused because somebody else had been faster."""
    return getattr(refused, "code", "") == "stale" or hasattr(refused, "differences")


def stale_words(refused: ValidationError) -> str:
    """What to do; of a record also which fields differ (their values are read anew, by who may read them)."""
    differ = ", ".join(label for label, *_ in getattr(refused, "differences", ()))
    more = f" Khác ở: {differ}." if differ else ""
    return f"Chưa lưu: có người vừa sửa sau khi bạn đọc.{more} Đọc lại bản mới rồi gửi với version mới."


def api_path(page: str) -> str:
    """The address in the API of what a page shows; '' for what the API does not have."""
    path = page.partition("?")[0].rstrip("/")
    for start, here in (("/phap-luat/", "/law/acts/"), ("/du-kien/", "/records/")):
        if path.startswith(start):
            return f"/api/v1{here}{path.removeprefix(start)}"
    return ""


def by_key(form: F, **fields: str) -> F:
    """Let fields that choose a thing take its key in place of its number (``unit="key"``)."""
    for name, column in fields.items():
        form.fields[name].to_field_name = column  # type: ignore[attr-defined]
    return form
