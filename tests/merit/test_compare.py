"""Comparing rules: who gains and loses is what judging says, and every change has its reasons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from tests.merit import strategies as s

from vinhdanh.merit import conditions as c
from vinhdanh.merit.compare import changed, compare, compare_frame
from vinhdanh.merit.facts import Case, IdeaFact, NumberFact, RatingFact
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import judge
from vinhdanh.merit.law import Act, Citation
from vinhdanh.merit.words import MICRO

quick = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
OLD, NEW = Act("luat-cu", "Luật cũ"), Act("luat-moi", "Luật mới")


@given(s.rules(), s.rules(), s.cases())
@quick
def test_who_changes_is_what_judging_says(before: c.Node, after: c.Node, cases: list[Case]) -> None:
    found = compare(before, after, [replace(case, key=str(i)) for i, case in enumerate(cases)])
    verdicts = [(judge(before, case).verdict, judge(after, case).verdict) for case in cases]
    assert [(int(x.key), x.before, x.after) for x in found.changes] == [(i, a, b) for i, (a, b) in enumerate(verdicts) if a != b]
    assert all(x.lines for x in found.changes)
    assert len(found.gains) == verdicts.count((0, 2))
    assert len(found.loses) == verdicts.count((2, 0))
    assert len(found.gains) + len(found.loses) + len(found.unsettled) == len(found.changes)


@given(s.rules(), s.rules(), s.cases())
@quick
def test_a_population_changes_as_its_cases_do(before: c.Node, after: c.Node, cases: list[Case]) -> None:
    frame = Frame.of_cases(cases, [*c.facts_of(before), *c.facts_of(after)])
    table = np.zeros((3, 3), int)
    for case in cases:
        table[judge(before, case).verdict, judge(after, case).verdict] += 1
    assert compare_frame(before, after, frame).tolist() == table.tolist()
    assert changed(before, after, frame).tolist() == [i for i, case in enumerate(cases) if judge(before, case).verdict != judge(after, case).verdict]


def rule(act: Act, years: int, work: bool) -> c.Node:
    at = Citation.at(act, "Đ22(1)")
    kept = c.Held(c.Head("xl", "Hoàn thành tốt nhiệm vụ", at), RatingFact("hoan-thanh-tot"))
    service = c.Number(c.Head("tn", "Có thời gian công tác", at), NumberFact("service-years"), least=years * MICRO)
    idea = (c.Held(c.Head("sk", "Có sáng kiến", at), IdeaFact("initiatives", "co-so")),) if work else ()
    return c.All(c.Head("x", "Tiêu chuẩn", at), (kept, service, *idea))


def person(key: str, years: int, ideas: list[dict[str, object]]) -> Case:
    return replace(s.case_of({"ratings": {2025: "hoan-thanh-tot"}, "service": {"years": years}, "initiatives": ideas}), key=key)


def test_reasons_name_the_conditions_that_differ_with_their_citations() -> None:
    idea: dict[str, object] = {"year": 2025, "level": "co-so"}
    people = [person("An", 12, [idea]), person("Bình", 30, []), person("Chi", 30, [idea]), person("Dũng", 5, [])]
    found = compare(rule(OLD, 25, False), rule(NEW, 10, True), people)
    assert [(x.title, x.lines) for x in found.gains] == [
        ("An: Chưa đạt → Đạt", ("Trước: Có thời gian công tác — 12 năm; cần từ 25 năm trở lên (khoản 1 Điều 22 Luật cũ)",)),
    ]
    assert [(x.title, x.lines) for x in found.loses] == [
        ("Bình: Đạt → Chưa đạt", ("Nay: Có sáng kiến — chưa có lần nào (khoản 1 Điều 22 Luật mới)",)),
    ]
    assert found.unsettled == ()
    assert found.count == 4


def test_without_a_rule_nobody_is_given_the_award() -> None:
    found = compare(rule(OLD, 5, False), None, [person("An", 12, [])])
    assert [x.lines for x in found.loses] == [("Nay: Không có quy định đang có hiệu lực",)]
