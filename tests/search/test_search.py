"""What is found, in which order, by whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.office import Office, person, unit, user

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import bulk_write
from vinhdanh.merit.text import fold
from vinhdanh.people.models import Person
from vinhdanh.records.models import Authorship, AwardHeld, Initiative
from vinhdanh.search.models import SearchEntry
from vinhdanh.search.queries import of_kind, search
from vinhdanh.search.sync import reindex

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def clerk(office: Office) -> User:
    return user("bo-phan-tdkt", office.top)


@pytest.fixture(autouse=True)
def learned(django_capture_on_commit_callbacks: Any) -> Any:
    """Words are learned when a transaction ends: let it end at once."""

    def make(*people: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            for one in people:
                one()

    return make


def titles(by: User, question: str) -> list[str]:
    return [e.title for s in search(by, question).sections for e in s.rows]


def award(holder: Person, number: str, on: dt.date | None = dt.date(2025, 12, 20), **more: Any) -> AwardHeld:
    return AwardHeld(
        person=holder,
        year=on.year if on else 2025,
        award="giay-khen",
        decision=number,
        decided_on=on,
        folded=fold(number),
        entered_at=NOW,
        **{"issuer": "Viện trưởng", **more},
    )


@pytest.mark.parametrize("question", ["Nguyễn Văn Ánh", "nguyen van anh", "  NGUYEN   văn anh ", "văn ánh nguyễn", "nguyen van an"])
def test_with_and_without_diacritics_in_any_order_while_typing(office: Office, clerk: User, question: str) -> None:
    person(office.p1, "Nguyễn Văn Ánh")
    person(office.p2, "Trần Thị Bình")
    assert titles(clerk, question) == ["Nguyễn Văn Ánh"]


@pytest.mark.parametrize("question", ["nguyne van anh", "nguyn van anh", "nguuyen van anh", "nguyen vam anh", "nguyen van ahn"])
def test_one_typing_slip(office: Office, clerk: User, learned: Any, question: str) -> None:
    learned(lambda: person(office.p1, "Nguyễn Văn Ánh"), lambda: person(office.p1, "Trần Thị Bình"))
    found = search(clerk, question)
    assert ([e.title for s in found.sections for e in s.rows], found.meant) == (["Nguyễn Văn Ánh"], True)


def test_two_slips_in_a_word_find_nothing(office: Office, clerk: User, learned: Any) -> None:
    learned(lambda: person(office.p1, "Nguyễn Văn Ánh"))
    found = search(clerk, "nuygen van anh x")
    assert (found.sections, found.meant) == ([], False)


def test_exact_names_come_first_then_beginnings_then_the_rest(office: Office, clerk: User) -> None:
    for name in ("Lê An Hà", "An", "An Hòa", "Anh Đào"):
        person(office.p1, name)
    assert titles(clerk, "an") == ["An", "An Hòa", "Anh Đào", "Lê An Hà"]


def test_a_number_is_not_the_beginning_of_a_year(office: Office, clerk: User) -> None:
    person(office.p1, "Phòng Văn C", birth_year=1985)
    assert titles(clerk, "phòng 1") == ["Phòng 1"]


def test_only_ones_own_scope_and_oneself(office: Office) -> None:
    mine, other = person(office.kv, "Đỗ Văn Nam"), person(office.p1, "Đỗ Văn Bắc")
    assert titles(user("can-bo-tdkt", office.kv), "do van") == ["Đỗ Văn Nam"]
    assert titles(user("ca-nhan", office.kv, person=mine), "do van") == ["Đỗ Văn Nam"]
    assert titles(user(person=other), "do van") == ["Đỗ Văn Bắc"]
    assert titles(user(), "do van") == []
    assert titles(user("bo-phan-tdkt", office.other), "do van") == []


def test_units_are_found_by_former_names_and_keys_within_the_scope(office: Office, clerk: User) -> None:
    span = office.kv.spans.get()
    span.until = dt.date(2020, 1, 1)
    span.name = "VKSND huyện Đông Hà"
    span.save()
    office.kv.save()
    assert titles(clerk, "dong ha") == ["VKSND khu vực 1"]
    assert titles(clerk, "kv1") == ["VKSND khu vực 1", "Bộ phận Hình sự"]  # KV1, then KV1A
    assert titles(user("bo-phan-tdkt", office.other), "dong ha") == []


def test_secret_and_merged_people_are_not_there_even_with_a_stale_index(office: Office, clerk: User) -> None:
    hidden, kept = person(office.p1, "Lý Kín"), person(office.p1, "Lý Còn")
    gone = person(office.p1, "Lý Gộp", merged_into=kept)
    hidden.secret = True
    hidden.save()
    assert titles(clerk, "ly") == ["Lý Còn"]
    assert not SearchEntry.objects.filter(object_pk__in=(hidden.pk, gone.pk), kind="person").exists()
    SearchEntry.objects.create(kind="person", key="x", object_pk=hidden.pk, title="Lý Kín", folded="ly kin", words="ly kin")
    assert titles(clerk, "ly kin") == []


def test_entries_follow_what_is_saved_and_deleted(office: Office, clerk: User) -> None:
    someone = person(office.p1, "Hồ Văn Sáu")
    someone.full_name, someone.folded = "Hồ Văn Bảy", "ho van bay"
    someone.save()
    assert (titles(clerk, "ho van sau"), titles(clerk, "ho van bay")) == ([], ["Hồ Văn Bảy"])
    someone.memberships.all().delete()
    someone.delete()
    assert titles(clerk, "ho van bay") == []


def test_decisions_are_grouped_by_number_and_day_within_the_scope(office: Office, clerk: User) -> None:
    here, there = person(office.p1, "Bùi Một"), person(office.other, "Bùi Hai")
    award(here, "27/QĐ-VKS").save()
    award(person(office.p2, "Bùi Ba"), "27/QĐ-VKS").save()
    award(here, "27/QĐ-VKS", dt.date(2024, 12, 20)).save()
    award(there, "27/QĐ-VKS", dt.date(2023, 12, 20)).save()
    award(here, "28/QĐ-VKS", None).save()
    assert titles(clerk, "27/qd-vks") == ["Quyết định 27/QĐ-VKS ngày 20/12/2025", "Quyết định 27/QĐ-VKS ngày 20/12/2024"]
    assert titles(clerk, "28/QĐ") == ["Quyết định 28/QĐ-VKS"]
    assert titles(user("bo-phan-tdkt", office.other), "27 qd vks") == ["Quyết định 27/QĐ-VKS ngày 20/12/2023"]


def test_decisions_of_awards_set_aside_are_not_found(office: Office, clerk: User) -> None:
    award(person(office.p1), "32/H", void_at=NOW).save()
    assert titles(clerk, "32/H") == []


def test_what_was_written_in_bulk_is_found(office: Office, clerk: User) -> None:
    people = [Person(key=f"X{i}", full_name=f"Mai Thị C{i}", folded=f"mai thi c{i}", sort_key=str(i), unit=office.p1) for i in range(3)]
    bulk_write(people, office.p1, "thu", by=None)
    bulk_write([award(p, "99/QĐ-HL") for p in Person.objects.filter(key__startswith="X")], office.p1, "thu", by=None)
    assert titles(clerk, "mai thi") == ["Mai Thị C0", "Mai Thị C1", "Mai Thị C2"]
    assert titles(clerk, "99/QĐ-HL") == ["Quyết định 99/QĐ-HL ngày 20/12/2025"]


def test_initiatives_belong_to_those_who_see_an_author(office: Office, clerk: User) -> None:
    idea = Initiative.objects.create(name="Sổ theo dõi điện tử", year=2025, code="SK-7", folded="so theo doi dien tu", entered_at=NOW)
    assert titles(clerk, "theo doi") == []
    author = person(office.kv)
    Authorship.objects.create(initiative=idea, person=author)
    assert titles(clerk, "theo doi") == titles(user(person=author), "sk-7") == ["Sổ theo dõi điện tử"]
    assert titles(user("can-bo-tdkt", office.p1), "theo doi") == []
    idea.void_at = timezone.now()
    idea.save()
    assert titles(clerk, "theo doi") == []


def test_reindex_makes_the_same_index(office: Office, clerk: User, learned: Any) -> None:
    learned(lambda: award(person(office.p1, "Ngô Văn D"), "5/QĐ").save())
    fields = ("kind", "key", "object_pk", "unit", "on", "title", "subtitle", "folded", "words", "sort_key")
    before = sorted(map(str, SearchEntry.objects.values_list(*fields)))
    assert reindex() == len(before)
    assert sorted(map(str, SearchEntry.objects.values_list(*fields))) == before
    assert titles(clerk, "ngo van d") == ["Ngô Văn D"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(question=st.text(max_size=30))
def test_any_question_is_answered(office: Office, clerk: User, question: str) -> None:
    search(clerk, question)


@pytest.mark.parametrize("question", ['"', "' OR 1=1 --", "a* OR b", "NEAR(a b)", "-", "%", "a:b & c | !d", "\\", "words : a", "(", "x" * 500])
def test_signs_of_the_query_languages_are_only_text(clerk: User, question: str) -> None:
    assert search(clerk, question).sections == []


# ---- pages ---------------------------------------------------------------------------------------------


def signed(client: Client, by: User) -> Client:
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_page_of_results_links_to_what_was_found(client: Client, office: Office, clerk: User) -> None:
    someone = person(office.p1, "Đinh Thị Lan", birth_year=1985)
    page = signed(client, clerk).get("/tim/", {"q": "dinh thi lan"}).content.decode()
    assert f'<a href="/con-nguoi/{someone.key}/">Đinh Thị Lan</a><span class="vd-phu">Phòng 1 · sinh năm 1985</span>' in page
    assert "Không tìm thấy “xyz”" in client.get("/tim/", {"q": "xyz"}).content.decode()
    assert "&lt;b&gt;" in client.get("/tim/", {"q": "<b>"}).content.decode()
    assert client.post("/tim/").status_code == 405


def test_list_of_one_kind_has_pages(client: Client, office: Office, clerk: User) -> None:
    for _ in range(60):
        person(office.p1, "Cao Thị Hoa")
    page = signed(client, clerk).get("/tim/", {"q": "cao thi hoa"}).content.decode()
    assert page.count("Cao Thị Hoa</a>") == 8 and "loai=person" in page
    assert client.get("/tim/", {"q": "cao thi hoa", "loai": "person"}).content.decode().count("Cao Thị Hoa</a>") == 50
    assert client.get("/tim/", {"q": "cao thi hoa", "loai": "person", "trang": "2"}).content.decode().count("Cao Thị Hoa</a>") == 10
    assert of_kind(clerk, "", SearchEntry.Kind.PERSON).count() == 0


def test_page_of_a_decision_shows_those_of_the_scope(client: Client, office: Office, clerk: User) -> None:
    award(person(office.p1, "Vũ Một"), "7/QĐ-VKS").save()
    award(person(office.other, "Vũ Hai"), "7/QĐ-VKS").save()
    key = "7-qd-vks_2025-12-20"
    page = signed(client, clerk).get(f"/tim/quyet-dinh/{key}/").content.decode()
    assert "Vũ Một" in page and "Vũ Hai" not in page and "Giấy khen" in page
    assert client.get("/tim/quyet-dinh/8-qd-vks_2025-12-20/").status_code == 404
    client.force_login(user("can-bo-tdkt", office.kv), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/tim/quyet-dinh/{key}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_a_search_costs_the_same_however_much_is_found(office: Office, clerk: User, rows: int, django_assert_num_queries: Any) -> None:
    for i in range(rows):
        unit(f"PX{i}", f"Phòng Thường {i}", office.top)
        person(office.p1, "Phòng Thường Anh")
    titles(clerk, "phong thuong")
    clerk = User.objects.get(pk=clerk.pk)
    with django_assert_num_queries(5):  # scope: grants, person, session's grants; kinds there; people; units
        titles(clerk, "phong thuong")
