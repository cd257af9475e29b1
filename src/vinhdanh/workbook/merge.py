"""All facts that bear on one nomination, put together from the subject, the year, the unit led and the row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from vinhdanh.workbook.cells import slim
from vinhdanh.workbook.model import Collective, Facts, Nomination, Person, Workbook

_AT_WORK_NOT = ("retired", "deceased")
_COMPLETED = frozenset({"hoan-thanh-xuat-sac", "hoan-thanh-tot", "hoan-thanh", "tot-tro-len"})


def facts_of(book: Workbook, nomination: Nomination) -> Facts:
    """The facts of a nomination in the shape of the case format; see :meth:`Workbook.facts`."""
    subject = book.subject(nomination)
    facts = dict(subject.facts)
    if isinstance(subject, Collective):
        _of_collective(book, subject, nomination.year, facts)
    elif isinstance(subject, Person) and subject.heads:
        facts["person"] = {**facts.get("person", {}), **_of_head(book, subject.heads, nomination.year)}
    facts.update(nomination.facts)
    return facts


def _of_collective(book: Workbook, unit: Collective, year: int, facts: Facts) -> None:
    typed = unit.years.get(year, {})
    for kind, counted in (("collective", {}), ("members", _counted(book, unit, year))):
        if merged := {**counted, **facts.get(kind, {}), **typed.get(kind, {})}:
            facts[kind] = merged


def _counted(book: Workbook, unit: Collective, year: int) -> Facts:
    """What the list of people says of a unit's members, where that list is complete."""
    if "people" not in unit.complete:
        return {}
    people = [p for p in book.members(unit.key) if _at_work(p)]
    share = _completed_share(people, year)
    return {"total": len(people), **({} if share is None else {"completed_share": share})}


def _at_work(person: Person) -> bool:
    flags = person.facts.get("person", {})
    outside = person.facts.get("service", {}).get("outside_sector") or person.facts.get("employed", {}).get("former")
    return not outside and not any(flags.get(f) for f in _AT_WORK_NOT)


def _completed_share(people: list[Person], year: int) -> Decimal | int | None:
    """The percentage of people rated as having completed their tasks; None unless everybody was rated."""
    ratings = [p.facts.get("ratings", {}).get(year) for p in people]
    if not people or None in ratings:
        return None
    return slim(Decimal(100 * sum(r in _COMPLETED for r in ratings)) / len(people))


def _of_head(book: Workbook, key: str, year: int) -> dict[str, Any]:
    """What the unit a head leads has reached in the year, as far as it is recorded."""
    unit = book.collectives.get(key)
    if unit is None:
        return {}
    rows = [*unit.facts.get("awards", []), *unit.partial.get("awards", [])]
    awards = [a["award"] for a in rows if a.get("year") == year]
    rating = unit.facts.get("ratings", {}).get(year)
    return {**({"unit_awards": awards} if awards else {}), **({"unit_rating": rating} if rating else {})}
