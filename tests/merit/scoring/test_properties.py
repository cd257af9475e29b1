"""Random tables and units: the explanation adds up, order and company do not matter, better is never worse."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.merit.scoring.build import D

from vinhdanh.merit.scoring import dump, loading
from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.inputs import Unit, changed
from vinhdanh.merit.scoring.lint import lint
from vinhdanh.merit.scoring.numbers import key
from vinhdanh.merit.scoring.questions import ranked
from vinhdanh.merit.scoring.reach import reach
from vinhdanh.merit.scoring.table import Table

TENTHS = st.integers(0, 100).map(lambda n: f"{D(n) / 10}")
STEPS = [{"ge": 95, "points": 5}, {"ge": 80, "lt": 95, "points": 3}, {"lt": 80, "points": 0}]
LEAVES: list[dict[str, Any]] = [
    {"kind": "direct"},
    {"kind": "pass_fail"},
    {"kind": "ratio"},
    {"kind": "ratio", "cap_rate": "none"},
    {"kind": "steps", "bands": STEPS},
    {"kind": "survey", "points": "0.4"},
    {"kind": "relative_to_leader", "no_target": "compare"},
    {"kind": "compare_with_mean"},
    {"rules": [{"kind": "deduct_per_unit", "points": "0.5", "cap": 2}, {"kind": "award_per_unit", "points": 1}]},
    {"rules": [{"kind": "deduct_per_unit", "points": 1}], "deduction_cap": 3, "na": "share", "share_over": "table"},
    {"kind": "award_linked", "role": "bonus", "awards": {"cờ": 10}},
    {"kind": "direct", "role": "deduction"},
    {"kind": "direct", "role": "info"},
    {"kind": "direct", "na": "full"},
    {"kind": "direct", "weight": "30%"},
    {"kind": "direct", "round": {"places": 0}},
]
MORE: list[dict[str, Any]] = [
    {},
    {"total": {"floor": 0, "ceiling": 20}},
    {"total": {"award_cap": 3, "deduction_cap": 3}},
    {"total": {"aggregate": "mean"}},
    {"total": {"factor": "1/3", "round": {"places": 2}}},
    {"missing_for_all": "drop"},
]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    kinds = draw(st.lists(st.sampled_from(LEAVES), min_size=1, max_size=6))
    leaves = [{"code": f"c{i}", "max": draw(st.integers(1, 20)), **k} for i, k in enumerate(kinds)]
    cut = draw(st.integers(0, len(leaves)))
    groups = [g for g in ({"code": "S", "children": leaves[:cut]} if cut else None, *leaves[cut:]) if g]
    if cut and draw(st.booleans()):
        groups[0] |= draw(st.sampled_from([{"rescale_to": 10}, {"award_cap": 2}, {"aggregate": "max"}, {"base": 5}]))
    return loading.table({"id": "thu", "criteria": groups, **draw(st.sampled_from(MORE))})


NA = st.just("na")
ENTRIES: dict[str, st.SearchStrategy[Any]] = {
    "pass_fail": st.booleans(),
    "ratio": st.fixed_dictionaries({"numerator": st.integers(0, 12), "denominator": st.integers(0, 12)}),
    "steps": st.integers(0, 100),
    "relative_to_leader": st.fixed_dictionaries({"target": st.integers(0, 9), "actual": st.integers(0, 20)}),
    "award_linked": st.fixed_dictionaries({"cờ": st.integers(0, 2)}),
    "": st.fixed_dictionaries({"1": st.integers(0, 9)}),
}


@st.composite
def seasons(draw: st.DrawFn, *, full: bool = False) -> tuple[Table, list[Unit]]:
    made = draw(tables())
    rows = []
    for i in range(draw(st.integers(1, 5))):
        given_ = {n.path: ENTRIES.get(n.spec.how, TENTHS) for n in made.leaves}
        entries = {p: draw(s if full else st.one_of(s, NA, st.none())) for p, s in given_.items()}
        rows.append({"id": f"u{i}", "cluster": draw(st.sampled_from("12")), "entries": {k: v for k, v in entries.items() if v is not None}})
    return made, loading.units({"units": rows})


@given(seasons())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_every_score_is_the_sum_of_its_explanation(season: tuple[Table, list[Unit]]) -> None:
    for found in score(*season):
        assert all(key(s.points) == key(s.explained()) for s in found.root.walk())


@given(seasons(), st.randoms(use_true_random=False))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_order_does_not_depend_on_the_order_of_the_inputs(season: tuple[Table, list[Unit]], random: Any) -> None:
    made, rows = season
    turned = list(rows)
    random.shuffle(turned)
    one, two = ranked(made, rows), ranked(made, turned)
    assert [(s.unit_id, s.place, s.amount) for s in one.standings] == [(s.unit_id, s.place, s.amount) for s in two.standings]


@given(seasons())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_another_unit_changes_no_absolute_criterion(season: tuple[Table, list[Unit]]) -> None:
    made, rows = season
    if made.spec.missing_for_all == "drop":
        return
    alone, together = score(made, rows[:1])[0], score(made, rows)[0]
    for a, b in zip(alone.root.leaves(), together.root.leaves(), strict=True):
        assert a.node.relative or (a.outcome, a.node.path) == (b.outcome, b.node.path)


def better(node: Any, unit: Unit, more: int) -> dict[str, Any] | None:
    """A better input for a criterion: more where more is better; None where there is nothing to better."""
    entry = unit.stages[""].get(node.path)
    if entry is None or entry.na or node.spec.role in ("deduction", "info") or not entry.values:
        return None
    values = dict(entry.values)
    if node.spec.how == "pass_fail":
        return {"value": True}
    if node.spec.rules:
        return {"1": max(D(0), values["1"] - more)}
    name = {"ratio": "numerator", "relative_to_leader": "actual", "award_linked": "cờ"}.get(node.spec.how, "value")
    return {name: values[name] + more}


@given(seasons(full=True), st.integers(1, 30), st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_better_input_never_lowers_the_score(season: tuple[Table, list[Unit]], more: int, data: st.DataObject) -> None:
    made, rows = season
    node = data.draw(st.sampled_from(made.leaves))
    values = better(node, rows[0], more)
    if values is None or any(f.code == "falling" for f in lint(made)):
        return
    before, after = score(made, rows)[0], score(made, [changed(rows[0], "", node.path, **values), *rows[1:]])[0]
    if before.root.at(node.path).outcome.state == "na":  # type: ignore[union-attr]
        return
    assert key(after.total) >= key(before.total)


@given(seasons())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_alone_nothing_is_known_of_the_others(season: tuple[Table, list[Unit]]) -> None:
    made, rows = season
    if made.spec.missing_for_all == "drop":
        return
    each = [score(made, [unit], alone=True)[0].total for unit in rows]
    assert each == [s.total for s in score(made, rows, alone=True)]


@given(tables())
def test_a_table_written_and_read_is_the_same(made: Table) -> None:
    assert loading.table(loading.yaml(dump.yaml(made.spec))).spec == made.spec


@given(seasons(full=True))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_points_stay_within_reach(season: tuple[Table, list[Unit]]) -> None:
    """But for marks by hand, which are kept as given."""
    made, rows = season
    bounds = reach(made)
    for found in score(made, rows):
        for leaf in found.root.leaves():
            if leaf.node.spec.how not in ("direct", "survey", "relative_to_leader") and leaf.outcome and leaf.outcome.points is not None:
                low, high = bounds[leaf.node.path]
                assert low <= leaf.points <= high
