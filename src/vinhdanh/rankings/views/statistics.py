"""Bringing in figures of the statistics system: the file to fill, what it says, keeping it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.files.access import file_for
from vinhdanh.files.actions import path_of, store
from vinhdanh.files.refused import Refused
from vinhdanh.rankings import access, statistics
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.views.common import frame, refused, sent, written
from vinhdanh.workbook.model import UnreadableFile
from vinhdanh.workbook.plain import MEDIA_TYPE


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The file to fill and where to send it."""
    user, round = who(request), access.round_for(who(request), pk)
    access.may_run(user, round).must()
    given = request.FILES.get("file")
    if request.method == "POST":
        if given is None:
            messages.error(request, "Chọn tệp .xlsx đã điền.")
        else:
            try:
                return redirect("rankings:statistics_review", pk, store(given, by=user).pk)
            except Refused as problem:
                messages.error(request, str(problem))
        return redirect("rankings:statistics", pk)
    return render(request, "rankings/statistics.html", frame(request, round))


@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook to fill."""
    round = access.round_for(who(request), pk)
    access.may_run(who(request), round).must()
    return sent(f"so-lieu-{round.pk}.xlsx", MEDIA_TYPE, written(lambda path: statistics.template(round, path)))


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """What a file says beside what is kept; nothing is kept before this was seen."""
    user, round, stored = who(request), access.round_for(who(request), pk), file_for(who(request), file)
    access.may_run(user, round).must()
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / stored.name
            path.write_bytes(path_of(stored.digest).read_bytes())
            found = statistics.read_file(round, path)
        if request.method == "POST":
            changed = statistics.save(round, found, stored, by=user)
            messages.success(request, f"Đã nhập: {changed} tiêu chí thay đổi.")
            return redirect("rankings:round", pk)
    except UnreadableFile as problem:
        messages.error(request, problem.message_vi)
        return redirect("rankings:statistics", pk)
    except ValidationError as problem:
        refused(request, problem)
        return redirect("rankings:statistics", pk)
    rows = list(statistics.told(found, Figures(round)))
    changed = sum(1 for c in found.changes if not c.same)
    return render(request, "rankings/statistics_review.html", frame(request, round, file=stored, rows=rows, faults=found.faults, changed=changed))
