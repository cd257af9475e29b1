"""Ranges, emulation years, months and working days: dated data, half-open arithmetic, no silent guesses."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import vinhdanh
from vinhdanh.merit.time import (
    DateError,
    DateRange,
    EmulationCalendar,
    OutsideCalendar,
    WorkCalendar,
    YearRule,
    add_months,
    gaps,
    months_between,
    overlaps,
    parse_day,
    vn,
    years_between,
)

DATA = Path(vinhdanh.__file__).parent / "rulebook" / "national" / "holidays.yaml"
VIETNAM = WorkCalendar.from_data(YAML(typ="safe").load(DATA))
CALENDAR = EmulationCalendar.of("VKSND tối cao", rules=[YearRule(2000)])
MOVED = EmulationCalendar.of(
    "Sở Giáo dục",
    years=[(2020, date(2020, 1, 1), date(2020, 11, 30))],
    rules=[YearRule(2000), YearRule(2021, 12, 1, offset=-1)],
)

days = st.dates(date(2017, 1, 1), date(2026, 12, 31))
near = st.integers(0, 60).map(lambda n: date(2024, 1, 1) + timedelta(n))
ranges = st.builds(lambda d, n: DateRange(d, d + timedelta(n) if n else None), near, st.integers(0, 20))
closed = ranges.filter(lambda r: r.end is not None)


@given(ranges, near)
def test_a_range_holds_its_start_and_not_its_end(item: DateRange, day: date) -> None:
    assert item.start in item
    assert item.end is None or item.end not in item
    assert (day in item) == (item.start <= day <= (item.last or date.max))


@given(closed, closed)
def test_overlap_is_a_common_day(a: DateRange, b: DateRange) -> None:
    window = [date(2024, 1, 1) + timedelta(n) for n in range(90)]
    assert a.overlaps(b) == b.overlaps(a) == any(d in a and d in b for d in window)


@given(st.lists(ranges, max_size=5))
def test_gaps_and_ranges_tile_the_stretch(items: list[DateRange]) -> None:
    holes = gaps(items)
    window = [date(2024, 1, 1) + timedelta(n) for n in range(90)]
    first = min((r.start for r in items), default=date.max)
    end = max((r.end or date.max for r in items), default=date.min)
    for day in window:
        held = any(day in r for r in items)
        assert any(day in h for h in holes) == (first <= day < end and not held)


@given(st.lists(ranges, max_size=5))
def test_overlaps_name_every_clashing_pair(items: list[DateRange]) -> None:
    pairs = sum(a.overlaps(b) for i, a in enumerate(items) for b in items[i + 1 :])
    assert len(overlaps(items)) == pairs


def test_a_range_as_papers_write_it() -> None:
    year = DateRange.through(date(2024, 1, 1), date(2024, 12, 31))
    assert (year.end, year.last) == (date(2025, 1, 1), date(2024, 12, 31))
    assert str(year) == "từ 01/01/2024 đến hết 31/12/2024"
    assert str(DateRange(date(2024, 1, 1))) == "từ 01/01/2024"
    assert vn(None) == "…"


@pytest.mark.parametrize("make", [DateRange, DateRange.through])
def test_an_empty_range_is_refused(make: type[DateRange]) -> None:
    with pytest.raises(DateError, match=r"trống|trước ngày bắt đầu"):
        make(date(2024, 1, 2), date(2024, 1, 1))
    with pytest.raises(DateError, match="trống"):
        DateRange(date(2024, 1, 2), date(2024, 1, 2))


@given(days)
def test_year_of_and_range_of_agree(day: date) -> None:
    for calendar in (CALENDAR, MOVED):
        assert day in calendar.range_of(calendar.year_of(day))


def test_a_year_need_not_end_on_31_12() -> None:
    assert CALENDAR.year_of(date(2021, 12, 31)) == 2021
    assert MOVED.year_of(date(2019, 12, 31)) == 2019
    assert MOVED.year_of(date(2020, 11, 30)) == 2020
    assert MOVED.year_of(date(2020, 12, 1)) == 2021
    assert MOVED.range_of(2022) == DateRange.through(date(2021, 12, 1), date(2022, 11, 30))


def test_a_day_between_two_years_belongs_to_none() -> None:
    school = EmulationCalendar.of("Trường", years=[(2023, date(2022, 9, 5), date(2023, 5, 31)), (2024, date(2023, 9, 5), date(2024, 5, 31))])
    assert school.year_of(date(2022, 12, 1)) == 2023
    with pytest.raises(OutsideCalendar, match="01/07/2023 không thuộc năm thi đua nào"):
        school.year_of(date(2023, 7, 1))
    with pytest.raises(OutsideCalendar, match="Chưa nhập năm thi đua 2025"):
        school.range_of(2025)


@pytest.mark.parametrize(
    ("years", "rules"),
    [
        ([(2020, date(2019, 12, 1), date(2020, 11, 30))], [YearRule(2000)]),
        ([], [YearRule(2000), YearRule(2021, 12, 1, offset=-1)]),
        ([(2020, date(2020, 1, 1), date(2020, 12, 31)), (2021, date(2020, 12, 1), date(2021, 11, 30))], []),
    ],
)
def test_years_that_share_a_day_are_refused(years: list[tuple[int, date, date]], rules: list[YearRule]) -> None:
    with pytest.raises(DateError, match="chồng lên nhau"):
        EmulationCalendar.of("Bộ", years, rules)


@given(days, st.integers(0, 400))
def test_full_months_are_maximal(start: date, n: int) -> None:
    end = start + timedelta(n)
    months = months_between(start, end)
    assert add_months(start, months) <= end < add_months(start, months + 1)
    assert years_between(start, end) == months // 12


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 3, 1), date(2024, 12, 31), 9),
        (date(2024, 3, 1), date(2025, 1, 1), 10),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2020, 2, 29), date(2021, 2, 28), 12),
    ],
)
def test_months(start: date, end: date, months: int) -> None:
    assert months_between(start, end) == months


def test_time_does_not_run_backwards() -> None:
    with pytest.raises(DateError, match="trước ngày"):
        months_between(date(2024, 1, 2), date(2024, 1, 1))
    with pytest.raises(DateError, match="trước ngày"):
        VIETNAM.working_days_between(date(2024, 1, 2), date(2024, 1, 1))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        (2024, date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("02/2023", date(2023, 2, 1), date(2023, 2, 28)),
        (" 2024-05-07 ", date(2024, 5, 7), date(2024, 5, 7)),
        ("7/5/2024", date(2024, 5, 7), date(2024, 5, 7)),
        (date(2024, 5, 7), date(2024, 5, 7), date(2024, 5, 7)),
    ],
)
def test_partial_dates(text: str | int | date, first: date, last: date) -> None:
    assert (parse_day(text, end=False), parse_day(text)) == (first, last)


@given(days)
def test_a_printed_day_reads_back(day: date) -> None:
    assert parse_day(vn(day)) == parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("năm ngoái", "không phải là ngày"),
        ("2024-13", "không có trong lịch"),
        ("00/2024", "không có trong lịch"),
        ("30/02/2024", "không có"),
    ],
)
def test_no_date(text: str, message: str) -> None:
    with pytest.raises(DateError, match=message):
        parse_day(text)


@given(days, st.integers(1, 60))
def test_the_nth_working_day_is_n_working_days_away(start: date, n: int) -> None:
    assume(start < date(2026, 9, 1))
    end = VIETNAM.add_working_days(start, n)
    assert VIETNAM.is_working(end)
    assert end > start
    assert VIETNAM.working_days_between(start, end) == n
    assert VIETNAM.add_working_days(VIETNAM.add_working_days(start, n - 1), 1) == end


@given(days)
def test_the_next_working_day_is_the_first(day: date) -> None:
    assume(day < date(2026, 12, 20))
    found = VIETNAM.next_working_day(day)
    assert VIETNAM.is_working(found)
    assert not any(VIETNAM.is_working(day + timedelta(n)) for n in range((found - day).days))


def test_a_term_over_tet() -> None:
    """Five working days from 07/02/2024: 08–14/02 is Tết Giáp Thìn, so 15, 16, 19, 20 and 21 February."""
    assert VIETNAM.add_working_days(date(2024, 2, 7), 5) == date(2024, 2, 21)
    assert VIETNAM.add_working_days(date(2024, 2, 7), 0) == date(2024, 2, 7)
    assert VIETNAM.next_working_day(date(2024, 2, 10)) == date(2024, 2, 15)


def test_a_worked_saturday_counts() -> None:
    assert [VIETNAM.is_working(date(2024, 5, d)) for d in (3, 4, 5, 6)] == [True, True, False, True]
    assert VIETNAM.working_days_between(date(2024, 4, 26), date(2024, 5, 5)) == 3


@pytest.mark.parametrize("year", range(2017, 2027))
def test_days_off_by_law_are_complete(year: int) -> None:
    """BLLĐ 2012 Đ115: 10 days; BLLĐ 2019 Đ112: 11. Each falls on a weekday or is made good on one."""
    off = [d for d in VIETNAM.holidays if d.year == year and d.weekday() < 5]
    swapped = {
        date(2018, 12, 31),
        date(2019, 4, 29),
        date(2024, 4, 29),
        date(2025, 5, 2),
        date(2026, 1, 2),
        date(2026, 8, 31),
    }
    assert len(set(off) - swapped) == (11 if year >= 2021 else 10)


def test_every_swapped_day_is_worked_on_a_weekend() -> None:
    assert len(VIETNAM.makeup_days) == 6
    assert all(d.weekday() >= 5 for d in VIETNAM.makeup_days)


def test_national_day_has_two_days_from_2021() -> None:
    assert VIETNAM.is_working(date(2020, 9, 1))
    assert VIETNAM.is_working(date(2020, 9, 3))
    assert not VIETNAM.is_working(date(2021, 9, 3))
    assert not VIETNAM.is_working(date(2022, 9, 1))


def test_years_without_data_are_refused() -> None:
    with pytest.raises(OutsideCalendar, match="Chưa nhập ngày nghỉ lễ, tết năm 2027"):
        VIETNAM.add_working_days(date(2026, 12, 30), 3)
    with pytest.raises(OutsideCalendar, match="2016"):
        VIETNAM.is_working(date(2016, 12, 30))


def test_an_announced_day_off_is_told_and_not_taken() -> None:
    culture = date(2026, 11, 24)
    assert VIETNAM.is_working(culture)
    assert VIETNAM.open_between(date(2026, 11, 20), date(2026, 11, 30)) == [culture]
    assert VIETNAM.open_between(culture, date(2026, 11, 30)) == []


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(DateError, match="không thể là -1"):
        VIETNAM.add_working_days(date(2024, 1, 1), -1)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"years": {2024: []}},
        {"years": {2024: {"off": {}, "work": "x"}}},
        {"years": {2024: {"off": [{"from": date(2024, 1, 1)}]}}},
    ],
)
def test_misshapen_data_are_refused(data: dict[str, object]) -> None:
    with pytest.raises(DateError, match=r"Lịch nghỉ|lịch nghỉ"):
        WorkCalendar.from_data(data)


def test_a_day_is_not_off_and_worked_at_once() -> None:
    with pytest.raises(DateError, match="vừa là ngày nghỉ vừa là ngày làm bù"):
        WorkCalendar(frozenset([date(2024, 1, 1)]), frozenset([date(2024, 1, 1)]))
