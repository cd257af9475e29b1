"""The published cases, from the copy in ``data/``: every one passes but those shown to be wrong, nine in ten are cited."""

from __future__ import annotations

from pathlib import Path

import pytest

from vinhdanh.cases import files
from vinhdanh.cases.run import Result, run

HERE = Path(__file__).parent
AWARDS = [case for path in files.find([HERE / "data" / "awards"]) for case in files.load(path)]
# Listed with the article in docs/reference/disputed-cases.md; at most three.
DISPUTED: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    return {case.id: run(case) for case in AWARDS}


@pytest.mark.parametrize("name", [case.id for case in AWARDS])
def test_published_case(name: str, results: dict[str, Result]) -> None:
    result = results[name]
    assert result.passed is (name not in DISPUTED), f"{result.expected} ≠ {result.got}\n" + "\n".join(result.finding)


UNDECIDED = {line for line in (HERE / "undecided.txt").read_text("utf-8").splitlines() if not line.startswith("#")}
OWN = [case for path in files.find([HERE / "own"]) for case in files.load(path)]


@pytest.mark.parametrize("name", [case.id for case in OWN])
def test_own_case(name: str) -> None:
    """Cases written from the facts pages before the rules were looked at, on both sides of their bounds."""
    result = run(next(case for case in OWN if case.id == name))
    assert result.passed is (name not in UNDECIDED), f"{result.expected} ≠ {result.got}\n" + "\n".join(result.finding)


def test_undecided_cases_exist() -> None:
    assert {case.id for case in OWN} >= UNDECIDED


def test_case_ids_are_unique() -> None:
    names = [case.id for case in (*AWARDS, *OWN)]
    assert len(names) == len(set(names))


def test_nine_in_ten_are_cited(results: dict[str, Result]) -> None:
    assert sum(r.cited for r in results.values()) >= 0.9 * len(AWARDS)


def test_disputed_cases_are_few_and_documented() -> None:
    page = (HERE.parent.parent / "docs" / "reference" / "disputed-cases.md").read_text("utf-8")
    assert len(DISPUTED) <= 3
    assert all(name in page for name in DISPUTED)
