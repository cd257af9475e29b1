"""People."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from vinhdanh.accounts.asker import who
from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import Page, PageInfo, Size, cut
from vinhdanh.audit.actions import saw
from vinhdanh.merit.text import fold
from vinhdanh.people.access import may_see, people_for, person_for
from vinhdanh.people.models import Person

router = Router(tags=["Con người"])


class PersonOut(Schema):
    """A person. ``identity_number`` is null where the asker may not see it."""

    key: str
    full_name: str
    birth: dt.date | None
    birth_year: int | None
    gender: str
    unit: str | None
    post_name: str
    joined_on: dt.date | None
    status: str
    identity_number: str | None = None

    @classmethod
    def of(cls, person: Person, identity: str | None = None) -> PersonOut:
        """From the model (with ``unit`` selected)."""
        return cls(
            key=person.key,
            full_name=person.full_name,
            birth=person.birth,
            birth_year=person.birth_year,
            gender=person.gender,
            unit=person.unit.key if person.unit else None,
            post_name=person.post_name,
            joined_on=person.joined_on,
            status=person.status,
            identity_number=identity,
        )


class PeoplePage(PageInfo):
    """A page of people."""

    people: list[PersonOut]


@router.get("/people", response={200: PeoplePage, **ERRORS}, summary="Cán bộ trong phạm vi, tìm theo tên không dấu, theo đơn vị")
def people(request: HttpRequest, q: str = "", unit: str = "", page: Page = 1, size: Size = 50) -> Any:
    """The people of one's scope in the order of given names. Identity numbers are not in lists."""
    found = people_for(who(request)).filter(folded__contains=fold(q))
    found = found.filter(unit__key=unit) if unit else found
    rows, info = cut(found.select_related("unit").order_by("sort_key", "pk"), page, size)
    return PeoplePage(people=[PersonOut.of(p) for p in rows], **info.dict())


@router.get("/people/{key}", response={200: PersonOut, **ERRORS}, summary="Một người")
def person(request: HttpRequest, key: str) -> Any:
    """One person; showing the identity number is logged."""
    found = person_for(who(request), key)
    seen = bool(found.identity_number) and bool(may_see(who(request), "identity", found))
    if seen:
        saw(found, ["identity"], by=who(request), page=request.path)
    return PersonOut.of(found, found.identity_number if seen else None)
