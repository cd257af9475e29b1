"""Completeness, sending, receiving, returning, chasing through the API."""

import pytest
from tests.api.asker import Asker
from tests.office import Office, user

from vinhdanh.records.models import Completeness, Submission

pytestmark = pytest.mark.django_db
ALL = list(Completeness.Kind.values)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def clerk(office: Office) -> Asker:
    return Asker(user("can-bo-tdkt", office.p1))


@pytest.fixture
def desk(office: Office) -> Asker:
    return Asker(user("bo-phan-tdkt", office.top))


def test_a_year_is_declared_sent_returned_and_received(clerk: Asker, desk: Asker) -> None:
    assert clerk.send("post", "/units/P1/declarations", {"year": 2024, "kinds": ALL}).json() == ALL
    assert clerk.get("/units/P1/progress/2024").json()["undeclared"] == []
    assert clerk.send("post", "/units/P1/submissions/2024").json() == "submitted"
    refused = clerk.send("post", "/units/P1/submissions/2024/receive")
    assert (refused.status_code, "tiếp nhận, trả lại dữ liệu" in refused.json()["message"]) == (403, True)
    assert set(desk.send("post", "/units/P1/submissions/2024/return", {"reason": " "}).json()["fields"]) == {"reason"}
    assert desk.send("post", "/units/P1/submissions/2024/return", {"reason": "Thiếu kỷ luật"}).json() == "returned"
    told = clerk.get("/units/P1/progress/2024").json()
    assert (told["state"], told["reason"]) == ("returned", "Thiếu kỷ luật")
    assert clerk.send("post", "/units/P1/submissions/2024").json() == "submitted"
    assert desk.send("post", "/units/P1/submissions/2024/receive").json() == "received"


def test_a_declaration_is_taken_back_with_a_reason(clerk: Asker) -> None:
    clerk.send("post", "/units/P1/declarations", {"year": 2024, "kinds": ["ratings"]})
    told = {"year": 2024, "kind": "ratings", "reason": "Còn thiếu một người"}
    after = clerk.send("post", "/units/P1/declarations/withdraw", told)
    assert (after.status_code, "Xếp loại" in after.json()["undeclared"]) == (200, True)
    assert clerk.send("post", "/units/P1/declarations/withdraw", told).status_code == 422


def test_a_kind_that_is_none_is_refused(clerk: Asker) -> None:
    """Once answered with 500."""
    answer = clerk.send("post", "/units/P1/declarations", {"year": 2024, "kinds": ["khong-co"]})
    assert (answer.status_code, Completeness.objects.count()) == (422, 0)


def test_the_chase_list_counts_filters_and_reminds(office: Office, desk: Asker) -> None:
    told = desk.get("/chase?year=2024").json()
    assert (told["count"], told["counts"]) == (5, {"not_sent": 5, "submitted": 0, "received": 0, "returned": 0})
    assert [u["unit"] for u in desk.get("/chase?year=2024&q=phong 1").json()["units"]] == ["P1"]
    assert desk.send("post", "/chase/due", {"year": 2024, "units": ["P1", "P2"], "due": "2025-01-15"}).json() == {"units": 2}
    assert [(u["unit"], u["due"]) for u in desk.get("/chase?year=2024&late=true").json()["units"]] == [("P1", "2025-01-15"), ("P2", "2025-01-15")]
    user("can-bo-tdkt", office.p1)
    assert desk.send("post", "/chase/reminders", {"year": 2024, "units": ["P1"]}).json() == {"told": 1, "nobody": []}
    assert Submission.objects.get(unit=office.p1).reminders == 1


def test_one_strange_unit_stops_the_whole(office: Office, clerk: Asker, desk: Asker) -> None:
    answer = desk.send("post", "/chase/due", {"year": 2024, "units": ["P1", "TB"], "due": "2025-01-15"})
    assert (set(answer.json()["fields"]), Submission.objects.count()) == ({"units"}, 0)
    assert clerk.send("post", "/chase/due", {"year": 2024, "units": ["P1"], "due": "2025-01-15"}).status_code == 403
    assert clerk.get("/units/P2/progress/2024").status_code == 404


def test_discipline_is_not_counted_for_those_who_may_not_see_it(office: Office) -> None:
    told = Asker(user("uy-vien", office.p1)).get("/units/P1/progress/2024").json()
    hidden = next(k for k in told["kinds"] if k["kind"] == "discipline")
    assert (hidden["count"], "xem kỷ luật" in hidden["hidden"]) == (None, True)
