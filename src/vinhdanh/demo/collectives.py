"""Units as subjects: their ratings, titles and yearly figures, from the counts of their members."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable

from vinhdanh.demo.careers import Span
from vinhdanh.demo.facts import Ledger, Tally
from vinhdanh.demo.places import ROOM, VU, Place, World
from vinhdanh.demo.write import put
from vinhdanh.merit.text import fold
from vinhdanh.records.models import AwardHeld, CollectiveYear, Rating

Best = frozenset[tuple[str, int]]


def best_years(world: World, span: Span, chance: random.Random) -> Best:
    """Units and years rated "hoàn thành xuất sắc": decided before the people, for heads depend on it."""
    talent = {p.key: chance.random() for p in world.places}
    return frozenset((p.key, y) for p in world.places for y in _years(p, span) if chance.random() < 0.08 + 0.5 * talent[p.key])


def _years(place: Place, span: Span) -> Iterable[int]:
    first = max(span.first, place.since.year)
    last = span.on.year if place.until is None else place.until.year - 1
    return range(first, last + 1)


def make_collectives(world: World, span: Span, best: Best, ledger: Ledger) -> None:
    """Write ratings, figures and titles of all units."""
    told = [(p, y) for p in world.places for y in _years(p, span) if y <= span.last or p.key in ledger.rated_now]
    put(row for p, y in told for row in _ratings(p, y, best, ledger))
    put(_figures(p, y, ledger) for p, y in told)
    awards = put(row for p, y in told if y <= span.last for row in _titles(p, y, best, ledger))
    ledger.awards += len(awards)


def _ratings(place: Place, year: int, best: Best, ledger: Ledger) -> Iterable[Rating]:
    value = "hoan-thanh-xuat-sac" if (place.key, year) in best else "hoan-thanh-tot"
    party = value if ledger.chance.random() < 0.8 else "hoan-thanh-tot"
    unit = ledger.units[place.key]
    yield Rating(unit=unit, year=year, value=value, body="chinh-quyen", paper="Thông báo xếp loại tập thể", entered_at=ledger.at)
    yield Rating(unit=unit, year=year, value=party, body="dang", paper="Thông báo xếp loại tổ chức đảng", entered_at=ledger.at)


def _figures(place: Place, year: int, ledger: Ledger) -> CollectiveYear:
    tally = ledger.tallies.get((place.key, year), Tally())
    share = round(100 * tally.advanced / tally.total) if tally.total else 0
    done = year < ledger.this_year
    members = {"total": tally.total, **({"lao_dong_tien_tien": tally.advanced, "share_ldtt": share} if done else {})}
    members |= {"chien_si_thi_dua_co_so": tally.fighters, "disciplined_khien_trach": tally.disciplined} if done else {}
    said = {"unity": True, "exceeded_targets": ledger.chance.random() < 0.4}
    return CollectiveYear(unit=ledger.units[place.key], year=year, collective=said, members=members, entered_at=ledger.at)


def _titles(place: Place, year: int, best: Best, ledger: Ledger) -> Iterable[AwardHeld]:
    chance, excellent = ledger.chance, (place.key, year) in best
    if excellent:
        yield _title(place, year, "tap-the-lao-dong-xuat-sac", ledger)
    elif chance.random() < 0.8:
        yield _title(place, year, "tap-the-lao-dong-tien-tien", ledger)
    if excellent and (place.key, year - 1) in best and chance.random() < 0.5:
        yield _title(place, year, "bang-khen-nganh", ledger, year - 1)
    if excellent and place.kind not in (ROOM, VU) and chance.random() < 0.15:
        yield _title(place, year, "co-thi-dua-nganh", ledger)


def _title(place: Place, year: int, award: str, ledger: Ledger, since: int | None = None) -> AwardHeld:
    decision = ledger.book.decision(award, year, "cong-trang", place.key)
    return AwardHeld(
        unit=ledger.units[place.key],
        year=year,
        award=award,
        kind="cong-trang",
        decision=decision.number,
        decided_on=decision.on,
        issuer=decision.issuer,
        period_from=dt.date(since or year, 1, 1),
        period_to=dt.date(year, 12, 31),
        folded=fold(decision.number),
        name_then=place.old_name if place.renamed_on and year < place.renamed_on.year else place.name,
        unit_then=ledger.units[place.key],
        paper=f"Quyết định {decision.number}",
        paper_on=decision.on,
        entered_at=ledger.at,
    )
