"""What must be true of the living data: keys, chains of events, files, derived columns, the search index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import IntegrityError, connection
from django.db.models import Model, QuerySet

from vinhdanh.audit.actions import digest_of
from vinhdanh.audit.models import Event
from vinhdanh.files.queries import verify_files
from vinhdanh.merit.collate import name_key, sort_key
from vinhdanh.merit.text import fold
from vinhdanh.people.models import Person
from vinhdanh.rankings.models import Ranking
from vinhdanh.rankings.publishing import recomputed
from vinhdanh.records.models import AwardHeld
from vinhdanh.search.models import SearchEntry
from vinhdanh.units.models import Unit

CHUNK = 5000
M = TypeVar("M", bound=Model)


def checks() -> dict[str, Callable[[], Iterator[str]]]:
    """Every check with its name."""
    return {
        "Khóa ngoại": foreign_keys,
        "Chuỗi nhật ký": chains,
        "Tệp": files,
        "Đơn vị": units,
        "Cán bộ": people,
        "Số quyết định": decisions,
        "Kết quả chấm điểm đã công bố": rankings,
        "Chỉ mục tìm kiếm": search_index,
    }


def rankings() -> Iterator[str]:
    """Published rankings that their own figures and table do not give any more."""
    for ranking in Ranking.objects.select_related("round__table", "round__cluster").order_by("pk"):
        yield from (f"{ranking}: {why}" for why in recomputed(ranking))


def foreign_keys() -> Iterator[str]:
    """Rows that point at nothing."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield f"Có dòng trỏ tới dòng không tồn tại: {error}"


def chains() -> Iterator[str]:
    """Events whose digest does not fit, or whose chain has a hole."""
    before: tuple[str, str, int, str] = ("", "", 0, "")
    for event in _read(Event.objects.order_by("kind", "object_id", "number")):
        same = before[:2] == (event.kind, event.object_id)
        number, previous = (before[2] + 1, before[3]) if same else (1, "")
        if event.number != number or event.previous != previous or event.digest != digest_of(event):
            yield f"Sự kiện {event} không khớp với sự kiện trước nó."
        before = (event.kind, event.object_id, event.number, event.digest)


def files() -> Iterator[str]:
    """Files that are missing or changed."""
    return (f"{d.digest[:12]}…: {d.says}" for d in verify_files())


def units() -> Iterator[str]:
    """Derived columns of units."""
    for unit in _read(Unit.objects.select_related("parent")):
        above = unit.parent.path if unit.parent else "/"
        if (unit.folded, unit.sort_key) != (fold(unit.name), sort_key(unit.name)):
            yield f"{unit.key}: cột tìm kiếm, sắp xếp không khớp tên."
        if unit.path != f"{above}{unit.key}/":
            yield f"{unit.key}: đường dẫn “{unit.path}” không khớp đơn vị cấp trên."


def people() -> Iterator[str]:
    """Derived columns of people."""
    for person in _read(Person.objects.filter(secret=False).only("key", "full_name", "folded", "sort_key")):
        if (person.folded, person.sort_key) != (fold(person.full_name), name_key(person.full_name)):
            yield f"{person.key}: cột tìm kiếm, sắp xếp không khớp họ tên."


def decisions() -> Iterator[str]:
    """The folded number of decisions."""
    for pk, number, folded in AwardHeld.objects.filter(secret=False).order_by("pk").values_list("pk", "decision", "folded").iterator(CHUNK):
        if folded != fold(number):
            yield f"Lượt khen {pk}: cột tìm kiếm không khớp số “{number}”."


def search_index() -> Iterator[str]:
    """People and units that cannot be found."""
    for kind, rows in ((SearchEntry.Kind.PERSON, Person.objects.filter(secret=False, merged_into=None)), (SearchEntry.Kind.UNIT, Unit.objects.all())):
        lost = rows.exclude(pk__in=SearchEntry.objects.filter(kind=kind).values("object_pk")).count()
        if lost:
            yield f"{lost} mục “{kind.label}” không có trong chỉ mục. Chạy:  vinhdanh manage reindex"


def _read(rows: QuerySet[M]) -> Iterator[M]:
    return (rows if rows.ordered else rows.order_by("pk")).iterator(chunk_size=CHUNK)
