"""Nothing that a reader may not see can be told from verdicts, reasons, filters, exports, the way ahead or “nếu năm nay có …”."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.eligibility.conftest import YEAR, declare, row
from tests.eligibility.test_pages import chip, enter, exported, shown
from tests.office import Office, person, roles, user

from vinhdanh.accounts.models import User
from vinhdanh.eligibility.look import look_at
from vinhdanh.eligibility.screening import Asked, screen
from vinhdanh.eligibility.sight import sight_of
from vinhdanh.eligibility.way import way
from vinhdanh.merit.truth import CODES
from vinhdanh.people.models import Person, RoleGrant
from vinhdanh.records.models import Completeness, Discipline, Hold, Rating
from vinhdanh.units.models import Unit

pytestmark = pytest.mark.django_db
LDTT, ASK = "lao-dong-tien-tien", f"danh_hieu=lao-dong-tien-tien&nam={YEAR}"
ON = dt.date(YEAR, 11, 25)


def rated(office: Office, name: str, unit: Unit | None = None) -> Person:
    who = person(unit or office.p1, name)
    row(Rating, who, YEAR, value="hoan-thanh-tot")
    return who


@pytest.fixture
def held(office: Office) -> Person:
    """One under a complaint, in a unit that has declared everything."""
    declare(office.p1)
    who = rated(office, "Lê Thị Dung")
    row(Hold, who, YEAR, kind="khieu-nai-to-cao", since=dt.date(YEAR, 3, 1))
    return who


@pytest.fixture
def untold(office: Office) -> Person:
    """One of a unit that has declared everything but holds."""
    declare(office.p2, *(k for k in Completeness.Kind.values if k != "holds"))
    return rated(office, "Phạm Văn Em", office.p2)


@pytest.fixture
def narrow(office: Office) -> User:
    """A clerk of a unit: sees discipline and health, not complaints."""
    return user("can-bo-tdkt", office.top)


def reasons(account: User, subject: str = "person", award: str = LDTT) -> list[tuple[int | None, str, str, int]]:
    found = screen(account, Asked(award, subject, YEAR, ON))
    assert found is not None
    return [(r.key, r.says, r.state, r.count) for r in found.reasons()]


def test_the_reasons_name_no_restricted_condition_and_no_filter_leads_to_it(
    client: Client, narrow: User, clerk: User, held: Person, untold: Person
) -> None:
    assert reasons(narrow) == [(None, "Thông tin hạn chế", "chua-ro", 2)]
    assert [r[2:] for r in reasons(clerk)] == [("khong-dat", 1), ("chua-ro", 1)]
    page = shown(enter(client, narrow), f"/ra-soat/?{ASK}")
    assert ("ly_do=" in page, "khiếu nại" in page, "tạm dừng" in page, "Đang lọc" in page) == (False, False, False, False)
    for number in range(4):
        told = shown(client, f"/ra-soat/?{ASK}&ly_do={number}")
        assert (held.full_name in told, untold.full_name in told) == (False, False)
        assert [line for line in exported(client, f"{ASK}&ly_do={number}") if line[0] in (held.key, untold.key)] == []


def test_who_is_held_and_of_whom_nobody_declared_it_look_alike_but_for_the_power(
    client: Client, narrow: User, clerk: User, held: Person, untold: Person
) -> None:
    mine = {line[0]: line[3:6] for line in exported(enter(client, narrow), ASK)}
    assert mine[held.key] == mine[untold.key] == ["Chưa rõ", "Thông tin hạn chế", ""]
    full = {line[0]: line[3:5] for line in exported(enter(client, clerk), ASK)}
    assert (full[held.key][0], full[untold.key][0]) == ("Chưa đạt", "Chưa rõ")


@pytest.mark.parametrize("state", ["dat", "khong-dat", "chua-ro"])
def test_the_filter_by_verdict_shows_what_the_reader_is_told(client: Client, narrow: User, held: Person, state: str) -> None:
    page = shown(enter(client, narrow), f"/ra-soat/?{ASK}&kq={state}")
    assert (held.full_name in page) is (state == "chua-ro")


def test_the_page_of_the_person_says_the_same(client: Client, narrow: User, clerk: User, held: Person) -> None:
    url = f"/con-nguoi/{held.key}/?nam={YEAR}"
    one = f"/ra-soat/nguoi/{held.key}/{LDTT}/?nam={YEAR}"
    assert chip(shown(enter(client, narrow), url), LDTT) == "Chưa rõ"
    page = shown(client, one)
    assert ("<p>Thông tin hạn chế.</p>" in page, "Chưa đạt" in page) == (True, False)
    assert chip(shown(enter(client, clerk), url), LDTT) == "Chưa đạt"


def test_one_under_a_complaint_does_not_read_it_from_the_own_page(client: Client, held: Person) -> None:
    page = shown(enter(client, user(person=held)), f"/con-nguoi/{held.key}/?nam={YEAR}")
    assert chip(page, LDTT) == "Chưa rõ"


def test_whom_nothing_stands_against_is_met_for_all(client: Client, narrow: User, office: Office, held: Person) -> None:
    free = rated(office, "Bùi Văn Giang")
    assert chip(shown(enter(client, narrow), f"/con-nguoi/{free.key}/?nam={YEAR}"), LDTT) == "Đạt"


def test_what_is_seen_to_fail_fails_whatever_is_hidden(client: Client, narrow: User, office: Office, held: Person) -> None:
    Rating.objects.filter(person=held).update(value="khong-hoan-thanh")
    assert [line[3] for line in exported(enter(client, narrow), ASK) if line[0] == held.key] == ["Chưa đạt"]
    assert [r[1:3] for r in reasons(narrow)] != [("Thông tin hạn chế", "chua-ro")]


def test_what_if_and_the_way_start_from_what_the_reader_is_told(client: Client, narrow: User, office: Office, held: Person) -> None:
    free = rated(office, "Bùi Văn Giang")
    looks = [look_at(who, YEAR, ON, sight_of(narrow, who)) for who in (held, free)]
    first, second = (way(look, LDTT) for look in looks)
    assert first is not None and second is not None
    assert (first.plan.year, first.first, first.waits, first.early) == (second.plan.year, second.first, second.waits, second.early)
    page = shown(enter(client, narrow), f"/ra-soat/nguoi/{held.key}/lo-trinh/?nam={YEAR}&lo-trinh={LDTT}")
    assert "Chưa tính điều kiện thuộc thông tin hạn chế." in page
    supposed = shown(client, f"/con-nguoi/{held.key}/?nam={YEAR}&xl=hoan-thanh-xuat-sac")
    assert f">{looks[0].names[LDTT]}</b><span>" not in supposed


def test_the_members_of_a_unit_are_counted_the_same_way(client: Client, narrow: User, clerk: User, office: Office, held: Person) -> None:
    url = f"/ra-soat/don-vi/{office.p1.key}/can-bo/?nam={YEAR}"
    assert "0 đạt, 0 chưa đạt, 1 chưa rõ" in shown(enter(client, narrow), url)
    assert "0 đạt, 1 chưa đạt, 0 chưa rõ" in shown(enter(client, clerk), url)


def test_each_row_by_the_roles_on_its_own_unit(office: Office, narrow: User, held: Person) -> None:
    twin = rated(office, "Ngô Thị Hà", office.p2)
    declare(office.p2)
    row(Hold, twin, YEAR, kind="khieu-nai-to-cao", since=dt.date(YEAR, 3, 1))
    RoleGrant.objects.create(user=narrow, role=roles()["bo-phan-tdkt"], unit=office.p2, since=dt.date(2020, 1, 1))
    found = screen(narrow, Asked(LDTT, "person", YEAR, ON))
    assert found is not None
    told = {pk: CODES[v] for pk, v in zip(found.ids, found.blame.verdicts.tolist(), strict=True)}
    assert told == {held.pk: "chua-ro", twin.pk: "khong-dat"}


def test_the_table_and_the_look_agree_on_every_award_and_every_row(office: Office, narrow: User, held: Person, untold: Person) -> None:
    row(Discipline, rated(office, "Đỗ Văn Ích"), YEAR, form="canh-cao", paper_on=dt.date(YEAR, 3, 1))
    unseeing = user("uy-vien", office.top)
    role = roles()["uy-vien"]
    role.powers = [*role.powers, "screen"]
    role.save()
    for account in (narrow, unseeing):
        for award in look_at(held, YEAR, ON).asked():
            found = screen(account, Asked(award, "person", YEAR, ON))
            assert found is not None
            told = {pk: CODES[v] for pk, v in zip(found.ids, found.blame.verdicts.tolist(), strict=True)}
            people: Any = Person.objects.filter(pk__in=told).select_related("unit")
            assert told == {p.pk: look_at(p, YEAR, ON, sight_of(account, p)).verdict(award).state for p in people}


def test_hidden_rows_cost_one_query_and_only_where_roles_differ(
    office: Office, narrow: User, held: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from vinhdanh.eligibility.veil import rows_hidden
    from vinhdanh.people.access import scope_of

    for _ in range(30):
        rated(office, "")
    ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    scope_of(narrow)
    with django_assert_num_queries(0):
        assert {k: int(v.sum()) for k, v in rows_hidden(narrow, "screen", "person", ids).items()} == {"complaint": len(ids)}
    RoleGrant.objects.create(user=narrow, role=roles()["bo-phan-tdkt"], unit=office.p2, since=dt.date(2020, 1, 1))
    both = User.objects.get(pk=narrow.pk)
    scope_of(both)
    with django_assert_num_queries(1):
        assert {k: int(v.sum()) for k, v in rows_hidden(both, "screen", "person", ids).items()} == {"complaint": len(ids)}


def test_an_export_holds_only_units_on_which_exporting_is_allowed(client: Client, office: Office, held: Person, untold: Person) -> None:
    chair = user("chu-tich", office.top)  # screens everywhere, exports nowhere
    RoleGrant.objects.create(user=chair, role=roles()["lanh-dao"], unit=office.p2, since=dt.date(2020, 1, 1))
    told = [line[0] for line in exported(enter(client, chair), ASK) if line[0] in (held.key, untold.key)]
    assert told == [untold.key]
