"""Panels that higher applications lay on the page of a person (see ``units.panels`` for the rules)."""

from __future__ import annotations

from vinhdanh.people.models import Person
from vinhdanh.units.panels import Panels

person_panels: Panels[Person] = Panels()
register = person_panels.register
