"""The rules of the rulebook as pages: the index of awards, one award on a day, two days side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.law import access, queries
from vinhdanh.law.differences import side_by_side
from vinhdanh.law.rulebook import rulebook_for
from vinhdanh.law.views.common import day
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.sheet import sheet


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """Every award with the kinds of subject it has a rule for."""
    on, book = day(request), rulebook_for(who(request))
    return render(request, "law/awards.html", {"on": on, "groups": queries.awards(book, on), "digest": book.digest})


@require_safe
def award(request: HttpRequest, award: str) -> HttpResponse:
    """Everything the rulebook says of an award on a day."""
    on, book = day(request), rulebook_for(who(request))
    _known(book, award)
    told = {
        "on": on,
        "sheet": sheet(book, award, on),
        "short": ", ".join(book.awards[award].short),
        "versions": queries.versions(book, award),
        "opens": queries.opens_of(book, award, on),
        "may_propose": access.may_propose(who(request)),
        "digest": book.digest,
    }
    return render(request, "law/award.html", told)


@require_safe
def compare(request: HttpRequest, award: str) -> HttpResponse:
    """An award on two days, side by side."""
    book = rulebook_for(who(request))
    _known(book, award)
    days = queries.versions(book, award)
    after = day(request, "sau")
    earlier = [d for d in days if d <= after]
    before = day(request, "truoc") if request.GET.get("truoc") else (earlier[1] if len(earlier) > 1 else after)
    rows = side_by_side(sheet(book, award, before), sheet(book, award, after))
    shown = [r for r in rows if r.kind != "same"] if "ca" not in request.GET else rows
    told = {
        "award": award,
        "name": book.awards[award].name,
        "before": before,
        "after": after,
        "rows": shown,
        "all": "ca" in request.GET,
        "days": days,
    }
    return render(request, "law/compare.html", told)


def _known(book: Rulebook, award: str) -> None:
    if award not in book.awards:
        raise Http404
