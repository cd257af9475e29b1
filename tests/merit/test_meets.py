"""``meets``: the title held or its rule met; with ``title`` a title said not to be held fails, in judge and batch alike."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import batch
from vinhdanh.merit.facts import AwardFact, Case, RatingFact
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.judge import judge
from vinhdanh.merit.truth import NO, UNKNOWN, YES

HELD = AwardFact(("lao-dong-tien-tien",))
RULE = c.Held(c.Head("tot"), RatingFact("hoan-thanh-tot"))
NONE = {"award": "lao-dong-tien-tien", "count": 0}
THIS = {"award": "lao-dong-tien-tien", "year": 2021}
GOOD = {"ratings": {2021: "hoan-thanh-tot"}}


@pytest.mark.parametrize(
    ("facts", "plain", "title"),
    [
        ({}, UNKNOWN, UNKNOWN),
        (GOOD, YES, YES),
        ({**GOOD, "awards": [NONE]}, YES, NO),
        ({**GOOD, "awards": [NONE, THIS]}, YES, YES),
        ({"ratings": {2021: "hoan-thanh"}, "awards": [THIS]}, YES, YES),
        ({**GOOD, "awards": [{**NONE, "year": 2020}]}, YES, YES),
        ({**GOOD, "awards": [{**NONE, "year": 2021}]}, YES, NO),
    ],
)
def test_judge_and_batch(facts: dict[str, Any], plain: int, title: int) -> None:
    case = Case.from_facts(facts, subject="person", as_of=dt.date(2021, 12, 31), period=2021)
    for node, wanted in ((c.Meets(c.Head("m"), HELD, RULE), plain), (c.Meets(c.Head("m"), HELD, RULE, True), title)):
        assert judge(node, case).verdict == wanted
        assert batch(node, Frame.of_cases([case], c.facts_of(node))).tolist() == [wanted]
