"""What is done with acts and their texts. Rules of the office: ``rule_actions``."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import bulk_write, record
from vinhdanh.files.models import StoredFile
from vinhdanh.law.citing import cited
from vinhdanh.law.models import Act, Provision, ProvisionVersion
from vinhdanh.law.parsing import Piece
from vinhdanh.law.places import key_of, slug_of
from vinhdanh.law.rulebook import law
from vinhdanh.merit.law import Place
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.schema import ActSpec
from vinhdanh.merit.text import fold, nfc

KINDS = {
    "Luật": "Quốc hội",
    "Nghị định": "Chính phủ",
    "Thông tư": "",
    "Quyết định": "",
    "Công văn": "",
    "Hướng dẫn": "",
    "Chỉ thị": "",
    "Quy chế": "",
}
ISSUERS = {"BNV": "Bộ Nội vụ", "BTC": "Bộ Tài chính", "VKSTC": "Viện kiểm sát nhân dân tối cao", "TTg": "Thủ tướng Chính phủ"}


class Stale(Exception):
    """What was looked at has changed since; nothing was written."""


# ---- acts of the rulebook ------------------------------------------------------------------------------


@transaction.atomic
def sync_acts(by: User | None, book: Rulebook | None = None) -> int:
    """Acts and cited places of the rulebook as rows. Idempotent: rows that are there already are left, texts are never touched.

    Returns how many rows were written.
    """
    book = book or law()
    known = {act.code: act for act in Act.objects.all()}
    specs = {code: spec for layer in book.layers for code, spec in layer.file.acts.items()}
    written = sum(_sync_act(known, code, spec, by) for code, spec in specs.items())
    have = set(Provision.objects.values_list("act__code", "slug"))
    for code in specs:
        places = sorted({p for act, p in cited(book) if act == code and p != Place() and (code, slug_of(p)) not in have}, key=key_of)
        rows = [_empty(known[code], place) for place in places]
        written += bulk_write(rows, known[code], "law.provisions_synced", by=by)
    return written


def _sync_act(known: dict[str, Act], code: str, spec: ActSpec, by: User | None) -> int:
    told = _told(code, spec)
    act = known.get(code)
    if act is not None and all(getattr(act, k) == v for k, v in told.items()):
        return 0
    act = act or Act(code=code)
    for name, value in told.items():
        setattr(act, name, value)
    act.save()
    known[code] = act
    record(act, "law.act_synced", by=by, data=told)
    return 1


def _told(code: str, spec: ActSpec) -> dict[str, Any]:
    kind = next((k for k in KINDS if spec.title.startswith(k)), "")
    issuer = next((name for mark, name in ISSUERS.items() if spec.number.endswith(mark)), "") or KINDS.get(kind, "")
    return {
        "number": spec.number,
        "name": spec.title,
        "short": spec.short or spec.title,
        "kind": kind,
        "issuer": issuer,
        "in_force": spec.in_force,
        "until": spec.until,
        "note": spec.note,
        "folded": fold(" ".join([spec.short, spec.title, spec.number, *spec.aliases])),
        "sort_key": act_key(kind, spec.in_force, code),
        "from_rulebook": True,
    }


def act_key(kind: str, in_force: dt.date | None, code: str) -> str:
    """Laws first, then decrees, circulars and the rest; the newest first in each."""
    rank = list(KINDS).index(kind) if kind in KINDS else 9
    age = 99999999 - int(f"{in_force:%Y%m%d}") if in_force else 99999999
    return f"{rank}{age:08}{code}"[:80]


def _empty(act: Act, place: Place) -> Provision:
    return Provision(
        act=act,
        article=place.article or "",
        clause=place.clause or "",
        point=place.point or "",
        part=place.part or "",
        slug=slug_of(place),
        sort_key=key_of(place),
    )


@transaction.atomic
def add_act(fields: dict[str, Any], *, by: User) -> Act:
    """An act the rulebook does not know (a guide of the office, a new decree)."""
    act = Act(**fields, from_rulebook=False)
    act.short = act.short or act.name
    act.folded = fold(" ".join([act.short, act.name, act.number]))
    act.sort_key = act_key(act.kind, act.in_force, act.code)
    act.save()
    record(act, "law.act_added", by=by, data={k: str(v) for k, v in fields.items()})
    return act


# ---- texts ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """What saving a piece would do: ``new`` text, ``changed`` text (a further version), or the ``same`` as is there."""

    piece: Piece
    state: str
    old: Provision | None
    ends: Provision | None = None  # the span before, which would end when this one begins


def plan_text(act: Act, pieces: Sequence[Piece], since: dt.date | None) -> list[Change]:
    """What saving pieces of a text (in force ``since``; None: from the act's own day) would do, without doing it."""
    rows: dict[str, list[Provision]] = {}
    for row in Provision.objects.filter(act=act).order_by("sort_key", "in_force"):
        rows.setdefault(row.slug, []).append(row)
    return [_planned(piece, rows.get(slug_of(piece.place), []), since) for piece in pieces]


def _planned(piece: Piece, rows: list[Provision], since: dt.date | None) -> Change:
    same_day = next((r for r in rows if r.in_force == since), None)
    before = [r for r in rows if since and (r.in_force is None or r.in_force < since) and (r.until is None or r.until > since)]
    if same_day is None or not same_day.version:
        return Change(piece, "new", same_day, before[-1] if before else None)
    same = (nfc(piece.text), piece.heading) == (same_day.text, same_day.heading)
    return Change(piece, "same" if same else "changed", same_day)


def state_of(changes: Iterable[Change]) -> str:
    """A digest of what was shown and of what was in place then: another one later means that either has changed."""
    seen = [f"{slug_of(c.piece.place)}:{c.state}:{c.old.pk if c.old else 0}:{c.old.version if c.old else 0}:{c.piece}" for c in changes]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:32]


@transaction.atomic
def save_text(
    act: Act, pieces: Sequence[Piece], *, since: dt.date | None, until: dt.date | None, source: StoredFile | None, state: str, by: User
) -> dict[str, int]:
    """Write the texts of an act's provisions as they were shown: new ones, and further versions of those that differ.

    Raises ``Stale`` if the rows are no longer as shown. Returns how many were new and changed.
    """
    act = Act.objects.select_for_update().get(pk=act.pk)
    changes = plan_text(act, pieces, since)
    if state_of(changes) != state:
        raise Stale
    now, todo = timezone.now(), [c for c in changes if c.state != "same"]
    rows = [_filled(act, c, since, until, source, now, by) for c in todo]
    for row in (r for r in rows if r.pk is not None):
        row.save()
    bulk_write([r for r in rows if r.pk is None], act, "law.provisions_added", by=by)
    _end_spans(todo, since)
    bulk_write([_version(row, now, by) for row in rows], act, "law.text_versions", by=by)
    counts = {kind: sum(c.state == kind for c in changes) for kind in ("new", "changed", "same")}
    record(act, "law.text_entered", by=by, data={**counts, "since": since, "until": until, "file": source.digest if source else ""})
    return counts


def _filled(
    act: Act, change: Change, since: dt.date | None, until: dt.date | None, source: StoredFile | None, now: dt.datetime, by: User
) -> Provision:
    piece = change.piece
    row = change.old or _empty(act, piece.place)
    row.heading, row.text, row.in_force, row.until = piece.heading, nfc(piece.text), since, until
    row.folded = fold(f"{piece.heading} {piece.text}")
    row.source, row.entered_by, row.entered_at, row.version = source, by, now, row.version + 1
    return row


def _end_spans(changes: Iterable[Change], since: dt.date | None) -> None:
    for row in (c.ends for c in changes if c.ends is not None and since):
        row.until = since
        row.save()


def _version(row: Provision, now: dt.datetime, by: User) -> ProvisionVersion:
    return ProvisionVersion(provision=row, number=row.version, heading=row.heading, text=row.text, source=row.source, entered_by=by, entered_at=now)
