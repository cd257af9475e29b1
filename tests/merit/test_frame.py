"""A frame in parts says what the whole says; words folded for some years are not taken for more; plain values."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.merit import strategies as s

from vinhdanh.merit import conditions as c
from vinhdanh.merit import frame as f
from vinhdanh.merit.batch import batch, batch_all
from vinhdanh.merit.facts import AwardFact, IdeaFact, NumberFact, RatingFact
from vinhdanh.merit.frame import Frame, Table
from vinhdanh.merit.judge import judge, judge_of
from vinhdanh.merit.time import months_between
from vinhdanh.merit.words import MICRO

quick = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
GOOD, TITLE, IDEA = RatingFact("hoan-thanh-tot"), AwardFact((s.YEARLY[0],)), IdeaFact("initiatives", "co-so")
RULE = c.All(
    s.head(),
    (
        c.Held(s.head(), GOOD),
        c.Since(s.head(), s.head(), s.head(), TITLE, GOOD, 1, parts=(c.Held(s.head(), IDEA, c.Window("since"), 2),)),
    ),
)
days = st.dates(dt.date(1960, 1, 1), dt.date(2030, 12, 31))


@pytest.fixture(params=[1, 2, 3])
def step(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(f, "STEP", request.param)
    return int(request.param)


@given(st.lists(s.populations(), min_size=1, max_size=1).map(lambda found: found[0]))
@quick
def test_parts_say_what_the_whole_says(step: int, people: s.Population) -> None:
    assert len(people.frame.parts()) == -(-people.frame.n // step) or people.frame.n <= step
    assert batch(RULE, people.frame).tolist() == [judge(RULE, case).verdict for case in people.cases]


@given(s.rules(), s.cases())
@quick
def test_parts_of_a_frame_of_cases(step: int, rule: c.Node, cases: list[s.Case]) -> None:
    memo: dict[object, object] = {}
    frame = Frame.of_cases(cases, c.facts_of(rule))
    wanted = [judge(rule, case).verdict for case in cases]
    assert [batch(rule, frame, memo=memo).tolist() for _ in range(2)] == [wanted, wanted]


@given(s.populations())
@quick
def test_a_word_folded_for_one_year_is_folded_again_for_more(people: s.Population) -> None:
    now, ever = c.Held(s.head(), TITLE), c.Held(s.head(), TITLE, c.Window("ever"))
    frame = people.frame
    assert batch(now, frame).tolist() == [judge(now, case).verdict for case in people.cases]
    assert batch(ever, frame).tolist() == [judge(ever, case).verdict for case in people.cases]
    assert batch_all({"now": now, "ever": ever}, frame)["now"].tolist() == [judge(now, case).verdict for case in people.cases]


@given(s.populations())
@quick
def test_plain_values_are_judged_like_the_case(step: int, people: s.Population) -> None:
    run = judge_of(RULE)
    found = [run.of_values(values).verdict for values in people.frame.values(run.facts)]
    assert found == [judge(RULE, case).verdict for case in people.cases]


@given(s.rules(), s.cases())
@quick
def test_plain_values_of_a_frame_of_cases(step: int, rule: c.Node, cases: list[s.Case]) -> None:
    run = judge_of(rule)
    found = [run.of_values(values).verdict for values in Frame.of_cases(cases, run.facts).values(run.facts)]
    assert found == [judge(rule, case).verdict for case in cases]


def test_what_happens_several_times_a_year_is_counted_in_any_order() -> None:
    years = s.YEAR - np.array([0, 1, 0, 0, 1, 40], np.int16)
    table = Table(np.zeros(6, np.int32), years, {"level": np.ones(6, np.int8)})
    frame = Frame(1, s.YEAR, s.AS_OF, {"initiatives": table}, complete=frozenset({"initiatives"}))
    assert [int(level[0]) for level in frame.read(IDEA).yes] == [0b11, 0b11, 0b01]


@given(st.lists(days, min_size=1, max_size=20), days)
@quick
def test_months_since_is_months_between(starts: list[dt.date], until: dt.date) -> None:
    found = f.months_since(np.array(starts, "M8[D]"), until)
    assert found.lo.tolist() == found.hi.tolist() == [months_between(d, until) * MICRO if d <= until else 0 for d in starts]


@given(st.floats(0, 1), st.integers(0, 3000))
@quick
def test_positions_are_those_of_flatnonzero(share: float, size: int) -> None:
    keep = np.random.default_rng(7).random(size) < share
    assert f.positions(keep).tolist() == np.flatnonzero(keep).tolist()


@given(st.lists(days, min_size=1, max_size=5))
@quick
def test_months_are_counted_when_asked_for(step: int, starts: list[dt.date]) -> None:
    fact, until = NumberFact("employed-months"), dt.date(2031, 1, 1)
    frame = Frame(len(starts), s.YEAR, s.AS_OF, starts={fact: (np.array(starts, "M8[D]"), until)})
    wanted = [2 * (months_between(d, until) >= 400) for d in starts]
    assert batch(c.Number(s.head(), fact, least=400 * MICRO), frame).tolist() == wanted


def test_numbers_and_flags_nobody_told_are_unknown_in_every_part(step: int) -> None:
    frame = Frame(5, s.YEAR, s.AS_OF)
    assert batch(c.Number(s.head(), NumberFact("employed-months"), least=1), frame).tolist() == [1] * 5
