"""A round as files: the ranking as a workbook that computes, the minutes and a unit's own score in Word."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vinhdanh.accounts.answers import no
from vinhdanh.accounts.asker import who
from vinhdanh.documents.paper import MEDIA_TYPE as WORD
from vinhdanh.rankings import access, documents
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.views.common import sent, written
from vinhdanh.workbook.plain import MEDIA_TYPE
from vinhdanh.workbook.scoring_live import write_live


@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking as it stands, with formulas. Not while somebody's score may not be seen yet."""
    user, round = who(request), access.round_for(who(request), pk)
    figures = Figures(round)
    if not access.sees_all(user, figures.sheets):
        no("Chưa xuất được: còn đơn vị chưa gửi bảng tự chấm, điểm của các đơn vị chưa được xem.").must()
    title = f"{round.cluster.name}, {round.name}: {round.get_state_display()}"
    return sent(f"xep-hang-{round.pk}.xlsx", MEDIA_TYPE, written(lambda path: write_live(figures.order(figures.stage), title, path)))


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of the cluster's review as a Word file. Not while somebody's score may not be seen yet."""
    user, round = who(request), access.round_for(who(request), pk)
    figures = Figures(round)
    if not access.sees_all(user, figures.sheets):
        no("Chưa lập được biên bản: còn đơn vị chưa gửi bảng tự chấm, điểm của các đơn vị chưa được xem.").must()
    return sent(f"bien-ban-{round.pk}.docx", WORD, documents.cluster_review_minutes(figures))


@require_safe
def self_score(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A unit's own score as a Word file."""
    user, sheet = who(request), access.sheet_for(who(request), pk, key)
    access.may_see_scores(user, sheet).must()
    return sent(f"bang-tu-cham-{sheet.round_id}-{sheet.pk}.docx", WORD, documents.self_score_table(Figures(sheet.round), sheet))
