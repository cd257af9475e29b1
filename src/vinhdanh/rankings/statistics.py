"""Figures of the statistics system (chỉ tiêu nghiệp vụ) brought in by workbook: numerator, denominator and exclusions as they are.

They are entries of the stage "statistics": they hold for every later stage, and nobody types over them. All or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.files.models import StoredFile
from vinhdanh.merit.scoring.inputs import Unit
from vinhdanh.rankings.entries import locked
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import ScoreEntry, ScoreRound
from vinhdanh.rankings.reading import Misread, asked, leaf_of, read
from vinhdanh.workbook.grid import open_book
from vinhdanh.workbook.scoring_inputs import FIGURES, records, write_inputs

Stage, State = ScoreEntry.Stage, ScoreRound.State
COLUMN = {"value": "G", "unit": "A", "path": "C", "name": "E"}  # where ``write_inputs`` puts them


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell of the file."""

    cell: str
    says: str

    def __str__(self) -> str:
        return f"Trang “{FIGURES}”, ô {self.cell}: {self.says}"


@dataclass(frozen=True, slots=True)
class Change:
    """One criterion of one unit as the file has it; ``before`` what is kept now (None: nothing)."""

    unit: str
    path: str
    data: Mapping[str, Any]
    before: Mapping[str, Any] | None

    @property
    def same(self) -> bool:
        """Whether it changes nothing."""
        return self.before == self.data


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: every criterion it fills, and every fault."""

    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]


def template(round: ScoreRound, path: Path) -> None:
    """Write the workbook to fill: a row for every input of every unit, with what is kept already."""
    figures = Figures(round)
    units = [Unit(u.id, u.name, u.cluster, {}, {"": u.stages.get("", {})}) for u in figures.units]
    write_inputs(figures.table, units, path)


def read_file(round: ScoreRound, path: Path) -> Read:
    """What a workbook says about a round. Raises ``UnreadableFile``; ``ValidationError`` if it has no page of figures."""
    book = open_book(path)
    if FIGURES not in book.names:
        raise ValidationError(f"Tệp không có trang “{FIGURES}”. Hãy dùng tệp mẫu tải từ trang này.")
    figures = Figures(round)
    faults: list[Fault] = []
    typed = _typed(figures, list(records(book, FIGURES)), faults)
    kept = {(e.sheet.unit.key, e.path): e.data for e in _kept(round)}
    changes = [c for (unit, path_), said in typed.items() if (c := _change(figures, unit, path_, said, kept, faults))]
    return Read(tuple(changes), tuple(faults))


def _kept(round: ScoreRound) -> Sequence[ScoreEntry]:
    return list(ScoreEntry.objects.filter(sheet__round=round, stage=Stage.STATISTICS).select_related("sheet__unit").order_by("pk"))


Typed = dict[tuple[str, str], dict[str, tuple[str, int]]]  # by unit and path: the text and the row of each input


def _typed(figures: Figures, rows: Sequence[tuple[int, Mapping[str, str]]], faults: list[Fault]) -> Typed:
    """The filled rows by unit and criterion; rows that mean nothing are faults."""
    units, found = {s.unit.key for s in figures.sheets}, Typed()
    for number, row in rows:
        if not row.get("Giá trị"):
            continue
        unit, path = row.get("Đơn vị", ""), figures.table.names.get(row.get("Tiêu chí", ""), row.get("Tiêu chí", ""))
        if unit not in units:
            faults.append(Fault(f"{COLUMN['unit']}{number}", f"“{unit}” không phải mã đơn vị của kỳ chấm điểm này."))
        elif path not in {n.path for n in figures.table.leaves}:
            faults.append(Fault(f"{COLUMN['path']}{number}", f"bảng không có tiêu chí “{path}”."))
        else:
            _put(found.setdefault((unit, path), {}), row, number, faults)
    return found


def _put(said: dict[str, tuple[str, int]], row: Mapping[str, str], number: int, faults: list[Fault]) -> None:
    name = row.get("Chỉ số", "value")
    if name in said:
        faults.append(Fault(f"{COLUMN['name']}{number}", f"chỉ số “{name}” đã có ở dòng {said[name][1]}. Bỏ một dòng."))
    else:
        said[name] = (row["Giá trị"], number)


def _change(
    figures: Figures, unit: str, path: str, said: Mapping[str, tuple[str, int]], kept: Mapping[tuple[str, str], Any], faults: list[Fault]
) -> Change | None:
    """One criterion checked: every input it needs, each a number or a word it knows."""
    node = leaf_of(figures.table, path)
    typed = {name: text for name, (text, _) in said.items()}
    if any(text.strip().lower() in ("na", "không áp dụng") for text in typed.values()):
        return Change(unit, path, {"na": True}, kept.get((unit, path)))
    try:
        data = read(node, typed)
    except Misread as problem:
        faults += [Fault(f"{COLUMN['value']}{said[n][1] if n in said else min(r for _, r in said.values())}", w) for n, w in problem.problems.items()]
        return None
    missing = [a.says for a in asked(node) if a.name not in typed] if not node.compound else []
    if missing:
        faults.append(Fault(f"{COLUMN['value']}{min(r for _, r in said.values())}", f"tiêu chí {path} của {unit} còn thiếu: {', '.join(missing)}."))
    return Change(unit, path, data or {}, kept.get((unit, path)))


@transaction.atomic
def save(round: ScoreRound, found: Read, file: StoredFile, *, by: User) -> int:
    """Keep what a file says, all or nothing. Returns how many criteria changed. Raises ``ValidationError``."""
    kept = ScoreRound.objects.select_for_update().get(pk=round.pk)
    if kept.state != State.SELF:
        raise ValidationError("Số liệu thống kê chỉ nhập ở bước Tự chấm điểm.")
    if found.faults:
        raise ValidationError([str(f) for f in found.faults])
    moved = [c for c in found.changes if not c.same]
    sheets = {s.unit.key: s for s in kept.sheets.select_related("unit")}
    for change in moved:
        _keep(locked(sheets[change.unit]).pk, change, by)
    said = {"file": file.digest, "name": file.name, "changed": [{"unit": c.unit, "path": c.path, "before": c.before, "after": c.data} for c in moved]}
    record(kept, "statistics.imported", by=by, data=said)
    return len(moved)


def _keep(sheet_id: int, change: Change, by: User) -> None:
    row = ScoreEntry.objects.filter(sheet=sheet_id, stage=Stage.STATISTICS, path=change.path).first()
    row = row or ScoreEntry(sheet_id=sheet_id, stage=Stage.STATISTICS, path=change.path, version=0)
    row.data, row.by, row.at, row.version = dict(change.data), by, timezone.now(), row.version + 1
    row.save()


def told(found: Read, figures: Figures) -> Iterator[tuple[str, str, str, str, str]]:
    """The changes for a page: unit, criterion, what is kept, what will be, whether it differs."""
    names = {s.unit.key: s.unit_name for s in figures.sheets}
    for c in found.changes:
        yield names[c.unit], f"{c.path} {figures.table.nodes[c.path].spec.name}", _words(c.before), _words(c.data), "" if c.same else "đổi"


def _words(data: Mapping[str, Any] | None) -> str:
    if data is None:
        return "chưa có"
    return "không áp dụng" if data.get("na") else "; ".join(f"{k} = {str(v).replace('.', ',')}" for k, v in data.items()) or "không có gì"
