"""Rounds: the list of a year, one round with its ranking, going on to the next step."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.people.access import may
from vinhdanh.rankings import access, queries, steps
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.views.common import frame, refused
from vinhdanh.units.views import year_of


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The rounds of a year that concern one's units."""
    user, year = who(request), year_of(request, timezone.localdate())
    sent = Count("sheets", filter=Q(sheets__self_sent_at__isnull=False))
    found = access.rounds_for(user).filter(year=year).annotate(size=Count("sheets"), sent=sent).order_by("cluster__key", "-first_day", "pk")
    return render(request, "rankings/rounds.html", {"rounds": found, "year": year, "may_run": may(user, "scores.run")})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: its steps, the ranking as it stands, what is still to do."""
    user, round = who(request), access.round_for(who(request), pk)
    figures = Figures(round)
    left = steps.obstacles(round, timezone.localdate())
    hidden = {s.pk for s in figures.sheets if not access.may_see_scores(user, s)}
    told = {"lines": queries.lines(figures, figures.stage), "left": left, "hidden": hidden, "head": access.head_of(round), "figures": figures}
    return render(request, "rankings/round.html", frame(request, round, **told))


@require_POST
def advance(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on to the next step, with a reason where something is not done."""
    user, round = who(request), access.round_for(who(request), pk)
    access.may_run(user, round).must()
    try:
        version = int(request.POST.get("version", "0") or 0)
        steps.advance(round, on=timezone.localdate(), reason=request.POST.get("reason", ""), version=version, by=user)
    except ValidationError as problem:
        refused(request, problem)
    return redirect("rankings:round", round.pk)
