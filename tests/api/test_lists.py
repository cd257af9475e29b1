"""Lists cost the same number of queries whatever their length, and never hold more than a page."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from tests.api.asker import Asker
from tests.office import Office, person, unit, user

from vinhdanh.accounts.models import User
from vinhdanh.files.models import StoredFile
from vinhdanh.law.models import Act, OfficeRule, Provision
from vinhdanh.people.models import Post, Transfer
from vinhdanh.records.models import Authorship, AwardHeld, ImportBatch, ImportRow, Initiative, Rating, Submission
from vinhdanh.search.sync import reindex
from vinhdanh.units.models import Cluster, ClusterMember

pytestmark = pytest.mark.django_db
NOW, DAY = dt.datetime(2026, 11, 1, tzinfo=dt.UTC), dt.date(2025, 12, 20)
Fill = Callable[[Office, User, int], None]


def people(o: Office, u: User, n: int) -> None:
    person(o.p1, f"Phạm Văn {n:02}")


def units(o: Office, u: User, n: int) -> None:
    Submission.objects.create(unit=unit(f"X{n}", f"Phòng X{n}", o.p1), year=2025, due=DAY)


def transfers(o: Office, u: User, n: int) -> None:
    who = person(o.p1)
    Transfer.objects.create(person=who, old_unit=o.p1, new_unit=o.p2, on=DAY, proposed_at=NOW, proposed_by=u, state="proposed")


def ratings(o: Office, u: User, n: int) -> None:
    Rating.objects.create(person=person(o.p1), year=2025, value="hoan-thanh-tot", entered_at=NOW)


def awards(o: Office, u: User, n: int) -> None:
    told = {"award": "lao-dong-tien-tien", "decision": "12/QĐ-VKS", "folded": "12 qd vks", "decided_on": DAY}
    AwardHeld.objects.create(person=person(o.p1), year=2025, entered_at=NOW, **told)


def ideas(o: Office, u: User, n: int) -> None:
    made = Initiative.objects.create(name=f"Sáng kiến {n}", year=2025, folded="", entered_at=NOW)
    for share in (6000, 4000):
        Authorship.objects.create(initiative=made, person=person(o.p1), share=share)


def acts(o: Office, u: User, n: int) -> None:
    Act.objects.create(code=f"luat-{n}", name=f"Luật {n}", folded=f"luat {n}", sort_key=f"{n}")


def places(o: Office, u: User, n: int) -> None:
    act, _ = Act.objects.get_or_create(code="luat-thu", defaults={"name": "Luật thử", "folded": "", "sort_key": "0"})
    Provision.objects.create(act=act, article=f"{n}", slug=f"dieu-{n}", sort_key=f"{n:03}")


def rules(o: Office, u: User, n: int) -> None:
    act, _ = Act.objects.get_or_create(code="luat-thu", defaults={"name": "Luật thử", "folded": "", "sort_key": "0"})
    OfficeRule.objects.create(unit=o.p1, act=act, title=f"{n}", section="quotas", in_force=DAY, entered_by=u, entered_at=NOW)


def notices(o: Office, u: User, n: int) -> None:
    u.notices.create(kind="thu", says=f"{n}", made_at=NOW)


def batches(o: Office, u: User, n: int) -> ImportBatch:
    file, _ = StoredFile.objects.get_or_create(digest="0" * 64, defaults={"name": "a.xlsx", "size": 1, "uploaded_by": u, "uploaded_at": NOW})
    return ImportBatch.objects.create(file=file, unit=o.p1, kind="template", year=2025, state="review", made_by=u, made_at=NOW)


def clusters(o: Office, u: User, n: int) -> None:
    made = Cluster.objects.create(kind="cum", key=f"C{n}", name=f"Cụm {n}", owner=o.top)
    ClusterMember.objects.create(cluster=made, unit=unit(f"Y{n}", f"Phòng Y{n}", o.top), year=2025)


def waiting(o: Office, u: User, n: int) -> None:
    units(o, u, n)
    transfers(o, u, n)
    notices(o, u, n)


def found(o: Office, u: User, n: int) -> None:
    awards(o, u, n)
    reindex()


LISTS: list[tuple[str, Fill, int]] = [
    ("/people", people, 5),
    ("/units", units, 5),
    ("/chase?year=2025", units, 6),
    ("/transfers?way=in", transfers, 5),
    ("/records/xep-loai", ratings, 7),
    ("/records/sang-kien", ideas, 8),
    ("/records/khen-thuong?unit=P1&year=2025", awards, 8),
    ("/law/acts", acts, 4),
    ("/law/acts/luat-thu", places, 5),
    ("/law/rules", rules, 5),
    ("/notices", notices, 5),
    ("/imports", batches, 5),
    ("/clusters?year=2025", clusters, 5),
    ("/desk", waiting, 18),
    ("/search?q=nguyen", found, 5),
    ("/search/person?q=nguyen", found, 6),
    ("/decisions/12-qd-vks_2025-12-20", found, 6),
]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def clerk(office: Office) -> User:
    return user("bo-phan-tdkt", office.top)


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("path", "fill", "queries"), LISTS, ids=[path for path, *_ in LISTS])
def test_lists_cost_the_same(office: Office, clerk: User, django_assert_num_queries: Any, path: str, fill: Fill, queries: int, count: int) -> None:
    for n in range(count):
        fill(office, clerk, n)
    asker = Asker(clerk)
    assert asker.get(path).status_code == 200  # the first time: what is kept in the process, the last use of the token
    with django_assert_num_queries(queries):
        asker.get(path)


@pytest.mark.parametrize("count", [1, 30])
def test_what_hangs_on_one_person_costs_the_same(office: Office, clerk: User, django_assert_num_queries: Any, count: int) -> None:
    who = person(office.p1)
    for n in range(count):
        Post.objects.create(person=who, unit=office.p1, name=f"{n}", since=DAY)
        Rating.objects.create(person=who, year=1990 + n, value="hoan-thanh-tot", entered_at=NOW)
    asker = Asker(clerk)
    for path, queries in ((f"/people/{who.key}/service", 8), (f"/people/{who.key}/records/xep-loai", 6)):
        asker.get(path)
        with django_assert_num_queries(queries):
            asker.get(path)


@pytest.mark.parametrize("count", [1, 30])
def test_rows_of_a_file_cost_the_same(office: Office, clerk: User, django_assert_num_queries: Any, count: int) -> None:
    batch = batches(office, clerk, 0)
    batch.mapping = {"order": ["people"], "sheets": {"people": {"name": "Cán bộ", "top": 1, "cols": {"name": 1}, "years": {}, "used": ["name"]}}}
    batch.save()
    for n in range(count):
        ImportRow.objects.create(batch=batch, sheet="people", number=n + 2, cells={"name": f"{n}"})
    asker = Asker(clerk)
    assert asker.get(f"/imports/{batch.pk}/rows?sheet=people").json()["count"] == count
    with django_assert_num_queries(7):
        asker.get(f"/imports/{batch.pk}/rows?sheet=people")


def test_a_page_holds_two_hundred_at_most(office: Office, clerk: User) -> None:
    for n in range(3):
        people(office, clerk, n)
    asker = Asker(clerk)
    assert asker.get("/people?size=201").status_code == 422
    assert [len(asker.get(f"/people?size=2&page={n}").json()["people"]) for n in (1, 2, 3)] == [2, 1, 0]
    assert timezone.is_aware(NOW)
