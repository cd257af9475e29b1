"""One thing of every kind, all of department P1, for the permission matrix to try every address on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.test import TestCase
from django.utils import timezone
from tests.office import Office, person, user

from vinhdanh.accounts.models import User
from vinhdanh.api.tokens import make
from vinhdanh.files.models import StoredFile
from vinhdanh.jobs.models import Job
from vinhdanh.law.models import Act, OfficeRule, Provision
from vinhdanh.people.merging import merge
from vinhdanh.people.models import GrantRequest, Membership, Post, RoleGrant, Transfer
from vinhdanh.people.powers import ROLES
from vinhdanh.rankings import editions, publishing, rounds, steps
from vinhdanh.rankings.models import Appeal, Bar, Election, Evidence, Proposal, ScoreRound
from vinhdanh.records.importing import actions
from vinhdanh.records.kinds import KINDS
from vinhdanh.records.models import (
    Absence,
    Authorship,
    AwardHeld,
    CollectiveYear,
    Contest,
    Destruction,
    Discipline,
    Hold,
    Initiative,
    Rating,
    RetentionPeriod,
    Study,
)
from vinhdanh.units.models import Cluster, ClusterMember
from vinhdanh.workbook.dirty import PATH

DAY, YEAR = dt.date(2024, 12, 20), 2024
SCORE_TABLE = "id: thu\nname: Bảng thử\ncriteria:\n- {code: 1, name: Đoàn kết nội bộ, max: 10}\n"
OTHERS = tuple(r.code for r in ROLES if r.code != "ca-nhan")


class Targets:
    """The office with its things, and the accounts that ask: each role on P1 and on another province, the person, a stranger."""

    def __init__(self) -> None:
        self.office = Office()
        self.unit = self.office.p1
        self.person = person(self.unit, "Nguyễn Văn A01", key="CBX", identity_number="001200000001")
        self.twin = person(self.unit, "Nguyễn Văn A01", key="CBY")
        self.clerk = user("bo-phan-tdkt", self.office.top)
        self._people()
        self._records()
        self._rest()
        self._scoring()
        self.actors = self._actors()

    def _people(self) -> None:
        self.post = Post.objects.create(person=self.person, unit=self.unit, name="Kiểm sát viên", since=DAY)
        self.membership = Membership.objects.get(person=self.person)
        now = timezone.now()
        self.transfer = Transfer.objects.create(
            person=self.person, old_unit=self.office.p2, new_unit=self.unit, on=timezone.localdate(), proposed_at=now, proposed_by=self.clerk
        )
        gone = person(self.unit, "Nguyễn Văn A01", key="CBZ")
        self.merge = merge(self.twin, gone, take={}, reason="Trùng", by=self.clerk, on=timezone.localdate())

    def _records(self) -> None:
        common: dict[str, Any] = {"person": self.person, "year": YEAR, "entered_at": timezone.now(), "paper": "12/QĐ-VKS"}
        idea = Initiative.objects.create(name="Số hóa hồ sơ", year=YEAR, folded="so hoa ho so", entered_at=timezone.now())
        Authorship.objects.create(initiative=idea, person=self.person, share=10000)
        collective = CollectiveYear.objects.create(unit=self.unit, year=YEAR, entered_at=timezone.now())
        self.records = {
            "xep-loai": Rating.objects.create(**common, value="hoan-thanh-tot"),
            "khen-thuong": AwardHeld.objects.create(**common, award="lao-dong-tien-tien", decision="12/QĐ-VKS", folded="12 qd vks"),
            "sang-kien": idea,
            "ky-luat": Discipline.objects.create(**common, form="khien-trach"),
            "tam-dung": Hold.objects.create(**common, kind="khieu-nai-to-cao"),
            "nghi": Absence.objects.create(**common, kind="om", days=50),
            "hoc-tap": Study.objects.create(**common, months=4),
            "hoi-thi": Contest.objects.create(**common, title="Kiểm sát viên giỏi"),
            "tap-the": collective,
        }
        assert set(self.records) == {k.slug for k in KINDS}

    def _rest(self) -> None:
        now = timezone.now()
        self.file = StoredFile.objects.create(
            digest="0" * 64, name="a.pdf", media_type="application/pdf", size=1, uploaded_by=self.clerk, uploaded_at=now - dt.timedelta(days=9)
        )
        with TestCase.captureOnCommitCallbacks(execute=True):
            self.batch = actions.begin(ContentFile(PATH.read_bytes(), "a.xlsx"), unit=self.unit, kind="template", year=YEAR, by=self.clerk)
        self.row = self.batch.rows.filter(cells__has_key="name").order_by("pk")[0]
        self.job = Job.objects.create(kind="import", asked_by=self.clerk, asked_at=now)
        self.act, _ = Act.objects.get_or_create(code="luat-thu", defaults={"name": "Luật thử", "folded": "luat thu", "sort_key": "0"})
        self.provision = Provision.objects.create(act=self.act, article="1", slug="dieu-1", sort_key="1")
        self.rule = OfficeRule.objects.create(
            unit=self.unit,
            act=self.act,
            title="Quy định thử",
            section="quotas",
            body="",
            article="Điều 1",
            in_force=DAY,
            state="submitted",
            entered_by=self.clerk,
            entered_at=now,
        )
        self.period = RetentionPeriod.objects.create(kind="xep-loai", years=20, basis="QĐ 1", proposed_by=self.clerk, proposed_at=now)
        self.destruction = Destruction.objects.create(
            unit=self.unit, kind="xep-loai", until_year=2000, years=20, basis="QĐ 1", proposed_by=self.clerk, proposed_at=now
        )
        self.cluster = Cluster.objects.create(kind="cum", key="C1", name="Cụm 1", owner=self.unit)
        self.holder = user("can-bo-tdkt", self.unit)
        self.grant = RoleGrant.objects.get(user=self.holder)
        self.request = GrantRequest.objects.create(
            user=self.holder, role=self.grant.role, unit=self.unit, since=DAY, asked_by=user("quan-tri", self.office.top), asked_at=now
        )
        self.token, _ = make(self.clerk, "thử", ["people.view"], now + dt.timedelta(days=5))
        self.notice = self.clerk.notices.create(kind="thu", says="Thử", made_at=now)

    def _scoring(self) -> None:
        """P1 organises the scoring of itself and P2: a round that has begun, one that is published for everybody, a table of each state."""
        now = timezone.now()
        cluster = Cluster.objects.create(kind="khoi", key="K9", name="Khối 9", owner=self.unit)
        for one in (self.unit, self.office.p2):
            ClusterMember.objects.create(cluster=cluster, unit=one, year=YEAR)
        self.table = editions.issue(editions.create(self.unit, "thu", SCORE_TABLE, by=self.clerk), by=self.clerk)
        self.draft = editions.new_edition(self.table, by=self.clerk)
        first, last = dt.date(YEAR, 1, 1), dt.date(YEAR, 11, 30)
        self.round = rounds.open_round(cluster, YEAR, "Đợt 2", self.table, first_day=first, last_day=last, by=self.clerk)
        self._published(rounds.open_round(cluster, YEAR, "Đợt 1", self.table, first_day=first, last_day=last, by=self.clerk))
        sheet = self.round.sheets.get(unit=self.unit)
        told: dict[str, Any] = {"sheet": sheet, "by": self.clerk, "at": now}
        self.evidence = Evidence.objects.create(**told, path="1", words="Báo cáo số 12")
        self.appeal = Appeal.objects.create(**told, path="1", says="Chấm lại")
        self.bar = Bar.objects.create(**told, reason="Kỷ luật", cite="Điều 5")
        self.proposal = Proposal.objects.create(**told, award="Cờ thi đua")
        self.election = Election.objects.create(round=self.round, award="Cờ thi đua", on=DAY, members=2, present=2, threshold="4/5")
        self.election.candidates.set([sheet])

    def _published(self, round: ScoreRound) -> None:
        while round.state != ScoreRound.State.VOTE:
            round = steps.advance(round, on=DAY, reason="Thử", version=round.version, by=self.clerk)
        publishing.publish(round, on=DAY, reason="Thử", open_to_all=True, version=round.version, by=self.clerk)
        self.published = round

    def _actors(self) -> dict[str, User | None]:
        made: dict[str, User | None] = {f"{code}@P1": user(code, self.unit) for code in OTHERS}
        made |= {f"{code}@TB": user(code, self.office.other) for code in OTHERS}
        return {**made, "own": user(person=self.person), "nobody": user(), "stranger": None}
