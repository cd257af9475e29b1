"""Tables and units in few words, for tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring import loading
from vinhdanh.merit.scoring.engine import Sheet, score
from vinhdanh.merit.scoring.inputs import Unit
from vinhdanh.merit.scoring.table import Table

D = Decimal


def table(*criteria: dict[str, Any], **more: Any) -> Table:
    """A table of these criteria."""
    return loading.table({"id": "thu", "criteria": list(criteria), **more})


def unit(name: str, cluster: str = "", facts: dict[str, Any] | None = None, **entries: Any) -> Unit:
    """A unit with entries as an inputs file writes them."""
    return loading.units({"units": [{"id": name, "cluster": cluster, "facts": facts or {}, "entries": entries}]})[0]


def units(rows: dict[str, dict[str, Any]], cluster: str = "") -> list[Unit]:
    """Several units by name."""
    return loading.units({"units": [{"id": name, "cluster": cluster, "entries": entries} for name, entries in rows.items()]})


def sheet(made: Table, **entries: Any) -> Sheet:
    """The sheet of one unit with these entries."""
    return score(made, [unit("A", **entries)])[0]


def points(leaf: dict[str, Any], entry: Any) -> Decimal | None:
    """What one criterion gives for an entry; None while it has no points."""
    found = sheet(table({"code": "x", **leaf}), x=entry)
    return found.total if found.root.complete else None
