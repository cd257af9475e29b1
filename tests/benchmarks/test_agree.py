"""All contenders of the benchmarks give the same people (``./test heavy``: needs the packages of ``bench``)."""

from __future__ import annotations

from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
pytestmark = pytest.mark.heavy


def test_all_contenders_give_the_same_people(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("polars", "openfisca_core", "zen"):
        pytest.importorskip(package)
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    contenders = __import__("contenders")
    people = __import__("population").generate(2_000)
    seen = {}
    for name, contender in contenders.CONTENDERS.items():
        prepare, run = contender.load()
        state = prepare(people)
        for rules in contender.rules:
            found = {rule: mask.tolist() for rule, mask in run(state, rules).items()}
            assert seen.setdefault(rules, found) == found, name
    assert any(seen[contenders.RULES]["ladder"])
