"""Panels on the page of a unit: its facts and verdicts as a collective, its members and their states, shares and caps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.eligibility import panels as p
from vinhdanh.eligibility.books import undisturbed
from vinhdanh.eligibility.look import Look
from vinhdanh.eligibility.veil import rows_hidden, verdicts_seen
from vinhdanh.law.links import url_of
from vinhdanh.merit import conditions as c
from vinhdanh.merit import schema as s
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.questions import members_needed, quota_line
from vinhdanh.merit.quota import percent
from vinhdanh.merit.truth import CODES
from vinhdanh.people.models import Person
from vinhdanh.records.frames import frame_of
from vinhdanh.records.members import CSTDCS, LDTT
from vinhdanh.units.models import Unit
from vinhdanh.units.panels import register

MANY = 60


def hang() -> None:
    """Register the panels."""
    register("eligibility.facts", 20, lambda r, unit, year: p.facts_html(r, unit, year) if p.opened(r, unit) else None)
    register(
        "eligibility.verdicts", 120, lambda r, unit, year: p.verdicts_html(r, unit, year, "eligibility:unit_verdict") if p.opened(r, unit) else None
    )
    register("eligibility.members", 130, members_panel)
    register("eligibility.meters", 210, meters_panel)
    register("eligibility.way", 220, lambda r, unit, year: p.way_or_link(r, unit, year, "eligibility:unit_way") if p.opened(r, unit) else None)
    register("eligibility.missing", 230, lambda r, unit, year: p.missing_html(r, unit, year) if p.opened(r, unit) else None)


# ---- members -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """A member and where he or she stands for each title."""

    person: Person
    states: tuple[str, ...]


@undisturbed()
def weigh_members(user: User, unit: Unit, look: Look) -> tuple[list[str], list[Standing], dict[str, dict[str, int]]]:
    """The titles weighed, the members with their states (none when they are too many), and the counts a title."""
    people = Person.objects.filter(unit__path__startswith=unit.path, status=Person.Status.SERVING, secret=False, merged_into__isnull=True)
    rules = {code: found.rule for code in (LDTT, CSTDCS) if (found := look.book.criteria(code, "person", look.on)) is not None}
    frame, ids = frame_of(people, list(rules.values()), look.year, look.on, emulation_years(look.book.authority))
    hidden = rows_hidden(user, "records.view", "person", ids)
    verdicts = {code: verdicts_seen(rule, frame, hidden).tolist() for code, rule in rules.items()}
    counts = {code: {CODES[v]: found.count(v) for v in CODES} for code, found in verdicts.items()}
    if len(ids) > MANY:
        return list(rules), [], counts
    place = {pk: i for i, pk in enumerate(ids)}
    shown = people.select_related("unit").order_by("unit__path", "sort_key", "pk")
    return list(rules), [Standing(one, tuple(CODES[v[place[one.pk]]] for v in verdicts.values())) for one in shown], counts


def members_panel(request: HttpRequest, unit: Unit, year: int) -> str | None:
    """“Cán bộ năm N”: weighed by the page itself once it stands."""
    if not p.opened(request, unit):
        return None
    address = reverse("eligibility:unit_members", args=[unit.key])
    return render_to_string("eligibility/_later.html", p.later("can-bo", f"Cán bộ xét năm {year}", address, year), request)


def members_html(request: HttpRequest, unit: Unit, year: int) -> str:
    """Who of the unit has earned what; the names only where they are not too many."""
    look = p.look_of(request, unit, year)
    codes, rows, counts = weigh_members(who(request), unit, look)
    heads = [(code, look.names[code], {k.replace("-", "_"): n for k, n in counts[code].items()}) for code in codes]
    total = sum(next(iter(counts.values()), {}).values())
    return render_to_string("eligibility/_members.html", {"look": look, "unit": unit, "heads": heads, "rows": rows, "total": total}, request)


# ---- shares and caps -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meter:
    """A share or a cap: how many there are, how many may be or must be, in words and as a bar (percent of its width)."""

    title: str
    now: str
    limit: str
    says: str
    cite: str
    cite_url: str
    bar: str
    open: str
    mark: str
    label: str
    remark: str = ""


def meters_panel(request: HttpRequest, unit: Unit, year: int) -> str | None:
    """“Tỷ lệ, chỉ tiêu”."""
    if not p.opened(request, unit):
        return None
    look = p.look_of(request, unit, year)
    found = list(meters(look)) if unit.dissolved_on is None or unit.dissolved_on > look.on else []
    return render_to_string("eligibility/_meters.html", {"meters": found, "year": year}, request) if found else None


def meters(look: Look) -> Iterator[Meter]:
    """The share of members with LĐTT that a collective needs, and the caps on what its members may be given."""
    told = look.case.facts.get("members", {})
    low, high, total = *_bounds(told.get("lao_dong_tien_tien")), told.get("total")
    yield from _shares(look, low, high, total)
    fighters = _bounds(told.get("chien_si_thi_dua_co_so"))
    for entry in look.book.entries(CSTDCS, "quotas", look.on):
        spec = entry.spec
        if isinstance(spec, s.QuotaSpec) and spec.of in (LDTT, "") and not spec.per:
            answer = quota_line(entry, {"base": {LDTT: low}, "proposed": fighters[0]})
            limit = answer.value
            yield _meter(
                "Chiến sĩ thi đua cơ sở", fighters[0], fighters[1], low, limit, answer.says, entry.cite, "không quá", entry.remark or spec.note
            )


def _shares(look: Look, low: int | None, high: int | None, total: int | None) -> Iterator[Meter]:
    for award in ("tap-the-lao-dong-tien-tien", "tap-the-lao-dong-xuat-sac"):
        found = look.book.criteria(award, "collective", look.on)
        share = next((n for n in c.walk(found.rule) if isinstance(n, c.Number) and n.fact.name == "share-ldtt"), None) if found else None
        if share is None or share.head.cite is None:
            continue
        needed = members_needed(look.book, award, look.on, total) if total else None
        exact = Fraction(share.least or share.above or 0, 100_000_000)
        least = (
            f"{percent(exact)} × {total} = {_plain(exact * total)} → {needed.value} người" if total and needed else "chưa rõ tổng số người của đơn vị"
        )
        title = f"Lao động tiên tiến, cho “{look.names[award]}”"
        yield _meter(title, low, high, total, needed.value if needed else None, f"{share.head.says}: {least}", share.head.cite, "cần từ", "")


def _plain(number: Fraction) -> str:
    return f"{float(number):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _bounds(value: Any) -> tuple[int | None, int | None]:
    if isinstance(value, dict):
        return value.get("min"), value.get("max")
    return (value, value) if value is not None else (None, None)


def _meter(title: str, low: int | None, high: int | None, whole: int | None, limit: Any, says: str, cite: Any, words: str, remark: str) -> Meter:
    """A meter on ``whole``; what may still come is drawn lighter."""
    base = max(whole or 0, limit or 0, high or low or 0, 1)
    now = "chưa rõ" if low is None else str(low) if low == high else f"{low} đến {high}" if high is not None else f"từ {low}"
    bound = f"{words} {limit}" if limit is not None else "không có mức khống chế bằng số"
    label = f"{title}: {now} người" + (f" trên {whole}" if whole else "") + f", {bound}"
    width = [f"{100 * (n or 0) / base:.1f}%" for n in (low, high if high is not None else low, limit)]
    shown = f"{now}/{whole}" if whole else now
    return Meter(title, shown, bound, says, str(cite), url_of(cite), width[0], width[1], width[2], label, remark)
