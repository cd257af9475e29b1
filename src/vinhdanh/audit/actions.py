"""Writing the event log: one chained event for each act with legal effect, inside the transaction of the act."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Event, OpenSession, Viewing

SESSION = "phiên quản trị"


def digest_of(event: Event) -> str:
    """SHA-256 (hex) over what the event says and the digest before it."""
    parts = {
        "kind": event.kind,
        "object": event.object_id,
        "number": event.number,
        "action": event.action,
        "actor": event.actor_id,
        "at": event.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(),
        "reason": event.reason,
        "data": event.data,
        "previous": event.previous,
    }
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def kind_of(thing: models.Model) -> str:
    """``people.person`` and so on."""
    return thing._meta.label_lower


@transaction.atomic
def record(thing: models.Model, action: str, *, by: User | None, data: Mapping[str, Any] | None = None, reason: str = "") -> Event:
    """Append an event to the chain of ``thing``. ``data`` must be JSON (dates as ISO text, decimals as text).

    Two writers of one chain: the second waits for the row lock, or fails on the unique number and its act is rolled back.
    """
    kind, object_id = kind_of(thing), str(thing.pk)
    last = Event.objects.select_for_update().filter(kind=kind, object_id=object_id).order_by("-number").first()
    plain = json.loads(json.dumps(dict(data or {}), ensure_ascii=False, default=str))
    event = Event(
        kind=kind,
        object_id=object_id,
        number=last.number + 1 if last else 1,
        action=action,
        actor=by,
        at=timezone.now(),
        reason=reason,
        data=plain,
        previous=last.digest if last else "",
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    return event


def bulk_write(rows: Iterable[models.Model], about: models.Model, action: str, *, by: User | None, batch_size: int = 2000) -> int:
    """Insert many rows of one model at once: history rows in bulk, and one event on ``about`` with a digest of the batch.

    The only place where ``bulk_create`` is called (a lint test holds it). Returns how many rows were written.
    """
    from vinhdanh.audit.history import add_created

    rows = list(rows)
    if not rows:
        return 0
    with transaction.atomic():
        made = type(rows[0])._default_manager.bulk_create(rows, batch_size=batch_size)
        add_created(made, by)
        body = hashlib.sha256("\n".join(_line(r) for r in made).encode()).hexdigest()
        record(about, action, by=by, data={"model": kind_of(made[0]), "rows": len(made), "first": made[0].pk, "last": made[-1].pk, "sha256": body})
    return len(made)


def _line(row: models.Model) -> str:
    return "|".join(f"{f.attname}={getattr(row, f.attname)}" for f in row._meta.concrete_fields)


def saw(thing: models.Model, fields: Iterable[str], *, by: User, page: str) -> None:
    """Note that somebody saw sensitive fields of a thing."""
    Viewing.objects.create(
        actor=by, at=timezone.now(), kind=kind_of(thing), object_id=str(thing.pk), fields=",".join(sorted(fields)), page=page[:200]
    )


def saw_in_session(request: HttpRequest, thing: models.Model) -> bool:
    """Note that an administrator saw a thing by the right of a timed session. One query, and a row where one is open.

    Whole pages are noted by themselves (``administration.middleware``); call this for a thing that is seen in part of a page.
    """
    user = request.user
    if not isinstance(user, User) or not open_sessions(user).exists():
        return False
    saw(thing, [SESSION], by=user, page=request.path)
    return True


def open_sessions(user: User) -> QuerySet[OpenSession]:
    """The sessions of an administrator that are open now (one at most)."""
    now = timezone.now()
    return OpenSession.objects.filter(user=user, closed_at__isnull=True, opened_at__lte=now, until__gt=now)


def content_type(thing: type[models.Model]) -> ContentType:
    """The content type of a model (kept by Django after the first time)."""
    return ContentType.objects.get_for_model(thing)
