"""Invented figures of a unit for the demo's scoring table: the same for the same unit and year, as a clerk would type them."""

from __future__ import annotations

import random
from collections.abc import Mapping

Typed = dict[str, dict[str, str]]  # by path of the criterion
STATISTICS = ("I/I.1", "I/I.2", "I/I.3", "I/I.4", "I/I.5", "I/I.6")
"""The criteria whose figures come from the statistics system."""


def figures(unit: str, year: int) -> Typed:
    """What a unit enters for every criterion of ``score_table.yaml``."""
    chance = random.Random(f"{unit} {year}")
    return {**_cases(chance), **_work(chance), **_inside(chance), **_emulation(chance)}


def _cases(chance: random.Random) -> Typed:
    """What the statistics system counts: reports of crime and cases."""
    reports, cases, heard = chance.randint(120, 260), chance.randint(70, 150), chance.randint(3, 9)
    passed, late = chance.randint(0, 6), chance.choice((0, 0, 0, 1))
    return {
        "I/I.1": _texts(
            {"đã giải quyết": round((reports - passed) * chance.uniform(0.86, 0.97)), "phải giải quyết": reports, "chuyển cơ quan khác": passed}
        ),
        "I/I.2": _texts({"quá hạn": late, "chưa giải quyết": chance.randint(20, 40)}),
        "I/I.3": _texts({"đúng hạn": cases - chance.randint(0, 3), "đã giải quyết": cases}),
        "I/I.4": _texts({"value": 0}),
        "I/I.5": _texts({"trả": chance.choice((0, 0, 1, 2)), "truy tố": cases}),
        "I/I.6": _texts({"chấp nhận": heard - chance.randint(0, 2), "đã xét": heard}),
    }


def _work(chance: random.Random) -> Typed:
    target = chance.choice((4, 5, 6))
    return {
        "I/I.7": _texts({"actual": chance.randint(5, 12)}),
        "I/I.8": _texts({"target": target, "actual": target + chance.randint(-1, 3)}),
        "I/I.9": _texts({"value": chance.randint(8, 16)}),
        "I/I.10": _texts({"volume": chance.randint(120, 320), "rate": chance.choice((94, 96, 98, 99))}),
        "I/I.11": {"value": "có"},
    }


def _inside(chance: random.Random) -> Typed:
    return {
        "II/II.1": {"value": chance.choice(("4,5", "4,75", "5"))},
        "II/II.2": _texts({"1": chance.choice((0, 0, 1, 2)), "2": chance.choice((0, 0, 0, 1))}),
        "II/II.3": _texts({"value": chance.randint(84, 97)}),
    }


def _emulation(chance: random.Random) -> Typed:
    return {
        "III/III.1": {"value": "có"},
        "III/III.2": {"value": chance.choice(("tinh", "donvi", "donvi", "không"))},
        "III/III.3": _texts({"value": chance.randint(0, 5)}),
        "III/III.4": {"value": chance.choice(("2", "2,25", "2,5"))},
        "IV": _texts({"cờ thi đua": 0, "bằng khen": chance.randint(0, 2)}),
        "V/V.1": _texts({"value": chance.choice((0, 0, 0, 1))}),
        "V/V.2": _texts({"value": 0}),
    }


def _texts(numbers: Mapping[str, int]) -> dict[str, str]:
    return {name: str(number) for name, number in numbers.items()}


def level_with(figures: Typed) -> Typed:
    """Other figures that come to the same total: half a point of order less, half a point of files more."""
    return {**figures, "II/II.1": {"value": "4,5"}, "III/III.4": {"value": "2,5"}} | {"III/III.2": dict(figures["III/III.2"])}


def first_of_two(figures: Typed) -> Typed:
    """The figures that :func:`level_with` comes level with."""
    return {**figures, "II/II.1": {"value": "5"}, "III/III.4": {"value": "2"}, "III/III.2": {"value": "tinh"}, "III/III.3": {"value": "5"}}
