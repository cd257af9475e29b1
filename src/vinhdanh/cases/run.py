"""Answering a published case from the rulebook and holding the answer against the published one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from typing import Any

from vinhdanh.cases.files import PublishedCase
from vinhdanh.merit import questions as q
from vinhdanh.merit.explain import lines
from vinhdanh.merit.facts import Case
from vinhdanh.merit.judge import Finding
from vinhdanh.merit.law import Acts, Citation, try_parse
from vinhdanh.merit.loading import emulation_years, work_calendar
from vinhdanh.merit.nomination import assess
from vinhdanh.merit.rulebook import Rulebook, load
from vinhdanh.merit.text import fold
from vinhdanh.merit.time import parse_day
from vinhdanh.merit.truth import CODES, NO, UNKNOWN, YES

POLICY = {"not-in-law", "policy"}
COMMUNE = re.compile(r"\b(ubnd|uy ban nhan dan|cap) (cap )?(xa|phuong|thi tran|dac khu)\b")
# Where the question is about every award, the first of these with a rule that settles it answers.
EVERY = ("lao-dong-tien-tien", "chien-si-thi-dua-co-so", "bang-khen-nganh", "bang-khen-thu-tuong", "huan-chuong-lao-dong-ba")
EVERY_COLLECTIVE = ("tap-the-lao-dong-tien-tien", *EVERY[2:])


@dataclass(slots=True)
class Result:
    """One case run: whether it passed and was cited, what was expected and found, the finding in words."""

    case: PublishedCase
    passed: bool
    cited: bool
    expected: Any
    got: Any
    finding: list[str] = field(default_factory=list)


@cache
def book(authority: str) -> Rulebook:
    """The rulebook of an authority, loaded once."""
    return load(authority)


def run(case: PublishedCase) -> Result:
    """Answer one case. A fault of the case's facts is a failed case, never an error of the run."""
    rules = book(case.authority)
    if case.award is None and case.ask != "money":
        each = EVERY_COLLECTIVE if case.subject == "collective" else EVERY
        found = [run(replace(case, award=award)) for award in each]
        return replace(next((r for r in found if r.got not in (None, CODES[UNKNOWN])), found[0]), case=case)
    try:
        return ASKED[case.ask](case, rules, _facts(case))
    except (ValueError, KeyError, TypeError) as error:
        return Result(case, False, False, dict(case.expect), f"{type(error).__name__}: {error}")


def _facts(case: PublishedCase) -> Case:
    return Case.from_facts(
        case.facts, subject=case.subject, as_of=parse_day(case.as_of), period=case.period, key=case.id, years=emulation_years(case.authority)
    )


def _is_cited(case: PublishedCase, found: list[Citation], acts: Acts) -> bool:
    wanted = [parsed for text in case.expect.get("cite", ()) if (parsed := try_parse(text, acts))]
    return any(same_article(want, one) for want in wanted for one in found)


def same_article(want: Citation, one: Citation) -> bool:
    """Whether a citation names the act, and the article if the other names one."""
    if want.act.code != one.act.code:
        return False
    return not want.articles or bool(want.articles & one.articles)


# ---- eligibility ---------------------------------------------------------------------------------------


def _eligibility(case: PublishedCase, rules: Rulebook, facts: Case) -> Result:
    assert case.award is not None
    found = assess(rules, case.award, facts)
    want, tags = case.expect["verdict"], set(case.expect.get("because", ())) - POLICY
    free = not tags or set(case.expect.get("because", ())) <= POLICY
    deciding = list(_deciding(found.finding, found.verdict, want, set() if free else tags, found.vote))
    right = found.verdict != NO if want == "khong-vuong" else CODES[found.verdict] == want
    passed = right and (free or bool(deciding))
    cites = [c for c in (d.cite for d in deciding) if c]
    expected = {"verdict": want, "because": list(case.expect.get("because", ()))}
    return Result(
        case,
        passed,
        passed and _is_cited(case, cites, rules.acts),
        expected,
        CODES[found.verdict],
        lines(found.finding, year=facts.year, names=names(rules)),
    )


def names(rules: Rulebook) -> dict[str, str]:
    """Award names by code."""
    return {code: award.name for code, award in rules.awards.items()}


def _deciding(finding: Finding, verdict: int, want: str, tags: set[str], vote: q.Answer | None) -> Iterator[Any]:
    """The conditions that decided: failing, met or unknown ones (as the case format says) that carry a tag asked for."""
    for found, open_ in walk(finding):
        if (not tags or tags & set(found.head.tags)) and _speaks_for(want, found.verdict, open_):
            yield found.head
    if vote is not None and (not tags or "vote" in tags):
        yield _Cited(vote.cites[0] if vote.cites else None)


def _speaks_for(want: str, verdict: int, open_: bool) -> bool:
    """Whether a condition of this verdict decides for what was expected; ``open_``: it stands inside an unknown group."""
    if want == "khong-dat":
        return verdict == NO
    return verdict == YES if want in ("dat", "khong-vuong") else verdict == UNKNOWN or (verdict == NO and open_)


@dataclass(slots=True)
class _Cited:
    cite: Citation | None


def walk(finding: Finding, open_: bool = False) -> Iterator[tuple[Finding, bool]]:
    """Every finding asked, and whether it stands inside an unknown one."""
    if not finding.asked:
        return
    yield finding, open_
    for part in finding.parts:
        yield from walk(part, open_ or finding.verdict == UNKNOWN)


# ---- the others ----------------------------------------------------------------------------------------


def _answer(case: PublishedCase, rules: Rulebook, answer: q.Answer, expected: Any, got: Any) -> Result:
    passed = expected == got
    return Result(case, passed, passed and _is_cited(case, answer.cites, rules.acts), expected, got, [answer.says, *map(str, answer.cites)])


def _money(case: PublishedCase, rules: Rulebook, facts: Case) -> Result:
    told = facts.facts.get("money", {})
    items = told.get("awards") or ([{"award": case.award}] if case.award else [])
    commune = {row["award"] for row in facts.facts.get("awards", ()) if COMMUNE.search(fold(str(row.get("by", ""))))}
    items = [{**item, "issuer": "chu-tich-ubnd-xa"} if item["award"] in commune else item for item in items]
    decided = facts.facts.get("dossier", {}).get("decided_on")
    on = parse_day(str(decided)) if decided else facts.as_of
    found = q.award_money(rules, items, told.get("subject", case.subject), on, told.get("base_salary"))
    got: dict[str, Any] = {"amount": found.total, "paid": sorted(found.paid), "factor": [line.item.factor for line in found.lines]}
    want = {k: sorted(v) if k == "paid" else v for k, v in case.expect.items() if k in ("amount", "paid", "factor")}
    passed = bool(want) and all(_same(k, v, got) for k, v in want.items())
    cites = list(dict.fromkeys(e.cite for e in found.entries))
    says = [f"{line.item.award}: {line.because}" for line in found.lines]
    return Result(case, passed, passed and _is_cited(case, cites, rules.acts), want, {k: str(v) for k, v in got.items()}, [*says, *map(str, cites)])


def _same(key: str, want: Any, got: Mapping[str, Any]) -> bool:
    if key == "factor":
        return bool(got["factor"]) and all(Fraction(str(f)) == Fraction(str(want)) for f in got["factor"])
    return bool(got[key] == want)


def _vote(case: PublishedCase, rules: Rulebook, facts: Case) -> Result:
    assert case.award is not None
    found = q.vote(rules, case.award, case.subject, facts.as_of, facts.facts.get("council", {}))
    if "needed" in case.expect:
        return _answer(case, rules, found, case.expect["needed"], found.value)
    got = None if found.verdict == UNKNOWN else found.verdict == YES
    return _answer(case, rules, found, case.expect["passes"], got)


def _quota(case: PublishedCase, rules: Rulebook, facts: Case) -> Result:
    assert case.award is not None
    told, members = facts.facts.get("quota", {}), facts.facts.get("members", {})
    if "at_least" in case.expect and "total" in members:
        least = q.members_needed(rules, case.award, facts.as_of, members["total"])
        if least is not None:
            return _answer(case, rules, least, case.expect["at_least"], least.value)
    found = q.quotas(rules, case.award, facts.as_of, told)
    if "allowed" in case.expect:
        return _answer(case, rules, found, case.expect["allowed"], None if found.verdict == UNKNOWN else found.verdict == YES)
    key = "at_most" if "at_most" in case.expect else "at_least"
    return _answer(case, rules, found, case.expect[key], found.value)


def _authority(case: PublishedCase, rules: Rulebook, facts: Case) -> Result:
    assert case.award is not None
    found = q.decides(rules, case.award, facts)
    return _answer(case, rules, found, case.expect["decides"], found.value)


def _deadline(case: PublishedCase, rules: Rulebook, facts: Case) -> Result:
    assert case.award is not None
    found = q.deadlines(rules, case.award, facts, facts.facts.get("dossier", {}).get("step", "trinh-trung-uong"), work_calendar())
    if "by" in case.expect:
        want, got = str(case.expect["by"]), str(found.value) if isinstance(found.value, dt.date) else None
        return _answer(case, rules, found, want, got[: len(want)] if got else None)
    expected = (case.expect.get("days"), case.expect.get("kind"))
    if expected[1] is None and isinstance(found.value, tuple):  # the case does not say which days
        expected = (expected[0], found.value[1])
    return _answer(case, rules, found, expected, found.value)


def _dossier(case: PublishedCase, rules: Rulebook, facts: Case) -> Result:
    assert case.award is not None
    told = facts.facts.get("dossier", {})
    entries = q.dossiers(rules, case.award, case.subject, facts.as_of, {"trinh-trung-uong": "trung uong"}.get(told.get("step", ""), ""))
    if not entries:
        return Result(case, False, False, dict(case.expect), None, ["Chưa thấy quy định hồ sơ"])
    spec = entries[0].spec
    lacking = q.missing_papers(spec, told.get("papers", ()))  # type: ignore[arg-type]
    answer = q.Answer(spec, "Thiếu: " + (", ".join(p.name for p in lacking) or "không"), entries[:1])
    want = {k: v for k, v in case.expect.items() if k in ("sets", "accepted", "papers")}
    codes = {c for p in spec.papers for c in (p.code, *p.accepts)}  # type: ignore[attr-defined]
    got = {"sets": spec.sets, "accepted": not lacking, "papers": [p for p in want.get("papers", ()) if p in codes]}  # type: ignore[attr-defined]
    return _answer(case, rules, answer, want, {k: got[k] for k in want})


ASKED: dict[str, Callable[[PublishedCase, Rulebook, Case], Result]] = {
    "eligibility": _eligibility,
    "money": _money,
    "vote": _vote,
    "quota": _quota,
    "authority": _authority,
    "deadline": _deadline,
    "dossier": _dossier,
}
