"""Panels that higher applications lay on the page of a unit, and the registry they share with the page of a person.

A panel is asked with the request, the thing and the year shown; it answers HTML (a whole ``<section class="vd-to">``) or None.
It must ask its own predicates: the page is also open to people of the unit who hold no role.
Its order says where it lies: under 100 across the page, 100 to 199 in the main column, from 200 in the side column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from vinhdanh.units.models import Unit

Thing = TypeVar("Thing")
WIDE, MAIN, SIDE = 0, 100, 200


@dataclass(frozen=True, slots=True)
class Drawn:
    """The panels of one page, by place."""

    wide: list[SafeString]
    main: list[SafeString]
    side: list[SafeString]


class Panels(Generic[Thing]):
    """The panels of one kind of page, by order then name; a name registered again replaces the panel."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[int, Callable[[HttpRequest, Thing, int], str | None]]] = {}

    def register(self, name: str, order: int, make: Callable[[HttpRequest, Thing, int], str | None]) -> None:
        """Add a panel."""
        self._held[name] = (order, make)

    def draw(self, request: HttpRequest, thing: Thing, year: int) -> Drawn:
        """The HTML of every panel that has something to say."""
        drawn = Drawn([], [], [])
        for order, _, make in sorted((order, name, make) for name, (order, make) in self._held.items()):
            if html := make(request, thing, year):
                place = drawn.wide if order < MAIN else drawn.main if order < SIDE else drawn.side
                place.append(mark_safe(html))
        return drawn


unit_panels: Panels[Unit] = Panels()
register = unit_panels.register
