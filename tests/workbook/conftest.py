"""Building workbooks for the tests: a small clean one, and ways to make it dirty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from vinhdanh.workbook import Problem, Workbook, read_workbook
from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.template import Rows, write_workbook

ON = date(2025, 12, 15)
Edit = Callable[[openpyxl.Workbook], Any]
Read = Callable[..., Workbook]


def clean_rows() -> Rows:
    """Two units, three people, a few records, three nominations; nothing wrong with any of it."""
    return {
        "declaration": [{"kind": name, "full": "Có"} for name in lx.DECLARED.labels()],
        "units": [{"key": "TM", "name": "VKSND Tỉnh Mẫu"}, {"key": "P1", "name": "Phòng 1", "parent": "TM"}],
        "people": [
            {
                "key": "A01",
                "name": "Nguyễn Văn A01",
                "birth": date(1980, 9, 2),
                "unit": "P1",
                "employed": date(2005, 7, 1),
                "head": "Có",
                "heads": "P1",
            },
            {"key": "A02", "name": "Nguyễn Văn A02", "birth": date(1985, 9, 2), "unit": "P1", "employed": date(2010, 7, 1)},
            {"key": "A03", "name": "Nguyễn Thị A03", "birth": date(1990, 9, 2), "unit": "TM", "employed": date(2015, 7, 1)},
        ],
        "posts": [{"key": "A01", "post": "Trưởng phòng", "from": date(2020, 3, 1), "head": "Có"}],
        "ratings": [{"key": "A01", "year": 2024, "rating": "Hoàn thành tốt nhiệm vụ"}, {"key": "A02", "year": 2024, "rating": "HTXSNV"}],
        "awards": [
            {"key": "A01", "award": "CSTĐCS", "year": 2023, "decided": date(2023, 12, 20)},
            {"key": "A01", "award": "CSTĐCS", "year": 2024, "decided": date(2024, 12, 20)},
        ],
        "works": [{"key": "A02", "work": "Sáng kiến", "title": "Sáng kiến mẫu", "year": 2024, "level": "Cơ sở"}],
        "limits": [{"key": "A03", "form": "Khiển trách", "conduct": 2022, "decided": date(2022, 3, 10), "ended": date(2023, 3, 10)}],
        "times": [{"key": "A03", "kind": "Nghỉ thai sản", "from": date(2024, 3, 1), "to": date(2024, 8, 31)}],
        "collectives": [{"key": "P1", "year": 2025, "total": 10, "ldtt": 8, "cstdcs": 1}],
        "nominations": [
            {"key": "A01", "award": "BK TTg", "year": 2025, "members": 9, "present": 8, "yes": 7},
            {"key": "A02", "award": "LĐTT", "year": 2025},
            {"key": "P1", "award": "TTLĐTT", "year": 2025},
        ],
    }


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """``read(edit, rows=…)``: writes the clean workbook, lets ``edit`` change it through openpyxl, reads the result."""

    def _read(edit: Edit | None = None, rows: Rows | None = None) -> Workbook:
        path = tmp_path / "tệp thử.xlsx"
        write_workbook(path, rows or clean_rows())
        if edit:
            book = openpyxl.load_workbook(path)
            edit(book)
            book.save(path)
        return read_workbook(path, on=ON)

    return _read


def the(book: Workbook, code: str) -> Problem:
    """The one problem of that code."""
    found = [p for p in book.problems if p.code == code]
    assert len(found) == 1, [str(p) for p in book.problems]
    return found[0]


def put(sheet: str, **cells: Any) -> Edit:
    """An edit that writes values into cells of one sheet."""

    def edit(book: openpyxl.Workbook) -> None:
        for place, value in cells.items():
            book[sheet][place] = value

    return edit
