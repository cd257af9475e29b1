"""Days, ranges and years of the law: half-open date ranges, emulation years as dated data, full months, working days.

Nothing here knows what day it is. A range holds its first day and not its end; an emulation year comes from the
calendar of an authority and need not end on 31/12; a working day is known only for years whose holidays are entered.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, pairwise

_DAY = timedelta(days=1)
_PARTIAL = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?|(?:(?:(?P<vd>\d{1,2})/)?(?P<vm>\d{1,2})/)(?P<vy>\d{4})")


class DateError(ValueError):
    """A date, range or calendar that cannot be; the message is in Vietnamese."""


class OutsideCalendar(LookupError):
    """A day for which the calendar has no data; the message says in Vietnamese what must be entered."""


@dataclass(frozen=True)
class DateRange:
    """The days from ``start`` (inclusive) up to ``end`` (exclusive; None = no end yet). Never empty.

    Raises :class:`DateError` if the end does not come after the start.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise DateError(f"Khoảng thời gian trống: bắt đầu {vn(self.start)}, kết thúc trước {vn(self.end)}")

    @classmethod
    def through(cls, first: date, last: date) -> DateRange:
        """The range whose last day is ``last``, as papers write it ("từ … đến hết …")."""
        if last < first:
            raise DateError(f"Ngày kết thúc {vn(last)} trước ngày bắt đầu {vn(first)}")
        return cls(first, last + _DAY)

    @property
    def last(self) -> date | None:
        """The last day inside, or None if the range has no end."""
        return None if self.end is None else self.end - _DAY

    def contains(self, day: date) -> bool:
        """True if ``day`` lies inside."""
        return self.start <= day and (self.end is None or day < self.end)

    __contains__ = contains

    def overlaps(self, other: DateRange) -> bool:
        """True if at least one day lies in both."""
        return self.contains(other.start) or other.contains(self.start)

    def __str__(self) -> str:
        return f"từ {vn(self.start)}" + (f" đến hết {vn(self.last)}" if self.last else "")


def gaps(ranges: Iterable[DateRange]) -> list[DateRange]:
    """The stretches between the first and the last of ``ranges`` that none of them holds, in order."""
    found: list[DateRange] = []
    reached: date | None = None
    for item in sorted(ranges, key=lambda r: r.start):
        if reached is not None and item.start > reached:
            found.append(DateRange(reached, item.start))
        if item.end is None:
            return found
        reached = max(reached or item.end, item.end)
    return found


def overlaps(ranges: Iterable[DateRange]) -> list[tuple[DateRange, DateRange]]:
    """Every pair of ``ranges`` with a day in common, earlier start first."""
    ordered = sorted(ranges, key=lambda r: r.start)
    return [(a, b) for a, b in combinations(ordered, 2) if a.overlaps(b)]


@dataclass(frozen=True)
class YearRule:
    """From the emulation year ``since`` on, a year begins on ``day``/``month`` of (that year + ``offset``).

    The rule of 01/01–31/12 is ``YearRule(since, 1, 1)``; a year 01/12–30/11 is ``YearRule(since, 12, 1, offset=-1)``.
    """

    since: int
    month: int = 1
    day: int = 1
    offset: int = 0

    def range_of(self, year: int) -> DateRange:
        """The days of ``year``: up to the same day of the next year."""
        start = date(year + self.offset, self.month, self.day)
        return DateRange(start, date(start.year + 1, self.month, self.day))


@dataclass(frozen=True)
class EmulationCalendar:
    """The emulation years (năm thi đua) of one authority: years listed day by day, and rules for all others.

    ``listed`` maps a year to its days and prevails over ``rules``; of the rules the latest with ``since`` ≤ year counts.
    Raises :class:`DateError` if two neighbouring years share a day. A gap between years is allowed: its days belong to none.
    """

    authority: str
    rules: tuple[YearRule, ...] = ()
    listed: Mapping[int, DateRange] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        turns = {*self.listed, *(r.since for r in self.rules)}
        for a, b in pairwise(sorted({y + n for y in turns for n in (-1, 0, 1)})):
            one, two = self._days(a), self._days(b)
            if one and two and one.overlaps(two):
                raise DateError(f"Lịch năm thi đua của {self.authority}: năm {a} ({one}) và năm {b} ({two}) chồng lên nhau")

    @classmethod
    def of(cls, authority: str, years: Iterable[tuple[int, date, date]] = (), rules: Iterable[YearRule] = ()) -> EmulationCalendar:
        """Built from rows (year, first day, last day), the last day included, as decisions write them."""
        return cls(authority, tuple(rules), {y: DateRange.through(first, last) for y, first, last in years})

    def range_of(self, year: int) -> DateRange:
        """The days of the emulation year ``year``; raises :class:`OutsideCalendar` if nothing says them."""
        if (days := self._days(year)) is None:
            raise OutsideCalendar(f"Chưa nhập năm thi đua {year} của {self.authority}")
        return days

    def year_of(self, day: date) -> int:
        """The emulation year ``day`` belongs to; raises :class:`OutsideCalendar` if it belongs to none."""
        near: set[int] = {*range(day.year - 2, day.year + 3), *self.listed}
        for year in (day.year, *sorted(near)):  # no two years share a day: the likeliest first
            if (days := self._days(year)) and day in days:
                return year
        raise OutsideCalendar(f"Ngày {vn(day)} không thuộc năm thi đua nào của {self.authority}")

    def _days(self, year: int) -> DateRange | None:
        if year in self.listed:
            return self.listed[year]
        rules = [r for r in self.rules if r.since <= year]
        return max(rules, key=lambda r: r.since).range_of(year) if rules else None


def add_months(day: date, months: int) -> date:
    """The corresponding day ``months`` later (or earlier), else the last day of that month (BLDS 2015 Điều 148 khoản 3)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """Full months from ``start`` up to ``end`` (exclusive: up to and including 31/12 is asked with 01/01).

    Raises :class:`DateError` if ``end`` comes before ``start``.
    """
    if end < start:
        raise DateError(f"Ngày {vn(end)} trước ngày {vn(start)}")
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def years_between(start: date, end: date) -> int:
    """Full years from ``start`` up to ``end`` (exclusive); raises like :func:`months_between`."""
    return months_between(start, end) // 12


def parse_day(text: str | int | date, end: bool = True) -> date:
    """A day that may be partial: ``2024-05-07``, ``2024-05``, ``2024``, ``07/05/2024``, ``05/2024``.

    Without a day it is the last of the month or year, or with ``end=False`` the first. Raises :class:`DateError`.
    """
    if isinstance(text, date):
        return text
    found = _PARTIAL.fullmatch(str(text).strip())
    if not found:
        raise DateError(f"“{text}” không phải là ngày; hãy ghi dd/mm/yyyy, mm/yyyy hoặc yyyy")
    year, month, day = (found[a] or found[b] for a, b in (("y", "vy"), ("m", "vm"), ("d", "vd")))
    try:
        return _filled(int(year), int(month) if month else None, int(day) if day else None, end)
    except ValueError as error:
        raise DateError(f"Ngày “{text}” không có trong lịch") from error


def _filled(year: int, month: int | None, day: int | None, end: bool) -> date:
    """The date with its missing parts filled in; ValueError if there is no such day."""
    month = month if month is not None else 12 if end else 1
    first = date(year, month, day if day is not None else 1)
    return first.replace(day=monthrange(year, month)[1]) if end and day is None else first


@dataclass(frozen=True)
class WorkCalendar:
    """Working days: Monday to Friday but ``holidays``, and the Saturdays or Sundays of ``makeup_days``.

    ``years`` are those whose holidays are entered (by default every year with a holiday); a question that touches
    another year raises :class:`OutsideCalendar`. ``open_days`` are days off announced but not yet law: they are
    counted as working days, and :meth:`open_between` names them so that an answer can say so.
    """

    holidays: frozenset[date]
    makeup_days: frozenset[date] = frozenset()
    open_days: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.years:
            object.__setattr__(self, "years", frozenset(d.year for d in self.holidays))
        if both := sorted(self.holidays & self.makeup_days):
            raise DateError(f"Ngày {vn(both[0])} vừa là ngày nghỉ vừa là ngày làm bù")

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> WorkCalendar:
        """Built from ``holidays.yaml``: ``years: {2024: {off: [{on | from, to, evidence}], work: [{on}]}}``.

        Entries with evidence ``open`` become ``open_days``. Raises :class:`DateError` if the data have another shape.
        """
        years = _table(data.get("years"), "years")
        off = [row for year in years.values() for row in _rows(year, "off")]
        work = [row for year in years.values() for row in _rows(year, "work")]
        sure = frozenset(d for row in off if row.get("evidence") != "open" for d in _row_days(row))
        unsure = frozenset(d for row in off if row.get("evidence") == "open" for d in _row_days(row))
        made = frozenset(d for row in work for d in _row_days(row))
        return cls(sure, made, unsure - sure, frozenset(int(str(y)) for y in years))

    def is_working(self, day: date) -> bool:
        """True on a working day; raises :class:`OutsideCalendar` outside the years entered."""
        if day.year not in self.years:
            raise OutsideCalendar(f"Chưa nhập ngày nghỉ lễ, tết năm {day.year} nên không tính được ngày làm việc quanh {vn(day)}")
        return day in self.makeup_days or (day.weekday() < 5 and day not in self.holidays)

    def add_working_days(self, start: date, n: int) -> date:
        """The ``n``-th working day after ``start``, the day after it being the first to count; ``start`` if n is 0.

        BLDS 2015 Điều 147: the first day of a period is not counted. Raises :class:`DateError` if n is negative.
        """
        if n < 0:
            raise DateError(f"Số ngày làm việc không thể là {n}")
        day = start
        for _ in range(n):
            day = self.next_working_day(day + _DAY)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days come after ``start`` up to and including ``end``; 0 if they are one day."""
        if end < start:
            raise DateError(f"Ngày {vn(end)} trước ngày {vn(start)}")
        return sum(self.is_working(d) for d in _after(start, end))

    def next_working_day(self, day: date) -> date:
        """``day`` if it is a working day, else the next: where a period that ends on a day off runs out (BLDS 2015 Đ148(5))."""
        while not self.is_working(day):
            day += _DAY
        return day

    def open_between(self, start: date, end: date) -> list[date]:
        """The announced days off after ``start`` up to and including ``end`` that would change the count."""
        return sorted(d for d in self.open_days if start < d <= end and self.is_working(d))


def vn(day: date | None) -> str:
    """The day as Vietnamese papers print it, ``07/05/2024``; ``…`` for None."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}" if day else "…"


def _after(start: date, end: date) -> Iterator[date]:
    return (start + n * _DAY for n in range(1, (end - start).days + 1))


def _row_days(row: Mapping[str, object]) -> list[date]:
    first, last = row.get("on", row.get("from")), row.get("on", row.get("to"))
    if not isinstance(first, date) or not isinstance(last, date) or last < first:
        raise DateError(f"Dòng lịch nghỉ không đúng dạng: {dict(row)}")
    return [first, *_after(first, last)]


def _table(value: object, name: str) -> Mapping[object, object]:
    if not isinstance(value, Mapping):
        raise DateError(f"Lịch nghỉ thiếu bảng “{name}”")
    return value


def _rows(year: object, name: str) -> list[Mapping[str, object]]:
    rows = _table(year, "years").get(name) or []
    if not isinstance(rows, list) or not all(isinstance(r, Mapping) for r in rows):
        raise DateError(f"Lịch nghỉ: “{name}” phải là danh sách các dòng")
    return rows
