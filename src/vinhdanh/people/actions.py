"""Acts upon people: one transaction each – lock, check, write, settle today, one event."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.db.models.functions import Length

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit.collate import name_key
from vinhdanh.merit.text import fold, tidy
from vinhdanh.people.days import on_day, settle
from vinhdanh.people.models import Membership, Person, Post
from vinhdanh.units.models import Unit
from vinhdanh.units.spans import span_at
from vinhdanh.units.stale import refuse_stale

FIELDS = ("full_name", "birth", "birth_year", "gender", "identity_number", "party_member", "contract", "joined_on")
Row = TypeVar("Row", bound=Membership | Post | None)
RESERVED = frozenset({"moi", "trung", "gop", "chuyen", "tim"})  # words that stand in addresses where keys do


def lock(person: Person) -> Person:
    """The person, read again, and nobody else's until the transaction ends."""
    return Person.objects.select_for_update().get(pk=person.pk)


@transaction.atomic
def create(
    values: Mapping[str, Any],
    *,
    unit: Unit,
    since: dt.date | None,
    by: User | None,
    on: dt.date,
    key: str = "",
    paper: str = "",
    outside: bool = False,
) -> Person:
    """A new person on the payroll of a unit from a day. ``outside``: from elsewhere, the unit keeps the record only. Without a key one is made."""
    person = Person(key=check_key(key) if key.strip() else new_key())
    _set(person, values, on)
    person.status = Person.Status.OUTSIDE if outside else Person.Status.SERVING
    person.unit = unit
    person.save()
    if not outside:
        Membership(person=person, unit=unit, since=_check_day(unit, since, "since"), paper=paper).save()
        settle(person, on)
    record(person, "create", by=by, data={"name": person.full_name, "unit": unit.key, "since": since, "paper": paper})
    return person


def new_key() -> str:
    """The next free key: CB and a number as wide as the widest so far. Who comes second in a race is stopped by the unique key, and tries again."""
    numbered = Person.objects.filter(key__startswith="CB", key__regex=r"^CB[0-9]+$")
    highest = numbered.order_by(Length("key").desc(), "-key").values_list("key", flat=True).first()
    return f"CB{int(highest[2:]) + 1:0{len(highest) - 2}}" if highest else "CB000001"


def check_key(key: str) -> str:
    """A key that can stand in an address and is not taken."""
    key = check_form(key)
    if Person.objects.filter(key__iexact=key).exists():
        raise ValidationError({"key": f"Mã {key} đã dùng cho người khác. Tìm người đó trước, hoặc để trống để hệ thống tự đặt."})
    return key


def check_form(key: str) -> str:
    """A key that can stand in an address. The same check for the page, the API and an import."""
    key = tidy(key)
    if key.lower() in RESERVED or not all(c.isalnum() and c.isascii() or c in "-_." for c in key) or len(key) > 40:
        raise ValidationError({"key": "Mã cán bộ gồm chữ không dấu, số, dấu gạch nối hoặc dấu chấm, ví dụ CB000123. Để trống thì hệ thống tự đặt."})
    return key


def _set(person: Person, values: Mapping[str, Any], on: dt.date) -> None:
    for field, value in values.items():
        if field not in FIELDS:
            raise ValueError(field)
        setattr(person, field, tidy(value) if isinstance(value, str) else value)
    if person.birth:
        person.birth_year = person.birth.year
    person.folded, person.sort_key = fold(person.full_name), name_key(person.full_name)
    _check(person, on)


def _check(person: Person, on: dt.date) -> None:
    wrong: dict[str, str] = {}
    if not person.folded:
        wrong["full_name"] = "Ghi họ và tên."
    if person.birth and not dt.date(1900, 1, 1) <= person.birth < on:
        wrong["birth"] = f"Ngày sinh phải từ năm 1900 và trước ngày {on:%d/%m/%Y}."
    if person.joined_on and person.birth_year and person.joined_on.year - person.birth_year < 15:
        wrong["joined_on"] = "Ngày vào ngành phải sau năm sinh ít nhất 15 năm. Xem lại ngày vào ngành hoặc ngày sinh."
    if person.identity_number and not re.fullmatch(r"\d{9}|\d{12}", person.identity_number):
        wrong["identity_number"] = "Số căn cước gồm 12 chữ số (chứng minh nhân dân cũ: 9 chữ số)."
    if wrong:
        raise ValidationError(wrong)


def _check_day(unit: Unit, day: dt.date | None, field: str) -> dt.date:
    """The day, on which the unit must exist."""
    if day is None:
        raise ValidationError({field: "Ghi ngày bắt đầu."})
    try:
        span_at(unit, day)
    except ValidationError as refused:
        raise ValidationError({field: refused.messages}) from None
    return day


@transaction.atomic
def edit(person: Person, values: Mapping[str, Any], *, by: User | None, on: dt.date, version: int | None = None) -> list[str]:
    """Correct what is known of a person. Returns the names of the fields that changed; the event does not carry the identity number."""
    held = lock(person)
    refuse_stale(held, version, values)
    before = {f: getattr(held, f) for f in FIELDS}
    _set(held, values, on)
    changed = [f for f in FIELDS if getattr(held, f) != before[f]]
    if changed:
        held.version += 1
        held.save()
        said = {f: ["***", "***"] if f == "identity_number" else [before[f], getattr(held, f)] for f in changed}
        record(held, "edit", by=by, data={"changed": said})
    person.refresh_from_db()
    return changed


@transaction.atomic
def change_status(person: Person, status: str, *, since: dt.date, by: User | None, on: dt.date, paper: str = "", version: int | None = None) -> None:
    """Retired, left, deceased, gone outside: open memberships and posts end that day. Serving again needs a unit: see ``rejoin``."""
    held = lock(person)
    refuse_stale(held, version, {"status": status})
    if status == Person.Status.SERVING:
        raise ValidationError("Để ghi đang công tác trở lại, chọn đơn vị và ngày bắt đầu ở mục Quá trình công tác.")
    if since > on:
        raise ValidationError({"since": f"Ngày này chưa tới. Ghi từ ngày {since:%d/%m/%Y} trở đi, khi quyết định có hiệu lực."})
    rows: list[Membership | Post] = [*held.memberships.order_by("since", "pk"), *held.posts.order_by("since", "pk")]
    for row in rows:
        _end(row, since)
    held.status, held.status_since = status, since
    held.version += 1
    held.save()
    settle(held, on)
    record(held, "status", by=by, data={"status": status, "since": since, "paper": paper})
    person.refresh_from_db()


def _end(row: Membership | Post, day: dt.date) -> None:
    """End what still runs on a day. What would begin later contradicts the end, and is said so."""
    if row.since >= day and (row.until is None or row.until > day):
        raise ValidationError({"since": f"“{row}” bắt đầu từ {row.since:%d/%m/%Y}, không trước ngày {day:%d/%m/%Y}. Sửa dòng đó trước."})
    if row.until is None or row.until > day:
        row.until = day
        keep(row)


def keep(row: Membership | Post) -> None:
    """Save a row; a form that was opened before is stale from now on."""
    row.version += 1 if row.pk else 0
    row.save()


@transaction.atomic
def rejoin(person: Person, unit: Unit, *, since: dt.date, by: User | None, on: dt.date, paper: str = "", version: int | None = None) -> Membership:
    """Serving (again) in a unit from a day."""
    held = lock(person)
    refuse_stale(held, version, {"unit": unit})
    made = _membership(Membership(person=held), unit, Membership.Kind.PAYROLL, since, None, paper)
    held.status, held.status_since = Person.Status.SERVING, since
    held.version += 1
    held.save()
    settle(held, on)
    record(held, "rejoin", by=by, data={"unit": unit.key, "since": since, "paper": paper})
    person.refresh_from_db()
    return made


@transaction.atomic
def put_membership(
    person: Person,
    row: Membership | None,
    *,
    unit: Unit,
    kind: str,
    since: dt.date,
    until: dt.date | None,
    paper: str = "",
    by: User | None,
    on: dt.date,
    version: int | None = None,
) -> Membership:
    """Add a membership (of the past, a secondment), or correct one. Payroll memberships of a person never overlap."""
    held = lock(person)
    row = _fresh(row, version, {"unit": unit, "kind": kind, "since": since, "until": until, "paper": paper})
    old = _word(row)
    made = _membership(row or Membership(person=held), unit, kind, since, until, paper)
    settle(held, on)
    record(held, "membership", by=by, data={"old": old, "new": _word(made)})
    person.refresh_from_db()
    return made


def _membership(row: Membership, unit: Unit, kind: str, since: dt.date, until: dt.date | None, paper: str) -> Membership:
    _check_day(unit, since, "since")
    if unit.dissolved_on and (until is None or until > unit.dissolved_on):
        raise ValidationError({"until": f"{unit} kết thúc hoạt động từ {unit.dissolved_on:%d/%m/%Y}. Ngày cuối không được sau ngày đó."})
    row.unit, row.kind, row.since, row.until, row.paper = unit, kind, since, until, paper
    _check_span(row)
    if kind == Membership.Kind.PAYROLL:
        _check_alone(row)
    keep(row)
    return row


def _check_span(row: Membership | Post) -> None:
    if row.until and row.until <= row.since:
        raise ValidationError({"until": "Ngày kết thúc phải sau ngày bắt đầu."})


def _check_alone(row: Membership) -> None:
    others = Membership.objects.filter(person=row.person, kind=Membership.Kind.PAYROLL).exclude(pk=row.pk).select_related("unit").order_by("since")
    for other in others:
        if (row.until is None or other.since < row.until) and (other.until is None or row.since < other.until):
            end = f"đến {other.until:%d/%m/%Y}" if other.until else "đến nay"
            raise ValidationError({"since": f"Trùng thời gian biên chế tại {other.unit} (từ {other.since:%d/%m/%Y} {end}). Sửa dòng đó trước."})


@transaction.atomic
def put_post(person: Person, row: Post | None, values: Mapping[str, Any], *, by: User | None, on: dt.date, version: int | None = None) -> Post:
    """Add a post or correct one: unit, name, code, head, leader, since, until, paper."""
    held = lock(person)
    row = _fresh(row, version, values)
    old, made = _word(row), row or Post(person=held)
    for field, value in values.items():
        setattr(made, field, tidy(value) if isinstance(value, str) else value)
    made.leader = made.leader or made.head
    _check_span(made)
    if made.unit is not None:
        _check_day(made.unit, made.since, "since")
    keep(made)
    settle(held, on)
    record(held, "post", by=by, data={"old": old, "new": _word(made)})
    person.refresh_from_db()
    return made


@transaction.atomic
def close_post(post: Post, *, until: dt.date, by: User | None, on: dt.date, paper: str = "") -> None:
    """End a post: the day is the first on which it is no longer held."""
    held = lock(post.person)
    post.until = until
    _check_span(post)
    keep(post)
    settle(held, on)
    record(held, "post_end", by=by, data={"post": _word(post), "paper": paper})


@transaction.atomic
def remove_row(row: Membership | Post, *, reason: str, by: User | None, on: dt.date, version: int | None = None) -> None:
    """Take away a membership or post that was entered in error. The row stays in the history of rows."""
    held = lock(row.person)
    _fresh(row, version, {})
    if not tidy(reason):
        raise ValidationError({"reason": "Ghi lý do bỏ dòng này."})
    word = _word(row)
    row.delete()
    settle(held, on)
    record(held, "remove_row", by=by, data={"row": word}, reason=tidy(reason))


def _fresh(row: Row, version: int | None, values: Mapping[str, Any]) -> Row:
    """The row as it is under the lock, unless the form was opened before somebody else saved."""
    if row is not None and row.pk is not None:
        row.refresh_from_db()
        refuse_stale(row, version, {f: tidy(v) if isinstance(v, str) else v for f, v in values.items()})
    return row


def _word(row: Model | None) -> dict[str, Any] | None:
    """A row for the event."""
    if row is None or row.pk is None:
        return None
    unit = getattr(row, "unit", None)
    plain = {f: getattr(row, f) for f in ("name", "kind", "head", "leader", "since", "until", "paper") if hasattr(row, f)}
    return {"unit": unit and unit.key} | plain


def move_all(old: Unit, new: Unit, *, since: dt.date, on: dt.date, people: set[int] | None = None, paper: str = "") -> int:
    """Everybody (or the people named) of a unit belongs to another from a day on. Inside the transaction of an act upon the unit.

    Leading posts of the old unit end; other posts go with the person. Transfers under way towards the old unit are led to the new.
    """
    rows = Membership.objects.filter(unit=old).exclude(until__lte=since).select_related("person").order_by("person_id", "since")
    moved: dict[int, Person] = {}
    for row in rows:
        if people is None or row.person_id in people:
            _carry(row, new, since, paper)
            moved[row.person_id] = row.person
    posts = Post.objects.filter(unit=old, person__in=moved).exclude(until__lte=since).order_by("person_id", "since")
    for post in posts:
        _carry_post(post, new, since)
    for person in moved.values():
        settle(person, on)
    return len(moved)


def _carry(row: Membership, new: Unit, since: dt.date, paper: str) -> None:
    if row.since >= since:
        row.unit = new
        keep(row)
        return
    later = Membership(person=row.person, unit=new, kind=row.kind, since=since, until=row.until, paper=paper)
    row.until = since
    keep(row)
    later.save()


def _carry_post(post: Post, new: Unit, since: dt.date) -> None:
    until = post.until
    if post.since >= since:
        post.unit = new
        keep(post)
        return
    post.until = since
    keep(post)
    if not (post.head or post.leader):
        Post(person_id=post.person_id, unit=new, name=post.name, code=post.code, since=since, until=until, paper=post.paper).save()


def current_posts(person: Person, on: dt.date) -> list[Post]:
    """The posts of today, for forms."""
    return on_day(person.posts.select_related("unit").order_by("since", "pk"), on)
