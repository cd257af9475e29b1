"""The cluster meeting and what follows: differences explained, the conclusion noted, appeals sent and answered."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vinhdanh.accounts.asked import version
from vinhdanh.accounts.asker import who
from vinhdanh.merit.time import parse_day
from vinhdanh.rankings import access, appeals, grid, steps
from vinhdanh.rankings.entries import Stale
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import Appeal, Explanation, ScoreEntry, ScoreRound
from vinhdanh.rankings.reading import Misread, asked
from vinhdanh.rankings.tables import compiled_of
from vinhdanh.rankings.views.common import frame, refused

State, Stage = ScoreRound.State, ScoreEntry.Stage


@require_safe
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """Where cross-scores differ from self-scores: who, by how much, why, and how the unit explains it."""
    user, round = who(request), access.round_for(who(request), pk)
    figures = Figures(round)
    shown = [] if round.state == State.SELF else steps.to_explain(figures)
    sheets = {s.unit.key: s for s in figures.sheets}
    told = {(e.sheet_id, e.path): e for e in Explanation.objects.filter(sheet__round=round).select_related("by")}
    decided = {(e.sheet_id, e.path): e for e in figures.entries if e.stage == Stage.MEETING and not e.data.get("accept")}
    rows = [(d, sheets[d.unit], told.get((sheets[d.unit].pk, d.path)), decided.get((sheets[d.unit].pk, d.path))) for d in shown]
    mine = {s.pk for s in figures.sheets if access.may_prove(user, s)}
    return render(request, "rankings/meeting.html", frame(request, round, rows=rows, mine=mine, may_lead=access.may_lead(user, round)))


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """The conclusion of the meeting."""
    user, round = who(request), access.round_for(who(request), pk)
    access.may_lead(user, round).must()
    try:
        on = parse_day(request.POST["meeting_on"]) if request.POST.get("meeting_on") else None
        steps.note_meeting(round, request.POST.get("note", ""), on, by=user)
    except ValueError:
        messages.error(request, "Ngày họp ghi theo dạng ngày/tháng/năm, ví dụ 05/12/2026.")
    except ValidationError as problem:
        refused(request, problem)
    else:
        messages.success(request, "Đã ghi kết luận cuộc họp.")
    return redirect("rankings:meeting", pk)


# ---- appeals -------------------------------------------------------------------------------------------


@require_safe
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """The appeals of a round."""
    user, round = who(request), access.round_for(who(request), pk)
    found = Appeal.objects.filter(sheet__round=round).select_related("sheet__unit", "by", "decided_by").order_by("state", "pk")
    names = {n.path: n.spec.name for n in compiled_of(round.table).nodes.values()}
    own = [s for s in round.sheets.select_related("unit", "round__cluster__owner").order_by("unit__sort_key") if access.may_appeal(user, s)]
    leaves = [(n.path, f"{n.spec.code}. {n.spec.name}") for n in compiled_of(round.table).leaves]
    rows = [(a, names.get(a.path, "")) for a in found]
    return render(request, "rankings/appeals.html", frame(request, round, rows=rows, own=own, leaves=leaves))


@require_POST
def send(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Ask for a criterion to be scored anew."""
    user, sheet = who(request), access.sheet_for(who(request), pk, key)
    access.may_appeal(user, sheet).must()
    try:
        appeals.appeal(sheet, request.POST.get("path", ""), request.POST.get("says", ""), on=timezone.localdate(), by=user)
    except (ValidationError, Misread) as problem:
        refused(request, problem if isinstance(problem, ValidationError) else ValidationError(str(problem)))
    else:
        messages.success(request, "Đã gửi đề nghị phúc khảo.")
    return redirect("rankings:appeals", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int, appeal: int) -> HttpResponse:
    """Take one's own appeal back."""
    user, found = who(request), access.appeal_for(who(request), pk, appeal)
    access.may_prove(user, found.sheet).must()
    try:
        appeals.withdraw(found, by=user)
    except ValidationError as problem:
        refused(request, problem)
    return redirect("rankings:appeals", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, appeal: int) -> HttpResponse:
    """Answer an appeal: with a new score, or that the score stands."""
    user, found = who(request), access.appeal_for(who(request), pk, appeal)
    access.may_run(user, found.sheet.round).must()
    node = compiled_of(found.sheet.round.table).nodes[found.path]
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _answered(request, found)
        if not problems:
            return redirect("rankings:appeals", pk)
    said = {(e.stage, e.path): e for e in found.sheet.entries.filter(path=found.path).select_related("by")}
    values = grid.shown(grid.standing(said, Stage.VERIFIED, found.path))
    cells = [
        grid.Cell(f"{node.index}:{a.name}", a, request.POST.get(f"{node.index}:{a.name}", values.get(a.name, "")), problems.get(a.name, ""))
        for a in asked(node)
    ]
    kept = said.get((Stage.VERIFIED, found.path))
    told = {"appeal": found, "node": node, "cells": cells, "version": kept.version if kept else 0, "problems": problems, "history": said.values()}
    return render(request, "rankings/appeal.html", frame(request, found.sheet.round, **told), status=422 if problems else 200)


def _answered(request: HttpRequest, found: Appeal) -> dict[str, str]:
    """Carry out the answer; what is wrong with it by name of input."""
    user, words, node = who(request), request.POST.get("answer", ""), compiled_of(found.sheet.round.table).nodes[found.path]
    try:
        if request.POST.get("verdict") == "accept":
            typed = grid.typed_for(node, request.POST.dict())
            appeals.accept(found, typed, words, version=version(request.POST), by=user)
        else:
            appeals.reject(found, words, by=user)
    except Misread as problem:
        return problem.problems
    except Stale as problem:
        return {"": str(problem)}
    except ValidationError as problem:
        return {"": " ".join(problem.messages)}
    messages.success(request, "Đã trả lời đề nghị phúc khảo.")
    return {}
