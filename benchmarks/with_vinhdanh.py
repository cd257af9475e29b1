"""The three rules in the words of vinhdanh: the whole population at once, and person by person with reasons."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from population import AS_OF, CODES, SPAN, YEAR, Array, Population

from vinhdanh.merit import conditions as c
from vinhdanh.merit.batch import batch_all
from vinhdanh.merit.facts import AwardFact, DisciplineFact, IdeaFact, NumberFact, RatingFact
from vinhdanh.merit.frame import Frame, Table
from vinhdanh.merit.judge import judge_of
from vinhdanh.merit.truth import YES
from vinhdanh.merit.words import MICRO

Verdicts = dict[str, Array]

FIGHTER = AwardFact(("chien-si-thi-dua-co-so",))
CERTIFICATE = AwardFact(("bang-khen-nganh",))
GOOD, EXCELLENT = RatingFact("hoan-thanh-tot"), RatingFact("hoan-thanh-xuat-sac")
DISCIPLINED = DisciplineFact("khien-trach")
EMPLOYED = NumberFact("employed-months")


def idea(level: str) -> IdeaFact:
    """An initiative of at least this level."""
    return IdeaFact("initiatives", level)


def head(id: str) -> c.Head:
    """A head with nothing but its id."""
    return c.Head(id)


SECTOR = c.All(
    head("cstd-nganh"),
    (
        c.Streak(head("ba-lan"), FIGHTER, 3),
        c.Held(head("sang-kien-nganh"), idea("nganh"), c.Window("last", 3)),
        c.Never(head("khong-ky-luat"), DISCIPLINED),
    ),
)
LADDER = c.Since(
    head("bang-khen"),
    head("da-tang"),
    head("lien-tuc"),
    CERTIFICATE,
    GOOD,
    5,
    parts=(c.Held(head("ba-lan-trong-do"), FIGHTER, c.Window("since"), 3),),
)
FIRST = c.All(
    head("cstd-co-so"),
    (
        c.Held(head("tot"), GOOD),
        c.Never(head("khong-ky-luat"), DISCIPLINED),
        c.Number(head("sau-thang"), EMPLOYED, least=6 * MICRO),
        c.Any(head("thanh-tich"), (c.Held(head("xuat-sac"), EXCELLENT), c.Held(head("sang-kien"), idea("co-so")))),
    ),
)
RULES: dict[str, c.Node] = {"sector": SECTOR, "ladder": LADDER, "first": FIRST}
WHOLE = frozenset({"awards", "initiatives", "research", "discipline"})


def tables(people: Population) -> dict[str, Table]:
    """The relations as tables of a frame; nothing is copied."""
    names = {"awards": "code", "ratings": "rating", "initiatives": "level", "research": "level", "discipline": "severity"}
    found = {name: getattr(people, name) for name in names}
    return {name: Table(r.who, r.year, {names[name]: r.value}) for name, r in found.items()}


def frame(people: Population) -> Frame:
    """A frame of the records; nothing is folded yet."""
    until = AS_OF + dt.timedelta(days=1)
    return Frame(people.n, YEAR, AS_OF, tables(people), CODES, WHOLE, starts={EMPLOYED: (people.hired, until)})


def run_batch(people: Population, rules: tuple[str, ...]) -> Verdicts:
    """From records to verdicts; every run folds the records anew."""
    found = batch_all({name: RULES[name] for name in rules}, frame(people))
    return {name: verdict == YES for name, verdict in found.items()}


def prepare_folded(people: Population) -> Frame:
    """A frame whose facts are folded, as it stands when a second question is asked."""
    ready = frame(people)
    batch_all(RULES, ready)
    return ready


def run_folded(ready: Frame, rules: tuple[str, ...]) -> Verdicts:
    """Verdicts from a frame whose facts are folded."""
    found = batch_all({name: RULES[name] for name in rules}, ready)
    return {name: verdict == YES for name, verdict in found.items()}


def run_judge(people: Population, rules: tuple[str, ...]) -> Verdicts:
    """From records to one tree of findings a person and rule, all reasons in it."""
    ready = frame(people)
    return {name: _judged(ready, RULES[name]) for name in rules}


def _judged(ready: Frame, rule: c.Node) -> Array:
    run = judge_of(rule)
    verdicts = (run.of_values(values).verdict for values in ready.values(run.facts))
    return np.fromiter((v == YES for v in verdicts), bool, ready.n)


def findings(rule: c.Node) -> int:
    """How many conditions a judge weighs for one person."""
    return sum(1 + (2 if isinstance(n, c.Since) else 0) for n in c.walk(rule))


RATED = ("khong-hoan-thanh", "hoan-thanh", "hoan-thanh-tot", "hoan-thanh-xuat-sac")
LEVEL = ("", "co-so", "nganh", "toan-quoc")
FORM = ("", "khien-trach", "canh-cao", "ha-bac-luong")


def prepare_facts(people: Population) -> list[dict[str, Any]]:
    """Every person in the shared fact format, as an import or a page would hand them over."""
    out: list[dict[str, Any]] = [
        {"employed": {"from": day}, "ratings": {}, "awards": [], "initiatives": [], "research": [], "discipline": []} for day in people.hired.tolist()
    ]
    for who, year, rating in people.ratings.rows():
        out[who]["ratings"][year] = RATED[rating]
    for who, year, code in people.awards.rows():
        out[who]["awards"].append({"award": CODES[code], "year": year})
    for table in ("initiatives", "research"):
        for who, year, level in getattr(people, table).rows():
            out[who][table].append({"level": LEVEL[level], "year": year})
    for who, year, severity in people.discipline.rows():
        out[who]["discipline"].append({"form": FORM[severity], "decided_on": dt.date(year, 6, 30)})
    return out


def run_facts(facts: list[dict[str, Any]], rules: tuple[str, ...]) -> Verdicts:
    """From facts in the shared format: a case is parsed for each person and judged with all reasons."""
    from vinhdanh.merit.facts import Case

    judges = [(name, judge_of(RULES[name])) for name in rules]
    out = {name: np.zeros(len(facts), bool) for name in rules}
    for i, told in enumerate(facts):
        case = Case.from_facts(told, subject="person", as_of=AS_OF, period=YEAR, complete=WHOLE)
        for name, run in judges:
            out[name][i] = run(case).verdict == YES
    return out


__all__ = ["RULES", "SPAN", "findings", "frame", "prepare_facts", "prepare_folded", "run_batch", "run_facts", "run_folded", "run_judge"]
