"""Transfers: proposed by the old unit, in force when the new one has accepted; at once where one account answers for both."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit.text import tidy
from vinhdanh.notices.actions import notify
from vinhdanh.people.access import scope_of
from vinhdanh.people.actions import keep, lock
from vinhdanh.people.days import payroll_shown, settle, unit_of
from vinhdanh.people.holders import holders_of
from vinhdanh.people.models import Membership, Person, Post, Transfer
from vinhdanh.units.models import Unit
from vinhdanh.units.spans import span_at

POWER = "people.transfer"


@transaction.atomic
def propose(
    person: Person,
    new_unit: Unit,
    *,
    since: dt.date,
    by: User,
    on: dt.date,
    kind: str = Membership.Kind.PAYROLL,
    until: dt.date | None = None,
    paper: str = "",
    opinion: str = "",
) -> Transfer:
    """Propose that a person moves (or is seconded). In force at once if the account may accept for the new unit too."""
    held = lock(person)
    _check(held, new_unit, since, kind, until)
    made = Transfer(person=held, old_unit=held.unit, new_unit=new_unit, kind=kind, on=since, until=until, paper=tidy(paper), opinion=tidy(opinion))
    made.proposed_by, made.proposed_at = by, timezone.now()
    made.save()
    if scope_of(by).may(POWER, new_unit.path):
        _apply(made, by, on)
        record(held, "transfer", by=by, data=_data(made))
    else:
        record(held, "transfer_propose", by=by, data=_data(made))
        says = f"{held.full_name}: chờ {new_unit} tiếp nhận, chuyển từ {since:%d/%m/%Y}."
        notify(holders_of(POWER, new_unit, on), "transfer", says, reverse("people:transfers"))
    return made


def _data(transfer: Transfer) -> dict[str, object]:
    old, new = transfer.old_unit, transfer.new_unit
    plain = {"kind": transfer.kind, "on": transfer.on, "until": transfer.until, "paper": transfer.paper, "state": transfer.state}
    return {"transfer": transfer.pk, "old": old and old.key, "new": new.key} | plain


def _check(person: Person, new_unit: Unit, since: dt.date, kind: str, until: dt.date | None) -> None:
    if person.status != Person.Status.SERVING:
        raise ValidationError(f"{person} {person.get_status_display().lower()}, không chuyển được. Ghi công tác trở lại trước.")
    if (waiting := person.transfers.filter(state=Transfer.State.PROPOSED).select_related("new_unit").first()) is not None:
        raise ValidationError(f"{person} đang chờ {waiting.new_unit} tiếp nhận. Rút đề nghị đó trước khi chuyển nơi khác.")
    if unit_of(person, since) == new_unit:
        raise ValidationError({"new_unit": f"{person} đã thuộc biên chế {new_unit} vào ngày {since:%d/%m/%Y}. Chọn đơn vị khác."})
    if kind == Membership.Kind.SECONDMENT and until is None:
        raise ValidationError({"until": "Biệt phái phải có ngày kết thúc."})
    if until and until <= since:
        raise ValidationError({"until": "Ngày kết thúc phải sau ngày bắt đầu."})
    try:
        span_at(new_unit, since)
    except ValidationError as refused:
        raise ValidationError({"since": refused.messages}) from None


@transaction.atomic
def accept(transfer: Transfer, *, by: User, on: dt.date) -> None:
    """The new unit takes the person in, from the day that was proposed."""
    held, locked = _open(transfer)
    _apply(locked, by, on)
    record(held, "transfer_accept", by=by, data=_data(locked))
    _tell_proposer(locked, f"{held.full_name}: {locked.new_unit} đã tiếp nhận, từ {locked.on:%d/%m/%Y}.")


@transaction.atomic
def give_back(transfer: Transfer, *, reason: str, by: User, on: dt.date) -> None:
    """The new unit returns the proposal with a reason; the person stays where it is."""
    held, locked = _open(transfer)
    if not tidy(reason):
        raise ValidationError({"reason": "Ghi lý do trả lại để đơn vị cũ biết phải làm gì."})
    _answer(locked, Transfer.State.RETURNED, by, reason)
    record(held, "transfer_return", by=by, data=_data(locked), reason=tidy(reason))
    _tell_proposer(locked, f"{held.full_name}: {locked.new_unit} trả lại đề nghị chuyển. Lý do xem ở trang Chuyển đến, chuyển đi.")


@transaction.atomic
def withdraw(transfer: Transfer, *, by: User, on: dt.date) -> None:
    """The old unit takes its proposal back while it waits."""
    held, locked = _open(transfer)
    _answer(locked, Transfer.State.WITHDRAWN, by, "")
    record(held, "transfer_withdraw", by=by, data=_data(locked))


def _open(transfer: Transfer) -> tuple[Person, Transfer]:
    held = lock(transfer.person)
    locked = Transfer.objects.select_for_update(of=("self",)).select_related("new_unit", "old_unit").get(pk=transfer.pk)
    locked.person = held
    if locked.state != Transfer.State.PROPOSED:
        raise ValidationError(f"Đề nghị này đã được trả lời: {locked.get_state_display().lower()}. Tải lại trang để xem.")
    return held, locked


def _answer(transfer: Transfer, state: str, by: User, reason: str) -> None:
    transfer.state, transfer.reason = state, tidy(reason)
    transfer.answered_by, transfer.answered_at = by, timezone.now()
    transfer.save()


def _tell_proposer(transfer: Transfer, says: str) -> None:
    if transfer.proposed_by is not None:
        notify([transfer.proposed_by], "transfer", says, reverse("people:transfers"))


def _apply(transfer: Transfer, by: User, on: dt.date) -> None:
    """Write the memberships and posts of a transfer and settle the person."""
    person = transfer.person
    if transfer.kind == Membership.Kind.PAYROLL:
        _leave(person, transfer)
    Membership(person=person, unit=transfer.new_unit, kind=transfer.kind, since=transfer.on, until=transfer.until, paper=transfer.paper).save()
    _answer(transfer, Transfer.State.ACCEPTED, by, "")
    person.version += 1
    person.save(update_fields=["version"])
    settle(person, on)


def _leave(person: Person, transfer: Transfer) -> None:
    """The payroll membership of the day ends; leading posts of the old unit end, other posts go along."""
    rows = list(person.memberships.filter(kind=Membership.Kind.PAYROLL).order_by("since"))
    if (later := [r for r in rows if r.since >= transfer.on]) != []:
        raise ValidationError(f"{person} đã có quá trình công tác từ {later[0].since:%d/%m/%Y}, sau ngày chuyển. Sửa quá trình đó trước.")
    last = payroll_shown(rows, transfer.on)
    if last is not None and (last.until is None or last.until > transfer.on):
        last.until = transfer.on
        keep(last)
    for post in person.posts.filter(unit=transfer.old_unit, since__lt=transfer.on).exclude(until__lte=transfer.on).order_by("since", "pk"):
        _take_along(post, transfer)


def _take_along(post: Post, transfer: Transfer) -> None:
    until, post.until = post.until, transfer.on
    keep(post)
    if not (post.head or post.leader):
        kept = {f: getattr(post, f) for f in ("name", "code", "paper")}
        Post(person=transfer.person, unit=transfer.new_unit, since=transfer.on, until=until, **kept).save()
