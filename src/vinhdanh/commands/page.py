"""The printed page of one award on a day: conditions, caps, votes, who decides, papers, days, money, each with its article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from vinhdanh.merit import conditions as c
from vinhdanh.merit import schema as s
from vinhdanh.merit.quota import percent
from vinhdanh.merit.rulebook import Entry, Rulebook

SUBJECTS = {"person": "Cá nhân", "collective": "Tập thể", "household": "Hộ gia đình"}
EVIDENCE = {"seen": "", "quoted": " [theo văn bản trích dẫn]", "inferred": " [suy ra]", "open": " [chưa kiểm chứng: chưa rõ]"}
GROUPS = {c.Any: "một trong các điều sau", c.If: "nếu – thì", c.Not: "không thuộc trường hợp"}


@dataclass(slots=True)
class Page:
    """The lines for people and the data for ``--json``."""

    lines: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


def page(book: Rulebook, award: str, on: dt.date) -> Page:
    """Everything the book says of an award on a day."""
    made = Page([f"{book.awards[award].name} ({award})", ""], {"award": award, "name": book.awards[award].name, "on": on.isoformat(), "criteria": {}})
    for subject, word in SUBJECTS.items():
        _criteria(made, book.criteria(award, subject, on), subject, word)
    for section, title, words in SECTIONS:
        _section(made, book.entries(award, section, on), section, title, words)
    return made


def _criteria(made: Page, criteria: c.Criteria | None, subject: str, word: str) -> None:
    if criteria is None or criteria.excluded:
        return
    made.lines += [f"{word}: điều kiện ({criteria.rule.head.cite}){EVIDENCE[criteria.rule.head.evidence]}"]
    made.lines += [f"  {'  ' * depth}- {text}" for depth, text in rule_lines(criteria.rule)]
    made.lines += [f"  Hội đồng xem xét: {h.says} ({h.cite})" for h in criteria.appreciation]
    made.lines += [f"  Thủ trưởng xác nhận: {h.says}" for h in criteria.attest]
    made.lines += [f"  Ghi chú: {r}" for r in criteria.remarks] + [""]
    made.data["criteria"][subject] = rule_data(criteria.rule) | {"remarks": list(criteria.remarks)}


def rule_lines(rule: c.Node) -> Iterator[tuple[int, str]]:
    """The conditions under a rule as (depth, text)."""
    for part in c.children(rule):
        yield from _lines(part, 0)


def _lines(node: c.Node, depth: int) -> Iterator[tuple[int, str]]:
    head = node.head
    kinds = f" [loại khen: {', '.join(node.kinds)}]" if isinstance(node, c.Route) else ""
    words = head.says or GROUPS.get(type(node), "")
    yield depth, f"{words}{kinds} ({head.cite}){EVIDENCE[head.evidence]}" + (f" – {head.note}" if head.note else "")
    if isinstance(node, c.Since):
        yield from ((depth + 1, f"{h.says} ({h.cite})") for h in ((node.prior_head, node.run_head) if node.prior else (node.run_head,)) if h.says)
    inner = node.rule if isinstance(node, c.Route | c.Meets) else node
    for part in c.children(inner) if not isinstance(inner, c.Number) else ():
        yield from _lines(part, depth + 1)


def rule_data(node: c.Node) -> dict[str, Any]:
    """A rule as JSON data."""
    head = node.head
    kind = type(node).__name__.lower()
    return {
        "id": head.id,
        "says": head.says,
        "kind": kind,
        "cite": str(head.cite) if head.cite else None,
        "tags": list(head.tags),
        "evidence": head.evidence,
        "parts": [rule_data(p) for p in c.children(node)],
    }


def _section(made: Page, entries: list[Entry], section: str, title: str, words: Callable[[Any], str]) -> None:
    made.data[section] = [{"says": words(e.spec), "cite": str(e.cite), "evidence": e.spec.evidence, "remark": e.remark} for e in entries]
    if not entries:
        made.lines.append(f"{title}: chưa thấy quy định")
        return
    made.lines.append(f"{title}:")
    made.lines += [
        f"  - {words(e.spec)} ({e.cite}){EVIDENCE[e.spec.evidence]}"
        + (f" – {e.spec.note}" if e.spec.note else "")
        + (f" – {e.remark}" if e.remark else "")
        for e in entries
    ]


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
    return f"{_to(spec)}{sets}: {papers}"


def _to(spec: s.DossierSpec) -> str:
    return f"gửi {spec.to}, " if spec.to else ""


def _deadline(spec: s.DeadlineSpec) -> str:
    return spec.says


def _money(spec: s.MoneySpec) -> str:
    factor = str(Decimal(spec.factor.numerator) / Decimal(spec.factor.denominator)).replace(".", ",")
    return f"{SUBJECTS[spec.subject]}: {'không quá ' if spec.most else ''}{factor} lần mức lương cơ sở" + (f" ({spec.issuer})" if spec.issuer else "")


SECTIONS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("quotas", "Tỷ lệ, số lượng", _quota),
    ("votes", "Bỏ phiếu", _vote),
    ("decides", "Thẩm quyền", _decides),
    ("dossiers", "Hồ sơ", _dossier),
    ("deadlines", "Thời hạn", _deadline),
    ("money", "Tiền thưởng", _money),
)
