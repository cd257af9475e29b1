"""Pages of imports: the files brought in, a new one, its columns, the grid, saving, undoing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.middleware import HtmxDetails

from vinhdanh.accounts.asked import whole
from vinhdanh.accounts.asker import who
from vinhdanh.audit.actions import saw
from vinhdanh.files.actions import Refused
from vinhdanh.jobs.progress import latest
from vinhdanh.jobs.views import bar
from vinhdanh.records.importing import access, actions, queries, reading
from vinhdanh.records.importing.forms import ColumnsForm, FileForm
from vinhdanh.records.importing.kinds import HIDDEN, LISTS, columns_of
from vinhdanh.records.importing.undoing import Undo
from vinhdanh.records.models import ImportBatch, ImportRow
from vinhdanh.workbook import write_template

State = ImportBatch.State


class HtmxRequest(HttpRequest):
    """A request that knows whether htmx sent it."""

    htmx: HtmxDetails


def index(request: HttpRequest) -> HttpResponse:
    """The files brought in so far, the newest first."""
    found = Paginator(access.batches_for(who(request)).order_by("-pk"), 30).get_page(request.GET.get("trang", 1))
    rows = [(b, queries.name_of(b)) for b in found]
    return render(request, "records/importing/index.html", {"rows": rows, "page": found, "may": access.may_import(who(request))})


def new(request: HttpRequest) -> HttpResponse:
    """Bring in a file."""
    user = who(request)
    answer = access.may_import(user)
    form = FileForm(user, request.POST or None, request.FILES or None) if request.method == "POST" else FileForm(user)
    if request.method == "POST" and form.is_valid():
        answer.must()
        data = form.cleaned_data
        try:
            batch = actions.begin(data["file"], unit=data["unit"], kind=data["kind"], year=data["year"], by=user)
        except Refused as why:
            form.add_error("file", str(why))
        else:
            return redirect("records:importing:show", batch.pk)
    return render(request, "records/importing/new.html", {"form": form, "may": answer}, status=422 if form.errors else 200)


def template_file(request: HttpRequest) -> FileResponse:
    """The empty template."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mau.xlsx"
        write_template(path)
        return FileResponse(path.open("rb"), as_attachment=True, filename="mau-vinh-danh.xlsx")


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a batch, by where it stands."""
    batch = access.batch_for(who(request), pk)
    if batch.state in (State.READING, State.SAVING) or _busy(batch):
        return _waiting(request, batch)
    if batch.state == State.MAPPING:
        return redirect("records:importing:font" if "old_text" in batch.mapping else "records:importing:columns", pk)
    if batch.state == State.REVIEW:
        return _review(request, batch)
    return _ended(request, batch)


def _busy(batch: ImportBatch) -> bool:
    return batch.job is not None and batch.job.state in ("waiting", "running")


def _waiting(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    assert batch.job is not None
    job = latest(batch.job)
    return render(request, "records/importing/waiting.html", {"batch": batch, "dead": job.state == "failed", **bar(job)})


def _ended(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    saved = queries.outcome(batch)
    context = {"batch": batch, "kind": queries.name_of(batch), "saved": saved, "may_undo": access.may_undo(batch)}
    if batch.job is not None and batch.job.state == "failed" and batch.state == State.SAVED:
        context["refused"] = batch.job.says
    return render(request, "records/importing/ended.html", context)


# ---- choosing ----


def old_font(request: HttpRequest, pk: int) -> HttpResponse:
    """Text in an old font: before and after, and the choice."""
    user = who(request)
    batch = access.batch_for(user, pk)
    samples = batch.mapping.get("old_text")
    if batch.state != State.MAPPING or not samples:
        return redirect("records:importing:show", pk)
    if request.method == "POST" and request.POST.get("bang_ma") in ("convert", "keep"):
        return _done(request, pk, lambda: actions.decode(batch, request.POST["bang_ma"], by=user))
    return render(request, "records/importing/font.html", {"batch": batch, "samples": samples, "cells": samples[0]["cells"]})


def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column of a unit's own list is."""
    user = who(request)
    batch = access.batch_for(user, pk)
    if batch.state != State.MAPPING or batch.kind not in LISTS or "heads" not in batch.mapping:
        return redirect("records:importing:show", pk)
    kind, heads = LISTS[batch.kind], reading.heads_of(batch)
    chosen = _place(request, heads, reading.guess(kind, heads))
    rows = heads[chosen["sheet"]]
    header = rows[chosen["top"] - 1] if chosen["top"] <= len(rows) else []
    kept = reading.remembered(batch, header)
    chosen |= kept or {"cols": reading.guess_columns(kind, header), "defaults": {}}
    form = ColumnsForm(kind, header, rows[chosen["top"] : chosen["top"] + 10], chosen, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        choice = {"sheet": chosen["sheet"], "top": chosen["top"], "cols": form.cols(), "defaults": form.defaults()}
        return _done(request, pk, lambda: actions.choose(batch, choice, by=user, header=header))
    context = {"batch": batch, "kind": kind.name, "form": form, "sheets": list(heads), "chosen": chosen, "remembered": kept is not None}
    return render(request, "records/importing/columns.html", context, status=422 if form.errors else 200)


def _place(request: HttpRequest, heads: dict[str, list[list[str]]], guessed: dict[str, Any]) -> dict[str, Any]:
    """Sheet and header row: as asked for in the address, else as guessed."""
    asked = request.GET.get("sheet", "")
    sheet = asked if asked in heads else guessed["sheet"]
    top = whole(request.GET.get("row", ""), 0)
    return {"sheet": sheet, "top": top if 1 <= top <= max(len(heads[sheet]), 1) else guessed["top"]}


def _done(request: HttpRequest, pk: int, act: Any, said: str = "") -> HttpResponse:
    """Do it, go back to the batch; where somebody was faster, say so."""
    try:
        act()
    except actions.Stale as why:
        messages.error(request, str(why))
    else:
        if said:
            messages.success(request, said)
    return redirect("records:importing:show", pk)


# ---- the grid ----


def _review(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    return render(request, "records/importing/review.html", _grid_context(request, batch))


def _grid_context(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    user = who(request)
    found = queries.tabs(user, batch)
    asked = request.GET.get("tap", "")
    wrong = queries.wrong_rows(batch)
    tab = next((t for t in found if t.id == asked), None) or next((t for t in found if t.wrong), found[0] if found else None)
    only = request.GET.get("loi", "1" if wrong else "0") == "1"
    context: dict[str, Any] = {"batch": batch, "kind": queries.name_of(batch), "tabs": found, "wrong": wrong, "totals": queries.totals(found)}
    context |= {"may_save": access.may_save(batch, wrong), "skipped": queries.skipped_rows(batch), "only": only}
    if tab is not None:
        grid = queries.grid(batch, tab, only, request.GET.get("trang", 1))
        place = f"tap={tab.id}&loi={int(only)}&"
        context |= {"grid": grid, "here": f"{place}trang={grid.page.number}", "query": place, "page": grid.page}
        if tab.id in HIDDEN and grid.lines:
            saw(batch, HIDDEN[tab.id], by=user, page=request.path)
    return context


def _after(request: HttpRequest, batch: ImportBatch, row: ImportRow) -> HttpResponse:
    """The grid again: only it for htmx, the whole page otherwise."""
    if cast(HtmxRequest, request).htmx:
        return render(request, "records/importing/_grid.html", _grid_context(request, access.batch_for(who(request), batch.pk)))
    return redirect(f"{reverse('records:importing:show', args=[batch.pk])}?{request.GET.urlencode()}#d{row.number}")


def cell(request: HttpRequest, pk: int, row: int, col: str) -> HttpResponse:
    """Correct one cell: the form in its place (or on a page), then the grid again."""
    user = who(request)
    batch = access.batch_for(user, pk)
    found = access.row_for(user, batch, row)
    heads = {h.name: h for h in queries.heads_of(batch, found.sheet)}
    if batch.state != State.REVIEW or col not in heads:
        return redirect("records:importing:show", pk)
    if request.method == "POST":
        try:
            text, before = request.POST.get("value", "")[:500], request.POST.get("before", "")
            actions.correct_cell(batch, found, col, text, before=before, by=user, on=timezone.localdate())
        except actions.Stale as why:
            messages.error(request, str(why))
        return _after(request, batch, found)
    return _cell_form(request, batch, found, heads[col])


def _cell_form(request: HttpRequest, batch: ImportBatch, row: ImportRow, head: queries.Head) -> HttpResponse:
    here = next(c for c in queries.line(row, [head]).cells)
    column = columns_of(batch.kind, row.sheet).get(head.name)
    words = column.table.labels() if column is not None and column.table is not None and column.type in ("code", "text", "yesno") else []
    context = {"batch": batch, "row": row, "cell": here, "head": head, "help": column.help if column else "", "words": words}
    page = "records/importing/_cell.html" if cast(HtmxRequest, request).htmx else "records/importing/cell.html"
    return render(request, page, {**context, "here": request.GET.urlencode()})


@require_POST
def person(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Who a row means: this person, or a new one."""
    user = who(request)
    batch = access.batch_for(user, pk)
    found = access.row_for(user, batch, row)
    asked = request.POST.get("nguoi", "")
    choice = "new" if asked == "moi" else "person"
    try:
        number = whole(asked, None)
        alike = actions.choose_person(batch, found, choice, number, by=user, on=timezone.localdate())
        if alike > 1:
            messages.success(request, f"Đã chọn cho {alike} dòng ghi cùng một người.")
    except actions.Stale as why:
        messages.error(request, str(why))
    return _after(request, batch, found)


@require_POST
def leave_out(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Leave a row out, or take it in again."""
    user = who(request)
    batch = access.batch_for(user, pk)
    found = access.row_for(user, batch, row)
    try:
        actions.leave_out(batch, found, request.POST.get("bo") == "1", by=user, on=timezone.localdate())
    except actions.Stale as why:
        messages.error(request, str(why))
    return _after(request, batch, found)


@require_POST
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the whole file again."""
    user = who(request)
    batch = access.batch_for(user, pk)
    return _done(request, pk, lambda: actions.recheck(batch, by=user))


# ---- saving, undoing, dropping ----


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save everything."""
    user = who(request)
    batch = access.batch_for(user, pk)
    return _done(request, pk, lambda: actions.ask_to_save(batch, by=user))


def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What undoing would take away, or what stands in its way; then the undoing."""
    user = who(request)
    batch = access.batch_for(user, pk)
    if not access.may_undo(batch):
        return redirect("records:importing:show", pk)
    if request.method == "POST":
        return _done(request, pk, lambda: actions.ask_to_undo(batch, by=user))
    obstacles = Undo(batch, user).obstacles()
    return render(request, "records/importing/undo.html", {"batch": batch, "obstacles": obstacles, "saved": queries.outcome(batch)})


def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a batch up; also the way out of work that did not end."""
    user = who(request)
    batch = access.batch_for(user, pk)
    if request.method == "POST" and batch.state in (State.READING, State.SAVING):
        if not _busy(batch):
            actions.reopen(batch)
        return redirect("records:importing:show", pk)
    if request.method == "POST":
        return _done(request, pk, lambda: actions.drop(batch, by=user), "Đã bỏ tệp; không có gì được lưu.")
    return render(request, "records/importing/drop.html", {"batch": batch})
