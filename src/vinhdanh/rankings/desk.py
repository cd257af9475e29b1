"""What waits in scoring: one's own sheets to score, sheets to score across, differences to explain, appeals to answer, steps to take."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from vinhdanh.accounts.desk import DeskItem, named
from vinhdanh.accounts.models import User
from vinhdanh.people.access import in_scope
from vinhdanh.rankings.models import Appeal, ScoreRound, ScoreSheet

State = ScoreRound.State
MOST = 6


def items(user: User, on: dt.date) -> list[DeskItem]:
    """Four queries."""
    return [*_own(user), *_across(user), *_appeals(user), *_run(user)]


def _own(user: User) -> list[DeskItem]:
    rows = ScoreSheet.objects.filter(in_scope(user, "scores.enter", "unit__"), round__state=State.SELF, self_sent_at=None)
    return [
        DeskItem(f"Tự chấm điểm {s.unit_name}", _sheet(s), "Chấm", "Chưa gửi", "nhap", _round(s.round), s.round.self_due, "i-diem")
        for s in rows.select_related("round__cluster", "unit").order_by("round__self_due", "pk")[:MOST]
    ]


def _across(user: User) -> list[DeskItem]:
    rows = ScoreSheet.objects.filter(in_scope(user, "scores.enter", "crossed_by__"), round__state=State.CROSS, cross_sent_at=None)
    return [
        DeskItem(f"Chấm chéo {s.unit_name}", _sheet(s), "Chấm", "Chờ chấm chéo", "cho", _round(s.round), s.round.cross_due, "i-diem")
        for s in rows.select_related("round__cluster", "unit").order_by("round__cross_due", "pk")[:MOST]
    ]


def _appeals(user: User) -> list[DeskItem]:
    waiting = Appeal.objects.filter(in_scope(user, "scores.run", "sheet__round__cluster__owner__"), state=Appeal.State.SENT)
    return [
        DeskItem(
            f"Trả lời phúc khảo của {a.sheet.unit_name}",
            reverse("rankings:appeal", args=(a.sheet.round_id, a.pk)),
            "Trả lời",
            "Chờ trả lời",
            "tin",
            f"{_round(a.sheet.round)}, tiêu chí {a.path}",
            a.sheet.round.review_due,
            "i-diem",
        )
        for a in waiting.select_related("sheet__round__cluster").order_by("at", "pk")[:MOST]
    ]


def _run(user: User) -> list[DeskItem]:
    """Rounds one organises that are not published, in one line a step."""
    rows = ScoreRound.objects.filter(in_scope(user, "scores.run", "cluster__owner__")).exclude(state=State.PUBLISHED).select_related("cluster")
    found = list(rows.order_by("year", "cluster__key", "pk"))
    steps = {state: [r for r in found if r.state == state] for state in dict.fromkeys(r.state for r in found)}
    return [_step(rounds) for rounds in steps.values()]


def _step(rounds: list[ScoreRound]) -> DeskItem:
    first = rounds[0]
    url = reverse("rankings:round", args=(first.pk,)) if len(rounds) == 1 else f"{reverse('rankings:rounds')}?nam={first.year}"
    detail = named([r.cluster.name for r in rounds[:3]], len(rounds))
    return DeskItem(f"Kỳ chấm điểm ở bước “{first.get_state_display()}”", url, "Xem", first.get_state_display(), "tin", detail, icon="i-diem")


def _sheet(sheet: ScoreSheet) -> str:
    return reverse("rankings:sheet", args=(sheet.round_id, sheet.unit.key))


def _round(round: ScoreRound) -> str:
    return f"{round.cluster.name}, {round.name}"
