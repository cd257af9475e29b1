"""The invented province: the same every time, and a life by the rules."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, F
from django.test import override_settings
from tests.demo.small import small

from vinhdanh.accounts.models import User
from vinhdanh.commands.copies.living import checks
from vinhdanh.demo.build import Told, build
from vinhdanh.demo.mark import PASSWORD, accounts_to_show, demo_here
from vinhdanh.demo.prepare import empty
from vinhdanh.people.models import Membership, Person, Post, RoleGrant, Transfer
from vinhdanh.people.powers import ROLES
from vinhdanh.rankings import desk as score_desk
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import Appeal, Ranking, ScoreEntry, ScoreRound, ScoreSheet, ScoreTable
from vinhdanh.rankings.publishing import recomputed
from vinhdanh.rankings.tables import compiled_of
from vinhdanh.records.desk import items as desk
from vinhdanh.records.models import (
    Absence,
    Authorship,
    AwardHeld,
    Completeness,
    Correction,
    Discipline,
    Hold,
    ImportBatch,
    ImportRow,
    Initiative,
    Rating,
    Submission,
)
from vinhdanh.units.models import ClusterMember, Unit, UnitSuccession

ON = dt.date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the small province lie."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def media(settings: Any, kept: Path) -> Path:
    """The files were stored once for this file, as the rows were."""
    settings.MEDIA_ROOT = kept
    return kept


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any, kept: Path) -> Iterator[Told]:
    """The small province, once for this file; gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(MEDIA_ROOT=kept):
        yield build(small(), ON, lambda done, total: None)
        transaction.set_rollback(True)


def test_it_tells_what_it_made(made: Told) -> None:
    assert made.people == Person.objects.count() == small().people
    assert made.awards == AwardHeld.objects.count()
    assert made.units == Unit.objects.count() == 22
    assert demo_here() and not empty()


def test_eleven_units_live_and_eleven_districts_were_merged(made: Told) -> None:
    assert Unit.objects.filter(dissolved_on=None).count() == 11
    assert UnitSuccession.objects.filter(kind="merge", on=dt.date(2025, 7, 1)).count() == Unit.objects.filter(kind__code="huyen").count() == 11
    assert Unit.objects.get(key="VP").spans.count() == 2


@pytest.fixture(scope="module")
def living(made: Told) -> dict[str, list[str]]:
    """What ``verify`` finds; looked up where the file of the import was stored, which is not the store of a single test."""
    return {name: list(check()) for name, check in checks().items()}


def test_every_derived_column_fits(living: dict[str, list[str]]) -> None:
    assert living == {name: [] for name in checks()}


def test_nobody_is_in_a_unit_that_is_not_there(made: Told) -> None:
    assert not Membership.objects.filter(since__lt=F("unit__founded_on")).exists()
    assert not Membership.objects.filter(unit__dissolved_on__lt=F("until")).exists()
    assert not Membership.objects.filter(unit__dissolved_on__isnull=False, until=None).exists()
    assert not Person.objects.filter(joined_on__gt=ON).exists()


def test_memberships_of_a_person_follow_each_other(made: Told) -> None:
    for person in Person.objects.exclude(status="outside").prefetch_related("memberships"):
        stays = sorted(person.memberships.all(), key=lambda m: m.since)
        assert stays[0].since == person.joined_on
        assert [s.until for s in stays[:-1]] == [s.since for s in stays[1:]]
        assert (stays[-1].unit_id, stays[-1].until) == (person.unit_id, person.status_since)


def test_every_living_unit_has_one_head(made: Told) -> None:
    heads = Post.objects.filter(head=True, until=None).values_list("unit__key", flat=True)
    assert sorted(heads) == sorted(Unit.objects.filter(dissolved_on=None).values_list("key", flat=True))


def years(award: str) -> dict[int, set[int]]:
    """The years in which each person holds an award."""
    told: dict[int, set[int]] = defaultdict(set)
    for person, year in AwardHeld.objects.filter(award=award, person__isnull=False).values_list("person", "year"):
        assert year not in told[person]
        told[person].add(year)
    return told


def test_ladders_of_titles_are_kept(made: Told) -> None:
    base, advanced = years("chien-si-thi-dua-co-so"), years("lao-dong-tien-tien")
    assert all(found <= advanced[person] for person, found in base.items())
    assert all({y, y - 1, y - 2} <= base[person] for person, found in years("chien-si-thi-dua-nganh").items() for y in found)
    assert all({y, y - 1} <= base[person] for person, found in years("bang-khen-nganh").items() for y in found)
    assert all(len(found) == 1 for found in years("ky-niem-chuong-kiem-sat").values())


def test_no_title_in_a_year_of_discipline_of_long_absence_or_of_a_poor_rating(made: Told) -> None:
    advanced = years("lao-dong-tien-tien")
    assert not any(d.year in advanced.get(d.person_id, ()) for d in Discipline.objects.all())
    long = [a for a in Absence.objects.exclude(kind="thai-san") if a.since and a.until and (a.until - a.since).days >= 90]
    assert long and not any(a.year in advanced.get(a.person_id, ()) for a in long)
    poor = Rating.objects.filter(person__isnull=False, value__in=("hoan-thanh", "khong-hoan-thanh"))
    assert poor and not any(r.year in advanced.get(r.person_id, ()) for r in poor)


def test_one_decision_has_one_day_and_one_issuer(made: Told) -> None:
    several = AwardHeld.objects.values("decision", "decided_on").annotate(issuers=Count("issuer", distinct=True), forms=Count("award", distinct=True))
    assert not several.filter(issuers__gt=1).exists() and not several.filter(forms__gt=1).exists()
    assert not AwardHeld.objects.filter(decided_on__gt=ON).exists()


def test_units_as_subjects_clusters_and_initiatives(made: Told) -> None:
    assert Rating.objects.filter(unit__isnull=False, person=None, body="dang").exists()
    assert AwardHeld.objects.filter(unit__isnull=False, award="tap-the-lao-dong-xuat-sac").exists()
    assert not Initiative.objects.filter(authors=None).exists()
    shares = Authorship.objects.values("initiative").annotate(n=Count("pk"))
    assert set(shares.values_list("n", flat=True)) == {1, 2}
    assert ClusterMember.objects.filter(year=2026, role="head").count() == 2


def test_something_is_declared_something_is_not_and_something_waits(made: Told) -> None:
    assert set(Submission.objects.filter(year=2026).values_list("state", flat=True)) == {"not_sent", "submitted", "received", "returned"}
    declared = set(Completeness.objects.filter(year=2026, kind="discipline").values_list("unit__key", flat=True))
    assert declared and declared < set(Unit.objects.filter(dissolved_on=None).values_list("key", flat=True))
    rated = Rating.objects.filter(year=2026, person__isnull=False, person__unit__key__in=declared).count()
    assert rated > 0 and Transfer.objects.filter(state="proposed").count() == 1 and Hold.objects.count() == 2


def test_a_file_waits_in_the_grid_read_by_the_real_reader(made: Told) -> None:
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.unit.key, batch.made_by.username, batch.file.name) == ("review", "KV1", "canbo", "nhap-mau-loi.xlsx")
    assert ImportRow.objects.filter(batch=batch, errors__gt=0).count() == 9
    assert batch.job is not None and batch.job.state == "done"
    assert [i.title for i in desk(batch.made_by, ON) if "Rà soát tệp" in i.title] == ["Rà soát tệp “nhap-mau-loi.xlsx”"]


def test_a_correction_and_a_role_handed_on_can_be_seen(made: Told) -> None:
    kept = Correction.objects.get()
    award = AwardHeld.objects.get(pk=kept.object_id)
    assert (kept.kind, kept.field, kept.new) == ("awardheld", "decision", award.decision)
    assert (kept.old, kept.by.username) == (award.decision.removesuffix("-TĐ"), "tdkt")
    handed = RoleGrant.objects.get(delegated_from__isnull=False)
    assert (handed.user.username, handed.delegated_from.user.username, handed.role.code) == ("uyvien", "chutich", "chu-tich")


def test_every_role_has_an_account_with_the_printed_password(made: Told) -> None:
    assert {g.role.code for g in RoleGrant.objects.select_related("role")} == {r.code for r in ROLES}
    said = "\n".join(accounts_to_show())
    for user in User.objects.all():
        assert user.username in said and user.full_name in said and user.person.full_name == user.full_name
        assert user.check_password(PASSWORD)
    assert PASSWORD in said


def test_names_are_plainly_invented(made: Told) -> None:
    assert Person.objects.get(key="CB00000").full_name == "Nguyễn Văn A01"
    assert not Person.objects.exclude(full_name__regex=r"^\w+ (Văn|Thị) [A-Z]\d\d$").exists()
    assert not Person.objects.exclude(identity_number__startswith="000").exists()
    assert Person.objects.values("full_name").annotate(n=Count("pk")).filter(n__gt=1).exists()  # namesakes


def test_two_clusters_were_scored_last_year_and_are_scored_now(made: Told) -> None:
    assert list(ScoreRound.objects.order_by("year", "cluster__key").values_list("year", "cluster__key", "state")) == [
        (2025, "C1", "published"),
        (2025, "K1", "published"),
        (2026, "C1", "self"),
        (2026, "K1", "appeal"),
    ]
    table = ScoreTable.objects.get()
    assert (table.state, table.owner.key, len(compiled_of(table).leaves)) == ("issued", "MH", 21)
    assert [recomputed(r) for r in Ranking.objects.all()] == [[], []]


def places(cluster: str) -> list[tuple[str, int | None]]:
    """The published order of a cluster."""
    return [(s["unit"], s["place"]) for s in Ranking.objects.get(round__cluster__key=cluster).result["standings"]]


def test_one_tie_one_bar_and_a_vote_that_decides(made: Told) -> None:
    assert places("C1") == [("KV2", 1), ("KV4", 1), ("KV5", 3), ("KV1", 4), ("KV3", 5)]
    assert places("K1") == [("VP", 1), ("P1", 2), ("P9", 3), ("P8", 4), ("P2", None)]
    (vote,) = Ranking.objects.get(round__cluster__key="C1").result["elections"]
    assert [(r["unit"], r["verdict"]) for r in vote["results"]] == [("KV2", 2), ("KV4", 0)]


def test_one_appeal_was_accepted_and_one_waits(made: Told) -> None:
    assert list(Appeal.objects.order_by("pk").values_list("sheet__unit__key", "sheet__round__year", "state")) == [
        ("KV1", 2025, "accepted"),
        ("P8", 2026, "sent"),
    ]
    verified = ScoreEntry.objects.get(sheet__unit__key="KV1", sheet__round__year=2025, stage="verified", path="II/II.1")
    assert verified.data == {"value": "4.5"}


def test_this_year_the_first_unit_is_half_way_with_statistics_in(made: Told) -> None:
    sent = ScoreSheet.objects.filter(round__year=2026, round__cluster__key="C1", self_sent_at__isnull=False)
    assert sorted(sent.values_list("unit__key", flat=True)) == ["KV2", "KV3"]
    own = ScoreEntry.objects.filter(sheet__unit__key="KV1", sheet__round__year=2026)
    assert {stage: own.filter(stage=stage).count() for stage in ("statistics", "self")} == {"statistics": 6, "self": 7}
    round = ScoreRound.objects.get(year=2026, cluster__key="C1")
    assert len(Figures(round).scored("self", alone=True)) == 5


def test_the_desks_show_what_waits_in_scoring(made: Told) -> None:
    waits = {name: [i.title for i in score_desk.items(User.objects.get(username=name), ON)] for name in ("canbo", "canbo2", "lanhdao")}
    assert waits == {"canbo": ["Tự chấm điểm VKSND khu vực 1 – Minh Hà"], "canbo2": [], "lanhdao": []}
    assert "Trả lời phúc khảo của Phòng 8 – Kiểm sát tạm giữ, thi hành án" in [
        i.title for i in score_desk.items(User.objects.get(username="tdkt"), ON)
    ]
