"""Dates as clerks give them: a whole date, a month or a year, in Excel's types or typed as text, day before month."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

FIRST_YEAR = 1900
EPOCH = date(1899, 12, 30)
_FULL = re.compile(r"(?:ngày )?(\d{1,2})\s*(?:[/.\-]|tháng)\s*(\d{1,2})\s*(?:[/.\-]|năm)\s*(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d{2}.*)?")
_MONTH = re.compile(r"(?:tháng )?(\d{1,2})\s*(?:[/.\-]|năm)\s*(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm )?(\d{4})", re.IGNORECASE)
_SHORT = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")


@dataclass(frozen=True, slots=True)
class Day:
    """A date known to the day, month or year: ``iso`` as in the case format, ``first`` and ``last`` the days it may be."""

    iso: str
    first: date
    last: date

    @property
    def exact(self) -> date | None:
        """The date, if it is known to the day."""
        return self.first if self.first == self.last else None

    def __str__(self) -> str:
        return "/".join(reversed(self.iso.split("-")))


def of_date(day: date) -> Day:
    """A date known to the day."""
    return Day(day.isoformat(), day, day)


def of_month(year: int, month: int) -> Day:
    """A date known to the month. ValueError for a month that does not exist."""
    first = date(year, month, 1)
    return Day(f"{year:04d}-{month:02d}", first, first.replace(day=calendar.monthrange(year, month)[1]))


def of_year(year: int) -> Day:
    """A date known to the year."""
    return Day(f"{year:04d}", date(year, 1, 1), date(year, 12, 31))


def of_serial(number: int) -> date | None:
    """The date an Excel serial number stands for, or None if it is none."""
    return EPOCH + timedelta(days=number) if 0 < number < 2_958_466 else None


def from_text(text: str) -> Day | None:
    """The date a tidy text says, or None if it has no known form. ValueError (Vietnamese) if the date does not exist."""
    if m := _FULL.fullmatch(text):
        return of_date(_exists(int(m[3]), int(m[2]), int(m[1])))
    if m := _ISO.fullmatch(text):
        return of_date(_exists(int(m[1]), int(m[2]), int(m[3])))
    if m := _MONTH.fullmatch(text):
        return of_month(*_month(int(m[2]), int(m[1])))
    if m := _YEAR.fullmatch(text):
        return of_year(max(int(m[1]), 1))
    return None


def short_year(text: str) -> bool:
    """Whether a text is a date whose year has two digits only."""
    return _SHORT.fullmatch(text) is not None


def _month(year: int, month: int) -> tuple[int, int]:
    if not 1 <= month <= 12 or year < 1:
        raise ValueError(f"không có tháng {month}")
    return year, month


def _exists(year: int, month: int, day: int) -> date:
    _month(year, month)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(f"tháng {month}/{year} không có ngày {day}")
    return date(year, month, day)


def plain(day: date) -> date:
    """A date without the time Excel may add to it."""
    return day.date() if isinstance(day, datetime) else day
