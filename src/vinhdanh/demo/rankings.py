"""Scoring in the demo, played through the real actions: last year published; this year units score themselves and appeal.

The units without an account of their own are entered by the province's clerk, as an office does for who sends paper.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.demo.places import PROVINCE, World
from vinhdanh.demo.score_figures import STATISTICS, Typed, figures, first_of_two, level_with
from vinhdanh.demo.units import Made
from vinhdanh.demo.write import put
from vinhdanh.files.actions import store
from vinhdanh.merit.scoring import loading
from vinhdanh.merit.scoring.inputs import Unit as Scored
from vinhdanh.rankings import appeals, editions, entries, publishing, rounds, sheets, statistics, steps, votes
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import ScoreEntry, ScoreRound, ScoreSheet, ScoreTable
from vinhdanh.rankings.reading import leaf_of, read
from vinhdanh.rankings.tables import compiled_of
from vinhdanh.units.models import Cluster
from vinhdanh.workbook.scoring_inputs import write_inputs

Stage = ScoreEntry.Stage
FLAG, KEY = "Cờ thi đua", "thi-dua"
CITE = "khoản 7 Điều 30 Nghị định 98/2023/NĐ-CP"
BARRED, BARRED_BY = "Có công chức bị khởi tố (trường hợp bịa ra)", "Điều 5 Quy chế thi đua của khối (văn bản của dữ liệu trình diễn)"


def make_rankings(world: World, units: Made, users: Mapping[str, User], on: dt.date) -> None:
    """Write the table and the rounds."""
    top = world.places[0]
    by = users["tdkt"]
    text = files("vinhdanh.demo").joinpath("score_table.yaml").read_text("utf-8")
    table = editions.issue(editions.create(units[top.key], KEY, text, by=by), by=by)
    if top.kind is PROVINCE:
        _province(table, users, on)
    else:
        for seed in world.clusters:
            if seed.kind == "cum":
                _published(Play(seed.key, table, users, on.year - 1), on)


def _province(table: ScoreTable, users: Mapping[str, User], on: dt.date) -> None:
    last = on.year - 1
    _contested(Play("C1", table, users, last), on)
    _barred(Play("K1", table, users, last), on)
    _under_way(Play("C1", table, users, on.year))
    _appealed(Play("K1", table, users, on.year, on), on)


class Play:
    """A round of one cluster and the people who act in it. With ``on`` it is a part of the year that ended forty days before."""

    def __init__(self, cluster: str, table: ScoreTable, users: Mapping[str, User], year: int, on: dt.date | None = None) -> None:
        self.users, self.year, self.by = users, year, users["tdkt"]
        self.clerks = {"KV1": users["canbo"], "KV2": users["canbo2"]} if cluster == "C1" else {}
        first, last = dt.date(year - 1, 12, 1), dt.date(year, 11, 30)
        name = f"Năm {year}"
        if on is not None:
            last, name = max(first, on - dt.timedelta(days=40)), f"Đợt 1 năm {year}"
        self.round = rounds.open_round(
            Cluster.objects.get(key=cluster), year, name, table, first_day=first, last_day=last, explain_from="0.5", by=self.by, **_days(last, on)
        )

    def sheet(self, key: str) -> ScoreSheet:
        """The sheet of a unit as the database has it."""
        return ScoreSheet.objects.select_related("unit", "crossed_by", "round__cluster__owner", "round__table").get(round=self.round, unit__key=key)

    def keys(self) -> list[str]:
        """The units of the round, in order."""
        return list(self.round.sheets.order_by("unit__sort_key", "pk").values_list("unit__key", flat=True))

    def clerk(self, key: str) -> User:
        """Who enters for a unit."""
        return self.clerks.get(key, self.by)

    def enter(self, key: str, typed: Typed) -> None:
        """A unit enters these criteria of its self-score, one after another."""
        sheet = self.sheet(key)
        for path, values in typed.items():
            entries.put(sheet, Stage.SELF, path, values, version=0, by=self.clerk(key))

    def send(self, key: str, typed: Typed) -> None:
        """A unit has entered its whole self-score (seeds: the same rows, written at once), proves what it did and sends."""
        sheet, table, by, at = self.sheet(key), compiled_of(self.round.table), self.clerk(key), timezone.now()
        read_all = [(path, read(leaf_of(table, path), values)) for path, values in typed.items()]
        put(ScoreEntry(sheet=sheet, stage=Stage.SELF, path=path, data=data, by=by, at=at) for path, data in read_all)
        self.prove(sheet, by)
        sheets.send(sheet, by=by)

    def prove(self, sheet: ScoreSheet, by: User) -> None:
        """Evidence in words."""
        for path, words in (("I/I.7", "Các kháng nghị số 01 đến 12/KN-TD"), ("III/III.1", "Kế hoạch số 05/KH-TD, bản đăng ký thi đua")):
            entries.prove(sheet, path, words, None, by=by)

    def rescore(self, key: str, stage: str, path: str, value: str, why: str, by: User) -> None:
        """Somebody else scores a criterion anew."""
        kept = ScoreEntry.objects.filter(sheet=self.sheet(key), stage=stage, path=path).first()
        entries.put(self.sheet(key), stage, path, {"value": value}, why=why, version=kept.version if kept else 0, by=by)

    def cross(self) -> None:
        """Everybody agrees with what is left of whom it scores."""
        for sheet in map(self.sheet, self.keys()):
            by = self.clerk(sheet.crossed_by.key) if sheet.crossed_by else self.by
            entries.accept_rest(sheet, Stage.CROSS, by=by)
            sheets.send_across(sheet, by=by)

    def review(self) -> None:
        """What is left is verified as it stands."""
        for sheet in map(self.sheet, self.keys()):
            entries.accept_rest(sheet, Stage.VERIFIED, by=self.by)
            sheets.finish_review(sheet, by=self.by)

    def go(self, on: dt.date) -> None:
        """The next step."""
        kept = ScoreRound.objects.get(pk=self.round.pk)
        self.round = steps.advance(kept, on=on, version=kept.version, by=self.by)

    def figures(self) -> dict[str, Typed]:
        """What every unit enters."""
        return {key: figures(key, self.year) for key in self.keys()}


def _days(last: dt.date, on: dt.date | None) -> dict[str, dt.date]:
    """The deadlines: some days after the period; appeals of a round that is under way still run."""
    after = {"self_due": 5, "cross_due": 10, "meeting_on": 15, "appeal_due": 20, "review_due": 25}
    found = {name: last + dt.timedelta(days=days) for name, days in after.items()}
    return {**found, "appeal_due": on + dt.timedelta(days=7), "review_due": on + dt.timedelta(days=14)} if on else found


# ---- last year: published ------------------------------------------------------------------------------


def _contested(play: Play, on: dt.date) -> None:
    """Two units level at the top, one difference explained and appealed against, a vote that decides who gets the flag."""
    typed = play.figures()
    typed["KV2"] = first_of_two(typed["KV2"])
    typed["KV4"] = level_with(typed["KV2"])
    _crossed(play, typed, "KV1", "II/II.1", "3", "Có đơn phản ánh việc chấp hành giờ làm việc")
    entries.explain(play.sheet("KV1"), "II/II.1", "Đơn đã được xác minh, kết luận phản ánh không đúng.", by=play.clerk("KV1"))
    _met(play, "Cuộc họp nhất trí điểm chấm chéo; KV1 chưa có kết luận xác minh bằng văn bản.")
    day = play.round.appeal_due or on
    asked = appeals.appeal(play.sheet("KV1"), "II/II.1", "Đã có Kết luận số 12/KL-TD: phản ánh không đúng.", on=day, by=play.clerk("KV1"))
    play.go(day + dt.timedelta(days=1))
    appeals.accept(asked, {"value": "4,5"}, "Chấp nhận theo Kết luận số 12/KL-TD.", version=0, by=play.by)
    _voted(play, {"KV2": 4, "KV4": 2})


def _barred(play: Play, on: dt.date) -> None:
    """One unit that is not considered; a difference the meeting decides; the first of the order gets the flag."""
    _crossed(play, play.figures(), "P8", "III/III.4", "1", "Hai hồ sơ phải làm lại")
    play.rescore("P8", Stage.MEETING, "III/III.4", "1,5", "Một hồ sơ làm lại do thay mẫu", play.by)
    _met(play, "Khối thống nhất điểm như bảng tổng hợp.")
    play.go((play.round.appeal_due or on) + dt.timedelta(days=1))
    sheets.bar(play.sheet("P2"), BARRED, BARRED_BY, "Quyết định khởi tố số 00/QĐ-TD", by=play.by)
    _voted(play)


def _published(play: Play, on: dt.date) -> None:
    """A round without incident."""
    for key, typed in play.figures().items():
        play.send(key, typed)
    play.go(on)
    play.cross()
    play.go(on)
    _met(play, "Cụm thống nhất điểm như bảng tổng hợp.")
    play.go((play.round.appeal_due or on) + dt.timedelta(days=1))
    _voted(play)


def _crossed(play: Play, typed: Mapping[str, Typed], key: str, path: str, value: str, why: str) -> None:
    """Everybody sent; one criterion of one unit is scored lower across; the cluster meets."""
    for unit, said in typed.items():
        play.send(unit, said)
    day = play.round.self_due or play.round.last_day
    play.go(day)
    scorer = play.sheet(key).crossed_by
    play.rescore(key, Stage.CROSS, path, value, why, play.clerk(scorer.key) if scorer else play.by)
    play.cross()
    play.go(day)


def _met(play: Play, note: str) -> None:
    steps.note_meeting(play.round, note, None, by=play.by)
    play.go(play.round.meeting_on or play.round.last_day)


def _voted(play: Play, yes: Mapping[str, int] | None = None) -> None:
    """Verified, proposed (by default the first of the order, agreed to by all), voted (two people count), published."""
    play.review()
    day = play.round.review_due or play.round.last_day
    play.go(day)
    members = len(play.keys())
    yes = yes or {Figures(play.round).order(Stage.VERIFIED).ranked[0].unit_id: members}
    for key in yes:
        votes.propose(play.sheet(key), FLAG, by=play.by)
    held = votes.hold(play.round, FLAG, on=day, members=members, present=members, threshold="4/5", cite=CITE, secret=True, by=play.by)
    tallies = {key: {"yes": count, "no": members - count} for key, count in yes.items()}
    for counter in (play.by, play.users["thuky"]):
        votes.count(held, tallies, by=counter)
    version = ScoreRound.objects.get(pk=play.round.pk).version
    publishing.publish(play.round, on=day, open_to_all=True, version=version, by=play.by)


# ---- this year: under way ------------------------------------------------------------------------------


def _under_way(play: Play) -> None:
    """Units score themselves: statistics are in, two have sent, the first is half done."""
    typed = play.figures()
    _import(play, typed)
    left = {key: {p: v for p, v in said.items() if p not in STATISTICS} for key, said in typed.items()}
    for key in ("KV2", "KV3"):
        play.send(key, left[key])
    play.enter("KV1", dict(list(left["KV1"].items())[: len(left["KV1"]) // 2]))


def _import(play: Play, typed: Mapping[str, Typed]) -> None:
    """The figures of the statistics system as a workbook, read back as anybody's is."""
    table = compiled_of(play.round.table)
    raw = [{"id": key, "entries": {p: read(leaf_of(table, p), said[p]) for p in STATISTICS}} for key, said in typed.items()]
    units = [Scored(u.id, u.name, u.cluster, {}, {"": u.stages.get("", u.stages.get("self", {}))}) for u in loading.units({"units": raw})]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "so-lieu-thong-ke.xlsx"
        write_inputs(table, units, path)
        kept = store(ContentFile(path.read_bytes(), path.name), by=play.by)
        statistics.save(play.round, statistics.read_file(play.round, path), kept, by=play.by)


def _appealed(play: Play, on: dt.date) -> None:
    """Appeals are taken: one waits for an answer."""
    _crossed(play, play.figures(), "P8", "II/II.1", "3,5", "Còn để xảy ra mất đoàn kết theo phản ánh")
    entries.explain(play.sheet("P8"), "II/II.1", "Đơn vị đã họp kiểm điểm, không có nội dung như phản ánh.", by=play.by)
    _met(play, "Khối thống nhất điểm như bảng tổng hợp.")
    appeals.appeal(play.sheet("P8"), "II/II.1", "Đề nghị chấm lại: biên bản kiểm điểm số 03/BB-TD kết luận không có vi phạm.", on=on, by=play.by)
