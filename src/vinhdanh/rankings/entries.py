"""Entering points, proving, explaining: one criterion at a time, nothing overwritten unseen, everything in the event log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.files.models import StoredFile
from vinhdanh.merit.scoring.table import Table
from vinhdanh.merit.text import tidy
from vinhdanh.rankings.figures import earlier
from vinhdanh.rankings.models import Evidence, Explanation, ScoreEntry, ScoreRound, ScoreSheet
from vinhdanh.rankings.reading import Misread, leaf_of, read
from vinhdanh.rankings.tables import compiled_of

Stage = ScoreEntry.Stage


class Stale(Exception):
    """Somebody else wrote the same criterion since it was shown; ``kept`` is what stands there now."""

    def __init__(self, kept: ScoreEntry | None) -> None:
        super().__init__("Tiêu chí này vừa được người khác nhập. Hãy xem giá trị mới rồi nhập lại.")
        self.kept = kept


def locked(sheet: ScoreSheet) -> ScoreSheet:
    """The sheet with its round, locked for writing. To be called in a transaction."""
    ScoreRound.objects.select_for_update().get(pk=sheet.round_id)
    return (
        ScoreSheet.objects.select_for_update(of=("self",))
        .select_related("round__cluster__owner", "round__table", "unit", "crossed_by")
        .get(pk=sheet.pk)
    )


@transaction.atomic
def put(sheet: ScoreSheet, stage: str, path: str, typed: Mapping[str, str], *, why: str = "", version: int, by: User) -> ScoreEntry | None:
    """Enter (or empty) one criterion at a stage; ``version`` is that of the entry shown, 0 if there was none.

    Raises ``Misread`` for what cannot be taken, :class:`Stale` if it was changed meanwhile.
    """
    sheet = locked(sheet)
    table = compiled_of(sheet.round.table)
    data = read(leaf_of(table, path), typed)
    kept = sheet.entries.filter(stage=stage, path=path).first()
    if (kept.version if kept else 0) != version:
        raise Stale(kept)
    _check(sheet, stage, path, data, tidy(why))
    return _write(sheet, stage, path, data, tidy(why), kept, by)


def _check(sheet: ScoreSheet, stage: str, path: str, data: dict[str, Any] | None, why: str) -> None:
    """Statistics are not typed over; who changes another's score says why."""
    if stage != Stage.STATISTICS and sheet.entries.filter(stage=Stage.STATISTICS, path=path).exists() and "granted" not in (data or {}):
        raise Misread({"": "Số liệu của tiêu chí này lấy từ hệ thống thống kê. Nếu sai, đề nghị đơn vị thống kê sửa và nhập lại."})
    if data is not None and stage not in (Stage.STATISTICS, Stage.SELF) and not why:
        raise Misread({"why": "Ghi lý do: điểm này khác với điểm của bước trước."})


def _write(sheet: ScoreSheet, stage: str, path: str, data: dict[str, Any] | None, why: str, kept: ScoreEntry | None, by: User) -> ScoreEntry | None:
    before = kept.data if kept else None
    if data is None:
        if kept:
            kept.delete()
    else:
        kept = kept or ScoreEntry(sheet=sheet, stage=stage, path=path, version=0)
        kept.data, kept.why, kept.by, kept.at, kept.version = data, why, by, timezone.now(), kept.version + 1
        kept.save()
    if before != data:
        record(sheet, "score.entered", by=by, reason=why, data={"stage": stage, "path": path, "before": before, "after": data})
    return kept if data is not None else None


@transaction.atomic
def accept(sheet: ScoreSheet, stage: str, paths: Sequence[str], *, by: User) -> int:
    """Take over what the stage before says for these criteria (đồng ý); what this stage entered itself stays. Returns how many."""
    sheet = locked(sheet)
    have = set(sheet.entries.filter(stage=stage).values_list("path", flat=True))
    before = set(sheet.entries.filter(stage__in=earlier(stage)[1:]).values_list("path", flat=True))
    wanted = [p for p in paths if p in before and p not in have]
    for path in wanted:
        ScoreEntry(sheet=sheet, stage=stage, path=path, data={"accept": True}, by=by, at=timezone.now()).save()
    if wanted:
        record(sheet, "score.accepted", by=by, data={"stage": stage, "paths": wanted})
    return len(wanted)


def accept_rest(sheet: ScoreSheet, stage: str, *, by: User) -> int:
    """Take over every criterion that this stage has not scored itself."""
    return accept(sheet, stage, [n.path for n in compiled_of(sheet.round.table).leaves], by=by)


# ---- what a unit still owes ----------------------------------------------------------------------------


def blanks(sheet: ScoreSheet, table: Table, stage: str) -> list[str]:
    """The criteria (path) that have no entry at a stage nor statistics, though they count."""
    stages = (Stage.STATISTICS, stage)
    have = set(sheet.entries.filter(stage__in=stages).values_list("path", flat=True))
    return [n.path for n in table.leaves if n.path not in have and n.spec.role != "info" and n.empty != "zero"]


# ---- evidence, explanations ----------------------------------------------------------------------------


@transaction.atomic
def prove(sheet: ScoreSheet, path: str, words: str, file: StoredFile | None, *, by: User) -> Evidence:
    """Add evidence for a criterion. Raises ``ValidationError`` without words."""
    sheet = locked(sheet)
    leaf_of(compiled_of(sheet.round.table), path)
    words = tidy(words) or (file.name if file else "")
    if not words:
        raise ValidationError("Ghi số, ngày, trích yếu của minh chứng hoặc chọn tệp.")
    made = Evidence(sheet=sheet, path=path, words=words, file=file, by=by, at=timezone.now())
    made.save()
    record(sheet, "score.evidence", by=by, data={"path": path, "words": words, "file": file.digest if file else ""})
    return made


@transaction.atomic
def take_back(evidence: Evidence, *, by: User) -> None:
    """Take evidence back: it is kept, but no longer counts."""
    locked(evidence.sheet)
    evidence.void_at = timezone.now()
    evidence.save()
    record(evidence.sheet, "score.evidence_taken_back", by=by, data={"path": evidence.path, "words": evidence.words})


@transaction.atomic
def explain(sheet: ScoreSheet, path: str, words: str, *, by: User) -> Explanation:
    """How the unit explains a difference; said again, it replaces what was said (the event log keeps both)."""
    sheet, words = locked(sheet), tidy(words)
    leaf_of(compiled_of(sheet.round.table), path)
    if not words:
        raise ValidationError("Ghi nội dung giải trình.")
    row = sheet.explanations.filter(path=path).first() or Explanation(sheet=sheet, path=path)
    before, row.words, row.by, row.at = row.words, words, by, timezone.now()
    row.save()
    record(sheet, "score.explained", by=by, data={"path": path, "before": before, "words": words})
    return row
