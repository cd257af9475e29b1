"""What is done with scoring tables: draft, check, issue, a new edition."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit.scoring.lint import Fault, lint
from vinhdanh.merit.scoring.loading import TableError
from vinhdanh.merit.text import tidy
from vinhdanh.rankings.models import ScoreTable
from vinhdanh.rankings.tables import compile_text, compiled_of, digest_of
from vinhdanh.units.models import Unit

State = ScoreTable.State


class StaleTable(Exception):
    """The draft was changed since it was shown."""


def _read(text: str) -> tuple[str, str]:
    """Name and act of a table's text. Raises ``ValidationError`` with every fault, so that nothing half-understood is kept."""
    try:
        spec = compile_text(text, "bảng").spec
    except TableError as error:
        raise ValidationError(error.problems) from None
    return tidy(spec.name) or spec.id, tidy(spec.cite)


@transaction.atomic
def create(owner: Unit, key: str, text: str, *, by: User) -> ScoreTable:
    """A new table as a draft, its first edition. Raises ``ValidationError``."""
    if ScoreTable.objects.filter(owner=owner, key=key).exists():
        raise ValidationError(f"Đơn vị đã có bảng mang mã “{key}”. Dùng mã khác, hoặc tạo bản mới của bảng đó.")
    name, cite = _read(text)
    made = ScoreTable(owner=owner, key=key, name=name, cite=cite, text=text, digest=digest_of(text), made_by=by, made_at=timezone.now())
    made.save()
    record(made, "table.created", by=by, data={"key": key, "digest": made.digest})
    return made


@transaction.atomic
def change(table: ScoreTable, text: str, *, version: int, by: User) -> ScoreTable:
    """Another text for a draft. Raises ``ValidationError``, :class:`StaleTable`."""
    kept = ScoreTable.objects.select_for_update().get(pk=table.pk)
    if kept.state != State.DRAFT:
        raise ValidationError("Bản đã ban hành không sửa được. Hãy tạo bản mới từ bản này.")
    if kept.version != version:
        raise StaleTable
    before, (kept.name, kept.cite) = kept.digest, _read(text)
    kept.text, kept.digest, kept.version = text, digest_of(text), kept.version + 1
    kept.save()
    record(kept, "table.changed", by=by, data={"before": before, "digest": kept.digest})
    return kept


@transaction.atomic
def issue(table: ScoreTable, *, by: User) -> ScoreTable:
    """Issue a draft: from now on it never changes; the edition before it is retired (rounds that use it keep it)."""
    kept = ScoreTable.objects.select_for_update().get(pk=table.pk)
    if kept.state != State.DRAFT:
        raise ValidationError("Bản này đã được ban hành.")
    for old in ScoreTable.objects.filter(owner=kept.owner, key=kept.key, state=State.ISSUED):
        old.state = State.RETIRED
        old.save()
    kept.state, kept.issued_by, kept.issued_at, kept.version = State.ISSUED, by, timezone.now(), kept.version + 1
    kept.save()
    record(kept, "table.issued", by=by, data={"edition": kept.edition, "digest": kept.digest})
    return kept


@transaction.atomic
def new_edition(table: ScoreTable, *, by: User) -> ScoreTable:
    """A draft that begins as a copy. Raises ``ValidationError`` if there is a draft already."""
    editions = ScoreTable.objects.select_for_update().filter(owner=table.owner, key=table.key)
    if editions.filter(state=State.DRAFT).exists():
        raise ValidationError("Bảng này đang có một bản dự thảo. Hãy sửa hoặc ban hành bản đó trước.")
    number = max(editions.values_list("edition", flat=True)) + 1
    made = ScoreTable(owner=table.owner, key=table.key, edition=number, name=table.name, cite=table.cite, text=table.text, digest=table.digest)
    made.made_by, made.made_at = by, timezone.now()
    made.save()
    record(made, "table.created", by=by, data={"key": made.key, "from": table.edition, "digest": made.digest})
    return made


def faults(table: ScoreTable) -> list[Fault]:
    """What the linter finds."""
    return lint(compiled_of(table))
