"""A table written out again as plain data: only what was said, so that reading it gives the same table."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.representer import SafeRepresenter

from vinhdanh.merit.scoring.schema import TableSpec


def data(spec: TableSpec) -> dict[str, Any]:
    """The table as plain data (Decimals stay)."""
    return {"format": 1, **_plain(spec.model_dump(mode="python", by_alias=True, exclude_unset=True))}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


class _Exact(SafeRepresenter):
    """Decimals as plain numbers, texts in quotes where they would be read as numbers."""


def _decimal(representer: SafeRepresenter, value: Decimal) -> Any:
    whole = value == value.to_integral_value()
    return representer.represent_scalar(
        "tag:yaml.org,2002:int" if whole else "tag:yaml.org,2002:float", f"{value.quantize(Decimal(1)) if whole else value:f}"
    )


def _fraction(representer: SafeRepresenter, value: Fraction) -> Any:
    return representer.represent_str(str(value))


_Exact.add_representer(Decimal, _decimal)
_Exact.add_representer(Fraction, _fraction)
_Exact.add_representer(dt.date, SafeRepresenter.represent_date)


def yaml(spec: TableSpec) -> str:
    """The table as YAML in our format."""
    writer = YAML(typ="safe", pure=True)
    writer.Representer = _Exact
    writer.default_flow_style, writer.allow_unicode, writer.width, writer.sort_base_mapping_type_on_output = False, True, 140, False  # type: ignore[assignment]
    out = io.StringIO()
    writer.dump(data(spec), out)
    return out.getvalue()


def flow(value: Any) -> str:
    """Any plain value as YAML on one line."""
    writer = YAML(typ="safe", pure=True)
    writer.Representer = _Exact
    writer.default_flow_style, writer.allow_unicode, writer.width = True, True, 10**9
    out = io.StringIO()
    writer.dump(value, out)
    return out.getvalue().removesuffix("\n").removesuffix("\n...").strip()
