"""What a wrong cell probably should say, so that one click corrects it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from vinhdanh.workbook.cells import Issue

_PERHAPS = re.compile(r"Có phải là “(.+?)”\?")
_PREVIEW = re.compile(r"có lẽ là “(.+?)”\.")
_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_SHORT = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})")
WORKING = range(18, 71)  # ages among which a slip of the birth year is looked for


def suggestion(issue: Issue, value: Any, on: dt.date) -> str:
    """The text to put in the cell instead; nothing where none is likely."""
    text = str(value if value is not None else "")
    if issue.code == "no-such-date":
        return _last_day(text)
    if issue.code == "short-year":
        return _long_year(text, on)
    if issue.code in ("age", "year-out-of-range", "future-date"):
        return _other_year(text, on)
    if issue.code == "legacy-encoding":
        return _first(_PREVIEW, issue.message)
    return _first(_PERHAPS, issue.what)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _last_day(text: str) -> str:
    """31/02/2024 → 29/02/2024: the last day of the month that was written."""
    found = _DATE.search(text)
    if not found:
        return ""
    day, month, year = (int(n) for n in found.groups())
    if not 1 <= month <= 12 or not 1900 <= year <= 2100:
        return f"{month:02}/{day:02}/{year}" if 1 <= day <= 12 and 1 <= month <= 31 else ""
    return f"{calendar.monthrange(year, month)[1]:02}/{month:02}/{year}"


def _long_year(text: str, on: dt.date) -> str:
    found = _SHORT.fullmatch(text.strip())
    if not found:
        return ""
    year = 2000 + int(found[3])
    return f"{int(found[1]):02}/{int(found[2]):02}/{year if year <= on.year else year - 100}"


def _other_year(text: str, on: dt.date) -> str:
    """1897 → 1987: two neighbouring digits of the year changed places, or a wrong century."""
    found = re.search(r"\d{4}", text)
    if not found:
        return ""
    digits = found[0]
    swapped = (digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in (2, 1))
    likely = (y for y in (*swapped, "19" + digits[2:], "20" + digits[2:]) if y != digits and on.year - int(y) in WORKING)
    year = next(likely, "")
    return text.replace(digits, year) if year else ""
