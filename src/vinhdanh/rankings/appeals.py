"""Appeals (phúc khảo): asked by the unit before the deadline, answered by who verifies, with the new score where it is right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit.text import tidy
from vinhdanh.rankings.entries import locked, put
from vinhdanh.rankings.models import Appeal, ScoreEntry, ScoreRound, ScoreSheet
from vinhdanh.rankings.reading import leaf_of
from vinhdanh.rankings.tables import compiled_of

State = Appeal.State


@transaction.atomic
def appeal(sheet: ScoreSheet, path: str, says: str, *, on: dt.date, by: User) -> Appeal:
    """Ask for a criterion to be scored anew. Raises ``ValidationError`` after the deadline or while one is open."""
    sheet, says = locked(sheet), tidy(says)
    leaf_of(compiled_of(sheet.round.table), path)
    _open(sheet.round, on)
    if not says:
        raise ValidationError("Ghi nội dung đề nghị: điểm nào chưa đúng, vì sao, minh chứng nào.")
    if sheet.appeals.filter(path=path, state=State.SENT).exists():
        raise ValidationError("Tiêu chí này đang có đề nghị phúc khảo chờ trả lời.")
    made = Appeal(sheet=sheet, path=path, says=says, by=by, at=timezone.now())
    made.save()
    record(sheet, "appeal.sent", by=by, data={"path": path, "says": says})
    return made


def _open(round: ScoreRound, on: dt.date) -> None:
    if round.state != ScoreRound.State.APPEAL:
        raise ValidationError(f"Chỉ đề nghị phúc khảo ở bước Phúc khảo; kỳ chấm điểm đang ở bước “{round.get_state_display()}”.")
    if round.appeal_due and on > round.appeal_due:
        raise ValidationError(f"Hạn phúc khảo là {round.appeal_due:%d/%m/%Y}, đã hết.")


@transaction.atomic
def accept(asked: Appeal, typed: Mapping[str, str], answer: str, *, version: int, by: User) -> Appeal:
    """Answer an appeal with a new verified score (``version``: of the verified entry shown, 0 if none)."""
    asked = _waiting(asked, answer)
    put(asked.sheet, ScoreEntry.Stage.VERIFIED, asked.path, typed, why=f"Phúc khảo: {tidy(answer)}", version=version, by=by)
    return _decided(asked, State.ACCEPTED, "appeal.accepted", answer, by)


@transaction.atomic
def reject(asked: Appeal, answer: str, *, by: User) -> Appeal:
    """Answer an appeal: the score stands, and why."""
    return _decided(_waiting(asked, answer), State.REJECTED, "appeal.rejected", answer, by)


@transaction.atomic
def withdraw(asked: Appeal, *, by: User) -> Appeal:
    """The unit takes its appeal back."""
    return _decided(_waiting(asked, "Đơn vị rút đề nghị."), State.WITHDRAWN, "appeal.withdrawn", "Đơn vị rút đề nghị.", by)


def _waiting(asked: Appeal, answer: str) -> Appeal:
    sheet = locked(asked.sheet)
    kept = Appeal.objects.get(pk=asked.pk)
    kept.sheet = sheet
    if kept.state != State.SENT:
        raise ValidationError("Đề nghị này đã được trả lời.")
    if sheet.round.state not in (ScoreRound.State.APPEAL, ScoreRound.State.REVIEW):
        raise ValidationError("Chỉ trả lời phúc khảo ở bước Phúc khảo hoặc Thẩm định điểm.")
    if not tidy(answer):
        raise ValidationError("Ghi nội dung trả lời.")
    return kept


def _decided(asked: Appeal, state: str, action: str, answer: str, by: User) -> Appeal:
    asked.state, asked.answer, asked.decided_by, asked.decided_at = state, tidy(answer), by, timezone.now()
    asked.save()
    record(asked.sheet, action, by=by, data={"path": asked.path, "answer": asked.answer})
    return asked
