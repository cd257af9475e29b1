"""The records as cases: unknown is not no, rows set aside do not count, queries do not grow with the history."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.office import Office, person

from vinhdanh.merit.facts import AwardFact, DisciplineFact, FlagFact, IdeaFact, NumberFact, RatingFact
from vinhdanh.merit.rulebook import Rulebook, load
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.merit.words import MICRO
from vinhdanh.people.models import Membership, Person, Post, Transfer
from vinhdanh.records.facts import case_of
from vinhdanh.records.models import Absence, Authorship, AwardHeld, CollectiveYear, Completeness, Discipline, Hold, Initiative, Rating
from vinhdanh.units.models import Unit, UnitSuccession

pytestmark = pytest.mark.django_db
YEAR, ON = 2025, dt.date(2025, 11, 25)
TITLE, GOOD, IDEA = AwardFact(("chien-si-thi-dua-co-so",)), RatingFact("hoan-thanh-tot"), IdeaFact("initiatives", "co-so", ("recognised",))


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load("procuracy")


@pytest.fixture
def office() -> Office:
    return Office()


def row(model: Any, subject: Person | Unit, year: int = YEAR, **more: Any) -> Any:
    owner = {"person": subject} if isinstance(subject, Person) else {"unit": subject}
    return model.objects.create(**owner, year=year, entered_at=timezone.now(), **more)


def declare(unit: Unit, kind: str, *years: int) -> None:
    for year in years or range(2015, YEAR + 1):
        Completeness.objects.create(unit=unit, year=year, kind=kind, declared_at=timezone.now())


def open_years(word: Any) -> list[int]:
    return [YEAR - i for i in range(12) if word.maybe >> i & 1]


def test_a_title_nobody_entered_is_unknown_until_the_unit_declares_the_year(office: Office, book: Rulebook) -> None:
    who = person(office.p1)
    assert open_years(case_of(who, YEAR, ON, book).read(TITLE)) == list(range(YEAR, 2014, -1))
    declare(office.p1, "awards", 2023, 2024)
    declare(office.top, "awards", 2021)
    assert open_years(case_of(who, YEAR, ON, book).read(TITLE)) == [2025, 2022, 2020, 2019, 2018, 2017, 2016, 2015]


def test_a_withdrawn_declaration_and_one_of_another_unit_close_nothing(office: Office, book: Rulebook) -> None:
    who = person(office.p1)
    declare(office.p2, "awards")
    declare(office.p1, "awards")
    Completeness.objects.filter(unit=office.p1).update(withdrawn_at=timezone.now())
    assert case_of(who, YEAR, ON, book).read(TITLE).maybe & 0b1111 == 0b1111


def test_every_unit_of_the_year_must_have_declared_it(office: Office, book: Rulebook) -> None:
    who = person(office.p1)
    Membership.objects.filter(person=who).update(until=dt.date(2024, 6, 1))
    Membership.objects.create(person=who, unit=office.kv, since=dt.date(2024, 6, 1))
    declare(office.p1, "awards")
    assert open_years(case_of(who, YEAR, ON, book).read(TITLE)) == [2025, 2024]
    declare(office.kv, "awards", 2024)
    assert open_years(case_of(who, YEAR, ON, book).read(TITLE)) == [2025]


def test_rows_set_aside_do_not_count(office: Office, book: Rulebook) -> None:
    who = person(office.p1)
    row(Rating, who, value="hoan-thanh-tot", void_at=timezone.now())
    row(AwardHeld, who, award=TITLE.codes[0], void_at=timezone.now())
    found = case_of(who, YEAR, ON, book)
    assert (found.read(GOOD).yes, found.read(TITLE).yes) == ((0,), (0,))


def test_ratings_of_the_party_are_not_those_of_the_office(office: Office, book: Rulebook) -> None:
    who = person(office.p1)
    row(Rating, who, value="hoan-thanh-tot", body="dang")
    assert case_of(who, YEAR, ON, book).read(GOOD).yes == (0,)


def test_an_initiative_used_before_is_spent_and_one_used_this_year_is_not(office: Office, book: Rulebook) -> None:
    who, fact = person(office.p1), IdeaFact("initiatives", "co-so", ("recognised",), spent=TITLE.codes)
    made = Initiative.objects.create(name="x", year=2024, level="co-so", recognised=True, folded="", entered_at=timezone.now())
    part = Authorship.objects.create(initiative=made, person=who, used_for=TITLE.codes[0], used_year=2024)
    assert case_of(who, YEAR, ON, book).read(fact).yes == (0,)
    part.used_year = YEAR
    part.save()
    assert case_of(who, YEAR, ON, book).read(fact).yes == (0b10,)


def test_discipline_known_counts_though_the_list_is_not_whole(office: Office, book: Rulebook) -> None:
    who, fact = person(office.p1), FlagFact("under-discipline")
    assert case_of(who, YEAR, ON, book).read(fact).value == UNKNOWN
    row(Discipline, who, form="khien-trach", paper_on=dt.date(2025, 5, 1), ended_on=dt.date(2026, 5, 1))
    assert case_of(who, YEAR, ON, book).read(fact).value == YES
    assert case_of(who, YEAR, ON, book).read(DisciplineFact("khien-trach")).yes == (1,)


def test_absence_and_hold_are_settled_by_the_declaration_of_the_year(office: Office, book: Rulebook) -> None:
    who = person(office.p1)
    asked = NumberFact("absence-months", ("thai-san",)), FlagFact("on-hold")
    declare(office.p1, "absences", YEAR)
    declare(office.p1, "holds", YEAR)
    found = [case_of(who, YEAR, ON, book).read(f) for f in asked]
    assert (found[0].lo, found[0].hi, found[1].value) == (0, 0, NO)
    row(Absence, who, kind="om", days=44)
    row(Hold, who, kind="dieu-tra", since=dt.date(2025, 1, 1))
    found = [case_of(who, YEAR, ON, book).read(f) for f in asked]
    assert (found[0].lo, found[0].hi, found[1].value) == (2 * MICRO, 2 * MICRO, YES)


def test_posts_tell_head_and_leader_and_the_unit_a_head_leads(office: Office, book: Rulebook) -> None:
    who = person(office.p1)
    assert case_of(who, YEAR, ON, book).read(FlagFact("head-of-unit")).value == UNKNOWN
    Post.objects.create(person=who, unit=office.p1, name="Trưởng phòng", head=True, since=dt.date(2020, 1, 1))
    asked = FlagFact("unit-title", ("tap-the-lao-dong-xuat-sac",))
    found = case_of(who, YEAR, ON, book)
    assert (found.read(FlagFact("head-of-unit")).value, found.read(FlagFact("leader")).value, found.read(asked).value) == (YES, YES, UNKNOWN)
    declare(office.p1, "awards", YEAR)
    assert case_of(who, YEAR, ON, book).read(asked).value == NO
    row(AwardHeld, office.p1, award="tap-the-lao-dong-xuat-sac")
    assert case_of(who, YEAR, ON, book).read(asked).value == YES


def test_a_transfer_without_the_old_units_opinion_bars_and_a_merger_does_not(office: Office, book: Rulebook) -> None:
    who, asked, on = person(office.p1), FlagFact("transfer-without-opinion", ("6",)), dt.date(2025, 9, 1)
    Membership.objects.filter(person=who).update(until=on)
    Membership.objects.create(person=who, unit=office.p2, since=on)
    assert case_of(who, YEAR, ON, book).read(asked).value == UNKNOWN
    moved = Transfer.objects.create(person=who, old_unit=office.p1, new_unit=office.p2, on=on, state="accepted", proposed_at=timezone.now())
    assert case_of(who, YEAR, ON, book).read(asked).value == YES
    moved.delete()
    UnitSuccession.objects.create(kind="merge", old=office.p1, new=office.p2, on=on)
    assert case_of(who, YEAR, ON, book).read(asked).value == NO


def test_members_are_counted_with_what_is_not_known(office: Office, book: Rulebook) -> None:
    people = [person(office.kv_a) for _ in range(4)]
    for who in people[:2]:
        row(AwardHeld, who, award="lao-dong-tien-tien")
    share = NumberFact("share-ldtt")
    assert case_of(office.kv, YEAR, ON, book).read(share).hi != 100 * MICRO
    declare(office.kv, "people", YEAR)
    found = case_of(office.kv, YEAR, ON, book).read(share)
    assert (found.lo, found.hi) == (50 * MICRO, 100 * MICRO)
    declare(office.kv_a, "awards", YEAR)
    found = case_of(office.kv, YEAR, ON, book).read(share)
    assert (found.lo, found.hi) == (50 * MICRO, 50 * MICRO)


def test_what_is_told_of_the_members_counts_before_what_is_counted(office: Office, book: Rulebook) -> None:
    person(office.kv)
    row(CollectiveYear, office.kv, members={"share_ldtt": 80}, collective={"exceeded_targets": True})
    found = case_of(office.kv, YEAR, ON, book)
    assert (found.read(NumberFact("share-ldtt")).lo, found.read(FlagFact("exceeded-targets")).value) == (80 * MICRO, YES)


@pytest.mark.parametrize("years", [1, 30])
def test_queries_do_not_grow_with_the_history(office: Office, book: Rulebook, years: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    who = person(office.p1)
    for year in range(YEAR - years + 1, YEAR + 1):
        row(Rating, who, year, value="hoan-thanh-tot")
        row(AwardHeld, who, year, award="lao-dong-tien-tien")
    with django_assert_num_queries(14):
        case_of(who, YEAR, ON, book)
    with django_assert_num_queries(14):
        case_of(office.p1, YEAR, ON, book)
