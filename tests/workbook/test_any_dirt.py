"""Whatever stands in whatever cell: the reader answers with problems at places that exist, and with facts of the right shape."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vinhdanh.workbook import read_workbook
from vinhdanh.workbook.schema import SHEETS
from vinhdanh.workbook.template import write_workbook

from .conftest import ON, clean_rows
from .test_facts import valid

_WORDS = (
    "",
    " ",
    "x",
    "31/02/2025",
    "1.2345E+11",
    "NguyÔn V¨n A",
    "LĐTT",
    "Tổng cộng",
    "A01",
    "P1",
    "TM",
    "0",
    "-1",
    "95,5",
    "101",
    "2/9/2026",
    "99999999999999999999",
    "1e400",
    "NaN",
)
_VALUES = st.one_of(
    st.sampled_from(_WORDS),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.times().map(lambda t: time(t.hour, t.minute)),
    st.none(),
)
_PLACES = st.tuples(st.sampled_from([s.name for s in SHEETS]), st.integers(1, 6), st.integers(1, 14))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clean workbook."""
    path = tmp_path_factory.mktemp("gốc") / "sạch.xlsx"
    write_workbook(path, clean_rows())
    return path


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(_PLACES, _VALUES), min_size=1, max_size=8))
def test_any_dirt(base: Path, tmp_path: Path, dirt: list[tuple[tuple[str, int, int], Any]]) -> None:
    book = openpyxl.load_workbook(base)
    for (sheet, row, col), value in dirt:
        book[sheet].cell(row, col).value = None
        if not (isinstance(value, str) and value.startswith("=")):
            book[sheet].cell(row, col).value = datetime(value.year, value.month, value.day) if isinstance(value, date) else value
    path = tmp_path / "bẩn.xlsx"
    book.save(path)
    read = read_workbook(path, on=ON)
    assert all(p.sheet in book.sheetnames and p.message_vi and p.what_to_do_vi for p in read.problems)
    assert all(p.row <= 12 for p in read.problems)
    valid(read)
    rows = {n.row for n in read.nominations}
    assert rows.isdisjoint({r.row for r in read.unreadable_rows if r.sheet == "Đề nghị"})
