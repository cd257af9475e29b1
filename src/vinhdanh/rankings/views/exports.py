"""A round as files: the ranking as a workbook that computes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vinhdanh.accounts.answers import no
from vinhdanh.accounts.asker import who
from vinhdanh.documents.paper import MEDIA_TYPE as WORD
from vinhdanh.rankings import access, documents
from vinhdanh.rankings.figures import Figures
from vinhdanh.workbook.plain import MEDIA_TYPE
from vinhdanh.workbook.scoring_live import write_live


@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking as it stands, with formulas. Not while somebody's score may not be seen yet."""
    user, round = who(request), access.round_for(who(request), pk)
    figures = Figures(round)
    if not all(access.may_see_scores(user, s) for s in figures.sheets):
        no("Chưa xuất được: còn đơn vị chưa gửi bảng tự chấm, điểm của các đơn vị chưa được xem.").must()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "xep-hang.xlsx"
        write_live(figures.order(figures.stage), f"{round.cluster.name}, {round.name}: {round.get_state_display()}", path)
        answer = HttpResponse(path.read_bytes(), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="xep-hang-{round.pk}.xlsx"'
    return answer


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of the cluster's review as a Word file. Not while somebody's score may not be seen yet."""
    user, round = who(request), access.round_for(who(request), pk)
    figures = Figures(round)
    if not all(access.may_see_scores(user, s) for s in figures.sheets):
        no("Chưa lập được biên bản: còn đơn vị chưa gửi bảng tự chấm, điểm của các đơn vị chưa được xem.").must()
    return _word(documents.cluster_review_minutes(figures), f"bien-ban-{round.pk}")


@require_safe
def self_score(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A unit's own score as a Word file."""
    user, sheet = who(request), access.sheet_for(who(request), pk, key)
    access.may_see_scores(user, sheet).must()
    return _word(documents.self_score_table(Figures(sheet.round), sheet), f"bang-tu-cham-{sheet.round_id}-{sheet.pk}")


def _word(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return answer
