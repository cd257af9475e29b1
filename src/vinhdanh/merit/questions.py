"""The questions a rulebook answers besides "is it earned?": votes, quotas, who decides, papers, days, money.

Every answer carries the entries of the book it rests on, so that page, check and case runner print one citation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from vinhdanh.merit import ballots, conditions, money, quota
from vinhdanh.merit import schema as s
from vinhdanh.merit.facts import AwardFact, Case
from vinhdanh.merit.judge import judge
from vinhdanh.merit.law import Citation
from vinhdanh.merit.rows import day
from vinhdanh.merit.rulebook import Entry, Rulebook
from vinhdanh.merit.text import fold
from vinhdanh.merit.time import WorkCalendar, add_months
from vinhdanh.merit.truth import NO, UNKNOWN, YES


@dataclass(slots=True)
class Answer:
    """What was asked and found: ``value`` (its kind depends on the question), the words, the entries it rests on."""

    value: Any
    says: str
    entries: list[Entry] = field(default_factory=list)
    verdict: int = UNKNOWN

    @property
    def cites(self) -> list[Citation]:
        """The citations, each once."""
        return list(dict.fromkeys(e.cite for e in self.entries))

    @property
    def remarks(self) -> list[str]:
        """Carried-over remarks and notes of open evidence."""
        opened = [f"Căn cứ chưa kiểm chứng: {e.cite}" for e in self.entries if e.spec.evidence == "open"]
        return list(dict.fromkeys([e.remark for e in self.entries if e.remark] + opened))


def of_subject(entries: Sequence[Entry], subject: str) -> list[Entry]:
    """The entries for a kind of subject, or for any."""
    return [e for e in entries if getattr(e.spec, "subject", None) in (subject, None)]


# ---- votes ---------------------------------------------------------------------------------------------


def vote(book: Rulebook, award: str, subject: str, on: dt.date, council: Mapping[str, Any]) -> Answer:
    """Whether a council's count passes: YES, NO or UNKNOWN; ``value`` is the number of votes needed, if known."""
    found = _vote_entry(book, award, subject, on, "cluster_yes_percent" in council or council.get("level") in ("cum", "khoi"))
    if found is None:
        return Answer(None, "Chưa thấy quy định về bỏ phiếu")
    spec = found.spec
    assert isinstance(spec, s.VoteSpec)
    if spec.evidence == "open":
        return Answer(None, spec.says, [found], UNKNOWN)
    if spec.free or spec.at_least is None:
        return Answer(None, spec.says, [found], UNKNOWN)
    # Minutes that give a percentage only say nothing of who was present: the quorum is then not asked, and it is said.
    told = "members" in council
    result = ballots.outcome(ballot_rule(spec, quorum=told), count_of(council))
    silent = "" if told or spec.quorum is None else "; biên bản không ghi số thành viên dự họp nên chưa xét điều kiện họp"
    return Answer(result.needed, result.explanation + silent, [found], result.verdict)


def vote_entries(book: Rulebook, award: str, subject: str, on: dt.date) -> list[Entry]:
    """The ballot rules of an award on a day."""
    return of_subject(book.entries(award, "votes", on), subject)


def _vote_entry(book: Rulebook, award: str, subject: str, on: dt.date, cluster: bool) -> Entry | None:
    entries = vote_entries(book, award, subject, on)
    fit = [e for e in entries if isinstance(e.spec, s.VoteSpec) and _of_cluster(e.spec) == cluster]
    ranked = sorted(fit or entries, key=lambda e: isinstance(e.spec, s.VoteSpec) and e.spec.free)
    return ranked[0] if ranked else None


def _of_cluster(spec: s.VoteSpec) -> bool:
    words = fold(spec.council).split()
    return "cum" in words or "khoi" in words


def ballot_rule(spec: s.VoteSpec, *, quorum: bool = True) -> ballots.BallotRule:
    """The ballot rule of an entry, with or without its quorum."""
    return ballots.BallotRule(spec.at_least, spec.base, quorum=spec.quorum if quorum else None, secret=spec.secret)


def count_of(council: Mapping[str, Any]) -> ballots.Count:
    """The count of the minutes in the fact format."""
    percent = council.get("cluster_yes_percent", council.get("yes_percent"))
    return ballots.Count(
        council.get("members"),
        council.get("present"),
        council.get("yes"),
        int(council.get("yes_by_letter", 0)),
        yes_percent=None if percent is None else Decimal(str(percent)),
    )


# ---- quotas --------------------------------------------------------------------------------------------


def quotas(book: Rulebook, award: str, on: dt.date, told: Mapping[str, Any]) -> Answer:
    """Whether a number keeps to every cap; ``value`` is the tightest limit (None: no limit, or not known).

    ``told``: ``base`` {award: count}, ``leaders``, ``leaders_proposed``, ``proposed``, ``kind`` (cum, khoi).
    """
    entries = [e for e in book.entries(award, "quotas", on) if isinstance(e.spec, s.QuotaSpec)]
    asked = [e for e in entries if _concerns(e.spec, told)] or entries
    if not asked:
        return Answer(None, "Chưa thấy quy định tỷ lệ, số lượng")
    lines = [quota_line(e, told) for e in asked]
    known = [line for line in lines if line.value is not None]
    tightest = min(known, key=lambda line: int(line.value), default=None)
    says = "; ".join(line.says for line in lines)
    verdict = min(line.verdict for line in lines)
    deciding = [e for line in lines if line.verdict == verdict for e in line.entries] if verdict != YES or tightest is None else tightest.entries
    return Answer(tightest.value if tightest else None, says, deciding, verdict)


def _concerns(spec: s.Dated, told: Mapping[str, Any]) -> bool:
    """Whether a cap is about what was told."""
    assert isinstance(spec, s.QuotaSpec)
    if spec.free:
        return "proposed" in told or "base" in told
    if spec.of == "leaders":
        return "leaders" in told or "leaders_proposed" in told
    if spec.per:
        return "kind" in told and spec.per == told["kind"]
    return spec.of in told.get("base", {})


def quota_line(entry: Entry, told: Mapping[str, Any]) -> Answer:
    """One cap weighed: the limit, its reckoning in words, and whether what is proposed keeps to it."""
    spec = entry.spec
    assert isinstance(spec, s.QuotaSpec)
    if spec.evidence == "open":
        return Answer(None, spec.says, [entry], UNKNOWN)
    if spec.free:
        return Answer(None, spec.says, [entry], YES)
    rule = quota.QuotaRule(spec.share, spec.cap, spec.of or None, spec.rounding, spec.minimum)
    base = told.get("leaders") if spec.of == "leaders" else told.get("base", {}).get(spec.of)
    proposed = told.get("leaders_proposed") if spec.of == "leaders" else told.get("proposed")
    found = quota.limit(rule, None if base is None else int(base))
    return Answer(found.rounded, f"{spec.says}: {found.explanation}", [entry], quota.check(rule, None if base is None else int(base), proposed))


def members_needed(book: Rulebook, award: str, on: dt.date, total: int) -> Answer | None:
    """The least number of members with LĐTT a collective of ``total`` needs, read from the award's own condition."""
    criteria = book.criteria(award, "collective", on)
    for node in conditions.walk(criteria.rule) if criteria else ():
        if isinstance(node, conditions.Number) and node.fact.name == "share-ldtt" and (node.least or node.above):
            bound = Fraction(node.least or node.above or 0, 100_000_000) * total
            least = -(-bound.numerator // bound.denominator) if node.least else bound.numerator // bound.denominator + 1
            return Answer(least, node.head.says, [_cited(node.head.cite)] if node.head.cite else [], YES)
    return None


def _cited(cite: Citation) -> Entry:
    return Entry(s.Dated(in_force=dt.date.min, cite=s.Cite(act=cite.act.code)), cite)


# ---- who decides ---------------------------------------------------------------------------------------


def decides(book: Rulebook, award: str, case: Case) -> Answer:
    """Who decides: the first entry whose condition is met; entries about which nothing is known are passed over."""
    for entry in book.entries(award, "decides", case.as_of):
        spec = entry.spec
        assert isinstance(spec, s.DecideSpec)
        when = book.when(award, case.subject, entry, case.as_of)
        if when is None or judge(when, case).verdict == YES:
            return Answer(spec.decides, spec.says, [entry], YES)
    return Answer(None, "Chưa thấy quy định thẩm quyền")


# ---- papers --------------------------------------------------------------------------------------------


def dossiers(book: Rulebook, award: str, subject: str, on: dt.date, to: str = "") -> list[Entry]:
    """The dossier rules of an award on a day; ``to`` keeps those for a destination (folded words)."""
    entries = of_subject(book.entries(award, "dossiers", on), subject)
    fit = [e for e in entries if isinstance(e.spec, s.DossierSpec) and fold(to) in fold(e.spec.to)]
    return fit or entries


def missing_papers(spec: s.DossierSpec, given: Iterable[str]) -> list[s.PaperSpec]:
    """The papers a dossier must have and lacks; a paper also counts under the codes its entry accepts."""
    have = set(given)
    return [p for p in spec.papers if not p.optional and not have & {p.code, *p.accepts}]


# ---- days ----------------------------------------------------------------------------------------------


def deadlines(book: Rulebook, award: str, case: Case, step: str, calendar: WorkCalendar | None = None) -> Answer:
    """The limit of a step: ``value`` is a date, or (days, kind) while the day it runs from is not known."""
    if step == "tinh-thanh-tich-tu":
        return counted_from(book, award, case)
    entries = [
        e
        for e in of_subject(book.entries(award, "deadlines", case.as_of), case.subject)
        if isinstance(e.spec, s.DeadlineSpec) and e.spec.step == step
    ]
    if not entries:
        return Answer(None, "Chưa thấy quy định thời hạn")
    entry = entries[0]
    spec = entry.spec
    assert isinstance(spec, s.DeadlineSpec)
    if spec.evidence == "open":
        return Answer(None, spec.says, [entry])
    return Answer(_limit(spec, case, calendar), spec.says, [entry], YES)


def _limit(spec: s.DeadlineSpec, case: Case, calendar: WorkCalendar | None) -> Any:
    if spec.by is not None:
        month, date = (int(part) for part in spec.by.split("-"))
        year = _base_year(spec, case)
        coming = dt.date(year, month, date)
        # "hằng năm": asked before this year's day, it is this year's day that is coming.
        return coming if not spec.after and case.as_of <= coming else dt.date(year + spec.year, month, date)
    told = case.facts.get("dossier", {})
    start = told.get("complete_on") or told.get("filed_on") or told.get("decided_on")
    if start is None or spec.days is None:
        return spec.days, spec.kind
    if spec.months is not None:
        return add_months(day(start), spec.months)
    if spec.kind == "calendar":
        return day(start) + dt.timedelta(days=spec.days)
    return calendar.add_working_days(day(start), spec.days) if calendar else (spec.days, spec.kind)


def _base_year(spec: s.DeadlineSpec, case: Case) -> int:
    """The year a yearly limit is reckoned from: that of the decision named in ``after`` where it is known, else T."""
    code = spec.after.removeprefix("award:")
    years = [r.year for r in case.rows.awards if r.code == code and r.year is not None] if spec.after.startswith("award:") else []
    return max(years, default=case.year - spec.year if spec.after.startswith("award:") else case.year)


def counted_from(book: Rulebook, award: str, case: Case) -> Answer:
    """The day from which achievements count for the next award: after the period of the last one, else its date."""
    rows = [r for r in case.rows.awards if r.code == award and r.through] or [r for r in case.rows.awards if r.through]
    entries = [e for e in book.entries(award, "deadlines", case.as_of) if isinstance(e.spec, s.DeadlineSpec) and e.spec.step == "tinh-thanh-tich-tu"]
    if not rows:
        return Answer(None, "Chưa có quyết định khen thưởng trước", entries[:1])
    through = max(r.through for r in rows if r.through)
    return Answer(through + dt.timedelta(days=1), "Thành tích tính từ sau lần khen thưởng trước", entries[:1], YES)


# ---- money ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Money:
    """The money of one moment: a line an award, the sum in đồng (None if a factor or the base salary is not known)."""

    lines: list[money.Line]
    amounts: list[int]
    total: int | None
    base_salary: int | None
    entries: list[Entry]
    remarks: list[str] = field(default_factory=list)

    @property
    def paid(self) -> list[str]:
        """The codes that are paid."""
        return [line.item.award for line in self.lines if line.paid]


def award_money(book: Rulebook, items: Sequence[Mapping[str, Any]], subject: str, on: dt.date, base_salary: int | None = None) -> Money:
    """The money due for awards decided on one day (``items`` in the fact format: award, period, achievement, factor).

    The base salary is that of the day of the decision (NĐ 91 Đ68(1), NĐ 152 Đ49(1)) unless given.
    """
    base = book.base_salary(on)
    salary = base_salary if base_salary is not None else _amount(base)
    entries, parts = [base] if base and base_salary is None else [], []
    for item in items:
        entry = _stated(book, item, subject, on) or factor_entry(book, item["award"], subject, on, item.get("issuer", ""))
        entries += [entry] if entry else []
        parts.append(_item(book, item, entry, on))
    rules = [*book.stacking(on), *([book.rounding(on)] if book.rounding(on) else [])]
    return _sum(parts, salary, [*entries, *[r for r in rules if r]], book, on)


def _amount(entry: Entry | None) -> int | None:
    spec = entry.spec if entry else None
    return spec.amount if isinstance(spec, s.BaseSalarySpec) and spec.evidence != "open" else None


def factor_entry(book: Rulebook, award: str, subject: str, on: dt.date, issuer: str = "") -> Entry | None:
    """The multiple of the base salary paid with an award; an issuer without one of his own pays the common one."""
    fit = [e for e in book.entries(award, "money", on) if isinstance(e.spec, s.MoneySpec) and e.spec.subject == subject]
    own = [e for e in fit if isinstance(e.spec, s.MoneySpec) and e.spec.issuer in (issuer, "")]
    return max(own, key=lambda e: isinstance(e.spec, s.MoneySpec) and e.spec.issuer == issuer, default=None)


def _stated(book: Rulebook, item: Mapping[str, Any], subject: str, on: dt.date) -> Entry | None:
    """The multiple of the issuer whose multiple the question states (giấy khen of a commune against any other)."""
    for entry in book.entries(item["award"], "money", on) if item.get("factor") is not None else ():
        spec = entry.spec
        if isinstance(spec, s.MoneySpec) and spec.subject == subject and Fraction(str(spec.factor)) == Fraction(str(item["factor"])):
            return entry
    return None


def _item(book: Rulebook, item: Mapping[str, Any], entry: Entry | None, on: dt.date) -> money.Item | None:
    spec = entry.spec if entry else None
    factor = spec.factor if isinstance(spec, s.MoneySpec) and spec.evidence != "open" else item.get("factor")
    if factor is None:
        return None
    award = book.awards[item["award"]]
    exact = Fraction(str(factor))
    group: money.Group = "title" if award.group == "title" else "form"
    return money.Item(
        award.code, group, Decimal(exact.numerator) / Decimal(exact.denominator), counted_period(book, item, on), item.get("achievement")
    )


def counted_period(book: Rulebook, item: Mapping[str, Any], on: dt.date) -> Any:
    """The years a title counts: those stated, else as many as its own rule needs (CSTĐ ngành counts three)."""
    stated = item.get("period")
    if isinstance(stated, Mapping):
        return str(stated["from"])[:4], str(stated["to"])[:4]
    if book.awards[item["award"]].group != "title":
        return None if stated is None else str(stated)
    span = rule_years(book, item["award"], on)
    if stated is None:
        return "tính", span  # titles of one decision that count as many years count the same ones
    return str(int(stated) - span + 1), str(stated)


def rule_years(book: Rulebook, award: str, on: dt.date) -> int:
    """How many years of achievement the award's rule strings together."""
    criteria = book.criteria(award, "person", on) or book.criteria(award, "collective", on)
    if criteria is None:
        return 1
    streaks = [n for n in conditions.walk(criteria.rule) if isinstance(n, conditions.Streak) and isinstance(n.fact, AwardFact)]
    return max((n.times * n.step for n in streaks), default=1)


def _sum(parts: Sequence[money.Item | None], salary: int | None, entries: list[Entry], book: Rulebook, on: dt.date) -> Money:
    known = [p for p in parts if p is not None]
    lines = money.stack(known)
    spec = book.rounding(on)
    step = spec.spec.step if spec and isinstance(spec.spec, s.DecisionRuleSpec) else 10_000
    if salary is None:
        return Money(lines, [], None, None, entries, ["Chưa rõ lương cơ sở ngày quyết định"])
    amounts = [money.amount(line.item.factor, salary, step=step) if line.paid else 0 for line in lines]
    whole = len(known) == len(parts)
    remarks = [] if whole else ["Có khen thưởng chưa thấy quy định hệ số tiền thưởng"]
    return Money(lines, amounts, sum(amounts) if whole else None, salary, entries, remarks + [e.remark for e in entries if e.remark])


__all__ = [
    "NO",
    "UNKNOWN",
    "YES",
    "Answer",
    "Money",
    "award_money",
    "counted_from",
    "deadlines",
    "decides",
    "dossiers",
    "members_needed",
    "missing_papers",
    "quota_line",
    "quotas",
    "vote",
    "vote_entries",
]
