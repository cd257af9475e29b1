"""A cell as it is kept in a row under review (JSON), and back to what the workbook reader takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vinhdanh.workbook.cells import Raw, clean
from vinhdanh.workbook.days import EPOCH, FIRST_YEAR, plain
from vinhdanh.workbook.guard import OUTSIZE

Kept = str | int | float | bool

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#LỖI", OUTSIZE)
UNCOMPUTED = "#CHƯA TÍNH"
MERGED = "#GỘP"


def keep(raw: Raw) -> Kept:
    """A raw cell as JSON: dates as people write them, whole floats as whole numbers."""
    value = clean(raw)
    if isinstance(value, dt.date):
        return _day(plain(value))
    if isinstance(value, dt.time | dt.timedelta):
        return str(value)
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return int(value)
    return value


def _day(day: dt.date) -> Kept:
    """A cell in which only a year was typed shows a day of 1905: the number is what was meant."""
    serial = (day - EPOCH).days
    return serial if FIRST_YEAR <= serial <= 2100 else f"{day:%d/%m/%Y}"


def shown(kept: Any) -> str:
    """A kept cell as text for the grid."""
    if isinstance(kept, bool):
        return "Có" if kept else "Không"
    if isinstance(kept, float):
        return f"{kept:g}".replace(".", ",")
    return "" if kept is None else str(kept)


def is_error(kept: Any) -> bool:
    """Whether the cell holds an error of Excel, or stands for a merged one."""
    return isinstance(kept, str) and kept.startswith("#") and (kept in ERRORS or kept in (UNCOMPUTED, MERGED))
