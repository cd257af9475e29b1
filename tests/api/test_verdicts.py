"""Verdicts through the API: the same as on the page, with the tree, the papers and the way; masked and logged alike."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from tests.api.asker import Asker
from tests.eligibility.conftest import YEAR, declare, row, someone
from tests.office import Office, person, user

from vinhdanh.audit.models import Viewing
from vinhdanh.eligibility.look import look_at
from vinhdanh.people.models import Person
from vinhdanh.records.models import Discipline, Rating

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 11, 25)
CODE = "chien-si-thi-dua-co-so"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: DAY)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def bình(office: Office) -> Person:
    return someone.__wrapped__(office)  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
def clerk(office: Office) -> Asker:
    return Asker(user("can-bo-tdkt", office.p1))


def leaves(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [leaf for c in tree for leaf in (leaves(c["parts"]) if c["parts"] else [c])]


def test_every_award_is_weighed_as_on_the_page(bình: Person, clerk: Asker) -> None:
    told = clerk.get(f"/people/{bình.key}/verdicts").json()
    look = look_at(bình, YEAR, DAY)
    assert (told["year"], told["on"], told["digest"]) == (YEAR, "2025-11-25", look.book.digest)
    assert [(v["award"], v["state"]) for v in told["verdicts"]] == [(v.award, v.state) for v in look.verdicts()]
    assert {v["state"] for v in told["verdicts"]} == {"dat", "khong-dat", "chua-ro"}


def test_a_tree_names_facts_papers_and_articles(bình: Person, clerk: Asker) -> None:
    told = clerk.get(f"/people/{bình.key}/verdicts/{CODE}?year=2024").json()
    assert (told["held"], told["why"]) == (True, "Đã được tặng")
    told = clerk.get(f"/people/{bình.key}/verdicts/{CODE}").json()
    papers = [p for leaf in leaves(told["tree"]) for p in leaf["papers"]]
    assert any(leaf["cite"] and leaf["provision"].startswith("/api/v1/law/acts/") for leaf in leaves(told["tree"]))
    ideas = [p["record"] for p in papers if "/sang-kien/" in p["record"]]
    assert ideas and clerk.get(ideas[0].removeprefix("/api/v1")).json()["values"]["code"] == f"SK-{YEAR}-001"


def test_what_is_not_known_names_the_paper(office: Office, clerk: Asker) -> None:
    told = clerk.get(f"/people/{person(office.p1).key}/verdicts/{CODE}").json()
    assert told["state"] == "chua-ro" and told["missing"] and all(g["text"].startswith("Chưa có dữ kiện") for g in told["missing"])


def test_another_day_is_asked_by_its_own_law(bình: Person, clerk: Asker) -> None:
    assert clerk.get(f"/people/{bình.key}/verdicts?year=2023&on=2023-12-20").json()["on"] == "2023-12-20"
    assert clerk.get(f"/people/{bình.key}/verdicts?year=2023").json()["on"] == "2023-12-31"


def test_the_way_and_what_if(office: Office, bình: Person, clerk: Asker) -> None:
    way = clerk.get(f"/people/{bình.key}/way?award=chien-si-thi-dua-nganh").json()
    assert (way["award"], way["year"] is not None, bool(way["steps"] or way["waits"] or way["ready"])) == ("chien-si-thi-dua-nganh", True, True)
    plain = person(office.p1)
    declare(office.p1.parent, first=YEAR)  # type: ignore[arg-type]
    changed = clerk.get(f"/people/{plain.key}/what-if?rating=khong-hoan-thanh").json()
    assert {"lao-dong-tien-tien": ("chua-ro", "khong-dat")}.items() <= {c["award"]: (c["before"], c["after"]) for c in changed}.items()
    assert not Rating.objects.filter(person=plain).exists()
    assert clerk.get(f"/people/{bình.key}/what-if?title=khong-co").status_code == 422
    assert clerk.get(f"/people/{bình.key}/way?award=khong-co").status_code == 404
    assert clerk.get(f"/people/{bình.key}/verdicts/khong-co").status_code == 404


def test_units_are_weighed_alike(office: Office, clerk: Asker) -> None:
    told = clerk.get("/units/P1/verdicts").json()
    assert [(v["award"], v["state"]) for v in told["verdicts"]] == [(v.award, v.state) for v in look_at(office.p1, YEAR, DAY).verdicts()]
    assert clerk.get("/units/P1/verdicts/tap-the-lao-dong-tien-tien").json()["tree"]
    assert clerk.get("/units/P1/way").status_code == 200
    assert clerk.get("/units/P1/what-if?rating=hoan-thanh-tot").status_code == 200
    assert clerk.get("/units/P2/verdicts").status_code == 404


def test_discipline_is_masked_or_logged(office: Office, bình: Person, clerk: Asker) -> None:
    row(Discipline, bình, YEAR, form="canh-cao", paper="3/QĐ-KL", paper_on=dt.date(YEAR, 6, 1))
    path = f"/people/{bình.key}/verdicts/lao-dong-tien-tien"
    masked = Asker(user("uy-vien", office.p1)).get(path)
    assert ("canh-cao" in masked.content.decode(), "3/QĐ-KL" in masked.content.decode()) == (False, False)
    assert {leaf["state"] for leaf in leaves(masked.json()["tree"])} >= {"kin"} and not Viewing.objects.exists()
    assert "3/QĐ-KL" in clerk.get(path).content.decode()
    assert [(v.object_id, v.fields, v.page) for v in Viewing.objects.all()] == [(str(bình.pk), "discipline", f"/api/v1{path}")]


def test_readers_without_the_power_are_refused_and_the_secret_are_nowhere(office: Office, bình: Person, clerk: Asker) -> None:
    refused = Asker(user("ke-toan", office.p1)).get(f"/people/{bình.key}/verdicts")
    assert (refused.status_code, "xem dữ kiện thi đua" in refused.json()["message"]) == (403, True)
    bình.secret = True
    bình.save()
    for path in ("", "/verdicts", f"/verdicts/{CODE}", "/way", "/what-if", "/service", "/records/xep-loai"):
        assert clerk.get(f"/people/{bình.key}{path}").status_code == 404, path


@pytest.mark.parametrize("years", [1, 30])
def test_a_long_history_costs_no_query_more(office: Office, clerk: Asker, django_assert_num_queries: Any, years: int) -> None:
    who = person(office.p1)
    for year in range(YEAR - years, YEAR):
        row(Rating, who, year, value="hoan-thanh-tot")
    clerk.get(f"/people/{who.key}/verdicts")
    with django_assert_num_queries(19):
        clerk.get(f"/people/{who.key}/verdicts")
