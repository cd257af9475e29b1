"""The steps of a round: what must be done before the next, and going on, with a reason where something is not done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit.scoring.questions import Difference, differences
from vinhdanh.merit.text import tidy
from vinhdanh.rankings.entries import accept_rest
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import Appeal, BallotCount, Election, Explanation, ScoreEntry, ScoreRound, ScoreSheet
from vinhdanh.rankings.votes import agreed

State, Stage = ScoreRound.State, ScoreEntry.Stage
ORDER = [s.value for s in State]


def to_explain(figures: Figures) -> list[Difference]:
    """The differences between self-score and cross-score that the unit must explain: those as great as the round says.

    Only where the scorer entered something: relative criteria also move when all figures are in, which nobody has to explain.
    """
    keys = {s.pk: s.unit.key for s in figures.sheets}
    scored = {(keys[e.sheet_id], e.path) for e in figures.entries if e.stage == Stage.CROSS and not e.data.get("accept")}
    found = differences(figures.table, figures.units, Stage.SELF, Stage.CROSS) if scored else []
    least = figures.round.explain_from
    return [d for d in found if (d.unit, d.path) in scored and (d.change is None or abs(d.change) >= least)]


def obstacles(round: ScoreRound, on: dt.date) -> list[str]:
    """What must still be done before the next step; empty if nothing."""
    find = _OBSTACLES.get(round.state)
    return find(round, on) if find else []


def _names(sheets: Sequence[ScoreSheet]) -> str:
    return ", ".join(s.unit_name for s in sheets[:5]) + (f" và {len(sheets) - 5} đơn vị khác" if len(sheets) > 5 else "")


def _unsent(round: ScoreRound, on: dt.date) -> list[str]:
    left = list(round.sheets.filter(self_sent_at=None).order_by("unit__sort_key"))
    return [f"Chưa gửi bảng tự chấm: {_names(left)}."] if left else []


def _uncrossed(round: ScoreRound, on: dt.date) -> list[str]:
    left = list(round.sheets.filter(cross_sent_at=None, crossed_by__isnull=False).order_by("unit__sort_key"))
    return [f"Chưa chấm chéo xong: {_names(left)}."] if left else []


def _unexplained(round: ScoreRound, on: dt.date) -> list[str]:
    left = unexplained(Figures(round))
    shown = "; ".join(f"{d.unit} {d.path}" for d in left[:6])
    return [f"Còn {len(left)} chỗ lệch chưa giải trình và cuộc họp chưa kết luận: {shown}."] if left else []


def unexplained(figures: Figures) -> list[Difference]:
    """The differences that neither the unit explained nor the meeting decided."""
    keys = {s.pk: s.unit.key for s in figures.sheets}
    told = Explanation.objects.filter(sheet__round=figures.round).values_list("sheet_id", "path")
    done = {(keys[sheet], path) for sheet, path in told} | {(keys[e.sheet_id], e.path) for e in figures.entries if e.stage == Stage.MEETING}
    return [d for d in to_explain(figures) if (d.unit, d.path) not in done]


def _appeals(round: ScoreRound, on: dt.date) -> list[str]:
    return [f"Hạn phúc khảo là {round.appeal_due:%d/%m/%Y}, chưa hết."] if round.appeal_due and on <= round.appeal_due else []


def _unreviewed(round: ScoreRound, on: dt.date) -> list[str]:
    waiting = Appeal.objects.filter(sheet__round=round, state=Appeal.State.SENT).count()
    left = list(round.sheets.filter(reviewed_at=None).order_by("unit__sort_key"))
    return ([f"Còn {waiting} đề nghị phúc khảo chưa trả lời."] if waiting else []) + ([f"Chưa thẩm định xong: {_names(left)}."] if left else [])


def _uncounted(round: ScoreRound, on: dt.date) -> list[str]:
    counts: dict[int, list[BallotCount]] = {}
    for row in BallotCount.objects.filter(round=round).order_by("turn"):
        counts.setdefault(row.election_id, []).append(row)
    left = [str(e) for e in Election.objects.filter(round=round).order_by("pk") if not agreed(counts.get(e.pk, []))]
    return [f"Kiểm phiếu chưa xong hoặc hai lượt kiểm còn lệch: {', '.join(left)}."] if left else []


_OBSTACLES: dict[str, Callable[[ScoreRound, dt.date], list[str]]] = {
    State.SELF: _unsent,
    State.CROSS: _uncrossed,
    State.MEETING: _unexplained,
    State.APPEAL: _appeals,
    State.REVIEW: _unreviewed,
    State.VOTE: _uncounted,
}


@transaction.atomic
def advance(round: ScoreRound, *, on: dt.date, reason: str = "", version: int, by: User) -> ScoreRound:
    """Go on to the next step. What is not done is an obstacle, overcome only with a reason, which is kept.

    Publication is a step of its own (``publishing``). Raises ``ValidationError``.
    """
    kept = ScoreRound.objects.select_for_update().get(pk=round.pk)
    if kept.version != version:
        raise ValidationError("Kỳ chấm điểm vừa được người khác chuyển bước. Hãy tải lại trang.")
    if kept.state in (State.VOTE, State.PUBLISHED):
        raise ValidationError("Bước tiếp theo là công bố kết quả.")
    left = obstacles(kept, on)
    if left and not tidy(reason):
        raise ValidationError([*left, "Hoàn thành các việc trên, hoặc ghi lý do chuyển bước khi chưa xong."])
    if kept.state == State.MEETING:
        _carry(kept, Stage.MEETING, by)
    return _to(kept, ORDER[ORDER.index(kept.state) + 1], left, tidy(reason), by)


def _to(round: ScoreRound, state: str, left: Sequence[str], reason: str, by: User) -> ScoreRound:
    before, round.state, round.version = round.state, state, round.version + 1
    round.save()
    record(round, "round.advanced", by=by, reason=reason, data={"from": before, "to": state, "left": list(left)})
    return round


def _carry(round: ScoreRound, stage: str, by: User) -> None:
    """What the meeting did not score anew stands as the cross-score (or self-score) has it."""
    for sheet in round.sheets.all():
        accept_rest(sheet, stage, by=by)


@transaction.atomic
def note_meeting(round: ScoreRound, note: str, meeting_on: dt.date | None, *, by: User) -> None:
    """The conclusion of the cluster meeting, for the minutes."""
    kept = ScoreRound.objects.select_for_update().get(pk=round.pk)
    if kept.state not in (State.MEETING, State.APPEAL):
        raise ValidationError("Kết luận cuộc họp ghi ở bước Họp cụm, khối hoặc Phúc khảo.")
    kept.meeting_note, kept.meeting_on, kept.version = note.strip(), meeting_on or kept.meeting_on, kept.version + 1
    kept.save()
    record(kept, "round.meeting_noted", by=by, data={"note": kept.meeting_note, "on": kept.meeting_on})
