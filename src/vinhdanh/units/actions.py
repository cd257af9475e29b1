"""Acts upon units. Each: one transaction – lock the tree, check, write spans and successions, settle today, one event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit.collate import sort_key
from vinhdanh.merit.text import fold, tidy
from vinhdanh.units import spans
from vinhdanh.units.forest import Forest
from vinhdanh.units.models import Unit, UnitKind, UnitSpan, UnitSuccession
from vinhdanh.units.stale import refuse_stale

RESERVED = frozenset({"moi", "cum-khoi", "tim"})  # words that stand in addresses where keys do


@dataclass(frozen=True, slots=True)
class Rights:
    """What a unit may do in law; None: not known."""

    legal_personality: bool | None = None
    payroll_owner: bool | None = None
    flag_eligible: bool | None = None

    def values(self) -> dict[str, bool | None]:
        """By field."""
        return {f: getattr(self, f) for f in ("legal_personality", "payroll_owner", "flag_eligible")}


def lock() -> None:
    """One writer of the tree at a time: whoever comes second waits for the roots (on SQLite, for the database)."""
    list(Unit.objects.select_for_update().filter(parent__isnull=True).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def create(
    *,
    key: str,
    name: str,
    kind: UnitKind,
    parent: Unit | None,
    since: dt.date,
    by: User | None,
    on: dt.date,
    short_name: str = "",
    rights: Rights = Rights(),
    paper: str = "",
) -> Unit:
    """Found a unit."""
    lock()
    unit = _found(key=key, name=name, kind=kind, parent=parent, since=since, short_name=short_name, rights=rights, paper=paper)
    _finish([unit], since, on)
    record(unit, "create", by=by, data={"name": unit.name, "kind": kind.code, "parent": parent and parent.key, "since": since, "paper": paper})
    unit.refresh_from_db()
    return unit


def _found(
    *, key: str, name: str, kind: UnitKind, parent: Unit | None, since: dt.date, short_name: str = "", rights: Rights, paper: str = ""
) -> Unit:
    unit, span = new_unit(key=key, name=name, kind=kind, parent=parent, since=since, short_name=short_name, rights=rights, paper=paper)
    unit.save()
    span.unit = unit
    span.save()
    return unit


def new_unit(
    *, key: str, name: str, kind: UnitKind, parent: Unit | None, since: dt.date, short_name: str = "", rights: Rights = Rights(), paper: str = ""
) -> tuple[Unit, UnitSpan]:
    """A unit and its first span, neither saved yet (an import writes them into its journal). ValidationError if the key may not be used."""
    key, name = check_key(key), tidy(name)
    path = f"{parent.path if parent else '/'}{key}/"
    unit = Unit(key=key, name=name, short_name=tidy(short_name), kind=kind, parent=parent, path=path, founded_on=since)
    unit.folded, unit.sort_key = fold(name), sort_key(name)
    return unit, UnitSpan(unit=unit, since=since, name=name, kind=kind, parent=parent, paper=paper, **rights.values())


def check_word(word: str, field: str, message: str) -> str:
    """A key that can stand in an address."""
    word = tidy(word)
    if not word or word.lower() in RESERVED or not all(c.isalnum() and c.isascii() or c in "-_." for c in word) or len(word) > 40:
        raise ValidationError({field: message})
    return word


def check_key(key: str) -> str:
    """A key of a unit that is not taken. The same check for the page, the API and an import."""
    key = check_word(key, "key", "Mã đơn vị gồm chữ không dấu, số, dấu gạch nối hoặc dấu chấm, nhiều nhất 40 ký tự, ví dụ VKS-KV1.")
    if Unit.objects.filter(key__iexact=key).exists():
        raise ValidationError({"key": f"Mã {key} đã dùng cho đơn vị khác. Chọn mã khác."})
    return key


def _finish(touched: Iterable[Unit], since: dt.date, on: dt.date) -> None:
    forest = Forest()
    forest.check([u.pk for u in touched], since)
    forest.settle(on)


@transaction.atomic
def change(
    unit: Unit, values: Mapping[str, Any], *, since: dt.date, by: User | None, on: dt.date, paper: str = "", version: int | None = None
) -> dict[str, tuple[Any, Any]]:
    """Let a unit have another name, kind, parent or right from a day on (fields of ``spans.FIELDS``). Returns what changed."""
    lock()
    unit.refresh_from_db()
    refuse_stale(unit, version, {f: v for f, v in values.items() if f in ("name", "kind", "parent")})
    changed = spans.alter(unit, since, {f: tidy(v) if f == "name" else v for f, v in values.items()}, paper)
    if not changed:
        return {}
    unit.version += 1
    unit.save(update_fields=["version"])
    _finish([unit], since, on)
    record(unit, "change", by=by, data={"since": since, "paper": paper, "changed": {f: [_word(a), _word(b)] for f, (a, b) in changed.items()}})
    unit.refresh_from_db()
    return changed


def _word(value: Any) -> Any:
    return str(value) if isinstance(value, Unit | UnitKind) else value


def rename(unit: Unit, name: str, *, since: dt.date, by: User | None, on: dt.date, paper: str = "") -> None:
    """Another name from a day on."""
    change(unit, {"name": name}, since=since, by=by, on=on, paper=paper)


def move(unit: Unit, parent: Unit | None, *, since: dt.date, by: User | None, on: dt.date, paper: str = "") -> None:
    """Another parent from a day on."""
    change(unit, {"parent": parent}, since=since, by=by, on=on, paper=paper)


def set_rights(unit: Unit, rights: Rights, *, since: dt.date, by: User | None, on: dt.date, paper: str = "") -> None:
    """Legal personality, payroll and flag from a day on."""
    change(unit, rights.values(), since=since, by=by, on=on, paper=paper)


@transaction.atomic
def merge(olds: Sequence[Unit], new: Unit, *, since: dt.date, by: User | None, on: dt.date, paper: str = "") -> list[Unit]:
    """Several units end and one goes on (or begins that day) in their place; what lay under them lies under it. Returns the units moved."""
    lock()
    if new in olds:
        raise ValidationError(f"{new} là đơn vị nhận, không thể đồng thời là đơn vị bị sáp nhập.")
    if not olds:
        raise ValidationError("Chọn ít nhất một đơn vị bị sáp nhập.")
    spans.span_at(new, since)
    moved = [child for old in olds for child in _end(old, new, UnitSuccession.Kind.MERGE, since, paper)]
    _finish([new, *olds, *moved], since, on)
    record(new, "merge", by=by, data={"olds": [o.key for o in olds], "since": since, "moved": [m.key for m in moved], "paper": paper})
    return moved


def _end(old: Unit, heir: Unit | None, kind: str, since: dt.date, paper: str) -> list[Unit]:
    """Close a unit, hand over what lies under it, write who follows."""
    old.refresh_from_db()
    moved = spans.hand_over(old, heir, since)
    spans.close(old, since)
    _follow(kind, old, heir, since, heir is not None, paper)
    return moved


def _follow(kind: str, old: Unit, new: Unit | None, since: dt.date, duties: bool, paper: str) -> None:
    """Write who follows whom; once a pair and day."""
    if UnitSuccession.objects.filter(old=old, new=new, on=since).exists():
        raise ValidationError(f"Đã ghi {new} kế thừa {old} từ ngày {since:%d/%m/%Y}. Mở trang đơn vị để xem.")
    UnitSuccession(kind=kind, old=old, new=new, on=since, duties=duties, paper=paper).save()


@transaction.atomic
def split(old: Unit, news: Sequence[Unit], *, heir: Unit, ends: bool, since: dt.date, by: User | None, on: dt.date, paper: str = "") -> list[Unit]:
    """One unit gives rise to several. ``ends``: it is no more from that day and ``heir`` answers for it; else it goes on itself."""
    lock()
    if len(set(news)) < max(len(news), 2 if ends else 1) or old in news:
        raise ValidationError("Chia một đơn vị cần ít nhất hai đơn vị mới; tách thì cần ít nhất một đơn vị mới, khác đơn vị cũ.")
    if ends and heir not in news:
        raise ValidationError("Đơn vị tiếp nhận hồ sơ, nghĩa vụ phải là một trong các đơn vị mới.")
    for new in news:
        spans.span_at(new, since)
    moved = _part(old, news, heir, ends, since, paper)
    _finish([old, *news, *moved], since, on)
    record(
        old, "split", by=by, data={"news": [n.key for n in news], "heir": heir.key if ends else old.key, "ends": ends, "since": since, "paper": paper}
    )
    return moved


def _part(old: Unit, news: Sequence[Unit], heir: Unit, ends: bool, since: dt.date, paper: str) -> list[Unit]:
    moved = _end(old, heir, UnitSuccession.Kind.SPLIT, since, paper) if ends else []
    for new in news:
        if not (ends and new == heir):
            _follow(UnitSuccession.Kind.SPLIT, old, new, since, False, paper)
    return moved


@transaction.atomic
def dissolve(unit: Unit, *, heir: Unit | None, since: dt.date, by: User | None, on: dt.date, paper: str = "") -> list[Unit]:
    """A unit ends; ``heir`` takes over its files and duties (None: nobody). What lay under it lies under the heir."""
    lock()
    if heir == unit:
        raise ValidationError("Đơn vị tiếp nhận phải khác đơn vị giải thể.")
    if heir is None and UnitSpan.objects.filter(parent=unit).exclude(until__lte=since).exists():
        raise ValidationError(f"{unit} còn đơn vị trực thuộc sau ngày {since:%d/%m/%Y}. Chọn đơn vị tiếp nhận, hoặc chuyển các đơn vị đó trước.")
    if heir is not None:
        spans.span_at(heir, since)
    moved = _end(unit, heir, UnitSuccession.Kind.DISSOLVE, since, paper)
    _finish([unit, *([heir] if heir else []), *moved], since, on)
    record(unit, "dissolve", by=by, data={"heir": heir and heir.key, "since": since, "moved": [m.key for m in moved], "paper": paper})
    return moved
