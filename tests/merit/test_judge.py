"""What must hold of verdicts whatever the rule: learning never flips one, merit never costs one; which ways are asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.merit import strategies as s
from tests.merit.refine import learnt

from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import batch
from vinhdanh.merit.facts import AwardFact, Case, DisciplineFact, EitherFact, IdeaFact, NumberFact, RatingFact
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import judge
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.merit.words import MICRO

quick = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
thorough = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
EVERY_WAY: frozenset[str] = frozenset()  # names no way: then all are asked


def learn(data: st.DataObject, told: dict[str, Any], whole: frozenset[str]) -> tuple[Case, Case]:
    period = data.draw(st.sampled_from(s.PERIODS))
    return s.case_of(told, whole, period), s.case_of(*data.draw(learnt(told, whole)), period)


@pytest.mark.parametrize("kind", s.KIND_NAMES)
@given(st.data(), s.facts, s.complete)
@quick
def test_learning_a_fact_never_flips_a_settled_verdict(kind: str, data: st.DataObject, told: dict[str, Any], whole: frozenset[str]) -> None:
    rule = data.draw(s.kind_by_kind(kind))
    before, after = (judge(rule, case, EVERY_WAY).verdict for case in learn(data, told, whole))
    assert before in (UNKNOWN, after)


@pytest.mark.slow
@given(s.rules(), st.data(), s.facts, s.complete)
@thorough
def test_learning_never_flips_a_verdict_on_any_rule(rule: c.Node, data: st.DataObject, told: dict[str, Any], whole: frozenset[str]) -> None:
    before, after = (judge(rule, case, EVERY_WAY).verdict for case in learn(data, told, whole))
    assert before in (UNKNOWN, after)


# ---- more merit ----------------------------------------------------------------------------------------


@st.composite
def good_leaves(draw: st.DrawFn) -> c.Node:
    kind = draw(st.sampled_from(["held", "streak", "every-fixed", "number", "is"]))  # a longer run can break "every year of the run"
    if kind == "number":
        return c.Number(
            s.head(), NumberFact(draw(st.sampled_from(["service-years", "leader-years", "employed-months"]))), least=draw(st.integers(1, 30)) * MICRO
        )
    if kind == "is":
        return c.Is(s.head(), draw(s.flags.filter(lambda f: f.name in ("continuous", "unity", "flag-eligible"))))
    return s.leaf(draw, st.one_of(s.good_words, s.eithers), [kind])


@st.composite
def good_groups(draw: st.DrawFn, inner: st.SearchStrategy[c.Node]) -> c.Node:
    kind = draw(st.sampled_from(["all", "any", "meets", "since", "routes"]))
    if kind == "since":
        since = draw(s.sinces(inner))
        return c.Since(since.head, since.prior_head, since.run_head, since.prior, since.every, since.years, since.follow, since.ends, (), since.parts)
    if kind == "routes":
        return draw(s.routes(inner))
    parts = tuple(draw(st.lists(inner, min_size=1, max_size=3)))
    return (
        c.All(s.head(), parts)
        if kind == "all"
        else c.Any(s.head(), parts)
        if kind == "any"
        else c.Meets(s.head(), AwardFact((s.PROPOSED,)), parts[0])
    )


good_rules = st.recursive(good_leaves(), good_groups, max_leaves=5)


def with_more_merit(draw: st.DrawFn, told: dict[str, Any]) -> dict[str, Any]:
    rank = {"khong-hoan-thanh": 0, "hoan-thanh": 1, "hoan-thanh-tot": 2, "tot-tro-len": 2, "hoan-thanh-xuat-sac": 3}
    more = dict(told)
    better = {y: n for y, n in draw(s.ratings).items() if rank[n] >= rank[more.get("ratings", {}).get(y, "khong-hoan-thanh")]}
    more["ratings"] = {**more.get("ratings", {}), **better}
    for kind in ("awards", "initiatives", "research", "contests"):
        more[kind] = [*more.get(kind, []), *draw(s.FACTS[kind])]
    more["service"] = {**more.get("service", {}), "continuous": True}
    if "years" in more["service"]:
        more["service"]["years"] += draw(st.integers(0, 9))
    more["collective"] = {**more.get("collective", {}), "unity": True, "flag_eligible": True}
    return more


@pytest.mark.slow
@given(good_rules, st.data(), s.facts, s.complete)
@thorough
def test_more_merit_never_costs_an_award(rule: c.Node, data: st.DataObject, told: dict[str, Any], whole: frozenset[str]) -> None:
    more = with_more_merit(data.draw, told)
    if judge(rule, s.case_of(told, whole), EVERY_WAY).verdict == YES:
        assert judge(rule, s.case_of(more, whole), EVERY_WAY).verdict == YES


# ---- which ways are asked ------------------------------------------------------------------------------

LEADER = c.Route(c.Head("lanh-dao"), ("cong-hien",), c.All(c.Head("a"), (c.Number(c.Head("a1"), NumberFact("leader-years"), least=6 * MICRO),)))
LADDER = c.Route(
    c.Head("bac-thang"),
    ("cong-trang",),
    c.All(c.Head("b"), (c.Held(c.Head("b1"), AwardFact((s.YEARLY[1],)), c.Window("ever", 0)), c.Held(c.Head("b2"), RatingFact("hoan-thanh-tot")))),
)
WORK = c.Route(c.Head("sang-kien"), ("cong-trang",), c.All(c.Head("d"), (c.Held(c.Head("d1"), IdeaFact("initiatives", "nganh")),)))
WAYS = c.Routes(c.Head("dien"), (LEADER, LADDER, WORK))


def asked(told: dict[str, Any], only: frozenset[str] | None = None, whole: frozenset[str] = frozenset()) -> tuple[int, list[str]]:
    found = judge(WAYS, s.case_of(told, whole), only)
    return found.verdict, [part.head.id for part in found.parts if part.asked]


@pytest.mark.parametrize(
    ("told", "whole", "expected"),
    [
        ({}, frozenset(), (UNKNOWN, ["lanh-dao", "bac-thang", "sang-kien"])),
        ({"service": {"leader_years": 5}}, frozenset(), (NO, ["lanh-dao"])),
        ({"service": {"leader_years": 6}}, frozenset(), (YES, ["lanh-dao"])),
        ({"service": {"years": 30}}, frozenset(), (UNKNOWN, ["lanh-dao", "bac-thang", "sang-kien"])),
        ({"awards": [{"award": s.YEARLY[0], "year": 2024}]}, frozenset(), (UNKNOWN, ["lanh-dao", "bac-thang", "sang-kien"])),
        ({"awards": [{"award": s.YEARLY[1], "year": 2024}]}, frozenset(), (UNKNOWN, ["bac-thang"])),
        ({"ratings": {2025: "hoan-thanh"}}, frozenset(), (NO, ["bac-thang"])),
        ({"initiatives": []}, frozenset(), (NO, ["sang-kien"])),
        ({}, frozenset({"initiatives", "awards"}), (NO, ["bac-thang", "sang-kien"])),
        ({"initiatives": [], "service": {"leader_years": 9}}, frozenset(), (YES, ["lanh-dao", "sang-kien"])),
    ],
)
def test_a_way_is_asked_when_one_of_its_facts_was_told(told: dict[str, Any], whole: frozenset[str], expected: tuple[int, list[str]]) -> None:
    assert asked(told, None, whole) == expected


def test_ways_named_are_asked_and_no_others() -> None:
    told = {"service": {"leader_years": 9}, "initiatives": []}
    assert asked(told, frozenset({"sang-kien"})) == (NO, ["sang-kien"])
    assert asked(told, frozenset({"bac-thang"})) == (UNKNOWN, ["bac-thang"])
    assert asked(told, EVERY_WAY) == (YES, ["lanh-dao", "bac-thang", "sang-kien"])


def test_an_untold_year_may_hide_several_works_but_one_yearly_title() -> None:
    works = c.Held(s.head(), IdeaFact("initiatives", "co-so"), at_least=2)
    assert judge(works, s.case_of({})).verdict == UNKNOWN
    assert judge(works, s.case_of({"initiatives": [{"year": s.YEAR, "level": "co-so"}] * 2})).verdict == YES
    assert judge(c.Held(s.head(), AwardFact((s.YEARLY[1],)), at_least=2), s.case_of({})).verdict == NO


@pytest.mark.parametrize(("loose", "verdict"), [(True, UNKNOWN), (False, NO)])
def test_steps_shorter_than_asked_leave_a_loose_streak_open(loose: bool, verdict: int) -> None:
    told = {"awards": [{"award": s.YEARLY[1], "year": y} for y in (2023, 2024, 2025)]}
    streak = c.Streak(s.head(), AwardFact((s.YEARLY[1],)), 3, step=3, loose=loose)
    assert judge(streak, s.case_of(told)).verdict == verdict
    assert batch(streak, Frame.of_cases([s.case_of(told)], c.facts_of(streak))).tolist() == [verdict]


def test_an_untold_restart_leaves_the_ladder_open() -> None:
    told = {"ratings": {y: "hoan-thanh-tot" for y in range(2020, 2026)}}
    ladder = c.Since(s.head(), s.head(), s.head(), None, RatingFact("hoan-thanh-tot"), 2, restart=(DisciplineFact("khien-trach"),))
    assert judge(ladder, s.case_of(told)).verdict == UNKNOWN
    assert judge(ladder, s.case_of({**told, "discipline": []})).verdict == YES
    assert judge(ladder, s.case_of({**told, "discipline": [{"form": "canh-cao", "conduct_year": 2024}]})).verdict == NO


def test_a_work_of_untold_level_settles_nothing() -> None:
    rule = c.Held(s.head(), IdeaFact("initiatives", "nganh"))
    told = {"initiatives": [{"year": s.YEAR}]}
    assert judge(rule, s.case_of(told, frozenset({"initiatives"}))).verdict == UNKNOWN


def test_a_year_of_several_facts_counts_once() -> None:
    """Awards of untold body, then told: three of them in an untold year are one year, before and after."""
    fact = EitherFact((RatingFact("hoan-thanh-xuat-sac"), AwardFact(("bang-khen-nganh",), by="kiem sat")))
    rule = c.Held(s.head(), fact=fact, window=c.Window("last", 1), at_least=2)
    row = {"award": "bang-khen-nganh", "count": 3}
    for told in ({}, {"awards": [row]}, {"awards": [{**row, "by": "VKSND kiểm sát"}]}):
        assert judge(rule, s.case_of(told, frozenset(), s.PERIODS[0]), EVERY_WAY).verdict is NO
