"""Pages of search."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.search.access import awards_for, seen
from vinhdanh.search.models import SearchEntry
from vinhdanh.search.queries import Found, of_kind, search, words_of

PAGE = 50


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Everything that was found, or one kind of it (``loai``) page by page."""
    question, kind = request.GET.get("q", "").strip()[:200], request.GET.get("loai", "")
    if kind in SearchEntry.Kind.values:
        return _of_kind(request, question, SearchEntry.Kind(kind))
    found = search(who(request), question) if question else Found([])
    return render(request, "search/results.html", {"question": question, "words": words_of(question), "found": found})


def _of_kind(request: HttpRequest, question: str, kind: SearchEntry.Kind) -> HttpResponse:
    page = Paginator(of_kind(who(request), question, kind), PAGE).get_page(request.GET.get("trang"))
    return render(request, "search/kind.html", {"question": question, "kind": kind, "page": page})


@require_safe
def decision(request: HttpRequest, key: str) -> HttpResponse:
    """A decision: the awards it gave to those in the account's scope."""
    kind = SearchEntry.Kind.DECISION
    entry = get_object_or_404(seen(who(request), kind, SearchEntry.objects.all()), key=key)
    rows = (
        awards_for(who(request))
        .filter(decided_on=entry.on, folded=entry.folded)
        .select_related("person", "unit", "unit_then")
        .order_by("person__sort_key", "pk")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    return render(request, "search/decision.html", {"entry": entry, "page": page})
