"""Places, ties, classes, quotas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.merit.scoring.build import D, table, unit

from vinhdanh.merit.scoring.choice import cascade, proposals
from vinhdanh.merit.scoring.questions import ranked
from vinhdanh.merit.scoring.schema import QuotaSpec

LEVELS = [{"name": "Xuất sắc", "ge": 90}, {"name": "Tốt", "ge": 80, "lt": 90}, {"name": "Hoàn thành", "lt": 80}]


def placed(rows: list[tuple[str, Any]], **more: Any) -> list[tuple[str, int | None]]:
    order = ranked(table({"code": "x"}, **more), [unit(name, x=value) for name, value in rows])
    return [(s.unit_id, s.place) for s in order.standings]


def test_competition_ranking() -> None:
    rows = [("A", 9), ("B", 8), ("C", 8), ("D", 7)]
    assert placed(rows) == [("A", 1), ("B", 2), ("C", 2), ("D", 4)]
    assert placed(rows, ranking={"style": "dense"}) == [("A", 1), ("B", 2), ("C", 2), ("D", 3)]
    assert placed(rows, ranking={"style": "strict"}) == [("A", 1), ("B", 2), ("C", 3), ("D", 4)]
    assert placed(rows, ranking={"better": "lower"})[0] == ("D", 1)


def test_the_unrounded_total_counts() -> None:
    rows = [("A", "59,041"), ("B", "59,044")]
    assert placed(rows) == [("B", 1), ("A", 2)]
    assert placed(rows, ranking={"places": 2}) == [("A", 1), ("B", 1)]


def test_thirds_that_add_up_to_one_tie_with_one() -> None:
    third = {"max": 1, "kind": "ratio"}
    made = table({"code": "S", "children": [{"code": c, **third} for c in "abc"]})
    part = {"numerator": 1, "denominator": 3}
    order = ranked(
        made,
        [
            unit("A", a=part, b=part, c=part),
            unit("B", a={"numerator": 1, "denominator": 1}, b={"numerator": 0, "denominator": 1}, c={"numerator": 0, "denominator": 1}),
        ],
    )
    assert [s.place for s in order.standings] == [1, 1]


def test_a_chain_of_keys_then_a_ballot() -> None:
    ties = [{"criterion": "y", "input": "số"}, {"fact": "tỷ lệ nữ", "at_least": 70, "words": "tập thể nữ"}, {"ballot": True}]
    made = table({"code": "x"}, {"code": "y", "kind": "award_per_unit", "points": 0, "input": "số"}, ranking={"ties": ties})
    rows = [
        unit("A", x=9, y={"số": 1}, facts={"tỷ lệ nữ": 75}),
        unit("B", x=9, y={"số": 2}, facts={"tỷ lệ nữ": 10}),
        unit("C", x=9, y={"số": 1}, facts={"tỷ lệ nữ": 20}),
        unit("D", x=9, y={"số": 1}, facts={"tỷ lệ nữ": 30}),
    ]
    order = ranked(made, rows)
    assert [(s.unit_id, s.place) for s in order.standings] == [("B", 1), ("A", 2), ("C", 3), ("D", 3)]
    assert order.of("A").why == ("bằng 9 điểm với đơn vị khác, phân định bằng: tiêu chí y (số), tập thể nữ",)
    assert order.of("D").why[-1] == "vẫn bằng nhau: cần bỏ phiếu"


def test_units_ordered_by_keys_alone() -> None:
    made = table({"code": "x"}, {"code": "y"}, ranking={"by": "keys", "ties": [{"criterion": "x"}, {"criterion": "y"}]})
    order = ranked(made, [unit("A", x=1, y=5), unit("B", x=2, y=0), unit("C", x=1, y=6)])
    assert [s.unit_id for s in order.standings] == ["B", "C", "A"]


def test_clusters_have_their_own_order() -> None:
    rows = [unit("A", "1", x=5), unit("B", "2", x=9), unit("C", "1", x=7)]
    assert [(s.unit_id, s.place) for s in ranked(table({"code": "x"}), rows).standings] == [("C", 1), ("A", 2), ("B", 1)]
    whole = ranked(table({"code": "x"}, ranking={"within": "all"}), rows)
    assert [s.unit_id for s in whole.standings] == ["B", "C", "A"]


# ---- classes -------------------------------------------------------------------------------------------


def cls(value: Any, classes: Any, facts: dict[str, Any] | None = None, **other: Any) -> str | None:
    made = table({"code": "x", "max": 100}, {"code": "y", "max": 10}, classes=classes)
    return ranked(made, [unit("A", x=value, y=other.get("y", 0), facts=facts)]).standings[0].cls.name


@pytest.mark.parametrize(("value", "name"), [(90, "Xuất sắc"), ("89,995", "Tốt"), (80, "Tốt"), (0, "Hoàn thành")])
def test_bounds(value: Any, name: str) -> None:
    assert cls(value, LEVELS) == name


def test_floors_and_what_the_rule_forgot() -> None:
    strict = [{**LEVELS[0], "no_zero": True}, {**LEVELS[1], "no_zero": True}, LEVELS[2]]
    assert cls(95, strict) is None
    assert cls(95, {"levels": strict, "fall_through": True}) == "Hoàn thành"  # the next class that asks for nothing it lacks
    loose = [strict[0], {"name": "Tốt", "ge": 80}, LEVELS[2]]
    assert cls(95, {"levels": loose, "fall_through": True}) == "Tốt"
    assert cls(90, strict, y=1) == "Xuất sắc"


def test_each_criterion_at_least() -> None:
    levels = [{"name": "Xuất sắc", "ge": 90, "each_at_least": "85%"}, {"name": "Tốt", "ge": 80, "each_at_least": "80%"}]
    assert cls(90, {"levels": levels, "fall_through": True}, y=8) == "Tốt"
    assert cls(90, {"levels": levels, "fall_through": True}, y=9) == "Xuất sắc"


def test_sections_at_least_and_penalty_ratio() -> None:
    assert cls(95, [{"name": "Đạt", "ge": 60, "sections_at_least": {"y": "50%"}}], y=4) is None
    made = table(
        {"code": "b", "role": "bonus"},
        {"code": "d", "role": "deduction"},
        total={"base": 100},
        classes=[{"name": "Tốt", "ge": 100, "penalty_at_most": "50%"}],
    )
    rows = [unit("A", b=10, d=5), unit("B", b=10, d=6)]
    assert [s.cls.name for s in ranked(made, rows).standings] == ["Tốt", None]


def test_conditions_downgrades_and_forced_classes() -> None:
    classes = {
        "levels": [
            {**LEVELS[0], "require": [{"fact": "vượt chỉ tiêu", "ge": 50}]},
            {"name": "Tốt", "ge": 80},
            {"name": "Hoàn thành", "ge": 50},
            {"name": "Không hoàn thành", "lt": 50, "force": [{"fact": "tham nhũng"}]},
        ],
        "fall_through": True,
        "downgrades": [
            {"when": [{"fact": "khiển trách"}], "max_class": "Tốt"},
            {"when": [{"fact": "cảnh cáo"}], "max_class": "Hoàn thành"},
            {"when": [{"fact": "số tháng", "lt": 6}], "unclassified": True},
        ],
    }
    full = {"vượt chỉ tiêu": 60}
    assert cls(95, classes, full) == "Xuất sắc"
    assert cls(95, classes, {"vượt chỉ tiêu": 40}) == "Tốt"
    assert cls(95, classes) == "Tốt"  # not known is not met
    assert cls(95, classes, {**full, "khiển trách": True}) == "Tốt"
    assert cls(70, classes, {**full, "khiển trách": True}) == "Hoàn thành"
    assert cls(95, classes, {**full, "cảnh cáo": "có"}) == "Hoàn thành"
    assert cls(95, classes, {**full, "tham nhũng": True}) == "Không hoàn thành"
    assert cls(95, classes, {**full, "số tháng": 5}) is None


def test_quartiles_of_units_that_do_not_divide_by_four() -> None:
    levels = {"by": "quartile", "levels": [{"name": n} for n in "ABCD"]}
    order = ranked(table({"code": "x"}, classes=levels), [unit(f"{i:02}", x=i) for i in range(10)])
    assert "".join(s.cls.name or "-" for s in order.standings) == "AAABBCCCDD"


def test_shares_keep_ties_together() -> None:
    levels = {"by": "share", "rounding": "floor", "levels": [{"name": "A", "share": "20%"}, {"name": "B", "share": "80%"}]}
    order = ranked(table({"code": "x"}, classes=levels), [unit("a", x=9), unit("b", x=9), unit("c", x=8), unit("d", x=7), unit("e", x=6)])
    assert [s.cls.name for s in order.standings] == ["A", "A", "B", "B", "B"]


def test_class_before_points() -> None:
    levels = [{"name": "Tốt", "ge": 80, "each_at_least": "50%"}, {"name": "Khá", "ge": 60}]
    made = table({"code": "x", "max": 90}, {"code": "y", "max": 10}, classes={"levels": levels, "fall_through": True}, ranking={"class_first": True})
    order = ranked(made, [unit("A", x=90, y=0), unit("B", x=80, y=5)])
    assert [(s.unit_id, s.cls.name) for s in order.standings] == [("B", "Tốt"), ("A", "Khá")]


# ---- quotas --------------------------------------------------------------------------------------------

ROWS = [(f"{i}", 100 - i) for i in range(10)]


def chosen(quotas: list[dict[str, Any]], rows: list[tuple[str, Any]] = ROWS, **more: Any) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    order = ranked(table({"code": "x", "max": 100}, quotas=quotas, **more), [unit(n, x=v) for n, v in rows])
    return [(p.units, p.at_border) for p in proposals(order)]


def test_fixed_percent_and_rounding() -> None:
    assert chosen([{"award": "Cờ", "fixed": 2}]) == [(("0", "1"), ())]
    assert chosen([{"award": "Cờ", "share": "25%"}]) == [(("0", "1"), ())]
    assert chosen([{"award": "Cờ", "share": "25%", "rounding": "half-up"}]) == [(("0", "1", "2"), ())]
    assert chosen([{"award": "Cờ", "share": "1%", "minimum": 1}]) == [(("0",), ())]


def test_by_size_and_by_cluster() -> None:
    sizes = [{"from": 1, "number": 1}, {"from": 10, "number": 2}]
    assert chosen([{"award": "Cờ", "by_size": sizes}])[0][0] == ("0", "1")
    assert chosen([{"award": "Cờ", "by_size": sizes}], ROWS[:9])[0][0] == ("0",)
    assert chosen([{"award": "Cờ", "by_cluster": {"": 3}}])[0][0] == ("0", "1", "2")


def test_equals_at_the_border_are_left_to_the_choice() -> None:
    rows = [("A", 9), ("B", 8), ("C", 8)]
    assert chosen([{"award": "Cờ", "fixed": 2}], rows) == [(("A",), ("B", "C"))]


def test_nested_and_of_another_title() -> None:
    quotas = [
        {"award": "Tiên tiến", "share": "80%"},
        {"award": "Xuất sắc", "share": "1/3", "of": "Tiên tiến", "inside": "Tiên tiến"},
    ]
    assert [len(units) for units, _ in chosen(quotas)] == [8, 2]


def test_of_those_who_qualify() -> None:
    quotas = [{"award": "Cờ Chính phủ", "share": "20%", "of": "qualified", "min_class": "Xuất sắc"}]
    rows = [*ROWS, ("z", 50)]
    assert chosen(quotas, rows, classes=LEVELS) == [(("0", "1"), ())]


def test_cascade_by_what_the_unit_won() -> None:
    quota = QuotaSpec.model_validate({"award": "x", "cascade": {"Cờ Chính phủ": "70%", "Cờ Bộ": "60%", "": "40%"}})
    assert [cascade(quota, won, 11).rounded for won in ("Cờ Chính phủ", "Cờ Bộ", "không")] == [7, 6, 4]


def test_decimal_is_what_comes_out() -> None:
    order = ranked(table({"code": "x"}), [unit("A", x="1,5")])
    assert isinstance(order.standings[0].amount, Decimal)
    assert order.standings[0].amount == D("1.5")
