"""The causes of a screening: everybody who is not đạt has one, nobody else has, and it is truly in the way."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.merit import strategies as s

from vinhdanh.eligibility.blame import NOBODY, Blame
from vinhdanh.merit import conditions as c
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import judge
from vinhdanh.merit.truth import YES

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
            assert (cause.verdict, judge(cause.node, case).verdict) == (verdict, verdict)
