"""Sheet 'Cán bộ': the people, told apart, with the facts that stand on their own row."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from datetime import date
from typing import Any

from vinhdanh.workbook.cells import show
from vinhdanh.workbook.days import Day
from vinhdanh.workbook.model import Facts, Person
from vinhdanh.workbook.refs import Directory, folded, same_key
from vinhdanh.workbook.state import State
from vinhdanh.workbook.table import Row

_YOUNGEST, _OLDEST = 18, 100
_LONGEST_NAME = 100


def build_people(state: State, names: Directory) -> None:
    """Fills ``people``; rows that repeat somebody, or cannot be told from a namesake, are left out."""
    rows = state.table("people").rows
    _same_keys(state, names, rows)
    _same_people(state, rows)
    heads: dict[str, Row] = {}
    for row in rows:
        _person(state, names, row, heads)


def _same_keys(state: State, names: Directory, rows: list[Row]) -> None:
    first: dict[str, Row] = {}
    for row in rows:
        key = row.get("key")
        if key is None:
            continue
        if same_key(key) in names.units.keys:
            state.error(row, "key", "key-of-unit", f"Mã “{key}” đã dùng cho một đơn vị.", "Hãy đặt mã cán bộ khác mã đơn vị.")
        earlier = first.setdefault(same_key(key), row)
        if earlier is not row:
            _repeated_key(state, key, earlier, row)


def _repeated_key(state: State, key: str, earlier: Row, row: Row) -> None:
    what = "Mỗi người một mã: hãy sửa mã, hoặc xóa dòng trùng."
    state.error(row, "key", "duplicate-key", f"Mã “{key}” đã có ở dòng {earlier.number}.", what)
    if folded(row.get("name") or "") != folded(earlier.get("name") or ""):
        state.error(earlier, "key", "duplicate-key", f"Mã “{key}” cũng dùng cho người khác ở dòng {row.number}.", what)


def _same_people(state: State, rows: list[Row]) -> None:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("name"):
            groups[folded(row.values["name"])].append(row)
    for group in groups.values():
        for i, row in enumerate(group):
            _against(state, row, group[:i], [r for r in group if r is not row])


def _against(state: State, row: Row, earlier: list[Row], others: list[Row]) -> None:
    twin = next((r for r in earlier if _birth(r) and _birth(r) == _birth(row) and r.get("unit") == row.get("unit")), None)
    if twin and not row.bad:
        state.error(
            row,
            "name",
            "duplicate-person",
            f"Người này đã có ở dòng {twin.number}: cùng họ tên, ngày sinh và đơn vị.",
            "Hãy xóa dòng trùng; nếu là hai người, hãy kiểm tra ngày sinh.",
        )
        return
    like = next((r for r in others if row.get("key") is None and (not _birth(row) or _birth(row) == _birth(r))), None)
    if like:
        state.error(
            row,
            "name",
            "namesake",
            f"Trùng họ tên với dòng {like.number} mà không có mã để phân biệt.",
            "Hãy ghi mã cán bộ (hoặc ngày sinh) cho từng người trùng tên.",
        )


def _birth(row: Row) -> str | None:
    birth: Day | None = row.get("birth")
    return birth.iso if birth else None


def _person(state: State, names: Directory, row: Row, heads: dict[str, Row]) -> None:
    unit = names.unit_key(row, "unit")
    _life(state, row)
    _named(state, row)
    led = _leads(state, names, row)
    if row.bad or unit is None:
        names.lose(row, "person")
        state.drop(row, ("people",))
        return
    if led and (other := heads.setdefault(led, row)) is not row:
        state.warn(
            row,
            "heads",
            "two-heads",
            f"Đơn vị “{led}” đã có người đứng đầu ở dòng {other.number}.",
            "Hãy kiểm tra: mỗi đơn vị chỉ có một người đứng đầu.",
        )
    _add(state, names, row, unit, led)


def _add(state: State, names: Directory, row: Row, unit: str, led: str | None) -> None:
    birth: Day | None = row.get("birth")
    key = row.get("key") or (f"{row.values['name']} ({birth.iso})" if birth else row.values["name"])
    person = Person(
        key,
        row.values["name"],
        unit,
        row.number,
        _facts(row, led),
        birth=birth.exact if birth else None,
        post=row.get("post"),
        heads=led,
        key_given=row.get("key") is not None,
    )
    state.book.people[key] = person
    names.add_person(person)


def _life(state: State, row: Row) -> None:
    birth: Day | None = row.get("birth")
    if birth is None:
        return
    on = state.book.on
    if _years(birth.first, on) < _YOUNGEST or _years(birth.last, on) > _OLDEST:
        state.error(
            row,
            "birth",
            "age",
            f"Ngày sinh {birth} cho tuổi {_years(birth.last, on)}, ngoài khoảng {_YOUNGEST}–{_OLDEST} tuổi.",
            "Hãy sửa ngày sinh.",
        )
        return
    for column in ("employed", "service_from"):
        start: Day | None = row.get(column)
        if start and _years(birth.first, start.last) < 15:
            state.error(row, column, "before-birth", f"Ngày {start} quá sớm so với ngày sinh {birth}.", "Hãy sửa ngày sinh hoặc ngày này.")


def _named(state: State, row: Row) -> None:
    """Notes an error if the name cannot be one: no letters, signs or pictures in it, or far too long."""
    name = row.get("name") or "A"
    odd = len(name) > _LONGEST_NAME or not any(c.isalpha() for c in name) or any(unicodedata.category(c)[0] in "SC" for c in name)
    if odd:
        state.error(row, "name", "not-a-name", f"“{show(name)}” không phải là họ tên.", "Hãy ghi họ và tên đầy đủ, chỉ gồm chữ.")


def _years(start: date, end: date) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _leads(state: State, names: Directory, row: Row) -> str | None:
    head, unit = row.get("head"), row.get("heads")
    if head and unit is None:
        state.error(
            row, "head", "head-without-unit", "Là người đứng đầu nhưng không ghi đứng đầu đơn vị nào.", "Hãy ghi mã đơn vị ở cột “Đứng đầu đơn vị”."
        )
    if head is False and unit is not None:
        state.error(
            row, "heads", "head-conflict", f"Ghi đứng đầu đơn vị “{unit}” nhưng cột “Là người đứng đầu” ghi Không.", "Hãy sửa một trong hai cột."
        )
    return names.unit_key(row, "heads")


_STATES: dict[str, dict[str, bool]] = {
    "working": {"retired": False, "deceased": False},
    "retired": {"retired": True, "deceased": False},
    "former": {},
    "deceased": {"deceased": True},
}


def _facts(row: Row, led: str | None) -> Facts:
    head = True if led else row.get("head")
    person = some(
        gender=row.get("gender"),
        head_of_unit=head,
        leader=row.get("leader"),
        worker=row.get("worker"),
        contract=row.get("contract"),
        party_member=row.get("party"),
    )
    state = row.get("state")
    person.update(_STATES.get(state, {}))
    former = state == "former" if state in ("former", "working") else None
    return {k: v for k, v in (("employed", _employed(row, former)), ("person", person), ("service", _service(row))) if v}


def _employed(row: Row, former: bool | None) -> Facts:
    return some(**{"from": iso(row.get("employed"))}, months=row.get("months"), contract=row.get("contract"), former=former)


def _service(row: Row) -> Facts:
    """Service starts with employment where the sheet gives no other day (as its help says), but not for outsiders."""
    alike = row.get("service_years") is None and not row.get("outside")
    start = row.get("service_from") or (row.get("employed") if alike else None)
    return some(
        **{"from": iso(start)},
        years=row.get("service_years"),
        continuous=row.get("continuous"),
        other_sector_years=row.get("other_years"),
        leader_years=row.get("leader_years"),
        outside_sector=row.get("outside"),
    )


def iso(day: Day | None) -> str | None:
    """A day as the case format writes it."""
    return day.iso if day else None


def some(**values: Any) -> Facts:
    """The given values that are known, as a dict."""
    return {k: v for k, v in values.items() if v is not None}
