"""Sheet 'Kê khai đầy đủ': what was declared complete, and what that makes known: nothing entered means there is nothing."""

from __future__ import annotations

from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.model import Collective, Facts, Person, Subject
from vinhdanh.workbook.refs import Directory
from vinhdanh.workbook.state import State
from vinhdanh.workbook.table import Row

_LISTS = ("initiatives", "research", "discipline", "holds", "absences", "study", "transfers", "posts", "contests")
_OF_UNITS = frozenset({"people", "ratings", "awards", "holds"})
_NONE: dict[str, Facts] = {code: {"award": code, "count": 0} for code in lx.AWARDS.names}


def read_declarations(state: State, names: Directory) -> None:
    """Fills ``complete``. Without the sheet nothing is complete."""
    for row in state.table("declaration").rows:
        unit = names.unit_key(row, "unit")
        if not row.bad:
            _declare(state, row, unit)
        if row.bad:
            state.drop(row, ())


def _declare(state: State, row: Row, unit: str | None) -> None:
    place = (unit, row.values["kind"])
    if state.book.complete.get(place, row.values["full"]) != row.values["full"]:
        state.book.complete[place] = False
        state.error(row, "full", "declared-twice", "Loại dữ liệu này được kê khai cả Có và Không; máy coi là chưa đủ.", "Hãy giữ lại một dòng.")
        return
    state.book.complete[place] = row.values["full"]


def apply_declarations(state: State) -> None:
    """Sets ``complete`` of every subject, and writes into its facts what a complete kind without entries means."""
    lost_people = _units_with_lost_people(state)
    for subject in (*state.book.people.values(), *state.book.collectives.values()):
        kinds = {k for k in lx.DECLARED.names if _declared(state, subject.unit, k) and not {(None, k), (subject.key, k)} & state.lost}
        if isinstance(subject, Collective):
            kinds &= _OF_UNITS if subject.key not in lost_people else _OF_UNITS - {"people"}
        subject.complete = frozenset(kinds - ({"people"} if isinstance(subject, Person) else set()))
        _fill(subject)
        if isinstance(subject, Person) and "posts" in subject.complete:
            # All posts are entered and none makes this person a head: then the person is none.
            subject.facts.setdefault("person", {}).setdefault("head_of_unit", subject.heads is not None)


def _declared(state: State, unit: str | None, kind: str) -> bool:
    """What the nearest unit upwards declared, else the workbook as a whole."""
    while unit is not None:
        if (said := state.book.complete.get((unit, kind))) is not None:
            return said
        unit = state.book.units[unit].parent
    return state.book.complete.get((None, kind), False)


def _units_with_lost_people(state: State) -> set[str]:
    """The units (and those above them) some of whose people could not be read; all units if it is not known whose."""
    name = state.table("people").name
    out: set[str] = set()
    for row in state.book.unreadable_rows:
        if row.sheet == name:
            out.update(_upwards(state, row.unit) if row.unit else state.book.units)
    return out if state.table("people").usable else set(state.book.units)


def _upwards(state: State, unit: str | None) -> list[str]:
    out: list[str] = []
    while unit is not None:
        out.append(unit)
        unit = state.book.units[unit].parent
    return out


def _fill(subject: Subject) -> None:
    for kind in _LISTS:
        if kind in subject.complete:
            subject.facts.setdefault(kind, [])
    if "awards" in subject.complete:
        _fill_awards(subject)
    elif "awards" in subject.facts:
        subject.partial["awards"] = subject.facts.pop("awards")


def _fill_awards(subject: Subject) -> None:
    own = lx.PERSON_AWARDS if isinstance(subject, Person) else lx.COLLECTIVE_AWARDS
    held = subject.facts.setdefault("awards", [])
    named = {entry["award"] for entry in held}
    held.extend(_NONE[code] for code in (*own.names, *lx.COMMON_AWARDS.names) if code not in named)
