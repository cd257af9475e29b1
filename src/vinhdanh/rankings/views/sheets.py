"""The score sheet: read, typed in like a spreadsheet, proved, explained, sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from vinhdanh.accounts.answers import Answer
from vinhdanh.accounts.asked import whole
from vinhdanh.accounts.asker import who
from vinhdanh.files.actions import store
from vinhdanh.files.refused import Refused
from vinhdanh.merit.scoring.score import Score
from vinhdanh.merit.scoring.table import Node
from vinhdanh.rankings import access, entries, grid, queries, sheets
from vinhdanh.rankings.figures import Figures, stage_of
from vinhdanh.rankings.models import Evidence, ScoreEntry, ScoreRound, ScoreSheet
from vinhdanh.rankings.reading import Misread
from vinhdanh.rankings.tables import compiled_of
from vinhdanh.rankings.templatetags.diem import diem, lech
from vinhdanh.rankings.views.common import frame, refused

Stage, State = ScoreEntry.Stage, ScoreRound.State


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The sheet of a unit; a whole page may be saved at once (so it works without JavaScript)."""
    user, sheet = who(request), access.sheet_for(who(request), pk, key)
    access.may_see_scores(user, sheet).must()
    typed: dict[str, dict[str, str]] = {}
    problems: dict[str, dict[str, str]] = {}
    if request.method == "POST":
        typed, problems = _save(request, sheet)
        if not problems:
            messages.success(request, "Đã lưu.")
            return redirect("rankings:sheet", pk, key)
    return _shown(request, sheet, typed, problems)


def _shown(request: HttpRequest, sheet: ScoreSheet, typed: dict[str, dict[str, str]], problems: dict[str, dict[str, str]]) -> HttpResponse:
    user, figures = who(request), Figures(sheet.round)
    stage = figures.stage
    made = grid.rows(figures, sheet, stage, typed, problems)
    total = [grid.points_of(name, figures.at(sheet, name).root, None) for name in grid.reached(figures, sheet)]
    may = {
        "enter": access.may_enter(user, sheet, stage),
        "prove": access.may_prove(user, sheet),
        "appeal": access.may_appeal(user, sheet),
        "run": access.may_run(user, sheet.round),
        "lead": access.may_lead(user, sheet.round),
    }
    stages = [ScoreEntry.Stage(name) for name in grid.reached(figures, sheet)]
    told = {"sheet": sheet, "rows": made, "total": total, "stage": stage, "stages": stages, "may": may, "bars": figures.bars.get(sheet.pk, [])}
    told |= {"change": grid.change(total[0], total[-1]), "round_max": figures.table.spec.total.max}
    told |= {"facts": [(name, sheet.facts.get(name, "")) for name in queries.facts_of(figures.table)]}
    return render(request, "rankings/sheet.html", frame(request, sheet.round, problems=problems, **told), status=422 if problems else 200)


Said = Mapping[tuple[str, str], ScoreEntry]


def _save(request: HttpRequest, sheet: ScoreSheet) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Save every criterion of the form that differs from what is kept: what was typed wrong, and why, by path."""
    typed: dict[str, dict[str, str]] = {}
    problems: dict[str, dict[str, str]] = {}
    told = [n for n in compiled_of(sheet.round.table).leaves if f"{n.index}:version" in request.POST]
    said = _said(request, sheet) if told else {}
    for node in told:
        found = _cell(request, sheet, node, said)
        if isinstance(found, dict):
            typed[node.path] = {**grid.typed_for(node, request.POST.dict()), "why": request.POST.get(f"{node.index}:why", "")}
            problems[node.path] = found
    return typed, problems


def _said(request: HttpRequest, sheet: ScoreSheet) -> Said:
    """What is kept of a sheet one may type in at the stage under way; 403 if one may not."""
    access.may_enter(who(request), sheet, stage_of(sheet.round)).must()
    return {(e.stage, e.path): e for e in sheet.entries.all()}


def _cell(request: HttpRequest, sheet: ScoreSheet, node: Node, said: Said) -> ScoreEntry | dict[str, str] | None:
    """Save one criterion of a form; the problems by name of input if it cannot be. What only repeats what stands there is left."""
    stage, post = stage_of(sheet.round), request.POST.dict()
    kept, why = said.get((stage, node.path)), post.get(f"{node.index}:why", "")
    typed = grid.typed_for(node, post)
    if typed == grid.shown(grid.standing(said, stage, node.path)) and (kept is None or why == kept.why):
        return kept
    try:
        at = whole(post.get(f"{node.index}:version", ""), 0)
        return entries.put(sheet, stage, node.path, typed, why=why, version=at, by=who(request))
    except Misread as problem:
        return problem.problems
    except entries.Stale as problem:
        return {"": str(problem)}


@require_POST
def cell(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Save one criterion while typing: the new points of it, its groups and the whole, or what is wrong (422)."""
    sheet = access.sheet_for(who(request), pk, key)
    path = request.POST.get("path", "")
    node = compiled_of(sheet.round.table).nodes.get(path)
    if node is None or node.children:
        return JsonResponse({"problems": {"": "Bảng không có tiêu chí này."}}, status=422)
    found = _cell(request, sheet, node, _said(request, sheet))
    if isinstance(found, dict):
        return JsonResponse({"problems": found}, status=422)
    return JsonResponse({**_points(sheet, path), "version": found.version if found else 0})


def _points(sheet: ScoreSheet, path: str) -> dict[str, Any]:
    """The points of a criterion and everything above it at the stage under way, as the page shows them."""
    figures = Figures(sheet.round)
    root = figures.at(sheet, figures.stage, alone=figures.stage == Stage.SELF).root
    above = ["/".join(path.split("/")[:i]) for i in range(1, path.count("/") + 2)]
    told = {p: grid.points_of(figures.stage, root.at(p), None) for p in above if p in figures.table.nodes}
    return {
        "points": {p: diem(x.points) if x.points is not None else x.words for p, x in told.items()},
        "total": diem(root.points),
        "formula": told[path].formula,
        "notes": list(told[path].notes),
    } | ({} if figures.stage == Stage.SELF else {"changes": _changes(figures, sheet, root, told)})


def _changes(figures: Figures, sheet: ScoreSheet, root: Score, told: Mapping[str, grid.Points]) -> dict[str, str]:
    """How the points now differ from the self-score, by path; of the whole under the empty path."""
    first = figures.at(sheet, Stage.SELF).root
    now = {**told, "": grid.points_of(figures.stage, root, None)}
    before = {p: grid.points_of(Stage.SELF, first.at(p) if p else first, None) for p in now}
    return {p: lech(grid.change(before[p], x)) for p, x in now.items()}


# ---- the sheet as a whole ------------------------------------------------------------------------------


def _act(
    request: HttpRequest, pk: int, key: str, allowed: Callable[[ScoreSheet], Answer], act: Callable[[ScoreSheet], Any], done: str
) -> HttpResponse:
    """One verb on a sheet: allowed, done, told."""
    sheet = access.sheet_for(who(request), pk, key)
    allowed(sheet).must()
    try:
        act(sheet)
    except ValidationError as problem:
        refused(request, problem)
    else:
        messages.success(request, done)
    return redirect("rankings:sheet", pk, key)


@require_POST
def send(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Send the self-score."""
    user = who(request)
    return _act(request, pk, key, lambda s: access.may_enter(user, s, Stage.SELF), lambda s: sheets.send(s, by=user), "Đã gửi bảng tự chấm.")


@require_POST
def send_back(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Return a self-score, with the reason."""
    user, reason = who(request), request.POST.get("reason", "")
    return _act(request, pk, key, lambda s: access.may_run(user, s.round), lambda s: sheets.send_back(s, reason, by=user), "Đã trả lại bảng tự chấm.")


@require_POST
def accept(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Agree with every criterion that was not scored anew at the stage under way."""
    user, sheet = who(request), access.sheet_for(who(request), pk, key)
    stage = stage_of(sheet.round)
    done = "Đã đồng ý các tiêu chí còn lại."
    return _act(request, pk, key, lambda s: access.may_enter(user, s, stage), lambda s: entries.accept_rest(s, stage, by=user), done)


@require_POST
def finish(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """End the cross-scoring or the verification of a sheet."""
    user, sheet = who(request), access.sheet_for(who(request), pk, key)
    stage = stage_of(sheet.round)
    act = sheets.send_across if stage == Stage.CROSS else sheets.finish_review
    return _act(request, pk, key, lambda s: access.may_enter(user, s, stage), lambda s: act(s, by=user), "Đã gửi kết quả.")


@require_POST
def prove(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Add evidence for a criterion: words, a file, or both."""
    user, upload = who(request), request.FILES.get("file")

    def act(sheet: ScoreSheet) -> None:
        try:
            file = store(upload, by=user) if upload else None
            entries.prove(sheet, request.POST.get("path", ""), request.POST.get("words", ""), file, by=user)
        except (Refused, Misread) as problem:
            raise ValidationError(str(problem)) from None

    return _act(request, pk, key, lambda s: access.may_prove(user, s), act, "Đã thêm minh chứng.")


@require_POST
def take_back(request: HttpRequest, pk: int, key: str, evidence: int) -> HttpResponse:
    """Take evidence back."""
    user = who(request)

    def act(sheet: ScoreSheet) -> None:
        entries.take_back(get_object_or_404(Evidence.objects.select_related("sheet"), sheet=sheet, pk=evidence, void_at=None), by=user)

    return _act(request, pk, key, lambda s: access.may_prove(user, s), act, "Đã bỏ minh chứng.")


@require_POST
def explain(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Explain a difference."""
    user, path, words = who(request), request.POST.get("path", ""), request.POST.get("words", "")

    def act(sheet: ScoreSheet) -> None:
        try:
            entries.explain(sheet, path, words, by=user)
        except Misread as problem:
            raise ValidationError(str(problem)) from None

    _act(request, pk, key, lambda s: access.may_prove(user, s), act, "Đã ghi giải trình.")
    return redirect("rankings:meeting", pk)  # where the next difference waits
