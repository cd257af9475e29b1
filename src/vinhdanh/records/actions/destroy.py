"""Periods of keeping and the destroying of what has ended: always two people, always a list, and only numbers remain."""

from __future__ import annotations

import datetime as dt
import hashlib

from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from vinhdanh.accounts.answers import Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import content_type
from vinhdanh.audit.actions import record as note
from vinhdanh.files.actions import remove
from vinhdanh.files.models import StoredFile
from vinhdanh.people.access import may
from vinhdanh.records import retention
from vinhdanh.records.kinds import BY_SLUG, KINDS, Kind
from vinhdanh.records.models import Correction, Destruction, RetentionPeriod
from vinhdanh.units.models import Unit

SAME = "Người đề xuất không tự duyệt. Nhờ người thứ hai có quyền xác nhận dữ liệu của đơn vị duyệt."


def may_propose(user: User, unit: Unit | None) -> Answer:
    """Who lists and proposes: whoever receives the data of units."""
    return may(user, "records.receive", unit)


def may_agree(user: User, unit: Unit | None, proposer: int) -> Answer:
    """Who agrees: another person, who answers for the unit's data."""
    return may(user, "records.declare", unit) & (no(SAME) if user.pk == proposer else Answer(True))


# ---- periods -------------------------------------------------------------------------------------------


@transaction.atomic
def propose_period(kind: Kind, years: int, basis: str, *, by: User) -> RetentionPeriod:
    """Propose how long the office keeps a kind, by which act."""
    may_propose(by, None).must()
    if not 1 <= years <= 100:
        raise ValidationError({"years": "Số năm lưu phải từ 1 đến 100."})
    if not basis.strip():
        raise ValidationError({"basis": "Chưa ghi căn cứ. Ghi văn bản, điều, khoản quy định thời hạn này."})
    for old in RetentionPeriod.objects.filter(kind=kind.slug, ended_at=None, agreed_at=None):
        old.ended_at = timezone.now()
        old.save()
    row = RetentionPeriod(kind=kind.slug, years=years, basis=basis, proposed_by=by, proposed_at=timezone.now())
    row.save()
    note(row, "records.retention.propose", by=by, data={"kind": kind.slug, "years": years, "basis": basis})
    return row


@transaction.atomic
def agree_period(period: RetentionPeriod, *, by: User) -> RetentionPeriod:
    """A second person puts a period in force; the one before ends."""
    may_agree(by, None, period.proposed_by_id).must()
    now = RetentionPeriod.objects.select_for_update().get(pk=period.pk)
    if now.ended_at or now.agreed_at:
        raise ValidationError("Đề xuất này đã được xử lý.")
    for old in RetentionPeriod.objects.filter(kind=now.kind, ended_at=None).exclude(agreed_at=None):
        old.ended_at = timezone.now()
        old.save()
    now.agreed_by, now.agreed_at = by, timezone.now()
    now.save()
    note(now, "records.retention.agree", by=by)
    return now


# ---- lists ---------------------------------------------------------------------------------------------


@transaction.atomic
def propose_destruction(unit: Unit, kind: Kind, *, by: User, on: dt.date) -> Destruction:
    """List what has ended, for another person to destroy."""
    may_propose(by, unit).must()
    keeping = retention.in_force()[kind.slug]
    if keeping.years is None:
        raise ValidationError(f"Chưa có thời hạn lưu của {kind.name.lower()}. Đề xuất thời hạn và căn cứ trước.")
    last = on.year - keeping.years - 1
    ids = list(retention.ended(kind, unit, last).order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise ValidationError(f"Không có {kind.name.lower()} nào từ năm {last} trở về trước.")
    row = Destruction(
        unit=unit, kind=kind.slug, until_year=last, years=keeping.years, basis=keeping.cite, ids=ids, proposed_by=by, proposed_at=timezone.now()
    )
    _once(row)
    note(row, "records.destroy.propose", by=by, data={"kind": kind.slug, "until": last, "rows": len(ids), "unit": unit.key})
    return row


def _once(row: Destruction) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError("Đã có một danh mục của loại này đang chờ duyệt.") from error


@transaction.atomic
def carry_out(listed: Destruction, *, by: User) -> int:
    """Destroy what is listed: rows, their corrections and their row history. The event keeps the count and a digest of the numbers."""
    may_agree(by, listed.unit, listed.proposed_by_id).must()
    now = _waiting(listed)
    kind = BY_SLUG[now.kind]
    ids = list(retention.ended(kind, now.unit, now.until_year).filter(pk__in=now.ids).order_by("pk").values_list("pk", flat=True))
    proofs = _proofs(kind, ids)
    _erase(kind, ids)
    for proof in proofs:
        _drop(proof, by, now.basis)
    now.decided_by, now.decided_at, now.done, now.ids = by, timezone.now(), True, []
    now.save()
    digest = hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()
    note(now, "records.destroy", by=by, data={"kind": now.kind, "rows": len(ids), "until": now.until_year, "sha256": digest})
    return len(ids)


def _proofs(kind: Kind, ids: list[int]) -> list[StoredFile]:
    """The files that prove the rows to be destroyed."""
    named = [pk for start in range(0, len(ids), 500) for pk in _named(kind.model, ids[start : start + 500])]
    return list(StoredFile.objects.filter(pk__in=named, removed_at=None))


def _named(model: type[models.Model], lot: list[int]) -> list[int]:
    return list(model._default_manager.filter(pk__in=lot).exclude(proof=None).values_list("proof", flat=True))


def _drop(proof: StoredFile, by: User, basis: str) -> None:
    """End the keeping of a file that proves nothing any more."""
    if not any(k.model._default_manager.filter(proof=proof).exists() for k in KINDS):
        remove(proof, by=by, reason=f"Hết thời hạn lưu: {basis}"[:400])


def _erase(kind: Kind, ids: list[int]) -> None:
    """Rows in lots, for databases limit how many numbers a query names."""
    for start in range(0, len(ids), 500):
        lot = ids[start : start + 500]
        with disable_auditlog():
            _delete(kind.model, lot)
        Correction.objects.filter(kind=kind.table, object_id__in=lot).delete()  # bulk: destroyed with the records they tell of
        LogEntry.objects.filter(content_type=content_type(kind.model), object_id__in=lot).delete()  # bulk: likewise


def _delete(model: type[models.Model], ids: list[int]) -> None:
    model._default_manager.filter(pk__in=ids).delete()  # bulk: the destruction itself, listed, agreed by two people, one event


@transaction.atomic
def turn_down(listed: Destruction, *, reason: str, by: User) -> Destruction:
    """Keep what was listed, with the reason."""
    may(by, "records.declare", listed.unit).must()
    if not reason.strip():
        raise ValidationError({"reason": "Chưa ghi lý do không hủy."})
    now = _waiting(listed)
    now.decided_by, now.decided_at, now.done, now.reason, now.ids = by, timezone.now(), False, reason, []
    now.save()
    note(now, "records.destroy.refuse", by=by, reason=reason)
    return now


def _waiting(listed: Destruction) -> Destruction:
    now = Destruction.objects.select_for_update().get(pk=listed.pk)
    if now.decided_at:
        raise ValidationError("Danh mục này đã được xử lý.")
    return now
