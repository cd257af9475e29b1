"""Pages of eligibility: screening, its export, one verdict with its whole tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from vinhdanh.accounts.asked import whole
from vinhdanh.accounts.asked import year as year_asked
from vinhdanh.accounts.asker import who
from vinhdanh.eligibility import export, screening
from vinhdanh.eligibility.forms import ScreenForm
from vinhdanh.eligibility.panels import look_of, shower_of, way_html
from vinhdanh.eligibility.sight import may_look
from vinhdanh.eligibility.unit_panels import members_html
from vinhdanh.law.rulebook import rulebook_for
from vinhdanh.people.access import may, person_for, unit_for
from vinhdanh.people.models import Person
from vinhdanh.units.models import Unit
from vinhdanh.workbook.plain import MEDIA_TYPE

PER_PAGE, TOP = 50, 8


def _form(request: HttpRequest) -> ScreenForm:
    user = who(request)
    may(user, screening.POWER).must()
    data = request.GET if "danh_hieu" in request.GET else None
    return ScreenForm(data, user, rulebook_for(user), timezone.localdate())


def screen(request: HttpRequest) -> HttpResponse:
    """Everybody in scope weighed for one award: counts, reasons, rows."""
    form = _form(request)
    found = screening.screen(who(request), form.asked()) if form.is_bound and form.is_valid() else None
    context = {"form": form, "found": found, "empty": form.is_bound and form.is_valid() and found is None}
    return render(request, "eligibility/screen.html", context | (_result(request, found) if found else {}))


def _result(request: HttpRequest, found: screening.Screen) -> dict[str, object]:
    user = who(request)
    state, reason = request.GET.get("kq", ""), request.GET.get("ly_do", "")
    key = whole(reason, None)
    ids = screening.ordered(user, found, found.chosen(state, key))
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("trang"))
    words = [(k, v) for k, v in request.GET.items() if k not in ("trang", "kq", "ly_do")]
    reasons = found.reasons()
    return {
        "page": page,
        "lines": screening.lines(user, found, list(page.object_list)),
        "counts": found.counts(),
        "reasons": reasons[:TOP],
        "more": reasons[TOP:],
        "state": state,
        "reason": next((r for r in reasons if key is not None and r.key == key), None),
        "base": urlencode(words),
        "query": urlencode([*words, *((k, v) for k, v in (("kq", state), ("ly_do", reason)) if v)]) + "&",
        "may_export": may(user, "export"),
    }


def screen_export(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook."""
    user, form = who(request), _form(request)
    may(user, "export").must()
    if not form.is_valid():
        return render(request, "eligibility/screen.html", {"form": form}, status=400)
    found = screening.screen(user, form.asked())
    if found is None:
        raise Http404
    reason = request.GET.get("ly_do", "")
    ids = screening.ordered(user, found, found.chosen(request.GET.get("kq", ""), whole(reason, None)))
    return _download(found, screening.exportable(user, found, ids))


def _download(found: screening.Screen, ids: list[int]) -> FileResponse:
    name = f"ra-soat-{found.asked.award}-{found.asked.year}.xlsx"
    return FileResponse(export.workbook(found, ids, timezone.localdate()), as_attachment=True, filename=name, content_type=MEDIA_TYPE)


def person_verdict(request: HttpRequest, key: str, award: str) -> HttpResponse:
    """One verdict on a person with its whole tree."""
    return _verdict(request, person_for(who(request), key), award)


def unit_verdict(request: HttpRequest, key: str, award: str) -> HttpResponse:
    """One verdict on a unit with its whole tree."""
    return _verdict(request, unit_for(who(request), key), award)


def person_way(request: HttpRequest, key: str) -> HttpResponse:
    """The way of a person to the next title."""
    return _piece(request, person_for(who(request), key), "Lộ trình", way_html)


def unit_way(request: HttpRequest, key: str) -> HttpResponse:
    """The way of a unit to the next title."""
    return _piece(request, unit_for(who(request), key), "Lộ trình", way_html)


def unit_members(request: HttpRequest, key: str) -> HttpResponse:
    """The people of a unit with where each stands."""
    return _piece(request, unit_for(who(request), key), "Cán bộ", members_html)


def _piece(request: HttpRequest, subject: Any, title: str, make: Callable[[HttpRequest, Any, int], str | None]) -> HttpResponse:
    """A panel on its own: what htmx takes, or a page of it."""
    may_look(who(request), subject).must()
    year = _year(request)
    piece = mark_safe(make(request, subject, year) or "")
    if getattr(request, "htmx", False):
        return HttpResponse(piece)
    place = "people:detail" if isinstance(subject, Person) else "units:detail"
    back = f"{reverse(place, args=[subject.key])}?nam={year}"
    return render(request, "eligibility/piece.html", {"title": title, "subject": subject, "year": year, "back": back, "piece": piece})


def _year(request: HttpRequest) -> int:
    return year_asked(request.GET.get("nam", ""), timezone.localdate().year)


def _verdict(request: HttpRequest, subject: Person | Unit, award: str) -> HttpResponse:
    user = who(request)
    may_look(user, subject).must()
    look = look_of(request, subject, _year(request))
    if award not in look.asked():
        raise Http404
    shower, verdict = shower_of(request, look), look.verdict(award)
    context = {"look": look, "v": verdict, "tree": shower.tree(verdict.finding), "summary": shower.summary(verdict), "subject": subject}
    part = getattr(request, "htmx", False)
    return render(request, "eligibility/_tree.html" if part else "eligibility/verdict.html", context)
