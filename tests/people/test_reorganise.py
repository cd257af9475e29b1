"""Mergers, splits and dissolutions with the people in them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from tests.office import Office, kind, person, unit, user
from tests.people.build import TODAY, clerk_of, signed_in, spans

from vinhdanh.audit.models import Event
from vinhdanh.people import reorganise, transfers
from vinhdanh.people.models import Membership, Transfer
from vinhdanh.units.models import Unit, UnitSuccession

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 7, 1)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_merger_into_a_new_unit_takes_everybody_along(office: Office) -> None:
    one, two = person(office.p1), person(office.p2)
    new = reorganise.Founding("P12", "Phòng 12", kind(), office.top)
    outcome = reorganise.merge_units([office.p1, office.p2], new, since=DAY, by=None, on=TODAY, paper="NQ 1")
    assert (outcome.people, [u.key for u in outcome.ended]) == (2, ["P1", "P2"])
    for who, old in ((one, "P1"), (two, "P2")):
        assert spans(who) == [(old, "payroll", dt.date(2015, 3, 1), DAY), ("P12", "payroll", DAY, None)]
    assert sorted(Event.objects.values_list("action", flat=True)) == ["create", "merge"]


def test_a_preview_says_what_would_happen_and_changes_nothing(office: Office) -> None:
    person(office.kv)
    before = (list(Unit.objects.values().order_by("pk")), list(Membership.objects.values().order_by("pk")))
    outcome = reorganise.preview(reorganise.merge_units, [office.kv], office.p1, since=DAY, by=None, on=TODAY)
    assert (outcome.people, [(u.path, old) for u, old in outcome.units]) == (1, [("/MH/P1/KV1A/", "/MH/KV1/KV1A/")])
    assert before == (list(Unit.objects.values().order_by("pk")), list(Membership.objects.values().order_by("pk")))
    assert not Event.objects.exists() and not UnitSuccession.objects.exists()


def test_a_transfer_under_way_to_a_merged_unit_is_led_to_its_heir(office: Office) -> None:
    one = person(office.p1)
    transfers.propose(one, office.p2, since=dt.date(2026, 12, 1), by=user("can-bo-tdkt", office.p1), on=TODAY)
    reorganise.merge_units([office.p2], office.kv, since=DAY, by=None, on=TODAY)
    assert Transfer.objects.get().new_unit == office.kv


def test_a_split_sends_each_where_the_form_says_and_the_rest_with_the_heir(office: Office) -> None:
    one, two, three = (person(office.kv) for _ in range(3))
    news = [reorganise.Founding(k, k, kind(), office.top) for k in ("A1", "A2")]
    outcome = reorganise.split_unit(office.kv, news, heir=0, ends=True, places={one.pk: 1, two.pk: 0}, since=DAY, by=None, on=TODAY)
    for who in (one, two, three):
        who.refresh_from_db()
    assert (outcome.people, [w.unit and w.unit.key for w in (one, two, three)]) == (3, ["A2", "A1", "A1"])


def test_a_unit_that_gives_off_another_keeps_who_is_not_named(office: Office) -> None:
    one, two = person(office.kv), person(office.kv)
    news = [reorganise.Founding("A1", "A1", kind(), office.top)]
    assert reorganise.split_unit(office.kv, news, heir=0, ends=False, places={one.pk: 0}, since=DAY, by=None, on=TODAY).people == 1
    two.refresh_from_db()
    assert two.unit == office.kv


def test_nobody_is_left_in_a_unit_that_is_no_more(office: Office) -> None:
    person(office.p1)
    with pytest.raises(ValidationError, match="còn 1 người"):
        reorganise.dissolve_unit(office.p1, None, since=DAY, by=None, on=TODAY)
    assert reorganise.dissolve_unit(office.p1, office.p2, since=DAY, by=None, on=TODAY).people == 1
    assert reorganise.dissolve_unit(unit("E", "E", office.top), None, since=DAY, by=None, on=TODAY).people == 0


def test_the_page_shows_first_then_does(office: Office) -> None:
    person(office.p1)
    client = signed_in(clerk_of(office))
    said = {"olds": [office.p1.pk], "new": office.p2.pk, "since": "01/07/2025", "paper": "", "key": "", "name": ""}
    page = client.post("/don-vi/P1/sap-nhap/", said).content.decode()
    assert "Phòng 1 kết thúc hoạt động" in page and "Sáp nhập, chuyển 1 người" in page and 'name="new"' in page
    assert not UnitSuccession.objects.exists()
    again = client.post("/don-vi/P1/sap-nhap/", said | {"sua-lai": "1"}).content.decode()
    assert 'value="01/07/2025"' in again and "Xem trước" in again
    assert client.post("/don-vi/P1/sap-nhap/", said | {"chac-chan": "1"})["Location"] == "/don-vi/P2/"
    assert UnitSuccession.objects.count() == 1


def test_the_form_of_a_merger_wants_one_target(office: Office) -> None:
    client = signed_in(clerk_of(office))
    said = {"olds": [office.p1.pk], "since": "01/07/2025"}
    assert "Chọn một đơn vị đang có, hoặc ghi đủ" in client.post("/don-vi/P1/sap-nhap/", said).content.decode()
    assert "Ghi ô này để lập đơn vị mới" in client.post("/don-vi/P1/sap-nhap/", said | {"key": "X"}).content.decode()
    assert "không thể đồng thời là đơn vị bị sáp nhập" in client.post("/don-vi/P1/sap-nhap/", said | {"new": office.p1.pk}).content.decode()


def test_the_page_of_a_split_and_of_a_dissolution(office: Office) -> None:
    one = person(office.p1)
    client = signed_in(clerk_of(office))
    said = {"since": "01/07/2025", "kind": kind().pk, "ends": "chia", "heir": "0", "key0": "A1", "name0": "A1", "key1": "A2", "name1": "A2"}
    said |= {f"to{one.pk}": "1"}
    assert "Có nơi đến chưa ghi" in client.post("/don-vi/P1/chia-tach/", said | {"heir": "3"}).content.decode()
    assert "chuyển 1 người" in client.post("/don-vi/P1/chia-tach/", said).content.decode()
    assert client.post("/don-vi/P1/chia-tach/", said | {"chac-chan": "1"})["Location"] == "/don-vi/A1/"
    one.refresh_from_db()
    assert one.unit and one.unit.key == "A2"
    end = {"since": "01/08/2025", "heir": office.p2.pk, "paper": "", "chac-chan": "1"}
    assert client.post("/don-vi/A2/giai-the/", end)["Location"] == "/don-vi/P2/"


@pytest.mark.parametrize("page", ["sap-nhap", "chia-tach", "giai-the"])
def test_only_who_may_change_the_unit_gets_there(office: Office, page: str) -> None:
    assert signed_in(user("can-bo-tdkt", office.top)).get(f"/don-vi/P1/{page}/").status_code == 404
    assert signed_in(clerk_of(office)).get(f"/don-vi/TB/{page}/").status_code == 404
    assert signed_in(clerk_of(office)).get(f"/don-vi/P1/{page}/").status_code == 200
