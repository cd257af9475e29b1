"""Screening through the API: the page's counts, rows a page at a time, restricted reasons told as one."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from tests.api.asker import Asker
from tests.eligibility.conftest import declare, row
from tests.office import Office, person, user

from vinhdanh.records.models import Discipline, Hold, Rating

pytestmark = pytest.mark.django_db
YEAR, DAY = 2025, dt.date(2025, 11, 25)
ASK = f"/screening?award=lao-dong-tien-tien&year={YEAR}"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: DAY)


@pytest.fixture
def office() -> Office:
    made = Office()
    declare(made.top, first=YEAR)
    return made


@pytest.fixture
def clerk(office: Office) -> Asker:
    return Asker(user("bo-phan-tdkt", office.top))


def rated(office: Office, value: str, **more: Any) -> Any:
    who = person(more.pop("unit", office.p1), **more)
    row(Rating, who, YEAR, value=value)
    return who


def test_counts_reasons_and_rows(office: Office, clerk: Asker) -> None:
    good, bad = rated(office, "hoan-thanh-tot"), rated(office, "khong-hoan-thanh", unit=office.p2)
    rated(office, "hoan-thanh-tot", secret=True)
    told = clerk.get(ASK).json()
    assert (told["subject"], told["on"], told["unit"], sum(told["counts"].values()), told["count"]) == ("person", "2025-11-25", None, 2, 2)
    assert {x["key"]: x["unit"] for x in told["lines"]} == {good.key: "P1", bad.key: "P2"}
    failed = clerk.get(f"{ASK}&state=khong-dat").json()
    assert [x["key"] for x in failed["lines"]] == [bad.key]
    reason = next(r for r in failed["reasons"] if r["state"] == "khong-dat")
    assert (reason["count"], reason["provision"].startswith("/api/v1/law/acts/")) == (1, True)
    assert [x["key"] for x in clerk.get(f"{ASK}&reason={reason['reason']}").json()["lines"]] == [bad.key]
    assert [x["key"] for x in clerk.get(f"{ASK}&unit=P2").json()["lines"]] == [bad.key]


def test_pages_are_cut(office: Office, clerk: Asker) -> None:
    keys = {rated(office, "hoan-thanh-tot").key for _ in range(3)}
    first, second = (clerk.get(f"{ASK}&size=2&page={n}").json() for n in (1, 2))
    assert (first["count"], len(first["lines"]), len(second["lines"])) == (3, 2, 1)
    assert {x["key"] for x in first["lines"] + second["lines"]} == keys


def test_units_are_screened(office: Office, clerk: Asker) -> None:
    told = clerk.get("/screening?award=tap-the-lao-dong-tien-tien&subject=collective&year=2025&unit=KV1").json()
    assert [x["key"] for x in told["lines"]] == ["KV1", "KV1A"]


def test_bad_questions_are_told_by_field(clerk: Asker) -> None:
    assert set(clerk.get("/screening?award=khong-co").json()["fields"]) == {"award"}
    assert set(clerk.get(f"{ASK}&unit=TB").json()["fields"]) == {"unit"}
    assert set(clerk.get(f"{ASK}&reason=99").json()["fields"]) == {"reason"}
    assert set(clerk.get("/screening?award=tap-the-lao-dong-tien-tien&subject=person").json()["fields"]) == {"award"}
    assert set(clerk.get(f"{ASK}&page=0").json()["fields"]) == {"page"}


def test_without_the_power_it_is_refused(office: Office) -> None:
    refused = Asker(user("uy-vien", office.top)).get(ASK)
    assert (refused.status_code, "rà soát điều kiện cả đơn vị" in refused.json()["message"]) == (403, True)


def test_restricted_reasons_are_one_and_no_filter(office: Office) -> None:
    rated(office, "hoan-thanh-tot")
    for model, more in ((Discipline, {"form": "canh-cao"}), (Hold, {"kind": "khieu-nai-to-cao"})):
        row(model, rated(office, "hoan-thanh-tot"), YEAR, **more)
    narrow = Asker(user("bo-phan-tdkt", office.top), "screen", "people.view", "records.view")
    told, whole = narrow.get(ASK).json(), Asker(user("bo-phan-tdkt", office.top)).get(ASK).json()
    hidden = [r for r in told["reasons"] if r["reason"] is None]
    assert [(r["says"], r["cite"], r["state"], r["count"]) for r in hidden] == [("Thông tin hạn chế", "", "chua-ro", 2)]
    assert (whole["counts"]["khong-dat"], [r for r in whole["reasons"] if r["reason"] is None]) == (2, [])
    closed = {r["reason"] for r in whole["reasons"]} - {r["reason"] for r in told["reasons"]}
    assert closed and {narrow.get(f"{ASK}&reason={n}").status_code for n in closed} == {422}


@pytest.mark.parametrize("count", [1, 30])
def test_the_queries_are_the_same_whatever_the_number(office: Office, clerk: Asker, django_assert_num_queries: Any, count: int) -> None:
    for _ in range(count):
        rated(office, "hoan-thanh-tot")
    clerk.get(ASK)
    with django_assert_num_queries(33):
        clerk.get(ASK)
