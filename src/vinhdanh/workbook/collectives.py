"""Sheet 'Tập thể': what is known of units as collectives, for good or for one year."""

from __future__ import annotations

from vinhdanh.workbook.checks import at_most
from vinhdanh.workbook.model import Collective, Facts
from vinhdanh.workbook.people import iso, some
from vinhdanh.workbook.refs import Directory
from vinhdanh.workbook.state import State
from vinhdanh.workbook.table import Row

_MEMBERS = {
    "total": "total",
    "ldtt": "lao_dong_tien_tien",
    "share_ldtt": "share_ldtt",
    "completed_share": "completed_share",
    "cstdcs": "chien_si_thi_dua_co_so",
    "warned": "disciplined_canh_cao_up",
    "reprimanded": "disciplined_khien_trach",
}
_LASTING = ("age_months", "age_years", "level", "flag_eligible", "legal_personality", "dissolved")
_YEARLY = ("leads_cluster", "exceeded_targets", "party_rating", "unity", "new_model")


def build_collectives(state: State, names: Directory) -> None:
    """Adds the rows of the sheet to the facts of the units; a second row for the same year is an error."""
    seen: dict[tuple[str, int | None], Row] = {}
    for row in state.table("collectives").rows:
        unit = names.subject(row, people=False)
        _checks(state, row)
        if isinstance(unit, Collective) and not row.bad:
            _once(state, row, unit, seen)
        if row.bad or not isinstance(unit, Collective):
            state.drop(row, ("collectives",), unit)
        else:
            _add(row, unit)


def _checks(state: State, row: Row) -> None:
    for part, whole in (("ldtt", "total"), ("cstdcs", "total"), ("cstdcs", "ldtt"), ("warned", "total"), ("reprimanded", "total")):
        if not row.bad:
            at_most(state, row, part, whole)
    total, part, share = row.get("total"), row.get("ldtt"), row.get("share_ldtt")
    if total and part is not None and share is not None and abs(part * 100 - share * total) > total:
        state.error(
            row,
            "share_ldtt",
            "share-mismatch",
            f"Tỷ lệ {share} % không khớp với {part} trên {total} người.",
            "Hãy sửa tỷ lệ hoặc số người, hoặc để trống tỷ lệ.",
        )


def _once(state: State, row: Row, unit: Collective, seen: dict[tuple[str, int | None], Row]) -> None:
    year = row.get("year")
    first = seen.setdefault((unit.key, year), row)
    if first is not row:
        when = f"năm {year}" if year else "không ghi năm"
        state.error(
            row,
            ("year", "key", "name"),
            "duplicate-collective",
            f"Tập thể này đã có dòng {when} ở dòng {first.number}.",
            "Hãy gộp thành một dòng hoặc sửa năm.",
        )
    founded, known = iso(row.get("founded")), unit.facts.get("collective", {}).get("founded")
    if founded and known and founded != known:
        state.error(row, "founded", "two-founded", f"Ngày thành lập khác với dòng trên ({known}).", "Hãy ghi một ngày thành lập.")


def _add(row: Row, unit: Collective) -> None:
    lasting = some(founded=iso(row.get("founded")), **{n: row.get(n) for n in _LASTING})
    if lasting:
        unit.facts["collective"] = {**unit.facts.get("collective", {}), **lasting}
    yearly = some(**{n: row.get(n) for n in _YEARLY})
    members = some(**{fact: row.get(n) for n, fact in _MEMBERS.items()})
    year = row.get("year")
    _put(unit.facts if year is None else unit.years.setdefault(year, {}), yearly, members)


def _put(facts: Facts, yearly: Facts, members: Facts) -> None:
    if yearly:
        facts["collective"] = {**facts.get("collective", {}), **yearly}
    if members:
        facts["members"] = {**facts.get("members", {}), **members}
