"""The shape of the facts of a case: what each fact holds, and where a file written by hand departs from it, in Vietnamese.

The judge itself trusts its facts; whatever a person typed passes here first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vinhdanh.merit.rows import LEVELS, RATINGS, SEVERITY, STUDY_RESULTS
from vinhdanh.merit.text import nearest
from vinhdanh.merit.time import parse_day

Fault = tuple[str, str]
Check = Callable[[Any, str], Iterator[Fault]]
SUBJECTS = ("person", "collective", "household")
_YEARS = range(1900, 2101)
_SHOWN = 40


def shown(value: Any) -> str:
    """A value as it may stand in a message."""
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _not(at: str, value: Any, wanted: str) -> Iterator[Fault]:
    yield at, f"cần {wanted}, đang ghi “{shown(value)}”"


def _text(value: Any, at: str) -> Iterator[Fault]:
    return iter(()) if isinstance(value, str) else _not(at, value, "chữ")


def _flag(value: Any, at: str) -> Iterator[Fault]:
    return iter(()) if isinstance(value, bool) else _not(at, value, "true hoặc false")


def _plain(value: Any, kinds: type | tuple[type, ...]) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool)


def _number(value: Any, at: str) -> Iterator[Fault]:
    return iter(()) if _plain(value, (int, float)) and 0 <= value < 1e9 else _not(at, value, "số không âm")


def _percent(value: Any, at: str) -> Iterator[Fault]:
    return iter(()) if _plain(value, (int, float)) and 0 <= value <= 100 else _not(at, value, "tỷ lệ từ 0 đến 100")


def _count(value: Any, at: str) -> Iterator[Fault]:
    return iter(()) if _plain(value, int) and 0 <= value < 10**9 else _not(at, value, "số nguyên không âm")


def _year(value: Any, at: str) -> Iterator[Fault]:
    return iter(()) if _plain(value, int) and value in _YEARS else _not(at, value, "năm bốn chữ số")


def _day(value: Any, at: str) -> Iterator[Fault]:
    if isinstance(value, bool) or not isinstance(value, str | int | dt.date):
        yield from _not(at, value, "ngày, ví dụ 2024-09-02")
        return
    try:
        parse_day(str(value))
    except ValueError:
        yield from _not(at, value, "ngày, ví dụ 2024-09-02")


def _end(value: Any, at: str) -> Iterator[Fault]:
    return _year(value, at) if _plain(value, int) else _day(value, at)


def _one_of(codes: tuple[str, ...]) -> Check:
    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, str) or value not in codes:
            near = nearest(str(value), codes)
            yield at, f"không có mã “{shown(value)}”" + (f"; có phải “{near}”?" if near else "")

    return check


def _many(inner: Check) -> Check:
    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield from _not(at, value, "một danh sách")
            return
        for i, item in enumerate(value, 1):
            yield from inner(item, f"{at}[{i}]")

    return check


def _table(fields: Mapping[str, Check], needed: tuple[str, ...] = ()) -> Check:
    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, Mapping):
            yield from _not(at, value, "một bảng khóa – giá trị")
            return
        for name in needed:
            if name not in value:
                yield at, f"thiếu “{name}”"
        for name, item in value.items():
            yield from _field(fields, name, item, at)

    return check


def _field(fields: Mapping[str, Check], name: Any, item: Any, at: str) -> Iterator[Fault]:
    known = fields.get(name) if isinstance(name, str) else None
    if known is not None:
        yield from known(item, f"{at}.{name}")
        return
    near = nearest(str(name), list(fields))
    yield at, f"không có khóa “{shown(name)}”" + (f"; có phải “{near}”?" if near else "")


def _ratings(value: Any, at: str) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield from _not(at, value, "một bảng năm – xếp loại")
        return
    for year, rating in value.items():
        yield from _year(int(year) if isinstance(year, str) and year.isdigit() else year, at)
        yield from _RATING(rating, f"{at}.{shown(year)}")


_RATING = _one_of((*RATINGS, "tot-tro-len"))
_BOUNDS = _table({"min": _count, "max": _count})


def _counted(value: Any, at: str) -> Iterator[Fault]:
    return _BOUNDS(value, at) if isinstance(value, Mapping) else _count(value, at)


def _period(value: Any, at: str) -> Iterator[Fault]:
    """A year, or a span ``{from, to}`` in order."""
    if not isinstance(value, Mapping):
        yield from _year(value, at)
        return
    faults = list(_table({"from": _end, "to": _end}, ("from", "to"))(value, at))
    if not faults and str(value["from"])[:4] > str(value["to"])[:4]:
        faults = [(at, f"năm đầu {shown(value['from'])} sau năm cuối {shown(value['to'])}")]
    yield from faults


def _facts(award: Check) -> Mapping[str, Check]:
    """Every kind of fact. ``award``: what an award code must be."""
    span: dict[str, Check] = {"from": _day, "to": _day}
    work: dict[str, Check] = {"year": _year, "count": _count, "level": _one_of(tuple(LEVELS)), "applied": _flag, "used_for": award}
    given: dict[str, Check] = {"award": award, "year": _year, "count": _count, "consecutive": _flag, "decided_on": _day, "period": _period}
    limit: dict[str, Check] = {
        "form": _one_of(tuple(SEVERITY)),
        "decided_on": _day,
        "conduct_year": _year,
        "ended_on": _day,
        "already_used_in": _year,
    }
    held = ("xem-xet-ky-luat", "thanh-tra-kiem-tra", "khieu-nai-to-cao", "dieu-tra", "bao-chi")
    away = ("thai-san", "om", "khong-luong", "dieu-tri-thuong-tich", "phep", "khac")
    kinds = ("cong-trang", "phong-trao", "chuyen-de", "dot-xuat", "cong-hien", "doi-ngoai")
    return {
        "employed": _table({"from": _day, "months": _number, "former": _flag, "contract": _flag}),
        "ratings": _ratings,
        "awards": _many(_table({**given, "kind": _one_of(kinds), "by": _text}, ("award",))),
        "initiatives": _many(_table({**work, "recognised": _flag, "by": _text})),
        "research": _many(_table({**work, "accepted": _flag, "role": _text})),
        "discipline": _many(_table(limit, ("form",))),
        "holds": _many(_table({**span, "kind": _one_of(held), "cleared": _flag}, ("kind",))),
        "absences": _many(_table({**span, "kind": _one_of(away), "months": _number, "working_days": _number}, ("kind",))),
        "study": _many(_table({**span, "months": _number, "result": _one_of(tuple(STUDY_RESULTS)), "rules_obeyed": _flag})),
        "transfers": _many(_table(_TRANSFER)),
        "posts": _many(_table({**span, "post": _text, "years": _number, "rank": _text})),
        "service": _table(_SERVICE),
        "person": _table({**_PERSON, "unit_awards": _many(award), "unit_rating": _RATING}),
        "collective": _table(_COLLECTIVE),
        "members": _table(_MEMBERS),
        "council": _table(_COUNCIL),
        "movement": _table(_MOVEMENT),
        "contests": _many(_table({"title": _text, "year": _year, "by": _text}, ("title",))),
        "said": _many(_text),
        **dict.fromkeys(("quota", "money", "dossier"), _any_table),
    }


def _any_table(value: Any, at: str) -> Iterator[Fault]:
    return iter(()) if isinstance(value, Mapping) else _not(at, value, "một bảng khóa – giá trị")


_TRANSFER: dict[str, Check] = {"on": _day, "months_at_old": _number, "months_at_new": _number, "old_unit_opinion": _flag, "secondment": _flag}
_SERVICE: dict[str, Check] = {
    "from": _day,
    "continuous": _flag,
    "outside_sector": _flag,
    **dict.fromkeys(("years", "other_sector_years", "leader_years"), _number),
}
_PERSON: dict[str, Check] = {
    "gender": _one_of(("nam", "nu")),
    **dict.fromkeys(("deceased", "retired", "head_of_unit", "leader", "worker", "contract", "party_member"), _flag),
}
_COLLECTIVE: dict[str, Check] = {
    "founded": _day,
    "level": _text,
    "party_rating": _text,
    **dict.fromkeys(("age_months", "age_years"), _number),
    **dict.fromkeys(("flag_eligible", "leads_cluster", "exceeded_targets", "unity", "new_model", "dissolved", "legal_personality"), _flag),
}
_MEMBERS: dict[str, Check] = {
    **dict.fromkeys(("share_ldtt", "completed_share"), _percent),
    **dict.fromkeys(("total", "disciplined_canh_cao_up", "disciplined_khien_trach"), _count),
    **dict.fromkeys(("lao_dong_tien_tien", "chien_si_thi_dua_co_so"), _counted),
}
_COUNCIL: dict[str, Check] = {
    "level": _text,
    **dict.fromkeys(("members", "present", "yes", "yes_by_letter"), _count),
    **dict.fromkeys(("yes_percent", "cluster_yes_percent"), _percent),
}
_MOVEMENT: dict[str, Check] = {
    "years": _number,
    "review": _one_of(("so-ket", "tong-ket")),
    **dict.fromkeys(("chosen", "registered"), _flag),
    **dict.fromkeys(("launched_by", "kind"), _text),
}


def faults(*, award: Any, subject: Any, period: Any, facts: Any, awards: tuple[str, ...]) -> list[Fault]:
    """Where a question departs from the format, as (place, what is wrong). ``awards``: the codes there are."""
    known = _one_of(awards)
    found = [*known(award, "award"), *_one_of(SUBJECTS)(subject, "subject")]
    if period is not None:
        found += _period(period, "period")
    return found + list(_table(_facts(known))(facts, "facts"))
