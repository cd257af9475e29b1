"""Every version of every award's criteria: the days on which the rule a subject meets is another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from vinhdanh.merit import conditions as c
from vinhdanh.merit.rulebook import Rulebook, load

AUTHORITIES = ("national", "procuracy")
SUBJECTS = ("person", "collective", "household")


@dataclass(frozen=True, slots=True)
class Version:
    """A rule, and the first and last day (None: still) on which it stands."""

    authority: str
    award: str
    subject: str
    first: dt.date
    last: dt.date | None
    criteria: c.Criteria

    @property
    def name(self) -> str:
        """``procuracy/giay-khen/person/2019-06-28``."""
        return f"{self.authority}/{self.award}/{self.subject}/{self.first}"


@cache
def book(authority: str) -> Rulebook:
    """The rulebook, loaded once."""
    return load(authority)


@cache
def versions(authority: str) -> tuple[Version, ...]:
    """The versions of an authority; an overlay's book lists only what it does not inherit whole."""
    return tuple(v for award in book(authority).awards for subject in SUBJECTS for v in _of(authority, award, subject))


def _of(authority: str, award: str, subject: str) -> Iterator[Version]:
    rules = book(authority)
    found: list[tuple[dt.date, c.Criteria | None]] = []
    for day in rules.edges:
        criteria = rules.criteria(award, subject, day)
        if not found or _rule(found[-1][1]) != _rule(criteria):
            found.append((day, criteria))
    ends = [day - dt.timedelta(days=1) for day, _ in found[1:]] + [None]
    for (day, criteria), last in zip(found, ends, strict=True):
        if criteria is not None and not criteria.excluded and not _inherited(authority, award, subject, day, criteria):
            yield Version(authority, award, subject, day, last, criteria)


def _rule(criteria: c.Criteria | None) -> c.Node | None:
    return criteria.rule if criteria else None


def _inherited(authority: str, award: str, subject: str, day: dt.date, criteria: c.Criteria) -> bool:
    if authority == "national":
        return False
    base = book("national").criteria(award, subject, day)
    return base is not None and base.rule == criteria.rule
