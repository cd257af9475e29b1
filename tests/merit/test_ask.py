"""Asking: every question can matter, the conversation ends, and it ends settled or with nothing left to ask."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.merit import strategies as s
from tests.merit.refine import learnt

from vinhdanh.merit import conditions as c
from vinhdanh.merit.ask import EVERY_WAY, Inquiry, ask
from vinhdanh.merit.facts import AwardFact, DisciplineFact, FlagFact, IdeaFact, NumberFact, RatingFact
from vinhdanh.merit.judge import judge
from vinhdanh.merit.truth import UNKNOWN
from vinhdanh.merit.words import MICRO

quick = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
FIGHTER, GOOD = AwardFact(("chien-si-thi-dua-co-so",)), RatingFact("hoan-thanh-tot")
WORK = IdeaFact("initiatives", "co-so", ("recognised",))


@given(s.rules(), s.facts, s.complete, st.data())
@quick
def test_asking_ends_and_each_question_can_matter(rule: c.Node, told: dict[str, Any], whole: frozenset[str], data: st.DataObject) -> None:
    case, asked = s.case_of(told, whole), 0
    while (question := ask(rule, case, routes=EVERY_WAY)) is not None:
        inquiry = Inquiry(rule, case, EVERY_WAY)
        assert inquiry.finding.verdict == UNKNOWN
        gap = next(g for g in inquiry.gaps() if g.fact == question.fact)
        outcomes = {inquiry.judged(inquiry._learn(gap, a)).verdict for a in inquiry.answers(gap)}
        assert outcomes != {UNKNOWN} or inquiry.helps(gap)
        case, asked = inquiry.answered(gap, data.draw(st.sampled_from(list(inquiry.answers(gap))))), asked + 1
        assert asked <= 40
    last = Inquiry(rule, case, EVERY_WAY)
    assert last.finding.verdict != UNKNOWN or all(not last.helps(gap) for gap in last.gaps())


@given(s.rules(), s.facts, s.complete, st.data())
@quick
def test_where_nothing_is_asked_nothing_learnt_settles(rule: c.Node, told: dict[str, Any], whole: frozenset[str], data: st.DataObject) -> None:
    case = s.case_of(told, whole)
    if ask(rule, case, routes=EVERY_WAY) is None:
        later = s.case_of(*data.draw(learnt(told, whole)))
        assert judge(rule, later, EVERY_WAY).verdict == judge(rule, case, EVERY_WAY).verdict


def test_the_fact_that_settles_alone_is_asked_before_one_that_does_not() -> None:
    either = c.Any(c.Head("a"), (c.Held(c.Head("a1"), FIGHTER), c.Held(c.Head("a2"), WORK)))
    rule = c.All(c.Head("x"), (either, c.Is(c.Head("lt"), FlagFact("continuous"))))
    question = ask(rule, s.case_of({}))
    assert question is not None
    assert question.where.id == "lt"
    assert question.text == "Có đúng là: công tác liên tục? (Căn cứ: sơ yếu lý lịch, hồ sơ cán bộ.)"


def test_a_question_names_the_years_that_are_missing_and_the_paper() -> None:
    rule = c.Every(c.Head("xl"), GOOD, c.Window("last", 4))
    question = ask(rule, s.case_of({"ratings": {2023: "hoan-thanh-tot", 2025: "hoan-thanh-tot"}}))
    assert question is not None
    assert question.years == (2022, 2024)
    assert question.text.startswith("Năm 2022, 2024 được xếp loại Hoàn thành tốt nhiệm vụ trở lên không, vào những năm nào?")
    assert question.paper == "thông báo kết quả đánh giá, xếp loại chất lượng"


def test_a_number_on_the_safe_side_of_its_bound_is_not_asked() -> None:
    eased = c.Number(
        c.Head("tn"), NumberFact("service-years"), least=25 * MICRO, adjust=(c.Adjust(c.Is(c.Head("nu"), FlagFact("woman")), -5 * MICRO),)
    )
    assert ask(eased, s.case_of({"service": {"years": 26}})) is None
    question = ask(eased, s.case_of({"service": {"years": 22}}))
    assert question is not None
    assert question.fact == FlagFact("woman")


def test_what_the_law_leaves_open_is_not_asked_of_anybody() -> None:
    rule = c.All(c.Head("x"), (c.Fixed(c.Head("mo"), UNKNOWN), c.Never(c.Head("kl"), DisciplineFact("khien-trach"))))
    question = ask(rule, s.case_of({}))
    assert question is not None
    assert question.fact == DisciplineFact("khien-trach")
    assert ask(rule, s.case_of({"discipline": []})) is None
