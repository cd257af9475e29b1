"""What if a unit had other figures; how far to the next place; how the order leans on each criterion. Nothing is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vinhdanh.accounts.answers import no
from vinhdanh.accounts.asker import who
from vinhdanh.merit.scoring import loading
from vinhdanh.merit.scoring.questions import WhatIf, gaps, robustness, what_if
from vinhdanh.rankings import access, grid
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import ScoreSheet
from vinhdanh.rankings.reading import Misread, asked, leaf_of, read
from vinhdanh.rankings.views.common import frame


@require_safe
def page(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One criterion of a unit with other figures: its place and points before and after, who else moves."""
    user, sheet = who(request), access.sheet_for(who(request), pk, key)
    figures = Figures(sheet.round)
    if not access.sees_all(user, figures.sheets):
        no("Chưa thử được: còn đơn vị chưa gửi bảng tự chấm, thứ hạng chưa có nghĩa.").must()
    path = request.GET.get("path", "") or figures.table.leaves[0].path
    problems: dict[str, str] = {}
    found = None
    try:
        node = leaf_of(figures.table, path)
        found = _asked(request, figures, sheet, path) if "hoi" in request.GET else None
    except Misread as problem:
        problems, node = problem.problems, figures.table.nodes.get(path, figures.table.leaves[0])
    kept = grid.shown(grid.standing({(e.stage, e.path): e for e in figures.entries if e.sheet_id == sheet.pk}, figures.stage, node.path))
    cells = [
        grid.Cell(f"{node.index}:{a.name}", a, request.GET.get(f"{node.index}:{a.name}", kept.get(a.name, "")), problems.get(a.name, ""))
        for a in asked(node)
    ]
    order = figures.order(figures.stage)
    told = {
        "sheet": sheet,
        "node": node,
        "cells": cells,
        "leaves": [(n.path, f"{n.spec.code}. {n.spec.name}") for n in figures.table.leaves],
        "found": found,
        "problems": problems,
        "gap": next((g for g in gaps(order) if g.standing.unit_id == key), None),
        "leaning": [(x, figures.table.nodes[x.path]) for x in robustness(order)[:8] if x.swaps] if len(order.ranked) > 1 else [],
    }
    return render(request, "rankings/whatif.html", frame(request, sheet.round, **told), status=422 if problems else 200)


def _asked(request: HttpRequest, figures: Figures, sheet: ScoreSheet, path: str) -> WhatIf:
    """The answer of the engine. Raises ``Misread``."""
    data = read(leaf_of(figures.table, path), grid.typed_for(figures.table.nodes[path], request.GET.dict()))
    problems: list[str] = []
    entry = loading.entry(data or {}, path, problems)
    return what_if(figures.table, figures.units, sheet.unit.key, {path: entry}, figures.stage)
