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


def test_a_unit_rated_less_than_excellent_hides_no_excellent_title() -> None:
    title = AwardFact(("tap-the-lao-dong-xuat-sac",))
    rated = {"ratings": {2021: "hoan-thanh-xuat-sac", 2020: "hoan-thanh-tot", 2019: "tot-tro-len"}}
    case = Case.from_facts(rated, subject="collective", as_of=dt.date(2021, 12, 31), period=2021)
    open_years = [bool(case.read(title).maybe >> k & 1) for k in range(4)]  # type: ignore[union-attr]
    assert open_years == [True, False, True, True]


def test_titles_said_to_stand_apart_make_no_streak() -> None:
    fact = AwardFact(("chien-si-thi-dua-co-so",))
    for consecutive, wanted in ((False, NO), (True, YES)):
        told = {"awards": [{"award": "chien-si-thi-dua-co-so", "count": 2, "consecutive": consecutive}]}
        case = Case.from_facts(told, subject="person", as_of=dt.date(2021, 12, 31), period=2021)
        assert judge(c.Streak(c.Head("hai-lan"), fact, 2), case).verdict == wanted
