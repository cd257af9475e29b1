"""Units."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from vinhdanh.accounts.asker import who
from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import Page, PageInfo, Size, cut
from vinhdanh.merit.text import fold
from vinhdanh.people.access import unit_for, units_for
from vinhdanh.units.models import Unit

router = Router(tags=["Đơn vị"])


class UnitOut(Schema):
    """A unit as it is now (or was last)."""

    key: str
    name: str
    kind: str
    level: str
    parent: str | None
    founded_on: dt.date | None
    dissolved_on: dt.date | None

    @classmethod
    def of(cls, unit: Unit) -> UnitOut:
        """From the model (with ``kind`` and ``parent`` selected)."""
        parent = unit.parent.key if unit.parent else None
        return cls(
            key=unit.key,
            name=unit.name,
            kind=unit.kind.code,
            level=unit.kind.level,
            parent=parent,
            founded_on=unit.founded_on,
            dissolved_on=unit.dissolved_on,
        )


class UnitPage(PageInfo):
    """A page of units."""

    units: list[UnitOut]


@router.get("/units", response={200: UnitPage, **ERRORS}, summary="Các đơn vị trong phạm vi, tìm theo tên không dấu")
def units(request: HttpRequest, q: str = "", page: Page = 1, size: Size = 50) -> Any:
    """The units of one's scope, in the order of their names."""
    found = units_for(who(request)).filter(folded__contains=fold(q)).select_related("kind", "parent").order_by("sort_key", "pk")
    rows, info = cut(found, page, size)
    return UnitPage(units=[UnitOut.of(u) for u in rows], **info.dict())


@router.get("/units/{key}", response={200: UnitOut, **ERRORS}, summary="Một đơn vị")
def unit(request: HttpRequest, key: str) -> Any:
    """One unit."""
    return UnitOut.of(unit_for(who(request), key))
