"""People: found, read, entered, corrected; their status; their own data."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import Key, Page, PageInfo, Size, UnitAsked, Words, cut
from vinhdanh.api.scopes import OWN, need
from vinhdanh.api.told import Given, by_key, checked, conflicts, typed
from vinhdanh.api.words import PersonStatus
from vinhdanh.audit.actions import saw
from vinhdanh.merit.text import fold
from vinhdanh.people import actions, export
from vinhdanh.people.access import may, may_see, people_for, person_for, scope_of, units_for
from vinhdanh.people.forms import NewPersonForm, PersonForm, RejoinForm, StatusForm, initial_of
from vinhdanh.people.models import Person
from vinhdanh.units.queries import living

router = Router(tags=["Con người"])
Name = Annotated[str, Field(max_length=120)]
Paper = Annotated[str, Field(max_length=200, description="số, ngày, cơ quan ban hành")]


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
    status: PersonStatus
    version: int
    identity_number: str | None = None

    @classmethod
    def of(cls, person: Person, identity: str | None = None) -> PersonOut:
        """From the model (with ``unit`` selected)."""
        same = ("key", "full_name", "birth", "birth_year", "gender", "post_name", "joined_on", "status", "version")
        plain = {f: getattr(person, f) for f in same}
        return cls(**plain, unit=person.unit.key if person.unit else None, identity_number=identity)


class PeoplePage(PageInfo):
    """A page of people."""

    people: list[PersonOut]


class PersonFields(Given):
    """What is known of a person; what is left out of a correction stays as it is."""

    full_name: Name = ""
    birth: dt.date | None = None
    birth_year: int | None = Field(None, ge=1900, le=2100)
    gender: Literal["", "nam", "nu"] = ""
    identity_number: str = Field("", max_length=12)
    joined_on: dt.date | None = None
    party_member: bool | None = None
    contract: bool | None = None


class PersonIn(PersonFields):
    """A new person. ``sure``: namesakes were looked at, this is somebody else; ``outside``: the unit keeps the record only."""

    full_name: Name
    unit: str = Field(max_length=40)
    since: dt.date | None = None
    outside: bool = False
    paper: Paper = ""
    key: str = Field("", max_length=40)
    sure: bool = False


class PersonChange(PersonFields):
    """The fields that change, and the version they were read at."""

    version: int


class StatusIn(Given):
    """Retired, left, deceased: memberships and posts end that day."""

    status: Literal["retired", "left", "deceased"]
    since: dt.date
    paper: Paper = ""


class RejoinIn(Given):
    """Serving again, in a unit."""

    unit: str = Field(max_length=40)
    since: dt.date
    paper: Paper = ""


@router.get("/people", response={200: PeoplePage, **ERRORS}, summary="Cán bộ trong phạm vi, tìm theo tên không dấu, theo đơn vị")
def people(
    request: HttpRequest,
    q: Words = "",
    unit: UnitAsked = "",
    below: Annotated[bool, Query(description="gồm cả đơn vị trực thuộc")] = False,
    status: PersonStatus | None = None,
    page: Page = 1,
    size: Size = 50,
) -> Any:
    """The people of one's scope in the order of given names. Identity numbers are not in lists."""
    found = people_for(who(request)).filter(folded__contains=fold(q))
    if unit:
        units = units_for(who(request)).filter(key=unit)
        found = found.filter(unit__path__startswith=units.values("path")[:1]) if below else found.filter(unit__key=unit)
    found = found.filter(status=status) if status else found
    rows, info = cut(found.select_related("unit").order_by("sort_key", "pk"), page, size)
    return PeoplePage(people=[PersonOut.of(p) for p in rows], **info.dict())


@router.post("/people", response={201: PersonOut, **ERRORS}, summary="Lập hồ sơ một người")
def enter(request: HttpRequest, told: PersonIn) -> Any:
    """A new person; namesakes are told (422, ``sure``) before a second record is made."""
    user, on = who(request), timezone.localdate()
    may(user, "people.edit").must()
    identity = may(user, "sensitive.identity")
    if told.identity_number:
        identity.must()
    units = living(units_for(user, "people.edit"), on)
    said = checked(by_key(NewPersonForm(typed(told.dict()), units=units, identity=bool(identity)), unit="key"))
    _alone(user, told)
    return Status(201, PersonOut.of(_made(said, user, on)))


@router.get("/people/{key}", response={200: PersonOut, **ERRORS}, summary="Một người")
def person(request: HttpRequest, key: Key) -> Any:
    """One person; showing the identity number is logged."""
    return _shown(request, person_for(who(request), key))


@router.patch("/people/{key}", response={200: PersonOut, **ERRORS}, summary="Sửa thông tin một người")
def correct(request: HttpRequest, key: Key, told: PersonChange) -> Any:
    """Correct what is known of a person. 409 if the record was changed meanwhile."""
    user, found = who(request), _mine(request, key)
    identity, given = may_see(user, "identity", found), told.dict(exclude_unset=True)
    if "identity_number" in given:
        identity.must()
    form = checked(PersonForm(typed({**initial_of(found), **given}), identity=bool(identity)))
    with conflicts():
        actions.edit(found, form.values(), by=user, on=timezone.localdate(), version=told.version)
    return _shown(request, found)


@router.post("/people/{key}/status", response={200: PersonOut, **ERRORS}, summary="Nghỉ hưu, thôi việc, từ trần")
def status(request: HttpRequest, key: Key, told: StatusIn) -> Any:
    """End somebody's service on a day."""
    found, said = _mine(request, key), checked(StatusForm(typed(told.dict()))).cleaned_data
    actions.change_status(found, said["status"], since=said["since"], paper=said["paper"], by=who(request), on=timezone.localdate())
    return _shown(request, found)


@router.post("/people/{key}/rejoin", response={200: PersonOut, **ERRORS}, summary="Công tác trở lại")
def rejoin(request: HttpRequest, key: Key, told: RejoinIn) -> Any:
    """Serving again from a day."""
    user, found = who(request), _mine(request, key)
    form = by_key(RejoinForm(typed(told.dict()), units=units_for(user, "people.edit")), unit="key")
    said = checked(form).cleaned_data
    actions.rejoin(found, said["unit"], since=said["since"], paper=said["paper"], by=user, on=timezone.localdate())
    return _shown(request, found)


@router.get("/people/{key}/own-data", response={200: dict[str, list[dict[str, Any]]], **ERRORS}, summary="Mọi dữ liệu về chính mình")
def own_data(request: HttpRequest, key: Key) -> Any:
    """Everything held on oneself, by part; of anybody else 404."""
    user = need(request, OWN)
    found = person_for(user, key)
    if found.pk != scope_of(user).person_id:
        raise Http404
    saw(found, ["own_data"], by=user, page=request.path)
    return json.loads(export.as_json(found))


# ---- how it is done ------------------------------------------------------------------------------------


def editable(user: User, key: str, power: str = "people.edit") -> Person:
    """A person on whom one holds a power: outside one's sight 404, without the power 403 with the reason."""
    found = person_for(user, key)
    may(user, power, found.unit).must()
    return found


def _mine(request: HttpRequest, key: str) -> Person:
    return editable(who(request), key)


def _shown(request: HttpRequest, found: Person) -> PersonOut:
    seen = bool(found.identity_number) and bool(may_see(who(request), "identity", found))
    if seen:
        saw(found, ["identity"], by=who(request), page=request.path)
    return PersonOut.of(found, found.identity_number if seen else None)


def _alone(user: User, told: PersonIn) -> None:
    """Refuse a namesake that was not looked at."""
    same = people_for(user).filter(folded=fold(told.full_name)).order_by("birth", "pk").values_list("key", flat=True)[:10]
    if not told.sure and (keys := ", ".join(same)):
        raise ValidationError({"sure": f"Đã có người trùng họ tên: {keys}. Nếu là người khác, gửi lại với sure là true."})


def _made(form: NewPersonForm, user: User, on: dt.date) -> Person:
    plain = {f: form.cleaned_data[f] for f in ("unit", "since", "key", "paper", "outside")}
    try:
        return actions.create(form.values(), **plain, by=user, on=on)
    except IntegrityError as taken:
        raise ValidationError({"key": "Mã vừa được dùng cho người khác. Gửi lại lần nữa."}) from taken
