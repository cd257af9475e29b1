"""What the rows of each sheet become. One function a sheet: a good row and whom it is about → drafts of records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from vinhdanh.merit.text import fold
from vinhdanh.people.models import Post
from vinhdanh.records.importing.drafts import Draft, Maker, Target
from vinhdanh.records.models import (
    FIRST_YEAR,
    Absence,
    AwardHeld,
    CollectiveYear,
    Contest,
    Discipline,
    Hold,
    Initiative,
    Rating,
    Study,
)
from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.checks import year_of
from vinhdanh.workbook.collectives import _LASTING as LASTING
from vinhdanh.workbook.collectives import _MEMBERS as MEMBERS
from vinhdanh.workbook.collectives import _YEARLY as YEARLY
from vinhdanh.workbook.days import Day
from vinhdanh.workbook.people import iso, some
from vinhdanh.workbook.records import _contest as contest_of
from vinhdanh.workbook.table import Row

Make = Callable[[Maker, Row, Target], list[Draft]]


def drafts_of(make: Maker, row: Row, target: Target) -> list[Draft]:
    """The drafts of a good row. The row may turn bad here; then there are none."""
    year = year_of(row) if row.sheet == "awards" else row.get("year")
    if year is not None and year < FIRST_YEAR:
        make.state.error(row, "year", "year-out-of-range", f"Năm {year} sớm quá, phải từ {FIRST_YEAR}.", "Hãy sửa lại năm.")
    drafts = SHEETS[row.sheet](make, row, target)
    return [] if row.bad else drafts


def _ratings(make: Maker, row: Row, target: Target) -> list[Draft]:
    given = [(row.get("year"), row.get("rating"), "rating")] if row.get("rating") else []
    given += [(year, value, str(year)) for year, (value, _) in row.years.items()]
    return [
        Draft(row.sheet, row.number, Rating, target, (year,), {"value": value}, {"value": col}, {"year": year, "paper": make.paper})
        for year, value, col in given
    ]


def _awards(make: Maker, row: Row, target: Target) -> list[Draft]:
    text = row.values["award"]
    if title := contest_of(text):
        return _contest(make, row, target, title)
    code, year, count = lx.AWARDS.code(text), year_of(row), row.get("count")
    if code is None or count == 0 or year is None:
        return make.ignored(row, "count", "Dòng khẳng định chưa có lần nào: không nhập; thay bằng xác nhận “đã nhập đủ”.")
    if count and count > 1 and not row.get("consecutive"):
        make.state.error(row, "count", "count", f"Dòng tính cho {count} lần nhưng không ghi từng năm.", "Hãy ghi mỗi lần một dòng, có năm.")
        return []
    return [_award(make, row, target, code, y, y == year) for y in range(year - (count or 1) + 1, year + 1)]


def _award(make: Maker, row: Row, target: Target, code: str, year: int, last: bool) -> Draft:
    decision = make.text(row, "number", 60) if last else ""
    first, end = row.get("from"), row.get("to") or row.get("year")
    values = {
        "decision": decision,
        "folded": fold(decision),
        "decided_on": make.exact(row, "decided") if last else None,
        "issuer": make.text(row, "by", 160),
        "kind": row.get("kind") or "",
        "period_from": dt.date(first, 1, 1) if first and last else None,
        "period_to": dt.date(end, 12, 31) if first and end and last else None,
    }
    cols = {"decision": "number", "decided_on": "decided", "issuer": "by", "kind": "kind", "period_from": "from", "period_to": "to"}
    identity = (code, year, fold(decision), values["decided_on"])
    return Draft(row.sheet, row.number, AwardHeld, target, identity, _given(values), cols, {"award": code, "year": year})


def _contest(make: Maker, row: Row, target: Target, title: str) -> list[Draft]:
    year = year_of(row)
    if year is None:
        make.state.error(row, "year", "year-missing", "Không ghi năm đạt danh hiệu cuộc thi.", "Hãy ghi năm ở cột “Năm”.")
        return []
    values = _given({"issuer": make.text(row, "by", 160)})
    fixed = {"title": title[:160], "year": year, "paper": make.text(row, "number", 200) or make.paper}
    return [Draft(row.sheet, row.number, Contest, target, (fold(title), year), values, {"issuer": "by"}, fixed)]


def _works(make: Maker, row: Row, target: Target) -> list[Draft]:
    research = row.values["work"] == "research"
    title, count, year = make.text(row, "title", 380), row.get("count") or 1, row.values["year"]
    kind = Initiative.Kind.RESEARCH if research else Initiative.Kind.INITIATIVE
    name = title or f"{kind.label} năm {year} (chưa ghi tên)"
    values = {
        "level": row.get("level") or "",
        "recognised": row.get("accepted" if research else "recognised"),
        "applied": row.get("applied"),
        "decision": make.text(row, "number", 120),
        "issuer": make.text(row, "by", 160),
    }
    cols = {"level": "level", "recognised": "accepted" if research else "recognised", "applied": "applied", "decision": "number", "issuer": "by"}
    fixed = {"kind": kind, "year": year, "role": make.text(row, "role", 60), "used_for": row.get("used_for") or "", "titled": bool(title)}
    names = [name] if count == 1 else [f"{name} ({i}/{count})" for i in range(1, count + 1)]
    return [
        Draft(row.sheet, row.number, Initiative, target, (kind, year, fold(n)), _given(values), cols, {**fixed, "name": n, "folded": fold(n)})
        for n in names
    ]


def _limits(make: Maker, row: Row, target: Target) -> list[Draft]:
    form = row.values["form"]
    if form in lx.HOLDS.names:
        return [_hold(make, row, target, form)]
    decided: Day | None = row.get("decided")
    conduct = row.get("conduct")
    year = decided.first.year if decided else conduct
    values = {
        "paper_on": make.exact(row, "decided"),
        "ended_on": make.exact(row, "ended"),
        "conduct_year": conduct,
        "already_used_in": row.get("used_in"),
        "paper": make.text(row, "number", 200),
    }
    cols = {"paper_on": "decided", "ended_on": "ended", "conduct_year": "conduct", "already_used_in": "used_in", "paper": "number"}
    fixed = {"form": form, "year": year, **({} if values["paper"] else {"paper": make.paper})}
    return [Draft(row.sheet, row.number, Discipline, target, (form, year), _given(values), cols, fixed)]


def _hold(make: Maker, row: Row, target: Target, kind: str) -> Draft:
    since: Day | None = row.get("from")
    year = since.first.year if since else make.year
    values = {"since": make.exact(row, "from"), "until": make.exact(row, "to"), "cleared": row.get("cleared")}
    fixed = {"kind": kind, "year": year, "paper": make.text(row, "number", 200) or make.paper}
    return Draft(row.sheet, row.number, Hold, target, (kind, year), _given(values), {"since": "from", "until": "to", "cleared": "cleared"}, fixed)


def _times(make: Maker, row: Row, target: Target) -> list[Draft]:
    kind, since = row.values["kind"], row.get("from")
    if kind in (lx.TRANSFER, lx.SECONDMENT):
        return make.ignored(row, "kind", "Chuyển công tác, biệt phái không nhập từ tệp: ghi ở trang cán bộ, để đơn vị mới tiếp nhận.")
    if since is None:
        make.state.error(row, "from", "start-missing", "Không ghi từ ngày nào, nên không biết thuộc năm nào.", "Hãy ghi cột “Từ ngày”.")
        return []
    values: dict[str, Any] = {"since": make.exact(row, "from"), "until": make.exact(row, "to"), "months": row.get("months")}
    cols = {"since": "from", "until": "to", "months": "months"}
    fixed = {"year": since.first.year, "paper": make.paper}
    if kind == lx.STUDY:
        values |= {"result": row.get("result") or "", "rules_obeyed": row.get("rules")}
        return [
            Draft(row.sheet, row.number, Study, target, (since.iso,), _given(values), {**cols, "result": "result", "rules_obeyed": "rules"}, fixed)
        ]
    days = row.get("days")
    values["days"] = int(days) if days is not None else None
    return [Draft(row.sheet, row.number, Absence, target, (kind, since.iso), _given(values), {**cols, "days": "days"}, {**fixed, "kind": kind})]


def _posts(make: Maker, row: Row, target: Target) -> list[Draft]:
    since, until = row.get("from"), row.get("to")
    if since is None:
        return make.ignored(row, "post", "Chức vụ không có ngày bắt đầu: không nhập được thành một khoảng thời gian.")
    name, head = make.text(row, "post", 120), bool(row.get("head"))
    values = {
        "until": until.last + dt.timedelta(days=1) if until else None,
        "head": head or None,
        "leader": head or None,
        "unit": row.get("unit"),
    }
    cols = {"until": "to", "head": "head", "leader": "head", "unit": "unit"}
    fixed = {"name": name, "since": since.first, "paper": make.paper}
    return [Draft(row.sheet, row.number, Post, target, (fold(name), since.first), _given(values), cols, fixed)]


def _collectives(make: Maker, row: Row, target: Target) -> list[Draft]:
    year = row.get("year")
    lasting = some(founded=iso(row.get("founded")), **{n: row.get(n) for n in LASTING})
    collective = {**lasting, **some(**{n: row.get(n) for n in YEARLY})}
    members = some(**{fact: row.get(n) for n, fact in MEMBERS.items()})
    if year is None:
        return make.ignored(row, "year", "Dòng không ghi năm: không nhập; ghi năm ở cột “Năm”, hoặc sửa ở trang đơn vị.")
    values = {"collective": _plain(collective), "members": _plain(members)}
    cols = {"collective": "year", "members": "total"}
    return [Draft(row.sheet, row.number, CollectiveYear, target, (year,), _given(values), cols, {"year": year, "paper": make.paper})]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON: whole numbers as numbers, other decimals as text."""
    return {k: v if isinstance(v, bool | int | str) else str(v) for k, v in values.items()}


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v not in (None, "", {})}


SHEETS: dict[str, Make] = {
    "posts": _posts,
    "ratings": _ratings,
    "awards": _awards,
    "works": _works,
    "limits": _limits,
    "times": _times,
    "collectives": _collectives,
}
