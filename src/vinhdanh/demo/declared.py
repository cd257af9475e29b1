"""Which units have said "đã nhập đủ" for which years, and where the chase list of this year stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from vinhdanh.accounts.models import User
from vinhdanh.demo.careers import Span
from vinhdanh.demo.places import Place, World
from vinhdanh.demo.units import Made
from vinhdanh.demo.write import put
from vinhdanh.records.models import Completeness, Submission

KINDS = tuple(Completeness.Kind)
SOME = (Completeness.Kind.PEOPLE, Completeness.Kind.RATINGS, Completeness.Kind.AWARDS)
ALL_SENT, SOME_SENT = (0, 1, 2, 4, 6), (3, 7)  # of ten units: everything declared; only people, ratings, awards
RETURNED = "Thiếu xếp loại của người chuyển đến trong năm; bổ sung rồi gửi lại."


def rated_now(world: World) -> frozenset[str]:
    """Units that have entered the ratings of this year."""
    return frozenset(p.key for i, p in enumerate(world.places) if p.until is None and i % 10 in (*ALL_SENT, *SOME_SENT))


def gaps(world: World, span: Span) -> frozenset[tuple[str, int]]:
    """Units and years that are not declared: the first three years of one unit in seven, the year before last of one in eleven."""
    early = {(p.key, y) for i, p in enumerate(world.places) if i % 7 == 5 for y in range(span.first, span.first + 3)}
    return frozenset(early | {(p.key, span.last - 1) for i, p in enumerate(world.places) if i % 11 == 8})


def make_declared(world: World, span: Span, units: Made, by: User, at: dt.datetime, missing: frozenset[tuple[str, int]]) -> None:
    """Write what is declared, and the chase list of this year and the last."""
    put(
        Completeness(unit=units[p.key], year=y, kind=k, declared_by=by, declared_at=at, paper="Báo cáo rà soát dữ liệu")
        for i, p in enumerate(world.places)
        for y in range(max(span.first, p.since.year), (span.on.year if p.until is None else p.until.year) + 1)
        for k in _kinds(i, y, p, span, missing)
    )
    put(row for i, p in enumerate(world.places) if p.until is None for row in _submissions(i, p, span, units, by, at))


def _kinds(index: int, year: int, place: Place, span: Span, missing: frozenset[tuple[str, int]]) -> tuple[Completeness.Kind, ...]:
    if (place.key, year) in missing:
        return ()
    if year <= span.last or index % 10 in ALL_SENT:
        return KINDS
    return SOME if index % 10 in SOME_SENT else ()


def _submissions(index: int, place: Place, span: Span, units: Made, by: User, at: dt.datetime) -> Iterable[Submission]:
    state = Submission.State
    now = state.RECEIVED if index % 10 in ALL_SENT[:3] else state.SUBMITTED if index % 10 in ALL_SENT else state.RETURNED
    now = now if index % 10 in (*ALL_SENT, SOME_SENT[0]) else state.NOT_SENT
    for year, where in ((span.last, state.RECEIVED), (span.on.year, now)):
        if place.since.year <= year:
            yield Submission(
                unit=units[place.key],
                year=year,
                state=where,
                due=dt.date(year, 12, 5),
                reason=RETURNED if where == state.RETURNED else "",
                by=None if where == state.NOT_SENT else by,
                at=None if where == state.NOT_SENT else at,
            )
