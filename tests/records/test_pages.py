"""The pages: what each shows, who gets in, how many queries, what a form that is refused says."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.office import Office, person, user
from tests.records.makers import ON, award, clerk, discipline, rating
from tests.records.test_enter import IDEA

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Viewing
from vinhdanh.people.models import Person
from vinhdanh.records import actions
from vinhdanh.records.kinds import KINDS
from vinhdanh.records.links import enter_url, list_url, record_url
from vinhdanh.records.models import Absence, AwardHeld, Initiative, Rating, SecretStub, Submission

BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_(client: Client, who: User) -> Client:
    client.force_login(who, backend=BACKEND)
    return client


def text(answer: Any) -> str:
    return answer.content.decode()  # type: ignore[no-any-return]


def warmed(client: Client, who: User, url: str) -> Client:
    """Signed in, with what is kept after the first page."""
    assert as_(client, who).get(url).status_code == 200
    return client


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.slug)
def test_every_list_and_its_form_open(office: Office, client: Client, kind: Any) -> None:
    boss = user("bo-phan-tdkt", office.top)
    subject = person(office.p1) if "person" in kind.subjects else office.p1
    assert as_(client, boss).get(f"/du-kien/{kind.slug}/").status_code == 200
    assert client.get(enter_url(kind, subject, 2025)).status_code == 200
    assert client.get(f"/du-kien/{kind.slug}/them/?q=ph").status_code == 200
    assert client.get("/du-kien/khong-co/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("slug", "queries"), [("khen-thuong", 11), ("nghi", 12), ("sang-kien", 12)])
def test_a_list_asks_no_question_a_row(office: Office, client: Client, slug: str, queries: int, count: int, django_assert_num_queries: Any) -> None:
    boss = user("bo-phan-tdkt", office.top)
    for who in [person(office.p1) for _ in range(count)]:
        one(slug, who, boss)
    warmed(client, boss, f"/du-kien/{slug}/")
    with django_assert_num_queries(queries):
        answer = client.get(f"/du-kien/{slug}/")
    assert text(answer).count('<th scope="row"') == count


def one(slug: str, who: Person, by: User) -> None:
    if slug == "khen-thuong":
        award(who, by)
    elif slug == "nghi":
        actions.enter_absence(who, {"year": 2025, "kind": "om", "months": 2, "paper": "1/QĐ"}, by=by, on=ON)
    else:
        actions.enter_initiative({**IDEA, "decision": f"{who.pk}/QĐ-HĐSK"}, [actions.Author(who)], by=by, on=ON)


def test_filters_narrow_a_list(office: Office, client: Client) -> None:
    by = clerk(office)
    a, b = person(office.p1, "Đặng Thị Ánh"), person(office.p2, "Lý Văn Bê")
    award(a, by, year=2024), award(a, by, year=2025, award="giay-khen"), award(b, by, year=2025)
    as_(client, by)

    def found(query: str) -> list[str]:
        rows = re.findall(r'dk-ten"><a href="[^"]+">([^<]+)<', text(client.get(f"/du-kien/khen-thuong/?{query}")))
        return rows

    assert found("") == ["Lý Văn Bê", "Đặng Thị Ánh", "Đặng Thị Ánh"]
    assert found("ten=dang+thi+anh") == ["Đặng Thị Ánh"] * 2
    assert found("don-vi=P2") == ["Lý Văn Bê"]
    assert found("nam=2024") == found("so=24/Q") == ["Đặng Thị Ánh"]
    assert found("ma=giay-khen") == ["Đặng Thị Ánh"]
    assert found(f"nguoi={b.key}") == ["Lý Văn Bê"]
    assert found("huy=1") == [] and found("nam=hai&don-vi=KHONG") == found("")


def test_what_lies_outside_answers_404(office: Office, client: Client) -> None:
    made = award(person(office.p1), clerk(office))
    as_(client, user("can-bo-tdkt", office.p2))
    assert {client.get(f"{record_url(made)}{v}").status_code for v in ("", "sua/", "huy/", "khoi-phuc/")} == {404}
    assert client.get("/du-kien/tien-do/P1/2025/").status_code == 404


def test_discipline_is_not_there_without_its_power(office: Office, client: Client) -> None:
    made = discipline(person(office.p1), clerk(office))
    as_(client, user("uy-vien", office.top))
    assert client.get(record_url(made)).status_code == 404
    assert "khiển trách" not in text(client.get("/du-kien/ky-luat/")).lower().replace("khiển trách về đảng", "").split("<section")[-1]


def test_a_page_with_a_sensitive_field_is_noted(office: Office, client: Client) -> None:
    by = clerk(office)
    made = discipline(person(office.p1), by)
    answer = as_(client, by).get(record_url(made))
    assert "Khiển trách" in text(answer)
    row = Viewing.objects.get()
    assert (row.actor, row.kind, row.object_id, row.page) == (by, "records.discipline", str(made.pk), record_url(made))
    assert row.fields == "form,paper,paper_on"


def test_the_page_of_a_record_tells_who_entered_it_and_what_was_corrected(office: Office, client: Client) -> None:
    by = clerk(office)
    made = rating(person(office.p1), by)
    actions.correct(made, {"value": "hoan-thanh"}, reason="Ghi nhầm", version=1, by=by, on=ON)
    page = text(as_(client, by).get(record_url(made)))
    assert all(w in page for w in (by.full_name, "12/TB-VKS", "Ghi nhầm", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ", ">Nhập<", ">Sửa<"))


def test_who_may_not_change_sees_the_button_shut_and_why(office: Office, client: Client) -> None:
    made = rating(person(office.p1), clerk(office))
    page = text(as_(client, user("uy-vien", office.top)).get(record_url(made)))
    assert 'disabled aria-describedby="vi-sao"' in page and "chưa được giao quyền sửa dữ kiện đã nhập tại Phòng 1" in page
    assert client.get(f"{record_url(made)}sua/").status_code == 403


# ---- forms ---------------------------------------------------------------------------------------------


def test_an_award_is_entered_through_the_form_with_its_scan(office: Office, client: Client) -> None:
    who = person(office.p1)
    told = {"award": "giay-khen", "year": "2025", "kind": "cong-trang", "decision": "12/QĐ-VKS", "decided_on": "20/12/2025", "issuer": "Viện trưởng"}
    picture = SimpleUploadedFile("quyet-dinh.png", png(), "image/png")
    answer = as_(client, clerk(office)).post(enter_url("awards", who), {**told, "proof": picture})
    made = AwardHeld.objects.get()
    assert answer["Location"] == record_url(made)
    assert (made.person, made.decided_on, made.folded, made.proof.name) == (who, dt.date(2025, 12, 20), "12 qd vks", "quyet-dinh.png")  # type: ignore[union-attr]


def png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


def test_a_file_that_is_refused_leaves_no_record(office: Office, client: Client) -> None:
    told = {"award": "giay-khen", "year": "2025", "decision": "12/QĐ-VKS", "proof": SimpleUploadedFile("a.pdf", b"khong phai pdf")}
    page = text(as_(client, clerk(office)).post(enter_url("awards", person(office.p1)), told))
    assert "Không nhận loại tệp này" in page and not AwardHeld.objects.exists()


def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_the_field(office: Office, client: Client) -> None:
    page = text(as_(client, clerk(office)).post(enter_url("awards", person(office.p1)), {"award": "giay-khen", "year": "2025", "decision": "abc"}))
    assert 'value="abc"' in page and "không giống số quyết định" in page and "còn 1 chỗ cần sửa" in page
    assert not AwardHeld.objects.exists()


def test_a_secret_decision_is_refused_on_the_form(office: Office, client: Client) -> None:
    told = {"award": "giay-khen", "year": "2025", "decision": "12/QĐ-VKS", "secret": "on"}
    page = text(as_(client, clerk(office)).post(enter_url("awards", person(office.p1)), told))
    assert "khoản 4 Điều 84" in page and not AwardHeld.objects.exists()


def test_months_are_read_as_vietnamese_write_them(office: Office, client: Client) -> None:
    told = {"kind": "om", "year": "2025", "months": "2,5", "paper": "7/QĐ-VKS"}
    as_(client, clerk(office)).post(enter_url("absences", person(office.p1)), told)
    made = Absence.objects.get()
    assert str(made.months) == "2.50"
    assert "2,5" in text(client.get(f"{record_url(made)}sua/"))


def test_a_collective_s_year_is_entered_question_by_question(office: Office, client: Client) -> None:
    told = {"year": "2025", "unity": "1", "exceeded_targets": "0", "total": "10", "share_ldtt": "87,5", "paper": "9/BC-VKS"}
    as_(client, clerk(office)).post(enter_url("collective", office.p1), told)
    made = office.p1.collectiveyear_set.get()
    assert (made.collective, made.members) == ({"exceeded_targets": False, "unity": True}, {"total": 10, "share_ldtt": 87.5})
    assert client.get(f"{record_url(made)}sua/").status_code == 200


def test_a_correction_from_an_old_form_shows_the_difference(office: Office, client: Client) -> None:
    by = clerk(office)
    made = rating(person(office.p1), by)
    actions.correct(made, {"value": "hoan-thanh"}, reason="Nhầm", version=1, by=by, on=ON)
    told = {"year": "2025", "body": "chinh-quyen", "value": "hoan-thanh-xuat-sac", "paper": "12/TB-VKS", "reason": "Sửa", "version": "1"}
    page = text(as_(client, by).post(f"{record_url(made)}sua/", told))
    assert "Có người vừa sửa dữ kiện này" in page and "<td>hoan-thanh</td>" in page
    client.post(f"{record_url(made)}sua/", {**told, "version": "2"})
    assert Rating.objects.get().value == "hoan-thanh-xuat-sac"


def test_set_aside_and_restored_through_the_pages(office: Office, client: Client) -> None:
    by = clerk(office)
    made = rating(person(office.p1), by)
    as_(client, by).post(f"{record_url(made)}huy/", {"reason": "Sai người", "version": "1"})
    assert "Đã hủy" in text(client.get(record_url(made)))
    client.post(f"{record_url(made)}khoi-phuc/", {"reason": "Đúng", "version": "2"})
    assert Rating.objects.get().void_at is None


def authors(*rows: dict[str, str]) -> dict[str, str]:
    told = {"tg-TOTAL_FORMS": str(len(rows)), "tg-INITIAL_FORMS": "0", "tg-MIN_NUM_FORMS": "0", "tg-MAX_NUM_FORMS": "30"}
    return told | {f"tg-{i}-{k}": v for i, row in enumerate(rows) for k, v in row.items()}


PLAIN = {"kind": "initiative", "name": "Sổ tay kiểm sát", "year": "2025", "level": "co-so", "recognised": "1", "decision": "8/QĐ-HĐSK"}


def test_an_initiative_is_entered_with_authors_by_name_or_key(office: Office, client: Client) -> None:
    a, b = person(office.p1, "Lê Văn Một"), person(office.p1, "Lê Văn Hai")
    told = PLAIN | authors({"who": f"Lê Văn Một ({a.key})", "share": "62,5"}, {"who": "le van hai", "share": "37,5"}, {"who": ""})
    as_(client, clerk(office)).post("/du-kien/sang-kien/them/", told)
    made = Initiative.objects.get()
    assert list(made.authors.order_by("pk").values_list("person", "share")) == [(a.pk, 6250), (b.pk, 3750)]
    assert "62,5%" in text(client.get(record_url(made)))


def test_an_author_who_cannot_be_told_is_refused_in_his_line(office: Office, client: Client) -> None:
    one, two = person(office.p1, "Lê Văn Trùng"), person(office.p2, "Lê Văn Trùng")
    page = text(as_(client, clerk(office)).post("/du-kien/sang-kien/them/", PLAIN | authors({"who": "Lê Văn Trùng"})))
    assert f"Có 2 người, đơn vị tên “Lê Văn Trùng”: {one.key}, {two.key}. Ghi mã thay cho tên." in page
    page = text(client.post("/du-kien/sang-kien/them/", PLAIN | authors({"who": "Không Ai"})))
    assert "Không thấy “Không Ai” trong phạm vi của bạn" in page
    page = text(client.post("/du-kien/sang-kien/them/", PLAIN | authors({"who": one.key, "share": "60"}, {"who": two.key, "share": "30"})))
    assert "thiếu 10,00%" in page and not Initiative.objects.exists()


def test_authors_are_corrected_on_the_page(office: Office, client: Client) -> None:
    by, a, b = clerk(office), person(office.p1), person(office.p1)
    made = actions.enter_initiative(IDEA, [actions.Author(a)], by=by, on=ON)
    told = {**PLAIN, "name": IDEA["name"], "decision": IDEA["decision"], "reason": "Thêm tác giả", "version": "1"}
    assert as_(client, by).get(f"{record_url(made)}sua/").status_code == 200
    client.post(f"{record_url(made)}sua/", told | authors({"who": a.key, "share": "50"}, {"who": b.key, "share": "50"}))
    assert made.authors.count() == 2


def test_the_grid_saves_a_whole_unit_and_shows_who_is_done(office: Office, client: Client) -> None:
    by, a, b = clerk(office), person(office.p1), person(office.p1)
    rating(b, by, year=2025)
    url = "/du-kien/xep-loai/bang/?don-vi=P1&nam=2025"
    page = text(as_(client, by).get(url))
    assert page.count("<select") == 1 and "còn 1 người" in page
    client.post(url, {"paper": "5/TB-VKS", "paper_on": "10/12/2025", f"xl-{a.pk}": "hoan-thanh-tot"})
    made = Rating.objects.get(person=a)
    assert (made.value, made.paper, made.paper_on) == ("hoan-thanh-tot", "5/TB-VKS", dt.date(2025, 12, 10))


def test_a_grid_with_a_fault_saves_nothing_and_marks_the_row(office: Office, client: Client) -> None:
    a, b = person(office.p1), person(office.p1, birth=dt.date(2015, 1, 1))
    url = "/du-kien/xep-loai/bang/?don-vi=P1&nam=2025"
    page = text(as_(client, clerk(office)).post(url, {"paper": "5/TB", f"xl-{a.pk}": "hoan-thanh-tot", f"xl-{b.pk}": "hoan-thanh"}))
    assert "còn 1 dòng cần sửa" in page and "sinh năm 2015" in page and not Rating.objects.exists()
    assert 'value="hoan-thanh-tot" selected' in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_grid_asks_no_question_a_row(office: Office, client: Client, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        person(office.p1)
    by, url = clerk(office), "/du-kien/xep-loai/bang/?don-vi=P1&nam=2025"
    warmed(client, by, url)
    with django_assert_num_queries(10):
        client.get(url)


# ---- export --------------------------------------------------------------------------------------------


def sheet(answer: Any) -> list[list[Any]]:
    return [[c.value for c in row] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]  # type: ignore[union-attr]


def test_an_export_is_masked_and_no_text_becomes_a_formula(office: Office, client: Client) -> None:
    by = clerk(office)
    who = person(office.p1, "=HYPERLINK(1)")
    actions.enter_absence(who, {"year": 2025, "kind": "om", "since": dt.date(2025, 2, 3), "paper": "1/QĐ"}, by=by, on=ON)
    rows = sheet(as_(client, by).get("/du-kien/nghi/xuat/"))
    assert rows[3] == ["Họ tên, đơn vị", "Mã", "Nơi công tác", "Năm", "Lý do", "Từ ngày", "Đến ngày", "Số ngày làm việc", "Số tháng"]
    assert rows[4][:6] == ["=HYPERLINK(1)", who.key, "Phòng 1", 2025, "Thông tin hạn chế", dt.datetime(2025, 2, 3)]
    assert "<f>" not in client.get("/du-kien/nghi/xuat/").content.decode("latin-1")


def test_only_who_may_export_gets_a_file(office: Office, client: Client) -> None:
    assert as_(client, user("uy-vien", office.top)).get("/du-kien/khen-thuong/xuat/").status_code == 403


def test_secret_stubs_are_kept_on_their_page_only(office: Office, client: Client) -> None:
    by = clerk(office)
    as_(client, by).post("/du-kien/mat/", {"don-vi": "P1", "number": "01/M", "holder": "Văn thư mật", "day": "02/03/2025"})
    assert SecretStub.objects.get().on == dt.date(2025, 3, 2)
    assert "01/M" in text(client.get("/du-kien/mat/"))
    assert as_(client, user("uy-vien", office.top)).get("/du-kien/mat/").status_code == 403
    as_(client, user("can-bo-tdkt", office.p2))
    assert "01/M" not in text(client.get("/du-kien/mat/"))


# ---- progress ------------------------------------------------------------------------------------------


def test_home_names_what_may_be_entered_and_why_not(office: Office, client: Client) -> None:
    assert as_(client, clerk(office)).get("/du-kien/").status_code == 200
    page = text(as_(client, user("uy-vien", office.p1)).get("/du-kien/"))
    assert "chưa được giao quyền nhập dữ kiện" in page and "xem kỷ luật" in page


def test_home_of_somebody_without_a_role_shows_the_lists_of_his_own(office: Office, client: Client) -> None:
    assert "Chưa có đơn vị nào trong phạm vi" in text(as_(client, user(person=person(office.p1))).get("/du-kien/"))


def test_a_unit_declares_and_sends_and_the_office_receives_on_one_page(office: Office, client: Client) -> None:
    local, boss = user("can-bo-tdkt", office.p1), user("bo-phan-tdkt", office.top)
    url = "/du-kien/tien-do/P1/2025/"
    page = text(as_(client, local).get(url))
    assert "Còn 11 loại chưa xác nhận nhập đủ" in page
    client.post(f"{url}xac-nhan/", {"kinds": [v for v, _ in completeness_choices()], "paper": "10/BC-VKS"})
    client.post(f"{url}gui/")
    assert client.post(f"{url}tiep-nhan/").status_code == 403
    as_(client, boss).post(f"{url}tiep-nhan/")
    client.post(f"{url}tra-lai/", {"reason": "Thiếu sáng kiến"})
    page = text(client.get(url))
    assert "Bị trả lại" in page and "Thiếu sáng kiến" in page
    as_(client, local).post(f"{url}rut/ratings/", {"reason": "Sót"})
    assert "Còn 1 loại chưa xác nhận nhập đủ: Xếp loại" in text(client.get(url))


def completeness_choices() -> list[tuple[str, str]]:
    from vinhdanh.records.models import Completeness

    return [(str(v), str(n)) for v, n in Completeness.Kind.choices]


@pytest.mark.parametrize("extra", [0, 29])
def test_the_chase_list_asks_no_question_a_unit(office: Office, client: Client, extra: int, django_assert_num_queries: Any) -> None:
    from tests.office import unit

    for number in range(extra):
        unit(f"X{number:02}", f"Đội {number}", office.kv_a)
    boss = user("bo-phan-tdkt", office.top)
    warmed(client, boss, "/du-kien/tien-do/?nam=2025")
    with django_assert_num_queries(10):
        page = text(client.get("/du-kien/tien-do/?nam=2025"))
    assert page.count('name="don-vi"') == 5 + extra


def test_reminders_and_due_dates_from_the_list(office: Office, client: Client) -> None:
    user("can-bo-tdkt", office.p1)
    as_(client, user("bo-phan-tdkt", office.top))
    client.post("/du-kien/tien-do/han/", {"nam": "2025", "don-vi": ["P1", "TB"], "due": "28/11/2025"})
    page = text(client.post("/du-kien/tien-do/nhac/", {"nam": "2025", "don-vi": ["P1", "P2"]}, follow=True))
    assert "Đã nhắc 1 đơn vị" in page and "Phòng 2" in page and "28/11/2025, quá hạn" in page
    assert office.p1.submissions.get().due == dt.date(2025, 11, 28) and not office.other.submissions.exists()
    assert as_(client, user("uy-vien", office.top)).post("/du-kien/tien-do/nhac/", {"nam": "2025"}).status_code == 403


def test_everything_that_matches_the_filters_is_reminded_at_once(office: Office, client: Client) -> None:
    for place in (office.p1, office.p2, office.kv):
        user("can-bo-tdkt", place)
    as_(client, user("bo-phan-tdkt", office.top))
    answer = client.post("/du-kien/tien-do/nhac/", {"nam": "2025", "ten": "phong", "trang-thai": "not_sent", "tat-ca": "1"})
    assert answer["Location"] == "/du-kien/tien-do/?nam=2025&trang-thai=not_sent&ten=phong"
    assert sorted(Submission.objects.values_list("unit__key", "reminders")) == [("P1", 1), ("P2", 1)]


def test_the_keeping_pages(office: Office, client: Client) -> None:
    boss, leader, by = user("bo-phan-tdkt", office.top), user("lanh-dao", office.top), clerk(office)
    year = timezone.localdate().year
    award(person(office.p1), by, year=year - 11, decided_on=None)
    page = text(as_(client, boss).get("/du-kien/luu-tru/"))
    assert page.count("văn bản quy định thời hạn lưu trữ chưa nhập") == len(KINDS)
    client.post("/du-kien/luu-tru/thoi-han/", {"kind": "khen-thuong", "years": "10", "basis": "Quyết định 1/QĐ, Điều 2"})
    assert "Người đề xuất không tự duyệt" in text(client.get("/du-kien/luu-tru/"))
    pk = re.search(r"thoi-han/(\d+)/duyet", text(as_(client, leader).get("/du-kien/luu-tru/"))).group(1)  # type: ignore[union-attr]
    client.post(f"/du-kien/luu-tru/thoi-han/{pk}/duyet/")
    as_(client, boss).post("/du-kien/luu-tru/danh-muc/MH/khen-thuong/")
    number = re.search(r"danh-muc/(\d+)/", text(client.get("/du-kien/luu-tru/"))).group(1)  # type: ignore[union-attr]
    assert "không tự duyệt" in text(client.get(f"/du-kien/luu-tru/danh-muc/{number}/"))
    as_(client, leader).post(f"/du-kien/luu-tru/danh-muc/{number}/huy/")
    assert not AwardHeld.objects.exists()
    assert "Đã hủy" in text(client.get(f"/du-kien/luu-tru/danh-muc/{number}/"))
    assert as_(client, user("uy-vien", office.top)).get("/du-kien/luu-tru/").status_code == 403


# ---- links and own export ------------------------------------------------------------------------------


def test_links_from_verdict_trees(office: Office) -> None:
    who = person(office.p1)
    assert enter_url("ratings", who, 2025) == f"/du-kien/xep-loai/them/?nguoi={who.key}&nam=2025"
    assert enter_url("initiatives", who) == enter_url("research", who) == f"/du-kien/sang-kien/them/?nguoi={who.key}"
    assert enter_url(Rating, office.p1, 2024) == "/du-kien/xep-loai/them/?don-vi=P1&nam=2024"
    assert enter_url("members", office.p1) == enter_url("collective", office.p1) == "/du-kien/tap-the/them/?don-vi=P1"
    assert list_url("awards", who) == f"/du-kien/khen-thuong/?nguoi={who.key}"
    with pytest.raises(KeyError):
        enter_url("posts", who)


def test_a_person_s_own_export_holds_everything_but_complaints(office: Office) -> None:
    from vinhdanh.people.export import held_on

    boss, who = user("bo-phan-tdkt", office.top), person(office.p1)
    rating(who, boss), discipline(who, boss)
    actions.enter_hold(who, {"year": 2025, "paper": "1/TB", "kind": "khieu-nai-to-cao"}, by=boss, on=ON)
    actions.enter_initiative(IDEA, [actions.Author(who)], by=boss, on=ON)
    held = held_on(who)
    assert held["Xếp loại"][0]["Xếp loại"] == "Hoàn thành tốt nhiệm vụ"
    assert held["Kỷ luật"][0]["Hình thức"] == "Khiển trách"
    assert held["Sáng kiến, đề tài"][0]["Tỷ lệ"] == "100%"
    assert "Tạm dừng xem xét" not in held
