"""The law through the API: acts, provisions, what the rulebook says of an award, the office's rules."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from tests.api.asker import Asker
from tests.office import Office, user

from vinhdanh.law.actions import sync_acts
from vinhdanh.law.models import Act, OfficeRule, Provision
from vinhdanh.law.rulebook import law

pytestmark = pytest.mark.django_db
AWARD = "/law/awards/chien-si-thi-dua-co-so"


@pytest.fixture
def office() -> Office:
    sync_acts(None)
    return Office()


@pytest.fixture
def reader(office: Office) -> Asker:
    return Asker(user(), "law.read")


def test_acts_are_found_with_their_status_of_a_day(reader: Asker) -> None:
    found = reader.get("/law/acts?q=luat thi dua&on=2023-12-31").json()
    told = {a["code"]: a["status"] for a in found["acts"]}
    assert (found["count"], told["luat-2022"]) == (len(told), "not_yet")
    assert {a["code"]: a["status"] for a in reader.get("/law/acts?q=luat thi dua&on=2024-02-01").json()["acts"]}["luat-2022"] == "in_force"
    assert reader.get("/law/acts?status=abc").status_code == 422


def test_an_act_lists_its_places_and_a_provision_its_text_and_who_cites_it(reader: Asker) -> None:
    whole = reader.get("/law/acts/luat-2022").json()
    place = next(p for p in whole["places"] if p["at"] == "dieu-23-khoan-1")
    assert (place["words"], place["depth"], place["has_text"]) == ("khoản 1", 1, False)
    row = Provision.objects.get(act__code="luat-2022", slug="dieu-23-khoan-1")
    row.text, row.version = "Nguyên văn thử", 1
    row.save()
    told = reader.get("/law/acts/luat-2022/dieu-23-khoan-1").json()
    assert (told["title"], told["paragraphs"]) == ("khoản 1 Điều 23", [{"label": "1.", "text": "Nguyên văn thử"}])
    assert {u["award"] for u in told["cited_by"]} == {"chien-si-thi-dua-co-so"}
    assert reader.get("/law/acts/luat-2022/khong-co").status_code == 404
    assert reader.get("/law/acts/khong-co").status_code == 404


def test_every_award_of_the_book_is_listed(reader: Asker) -> None:
    assert {a["code"]: a["name"] for a in reader.get("/law/awards").json()} == {code: a.name for code, a in law().awards.items()}


def test_a_rule_tells_conditions_with_their_articles_here(reader: Asker) -> None:
    told = reader.get(f"{AWARD}?on=2026-01-01").json()
    people = next(c for c in told["conditions"] if c["subject"] == "person")
    cites = [line for line in people["conditions"] if line["provision"]]
    assert cites and all(line["provision"].startswith("/api/v1/law/acts/") for line in cites)
    assert reader.get(cites[0]["provision"].removeprefix("/api/v1")).status_code == 200
    assert (told["digest"], [s["key"] for s in told["sections"]][:2]) == (law().digest, ["quotas", "votes"])
    assert reader.get("/law/awards/khong-co").status_code == 404


def test_two_days_are_compared(reader: Asker) -> None:
    days = reader.get(AWARD).json()["versions"]
    assert reader.get(f"{AWARD}/changes?before={days[0]}&after={days[0]}").json() == []
    changed = reader.get(f"{AWARD}/changes?before=2023-06-01&after=2024-06-01").json()
    assert changed and all(row["before"] or row["after"] for row in changed)


def rule(office: Office, by: Any, **more: Any) -> OfficeRule:
    """A rule of the province."""
    plain = {"title": "Tỷ lệ", "section": "quotas", "body": "", "article": "Điều 1", "in_force": dt.date(2026, 1, 1), "state": "draft"}
    act = Act.objects.get(code="luat-2022")
    return OfficeRule.objects.create(**{**plain, **more}, unit=office.top, act=act, entered_by=by, entered_at=timezone.now())


def test_drafts_are_seen_by_those_who_enter_or_approve(office: Office) -> None:
    clerk = user("bo-phan-tdkt", office.top)
    draft = rule(office, clerk)
    assert [r["number"] for r in Asker(clerk).get("/law/rules").json()["rules"]] == [draft.pk]
    assert Asker(clerk).get(f"/law/rules/{draft.pk}").json()["state"] == "draft"
    reader = Asker(user("uy-vien", office.top))
    assert (reader.get("/law/rules").json()["rules"], reader.get(f"/law/rules/{draft.pk}").status_code) == ([], 404)
    narrow = Asker(clerk, "law.read")
    assert (narrow.get("/law/rules").json()["rules"], narrow.get(f"/law/rules/{draft.pk}").status_code) == ([], 404)
