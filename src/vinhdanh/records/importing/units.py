"""Units of a file and units of the database: the same by key or by name; new ones where somebody may add them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from vinhdanh.merit.text import nearest
from vinhdanh.records.importing.drafts import Target, UnitDraft
from vinhdanh.units.actions import check_key
from vinhdanh.units.models import Unit, UnitKind
from vinhdanh.workbook.lexicon import key as word_key
from vinhdanh.workbook.model import Collective
from vinhdanh.workbook.model import Unit as BookUnit
from vinhdanh.workbook.refs import same_key

if TYPE_CHECKING:
    from vinhdanh.records.importing.walking import Walk

LONGEST_NAME = 200


def match_units(walk: Walk) -> list[UnitDraft]:
    """Fill ``walk.places`` with the units of the file and those of the database under the batch's unit; the new ones to make."""
    by_key = {same_key(k): u for k, u in walk.known.items()}
    by_name: dict[str, list[Unit]] = {}
    for unit in walk.known.values():
        by_name.setdefault(word_key(unit.name), []).append(unit)
    made = [d for u in list(walk.state.book.units.values()) if (d := _match(walk, u, by_key, by_name))]
    _count(walk, len(made))
    _add_known(walk)
    return made


def _count(walk: Walk, made: int) -> None:
    found = len(walk.places) - made
    walk.counts["units"] = {k: n for k, n in (("new", made), ("same", found)) if n}


def _match(walk: Walk, unit: BookUnit, by_key: dict[str, Unit], by_name: dict[str, list[Unit]]) -> UnitDraft | None:
    found, same = by_key.get(same_key(unit.key)), by_name.get(word_key(unit.name), [])
    if found is None and len(same) == 1:
        found = same[0]
    if found is not None:
        walk.places[unit.key] = Target("u", unit.key, found.name, found.pk)
        if not _one_name(unit.name, found.name):
            said = f"Mã “{unit.key}” trong phần mềm là “{found.name}”; lưu sẽ coi là đơn vị đó, không đổi tên."
            walk.notes.note("units", unit.row, "name", "warning", "unit-name", said)
        return None
    return _new(walk, unit)


def _one_name(one: str, two: str) -> bool:
    a, b = word_key(one), word_key(two)
    return a.startswith(b) or b.startswith(a)


def _new(walk: Walk, unit: BookUnit) -> UnitDraft | None:
    parent = walk.places.get(unit.parent or "") or _top(walk)
    if not walk.powers.may("units.edit", walk.batch.unit.path):
        near = nearest(unit.name, [u.name for u in walk.known.values()], 0.6)
        known = next((u.key for u in walk.known.values() if u.name == near), None)
        hint = f"Có phải là “{known}”? " if known else ""
        _error(walk, unit, "key", "no-such-unit", "Phần mềm chưa có đơn vị này.", f"{hint}Sửa mã, hoặc nhờ người có quyền sửa đơn vị thêm trước.")
        return None
    if len(unit.name) > LONGEST_NAME:
        _error(walk, unit, "name", "too-long", f"Tên có {len(unit.name)} ký tự, dài quá {LONGEST_NAME}.", "Hãy viết gọn lại.")
        return None
    try:
        check_key(unit.key)
    except ValidationError as why:
        _error(walk, unit, "key", "unit-key", why.messages[0], "Sửa mã ở trang “Đơn vị” và ở các dòng ghi mã ấy.")
        return None
    kind = _kind(unit.level)
    if kind is None:
        names = ", ".join(UnitKind.objects.order_by("rank", "pk").values_list("name", flat=True)[:8])
        _error(walk, unit, "level", "unit-level", "Không rõ đơn vị mới này thuộc loại nào.", f"Ghi cột “Cấp” là một trong: {names}.")
        return None
    target = walk.places[unit.key] = Target("u", unit.key, unit.name)
    return UnitDraft(unit.row, target, parent, kind, unit.name)


def _top(walk: Walk) -> Target:
    top = walk.batch.unit
    return Target("u", top.key, top.name, top.pk)


def _kind(level: str | None) -> int | None:
    kinds = list(UnitKind.objects.filter(until__isnull=True).order_by("rank", "pk").values_list("name", "pk"))
    near = nearest(level, [n for n, _ in kinds], 0.75) if level else None
    return dict(kinds).get(near) if near else None


def _error(walk: Walk, unit: BookUnit, col: str, code: str, message: str, do: str) -> None:
    walk.notes.note("units", unit.row, col, "error", code, message, do)


def _add_known(walk: Walk) -> None:
    """Units of the database that the file does not list can be named by its rows too."""
    listed = {t.pk for t in walk.places.values()}
    for unit in walk.known.values():
        if unit.pk in listed or same_key(unit.key) in walk.names.units.keys or unit.key in walk.state.book.units:
            continue
        book = Collective(unit.key, unit.name, unit.key, 0)
        walk.state.book.units[unit.key] = BookUnit(unit.key, unit.name, None, None, 0)
        walk.names.add_unit(book)
        walk.places[unit.key] = Target("u", unit.key, unit.name, unit.pk)
