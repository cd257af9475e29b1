"""The pages without what higher applications lay on them: their tests are theirs."""

from __future__ import annotations

import pytest

from vinhdanh.people.panels import person_panels
from vinhdanh.units.panels import unit_panels


@pytest.fixture(autouse=True)
def own_panels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_panels, "_held", {})
    monkeypatch.setattr(unit_panels, "_held", {n: p for n, p in unit_panels._held.items() if n in ("people", "reorganise")})
