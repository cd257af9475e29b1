"""``batch`` equals ``judge``: one definition, two interpreters; and a columnar frame is read like its rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.merit import strategies as s

from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import batch, batch_all
from vinhdanh.merit.facts import AwardFact, Case, DisciplineFact, EitherFact, IdeaFact, RatingFact
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import judge

quick = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
thorough = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def frame_of(rule: c.Node, cases: list[Case]) -> Frame:
    return Frame.of_cases(cases, c.facts_of(rule))


def judged(rule: c.Node, cases: list[Case], asked: frozenset[str] | None = None) -> list[int]:
    return [judge(rule, case, asked).verdict for case in cases]


@pytest.mark.parametrize("kind", s.KIND_NAMES)
@given(st.data())
@quick
def test_batch_equals_judge_on_every_kind_of_condition(kind: str, data: st.DataObject) -> None:
    rule, cases = data.draw(s.kind_by_kind(kind)), data.draw(s.cases())
    assert type(rule).__name__ == kind
    assert batch(rule, frame_of(rule, cases)).tolist() == judged(rule, cases)


@given(s.rules(), s.cases(), st.data())
@thorough
def test_batch_equals_judge_on_rules_of_many_conditions(rule: c.Node, cases: list[Case], data: st.DataObject) -> None:
    ways = [n.head.id for n in c.walk(rule) if isinstance(n, c.Route)]
    asked = data.draw(st.one_of(st.none(), st.sets(st.sampled_from(ways)).map(frozenset))) if ways else None
    found = batch(rule, frame_of(rule, cases), asked)
    assert found.dtype == np.int8
    assert found.shape == (len(cases),)
    assert found.tolist() == judged(rule, cases, asked)


@given(st.lists(s.rules(), min_size=2, max_size=3), s.cases())
@quick
def test_rules_weighed_together_are_weighed_as_if_alone(rules: list[c.Node], cases: list[Case]) -> None:
    facts = [fact for rule in rules for fact in c.facts_of(rule)]
    named = {str(i): c.All(s.head(), (rule, rules[0])) for i, rule in enumerate(rules)}
    together = batch_all(named, Frame.of_cases(cases, facts))
    assert {k: v.tolist() for k, v in together.items()} == {k: judged(rule, cases) for k, rule in named.items()}


# ---- columnar frames -----------------------------------------------------------------------------------

COLUMNAR = st.one_of(
    st.sampled_from(["hoan-thanh", "hoan-thanh-tot", "hoan-thanh-xuat-sac"]).map(RatingFact),
    st.sampled_from([(s.YEARLY[0],), s.YEARLY[1:], (s.FORMS[0],), s.FORMS, (s.YEARLY[0], s.FORMS[0]), ("khong-ai-co",)]).map(AwardFact),
    st.builds(AwardFact, st.just((s.FORMS[0],)), st.sampled_from([(), ("cong-trang",)]), st.sampled_from([(), ("chuyen-de",)])),
    st.builds(IdeaFact, st.sampled_from(["initiatives", "research"]), st.sampled_from(["co-so", "nganh"]), st.sampled_from([(), ("applied",)])),
    st.sampled_from(["khien-trach", "canh-cao"]).map(DisciplineFact),
)
facts = st.one_of(COLUMNAR, COLUMNAR, st.lists(COLUMNAR, min_size=2, max_size=2).map(lambda p: EitherFact(tuple(p))))
windows = st.one_of(
    st.builds(c.Window, st.just("last"), st.integers(1, 7)), st.builds(c.Window, st.just("at"), st.integers(0, 3)), st.just(c.Window("ever", 0))
)


@st.composite
def columnar_rules(draw: st.DrawFn) -> c.Node:
    leaf = draw(
        st.sampled_from(
            [
                c.Held(s.head(), draw(facts), draw(windows), draw(st.integers(1, 3))),
                c.Never(s.head(), draw(facts), draw(windows)),
                c.Every(s.head(), draw(facts), draw(windows)),
                c.Streak(s.head(), draw(facts), draw(st.integers(1, 4)), draw(st.integers(1, 3)), draw(st.integers(0, 2)), draw(st.booleans())),
            ]
        )
    )
    inside = c.Held(s.head(), draw(facts), c.Window("since", 0), draw(st.integers(1, 2)))
    restart = (draw(facts),) if draw(st.booleans()) else ()
    since = c.Since(
        s.head(),
        s.head(),
        s.head(),
        draw(st.one_of(st.none(), facts)),
        draw(facts),
        draw(st.integers(1, 4)),
        draw(st.booleans()),
        draw(st.sampled_from(["now", "open"])),
        restart,
        (inside,),
    )
    return draw(st.sampled_from([leaf, since, c.All(s.head(), (leaf, since)), c.Not(s.head(), since)]))


@pytest.mark.parametrize("bits", [16, 32, 64])
@given(st.data())
@quick
def test_a_columnar_frame_is_weighed_like_its_rows(bits: int, data: st.DataObject) -> None:
    people, rule = data.draw(s.populations(bits)), data.draw(columnar_rules())
    assert batch(rule, people.frame).tolist() == judged(rule, people.cases)


def test_what_no_table_holds_is_unknown_for_everybody() -> None:
    frame = Frame(3, s.YEAR, s.AS_OF)
    assert batch(c.Held(s.head(), AwardFact(("giay-khen",))), frame).tolist() == [1, 1, 1]
    assert batch(c.Never(s.head(), DisciplineFact("khien-trach")), frame).tolist() == [1, 1, 1]
