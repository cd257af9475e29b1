"""One score sheet: sent, returned, scored across, verified; facts beside the score; bars and their lifting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit.text import tidy
from vinhdanh.rankings.entries import blanks, locked
from vinhdanh.rankings.models import Appeal, Bar, ScoreEntry, ScoreRound, ScoreSheet
from vinhdanh.rankings.tables import compiled_of
from vinhdanh.units.models import Unit

State, Stage = ScoreRound.State, ScoreEntry.Stage
MOST = 8  # criteria named in a message


@transaction.atomic
def send(sheet: ScoreSheet, *, by: User) -> None:
    """Send the self-score. Raises ``ValidationError`` naming the criteria without an entry."""
    sheet = locked(sheet)
    if sheet.round.state != State.SELF or sheet.self_sent_at:
        raise ValidationError("Bảng tự chấm đã gửi, hoặc đã hết bước tự chấm.")
    empty = blanks(sheet, compiled_of(sheet.round.table), Stage.SELF)
    if empty:
        raise ValidationError(f"Còn {_some(empty)} chưa nhập. Không có thì nhập 0; không được giao thì chọn “Không áp dụng”.")
    sheet.self_sent_at, sheet.self_sent_by = timezone.now(), by
    sheet.save()
    record(sheet, "score.sent", by=by)


@transaction.atomic
def send_back(sheet: ScoreSheet, reason: str, *, by: User) -> None:
    """Return a self-score that was sent, with the reason, while units still score themselves."""
    sheet, reason = locked(sheet), tidy(reason)
    if sheet.round.state != State.SELF or not sheet.self_sent_at or not reason:
        raise ValidationError("Chỉ trả lại bảng đã gửi, ở bước tự chấm, và phải ghi lý do.")
    sheet.self_sent_at = sheet.self_sent_by = None
    sheet.save()
    record(sheet, "score.returned", by=by, reason=reason)


@transaction.atomic
def send_across(sheet: ScoreSheet, *, by: User) -> None:
    """Send the cross-score: every criterion was agreed to or scored anew."""
    sheet = locked(sheet)
    if sheet.round.state != State.CROSS or sheet.cross_sent_at:
        raise ValidationError("Kết quả chấm chéo đã gửi, hoặc không ở bước chấm chéo.")
    _complete(sheet, Stage.CROSS)
    sheet.cross_sent_at, sheet.cross_sent_by = timezone.now(), by
    sheet.save()
    record(sheet, "score.crossed", by=by)


@transaction.atomic
def finish_review(sheet: ScoreSheet, *, by: User) -> None:
    """End the verification of a sheet: every criterion was agreed to or scored anew, no appeal is open."""
    sheet = locked(sheet)
    if sheet.round.state != State.REVIEW:
        raise ValidationError("Chỉ kết thúc thẩm định ở bước Thẩm định điểm.")
    _complete(sheet, Stage.VERIFIED)
    if sheet.appeals.filter(state=Appeal.State.SENT).exists():
        raise ValidationError("Còn đề nghị phúc khảo chưa trả lời.")
    sheet.reviewed_at, sheet.reviewed_by = timezone.now(), by
    sheet.save()
    record(sheet, "score.reviewed", by=by)


def _complete(sheet: ScoreSheet, stage: str) -> None:
    """That a stage said something about every criterion an earlier one scored."""
    earlier = set(sheet.entries.filter(stage__in=[s for s in Stage if s not in (stage, Stage.STATISTICS)]).values_list("path", flat=True))
    left = sorted(earlier - set(sheet.entries.filter(stage=stage).values_list("path", flat=True)))
    if left:
        raise ValidationError(f"Còn {_some(left)} chưa có ý kiến. Chấm lại từng tiêu chí hoặc bấm “Đồng ý các tiêu chí còn lại”.")


def _some(paths: Sequence[str]) -> str:
    return f"{len(paths)} tiêu chí ({', '.join(paths[:MOST])}{' …' if len(paths) > MOST else ''})"


@transaction.atomic
def state_fact(sheet: ScoreSheet, facts: Mapping[str, Any], *, by: User) -> None:
    """Conditions beside the score (``facts`` of the table: vượt chỉ tiêu, cảnh cáo …); an empty one is left out."""
    sheet = locked(sheet)
    before, sheet.facts = sheet.facts, {k: v for k, v in facts.items() if v not in (None, "")}
    sheet.save()
    if before != sheet.facts:
        record(sheet, "score.facts", by=by, data={"before": before, "after": sheet.facts})


@transaction.atomic
def bar(sheet: ScoreSheet, reason: str, cite: str, paper: str, *, by: User) -> Bar:
    """Take a unit out of consideration, with the reason and the article; it stays in the list, shown so."""
    sheet = locked(sheet)
    if not tidy(reason) or not tidy(cite):
        raise ValidationError("Ghi lý do không xét và căn cứ (điều, khoản, văn bản).")
    made = Bar(sheet=sheet, reason=tidy(reason), cite=tidy(cite), paper=tidy(paper), by=by, at=timezone.now())
    made.save()
    record(sheet, "score.barred", by=by, reason=made.reason, data={"cite": made.cite, "paper": made.paper})
    return made


@transaction.atomic
def lift(barred: Bar, reason: str, *, by: User) -> None:
    """Lift a bar that was wrong or has been cleared, with the reason."""
    locked(barred.sheet)
    if not tidy(reason):
        raise ValidationError("Ghi lý do bỏ việc không xét.")
    barred.lifted_at, barred.lifted_reason = timezone.now(), tidy(reason)
    barred.save()
    record(barred.sheet, "score.bar_lifted", by=by, reason=barred.lifted_reason)


def barred_before(unit: Unit, year: int) -> str:
    """Why a unit may not head a cluster: it was not considered in the year before. '' if it may.

    Source: TT 01/2019/TT-VKSTC Điều 11 khoản 3; the guide for 2020 says the same of deputies (see ``shared/law/procuracy.md`` 2.2).
    """
    found = Bar.objects.filter(sheet__unit=unit, sheet__round__year=year - 1, lifted_at=None).order_by("pk").first()
    return f"năm {year - 1} đơn vị không được xét thi đua ({found.reason}; {found.cite})." if found else ""
