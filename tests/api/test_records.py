"""Facts through the API: the same checks, the same masks, the same history as on the pages."""

import pytest
from django.utils import timezone
from tests.api.asker import Asker
from tests.office import Office, person, user

from vinhdanh.audit.models import Event, Viewing
from vinhdanh.records.models import Absence, CollectiveYear, Correction, Initiative, Rating

pytestmark = pytest.mark.django_db
RATING = {"year": "2024", "body": "chinh-quyen", "value": "hoan-thanh-tot", "paper": "12/TB-VKS", "paper_on": "20/12/2024"}


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def clerk(office: Office) -> Asker:
    return Asker(user("can-bo-tdkt", office.kv))


def test_a_rating_is_entered_read_and_corrected(office: Office, clerk: Asker) -> None:
    who = person(office.kv)
    made = clerk.send("post", f"/people/{who.key}/records/xep-loai", {"values": RATING})
    assert made.status_code == 201, made.json()
    number = made.json()["id"]
    assert clerk.get(f"/people/{who.key}/records/xep-loai").json()["records"][0]["values"]["paper_on"] == "2024-12-20"
    change = {"values": {"value": "hoan-thanh-xuat-sac"}, "reason": "Nhập nhầm", "version": 1}
    assert clerk.send("patch", f"/records/xep-loai/{number}", change).json()["version"] == 2
    assert clerk.send("patch", f"/records/xep-loai/{number}", change).status_code == 409
    assert [(c.field, c.old) for c in Correction.objects.all()] == [("value", "hoan-thanh-tot")]
    assert Event.objects.filter(kind="records.rating", object_id=number).count() == 2


def test_bad_values_name_their_fields_and_write_nothing(office: Office, clerk: Asker) -> None:
    who = person(office.kv)
    answer = clerk.send("post", f"/people/{who.key}/records/xep-loai", {"values": {**RATING, "paper_on": "31/02/2024", "value": "giỏi"}})
    assert answer.status_code == 422 and set(answer.json()["fields"]) == {"paper_on", "value"}
    strange = clerk.send("post", f"/people/{who.key}/records/xep-loai", {"values": {**RATING, "person": "1"}})
    assert strange.status_code == 422 and set(strange.json()["fields"]) == {"person"}
    assert not Rating.objects.exists()


def test_others_get_404_and_readers_403(office: Office, clerk: Asker) -> None:
    beside, mine = person(office.p1), person(office.kv)
    assert clerk.send("post", f"/people/{beside.key}/records/xep-loai", {"values": RATING}).status_code == 404
    reader = Asker(user("uy-vien", office.kv))
    refused = reader.send("post", f"/people/{mine.key}/records/xep-loai", {"values": RATING})
    assert refused.status_code == 403 and "nhập dữ kiện" in refused.json()["message"]


def test_health_is_hidden_or_logged(office: Office, clerk: Asker) -> None:
    who = person(office.kv)
    Absence.objects.create(person=who, year=2024, kind="om", days=50, entered_at=timezone.now())
    hidden = Asker(user("uy-vien", office.kv)).get(f"/people/{who.key}/records/nghi").json()["records"][0]
    assert hidden["values"]["kind"] is None and "kind" in hidden["hidden"] and not Viewing.objects.exists()
    assert clerk.get(f"/people/{who.key}/records/nghi").json()["records"][0]["values"]["kind"] == "om"
    assert Viewing.objects.count() == 1


def test_an_initiative_has_authors_whose_parts_make_the_whole(office: Office, clerk: Asker) -> None:
    a, b = person(office.kv), person(office.kv)
    values = {"kind": "initiative", "name": "Số hóa hồ sơ", "year": "2024", "level": "co-so"}
    short = {"values": values, "authors": [{"person": a.key, "share": 6000}, {"person": b.key, "share": 3000}]}
    assert clerk.send("post", f"/people/{a.key}/records/sang-kien", short).status_code == 422
    whole = {"values": values, "authors": [{"person": a.key, "share": 6000}, {"person": b.key, "share": 4000}]}
    assert clerk.send("post", f"/people/{a.key}/records/sang-kien", whole).status_code == 201
    assert [x.share for x in Initiative.objects.get().authors.order_by("pk")] == [6000, 4000]


def test_a_record_is_set_aside_with_a_reason(office: Office, clerk: Asker) -> None:
    who = person(office.kv)
    number = clerk.send("post", f"/people/{who.key}/records/xep-loai", {"values": RATING}).json()["id"]
    assert clerk.send("post", f"/records/xep-loai/{number}/void", {"reason": " ", "version": 1}).status_code == 422
    assert clerk.send("post", f"/records/xep-loai/{number}/void", {"reason": "Nhập trùng", "version": 1}).json()["void"] is True
    assert clerk.get(f"/people/{who.key}/records/xep-loai").json()["records"] == []


def test_declaring_and_sending(office: Office, clerk: Asker) -> None:
    assert clerk.send("post", "/units/KV1/declarations", {"year": 2024, "kinds": ["ratings"]}).json() == ["ratings"]
    early = clerk.send("post", "/units/KV1/submissions/2024", {})
    assert early.status_code == 422, early.json()
    assert clerk.send("post", "/units/P1/declarations", {"year": 2024, "kinds": ["ratings"]}).status_code == 404


def test_records_of_the_scope_are_listed_and_filtered(office: Office, clerk: Asker) -> None:
    mine, beside = person(office.kv), person(office.p1)
    rows = [Rating.objects.create(person=p, year=y, value="hoan-thanh-tot", entered_at=timezone.now()) for p, y in ((mine, 2023), (mine, 2024))]
    Rating.objects.create(person=beside, year=2024, value="hoan-thanh-tot", entered_at=timezone.now())
    assert [r["id"] for r in clerk.get("/records/xep-loai").json()["records"]] == [rows[1].pk, rows[0].pk]
    assert [r["id"] for r in clerk.get("/records/xep-loai?year=2023&unit=KV1&code=hoan-thanh-tot").json()["records"]] == [rows[0].pk]
    assert clerk.get("/records/xep-loai?code=hoan-thanh").json()["records"] == []
    assert (clerk.get("/records/xep-loai?unit=P1").status_code, clerk.get("/records/khong-co").status_code) == (404, 404)


def test_a_record_is_restored_and_its_corrections_told(office: Office, clerk: Asker) -> None:
    who = person(office.kv)
    path = f"/records/xep-loai/{clerk.send('post', f'/people/{who.key}/records/xep-loai', {'values': RATING}).json()['id']}"
    clerk.send("patch", path, {"values": {"value": "hoan-thanh"}, "reason": "Nhập nhầm", "version": 1})
    clerk.send("post", f"{path}/void", {"reason": "Nhập trùng", "version": 2})
    assert [r["void"] for r in clerk.get("/records/xep-loai?void=true").json()["records"]] == [True]
    assert clerk.send("post", f"{path}/restore", {"reason": "Không trùng", "version": 2}).status_code == 409
    assert clerk.send("post", f"{path}/restore", {"reason": "Không trùng", "version": 3}).json()["void"] is False
    told = clerk.get(f"{path}/corrections").json()
    assert [(c["label"], c["old"], c["new"], c["reason"]) for c in told] == [
        ("Xếp loại", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ", "Nhập nhầm")
    ]


def test_a_stale_correction_names_what_differs(office: Office, clerk: Asker) -> None:
    who = person(office.kv)
    path = f"/records/xep-loai/{clerk.send('post', f'/people/{who.key}/records/xep-loai', {'values': RATING}).json()['id']}"
    clerk.send("patch", path, {"values": {"value": "hoan-thanh"}, "reason": "Nhập nhầm", "version": 1})
    late = clerk.send("patch", path, {"values": {"note": "x"}, "reason": "Bổ sung", "version": 1})
    assert (late.status_code, "Khác ở: " in late.json()["message"], "Đọc lại bản mới" in late.json()["message"]) == (409, True, True)


def test_authors_are_told_and_corrected_without_the_secret(office: Office, clerk: Asker) -> None:
    a, b = person(office.kv), person(office.kv)
    values = {"kind": "initiative", "name": "Số hóa hồ sơ", "year": "2024", "level": "co-so"}
    whole = {"values": values, "authors": [{"person": a.key, "share": 6000}, {"person": b.key, "share": 4000}]}
    made = clerk.send("post", f"/people/{a.key}/records/sang-kien", whole).json()
    assert [(x["person"], x["share"]) for x in made["authors"]] == [(a.key, 6000), (b.key, 4000)]
    change = {"authors": [{"person": a.key, "share": 5000}, {"person": b.key, "share": 5000}], "reason": "Sai tỷ lệ", "version": 1}
    done = clerk.send("patch", f"/records/sang-kien/{made['id']}", change)
    assert [x["share"] for x in done.json()["authors"]] == [5000, 5000], done.json()
    b.secret = True
    b.save()
    assert [x["person"] for x in clerk.get(f"/records/sang-kien/{made['id']}").json()["authors"]] == [a.key]
    assert clerk.send("post", f"/people/{b.key}/records/sang-kien", whole).status_code == 404


def test_results_of_a_collective_are_not_entered_for_a_person(office: Office, clerk: Asker) -> None:
    answer = clerk.send("post", f"/people/{person(office.kv).key}/records/tap-the", {"values": {"year": "2024"}})
    assert (answer.status_code, CollectiveYear.objects.count()) == (422, 0), answer.json()
