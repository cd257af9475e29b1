"""A cluster of seven regional offices and a small table with a relative criterion, a bonus and a ballot for ties; its whole round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tests.office import Office, kind, unit, user

from vinhdanh.accounts.models import User
from vinhdanh.rankings import editions, entries, rounds, sheets, steps
from vinhdanh.rankings.models import ScoreEntry, ScoreRound, ScoreSheet, ScoreTable
from vinhdanh.units.models import Cluster, ClusterMember, Unit

TABLE = """
id: bang-kv
name: Bảng tiêu chí chấm điểm thi đua VKSND khu vực
cite: Quyết định 01/QĐ-MH
total: {max: 100}
criteria:
- code: I
  name: Nghiệp vụ
  max: 80
  children:
  - {code: I.1, name: Giải quyết tố giác, max: 40, kind: ratio}
  - {code: I.2, name: Báo cáo đúng hạn, max: 20, kind: pass_fail}
  - {code: I.3, name: Kháng nghị, max: 20, kind: relative_no_target, evidence: [số quyết định kháng nghị]}
- code: II
  name: Xây dựng đơn vị
  max: 20
  children:
  - {code: II.1, name: Đoàn kết nội bộ, max: 20}
- {code: III, name: Điểm thưởng, role: bonus, kind: award_linked, awards: {cờ ngành: 2}, cap: 4}
classes:
  levels:
  - {name: Xuất sắc, ge: 90}
  - {name: Tốt, ge: 70, lt: 90}
  - {name: Hoàn thành, lt: 70}
ranking: {by: points, ties: [{ballot: true}]}
quotas:
- {award: Cờ thi đua, fixed: 2, min_class: Xuất sắc}
"""
FIRST, LAST, DAY = dt.date(2025, 12, 1), dt.date(2026, 11, 30), dt.date(2026, 12, 1)
RING = 7
SAID: dict[str, Mapping[str, str]] = {
    "I/I.1": {"numerator": "9", "denominator": "10"},
    "I/I.2": {"value": "có"},
    "I/I.3": {"actual": "10"},
    "II/II.1": {"value": "18"},
    "III": {"cờ ngành": "0"},
}


class Cup:
    """``office``; seven ``units`` KV1 … KV7 in ``cluster``; ``run`` organises, ``clerk[key]`` scores for a unit."""

    def __init__(self, office: Office | None = None) -> None:
        self.office = office or Office()
        regional = kind("khu-vuc", "VKSND khu vực", "khu-vuc")
        more = [unit(f"KV{i}", f"VKSND khu vực {i}", self.office.top, kind=regional) for i in range(2, RING + 1)]
        self.units: list[Unit] = [self.office.kv, *more]
        self.cluster = Cluster.objects.create(kind="cum", key="C1", name="Cụm thi đua số 1", owner=self.office.top)
        for one in self.units:
            role = ClusterMember.Role.HEAD if one == self.office.kv else ClusterMember.Role.MEMBER
            ClusterMember.objects.create(cluster=self.cluster, unit=one, year=2026, role=role)
        self.run: User = user("bo-phan-tdkt", self.office.top)
        self.clerk = {u.key: user("can-bo-tdkt", u) for u in self.units}

    def table(self, text: str = TABLE) -> ScoreTable:
        """The table, issued."""
        return editions.issue(editions.create(self.office.top, "bang-kv", text, by=self.run), by=self.run)

    def open(self, table: ScoreTable | None = None, **more: object) -> ScoreRound:
        """The round of 2026."""
        table = table or self.table()
        return rounds.open_round(self.cluster, 2026, "Năm 2026", table, first_day=FIRST, last_day=LAST, by=self.run, **more)


def sheet_of(round: ScoreRound, key: str) -> ScoreSheet:
    """The sheet of a unit as the database has it."""
    return ScoreSheet.objects.select_related("unit", "crossed_by", "round__cluster__owner", "round__table").get(round=round, unit__key=key)


def fill(cup: Cup, round: ScoreRound, key: str, **changes: Mapping[str, str]) -> None:
    """A unit scores itself and sends; ``changes`` by the path with ``_`` for what cannot stand in a name."""
    other = {k.replace("__", "/").replace("_", "."): v for k, v in changes.items()}
    for path, typed in {**SAID, **other}.items():
        entries.put(sheet_of(round, key), "self", path, typed, version=0, by=cup.clerk[key])
    sheets.send(sheet_of(round, key), by=cup.clerk[key])


def fresh(round: ScoreRound) -> ScoreRound:
    """The round as the database has it."""
    return ScoreRound.objects.select_related("cluster__owner", "table").get(pk=round.pk)


def go(cup: Cup, round: ScoreRound, reason: str = "", on: dt.date = DAY) -> ScoreRound:
    """The next step."""
    round = fresh(round)
    return steps.advance(round, on=on, reason=reason, version=round.version, by=cup.run)


def cross_all(cup: Cup, round: ScoreRound) -> None:
    """Everybody agrees with whom it scores."""
    for one in ScoreSheet.objects.filter(round=round).select_related("unit", "crossed_by"):
        by = cup.clerk[one.crossed_by.key]  # type: ignore[union-attr]
        entries.accept_rest(sheet_of(round, one.unit.key), ScoreEntry.Stage.CROSS, by=by)
        sheets.send_across(sheet_of(round, one.unit.key), by=by)


def review_all(cup: Cup, round: ScoreRound) -> None:
    """Everything is verified as it stands."""
    for one in ScoreSheet.objects.filter(round=round).select_related("unit"):
        entries.accept_rest(sheet_of(round, one.unit.key), ScoreEntry.Stage.VERIFIED, by=cup.run)
        sheets.finish_review(sheet_of(round, one.unit.key), by=cup.run)


def to_vote(cup: Cup) -> ScoreRound:
    """A round up to the vote: KV2 and KV3 are first with equal points, KV7 is last."""
    round = cup.open()
    for i, one in enumerate(cup.units, 1):
        more = {"II__II_1": {"value": str(20 if i in (2, 3) else 18 - i)}}
        fill(cup, round, one.key, **more)
    go(cup, round)
    cross_all(cup, round)
    for _ in range(3):  # meeting, appeal, review
        go(cup, round)
    review_all(cup, round)
    go(cup, round)
    return fresh(round)
