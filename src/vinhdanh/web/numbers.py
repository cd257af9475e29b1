"""Forms read numbers as Vietnamese write them: ``1.234,5``, wherever the form stands.

Django does so only for fields that are ``localize=True``, which would also print a year as 2.026. Here reading is taught to
every numeric field, and fields of decimals are shown with a comma in a text box: a number box of an English browser takes none.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import localize_input, sanitize_separators


class DecimalInput(forms.TextInput):
    """A text box for a decimal: comma, no grouping, the number keys of a phone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """``1234,5``."""
        if isinstance(value, Decimal | float):
            return str(localize_input(format(Decimal(str(value)), "f").replace(".", ",")))
        return None if value in (None, "") else str(value)


def _reading(to_python: Any) -> Any:
    def read(self: forms.Field, value: Any) -> Any:
        return to_python(self, sanitize_separators(value.strip()) if isinstance(value, str) else value)

    read.taught = True  # type: ignore[attr-defined]
    return read


def install() -> None:
    """Teach the numeric fields of forms. Once."""
    for field in (forms.IntegerField, forms.FloatField, forms.DecimalField):
        if not getattr(field.to_python, "taught", False):
            field.to_python = _reading(field.to_python)  # type: ignore[method-assign]
    forms.DecimalField.widget = forms.FloatField.widget = DecimalInput
