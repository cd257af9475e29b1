"""A population weighed at once is weighed as each of its people: ``batch`` on the frame equals ``judge`` on ``case_of``."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.records.population import ON, YEAR, populate

from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import batch_all
from vinhdanh.merit.facts import AwardFact
from vinhdanh.merit.judge import judge
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.rulebook import Rulebook, load
from vinhdanh.merit.words import Word
from vinhdanh.people.models import Person
from vinhdanh.records.facts import case_of
from vinhdanh.records.frames import frame_of
from vinhdanh.records.models import AwardHeld

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load("procuracy")


def rules(book: Rulebook, on: dt.date) -> dict[str, c.Node]:
    found = {award: book.criteria(award, "person", on) for award in book.awards}
    return {award: criteria.rule for award, criteria in found.items() if criteria and not criteria.excluded}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("year", "on"), [(YEAR, ON), (YEAR, dt.date(2026, 10, 2)), (2023, dt.date(2023, 12, 31))])
def test_a_population_is_weighed_as_each_of_its_people(book: Rulebook, seed: int, year: int, on: dt.date) -> None:
    populate(seed, 15)
    asked = rules(book, on)
    frame, ids = frame_of(Person.objects.all(), list(asked.values()), year, on, emulation_years(book.authority))
    found = {award: verdicts.tolist() for award, verdicts in batch_all(asked, frame).items()}
    cases = [case_of(Person.objects.get(pk=pk), year, on, book) for pk in ids]
    assert found == {award: [judge(rule, case).verdict for case in cases] for award, rule in asked.items()}


@pytest.mark.parametrize("award", ["lao-dong-tien-tien", "chien-si-thi-dua-co-so", "chien-si-thi-dua-toan-quoc", "bang-khen-nganh"])
def test_one_rule_alone_reads_enough(book: Rulebook, award: str) -> None:
    people = populate(99, 25)
    rule = rules(book, ON)[award]
    some = Person.objects.filter(pk__in=[p.pk for p in people[:20]])
    frame, ids = frame_of(some, [rule], YEAR, ON, emulation_years(book.authority))
    cases = [case_of(Person.objects.get(pk=pk), YEAR, ON, book) for pk in ids]
    assert batch_all({award: rule}, frame)[award].tolist() == [judge(rule, case).verdict for case in cases]
    assert {judge(rule, case).verdict for case in cases} >= {0, 1}


def test_an_empty_population(book: Rulebook) -> None:
    asked = rules(book, ON)
    frame, ids = frame_of(Person.objects.none(), list(asked.values()), YEAR, ON, emulation_years(book.authority))
    assert ids == [] and {len(v) for v in batch_all(asked, frame).values()} == {0}


def test_a_form_decided_after_the_day_is_not_held_yet(book: Rulebook) -> None:
    """Bằng khen ngành decided a fortnight after the day: no ground for the Prime Minister's on that day; the day after, it is."""
    who = populate(7, 1)[0]
    AwardHeld.objects.all().delete()
    late = ON + dt.timedelta(days=15)
    AwardHeld.objects.create(person=who, award="bang-khen-nganh", kind="cong-trang", year=YEAR, decided_on=late, entered_at=timezone.now())
    fact = AwardFact(("bang-khen-nganh",))
    rule = c.Held(c.Head("bk"), fact)
    found = []
    for on in (ON, late):
        frame, _ = frame_of(Person.objects.filter(pk=who.pk), [rule], YEAR, on, emulation_years(book.authority))
        (word,) = frame.column(fact)
        case = case_of(who, YEAR, on, book).read(fact)
        assert isinstance(word, Word) and isinstance(case, Word)
        found.append((word.yes[0], case.yes[0]))
    assert found == [(0, 0), (1, 1)]
