"""Rounds: the list of a year, a new one, its ranking, who scores whom, going on to the next step, bars, facts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vinhdanh.accounts.asked import version
from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.merit.scoring.questions import gaps
from vinhdanh.people.access import may, units_for
from vinhdanh.rankings import access, comparison, queries, rounds, sheets, steps
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.forms import BarForm, RoundForm
from vinhdanh.rankings.models import Bar, ScoreEntry, ScoreSheet, ScoreTable
from vinhdanh.rankings.tables import compiled_of
from vinhdanh.rankings.views.common import frame, refused
from vinhdanh.units.models import Cluster, Unit
from vinhdanh.units.views import year_of

Stage = ScoreEntry.Stage


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The rounds of a year that concern one's units."""
    user, year = who(request), year_of(request, timezone.localdate())
    sent = Count("sheets", filter=Q(sheets__self_sent_at__isnull=False))
    found = access.rounds_for(user).filter(year=year).annotate(size=Count("sheets"), sent=sent).order_by("cluster__key", "-first_day", "pk")
    return render(request, "rankings/rounds.html", {"rounds": found, "year": year, "may_run": may(user, "scores.run")})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a round for a cluster."""
    user = who(request)
    may(user, "scores.run").must()
    own = units_for(user, "scores.run")
    clusters = Cluster.objects.filter(owner__in=own).order_by("kind", "key")
    tables = access.tables_for(user).filter(state=ScoreTable.State.ISSUED).order_by("owner__sort_key", "key")
    form = RoundForm(request.POST or None, clusters=clusters, tables=tables, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = rounds.open_round(
                said["cluster"],
                said["year"],
                said["name"],
                said["table"],
                first_day=said["first_day"],
                last_day=said["last_day"],
                by=user,
                **form.days(),
            )
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            return redirect("rankings:round", made.pk)
    return render(request, "rankings/round_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: its steps, the ranking as it stands, what is still to do."""
    user, round = who(request), access.round_for(who(request), pk)
    figures = Figures(round)
    left = steps.obstacles(round, timezone.localdate())
    hidden = {s.pk for s in figures.sheets if not access.may_see_scores(user, s)}
    order = figures.order(figures.stage) if figures.units else None
    told: dict[str, Any] = {
        "lines": _lines(figures, hidden),
        "left": left,
        "hidden": hidden,
        "head": access.head_of(round),
        "figures": figures,
        "gaps": {g.standing.unit_id: g for g in gaps(order)} if order and not hidden else {},
        "may_lead": access.may_lead(user, round),
    }
    told = frame(request, round, **told)
    return render(request, "rankings/round.html", told | {"task": None if told["may_run"] else _task(user, figures)})


def _lines(figures: Figures, hidden: set[int]) -> list[queries.Line]:
    """The standings; those whose scores may not be seen come last, by name: their place is not given away."""
    found = queries.lines(figures, figures.stage)
    order = {s.pk: i for i, s in enumerate(figures.sheets)}
    shown = [x for x in found if x.sheet.pk not in hidden]
    return [*shown, *sorted((x for x in found if x.sheet.pk in hidden), key=lambda x: order[x.sheet.pk])]


def _task(user: User, figures: Figures) -> ScoreSheet | None:
    """The sheet one has to fill in now for one's own unit: the self-score, the cross-score of another."""
    return next((s for s in figures.sheets if figures.stage in (Stage.SELF, Stage.CROSS) and access.may_enter(user, s, figures.stage)), None)


@require_POST
def advance(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on to the next step, with a reason where something is not done."""
    user, round = who(request), access.round_for(who(request), pk)
    access.may_run(user, round).must()
    try:
        reason = request.POST.get("reason", "")
        steps.advance(round, on=timezone.localdate(), reason=reason, version=version(request.POST), by=user)
    except ValidationError as problem:
        refused(request, problem)
    return redirect("rankings:round", round.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Who scores whom across."""
    user, round = who(request), access.round_for(who(request), pk)
    lead, figures = access.may_lead(user, round), Figures(round)
    units = {s.unit.key: s.unit for s in figures.sheets}
    if request.method == "POST":
        lead.must()
        chosen: dict[str, Unit | None] = {s.unit.key: units.get(request.POST.get(f"cheo-{s.unit.key}", "")) for s in figures.sheets}
        try:
            rounds.assign(round, {s: chosen[s.unit.key] for s in figures.sheets}, by=user)
        except ValidationError as problem:
            refused(request, problem)
        else:
            messages.success(request, "Đã phân công chấm chéo.")
        return redirect("rankings:assign", pk)
    return render(request, "rankings/assign.html", frame(request, round, sheets=figures.sheets, may_lead=lead))


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Every criterion across all units as a heat table."""
    user, round = who(request), access.round_for(who(request), pk)
    figures = Figures(round)
    seen = [s for s in figures.sheets if access.may_see_scores(user, s)]
    bands = comparison.bands(figures, figures.stage, seen) if seen else []
    told = {"bands": bands, "sheets": seen, "missing": len(figures.sheets) - len(seen), "shades": comparison.shades()}
    return render(request, "rankings/compare.html", frame(request, round, **told))


@require_http_methods(["GET", "HEAD", "POST"])
def bar(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Take a unit out of consideration, with the article."""
    user, sheet = who(request), access.sheet_for(who(request), pk, key)
    access.may_run(user, sheet.round).must()
    form = BarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            sheets.bar(sheet, said["reason"], said["cite"], said["paper"], by=user)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            return redirect("rankings:sheet", pk, key)
    return render(request, "rankings/bar.html", frame(request, sheet.round, sheet=sheet, form=form), status=422 if form.errors else 200)


@require_POST
def lift(request: HttpRequest, pk: int, key: str, bar: int) -> HttpResponse:
    """Lift a bar, with the reason."""
    user, sheet = who(request), access.sheet_for(who(request), pk, key)
    access.may_run(user, sheet.round).must()
    found = get_object_or_404(Bar.objects.select_related("sheet"), sheet=sheet, pk=bar, lifted_at=None)
    try:
        sheets.lift(found, request.POST.get("reason", ""), by=user)
    except ValidationError as problem:
        refused(request, problem)
    return redirect("rankings:sheet", pk, key)


@require_POST
def facts(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Conditions beside the score, one field for each the table asks for."""
    user, sheet = who(request), access.sheet_for(who(request), pk, key)
    access.may_run(user, sheet.round).must()
    said = {name: request.POST.get(f"dk-{name}", "").strip() for name in queries.facts_of(compiled_of(sheet.round.table))}
    try:
        sheets.state_fact(sheet, said, by=user)
    except ValidationError as problem:
        refused(request, problem)
    return redirect("rankings:sheet", pk, key)
