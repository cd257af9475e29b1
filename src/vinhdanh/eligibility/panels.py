"""Panels on the page of a person: facts by year, verdicts, the way ahead, missing papers, “nếu năm nay có …”."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from vinhdanh.accounts.asked import year as year_asked
from vinhdanh.accounts.asker import who
from vinhdanh.eligibility import sight
from vinhdanh.eligibility.look import Look, Verdict, day_asked, look_at
from vinhdanh.eligibility.show import Gap, Shower, owner_words
from vinhdanh.eligibility.subjects import fitting
from vinhdanh.eligibility.timeline import hidden_note, timeline
from vinhdanh.eligibility.way import next_award, way
from vinhdanh.eligibility.whatif import Supposed, changes
from vinhdanh.law.rulebook import law
from vinhdanh.merit.questions import dossiers
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.people.access import may
from vinhdanh.people.models import Person
from vinhdanh.people.panels import register
from vinhdanh.units.models import Unit

MISSING = 12
NOT_WEIGHED = f"Chưa tính điều kiện thuộc {sight.HIDDEN.lower()}"


def hang() -> None:
    """Register the panels."""
    register("eligibility.facts", 20, facts_panel)
    register("eligibility.verdicts", 120, verdicts_panel)
    register("eligibility.way", 220, way_panel)
    register("eligibility.missing", 230, missing_panel)
    register("eligibility.whatif", 240, whatif_panel)


# ---- one look a request --------------------------------------------------------------------------------


def look_of(request: HttpRequest, subject: Person | Unit, year: int) -> Look:
    """The look at a subject, made once a request; what of it is sensitive and shown is noted."""
    kept: dict[tuple[type, int, int], Look] = request.__dict__.setdefault("_looks", {})
    key = (type(subject), subject.pk, year)
    if key not in kept:
        eye = sight.sight_of(who(request), subject)
        kept[key] = made = look_at(subject, year, day_asked(year, timezone.localdate(), law().authority), eye)
        sight.note(who(request), subject, made.told, eye, request.path)
    return kept[key]


def shower_of(request: HttpRequest, look: Look) -> Shower:
    """What shows a look to the account that asks."""
    user = who(request)
    unit = look.subject.unit if isinstance(look.subject, Person) else look.subject
    enters, edits = (bool(unit and may(user, power, unit)) for power in ("records.enter", "people.edit"))
    return Shower(look, sight.sight_of(user, look.subject), enters, edits)


def opened(request: HttpRequest, subject: Person | Unit) -> bool:
    """Whether the account may see records and verdicts of the subject."""
    return bool(sight.may_look(who(request), subject))


# ---- the panels ----------------------------------------------------------------------------------------


def facts_panel(request: HttpRequest, person: Person, year: int) -> str | None:
    """“Dữ kiện theo năm”."""
    return facts_html(request, person, year) if opened(request, person) else None


def facts_html(request: HttpRequest, subject: Person | Unit, year: int) -> str:
    """The timeline of a person or a unit."""
    look = look_of(request, subject, year)
    eye = sight.sight_of(who(request), subject)
    first = year_asked(request.GET.get("tu", ""), None)
    line = timeline(look, eye, max(first, year - 30) if first is not None and first <= year else None)
    return render_to_string("eligibility/_facts.html", {"line": line, "look": look, "who": owner_words(look), "hidden": hidden_note(eye)}, request)


def verdicts_panel(request: HttpRequest, person: Person, year: int) -> str | None:
    """“Xét năm N”: one folded verdict a title or form."""
    return verdicts_html(request, person, year, "eligibility:person_verdict") if opened(request, person) else None


def verdicts_html(request: HttpRequest, subject: Person | Unit, year: int, address: str) -> str:
    """The verdicts of a person or a unit."""
    look = look_of(request, subject, year)
    shower = shower_of(request, look)
    shown, others = split(look)
    first = next((v.award for v in shown if v.held is None and v.verdict == UNKNOWN), "") or next((v.award for v in shown if v.verdict == NO), "")
    items = [(v, shower.summary(v), shower.tree(v.finding), v.award == first) for v in shown]
    rest = [(v, shower.summary(v)) for v in others]
    context = {
        "look": look,
        "items": items,
        "rest": rest,
        "vague": [v for v in look.verdicts() if v.vague],
        "address": address,
        "remarks": remarks(look),
        "years": range(year - 3, min(year + 1, timezone.localdate().year) + 1),
    }
    return render_to_string("eligibility/_verdicts.html", context, request)


def split(look: Look) -> tuple[list[Verdict], list[Verdict]]:
    """The verdicts with their trees on the page (titles, and what is earned, held or near), and the others."""
    clear = [v for v in look.verdicts() if not v.vague]
    shown = [v for v in clear if v.group == "title" or v.verdict == YES or v.held or v.award in ("bang-khen-nganh", "bang-khen-thu-tuong")]
    return shown, [v for v in clear if v not in shown]


def remarks(look: Look) -> list[str]:
    """The remarks of laws whose successors are not entered, drawn together: ``Tính theo A, B; luật C … chưa được nhập``."""
    return gathered(r for v in look.verdicts() for r in v.remarks)


def gathered(found: Iterable[str]) -> list[str]:
    """Remarks with one ending in one sentence."""
    ends: dict[str, dict[str, None]] = {}
    for remark in found:
        start, _, end = remark.partition("; ")
        ends.setdefault(end, {})[start.removeprefix("Tính theo ")] = None
    return [f"Tính theo {', '.join(starts)}; {end}" if end else "Tính theo " + ", ".join(starts) for end, starts in ends.items()]


def way_panel(request: HttpRequest, person: Person, year: int) -> str | None:
    """“Lộ trình”: reckoned only when it is asked for, or by the page itself once it stands."""
    return way_or_link(request, person, year, "eligibility:person_way") if opened(request, person) else None


def way_or_link(request: HttpRequest, subject: Person | Unit, year: int, address: str) -> str | None:
    """The way, if one was chosen; else a link to it that the page follows by itself."""
    if "lo-trinh" in request.GET:
        return way_html(request, subject, year)
    return render_to_string("eligibility/_later.html", later("lo-trinh", "Lộ trình", reverse(address, args=[subject.key]), year), request)


def later(key: str, title: str, address: str, year: int) -> dict[str, str]:
    """What a panel that comes later shows until then."""
    return {"key": key, "title": title, "address": f"{address}?nam={year}"}


def way_html(request: HttpRequest, subject: Person | Unit, year: int) -> str | None:
    """The way to the next title, or to the one asked for."""
    look = look_of(request, subject, year)
    asked = look.asked()
    wanted = request.GET.get("lo-trinh", "")
    award = wanted if wanted in asked else next_award(look)
    made = way(look, award) if award else None
    if made is None:
        return None
    choices = [(code, look.names[code]) for code in fitting(look.subject, asked) if not look.verdict(code).vague]
    remarks = [*look.verdict(made.award).remarks, *([NOT_WEIGHED] if look.hides(made.award) else [])]
    return render_to_string("eligibility/_way.html", {"look": look, "way": made, "choices": choices, "remarks": remarks}, request)


def missing_panel(request: HttpRequest, person: Person, year: int) -> str | None:
    """“Giấy tờ còn thiếu”."""
    return missing_html(request, person, year) if opened(request, person) else None


def missing_html(request: HttpRequest, subject: Person | Unit, year: int) -> str:
    """The untold facts behind verdicts, and the papers of the first award that is earned and not yet held."""
    look = look_of(request, subject, year)
    shower = shower_of(request, look)
    gaps: dict[str, tuple[Gap, list[str]]] = {}
    for v in split(look)[0]:
        for gap in shower.missing(v) if v.verdict == UNKNOWN and v.held is None else []:
            gaps.setdefault(gap.text, (gap, []))[1].append(v.name)
    ready = next((v for v in split(look)[0][::-1] if v.verdict == YES and v.held is None), None)
    papers = dossiers(look.book, ready.award, look.kind, look.on) if ready else []
    context = {"look": look, "gaps": list(gaps.values())[:MISSING], "count": len(gaps), "ready": ready, "papers": papers[:1]}
    return render_to_string("eligibility/_missing.html", context, request)


def whatif_panel(request: HttpRequest, person: Person, year: int) -> str | None:
    """“Nếu năm nay có …”."""
    return whatif_html(request, person, year) if opened(request, person) else None


def whatif_html(request: HttpRequest, subject: Person | Unit, year: int) -> str:
    """The form of suppositions, and what they change."""
    look = look_of(request, subject, year)
    form = Supposed(request.GET if any(name in request.GET for name in ("xl", "sk", "dt", "dh")) else None, look)
    found = changes(look, form.cleaned_data) if form.asked else []
    context = {"look": look, "form": form, "asked": form.asked, "changes": found, "remarks": gathered(r for x in found for r in x.after.remarks)}
    return render_to_string("eligibility/_whatif.html", context, request)
