"""Plans: following one earns the award, nothing shorter does, and everybody's earliest years agree with it."""

from __future__ import annotations

import itertools
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.merit import strategies as s
from tests.merit.test_judge import good_rules

from vinhdanh.merit import conditions as c
from vinhdanh.merit.ahead import World, follow, options
from vinhdanh.merit.facts import AwardFact, Case, DisciplineFact, EitherFact, FlagFact, IdeaFact, NumberFact, RatingFact
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import judge, judge_of
from vinhdanh.merit.plan import EVERY_WAY, Plan, earliest, plan
from vinhdanh.merit.truth import UNKNOWN, YES
from vinhdanh.merit.words import MICRO

quick = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
HORIZON = 4
dated = s.discipline.filter(lambda rows: all("decided_on" in r or "conduct_year" in r for r in rows))
told_discipline = st.fixed_dictionaries({"discipline": dated}, optional={k: v for k, v in s.FACTS.items() if k != "discipline"})


@st.composite
def plannable(draw: st.DrawFn) -> c.Node:
    """A rule of good conditions, perhaps with bars: discipline, an upper bound, a restart, an exception."""
    good = draw(good_rules)
    bar = c.Never(s.head(), draw(s.bad_words), draw(s.windows.filter(lambda w: w.kind != "since")))
    ladder = c.Since(
        s.head(),
        s.head(),
        s.head(),
        draw(s.good_words),
        draw(s.good_words),
        draw(st.integers(1, 4)),
        draw(st.booleans()),
        "now",
        (draw(s.bad_words),),
        (good,),
    )
    number = c.Number(s.head(), NumberFact("service-years"), least=draw(st.integers(1, 30)) * MICRO, adjust=(c.Adjust(good, -5 * MICRO),))
    exception = c.If(s.head(), c.Held(s.head(), draw(s.bad_words), c.Window("last", 2)), good)
    return draw(
        st.sampled_from(
            [
                good,
                ladder,
                number,
                c.All(s.head(), (good, bar)),
                c.All(s.head(), (number, exception)),
                c.Any(s.head(), (ladder, c.All(s.head(), (good, bar)))),
            ]
        )
    )


def steps_of(path: Any) -> list[tuple[int, Any]]:
    return [(step.year, step.fact) for step in path.steps]


def within(found: Plan) -> list[Plan]:
    return [p for p in (found, found.hopeful) if p is not None and p.year is not None]


@given(plannable(), told_discipline, s.complete, st.booleans())
@quick
def test_following_a_path_earns_the_award(rule: c.Node, told: dict[str, Any], whole: frozenset[str], now: bool) -> None:
    case = s.case_of(told, whole)
    found = plan(rule, case, horizon=HORIZON, this_year=now)
    for path in found.paths:
        assert found.year is not None
        assert judge(rule, follow(case, steps_of(path), found.year), EVERY_WAY).verdict == YES
        assert not path.verify
    assert bool(found.paths) == (found.year is not None)
    if found.hopeful is not None:
        assert found.year is None or found.hopeful.year < found.year
        assert all(path.verify for path in found.hopeful.paths)


def best_by_force(rule: c.Node, case: Case, goal: int, now: bool) -> tuple[int, int] | None:
    """(years to wait, least number of facts) by trying everything, the strongest of each kind."""
    every = {o.group: o for o in options(rule)}
    for wait in range(HORIZON + 1):
        world = World(judge_of(rule).facts, case, wait)
        slots = [(g, y) for g in every for y in range(case.year + 1, case.year + wait + 1)]
        if now and wait == 0:
            slots += [(o.group, case.year) for o in options(rule) if world.open_now(o) and o.group in every]
        if len(slots) > 14:
            pytest.skip("too many to try")
        for size in range(len(slots) + 1):
            for some in itertools.combinations(sorted(set(slots)), size):
                state = {slot: every[slot[0]] for slot in some}
                if judge_of(rule).of_values([1, EVERY_WAY, *world.values(state)]).verdict >= goal:
                    return wait, size
    return None


@st.composite
def small(draw: st.DrawFn) -> c.Node:
    """A rule about at most three kinds of things, so that every future can be tried."""
    rule = draw(plannable())
    return rule if len({o.group for o in options(rule)}) <= 3 else c.Held(s.head(), draw(s.good_words), c.Window("last", 3), 2)


@pytest.mark.slow
@given(small(), s.facts, s.complete)
@quick
def test_no_shorter_plan_exists(rule: c.Node, told: dict[str, Any], whole: frozenset[str]) -> None:
    case = s.case_of(told, whole)
    found = plan(rule, case, horizon=HORIZON)
    for goal, part in ((YES, found if found.year else None), (UNKNOWN, found.hopeful)):
        forced = best_by_force(rule, case, goal, False)
        if part is not None and part.year is not None:
            assert forced == (part.year - case.year, len(part.paths[0].steps))
        elif goal == YES:
            assert forced is None


@pytest.mark.slow
@given(plannable(), s.facts, s.complete)
@quick
def test_no_step_is_superfluous_and_no_way_comes_twice(rule: c.Node, told: dict[str, Any], whole: frozenset[str]) -> None:
    case = s.case_of(told, whole)
    for part in within(plan(rule, case, horizon=HORIZON)):
        assert part.year is not None
        goal = UNKNOWN if part.paths[0].verify else YES
        world = World(judge_of(rule).facts, case, part.year - case.year)
        by_fact = {o.fact: o for o in options(rule)}
        for path in part.paths:
            state = {(by_fact[f].group, y): by_fact[f] for y, f in steps_of(path)}
            for gone in state:
                less = {k: v for k, v in state.items() if k != gone}
                assert judge_of(rule).of_values([1, EVERY_WAY, *world.values(less)]).verdict < goal
        assert len({tuple(steps_of(p)) for p in part.paths}) == len(part.paths) <= 12


@given(plannable(), st.lists(st.tuples(s.facts, s.complete), min_size=1, max_size=3))
@quick
def test_everybodys_earliest_year_agrees_with_the_plan(rule: c.Node, people: list[tuple[dict[str, Any], frozenset[str]]]) -> None:
    if any(isinstance(f, DisciplineFact) and f.once for f in c.facts_of(rule)):
        return  # which year the conduct already cost is not in a frame's words
    cases = [s.case_of(*p) for p in people]
    facts = [part for f in c.facts_of(rule) for part in ((f, *f.parts) if isinstance(f, EitherFact) else (f,))]
    waits = earliest(rule, Frame.of_cases(cases, facts), horizon=HORIZON).tolist()
    plans = [plan(rule, case, horizon=HORIZON).year for case in cases]
    assert waits == [HORIZON + 1 if year is None else year - s.YEAR for year in plans]


# ---- by example ----------------------------------------------------------------------------------------

NAMES = {"chien-si-thi-dua-co-so": "Chiến sĩ thi đua cơ sở", "lao-dong-tien-tien": "Lao động tiên tiến", "bang-khen-nganh": "Bằng khen cấp bộ"}
FIGHTER = AwardFact(("chien-si-thi-dua-co-so",))
WORK = IdeaFact("initiatives", "co-so", ("recognised",))
STUDY = IdeaFact("research", "co-so", ("accepted",))
GOOD, BEST = RatingFact("hoan-thanh-tot"), RatingFact("hoan-thanh-xuat-sac")
CLEAN = c.Never(c.Head("ky-luat"), DisciplineFact("khien-trach"))


def texts(found: Plan) -> list[list[str]]:
    return [path.lines(NAMES) for path in found.paths]


def test_two_ways_to_the_same_year() -> None:
    rule = c.All(c.Head("cstdcs"), (c.Held(c.Head("xl"), BEST), c.Any(c.Head("sk"), (c.Held(c.Head("a"), WORK), c.Held(c.Head("b"), STUDY))), CLEAN))
    found = plan(rule, s.case_of({"discipline": [], "ratings": {2025: "hoan-thanh"}}))
    rating = "xếp loại Hoàn thành xuất sắc nhiệm vụ năm 2026"
    assert found.year == 2026
    assert texts(found) == [
        ["sáng kiến cấp cơ sở được công nhận năm 2026", rating],
        [rating, "đề tài, đề án, chuyên đề khoa học cấp cơ sở được nghiệm thu năm 2026"],
    ]


def test_a_window_leaves_the_year_open_and_one_work_serves_two_conditions() -> None:
    higher = IdeaFact("initiatives", "nganh", ("applied",))
    rule = c.All(
        c.Head("x"),
        (c.Streak(c.Head("ba"), FIGHTER, 3), c.Held(c.Head("a"), WORK, c.Window("last", 3)), c.Held(c.Head("b"), higher, c.Window("last", 3))),
    )
    found = plan(rule, s.case_of({"awards": [{"award": FIGHTER.codes[0], "year": 2025}]}, frozenset({"initiatives"})))
    assert found.year == 2027
    assert texts(found) == [
        [
            "danh hiệu “Chiến sĩ thi đua cơ sở” năm 2026",
            "danh hiệu “Chiến sĩ thi đua cơ sở” năm 2027",
            "sáng kiến cấp bộ, ban, ngành, tỉnh được công nhận, được áp dụng trong các năm 2026, 2027",
        ]
    ]


def test_time_alone_and_what_must_be_verified() -> None:
    rule = c.All(
        c.Head("x"), (c.Number(c.Head("tn"), NumberFact("service-years"), least=25 * MICRO), CLEAN, c.Is(c.Head("lt"), FlagFact("continuous")))
    )
    found = plan(rule, s.case_of({"service": {"years": 23}, "discipline": []}))
    assert (found.year, found.paths) == (None, ())
    assert found.hopeful is not None
    assert found.hopeful.year == 2027
    assert texts(found.hopeful) == [["thời gian công tác trong ngành đủ 25 năm vào năm 2027", "cần xác minh: công tác liên tục"]]


def test_the_year_itself_where_nobody_has_told_yet() -> None:
    rule = c.Every(c.Head("xl"), GOOD, c.Window("last", 2))
    case = s.case_of({"ratings": {2024: "hoan-thanh-tot"}})
    assert texts(plan(rule, case, this_year=True)) == [["xếp loại Hoàn thành tốt nhiệm vụ năm 2025"]]
    assert plan(rule, case).year == 2027


def test_a_realistic_ladder_is_planned_in_milliseconds() -> None:
    ladder = c.Since(
        c.Head("l"),
        c.Head("l1"),
        c.Head("l2"),
        AwardFact(("bang-khen-nganh",)),
        GOOD,
        5,
        restart=(AwardFact(("bang-khen-thu-tuong",)),),
        parts=(
            c.Any(
                c.Head("y"),
                (
                    c.Held(c.Head("y1"), FIGHTER, c.Window("since"), 2),
                    c.All(c.Head("y2"), (c.Held(c.Head("y3"), BEST, c.Window("since"), 2), c.Held(c.Head("y4"), WORK, c.Window("since"), 3))),
                ),
            ),
        ),
    )
    case = s.case_of(
        {
            "discipline": [],
            "ratings": {y: "hoan-thanh-tot" for y in (2023, 2024, 2025)},
            "initiatives": [{"year": 2024, "level": "co-so", "recognised": True}],
        },
        frozenset({"awards", "initiatives"}),
    )
    rule = c.All(c.Head("bk"), (ladder, c.Never(c.Head("kl"), DisciplineFact("khien-trach"), c.Window("last", 5))))
    begun = time.perf_counter()
    found = plan(rule, case)
    assert time.perf_counter() - begun < 1
    assert found.year == 2031
    assert [len(p.steps) for p in found.paths] == [8, 9]


def test_a_way_that_only_seems_open_is_no_path() -> None:
    unheard = AwardFact((s.PROPOSED,))
    rule = c.Since(
        c.Head("l"), c.Head("l1"), c.Head("l2"), None, GOOD, 2, parts=(c.Meets(c.Head("m"), unheard, c.Held(c.Head("h"), GOOD, at_least=2)),)
    )
    found = plan(rule, s.case_of({}), this_year=True)
    assert found.hopeful is not None
    assert found.hopeful.year == 2025
    assert [[(step.year, step.fact) for step in p.steps] for p in found.hopeful.paths] == [[(2025, unheard)]]
    assert all(p.verify for p in found.hopeful.paths)


def test_a_path_asks_no_better_rating_than_it_needs() -> None:
    rule = c.All(c.Head("x"), (c.Every(c.Head("a"), GOOD, c.Window("last", 2)), c.Held(c.Head("b"), BEST, c.Window("last", 2))))
    found = plan(rule, s.case_of({"ratings": {2025: "hoan-thanh"}}))
    assert found.year == 2027
    ratings = sorted(step.fact.at_least for step in found.paths[0].steps if isinstance(step.fact, RatingFact))
    assert ratings == ["hoan-thanh-tot", "hoan-thanh-xuat-sac"]


def test_what_also_speaks_against_the_award_is_not_planned() -> None:
    medal = AwardFact(("huan-chuong-lao-dong-ba",))
    rule = c.Any(c.Head("x"), (c.Held(c.Head("a"), medal, c.Window("ever", 0)), c.Never(c.Head("b"), medal, c.Window("ever", 0))))
    assert options(rule) == ()
    assert {o.fact for o in options(c.Held(c.Head("a"), medal))} == {medal}
