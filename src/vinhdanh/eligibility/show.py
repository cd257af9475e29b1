"""Finding → what a page shows: each condition with its state, its words, the papers behind it, what is missing and where to enter it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from vinhdanh.eligibility.look import Look, Verdict, left_open
from vinhdanh.eligibility.papers import Paper, Papers
from vinhdanh.eligibility.sight import HIDDEN, Sight
from vinhdanh.law.links import url_of
from vinhdanh.merit import conditions as c
from vinhdanh.merit.explain import because, fact_of, failing, missing, title
from vinhdanh.merit.facts import AwardFact, ContestFact, DisciplineFact, EitherFact, Fact, FlagFact, IdeaFact, NumberFact, RatingFact
from vinhdanh.merit.judge import Finding
from vinhdanh.merit.labels import label, paper, years_of, years_text
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.measures import looks_back
from vinhdanh.merit.truth import CODES, NO, UNKNOWN, YES
from vinhdanh.merit.words import Flag, Word
from vinhdanh.people.models import Person
from vinhdanh.records.links import enter_url

COUNTS = {2: "hai", 3: "ba", 4: "bốn", 5: "năm", 6: "sáu", 7: "bảy", 8: "tám", 9: "chín", 10: "mười"}
ALL, ONE = "Cần đủ cả {} điều kiện", "Chỉ cần một trong {}"
ENTERED: dict[type, str] = {RatingFact: "ratings", AwardFact: "awards", DisciplineFact: "discipline", ContestFact: "contests"}
MEASURES = {"absence": "absences", "absent": "absences", "study": "study", "studied": "study", "on": "holds", "under": "discipline"}
TOLD = {"disciplined": "discipline", "dismissed": "discipline", "unit": "awards", "share": "collective", "exceeded": "collective"}
MEASURES |= TOLD | dict.fromkeys(("members", "leads", "unity", "new", "party"), "collective")
POSTS = frozenset({"leader", "leader-years", "post-years", "holds-post", "heads-one-of", "head-of-unit"})  # told by dated posts
LONG = 12


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing: in words, the paper that would prove it, and the form in which it is entered ('' where there is none)."""

    text: str
    paper: str
    url: str
    cite: str = ""
    cite_url: str = ""


@dataclass(slots=True)
class Shown:
    """One condition on the page. ``state``: dat, khong-dat, chua-ro, bo (not asked, or not needed)."""

    depth: int
    state: str
    says: str
    because: str
    cite: str
    cite_url: str
    note: str = ""
    group: bool = False
    papers: tuple[Paper, ...] = ()
    gaps: tuple[Gap, ...] = ()
    after: SafeString | str = ""  # the tags that follow it in the tree

    @property
    def word(self) -> str:
        """The state in words."""
        return {"dat": "Đạt", "khong-dat": "Chưa đạt", "chua-ro": "Chưa rõ", "bo": "Không cần xét", "kin": HIDDEN}[self.state]


class Shower:
    """Turns the findings of one look into what a page shows, for what one may see and enter."""

    def __init__(self, look: Look, sight: Sight, enters: bool, edits: bool = False) -> None:
        self.look, self.sight, self.enters, self.edits = look, sight, enters, edits
        self.papers = Papers(look.told, look.year, look.on, emulation_years(look.book.authority), look.names)

    def tree(self, finding: Finding) -> list[Shown]:
        """The conditions of a finding in order, each with its depth and the tags that follow it."""
        return closed(list(self._lines(finding, None, 0)))

    def _lines(self, f: Finding, parent: Finding | None, depth: int, needed: bool = True) -> Iterator[Shown]:
        fact = fact_of(f, parent)
        if self.sight.hides(fact):
            yield self._plain(f, parent, depth, "kin", needed)
            return
        parts = inner(f)
        if len(parts) == 1 and isinstance(f.node, c.All) and parent is None:
            yield from self._lines(parts[0], f, depth)
            return
        yield self._one(f, parent, fact, depth, bool(parts), needed)
        one = isinstance(f.node, c.Any | c.Routes)
        for part in parts:
            enough = one and f.verdict == YES and part.verdict != YES
            yield from self._lines(part, f, depth + 1, needed and not enough)

    def _plain(self, f: Finding, parent: Finding | None, depth: int, state: str, needed: bool) -> Shown:
        cite = f.head.cite
        return Shown(depth, state if needed else "bo", title(f, parent, self.look.names), "", str(cite or ""), url_of(cite) if cite else "")

    def _one(self, f: Finding, parent: Finding | None, fact: Fact | None, depth: int, group: bool, needed: bool) -> Shown:
        shown = self._plain(f, parent, depth, CODES[f.verdict], needed and f.asked)
        shown.group = group
        if isinstance(f.node, c.Any | c.Routes | c.All | c.Route) and group:
            shown.says = grouped(f, shown.says, parent)
        if shown.state == "bo":
            shown.note = "" if f.asked else "Chưa có dữ kiện nào về diện này"
            return shown
        shown.because = because(f, parent, year=self.look.year, names=self.look.names)
        shown.note = f.head.note if isinstance(f.node, c.Fixed) and f.head.note != shown.because else ""
        if fact is not None and not group:
            shown.papers = tuple(self.papers.of(fact, years_inside(f, self.look.year)))[-LONG:]
            shown.gaps = tuple(self._gaps(f, parent, fact)) if f.verdict == UNKNOWN else ()
        return shown

    # ---- what is missing -----------------------------------------------------------------------------------

    def _gaps(self, f: Finding, parent: Finding | None, fact: Fact) -> Iterator[Gap]:
        for part in fact.parts if isinstance(fact, EitherFact) else (fact,):
            years = untold(f, self.look, part)
            yield self.gap(part, years)

    def gap(self, fact: Fact, years: tuple[int, ...], head: c.Head | None = None) -> Gap:
        """A missing fact with the form that fixes it."""
        when = f" (năm {years_text(years)})" if years else ""
        said = label(fact, self.look.names)
        cite = head.cite if head else None
        return Gap(f"Chưa có dữ kiện: {said}{when}", paper(fact), self._form(fact, years), str(cite or ""), url_of(cite) if cite else "")

    def _form(self, fact: Fact, years: tuple[int, ...]) -> str:
        if isinstance(fact, NumberFact | FlagFact) and fact.name in POSTS and isinstance(self.look.subject, Person):
            return reverse("people:post_new", args=(self.look.subject.key,)) if self.edits else ""
        kind = entered_as(fact)
        if not self.enters or not kind:
            return ""
        return enter_url(kind, self.look.subject, years[-1] if years else self.look.year)

    def missing(self, verdict: Verdict) -> list[Gap]:
        """The untold facts behind a verdict that is not settled."""
        found = missing(verdict.finding, year=self.look.year, names=self.look.names)
        return [self.gap(m.fact, m.years, m.where) for m in found if m.fact is not None and not self.sight.hides(m.fact)]

    # ---- in one line ---------------------------------------------------------------------------------------

    def summary(self, v: Verdict) -> str:
        """Why, in one line."""
        if v.held is not None:
            return "Đã được tặng"
        if v.verdict == YES:
            return "Đủ tiêu chuẩn theo dữ kiện đã nhập"
        return self._why_not(v) if v.verdict == NO else self._why_unknown(v)

    def _why_not(self, v: Verdict) -> str:
        found = reasons(v.finding)
        if not found:
            return ""
        f, parent = found[0]
        if self.sight.hides(fact_of(f, parent)):
            return f"Có điều kiện thuộc {HIDDEN.lower()}"
        why = because(f, parent, year=self.look.year, names=self.look.names)
        return f"{title(f, parent, self.look.names)}{f': {why}' if why else ''}"

    def _why_unknown(self, v: Verdict) -> str:
        gaps = self.missing(v)
        if not gaps:
            return "Pháp luật để cấp có thẩm quyền xem xét, hoặc chưa thấy nguyên văn" if left_open(v.finding, self.sight) else HIDDEN
        more = f" và {len(gaps) - 1} dữ kiện khác" if len(gaps) > 1 else ""
        return f"{gaps[0].text}{more}"


def inner(f: Finding) -> tuple[Finding, ...]:
    """The parts worth showing: an exception that is not met needs only itself, a bound's adjustments only itself."""
    if isinstance(f.node, c.Number | c.Not):
        return ()
    if isinstance(f.node, c.If):
        return f.parts if f.parts[0].verdict != NO else ()
    if not f.asked:
        return ()
    return f.parts


def grouped(f: Finding, says: str, parent: Finding | None) -> str:
    """The group line: all of them, or one of them; before it the words of the act, where it has any."""
    n = len(f.parts)
    count = COUNTS.get(n, str(n))
    words = (ONE if isinstance(f.node, c.Any | c.Routes) else ALL).format(count)
    return words if parent is None or not f.head.says or isinstance(f.node, c.Routes) else f"{says}. {words}"


def closed(lines: list[Shown]) -> list[Shown]:
    """Give each line the tags that follow it: open a list below it, or close it and those around it."""
    for here, after in zip(lines, [*lines[1:], None], strict=True):
        depth = after.depth if after else lines[0].depth if lines else 0
        here.after = mark_safe("<ul>" if depth > here.depth else "</li>" + "</ul></li>" * (here.depth - depth))
    return lines


def reasons(finding: Finding) -> list[tuple[Finding, Finding | None]]:
    """The conditions that stand in the way, each with the one around it."""
    wanted = {id(f) for f in failing(finding)}
    return [(f, parent) for f, parent in walk(finding, None) if id(f) in wanted]


def walk(f: Finding, parent: Finding | None) -> Iterator[tuple[Finding, Finding | None]]:
    """Every condition with the one around it."""
    yield f, parent
    for part in f.parts:
        yield from walk(part, f)


def years_inside(f: Finding, year: int) -> frozenset[int] | None:
    """The years a condition looks at; None where it has no window."""
    detail = f.detail
    if isinstance(detail, tuple) and detail and isinstance(detail[0], Word) and isinstance(detail[1], int):
        return frozenset(years_of(detail[1], year))
    if isinstance(f.node, c.Is) and (back := looks_back(f.node.fact.name, f.node.fact.args)):
        return frozenset(range(year - back + 1, year + 1))
    return frozenset({year}) if isinstance(detail, Word) else None


def untold(f: Finding, look: Look, fact: Fact) -> tuple[int, ...]:
    """The years inside the window about which nothing is known; none for a measure or where they are too many to list."""
    value = look.case.read(fact)
    if isinstance(value, Flag):
        return tuple(years_of(value.open, look.year))
    inside = years_inside(f, look.year)
    if not isinstance(value, Word) or inside is None:
        return ()
    years = tuple(y for y in years_of(value.maybe, look.year) if y in inside)
    return years if len(years) <= LONG else ()


def entered_as(fact: Fact) -> str:
    """The kind of record in which a fact is entered; '' where it is no record (posts, service, movements)."""
    if isinstance(fact, IdeaFact):
        return fact.table
    if isinstance(fact, NumberFact | FlagFact):
        return MEASURES.get(fact.name.split("-")[0], "")
    return ENTERED.get(type(fact), "")


def owner_words(look: Look) -> str:
    """``ông Trần Văn B``, ``bà …``; of a unit its name."""
    subject = look.subject
    if not isinstance(subject, Person):
        return subject.name
    return {"nam": "ông ", "nu": "bà "}.get(subject.gender, "") + subject.full_name


def day_words(day: dt.date) -> str:
    """``21/11/2025``."""
    return f"{day:%d/%m/%Y}"
