"""The causes of a screening: everybody who is not đạt has one, nobody else has, and it is truly in the way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.merit import strategies as s

from vinhdanh.eligibility.blame import NOBODY, Blame
from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import Case
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import judge
from vinhdanh.merit.rulebook import load
from vinhdanh.merit.truth import NO, UNKNOWN, YES

quick = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@given(s.rules(), s.cases(), st.data())
@quick
def test_a_cause_has_the_verdict_it_explains(rule: c.Node, cases: list[s.Case], data: st.DataObject) -> None:
    wrapped = c.All(s.head(), (rule, data.draw(s.rules())))
    blame = Blame(wrapped, Frame.of_cases(cases, c.facts_of(wrapped)))
    for case, verdict, at in zip(cases, blame.verdicts.tolist(), blame.cause.tolist(), strict=True):
        assert verdict == judge(wrapped, case).verdict
        assert (at == NOBODY) == (verdict == YES)
        if at != NOBODY:
            cause = blame.causes[at]
            assert cause.verdict == judge(cause.node, case).verdict
            assert cause.verdict == verdict or (cause.verdict < verdict and any(isinstance(n, c.Routes) for n in c.walk(wrapped)))


# ---- the rules of the orders ---------------------------------------------------------------------------

DAY = dt.date(2025, 12, 31)
TOLD: dict[str, Any] = {
    "discipline": [],
    "holds": [],
    "service": {"outside_sector": False},
    "posts": [{"post": "Kiểm sát viên sơ cấp", "years": 9}],  # asks for the way by long service, whose table is not known
    "ratings": dict.fromkeys(range(2015, 2026), "hoan-thanh-xuat-sac"),
}
PM, FIGHTER = "bang-khen-thu-tuong", "chien-si-thi-dua-co-so"


def cause_of(award: str, awards: list[dict[str, Any]]) -> tuple[str, int, int]:
    found = load("procuracy").criteria(award, "person", DAY)
    assert found is not None
    case = Case.from_facts({**TOLD, "awards": awards}, subject="person", as_of=DAY, period=2025, complete=["awards"])
    blame = Blame(found.rule, Frame.of_cases([case], c.facts_of(found.rule)))
    cause = blame.causes[blame.cause[0]]
    return cause.node.head.id, cause.verdict, int(blame.verdicts[0])


def test_of_the_ways_to_an_order_the_one_by_merit_is_blamed() -> None:
    """The law leaves the other ways open, so that nobody fails; what one can do something about is said all the same."""
    assert cause_of("huan-chuong-lao-dong-ba", []) == ("truoc", NO, UNKNOWN)
    short = [{"award": PM, "year": 2018, "kind": "cong-trang"}, {"award": FIGHTER, "year": 2020}]
    assert cause_of("huan-chuong-lao-dong-ba", short) == ("danh-hieu", NO, UNKNOWN)
    fresh = [{"award": PM, "year": 2022, "kind": "cong-trang"}]
    assert cause_of("huan-chuong-lao-dong-ba", fresh) == ("nam-nam-tot", NO, UNKNOWN)


def test_a_certificate_not_held_is_the_cause_at_the_prime_ministers() -> None:
    assert cause_of(PM, []) == ("bang-khen-truoc", NO, NO)


def test_each_condition_is_told_once() -> None:
    found = load("procuracy").criteria("huan-chuong-lao-dong-ba", "person", DAY)
    assert found is not None
    cases = [Case.from_facts(t, subject="person", as_of=DAY, period=2025) for t in ({}, TOLD, {**TOLD, "awards": []})]
    causes = Blame(found.rule, Frame.of_cases(cases, c.facts_of(found.rule))).causes
    assert len({(id(cause.node), cause.verdict) for cause in causes}) == len(causes)
    assert not any(isinstance(cause.node, c.Routes) for cause in causes)
