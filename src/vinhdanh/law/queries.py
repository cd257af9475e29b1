"""What the pages of the law show: acts with their status, the tree of an act, a provision with what cites it, rules, open entries, search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from vinhdanh.law import criteria_edit
from vinhdanh.law.citing import TITLES, Use, uses_of
from vinhdanh.law.guided import KINDS, fact_of_entry, slot
from vinhdanh.law.links import place_url, rule_url, url_of
from vinhdanh.law.models import Act, Provision
from vinhdanh.law.places import inside, place_of, words_of
from vinhdanh.merit.law import Acts, Place, try_parse
from vinhdanh.merit.rulebook import Award, Entry, Rulebook
from vinhdanh.merit.sheet import EVIDENCE, SECTIONS, spec_says, subjects
from vinhdanh.merit.text import fold

LEVELS = {"state": "Cấp Nhà nước", "sector": "Cấp bộ, ban, ngành, tỉnh", "unit": "Cấp cơ sở", "": "Khác"}
GROUPS = {"title": "Danh hiệu thi đua", "form": "Hình thức khen thưởng", "": ""}


# ---- acts ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act in the list."""

    act: Act
    status: Act.Status
    places: int
    texts: int


def acts(on: dt.date, text: str = "", status: str = "") -> list[ActRow]:
    """The acts with their status on a day; one query."""
    ended = Provision.objects.filter(act=OuterRef("pk"), until__lte=on)
    found = Act.objects.annotate(partly=Exists(ended), places=Count("provisions"), texts=Count("provisions", filter=Q(provisions__version__gt=0)))
    for word in fold(text).split():
        found = found.filter(folded__contains=word)
    rows = [ActRow(a, a.status_on(on, ended_in_part=a.partly), a.places, a.texts) for a in found.order_by("sort_key")]
    return [r for r in rows if not status or r.status == status]


@dataclass(slots=True)
class Node:
    """A provision in the tree of its act; ``row`` None where only something inside it is known."""

    place: Place
    url: str
    row: Provision | None = None
    spans: int = 0
    parts: list[Node] = field(default_factory=list)

    @property
    def words(self) -> str:
        """``khoản 2`` inside its article, ``Điều 22`` by itself."""
        last = Place(None, None, self.place.point) if self.place.point else Place(None, self.place.clause) if self.place.clause else self.place
        return words_of(last)


def tree(act: Act, on: dt.date) -> list[Node]:
    """The articles of an act with their clauses and points, each in the span that is in force on a day (else the latest). One query."""
    columns = ("pk", "act_id", "article", "clause", "point", "part", "slug", "heading", "in_force", "until", "version")
    rows = Provision.objects.filter(act=act).only(*columns).order_by("sort_key", F("in_force").asc(nulls_first=True))
    found: dict[Place, Node] = {}
    roots: list[Node] = []
    for row in rows:
        node = _node(act, place_of_row(row), found, roots)
        node.spans += 1
        if node.row is None or row.in_force is None or row.in_force <= on:
            node.row = row
    return roots


def _node(act: Act, place: Place, found: dict[Place, Node], roots: list[Node]) -> Node:
    if place not in found:
        found[place] = Node(place, place_url(act.code, place))
        above = _above(place)
        (_node(act, above, found, roots).parts if above else roots).append(found[place])
    return found[place]


def _above(place: Place) -> Place | None:
    if place.point:
        return place._replace(point=None)
    return place._replace(clause=None) if place.clause else None


def place_of_row(row: Provision) -> Place:
    """The place of a row."""
    return Place(row.article or None, row.clause or None, row.point or None, row.part or None)


# ---- a provision ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Shown:
    """A provision on a day: its text with what is inside it, its spans, what cites it. ``row`` None: nothing entered of it."""

    act: Act
    place: Place
    title: str
    row: Provision | None
    heading: str
    paragraphs: list[tuple[str, str]]
    spans: list[Provision]
    uses: list[Use] = field(default_factory=list)


def provision(act: Act, at: str, on: dt.date, book: Rulebook | None = None) -> Shown | None:
    """A provision of an act by its place in the address; None if that is no place. One query."""
    place = place_of(at)
    rows = list(_of_article(act, place, at))
    if place is None:
        part = next((r for r in rows if r.slug == at), None)
        if part is None:
            return None
        place = place_of_row(part)
    spans = [r for r in rows if place_of_row(r) == place]
    return Shown(
        act,
        place,
        words_of(place),
        _on(spans, on),
        next((r.heading for r in reversed(rows) if r.heading), ""),
        _paragraphs(place, rows, on),
        spans,
        uses_of(book, act.code, place) if book else [],
    )


def _of_article(act: Act, place: Place | None, at: str) -> QuerySet[Provision]:
    chosen = Q(article=place.article, part="") if place else Q(slug=at)
    found = Provision.objects.filter(chosen, act=act).select_related("source", "entered_by")
    return found.order_by("sort_key", F("in_force").asc(nulls_first=True))


def _on(spans: Sequence[Provision], on: dt.date) -> Provision | None:
    """The span in force on a day, else the last that has begun, else the first."""
    begun = [r for r in spans if r.in_force is None or r.in_force <= on]
    return begun[-1] if begun else next(iter(spans), None)


def _paragraphs(place: Place, rows: Iterable[Provision], on: dt.date) -> list[tuple[str, str]]:
    """(label, text) of the place and what is inside it, as it stands on the day."""
    spans: dict[Place, list[Provision]] = {}
    for row in rows:
        if inside(place, here := place_of_row(row)):
            spans.setdefault(here, []).append(row)
    found = [(here, _on(group, on)) for here, group in spans.items()]
    return [(_label(here), row.text) for here, row in found if row is not None and row.version and row.text]


def _label(place: Place) -> str:
    return f"{place.point})" if place.point else f"{place.clause}." if place.clause else ""


# ---- rules ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AwardRow:
    """An award in the index of rules."""

    award: Award
    subjects: list[str]
    opens: int

    @property
    def url(self) -> str:
        """Its page."""
        return rule_url(self.award.code)


def awards(book: Rulebook, on: dt.date) -> list[tuple[str, list[AwardRow]]]:
    """The awards by level and group, in the order of the book."""
    found: dict[str, list[AwardRow]] = {}
    for award in book.awards.values():
        title = f"{GROUPS[award.group]} – {LEVELS[award.level].lower()}"
        found.setdefault(title, []).append(AwardRow(award, subjects(book, award.code, on), len(opens_of(book, award.code, on))))
    return list(found.items())


def versions(book: Rulebook, award: str) -> list[dt.date]:
    """Every day on which anything said of an award begins or ends, latest first."""
    days: set[dt.date] = set()
    for layer in book.layers:
        if (spec := layer.file.awards.get(award)) is not None:
            days |= {d for section in ("criteria", *SECTIONS) for e in getattr(spec, section) for d in (e.in_force, e.until) if d}
        days |= {item.since for item in layer.file.carried_over}
    return sorted(days, reverse=True)


@dataclass(frozen=True, slots=True)
class Open:
    """Something the law leaves open, and where the office enters it."""

    award: str
    name: str
    title: str
    says: str
    why: str
    cite: str
    cite_url: str
    enter_url: str


def opens(book: Rulebook, on: dt.date) -> list[Open]:
    """Every entry whose text is not known, and every condition left open, in force on a day."""
    found = [row for code in book.awards for row in opens_of(book, code, on)]
    salary = book.base_salary(on)
    if salary is not None and salary.spec.evidence == "open":
        found.append(_open("", "Mọi danh hiệu, hình thức", "base_salary", spec_says(salary.spec), salary.spec.note, salary, on, "luong-co-so", ""))
    return found


def opens_of(book: Rulebook, award: str, on: dt.date) -> list[Open]:
    """What is open of one award."""
    name, found = book.awards[award].name, []
    for section in SECTIONS:
        for entry in book.entries(award, section, on):
            if entry.spec.evidence == "open":
                kind = fact_of_entry(entry.spec)
                found.append(_open(award, name, section, spec_says(entry.spec), entry.spec.note, entry, on, kind, slot(entry)))
    entries = criteria_edit.entries_of(book, award, on)
    for spot in criteria_edit.opens(book, award, on):
        entry = entries[int(spot.key.split(".")[0])]
        found.append(_open(award, name, "criteria", spot.says or spot.label, spot.label, entry, on, "dieu-kien", spot.key))
    return found


def _open(award: str, name: str, section: str, says: str, why: str, entry: Entry, on: dt.date, kind: str, key: str) -> Open:
    query = QueryDict(mutable=True)
    query.update({"loai": kind, "danh-hieu": award, "tu-ngay": f"{on:%d/%m/%Y}", "thay": key})
    return Open(
        award,
        name,
        TITLES[section],
        says,
        why or EVIDENCE["open"],
        str(entry.cite),
        url_of(entry.cite),
        f"{reverse('law:rule_new')}?{query.urlencode()}",
    )


# ---- search --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, its title, where it is, a line of it."""

    kind: str
    title: str
    url: str
    line: str = ""


def search(text: str, book: Rulebook | None = None, limit: int = 20) -> list[Hit]:
    """Acts, provisions and rules in which every word occurs, without diacritics; a citation written out comes first. Two queries."""
    words = fold(text).split()
    if not words:
        return []
    found = [*_cited(text, book), *_award_hits(words, book), *_act_hits(words, limit)]
    found += _provision_hits(words, limit - len(found)) if len(found) < limit else []
    return list({h.url: h for h in found}.values())[:limit]


def _cited(text: str, book: Rulebook | None) -> list[Hit]:
    acts: Acts | None = book.acts if book else None
    found = try_parse(text, acts) if acts else None
    return [Hit("Điều khoản", str(found), url_of(found))] if found and found.act.code in (acts or {}) and found.article else []


def _award_hits(words: list[str], book: Rulebook | None) -> list[Hit]:
    rows = book.awards.values() if book else ()
    return [Hit("Quy tắc", a.name, rule_url(a.code)) for a in rows if all(w in fold(" ".join([a.name, *a.short])) for w in words)]


def _act_hits(words: list[str], limit: int) -> list[Hit]:
    found = Act.objects.order_by("sort_key")
    for word in words:
        found = found.filter(folded__contains=word)
    return [Hit("Văn bản", str(a), reverse("law:act", args=[a.code]), a.name if a.name != str(a) else "") for a in found[:limit]]


def _provision_hits(words: list[str], limit: int) -> list[Hit]:
    found = Provision.objects.filter(version__gt=0).select_related("act").order_by("act__sort_key", "sort_key")
    for word in words:
        found = found.filter(folded__contains=word)
    return [
        Hit("Điều khoản", f"{words_of(place_of_row(p))} {p.act}".strip(), reverse("law:provision", args=[p.act.code, p.slug]), excerpt(p, words))
        for p in found[:limit]
    ]


def excerpt(row: Provision, words: list[str], width: int = 160) -> str:
    """The part of a text around the first word found."""
    text = " ".join([row.heading, row.text]).strip()
    folded, at = "", len(text)
    for i, char in enumerate(text):
        folded += fold(char) or " "
        if folded.endswith(words[0]):
            at = i
            break
    start = max(0, at - width // 2) if at < len(text) else 0
    return ("… " if start else "") + text[start : start + width].strip() + (" …" if start + width < len(text) else "")


def kinds() -> list[tuple[str, str, bool]]:
    """The guided forms: code, title, whether of an award."""
    return [(k, f.title_vi, f.of_award) for k, f in KINDS.items() if k != "bai-bo"]
