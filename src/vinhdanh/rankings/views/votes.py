"""Proposals and the vote of the cluster: who is suggested, who is proposed, two counts, the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.rankings import access, votes
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.forms import ElectionForm
from vinhdanh.rankings.models import Election, Proposal, ScoreRound
from vinhdanh.rankings.views.common import frame, refused

State = ScoreRound.State
PAPERS = {
    "yes": "Đồng ý",
    "no": "Không đồng ý",
    "blank": "Để trống",
    "invalid": "Không hợp lệ",
    "yes_by_letter": "Đồng ý bằng văn bản",
    "no_by_letter": "Không đồng ý bằng văn bản",
}


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the order suggests, who is proposed, how each ballot went. The four records stand side by side."""
    user, round = who(request), access.round_for(who(request), pk)
    figures = Figures(round)
    begun = round.state in (State.VOTE, State.PUBLISHED)
    names = {s.unit.key: s.unit_name for s in figures.sheets}
    suggested = votes.suggestions(figures) if begun else []
    told = {
        "suggested": [(s, [names[u] for u in s.units], [names[u] for u in s.at_border]) for s in suggested],
        "proposed": Proposal.objects.filter(sheet__round=round, void_at=None).select_related("sheet__unit", "by").order_by("award", "pk"),
        "elections": [_told(e, names) for e in Election.objects.filter(round=round).order_by("award", "number")],
        "sheets": figures.sheets,
        "awards": list(dict.fromkeys(q.award for q in figures.table.spec.quotas)),
        "may_lead": access.may_lead(user, round),
        "begun": begun,
    }
    return render(request, "rankings/votes.html", frame(request, round, **told))


def _told(election: Election, names: Mapping[str, str]) -> dict[str, object]:
    """One ballot: how far its counting is, and the results once two counts agree."""
    counts = list(election.counts.select_related("by").order_by("turn"))
    apart = [replace(d, candidate=names[d.candidate]) for d in votes.apart(counts)]
    return {"election": election, "counts": counts, "apart": apart, "results": votes.results(election)}


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a unit."""
    user, round = who(request), access.round_for(who(request), pk)
    access.may_lead(user, round).must()
    sheet = access.sheet_for(user, pk, request.POST.get("unit", ""))
    try:
        votes.propose(sheet, request.POST.get("award", "").strip(), why=request.POST.get("why", ""), by=user)
    except ValidationError as problem:
        refused(request, problem)
    return redirect("rankings:votes", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Take a proposal back."""
    user, round = who(request), access.round_for(who(request), pk)
    access.may_lead(user, round).must()
    found = get_object_or_404(Proposal.objects.select_related("sheet"), sheet__round=round, pk=proposal, void_at=None)
    try:
        votes.withdraw(found, by=user)
    except ValidationError as problem:
        refused(request, problem)
    return redirect("rankings:votes", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a ballot."""
    user, round = who(request), access.round_for(who(request), pk)
    access.may_lead(user, round).must()
    awards = list(Proposal.objects.filter(sheet__round=round, void_at=None).order_by("award").values_list("award", flat=True).distinct())
    form = ElectionForm(request.POST or None, awards=awards, initial={"members": round.sheets.count()})
    if request.method == "POST" and form.is_valid():
        said = {k: v for k, v in form.cleaned_data.items() if k not in ("award", "version")}
        try:
            votes.hold(round, form.cleaned_data["award"], by=user, **said)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            return redirect("rankings:votes", pk)
    return render(request, "rankings/hold.html", frame(request, round, form=form, awards=awards), status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, pk: int, election: int) -> HttpResponse:
    """Enter a count, without seeing the other one."""
    user, round = who(request), access.round_for(who(request), pk)
    access.may_lead(user, round).must()
    found = get_object_or_404(Election, round=round, pk=election)
    sheets = list(found.candidates.select_related("unit").order_by("unit__sort_key", "pk"))
    problems: list[str] = []
    if request.method == "POST":
        problems = _counted(request, found, [s.unit.key for s in sheets])
        if not problems:
            messages.success(request, "Đã ghi lượt kiểm phiếu.")
            return redirect("rankings:votes", pk)
    rows = [(s, [(kind, words, request.POST.get(f"{s.unit.key}:{kind}", "")) for kind, words in PAPERS.items()]) for s in sheets]
    told = {"election": found, "rows": rows, "papers": PAPERS, "problems": problems, "turn": found.counts.count() + 1}
    return render(request, "rankings/count.html", frame(request, round, **told), status=422 if problems else 200)


def _counted(request: HttpRequest, election: Election, keys: list[str]) -> list[str]:
    """Enter the count of the form; what is wrong with it."""
    raw = {key: {kind: request.POST.get(f"{key}:{kind}", "").strip() or "0" for kind in PAPERS} for key in keys}
    wrong = [
        f"{key}, {PAPERS[kind].lower()}: “{text}” không phải là số phiếu."
        for key, row in raw.items()
        for kind, text in row.items()
        if not _whole(text)
    ]
    if wrong:
        return wrong
    try:
        votes.count(election, {key: {kind: int(text) for kind, text in row.items()} for key, row in raw.items()}, by=who(request))
    except ValidationError as problem:
        return list(problem.messages)
    return []


def _whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4


@require_POST
def recount(request: HttpRequest, pk: int, election: int) -> HttpResponse:
    """Set two differing counts aside."""
    user, round = who(request), access.round_for(who(request), pk)
    access.may_lead(user, round).must()
    try:
        votes.recount(get_object_or_404(Election, round=round, pk=election), request.POST.get("reason", ""), by=user)
    except ValidationError as problem:
        refused(request, problem)
    return redirect("rankings:votes", pk)
