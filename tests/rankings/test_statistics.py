"""Figures of the statistics system by workbook: all or nothing, located faults, never typed over."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.rankings.play import Cup, sheet_of

from vinhdanh.files.models import StoredFile
from vinhdanh.rankings import entries, statistics
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import ScoreEntry
from vinhdanh.rankings.reading import Misread

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup() -> Cup:
    return Cup()


def filled(round: object, path: Path, **values: str) -> Path:
    """The template with values by ``unit/path/name``."""
    statistics.template(round, path)  # type: ignore[arg-type]
    book = openpyxl.load_workbook(path)
    sheet = book["Số liệu"]
    for row in sheet.iter_rows(min_row=2):
        key = f"{row[0].value} {row[2].value} {row[4].value}"
        if key in values:
            row[6].value = values[key]
    book.save(path)
    return path


def stored() -> StoredFile:
    return StoredFile.objects.create(digest="0" * 64, name="so-lieu.xlsx", media_type="x", size=1, uploaded_at=timezone.now())


GOOD = {"KV1 I/I.1 numerator": "9", "KV1 I/I.1 denominator": "10", "KV2 I/I.1 numerator": "7", "KV2 I/I.1 denominator": "8"}


def test_numerator_and_denominator_are_kept_and_count(cup: Cup, tmp_path: Path) -> None:
    round = cup.open()
    found = statistics.read_file(round, filled(round, tmp_path / "a.xlsx", **GOOD))
    assert (found.faults, statistics.save(round, found, stored(), by=cup.run)) == ((), 2)
    assert ScoreEntry.objects.get(sheet__unit__key="KV1").data == {"numerator": "9", "denominator": "10"}
    assert Figures(round).at(sheet_of(round, "KV2"), "self", alone=True).root.at("I/I.1").points == 35


def test_the_same_file_twice_changes_nothing(cup: Cup, tmp_path: Path) -> None:
    round = cup.open()
    path = filled(round, tmp_path / "a.xlsx", **GOOD)
    statistics.save(round, statistics.read_file(round, path), stored(), by=cup.run)
    assert statistics.save(round, statistics.read_file(round, path), stored(), by=cup.run) == 0


def test_faults_are_located_and_nothing_is_kept(cup: Cup, tmp_path: Path) -> None:
    round = cup.open()
    path = filled(round, tmp_path / "a.xlsx", **{**GOOD, "KV1 I/I.1 numerator": "chín", "KV3 I/I.1 numerator": "5"})
    found = statistics.read_file(round, path)
    assert [str(f) for f in found.faults] == [
        "Trang “Số liệu”, ô G2: “chín” không phải là số. Viết số với dấu phẩy thập phân, ví dụ 12,5.",
        "Trang “Số liệu”, ô G14: tiêu chí I/I.1 của KV3 còn thiếu: mẫu số: denominator.",
    ]
    with pytest.raises(ValidationError):
        statistics.save(round, found, stored(), by=cup.run)
    assert ScoreEntry.objects.count() == 0


def test_a_unit_does_not_type_over_statistics(cup: Cup, tmp_path: Path) -> None:
    round = cup.open()
    statistics.save(round, statistics.read_file(round, filled(round, tmp_path / "a.xlsx", **GOOD)), stored(), by=cup.run)
    with pytest.raises(Misread, match="hệ thống thống kê"):
        entries.put(sheet_of(round, "KV1"), "self", "I/I.1", {"numerator": "10", "denominator": "10"}, version=0, by=cup.clerk["KV1"])
