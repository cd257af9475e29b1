"""A round as files: the ranking as a workbook that computes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vinhdanh.accounts.answers import no
from vinhdanh.accounts.asker import who
from vinhdanh.rankings import access
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
