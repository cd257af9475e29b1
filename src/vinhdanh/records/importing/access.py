"""The door to imports: batches of units on which one may import; files of batches; sheets that hold sensitive fields."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from vinhdanh.accounts.answers import YES, Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.files.models import StoredFile
from vinhdanh.people.access import in_scope, may, scope_of, units_for
from vinhdanh.records.importing.kinds import HIDDEN
from vinhdanh.records.models import ImportBatch, ImportRow
from vinhdanh.units.models import Unit

POWER = "records.import"


def batches_for(user: User) -> QuerySet[ImportBatch]:
    """The batches of units on which an account may import."""
    return ImportBatch.objects.filter(in_scope(user, POWER, "unit__")).select_related("unit", "file", "made_by", "saved_by", "undone_by", "job")


def batch_for(user: User, pk: int) -> ImportBatch:
    """The batch, or 404."""
    return get_object_or_404(batches_for(user), pk=pk)


def row_for(user: User, batch: ImportBatch, pk: int) -> ImportRow:
    """A row of a batch, or 404; also where its sheet is not to be seen."""
    row = get_object_or_404(ImportRow.objects.select_related("batch__unit", "batch__file"), pk=pk, batch=batch)
    return row if may_see_sheet(user, batch, row.sheet) else get_object_or_404(ImportRow, pk=0)


def units_to_import(user: User) -> QuerySet[Unit]:
    """The units for which an account may bring in a file."""
    return units_for(user, POWER).filter(dissolved_on__isnull=True).order_by("path")


def may_import(user: User) -> Answer:
    """Whether an account may import anywhere."""
    return may(user, POWER)


def may_see_sheet(user: User, batch: ImportBatch, sheet: str) -> Answer:
    """Whether a sheet with sensitive fields may be shown: to whoever brought the file, and to who may see all of these fields."""
    scope, missing = scope_of(user), HIDDEN.get(sheet, ())
    if batch.made_by_id == user.pk or all(scope.may(f"sensitive.{f}", batch.unit.path) for f in missing):
        return YES
    return no("Trang này có dữ liệu nhạy cảm (kỷ luật, đơn thư, sức khỏe); bạn chưa được giao quyền xem.")


def may_save(batch: ImportBatch, wrong: int) -> Answer:
    """Whether a batch may be saved now; if not, what is left to do."""
    if batch.state != ImportBatch.State.REVIEW:
        return no("Đợt nhập này không ở bước rà soát.")
    if wrong:
        return no(f"Còn {wrong} dòng cần xử lý: sửa ô sai, chọn người, hoặc bỏ qua dòng, rồi lưu.")
    if batch.counts.get("stale"):
        return no("Tệp đã được sửa từ lần kiểm tra trước. Bấm “Kiểm tra lại cả tệp” rồi lưu.")
    if not any(batch.counts.get("would", {}).get(k) for k in ("new", "changed")):
        return no("Mọi dòng đã có trong phần mềm, không có gì mới để lưu.")
    return YES


def may_undo(batch: ImportBatch) -> Answer:
    """Whether the state of a batch lets it be undone (what stands in the way is found out when it is tried)."""
    return YES if batch.state == ImportBatch.State.SAVED else no("Chỉ hoàn tác được đợt nhập đã lưu.")


def reads_import(user: User, file: StoredFile) -> bool:
    """A file brought in may be read by who may import for its unit and see all its sheets."""
    for batch in batches_for(user).filter(file=file).order_by("pk"):
        if all(may_see_sheet(user, batch, sheet) for sheet in HIDDEN if sheet in batch.mapping.get("sheets", {})):
            return True
    return False
