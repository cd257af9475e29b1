"""People of a file: matched to the database, made or changed; the people that rows of a list refer to; posts as head."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from vinhdanh.merit.text import fold
from vinhdanh.people.actions import check_form
from vinhdanh.people.models import Person, Post
from vinhdanh.records.importing.drafts import Draft, PersonDraft, Target
from vinhdanh.records.importing.matching import SURE, Match, Wanted
from vinhdanh.records.models import ImportRow
from vinhdanh.workbook.days import Day
from vinhdanh.workbook.lexicon import key as word_key
from vinhdanh.workbook.model import Person as BookPerson
from vinhdanh.workbook.refs import same_key
from vinhdanh.workbook.table import Row

if TYPE_CHECKING:
    from vinhdanh.records.importing.walking import Walk

STATUS = {"working": Person.Status.SERVING, "retired": Person.Status.RETIRED, "former": Person.Status.LEFT, "deceased": Person.Status.DECEASED}
NOT_KEPT = ("months", "service_years", "continuous", "other_years", "leader_years")
BLOCKS = (ImportRow.Match.LIKELY, ImportRow.Match.SEVERAL)


def ref_of(key: str | None, name: str, birth: Day | None, unit: str | None) -> str:
    """A person as written: rows that write it alike share it."""
    return "|".join((same_key(key or ""), word_key(name), birth.iso if birth else "", unit or ""))[:300]


def draft_of(walk: Walk, row: Row, choice: tuple[str, int | None]) -> PersonDraft | None:
    """A row of the list of people; None where it cannot be taken yet."""
    book = walk.by_row().get(row.number)
    if book is None or row.bad:
        return None
    unit = walk.places.get(book.unit)
    birth: Day | None = row.get("birth")
    match = _matched(walk, row, Wanted(row.get("key"), book.name, birth, unit.pk if unit else None), choice, book.unit)
    if unit is None:
        walk.state.warn(row, "unit", "unit-first", "Đơn vị của người này chưa nhập được.", "Hãy sửa lỗi ở trang “Đơn vị” trước.")
        return None
    target = walk.targets[book.key] = Target("p", book.key, book.name, match.person_id)
    if match.person_id and match.kind not in BLOCKS and not _once(walk, row, match.person_id):
        return None
    _key_free(walk, row, match)
    draft = PersonDraft(row.number, target, unit, _values(walk, row, match), _COLS, _since(walk, row))
    _leads(walk, row, target, book)
    _not_moved(walk, row, unit, match)
    for name in NOT_KEPT:
        if row.get(name) is not None:
            walk.state.warn(row, name, "not-taken", "Cột này chưa có chỗ lưu trong phần mềm, không được nhập.", "")
    return None if row.bad or match.kind in BLOCKS else draft


def _matched(walk: Walk, row: Row, wanted: Wanted, choice: tuple[str, int | None], unit: str | None) -> Match:
    from vinhdanh.records.importing.walking import Seen

    match = walk.people.match(wanted, *choice)
    walk.seen[row.sheet, row.number] = Seen(match, ref_of(wanted.key, wanted.name, wanted.birth, unit))
    if match.kind in BLOCKS:
        _ask(walk, row, match)
    return match


def _ask(walk: Walk, row: Row, match: Match) -> None:
    if match.kind == ImportRow.Match.SEVERAL:
        said = f"Trùng với {len(match.candidates)} người trong phần mềm."
    else:
        best = match.candidates[0]
        said = f"Có thể là {best['name']} ({best['key']}{', sinh ' + best['born'] if best['born'] else ''}, {best['unit']}): {best['why']}."
    walk.notes.note(row.sheet, row.number, "name", "error", "choose-person", said, "Chọn đúng người, hoặc chọn người mới.")


def _once(walk: Walk, row: Row, person_id: int) -> bool:
    """Two rows of the list cannot be one person of the database."""
    first = walk.made.setdefault(hash(("person", person_id)), row.number)
    if first == row.number:
        return True
    name = walk.people.by_id[person_id].name
    said = f"Cùng khớp với {name} trong phần mềm như dòng {first}."
    walk.state.error(row, "name", "duplicate-person", said, "Bỏ qua dòng trùng, hoặc chọn người khác.")
    return False


def _key_free(walk: Walk, row: Row, match: Match) -> None:
    """A new person's key must be fit for an address, and may not be somebody's already."""
    key = row.get("key")
    if match.person_id or key is None or match.kind in BLOCKS:
        return
    try:
        check_form(key)
    except ValidationError as why:
        walk.state.error(row, "key", "person-key", why.messages[0], "Sửa mã ở trang “Cán bộ” và ở các dòng ghi mã ấy.")
        return
    if same_key(key) in walk.people.by_key or same_key(key) in walk.taken_keys():
        walk.state.error(row, "key", "key-taken", f"Mã “{key}” đã là của người khác trong phần mềm.", "Sửa mã, hoặc để trống để máy đặt mã mới.")


_COLS = {
    "birth": "birth",
    "birth_year": "birth",
    "gender": "gender",
    "party_member": "party",
    "contract": "contract",
    "joined_on": "employed",
    "status": "state",
    "post_name": "post",
}


def _values(walk: Walk, row: Row, match: Match) -> dict[str, Any]:
    birth: Day | None = row.get("birth")
    known = walk.people.by_id.get(match.person_id or 0)
    exact = birth.exact if birth else None
    start = "service_from" if row.get("service_from") else "employed"
    values = {
        "birth": exact,
        "birth_year": birth.first.year if birth and not (known and known.birth) else None,
        "gender": row.get("gender") or "",
        "party_member": row.get("party"),
        "contract": row.get("contract"),
        "joined_on": walk.maker.exact(row, start),
        "status": Person.Status.OUTSIDE if row.get("outside") else STATUS.get(row.get("state")),
        "post_name": walk.maker.text(row, "post", 120),
    }
    return {k: v for k, v in values.items() if v not in (None, "")}


def _since(walk: Walk, row: Row) -> dt.date:
    """From when a new person is counted as a member of the unit: from entering the service, else from the year of the data."""
    day: Day | None = row.get("employed") or row.get("service_from")
    return day.exact if day and day.exact else dt.date(walk.batch.year, 1, 1)


def _leads(walk: Walk, row: Row, target: Target, book: BookPerson) -> None:
    if book.heads:
        walk.heads[book.key] = (row.number, target, book.heads, row.get("post") or "Người đứng đầu")


def _not_moved(walk: Walk, row: Row, unit: Target, match: Match) -> None:
    known = walk.people.by_id.get(match.person_id or 0)
    if known and match.kind == SURE and known.unit_id != unit.pk:
        said = f"Phần mềm ghi người này ở {known.unit}; lưu không chuyển đơn vị."
        walk.notes.note("people", row.number, "unit", "warning", "unit-differs", said, "Chuyển đơn vị ở trang cán bộ, để đơn vị mới tiếp nhận.")


def add_known(walk: Walk) -> None:
    """People of the database that the file does not list can be named by its other sheets, by their key; by their name too
    where the file has no list of people."""
    listed = {t.pk for t in walk.targets.values()}
    alone = "people" not in walk.layouts
    for known in walk.people.by_id.values():
        if known.pk in listed or same_key(known.key) in walk.names.people.keys:
            continue
        book = BookPerson(known.key, known.name, "", 0)
        if alone:
            walk.names.people.add(book, True)
        else:
            walk.names.people.keys[same_key(known.key)] = book
        walk.targets[known.key] = Target("p", known.key, known.name, known.pk)


def referred(walk: Walk, row: Row, ref: Row, unit: str | None, choice: tuple[str, int | None]) -> str:
    """The key of the person a row of a list is about, in the reader's directory; noted with its match."""
    place = walk.places.get(unit or "")
    birth: Day | None = ref.get("birth")
    wanted = Wanted(ref.get("key"), ref.values["name"], birth, place.pk if place else None)
    match = _matched(walk, row, wanted, choice, unit)
    key = "\x00" + ref_of(wanted.key, wanted.name, birth, unit)
    if match.kind in BLOCKS:
        row.bad = True
    if match.kind == ImportRow.Match.NEW and choice[0] != "new":
        said = "Không có người này trong phần mềm."
        walk.notes.note(row.sheet, row.number, "name", "error", "no-such-person", said, "Sửa họ tên, ngày sinh; hoặc chọn người mới.")
        row.bad = True
    if same_key(key) not in walk.names.people.keys:
        if match.kind == ImportRow.Match.NEW and choice[0] == "new" and place is not None:
            walk.newcomers.append(_newcomer(walk, row, wanted, key, place))
            return key
        book = BookPerson(key, wanted.name, "", row.number)
        walk.state.book.people[key] = book
        walk.names.people.add(book, True)
        walk.targets[key] = Target("p", str(match.person_id or key), wanted.name, match.person_id)
    return key


def _newcomer(walk: Walk, row: Row, wanted: Wanted, key: str, place: Target) -> PersonDraft:
    """A person that only a list of records names, whom the clerk has declared to be new."""
    book = BookPerson(key, wanted.name, "", row.number)
    walk.state.book.people[key] = book
    walk.names.people.add(book, True)
    target = walk.targets[key] = Target("p", wanted.key or "", wanted.name)
    birth = wanted.birth
    values = {"birth": birth.exact if birth else None, "birth_year": birth.first.year if birth else None}
    given = {k: v for k, v in values.items() if v is not None}
    return PersonDraft(row.number, target, place, given, {"birth": "birth"}, dt.date(walk.batch.year, 1, 1), row.sheet)


def place_post(walk: Walk, draft: Draft) -> None:
    """A dated post: its unit by number; as head it stands for what the list of people says of the head."""
    unit = draft.values.pop("unit", None)
    if unit and (place := walk.places.get(unit)):
        draft.fixed["unit"] = place
    if draft.values.get("head"):
        walk.heads.pop(draft.target.key, None)


def heads_left(walk: Walk) -> list[Draft]:
    """Posts as head that only the list of people tells of, from the first day of the year of the data."""
    since = dt.date(walk.batch.year, 1, 1)
    out = []
    for number, target, unit, name in walk.heads.values():
        if target.pk and Post.objects.filter(person=target.pk, head=True, until__isnull=True).exists():
            continue
        said = f"Chưa rõ đứng đầu từ ngày nào; lưu sẽ ghi từ {since:%d/%m/%Y}."
        walk.notes.note("people", number, "head", "warning", "head-since", said, "Nếu biết, ghi ở trang “Chức vụ”.")
        fixed = {"name": name[:120], "since": since, "unit": walk.places[unit], "paper": walk.maker.paper}
        out.append(Draft("people", number, Post, target, (fold(name), since), {"head": True, "leader": True}, {}, fixed))
    return out


def words(model: type[models.Model], name: str, value: Any) -> str:
    """A value of a field as people read it."""
    field = model._meta.get_field(name)
    choices = dict(getattr(field, "flatchoices", []) or [])
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return str(choices.get(value, value))
