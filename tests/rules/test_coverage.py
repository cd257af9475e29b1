"""Every condition of every version of every rule, forced true and forced false, is noticed by a case.

The cases are the published ones and the rule cases that lie beside the rules (``rulebook/<authority>/cases``). What no
case notices yet stands in ``unnoticed.txt``; that list must be exact, so it can only shrink unless somebody explains.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from tests.rules.mutants import mutants
from tests.rules.versions import AUTHORITIES, Version, book, versions

from vinhdanh.cases import files
from vinhdanh.cases.files import PublishedCase
from vinhdanh.cases.run import run
from vinhdanh.merit.facts import Case
from vinhdanh.merit.judge import Judge
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.rulebook import DATA
from vinhdanh.merit.time import parse_day
from vinhdanh.merit.truth import NO, YES

HERE = Path(__file__).parent
PUBLISHED = HERE.parent / "cases" / "data" / "awards" / "eligibility.yaml"
RULE_CASES = {a: sorted((DATA / a / "cases").glob("*.yaml")) for a in AUTHORITIES}
FILES = [path for paths in RULE_CASES.values() for path in paths]
UNNOTICED = HERE / "unnoticed.txt"

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.parent.name}/{p.stem}")
def test_rule_cases_hold(path: Path) -> None:
    wrong = [r for case in files.load(path) if not (r := run(case)).passed]
    assert not wrong, "\n".join(f"{r.case.id}: {r.expected} ≠ {r.got}" for r in wrong)


def test_every_award_with_a_rule_has_cases() -> None:
    for authority in AUTHORITIES:
        ruled = {v.award for v in versions(authority) if list(mutants(v.criteria.rule))}
        assert ruled <= {p.stem for p in RULE_CASES[authority]}


def cases_of(authority: str) -> dict[str, list[PublishedCase]]:
    """The eligibility cases of an authority by award."""
    found: dict[str, list[PublishedCase]] = defaultdict(list)
    for path in (PUBLISHED, *RULE_CASES[authority]):
        for case in files.load(path):
            if case.award and case.authority == authority:
                found[case.award].append(case)
    return found


def unnoticed(version: Version, cases: list[Case]) -> list[str]:
    """The mutants of a version that change the verdict of none of the cases."""
    judge = Judge(version.criteria.rule)
    verdicts = [judge(case).verdict for case in cases]
    return [
        f"{version.name} {leaf.head.id} {'true' if value == YES else 'false'}"
        for leaf, value, mutant in mutants(version.criteria.rule)
        if not _noticed(Judge(mutant), cases, verdicts)
    ]


def _noticed(mutant: Judge, cases: list[Case], verdicts: list[int]) -> bool:
    return any(mutant(case).verdict != verdict for case, verdict in zip(cases, verdicts, strict=True))


def in_version(version: Version, found: list[PublishedCase]) -> list[Case]:
    """The cases asked on a day of the version."""
    mine = [
        c
        for c in found
        if c.subject == version.subject and version.first <= (day := parse_day(c.as_of)) and (version.last is None or day <= version.last)
    ]
    years = emulation_years(version.authority)
    return [Case.from_facts(c.facts, subject=c.subject, as_of=parse_day(c.as_of), period=c.period, years=years) for c in mine]


def survivors() -> list[str]:
    """All mutants that no case notices."""
    found = []
    for authority in AUTHORITIES:
        by_award = cases_of(authority)
        for version in versions(authority):
            found += unnoticed(version, in_version(version, by_award[version.award]))
    return sorted(found)


def test_every_condition_is_noticed() -> None:
    listed = UNNOTICED.read_text("utf-8").split("\n") if UNNOTICED.exists() else []
    allowed = sorted(line for line in listed if line and not line.startswith("#"))
    assert survivors() == allowed


def test_the_list_of_unnoticed_conditions_is_short() -> None:
    total = sum(1 for a in AUTHORITIES for v in versions(a) for _ in mutants(v.criteria.rule))
    listed = [line for line in UNNOTICED.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    assert len(listed) < total * MOST


MOST = 0.1


def test_a_rule_that_lost_a_condition_is_noticed() -> None:
    """The proof that this test can fail: without its cases a version's mutants survive; with them a pinned rule differs."""
    version = next(v for v in versions("procuracy") if v.award == "lao-dong-tien-tien" and v.first.year == 2019)
    cases = in_version(version, cases_of("procuracy")["lao-dong-tien-tien"])
    assert unnoticed(version, cases) == []
    assert len(unnoticed(version, [])) == len(list(mutants(version.criteria.rule)))


def test_both_sides_of_every_edge_are_sampled() -> None:
    """A version that begins is asked on its days and the one before it on its own: cases stand on both sides."""
    for authority in AUTHORITIES:
        by_award = cases_of(authority)
        for version in versions(authority):
            if list(mutants(version.criteria.rule)):
                assert in_version(version, by_award[version.award]), version.name


def test_forced_values_are_both_tried() -> None:
    rule = versions("national")[0].criteria.rule
    assert {value for _, value, _ in mutants(rule)} == {YES, NO}
    assert book("national").digest
