"""A small world for tests."""

from __future__ import annotations

from vinhdanh.demo.places import World
from vinhdanh.demo.province import province


def small() -> World:
    """The province with a fifth of its people."""
    world = province()
    for place in world.places:
        place.size = place.size and max(7, place.size // 5)
    return world
