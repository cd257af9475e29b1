"""Finding → Vietnamese: each condition with its verdict, the facts used and its citation.

A finding's years are words anchored at the year judged, so every function takes that ``year`` (``case.year``);
``names`` maps award codes to names. ``missing`` and ``failing`` answer the two questions people ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import Fact
from vinhdanh.merit.judge import Finding, shift
from vinhdanh.merit.labels import NO_NAMES, Names, label, measure_text, number_text, paper, with_unit, years_of, years_text
from vinhdanh.merit.measures import NUMBERS
from vinhdanh.merit.truth import CODES, NO, UNKNOWN, WORDS, YES
from vinhdanh.merit.words import SPAN, Flag, Num, Word, mask

NOT_ASKED = "Không xét (chưa có dữ kiện)"
SHOWN = 12  # a window longer than this is not listed year by year
INDENT = "  "


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact nobody told, behind a verdict that is not settled.

    ``fact`` is None where the law itself leaves the matter open; ``years``: the years asked about (empty for a
    measure, or where any year would do); ``where``: the condition; ``paper``: what would prove it.
    """

    fact: Fact | None
    label: str
    years: tuple[int, ...]
    where: c.Head
    paper: str

    def __str__(self) -> str:
        years = f" (năm {years_text(self.years)})" if self.years else ""
        return f"{self.label}{years}"


def word(finding: Finding) -> str:
    """Đạt, Chưa đạt, Chưa rõ; a route left out is not asked."""
    return WORDS[finding.verdict] if finding.asked else NOT_ASKED


def lines(finding: Finding, *, year: int, names: Names = NO_NAMES) -> list[str]:
    """The tree as text, one condition a line, parts indented: ``[Đạt] … — năm 2023–2025 (điểm a khoản 1 Điều 22 …)``."""
    return [INDENT * depth + line(f, parent, year=year, names=names) for depth, f, parent in tree(finding)]


def line(finding: Finding, parent: Finding | None = None, *, year: int, names: Names = NO_NAMES) -> str:
    """One condition as text."""
    why = because(finding, parent, year=year, names=names)
    cite = f" ({finding.head.cite})" if finding.head.cite else ""
    return f"[{word(finding)}] {title(finding, parent, names)}{f' — {why}' if why else ''}{cite}"


def title(finding: Finding, parent: Finding | None = None, names: Names = NO_NAMES) -> str:
    """The words of the act; failing these, what is asked."""
    if finding.head.says:
        return finding.head.says
    fact, node = fact_of(finding, parent), finding.node
    if fact is None:
        return _GROUPS.get(type(node), finding.head.note or finding.head.id)
    bare = isinstance(node, c.Never) or (isinstance(node, c.Is) and not node.wanted)
    return f"Không thuộc trường hợp: {label(fact, names)}" if bare else _capital(label(fact, names))


_GROUPS: dict[type, str] = {
    c.All: "Tất cả các điều kiện sau",
    c.Any: "Một trong các điều kiện sau",
    c.Not: "Không thuộc trường hợp sau",
    c.If: "Khi thuộc trường hợp sau thì phải",
    c.Since: "Quá trình liên tục",
    c.Routes: "Một trong các diện sau",
}


def tree(finding: Finding) -> Iterator[tuple[int, Finding, Finding | None]]:
    """(depth, finding, parent) of every condition, outermost first."""
    stack: list[tuple[int, Finding, Finding | None]] = [(0, finding, None)]
    while stack:
        depth, here, parent = stack.pop()
        yield depth, here, parent
        stack += [(depth + 1, part, here) for part in reversed(here.parts)]


def fact_of(finding: Finding, parent: Finding | None = None) -> Fact | None:
    """The fact a condition weighs; the two heads of a ladder find theirs in the ladder around them."""
    node = finding.node
    if isinstance(node, c.Head) and parent is not None and isinstance(parent.node, c.Since):
        since = parent.node
        return since.prior if node is since.prior_head and finding is not parent.parts[_run_at(parent)] else since.every
    own = c.own_facts(node) if not isinstance(node, c.Head | c.Since) else ()
    return own[0] if own else None


def _run_at(since: Finding) -> int:
    assert isinstance(since.node, c.Since)
    return 0 if since.node.prior is None else 1


# ---- because -------------------------------------------------------------------------------------------


def because(finding: Finding, parent: Finding | None = None, *, year: int, names: Names = NO_NAMES) -> str:
    """The facts used, in Vietnamese; '' for a group, whose parts tell."""
    node, detail = finding.node, finding.detail
    if not finding.asked:
        return ""
    if isinstance(node, c.Held):
        return _held(node, detail, finding.verdict, year)
    if isinstance(node, c.Streak | c.Every):
        return _filled(detail, finding.verdict, year)
    if isinstance(node, c.Never):
        return _never(detail, finding.verdict, year)
    return _rest(finding, parent, year)


def _rest(finding: Finding, parent: Finding | None, year: int) -> str:
    node, detail = finding.node, finding.detail
    if isinstance(node, c.Number):
        return _number(finding, node, detail[0])
    if isinstance(node, c.Is):
        return _flag(detail, year)
    if isinstance(node, c.Meets):
        held = "đã được" if finding.verdict == YES else "không được"
        return f"{held} tặng hoặc đề nghị năm {year}" if not finding.parts else ""
    if isinstance(node, c.Head) and detail and parent is not None:
        return _prior(detail, year) if len(detail) == 3 else _run(parent, detail, year)
    return node.head.note if isinstance(node, c.Fixed) else ""


def _held(node: c.Held, detail: Any, verdict: int, year: int) -> str:
    found, inside, count = detail
    told = _years("có năm", found.yes[0] & inside, year) or ("" if found.pool else "chưa có lần nào")
    pool = f"có {found.pool} lần không rõ năm" if found.pool and found.pool_mask & inside else ""
    said = [x for x in (told, pool) if x]
    if node.at_least > 1:
        said.insert(0, f"{'chắc chắn ' if verdict == UNKNOWN else ''}{count}/{node.at_least} lần")
    return "; ".join(said + _unsure(found, inside, verdict, year))


def _filled(detail: Any, verdict: int, year: int) -> str:
    found, inside, yes = detail
    said = [_years("có năm", yes & inside, year) or "chưa có năm nào"]
    lacking = inside & ~yes & ~found.maybe
    if lacking and verdict != YES and lacking.bit_count() <= SHOWN:
        said.append(_years("thiếu năm", lacking, year))
    return "; ".join(said + _unsure(found, inside & ~yes, verdict, year))


def _never(detail: Any, verdict: int, year: int) -> str:
    found, inside, bad = detail
    if verdict == NO:
        return _years("có năm", bad, year) or "có, không rõ năm"
    if verdict == UNKNOWN:
        return "; ".join(filter(None, [_years("có năm", bad, year), *_unsure(found, inside, verdict, year)]))
    return "không có"


def _unsure(found: Word, inside: int, verdict: int, year: int) -> list[str]:
    open_ = found.maybe & inside
    if verdict != UNKNOWN or not open_:
        return []
    return [_years("chưa có dữ kiện năm", open_, year) if open_.bit_count() <= SHOWN else "chưa có dữ kiện"]


def _years(words: str, bits: int, year: int) -> str:
    return f"{words} {years_text(years_of(bits, year))}" if bits else ""


def _prior(detail: Any, year: int) -> str:
    found, _, yes = detail
    if found.yes[0]:
        return _years("có năm", found.yes[0], year)
    return "có, không rõ năm" if yes else "chưa có dữ kiện" if found.maybe else "chưa có"


def _run(since: Finding, detail: Any, year: int) -> str:
    assert isinstance(since.node, c.Since)
    found, high, least, longest = detail
    said = f"liên tục {least}/{since.node.years} năm đến năm {year}"
    if least < since.node.years <= longest:
        return f"{said}; " + (
            _years("chưa có dữ kiện năm", found.maybe & high & mask(longest) & ~found.yes[0], year) if longest <= SHOWN else "chưa có dữ kiện"
        )
    lacking = high & mask(since.node.years) & ~(found.yes[0] | found.maybe)
    return said + (_years("; thiếu năm", lacking, year) if least < since.node.years else "")


def _number(finding: Finding, node: c.Number, num: Num) -> str:
    unit = NUMBERS[node.fact.name].unit
    told = measure_text(num.lo, num.hi, unit) or "chưa có dữ kiện"
    adjusts = [(a, p.verdict) for a, p in zip(node.adjust, finding.parts, strict=True)]
    wanted = [bound_text(words, *shift(bound, adjusts), unit) for words, bound in bounds(node)]
    return f"{told}; cần {' và '.join(wanted)}" if wanted else told


def bounds(node: c.Number) -> list[tuple[str, int]]:
    """(Vietnamese words, bound in millionths) of the bounds a number has, before adjustments."""
    given = (("từ", "trở lên", node.least), ("trên", "", node.above), ("không quá", "", node.most), ("dưới", "", node.below))
    return [(f"{before} {{}} {after}".strip(), bound) for before, after, bound in given if bound is not None]


def bound_text(words: str, low: int, high: int, unit: str) -> str:
    """A bound with its unit; two numbers where its adjustment is not settled."""
    said = with_unit(number_text(low), unit)
    return words.format(said if low == high else f"{said} hoặc {with_unit(number_text(high), unit)}")


def _flag(found: Flag, year: int) -> str:
    if found.value == UNKNOWN and found.open and found.open.bit_count() <= SHOWN:
        return _years("chưa có dữ kiện năm", found.open, year)
    return {YES: "có", NO: "không", UNKNOWN: "chưa có dữ kiện"}[int(found.value)]


# ---- missing and failing -------------------------------------------------------------------------------


def failing(finding: Finding) -> list[Finding]:
    """The innermost conditions that stand in the way for sure; of alternatives, those of each way asked."""
    if finding.verdict == YES or not finding.asked:
        return []
    if isinstance(finding.node, c.Not | c.Number) or not finding.parts:
        return [finding] if finding.verdict == NO else []
    parts = finding.parts[1:] if isinstance(finding.node, c.If) else finding.parts
    return [f for part in parts for f in failing(part)]


def missing(finding: Finding, *, year: int, names: Names = NO_NAMES) -> list[Missing]:
    """The untold facts behind an unsettled verdict, each (fact, years) once; empty when it is settled."""
    found = [m for f, since in unsettled(finding) for m in _missing(f, since, year, names)]
    return list({(m.fact, m.years, m.label): m for m in found}.values())


def unsettled(finding: Finding, since: Finding | None = None) -> Iterator[tuple[Finding, Finding | None]]:
    """The innermost unsettled conditions, each with the ladder around it; what lies behind a settled group is left out."""
    if finding.verdict != UNKNOWN or not finding.asked:
        return
    inner = [part for part in finding.parts if part.verdict == UNKNOWN and part.asked]
    if not inner or isinstance(finding.node, c.Number):
        yield finding, since
    for part in inner:
        yield from unsettled(part, finding if isinstance(finding.node, c.Since) else since)


def _missing(finding: Finding, since: Finding | None, year: int, names: Names) -> Iterator[Missing]:
    fact, detail = fact_of(finding, since), finding.detail
    if fact is None or isinstance(finding.node, c.Fixed):
        yield Missing(None, finding.head.note or finding.head.says or "Pháp luật chưa quy định rõ", (), finding.head, "")
    elif isinstance(finding.node, c.Number) and detail[0].lo == detail[0].hi:
        return  # the number is known, its adjustments are not: they are listed themselves
    elif since is not None and _settled(detail):
        yield from (Missing(f, label(f, names), (), finding.head, paper(f)) for f in _around(since))
    else:
        yield Missing(fact, label(fact, names), _asked_years(finding, since, year), finding.head, paper(fact))


def _settled(detail: Any) -> bool:
    """Whether the years inside the window are all told, so that the ladder's own bounds are what is not settled."""
    return isinstance(detail, tuple) and isinstance(detail[0], Word) and not detail[0].maybe & detail[1]


def _around(since: Finding) -> tuple[Fact, ...]:
    """The facts that bound a ladder: its prior award and what makes counting begin anew, else its yearly fact."""
    node = since.node
    assert isinstance(node, c.Since)
    prior = (node.prior,) if node.prior and since.parts[0].detail[0].maybe else ()
    return (*prior, *node.restart) or (node.every,)


def _asked_years(finding: Finding, since: Finding | None, year: int) -> tuple[int, ...]:
    """The years not told inside the window, where they can be listed."""
    detail = finding.detail
    if isinstance(detail, Flag):
        return tuple(years_of(detail.open, year)) if detail.open.bit_count() <= SHOWN else ()
    if not (isinstance(detail, tuple) and isinstance(detail[0], Word)):
        return ()
    found, inside = detail[0], detail[1]
    if len(detail) == 4 and since is not None and isinstance(since.node, c.Since):
        inside &= mask(min(max(since.node.years, detail[2] + 1), SPAN))
    open_ = found.maybe & inside & ~found.yes[0] if not found.many else found.maybe & inside
    return tuple(years_of(open_, year)) if open_.bit_count() <= SHOWN else ()


# ---- data ----------------------------------------------------------------------------------------------


def as_dict(finding: Finding, *, year: int, names: Names = NO_NAMES) -> dict[str, Any]:
    """The tree as JSON data: id, says, verdict (dat, khong-dat, chua-ro, khong-xet), because, cite, tags, evidence, note, parts."""
    return _dict(finding, None, year, names)


def _dict(finding: Finding, parent: Finding | None, year: int, names: Names) -> dict[str, Any]:
    head = finding.head
    return {
        "id": head.id,
        "says": title(finding, parent, names),
        "verdict": CODES[finding.verdict] if finding.asked else "khong-xet",
        "because": because(finding, parent, year=year, names=names),
        "cite": str(head.cite) if head.cite else None,
        "tags": list(head.tags),
        "evidence": head.evidence,
        "note": head.note,
        "parts": [_dict(part, finding, year, names) for part in finding.parts],
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
