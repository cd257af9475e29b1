"""The published result: publishing, reopening, decisions, the page everybody may read, files to compute it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vinhdanh.accounts.asked import version
from vinhdanh.accounts.asker import who
from vinhdanh.merit.scoring.dump import flow, yaml
from vinhdanh.rankings import access, publishing
from vinhdanh.rankings.forms import DecisionForm
from vinhdanh.rankings.models import Decision, Ranking, ScoreRound
from vinhdanh.rankings.steps import obstacles
from vinhdanh.rankings.tables import compiled_of
from vinhdanh.rankings.views.common import YAML, frame, refused, sent

State = ScoreRound.State


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """The published rankings of a round, the one in force first; whether it can be computed again."""
    round = access.round_for(who(request), pk)
    published = list(round.rankings.select_related("made_by", "set_aside_by", "round__table").order_by("-number"))
    standing = next((r for r in published if r.set_aside_at is None), None)
    decisions = Decision.objects.filter(sheet__round=round).select_related("sheet").order_by("award", "pk")
    told = {
        "standing": standing,
        "published": published,
        "faults": publishing.recomputed(standing) if standing else [],
        "decisions": decisions,
        "left": obstacles(round, timezone.localdate()) if round.state == State.VOTE else [],
        "names": _names(standing),
    }
    return render(request, "rankings/result.html", frame(request, round, **told))


def _names(ranking: Ranking | None) -> dict[str, str]:
    return {s["unit"]: s["name"] for s in ranking.result["standings"]} if ranking else {}


@login_not_required
@require_safe
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """The result for everybody, where the office opened it: places, points, classes and nothing else. Open by name."""
    found = Ranking.objects.filter(round=pk, set_aside_at=None, open_to_all=True).select_related("round__cluster", "round__table").first()
    if found is None:
        raise Http404
    return render(request, "rankings/public.html", {"ranking": found, "round": found.round, "names": _names(found)})


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish."""
    user, round = who(request), access.round_for(who(request), pk)
    access.may_run(user, round).must()
    try:
        publishing.publish(
            round,
            on=timezone.localdate(),
            reason=request.POST.get("reason", ""),
            open_to_all=bool(request.POST.get("open_to_all")),
            version=version(request.POST),
            by=user,
        )
    except ValidationError as problem:
        refused(request, problem)
    else:
        messages.success(request, "Đã công bố. Từ nay không sửa được, trừ khi mở lại có lý do.")
    return redirect("rankings:result", pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a published round again."""
    user, round = who(request), access.round_for(who(request), pk)
    access.may_run(user, round).must()
    try:
        publishing.reopen(round, request.POST.get("reason", ""), by=user)
    except ValidationError as problem:
        refused(request, problem)
    else:
        messages.success(request, "Đã mở lại. Kết quả đã công bố được giữ nguyên, ghi rõ là đã thôi hiệu lực.")
    return redirect("rankings:round", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """What the authority decided about a unit."""
    user, sheet = who(request), access.sheet_for(who(request), pk, key)
    access.may_run(user, sheet.round).must()
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {k: v for k, v in form.cleaned_data.items() if k not in ("award", "version", "granted")}
        try:
            publishing.decide(sheet, form.cleaned_data["award"], granted=form.cleaned_data["granted"] == "1", by=user, **said)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            return redirect("rankings:result", pk)
    return render(request, "rankings/decide.html", frame(request, sheet.round, sheet=sheet, form=form), status=422 if form.errors else 200)


@require_safe
def files(request: HttpRequest, pk: int, number: int, name: str) -> HttpResponse:
    """The frozen figures of a published ranking and its table (with the stages of the office): ``vinhdanh score`` computes it again."""
    round = access.round_for(who(request), pk)
    found = get_object_or_404(Ranking.objects.select_related("round__table"), round=round, number=number)
    text = yaml(compiled_of(found.round.table).spec) if name == "bang" else _yaml(found.inputs)
    return sent(f"{name}-{round.pk}-{number}.yaml", YAML, text)


def _yaml(data: Any) -> str:
    """Plain data as YAML, one unit a line of flow style: JSON is YAML."""
    return "units:\n" + "".join(f"- {flow(unit)}\n" for unit in data["units"])
