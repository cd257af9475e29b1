"""Scoring tables: the list, one edition with what the linter finds, drafts written and issued, files in and out, a draft tried."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vinhdanh.accounts.asked import version
from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.merit.scoring import loading
from vinhdanh.merit.scoring.dump import yaml
from vinhdanh.merit.scoring.loading import TableError
from vinhdanh.merit.scoring.questions import Move, draft
from vinhdanh.people.access import may, units_for
from vinhdanh.rankings import access, editions, rows
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.forms import TableForm, TextForm
from vinhdanh.rankings.models import ScoreEntry, ScoreRound, ScoreTable
from vinhdanh.rankings.tables import compiled_of
from vinhdanh.rankings.views.common import YAML, refused, sent, written
from vinhdanh.workbook.model import UnreadableFile
from vinhdanh.workbook.plain import MEDIA_TYPE
from vinhdanh.workbook.scoring import read_table, write_table

LARGEST = 5_000_000  # bytes of an uploaded table


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The tables an account may see, the newest edition of each first."""
    user = who(request)
    found = access.tables_for(user).order_by("owner__sort_key", "key", "-edition")
    return render(request, "rankings/tables.html", {"tables": found, "may_write": may(user, "scores.tables")})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new table, from a file or a text."""
    user = who(request)
    may(user, "scores.tables").must()
    form = TableForm(request.POST or None, request.FILES or None, owners=units_for(user, "scores.tables"))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = editions.create(said["owner"], said["key"], text_of(said["file"], said["text"]), by=user)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            return redirect("rankings:table", made.pk)
    return render(request, "rankings/table_new.html", {"form": form}, status=422 if form.errors else 200)


def text_of(upload: File[bytes] | None, text: str) -> str:
    """The YAML of what was given; a workbook is read and written as YAML. Raises ``ValidationError`` saying what is wrong and where."""
    if upload is None:
        return text.replace("\r\n", "\n")
    if (upload.size or 0) > LARGEST:
        raise ValidationError("Tệp bảng tiêu chí lớn hơn 5 MB. Hãy kiểm tra lại tệp.")
    name, data = upload.name or "", upload.read()
    if name.lower().endswith((".xlsx", ".xls")):
        return _from_workbook(data, Path(name).suffix)
    try:
        return str(data, "utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ValidationError("Tệp không phải chữ UTF-8. Hãy lưu tệp .yaml bằng mã UTF-8, hoặc dùng tệp .xlsx.") from None


def _from_workbook(data: bytes, suffix: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"bang{suffix.lower()}"
        path.write_bytes(data)
        try:
            return yaml(loading.table(read_table(path), "bảng").spec)
        except TableError as error:
            raise ValidationError(error.problems) from None
        except UnreadableFile as error:
            raise ValidationError(error.message_vi) from None


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition: its criteria as the paper shows them, what the linter finds, what may be done."""
    user, table = who(request), access.table_for(who(request), pk)
    made = compiled_of(table)
    others = access.tables_for(user).filter(owner=table.owner, key=table.key).exclude(pk=pk).order_by("-edition")
    told = {
        "table": table,
        "spec": made.spec,
        "rows": [(node, node.path.count("/")) for node in made.root.walk() if node.path],
        "faults": editions.faults(table),
        "others": others,
        "may_edit": access.may_edit_table(user, table),
        "may_write": may(user, "scores.tables", table.owner),
        "used": access.rounds_for(user).filter(table=table).order_by("-year", "cluster__key"),
    }
    return render(request, "rankings/table.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another text for a draft."""
    user, table = who(request), access.table_for(who(request), pk)
    access.may_edit_table(user, table).must()
    form = TextForm(request.POST or None, initial={"text": table.text, "version": table.version})
    if request.method == "POST" and form.is_valid():
        try:
            editions.change(table, text_of(None, form.cleaned_data["text"]), version=form.cleaned_data["version"] or 0, by=user)
        except ValidationError as problem:
            form.add_problem(problem)
        except editions.StaleTable:
            form.add_error(None, "Bản dự thảo vừa được người khác sửa. Hãy mở lại trang để xem bản mới rồi sửa tiếp.")
        else:
            return redirect("rankings:table", pk)
    return render(request, "rankings/table_edit.html", {"form": form, "table": table}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft edited as rows, as its workbook has them."""
    user, table = who(request), access.table_for(who(request), pk)
    access.may_edit_table(user, table).must()
    made, about = rows.to_rows(compiled_of(table).spec)
    problems: list[str] = []
    if request.method == "POST":
        made, about = rows.typed(request.POST.dict()), request.POST.get("about", "")
        problems = _keep_rows(table, made, about, version(request.POST), user)
        if not problems:
            messages.success(request, "Đã lưu dự thảo.")
            return redirect("rankings:table", pk)
    spare = [dict.fromkeys(rows.FIELDS, "")] * rows.SPARE
    shown = [[(key, row.get(key, "")) for key in rows.FIELDS] for row in (*made, *spare)]
    told = {"table": table, "rows": shown, "about": about, "problems": problems, "titles": rows.TITLES, "choices": rows.CHOICES}
    return render(request, "rankings/table_grid.html", told, status=422 if problems else 200)


def _keep_rows(table: ScoreTable, made: list[dict[str, str]], about: str, at: int, user: User) -> list[str]:
    """Keep a table edited as rows; what is wrong with it."""
    try:
        editions.change(table, rows.to_text(made, about), version=at, by=user)
    except TableError as error:
        return error.problems
    except ValidationError as problem:
        return list(problem.messages)
    except editions.StaleTable:
        return ["Bản dự thảo vừa được người khác sửa. Hãy mở lại trang để xem bản mới rồi sửa tiếp."]
    return []


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a draft."""
    user, table = who(request), access.table_for(who(request), pk)
    access.may_edit_table(user, table).must()
    try:
        editions.issue(table, by=user)
    except ValidationError as problem:
        refused(request, problem)
    else:
        messages.success(request, "Đã ban hành. Từ nay bản này không sửa được; muốn đổi phải tạo bản mới.")
    return redirect("rankings:table", pk)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A new edition, as a draft that begins as a copy."""
    user, table = who(request), access.table_for(who(request), pk)
    may(user, "scores.tables", table.owner).must()
    try:
        made = editions.new_edition(table, by=user)
    except ValidationError as problem:
        refused(request, problem)
        return redirect("rankings:table", pk)
    return redirect("rankings:table_edit", made.pk)


@require_safe
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The table as YAML, or as a workbook that can be changed and brought in again."""
    table = access.table_for(who(request), pk)
    name = f"{table.key}-{table.edition}.{kind}"
    if kind == "yaml":
        return sent(name, YAML, table.text)
    return sent(name, MEDIA_TYPE, written(lambda path: write_table(compiled_of(table).spec, path)))


class TrialForm(forms.Form):
    """Whose figures a draft is tried on."""

    round = forms.ModelChoiceField(
        ScoreRound.objects.none(), label="Số liệu của kỳ", empty_label="– chọn –", widget=forms.Select(attrs={"class": "form-select"})
    )


@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """A table tried on the figures of an earlier round: who moves, by how much, why."""
    user, table = who(request), access.table_for(who(request), pk)
    form = TrialForm(request.GET or None)
    form.fields["round"].queryset = access.rounds_for(user).order_by("-year", "cluster__key")  # type: ignore[attr-defined]
    moves: list[Move] = []
    if request.GET and form.is_valid():
        figures = Figures(form.cleaned_data["round"])
        access.may_run(user, figures.round).must()
        moves = draft(figures.table, compiled_of(table), figures.units, figures.stage)
    return render(request, "rankings/trial.html", {"table": table, "form": form, "moves": moves, "stage": ScoreEntry.Stage})
