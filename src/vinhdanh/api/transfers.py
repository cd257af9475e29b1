"""Transfers: proposed by the old unit; accepted or returned by the new one; withdrawn while they wait."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from vinhdanh.accounts.asker import who
from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import Key, Number, Page, PageInfo, Size, cut
from vinhdanh.api.people import Paper, editable
from vinhdanh.api.service import WhyIn
from vinhdanh.api.told import Given, by_key, checked, typed
from vinhdanh.api.words import MembershipKind, TransferState
from vinhdanh.people import queries, transfers
from vinhdanh.people.forms import TransferForm
from vinhdanh.people.models import Membership, Transfer
from vinhdanh.people.opinions import shown
from vinhdanh.units.models import Unit
from vinhdanh.units.queries import living

router = Router(tags=["Chuyển đơn vị"])


class TransferOut(Schema):
    """A transfer or a secondment. ``opinion``, ``reason``: masked for who may not see discipline."""

    number: int
    person: str
    full_name: str
    old_unit: str | None
    new_unit: str
    kind: MembershipKind
    on: dt.date
    until: dt.date | None
    paper: str
    opinion: str
    state: TransferState
    reason: str
    proposed_at: dt.datetime
    answered_at: dt.datetime | None

    @classmethod
    def of(cls, row: Transfer) -> TransferOut:
        """From the model (with person and units selected)."""
        same = ("kind", "on", "until", "paper", "opinion", "state", "reason", "proposed_at", "answered_at")
        plain = {f: getattr(row, f) for f in same}
        old = row.old_unit.key if row.old_unit else None
        return cls(number=row.pk, person=row.person.key, full_name=row.person.full_name, old_unit=old, new_unit=row.new_unit.key, **plain)


class TransferPage(PageInfo):
    """A page of transfers."""

    transfers: list[TransferOut]


class TransferIn(Given):
    """Where to, from when; of a secondment also until when; the opinion of the old unit."""

    new_unit: str = Field(max_length=40)
    kind: MembershipKind = Membership.Kind.PAYROLL
    since: dt.date
    until: dt.date | None = None
    paper: Paper = ""
    opinion: str = Field("", max_length=400)


@router.get("/transfers", response={200: TransferPage, **ERRORS}, summary="Chuyển đến, chuyển đi của các đơn vị mình phụ trách")
def listing(request: HttpRequest, way: Literal["in", "out"] = "in", state: TransferState | None = None, page: Page = 1, size: Size = 50) -> Any:
    """Transfers to (or from) the units for which one answers, the latest first."""
    found = queries.incoming(who(request)) if way == "in" else queries.outgoing(who(request))
    rows, info = cut(found.filter(state=state) if state else found, page, size)
    return TransferPage(transfers=[TransferOut.of(t) for t in shown(who(request), rows, request.path)], **info.dict())


@router.post("/people/{key}/transfers", response={201: TransferOut, **ERRORS}, summary="Đề nghị chuyển đơn vị, biệt phái")
def propose(request: HttpRequest, key: Key, told: TransferIn) -> Any:
    """Propose; in force at once where one answers for the new unit too (``state``: accepted)."""
    user, on = who(request), timezone.localdate()
    person = editable(user, key, transfers.POWER)
    units = living(Unit.objects.all(), on).exclude(pk__in=[person.unit_id or 0])
    said = checked(by_key(TransferForm(typed(told.dict()), units=units), new_unit="key")).cleaned_data
    plain = {f: said[f] for f in ("new_unit", "since", "kind", "until", "paper", "opinion")}
    return Status(201, _again(request, transfers.propose(person, **plain, by=user, on=on)))


@router.post("/transfers/{transfer}/accept", response={200: TransferOut, **ERRORS}, summary="Tiếp nhận")
def accept(request: HttpRequest, transfer: Number) -> Any:
    """Take a person in."""
    found = get_object_or_404(queries.incoming(who(request)), pk=transfer)
    transfers.accept(found, by=who(request), on=timezone.localdate())
    return _again(request, found)


@router.post("/transfers/{transfer}/return", response={200: TransferOut, **ERRORS}, summary="Trả lại đề nghị chuyển, kèm lý do")
def give_back(request: HttpRequest, transfer: Number, told: WhyIn) -> Any:
    """Return a proposal."""
    found = get_object_or_404(queries.incoming(who(request)), pk=transfer)
    transfers.give_back(found, reason=told.reason, by=who(request), on=timezone.localdate())
    return _again(request, found)


@router.post("/transfers/{transfer}/withdraw", response={200: TransferOut, **ERRORS}, summary="Rút đề nghị chuyển")
def withdraw(request: HttpRequest, transfer: Number) -> Any:
    """Take a proposal back."""
    found = get_object_or_404(queries.outgoing(who(request)), pk=transfer)
    transfers.withdraw(found, by=who(request), on=timezone.localdate())
    return _again(request, found)


def _again(request: HttpRequest, transfer: Transfer) -> TransferOut:
    found = Transfer.objects.select_related("person__unit", "old_unit", "new_unit").filter(pk=transfer.pk)
    return TransferOut.of(shown(who(request), found, request.path)[0])
