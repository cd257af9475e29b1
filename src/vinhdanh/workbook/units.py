"""Sheet 'Đơn vị': the tree of units, and each unit as a collective."""

from __future__ import annotations

from vinhdanh.workbook.model import Collective, Unit
from vinhdanh.workbook.refs import Directory, folded, same_key
from vinhdanh.workbook.state import State
from vinhdanh.workbook.table import Row


def build_units(state: State, names: Directory) -> None:
    """Fills ``units`` and ``collectives``; rows with a repeated key, an unknown parent or a circle are left out."""
    rows: dict[str, Row] = {}
    for row in state.table("units").rows:
        _keep(state, rows, row)
    for key, row in rows.items():
        _parent(state, rows, key, row)
    _circles(state, rows)
    _same_names(state, rows)
    for row in state.table("units").rows:
        _add(state, names, rows, row)


def _keep(state: State, rows: dict[str, Row], row: Row) -> None:
    key = row.get("key")
    if key is None or row.bad:
        return
    first = rows.setdefault(same_key(key), row)
    if first is not row:
        state.error(row, "key", "duplicate-unit", f"Mã đơn vị “{key}” đã có ở dòng {first.number}.", "Hãy đặt mã khác, hoặc xóa dòng trùng.")


def _parent(state: State, rows: dict[str, Row], key: str, row: Row) -> None:
    parent = row.get("parent")
    if parent is None or same_key(parent) in rows:
        return
    if any(same_key(r.get("key") or "") == same_key(parent) for r in state.table("units").rows):
        row.values.pop("parent")
        return
    state.error(
        row,
        "parent",
        "unknown-unit",
        f"Mã đơn vị cấp trên “{parent}” không có ở trang này.",
        "Hãy thêm đơn vị cấp trên, hoặc để trống nếu là đơn vị cao nhất.",
    )


def _circles(state: State, rows: dict[str, Row]) -> None:
    for key, row in rows.items():
        seen, at = [key], _up(rows, key)
        while at and at not in seen:
            seen, at = [*seen, at], _up(rows, at)
        if at == key:
            path = " → ".join(rows[k].get("key") for k in [*seen, key])
            state.error(row, "parent", "unit-circle", f"Các đơn vị là cấp trên của nhau theo vòng: {path}.", "Hãy sửa cột “Mã đơn vị cấp trên”.")


def _up(rows: dict[str, Row], key: str) -> str | None:
    parent = rows[key].get("parent")
    found = same_key(parent) if parent else None
    return found if found in rows else None


def _same_names(state: State, rows: dict[str, Row]) -> None:
    seen: dict[tuple[str, str | None], Row] = {}
    for row in rows.values():
        first = seen.setdefault((folded(row.get("name") or ""), row.get("parent")), row)
        if first is not row and not row.bad:
            state.warn(
                row,
                "name",
                "same-unit-name",
                f"Tên đơn vị trùng với dòng {first.number}.",
                "Nếu là một đơn vị, hãy xóa dòng thừa; nếu là hai, hãy luôn ghi mã.",
            )


def _add(state: State, names: Directory, rows: dict[str, Row], row: Row) -> None:
    if row.bad or row.get("key") is None:
        names.lose(row, "unit")
        state.drop(row, ("units",))
        return
    key, parent = row.values["key"], _up(rows, same_key(row.values["key"]))
    above = rows[parent].get("key") if parent and not rows[parent].bad else None
    state.book.units[key] = Unit(key, row.values["name"], above, row.get("level"), row.number)
    unit = Collective(key, row.values["name"], key, row.number)
    if level := row.get("level"):
        unit.facts["collective"] = {"level": level}
    state.book.collectives[key] = unit
    names.add_unit(unit)
