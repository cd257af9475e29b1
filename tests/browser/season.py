"""One cluster with a round in every step, by a table like those of real offices, for the pages of ``rankings`` that axe looks at."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
from django.core.files.base import ContentFile
from django.utils import timezone
from tests.office import Office
from tests.rankings.play import Cup, fresh, go, review_all, sheet_of

from vinhdanh.files.actions import store
from vinhdanh.files.models import StoredFile
from vinhdanh.rankings import appeals, editions, entries, publishing, rounds, sheets, statistics, votes
from vinhdanh.rankings.models import ScoreEntry, ScoreRound, ScoreTable
from vinhdanh.units.models import ClusterMember

TABLE = """
id: bang-cum
name: Bảng tiêu chí chấm điểm thi đua VKSND khu vực
cite: Quyết định 12/QĐ-VKS-MH ngày 15/01/2025
total: {max: 100}
criteria:
- code: I
  name: Nghiệp vụ
  max: 60
  children:
  - code: I.1
    name: 'Tố giác, tin báo về tội phạm được giải quyết đúng hạn'
    max: 15
    kind: ratio
    numerator: đã giải quyết
    denominator: phải giải quyết
  - {code: I.2, name: Không để xảy ra đình chỉ do hành vi không cấu thành tội phạm, max: 15, kind: pass_fail, cite: Điều 5 Quy chế cụm}
  - {code: I.3, name: Tỷ lệ kháng nghị được chấp nhận, max: 12, kind: relative_no_target, evidence: [số quyết định kháng nghị, bản án phúc thẩm]}
  - code: I.4
    name: 'Kiểm sát tạm giữ, tạm giam, thi hành án'
    max: 10
    rules:
    - {id: cham, name: kết luận chậm, kind: deduct_per_unit, points: 0.25, per: lần, cap: 2}
    - {id: khong, name: không kiểm sát trực tiếp, kind: deduct_if, points: 1}
  - {code: I.5, name: Số hóa hồ sơ vụ án, max: 8}
- code: II
  name: Xây dựng đơn vị
  max: 20
  children:
  - {code: II.1, name: 'Đoàn kết nội bộ; không có người bị kỷ luật', max: 10}
  - {code: II.2, name: 'Đào tạo, bồi dưỡng', max: 10}
- code: III
  name: Phong trào thi đua
  max: 15
  children:
  - {code: III.1, name: 'Tổ chức phong trào, sơ kết, tổng kết', max: 8}
  - {code: III.2, name: 'Phát hiện, nhân rộng điển hình tiên tiến', max: 7}
- {code: IV, name: Điểm thưởng, role: bonus, kind: award_linked, awards: {cờ ngành: 2, bằng khen: 1}, cap: 5}
- code: V
  name: Điểm trừ
  role: deduction
  children:
  - {code: V.1, name: Báo cáo chậm, kind: award_per_unit, points: 0.5}
classes:
  levels:
  - {name: Xuất sắc, ge: 90}
  - {name: Tốt, ge: 80, lt: 90}
  - {name: Hoàn thành, lt: 80}
ranking: {by: points, ties: [{criterion: I}, {ballot: true}]}
quotas:
- {award: Cờ thi đua của VKSND tối cao, fixed: 2, min_class: Xuất sắc}
- {award: Bằng khen, fixed: 1}
"""
FLAG, DIPLOMA = "Cờ thi đua của VKSND tối cao", "Bằng khen"
WHY = "Một vụ tòa chưa xử nên chưa tính: 8 vụ."
MARKS = ((15, 12, 8, 9), (14, 9, 9, 6), (15, 10, 10, 8), (13, 8, 7, 7), (15, 11, 9, 8), (14, 7, 8, 6), (12, 6, 6, 5))
"""Of each unit: reports resolved of 15, protests, digitised files, training."""


def said(at: int) -> dict[str, dict[str, Any]]:
    """What the unit at a place of ``MARKS`` enters, by path."""
    done, protests, files, training = MARKS[at]
    return {
        "I/I.1": {"đã giải quyết": str(done), "phải giải quyết": "15"},
        "I/I.2": {"value": True},
        "I/I.3": {"actual": str(protests)},
        "I/I.4": {"cham": str(at % 3)},
        "I/I.5": {"value": str(files * 4 // 5)},
        "II/II.1": {"value": "10"},
        "II/II.2": {"value": str(training)},
        "III/III.1": {"value": f"{8 - at * 0.25}"},
        "III/III.2": {"value": "6.5"},
        "IV": {"cờ ngành": "1", "bằng khen": str(at % 2)},
        "V/V.1": {"value": str(at // 3)},
    }


class Season:
    """A round in every step: ``begun``, ``crossed``, ``met``, ``appealed``, ``voted``, ``done`` (this year) and last year's, published."""

    def __init__(self, office: Office) -> None:
        self.cup = Cup(office)
        for one in self.cup.units:
            ClusterMember.objects.create(cluster=self.cup.cluster, unit=one, year=2025, role=ClusterMember.Role.MEMBER)
        self.table = editions.issue(editions.create(office.top, "bang-cum", TABLE, by=self.cup.run), by=self.cup.run)
        self.last = self._published("Năm 2025", 2025, turned=True)
        self.begun = self._begun()
        self.crossed = self._crossed("6 tháng đầu năm 2026")
        self.met = self._met("9 tháng năm 2026")
        self.appealed = self._appealed("Đợt thi đua chào mừng 65 năm thành lập Ngành")
        self.voted = self._voted("Năm 2026")
        self.done = self._published("Đợt thi đua đặc biệt 500 ngày đêm", 2026)

    def open(self, name: str, year: int = 2026, *, turned: bool = False) -> ScoreRound:
        """A round in which everybody sent its own score."""
        round = self._open(name, year)
        now, by = timezone.now(), self.cup.run
        for at, sheet in enumerate(round.sheets.order_by("pk")):
            rows = said(len(MARKS) - 1 - at if turned else at)
            ScoreEntry.objects.bulk_create(ScoreEntry(sheet=sheet, stage="self", path=p, data=d, by=by, at=now) for p, d in rows.items())
        round.sheets.update(self_sent_at=now, self_sent_by=by)
        return round

    def _open(self, name: str, year: int) -> ScoreRound:
        first, last = dt.date(year - 1, 12, 1), dt.date(year, 11, 30)
        days = {"self_due": last + dt.timedelta(days=5), "appeal_due": last + dt.timedelta(days=30)}
        return rounds.open_round(self.cup.cluster, year, name, self.table, first_day=first, last_day=last, by=self.cup.run, **days)

    def _begun(self) -> ScoreRound:
        """Two units have begun, one has sent; a figure comes from the statistics; one unit is not considered."""
        round = self._open("Quý I năm 2026", 2026)
        now, by, one = timezone.now(), self.cup.run, sheet_of(round, "KV1")
        figures = ScoreEntry(sheet=one, stage="statistics", path="I/I.1", data=said(0)["I/I.1"], by=by, at=now)
        typed = [ScoreEntry(sheet=one, stage="self", path=p, data=d, by=by, at=now) for p, d in list(said(0).items())[1:5]]
        sent = [ScoreEntry(sheet=sheet_of(round, "KV2"), stage="self", path=p, data=d, by=by, at=now) for p, d in said(1).items()]
        ScoreEntry.objects.bulk_create([figures, *typed, *sent])
        round.sheets.filter(unit__key="KV2").update(self_sent_at=now, self_sent_by=by)
        entries.prove(one, "I/I.2", "Báo cáo số 45/BC-VKS ngày 12/10/2026", None, by=self.cup.clerk["KV1"])
        sheets.bar(sheet_of(round, "KV7"), "Có người bị kỷ luật cảnh cáo", "khoản 2 Điều 9 Quy chế cụm", "QĐ 7/QĐ-VKS", by=by)
        return round

    def _crossed(self, name: str) -> ScoreRound:
        """KV1 lost points in the hands of KV2."""
        round = self.open(name)
        go(self.cup, round)
        self._lower(round, "KV1")
        return fresh(round)

    def _lower(self, round: ScoreRound, key: str) -> None:
        """The unit that scores it across counts fewer protests and later reports."""
        sheet, scorer = sheet_of(round, key), self.cup.clerk[sheet_of(round, key).crossed_by.key]  # type: ignore[union-attr]
        entries.put(sheet, "cross", "I/I.3", {"actual": "8"}, why=WHY, version=0, by=scorer)
        entries.put(sheet, "cross", "III/III.1", {"value": "7,5"}, why="Báo cáo sơ kết nộp 08/7, muộn 8 ngày.", version=0, by=scorer)

    def _met(self, name: str) -> ScoreRound:
        """At the meeting: one difference explained, one not."""
        round = self._crossed(name)
        go(self.cup, round, "Họp theo lịch")
        entries.explain(sheet_of(round, "KV1"), "I/I.3", "Tòa án đã xử ngày 20/10, đơn vị gửi bổ sung bản án.", by=self.cup.clerk["KV1"])
        return fresh(round)

    def _appealed(self, name: str) -> ScoreRound:
        """Appeals: one waits, one was refused."""
        round = self._met(name)
        go(self.cup, round, "Đã họp")
        asked = {"I/I.3": "Bản án số 14/2026/HS-PT đã có hiệu lực; đề nghị tính 12 vụ.", "III/III.1": "Báo cáo gửi đúng hạn qua trục liên thông."}
        for path, says in asked.items():
            made = appeals.appeal(sheet_of(round, "KV1"), path, says, on=round.last_day, by=self.cup.clerk["KV1"])
        appeals.reject(made, "Trục liên thông ghi nhận lúc 09:15 ngày 08/7.", by=self.cup.run)
        return fresh(round)

    def _to_vote(self, name: str, year: int, *, turned: bool = False) -> ScoreRound:
        round = self.open(name, year, turned=turned)
        if not turned:
            self._open_cross(round)
        while fresh(round).state != ScoreRound.State.REVIEW:
            go(self.cup, round, "Theo lịch")
        review_all(self.cup, round)
        go(self.cup, round)
        return fresh(round)

    def _open_cross(self, round: ScoreRound) -> None:
        go(self.cup, round)
        self._lower(round, "KV1")

    def _voted(self, name: str) -> ScoreRound:
        """One ballot decided, one with counts that differ, one that waits for its second count."""
        round, run, head = self._to_vote(name, 2026), self.cup.run, self.cup.clerk["KV1"]
        for award, key, why in ((FLAG, "KV3", ""), (FLAG, "KV5", ""), (DIPLOMA, "KV1", "Thành tích đột xuất trong vụ án 12/HS.")):
            votes.propose(sheet_of(round, key), award, why=why, by=run)
        self._ballot(round, FLAG, {"KV3": 7, "KV5": 4}, {"KV3": 7, "KV5": 4}, by=(run, head))
        self._ballot(round, FLAG, {"KV3": 7, "KV5": 6}, {"KV3": 7, "KV5": 5}, by=(run, head))
        self._ballot(round, DIPLOMA, {"KV1": 6}, by=(head,))
        return fresh(round)

    def _ballot(self, round: ScoreRound, award: str, *yes: Mapping[str, int], by: tuple[Any, ...]) -> None:
        made = votes.hold(
            round, award, on=round.last_day, members=7, present=7, threshold="4/5", cite="khoản 3 Điều 12 Quy chế cụm", secret=True, by=by[0]
        )
        for one, counted in zip(by, yes, strict=True):
            votes.count(made, {key: {"yes": n, "no": 7 - n} for key, n in counted.items()}, by=one)

    def _published(self, name: str, year: int, *, turned: bool = False) -> ScoreRound:
        round = self._to_vote(name, year, turned=turned)
        votes.propose(sheet_of(round, "KV3"), FLAG, why="Suy tôn", by=self.cup.run)
        self._ballot(round, FLAG, {"KV3": 7}, {"KV3": 7}, by=(self.cup.run, self.cup.clerk["KV1"]))
        publishing.publish(round, on=round.last_day, open_to_all=True, version=round.version, by=self.cup.run)
        return fresh(round)

    def figures(self, *values: str) -> StoredFile:
        """The statistics file of ``begun`` with these values from the top."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "so-lieu.xlsx"
            statistics.template(self.begun, path)
            book = openpyxl.load_workbook(path)
            for row, value in enumerate(values, 2):
                book["Số liệu"].cell(row, 7).value = value  # column G, “Giá trị”
            book.save(path)
            return store(ContentFile(path.read_bytes(), path.name), by=self.cup.run)

    def draft(self) -> ScoreTable:
        """The next edition, in which the first criterion weighs more and a printed sum is wrong."""
        made = editions.new_edition(self.table, by=self.cup.run)
        return editions.change(made, made.text.replace("max: 15\n    kind: ratio", "max: 16\n    kind: ratio"), version=made.version, by=self.cup.run)
