"""The people of the records as ``law.impact`` asks for them: what an app above both does at start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from vinhdanh.accounts.models import User
from vinhdanh.law.impact import Population
from vinhdanh.law.rulebook import office_rulebook
from vinhdanh.merit import conditions as c
from vinhdanh.merit.loading import emulation_years
from vinhdanh.people.access import people_for
from vinhdanh.people.models import Person
from vinhdanh.records.facts import case_of
from vinhdanh.records.frames import frame_of


def people_of(user: User, path: str, subject: str, rules: Sequence[c.Node], year: int, on: dt.date) -> Population | None:
    """The people of a unit and of those below it whom an account may see."""
    if subject != "person":
        return None
    book = office_rulebook(path)
    chosen = people_for(user).filter(unit__path__startswith=path, status=Person.Status.SERVING)
    frame, ids = frame_of(chosen, rules, year, on, emulation_years(book.authority))
    people = Person.objects.in_bulk(ids)
    return Population(frame, [people[pk].full_name for pk in ids], lambda i: case_of(people[ids[i]], year, on, book))
