"""Lists of administration; none issues a query per row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from vinhdanh.accounts.models import Invitation, User
from vinhdanh.administration.access import accounts_for, events_for, viewings_for
from vinhdanh.administration.words import action_words, kind_words
from vinhdanh.audit.models import Event, Viewing
from vinhdanh.merit.text import fold
from vinhdanh.people.access import may, people_for, units_for
from vinhdanh.people.models import RoleGrant
from vinhdanh.people.powers import POWERS

PAGE = 30
Row = TypeVar("Row", Event, Viewing)


def in_force(on: dt.date) -> Q:
    """Grants in force on a day, or still to come."""
    return Q(until=None) | Q(until__gt=on)


def accounts_page(user: User, text: str, state: str, number: str | None, on: dt.date) -> Page[Any]:
    """A page of the accounts an administrator may see. Four queries."""
    rows = accounts_for(user)
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(full_name__icontains=text) | Q(person__folded__contains=fold(text)))
    if state:
        rows = rows.filter(is_active=state == "mo")
    grants = RoleGrant.objects.filter(in_force(on)).select_related("role", "unit").order_by("unit__path", "since", "pk")
    mfa = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    open_link = Invitation.objects.filter(user=OuterRef("pk"), used_at=None, expires_at__gt=timezone.now())
    rows = rows.select_related("person__unit").annotate(mfa=Exists(mfa), open_link=Exists(open_link))
    return Paginator(rows.prefetch_related(Prefetch("grants", grants, to_attr="roles_now")).order_by("full_name", "pk"), PAGE).get_page(number)


def grants_of(account: User, on: dt.date) -> list[RoleGrant]:
    """The roles of an account, those that ended last."""
    rows = RoleGrant.objects.filter(user=account).select_related("role", "unit", "delegated_from__user", "given_by")
    return sorted(rows.order_by("unit__path", "since", "pk"), key=lambda g: g.until is not None and g.until <= on)


def delegated_by(user: User, on: dt.date) -> list[RoleGrant]:
    """What an account has handed on and still lasts."""
    rows = RoleGrant.objects.filter(in_force(on), delegated_from__user=user)
    return list(rows.select_related("role", "unit", "user").order_by("since", "pk"))


@dataclass(frozen=True, slots=True)
class Right:
    """One power: whether it is held, and if not, why."""

    words: str
    held: bool
    why: str


def rights_of(user: User) -> list[Right]:
    """All powers, held ones first, in the words of the office."""
    answers = [(words, may(user, power)) for power, words in POWERS.items()]
    return sorted((Right(words[0].upper() + words[1:], a.allowed, a.why) for words, a in answers), key=lambda r: not r.held)


def sessions_of(user: User) -> list[UserSession]:
    """The sessions of an account that still live, the newest first."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda s: s.created_at, reverse=True)


def history_of(account: User) -> list[Event]:
    """The last events about an account."""
    rows = Event.objects.filter(kind="accounts.user", object_id=str(account.pk)).select_related("actor")
    return told(list(rows.order_by("-number")[:15]))


def events_page(user: User, wanted: dict[str, object], action: str, number: str | None) -> Page[Event]:
    """A page of the log, the newest first."""
    rows = _filtered(events_for(user), wanted)
    rows = rows.filter(action=action) if action else rows
    page = Paginator(rows.select_related("actor").order_by("-at", "-pk"), PAGE).get_page(number)
    page.object_list = told(list(page.object_list))
    return page


def viewings_page(user: User, wanted: dict[str, object], number: str | None) -> Page[Viewing]:
    """A page of who saw what, the newest first."""
    page = Paginator(_filtered(viewings_for(user), wanted).select_related("actor").order_by("-at", "-pk"), PAGE).get_page(number)
    rows = list(page.object_list)
    names = names_of(user, [(v.kind, v.object_id) for v in rows])
    page.object_list = [_viewing_told(v, names.get((v.kind, v.object_id), "")) for v in rows]
    return page


def names_of(user: User, things: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The names of people and units among things, of those that an account may see; a query a kind that is there."""
    ids: dict[str, set[str]] = {}
    for kind, pk in things:
        ids.setdefault(kind, set()).add(pk)
    doors: dict[str, Callable[[User], QuerySet[Any]]] = {"people.person": people_for, "units.unit": units_for}
    found = ((kind, doors[kind](user).filter(pk__in=[pk for pk in some if pk.isdecimal()])) for kind, some in ids.items() if kind in doors)
    return {(kind, str(thing.pk)): str(thing) for kind, rows in found for thing in rows.order_by("pk")}


def _filtered(rows: QuerySet[Row], wanted: dict[str, object]) -> QuerySet[Row]:
    lookups = {"tai_khoan": "actor__username", "loai": "kind", "ma": "object_id", "tu": "at__date__gte", "den": "at__date__lte"}
    return rows.filter(**{lookup: wanted[name] for name, lookup in lookups.items() if wanted.get(name)})


def told(events: list[Event]) -> list[Event]:
    """The events with their words (``says``, ``about``) and the data that may be shown (``shown``)."""
    for event in events:
        event.says, event.about = action_words(event.action, event.kind), kind_words(event.kind)  # type: ignore[attr-defined]
        event.shown = _shown(event)  # type: ignore[attr-defined]
    return events


def _shown(event: Event) -> list[tuple[str, str]]:
    """Names and values; of records only the names: their values may be sensitive and are seen on their own pages."""
    hidden = event.kind.split(".")[0] == "records"
    return [(name, "" if hidden else str(value)[:200]) for name, value in event.data.items() if value not in (None, "", [], {})]


def _viewing_told(viewing: Viewing, name: str) -> Viewing:
    viewing.about, viewing.whose = kind_words(viewing.kind), name  # type: ignore[attr-defined]
    return viewing
