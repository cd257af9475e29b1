"""The rulebook a question is asked of: the law and the sector's rules, with the approved rules of the office laid over them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from vinhdanh.checking.names import award_names
from vinhdanh.law.rulebook import office_rulebook
from vinhdanh.merit import conditions as c
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.people.models import Person
from vinhdanh.units.models import Unit


def book_for(unit: Unit | None) -> Rulebook:
    """The rulebook in which a unit's people and the unit itself are weighed (kept in the process by its digest)."""
    book = office_rulebook(unit.path if unit else None)
    settle()
    return book


def book_of(subject: Person | Unit) -> Rulebook:
    """The rulebook of a person's unit, or of a unit."""
    return book_for(subject.unit if isinstance(subject, Person) else subject)


def names_of(book: Rulebook) -> dict[str, str]:
    """Award names by code; kept with the book, as are the folded words of its tree."""
    kept: dict[str, str] | None = getattr(book, "_names", None)
    if kept is None:
        kept = award_names(book)
        book._names = kept  # type: ignore[attr-defined]
    return kept


def passed_over(rule: c.Node) -> bool:
    """Whether the law leaves the whole rule to the body that gives the award: nothing in it can be weighed."""
    leaves = [node for node in c.walk(rule) if not c.children(node)]
    return all(isinstance(node, c.Fixed) for node in leaves)


@lru_cache(maxsize=1)
def settle() -> None:
    """Once the law is loaded, let the garbage collector leave it alone: big lists of rows then cost half."""
    gc.collect()
    gc.freeze()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the garbage collector for a while: it would look again and again at hundreds of thousands of new rows, none of them in a circle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:  # of several threads at once the first turns it on again
            gc.enable()
