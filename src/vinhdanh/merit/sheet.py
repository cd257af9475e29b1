"""All the rulebook says of one award on a day, in Vietnamese: conditions as a tree, caps, votes, who decides, papers, days, money.

One definition for every place that shows a rule: the command line prints it, the web pages link each article of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from vinhdanh.merit import conditions as c
from vinhdanh.merit import schema as s
from vinhdanh.merit.labels import KIND_NAMES
from vinhdanh.merit.law import Citation
from vinhdanh.merit.quota import percent
from vinhdanh.merit.rulebook import Entry, Rulebook

SUBJECTS = {"person": "Cá nhân", "collective": "Tập thể", "household": "Hộ gia đình"}
EVIDENCE = {"seen": "", "quoted": "theo văn bản trích dẫn", "inferred": "suy ra", "open": "chưa kiểm chứng: chưa rõ"}
GROUPS = {c.Any: "một trong các điều sau", c.If: "nếu – thì", c.Not: "không thuộc trường hợp"}


@dataclass(frozen=True, slots=True)
class Line:
    """One statement with its place in the law. ``evidence``: how well the text is known; ``parts``: the conditions inside it."""

    says: str
    cite: Citation | None
    evidence: str = "seen"
    note: str = ""
    remark: str = ""
    parts: tuple[Line, ...] = ()

    @property
    def evidence_says(self) -> str:
        """The evidence mark in words; '' where the text was read."""
        return EVIDENCE[self.evidence]


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions for one kind of subject, what the council weighs, what the head attests, and remarks (carried over …)."""

    subject: str
    word: str
    head: Line
    rule: c.Node
    lines: tuple[Line, ...]
    appreciation: tuple[Line, ...]
    attest: tuple[Line, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the other matters: ``key`` as in the rulebook, its title, its statements in the order of the book."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An award on a day."""

    award: str
    name: str
    on: dt.date
    conditions: tuple[Conditions, ...] = ()
    sections: tuple[Section, ...] = field(default=())


def sheet(book: Rulebook, award: str, on: dt.date) -> Sheet:
    """Everything the book says of an award on a day."""
    found = [(subject, word, book.criteria(award, subject, on)) for subject, word in SUBJECTS.items()]
    conditions = tuple(_conditions(x, subject, word) for subject, word, x in found if x is not None and not x.excluded)
    sections = tuple(Section(k, title, tuple(entry_line(e) for e in book.entries(award, k, on))) for k, (title, _) in SECTIONS.items())
    return Sheet(award, book.awards[award].name, on, conditions, sections)


def subjects(book: Rulebook, award: str, on: dt.date) -> list[str]:
    """The kinds of subject an award has a rule for on a day, in words (cá nhân, tập thể, hộ gia đình)."""
    return [word.lower() for k, word in SUBJECTS.items() if (found := book.criteria(award, k, on)) and not found.excluded]


def _conditions(found: c.Criteria, subject: str, word: str) -> Conditions:
    head = found.rule.head
    return Conditions(
        subject,
        word,
        Line(head.says, head.cite, head.evidence, head.note),
        found.rule,
        tuple(node_line(part) for part in c.children(found.rule)),
        tuple(Line(h.says, h.cite) for h in found.appreciation),
        tuple(Line(h.says, h.cite, note=h.note) for h in found.attest),
        found.remarks,
    )


def node_line(node: c.Node) -> Line:
    """A condition with those inside it."""
    head = node.head
    kinds = f" [loại khen: {', '.join(KIND_NAMES.get(k, k) for k in node.kinds)}]" if isinstance(node, c.Route) else ""
    words = head.says or GROUPS.get(type(node), "")
    return Line(f"{words}{kinds}", head.cite, head.evidence, head.note, "", tuple(_parts(node)))


def _parts(node: c.Node) -> Iterator[Line]:
    if isinstance(node, c.Since):
        heads = (node.prior_head, node.run_head) if node.prior else (node.run_head,)
        yield from (Line(h.says, h.cite) for h in heads if h.says)
    inner = node.rule if isinstance(node, c.Route | c.Meets) else node
    for part in c.children(inner) if not isinstance(inner, c.Number) else ():
        yield node_line(part)


def entry_line(entry: Entry) -> Line:
    """An entry of a section (not of the criteria) as a statement."""
    spec: Any = entry.spec
    return Line(spec_says(spec), entry.cite, spec.evidence, spec.note, entry.remark)


def spec_says(spec: Any) -> str:
    """The words of an entry, whatever its section; of criteria the name."""
    return next((words(spec) for kind, words in _WORDS.items() if isinstance(spec, kind)), getattr(spec, "says", "") or getattr(spec, "name", ""))


def _quota(spec: s.QuotaSpec) -> str:
    more = f", tối thiểu {spec.minimum}" if spec.minimum else ""
    rounding = {"floor": "làm tròn xuống", "ceil": "làm tròn lên", "half-up": "làm tròn số học"}[spec.rounding]
    return spec.says + (f" [{percent(spec.share)}, {rounding}{more}]" if spec.share is not None and not spec.free else "")


def _vote(spec: s.VoteSpec) -> str:
    secret = {True: ", bỏ phiếu kín", False: ", biểu quyết công khai", None: ""}[spec.secret]
    return spec.says + (
        f" [từ {percent(spec.at_least)} {'tổng số thành viên' if spec.base == 'all-members' else 'số có mặt'}{secret}]" if spec.at_least else ""
    )


def _decides(spec: s.DecideSpec) -> str:
    when = f" khi: {spec.when.says}" if spec.when is not None and spec.when.says else ""
    return (spec.says or spec.decides) + when + (f"; trình: {spec.proposes}" if spec.proposes else "")


def _dossier(spec: s.DossierSpec) -> str:
    papers = "; ".join(p.name + (f" ({p.form})" if p.form else "") + (f" – {p.optional}" if p.optional else "") for p in spec.papers)
    sets = f"{spec.sets:02d} bộ" if spec.sets else "số bộ chưa thấy quy định"
    return f"{f'gửi {spec.to}, ' if spec.to else ''}{sets}: {papers}"


def _deadline(spec: s.DeadlineSpec) -> str:
    return spec.says


def _money(spec: s.MoneySpec) -> str:
    factor = str(Decimal(spec.factor.numerator) / Decimal(spec.factor.denominator)).replace(".", ",")
    return f"{SUBJECTS[spec.subject]}: {'không quá ' if spec.most else ''}{factor} lần mức lương cơ sở" + (f" ({spec.issuer})" if spec.issuer else "")


def _salary(spec: s.BaseSalarySpec) -> str:
    return f"Mức lương cơ sở {spec.amount:,} đồng".replace(",", ".")


SECTIONS: dict[str, tuple[str, type[s.Dated]]] = {
    "quotas": ("Tỷ lệ, số lượng", s.QuotaSpec),
    "votes": ("Bỏ phiếu", s.VoteSpec),
    "decides": ("Thẩm quyền", s.DecideSpec),
    "dossiers": ("Hồ sơ", s.DossierSpec),
    "deadlines": ("Thời hạn", s.DeadlineSpec),
    "money": ("Tiền thưởng", s.MoneySpec),
}
_WORDS: dict[type[s.Dated], Callable[[Any], str]] = {
    s.QuotaSpec: _quota,
    s.VoteSpec: _vote,
    s.DecideSpec: _decides,
    s.DossierSpec: _dossier,
    s.DeadlineSpec: _deadline,
    s.MoneySpec: _money,
    s.BaseSalarySpec: _salary,
}
