"""Undoing a saved batch: what it made is removed, what it changed is as before; refused where later work stands on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models, router
from django.db.models import Q

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.audit.history import add_deleted
from vinhdanh.people.models import Membership, Person, Post
from vinhdanh.records.importing.signals import rows_removed
from vinhdanh.records.models import (
    Absence,
    Authorship,
    AwardHeld,
    CollectiveYear,
    Completeness,
    Contest,
    Discipline,
    Hold,
    ImportBatch,
    ImportChange,
    Initiative,
    Rating,
    Study,
)
from vinhdanh.units.models import Unit, UnitSpan

RECORDS: tuple[type[models.Model], ...] = (Rating, AwardHeld, Discipline, Hold, Absence, Study, Contest, CollectiveYear)
JOURNALED: tuple[type[models.Model], ...] = (
    Completeness,
    Authorship,
    Initiative,
    Post,
    Membership,
    Person,
    UnitSpan,
    Unit,
)  # in the order of removal
NAMED: tuple[type[models.Model], ...] = (Person, Unit, Initiative)  # others point at them, and they have a name of their own
LOT = 5000
Ids = dict[type[models.Model], list[int]]


class Undo:
    """The undoing of one batch, inside one transaction."""

    def __init__(self, batch: ImportBatch, by: User) -> None:
        self.batch, self.by = batch, by
        self.made: Ids = self._made()

    def _made(self) -> Ids:
        out: defaultdict[type[models.Model], list[int]] = defaultdict(list)
        for label, ids in ImportChange.objects.filter(batch=self.batch, object_id__isnull=True).order_by("pk").values_list("model", "ids"):
            out[apps.get_model(label)].extend(ids)
        out[Initiative] = list(Initiative.objects.filter(batch=self.batch).order_by("pk").values_list("pk", flat=True))
        return dict(out)

    # ---- what stands in the way ----

    def obstacles(self) -> list[str]:
        """Why it cannot be undone, in words; nothing if it can."""
        return [*self._touched(), *self._built_upon(), *self._changed_again()]

    def _touched(self) -> Iterator[str]:
        """Records of the batch that somebody has corrected or set aside since."""
        dated: tuple[type[models.Model], ...] = (*RECORDS, Initiative)
        for model in dated:
            later = model._default_manager.filter(batch=self.batch).filter(Q(version__gt=1) | Q(void_at__isnull=False)).count()
            if later:
                yield f"{later} dòng {_name(model)} của đợt nhập này đã được sửa hoặc hủy sau đó."
        some: tuple[type[models.Model], ...] = (Person, Unit)
        for model in some:
            later = sum(model._default_manager.filter(pk__in=lot, version__gt=1).count() for lot in _lots(self.made.get(model, [])))
            if later:
                yield f"{later} {_name(model)} do đợt nhập này tạo ra đã được sửa sau đó."

    def _built_upon(self) -> Iterator[str]:
        """Rows of others that point at people, units and initiatives the batch made."""
        for model in NAMED:
            ids = self.made.get(model, [])
            for field in model._meta.get_fields(include_hidden=True):
                if ids and isinstance(field, models.ManyToOneRel) and field.on_delete is not models.SET_NULL:
                    yield from self._pointing(model, field, ids)

    def _pointing(self, model: type[models.Model], field: models.ManyToOneRel, ids: Sequence[int]) -> Iterator[str]:
        other: Any = field.related_model
        own = set(self.made.get(other, []))
        count = 0
        for lot in _lots(ids):
            rows = other._default_manager.filter(**{f"{field.field.name}__in": lot})
            if other in RECORDS or other is Initiative:
                count += rows.exclude(batch=self.batch).count()
            else:
                count += sum(pk not in own for pk in rows.order_by("pk").values_list("pk", flat=True))
        if count:
            yield f"{count} {_name(other)} lập sau đó gắn với {_name(model)} do đợt nhập này tạo ra."

    def _changed_again(self) -> Iterator[str]:
        later: defaultdict[str, int] = defaultdict(int)
        for change, thing in self._changes():
            if thing is None or any(_plain(getattr(thing, n)) != v for n, v in change.after.items()):
                later[_name(apps.get_model(change.model))] += 1
        for name, count in later.items():
            yield f"{count} {name} mà đợt nhập này đã sửa lại được sửa tiếp sau đó."

    def _changes(self) -> Iterator[tuple[ImportChange, Any]]:
        changes = list(ImportChange.objects.filter(batch=self.batch, object_id__isnull=False).order_by("-pk"))
        by_model: defaultdict[str, list[int]] = defaultdict(list)
        for change in changes:
            by_model[change.model].append(change.object_id or 0)
        things = {
            (label, t.pk): t
            for label, ids in by_model.items()
            for lot in _lots(ids)
            for t in apps.get_model(label)._default_manager.filter(pk__in=lot)
        }
        for change in changes:
            yield change, things.get((change.model, change.object_id or 0))

    # ---- the undoing ----

    def run(self) -> dict[str, int]:
        """Remove and restore. Returns how many rows of each model were touched."""
        done: dict[str, int] = {}
        for change, thing in self._changes():
            for name, value in change.before.items():
                setattr(thing, name, thing._meta.get_field(name).to_python(value))
            if hasattr(thing, "version"):
                thing.version += 1
            thing.save()
            record(thing, "import.undone", by=self.by, data={"batch": self.batch.pk, "restored": change.before})
            done["restored"] = done.get("restored", 0) + 1
        for model in RECORDS:
            ids = list(model._default_manager.filter(batch=self.batch).order_by("pk").values_list("pk", flat=True))
            done[model._meta.model_name or ""] = self._remove(model, ids)
        for model in JOURNALED:
            done[model._meta.model_name or ""] = self._remove(model, self.made.get(model, []))
        return {k: n for k, n in done.items() if n}

    def _remove(self, model: type[models.Model], ids: Sequence[int]) -> int:
        for lot in _lots(ids):
            self._let_go(model, lot)
            found = model._default_manager.filter(pk__in=lot)
            rows = list(found.order_by("pk"))
            add_deleted(rows, self.by, lambda row: f"{_name(model)} {row.pk}" if model not in NAMED else str(row))
            found._raw_delete(router.db_for_write(model))  # bulk: undoing an import; history rows are written above, one event below
            rows_removed.send(model, rows=rows)
        return len(ids)

    def _let_go(self, model: type[models.Model], ids: Sequence[int]) -> None:
        """What may point at nothing points at nothing from now on (rows under review, the search index)."""
        for field in model._meta.get_fields(include_hidden=True):
            if isinstance(field, models.ManyToOneRel) and field.on_delete is models.SET_NULL:
                other: Any = field.related_model
                name = field.field.name
                other._default_manager.filter(**{f"{name}__in": ids}).update(**{name: None})  # bulk: what on_delete=SET_NULL says


def _lots(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), LOT):
        yield ids[at : at + LOT]


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | str | dict | None) else str(value)


NAMES = {
    "person": "cán bộ",
    "unit": "đơn vị",
    "rating": "xếp loại",
    "awardheld": "khen thưởng",
    "initiative": "sáng kiến, đề tài",
    "discipline": "kỷ luật",
    "hold": "tạm dừng xem xét",
    "absence": "đợt nghỉ",
    "study": "đợt học",
    "contest": "danh hiệu hội thi",
    "collectiveyear": "kết quả tập thể",
    "post": "chức vụ",
    "membership": "quá trình công tác",
    "authorship": "tác giả sáng kiến",
    "completeness": "xác nhận nhập đủ",
    "rolegrant": "vai trò",
    "transfer": "lần chuyển công tác",
}


def _name(model: type[models.Model]) -> str:
    return NAMES.get(model._meta.model_name or "", str(model._meta.verbose_name))
