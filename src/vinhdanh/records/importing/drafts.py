"""What a good row would become: drafts of records, each with who it is about and what makes it one and the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from vinhdanh.people.models import Person
from vinhdanh.units.models import Unit
from vinhdanh.workbook.cells import Issue
from vinhdanh.workbook.days import Day
from vinhdanh.workbook.state import State
from vinhdanh.workbook.table import Row


@dataclass(slots=True)
class Target:
    """Who a record is about: a person ("p") or a unit ("u"); ``pk`` None until it is made."""

    kind: str
    key: str
    name: str
    pk: int | None = None
    _thing: models.Model | None = None

    def thing(self) -> models.Model:
        """It, with as much as its name (history entries print it): no query for each row."""
        if self._thing is None:
            self._thing = Person(pk=self.pk, full_name=self.name) if self.kind == "p" else Unit(pk=self.pk, name=self.name)
        return self._thing

    def made(self) -> int:
        """Its number. ValueError before it is made."""
        if self.pk is None:
            raise ValueError(self.key)
        return self.pk

    def refer(self) -> dict[str, Any]:
        """The field of a record that names it."""
        return {"person" if self.kind == "p" else "unit": self.thing()}


@dataclass(slots=True)
class Draft:
    """One record to be. ``identity``: what makes it the same record of the same subject; ``values``: its fields, those given
    only; ``cols``: the column a field came from; ``fixed``: fields of a new record that are not compared with an old one."""

    sheet: str
    number: int
    model: type[models.Model]
    target: Target
    identity: tuple[Any, ...]
    values: dict[str, Any]
    cols: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class PersonDraft:
    """A person to be made or changed: fields as above; ``target.pk`` is the person it was matched to."""

    number: int
    target: Target
    unit: Target
    values: dict[str, Any]
    cols: dict[str, str]
    since: dt.date
    sheet: str = "people"
    model: type[models.Model] = Person


@dataclass(slots=True)
class UnitDraft:
    """A unit to be made under another one."""

    number: int
    target: Target
    parent: Target
    kind_id: int
    name: str
    sheet: str = "units"


class Maker:
    """Takes values of rows into fields, and says what does not fit."""

    def __init__(self, state: State, year: int, paper: str) -> None:
        self.state, self.year, self.paper = state, year, paper

    def exact(self, row: Row, column: str) -> dt.date | None:
        """A date known to the day; one that is not is left unknown, and the row says so."""
        day: Day | None = row.get(column)
        if day is not None and day.exact is None:
            said = f"Chỉ biết {day}, không rõ ngày: phần mềm để ngày này là chưa biết."
            self.state.warn(row, column, "partial-date", said, "Ghi đủ ngày/tháng/năm nếu biết.")
        return day.exact if day else None

    def text(self, row: Row, column: str, longest: int) -> str:
        """A text that fits its field."""
        value = row.get(column)
        if value is not None and len(str(value)) > longest:
            self.state.error(row, column, "too-long", f"Ô có {len(str(value))} ký tự, dài quá {longest}.", "Hãy viết gọn lại.")
        return str(value)[:longest] if value is not None else ""

    def ignored(self, row: Row, column: str, why: str) -> list[Draft]:
        """A row that is right but has no place here."""
        self.state.warn(row, column, "not-taken", why, "")
        return []


def issue(severity: Any, code: str, message: str, what: str = "") -> Issue:
    """An issue of ours."""
    return Issue(severity, code, message, what)
