"""The service of a person: posts and memberships, read, added, corrected, taken away when entered in error."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from vinhdanh.accounts.asker import who
from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import Key, Number
from vinhdanh.api.people import Paper, editable
from vinhdanh.api.told import Given, by_key, checked, typed
from vinhdanh.api.words import MembershipKind
from vinhdanh.people import actions
from vinhdanh.people.access import person_for, units_for
from vinhdanh.people.forms import MembershipForm, PostForm, RemoveForm
from vinhdanh.people.models import Membership, Person, Post
from vinhdanh.people.queries import service_of
from vinhdanh.units.models import Unit

router = Router(tags=["Con người"])
UnitKey = Annotated[str, Field(max_length=40)]


class PostOut(Schema):
    """A post. ``until``: the first day it is no longer held."""

    number: int
    name: str
    unit: str | None
    head: bool
    leader: bool
    since: dt.date
    until: dt.date | None
    paper: str

    @classmethod
    def of(cls, row: Post) -> PostOut:
        """From the model (with ``unit`` selected)."""
        plain = {f: getattr(row, f) for f in ("name", "head", "leader", "since", "until", "paper")}
        return cls(number=row.pk, unit=row.unit.key if row.unit else None, **plain)


class MembershipOut(Schema):
    """A span in a unit: on its payroll, or seconded to it."""

    number: int
    unit: str
    kind: MembershipKind
    since: dt.date
    until: dt.date | None
    paper: str

    @classmethod
    def of(cls, row: Membership) -> MembershipOut:
        """From the model (with ``unit`` selected)."""
        plain = {f: getattr(row, f) for f in ("kind", "since", "until", "paper")}
        return cls(number=row.pk, unit=row.unit.key, **plain)


class ServiceOut(Schema):
    """Memberships and posts, the latest first."""

    memberships: list[MembershipOut]
    posts: list[PostOut]


class PostIn(Given):
    """A post as it is to be."""

    name: str = Field(max_length=120)
    unit: UnitKey = ""
    head: bool = False
    leader: bool = False
    since: dt.date
    until: dt.date | None = None
    paper: Paper = ""


class MembershipIn(Given):
    """A membership as it is to be."""

    unit: UnitKey
    kind: MembershipKind = Membership.Kind.PAYROLL
    since: dt.date
    until: dt.date | None = None
    paper: Paper = ""


class WhyIn(Given):
    """Why a row goes."""

    reason: str = Field(max_length=400)


@router.get("/people/{key}/service", response={200: ServiceOut, **ERRORS}, summary="Quá trình công tác, chức vụ của một người")
def service(request: HttpRequest, key: Key) -> Any:
    """Memberships and posts."""
    found = service_of(person_for(who(request), key))
    return ServiceOut(memberships=[MembershipOut.of(m) for m in found.memberships], posts=[PostOut.of(p) for p in found.posts])


@router.post("/people/{key}/posts", response={201: PostOut, **ERRORS}, summary="Thêm chức vụ")
def add_post(request: HttpRequest, key: Key, told: PostIn) -> Any:
    """A post."""
    return Status(201, _post(request, editable(who(request), key), None, told))


@router.put("/people/{key}/posts/{post}", response={200: PostOut, **ERRORS}, summary="Sửa chức vụ")
def put_post(request: HttpRequest, key: Key, post: Number, told: PostIn) -> Any:
    """A post, corrected."""
    person = editable(who(request), key)
    return _post(request, person, get_object_or_404(Post, pk=post, person=person), told)


@router.post("/people/{key}/posts/{post}/remove", response={200: ServiceOut, **ERRORS}, summary="Bỏ chức vụ ghi nhầm")
def remove_post(request: HttpRequest, key: Key, post: Number, told: WhyIn) -> Any:
    """Take away a post entered in error."""
    person = editable(who(request), key)
    return _remove(request, get_object_or_404(Post, pk=post, person=person), told)


@router.post("/people/{key}/memberships", response={201: MembershipOut, **ERRORS}, summary="Thêm quá trình công tác")
def add_membership(request: HttpRequest, key: Key, told: MembershipIn) -> Any:
    """A membership of the past, or a secondment."""
    return Status(201, _membership(request, editable(who(request), key), None, told))


@router.put("/people/{key}/memberships/{membership}", response={200: MembershipOut, **ERRORS}, summary="Sửa quá trình công tác")
def put_membership(request: HttpRequest, key: Key, membership: Number, told: MembershipIn) -> Any:
    """A membership, corrected."""
    person = editable(who(request), key)
    return _membership(request, person, get_object_or_404(Membership, pk=membership, person=person), told)


@router.post("/people/{key}/memberships/{membership}/remove", response={200: ServiceOut, **ERRORS}, summary="Bỏ quá trình công tác ghi nhầm")
def remove_membership(request: HttpRequest, key: Key, membership: Number, told: WhyIn) -> Any:
    """Take away a membership entered in error."""
    person = editable(who(request), key)
    return _remove(request, get_object_or_404(Membership, pk=membership, person=person), told)


# ---- how it is done ------------------------------------------------------------------------------------


def _units(request: HttpRequest, *also: int | None) -> Any:
    """The units of the scope, and those that are named already."""
    return units_for(who(request), "people.edit") | Unit.objects.filter(pk__in=[pk for pk in also if pk])


def _post(request: HttpRequest, person: Person, row: Post | None, told: PostIn) -> PostOut:
    units = _units(request, row.unit_id if row else None, person.unit_id)
    form = checked(by_key(PostForm(typed(told.dict()), units=units), unit="key"))
    return PostOut.of(actions.put_post(person, row, form.values(), by=who(request), on=timezone.localdate()))


def _membership(request: HttpRequest, person: Person, row: Membership | None, told: MembershipIn) -> MembershipOut:
    units = _units(request, row.unit_id if row else None, person.unit_id)
    form = checked(by_key(MembershipForm(typed(told.dict()), units=units), unit="key"))
    return MembershipOut.of(actions.put_membership(person, row, **form.values(), by=who(request), on=timezone.localdate()))


def _remove(request: HttpRequest, row: Post | Membership, told: WhyIn) -> Any:
    person = row.person
    reason = checked(RemoveForm(told.dict())).cleaned_data["reason"]
    actions.remove_row(row, reason=reason, by=who(request), on=timezone.localdate())
    return service(request, person.key)
