"""What the calendar asks for once a day: the state of today on units and people."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from vinhdanh.people.days import begin


def work(progress: Any) -> dict[str, Any]:
    """Bring what is shown of units and people to today."""
    units, people = begin(timezone.localdate())
    return {"units": units, "people": people}
