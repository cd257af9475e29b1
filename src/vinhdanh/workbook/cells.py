"""One cell: from what Excel holds to the value a column wants, or a message that says what is wrong and what to do."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple

from vinhdanh.merit.text import tidy
from vinhdanh.workbook import days
from vinhdanh.workbook.days import Day
from vinhdanh.workbook.legacy import legacy
from vinhdanh.workbook.lexicon import Table
from vinhdanh.workbook.model import Severity
from vinhdanh.workbook.schema import Column

Raw = int | float | str | bool | date | datetime | time | timedelta


class Issue(NamedTuple):
    """Something wrong with one cell."""

    severity: Severity
    code: str
    message: str
    what: str


class Parsed(NamedTuple):
    """The value of a cell (None: nothing usable) and what is wrong with it, if anything."""

    value: Any
    issue: Issue | None = None


def bad(code: str, message: str, what: str) -> Parsed:
    """A cell that cannot be used."""
    return Parsed(None, Issue("error", code, message, what))


def doubtful(value: Any, code: str, message: str, what: str) -> Parsed:
    """A cell that is used, with a warning."""
    return Parsed(value, Issue("warning", code, message, what))


def clean(raw: Raw) -> Raw:
    """The cell with tidy text (NFC, single blanks), a number beyond all bounds as text; other types unchanged."""
    if isinstance(raw, float) and not math.isfinite(raw):
        return "1E+308"
    return _tidy(raw) if isinstance(raw, str) else raw


_tidy = lru_cache(maxsize=100_000)(tidy)


def is_nfd(raw: Raw) -> bool:
    """Whether a cell holds text that is not in Unicode form NFC."""
    return isinstance(raw, str) and not raw.isascii() and not unicodedata.is_normalized("NFC", raw)


def show(raw: Raw) -> str:
    """A cell's content as the clerk sees it, shortened."""
    if isinstance(raw, datetime | date):
        return raw.strftime("%d/%m/%Y")
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float):
        return f"{raw:.0f}" if raw == int(raw) else f"{raw:g}".replace(".", ",")
    text = str(raw)
    return text if len(text) <= 60 else text[:57] + "…"


def parse(column: Column, raw: Raw, on: date) -> Parsed:
    """The value of a cell that is not blank, for its column: key, text, code: str; day: Day; year, count: int; number,
    percent: Decimal; yesno: bool; codes: list of str. ``raw`` must be clean (see :func:`clean`)."""
    if isinstance(raw, str) and (old := legacy(raw)):
        return _old_font(raw, *old)
    return _PARSERS[column.type](column, raw, on)


def _old_font(raw: str, font: str, preview: str) -> Parsed:
    return bad(
        "legacy-encoding",
        f"Chữ “{show(raw)}” gõ bằng bảng mã cũ {font}; có lẽ là “{preview}”.",
        "Hãy chuyển cả tệp sang Unicode (Unikey: Công cụ, Chuyển mã) rồi kiểm tra lại; máy không tự sửa tên người.",
    )


def _text(column: Column, raw: Raw, on: date) -> Parsed:
    if isinstance(raw, str):
        return Parsed(raw)
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return Parsed(show(float(raw)))
    if isinstance(raw, date):
        return Parsed(show(raw))
    return bad("not-text", f"Cột “{column.header}” cần chữ nhưng ô ghi “{show(raw)}”.", "Hãy gõ lại nội dung bằng chữ.")


_SCIENTIFIC = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")


def _key(column: Column, raw: Raw, on: date) -> Parsed:
    if isinstance(raw, str):
        return _lost_digits(column, raw) if _SCIENTIFIC.fullmatch(raw) else Parsed(raw)
    if isinstance(raw, bool) or not isinstance(raw, float | int):
        return bad("bad-key", f"Cột “{column.header}” cần một mã nhưng ô ghi “{show(raw)}”.", "Hãy định dạng cột là Văn bản (Text) rồi gõ lại mã.")
    return _number_key(column, raw)


def _number_key(column: Column, raw: float) -> Parsed:
    if raw != int(raw) or abs(raw) >= 1e9 or raw < 0:
        return _lost_digits(column, show(raw))
    text = str(int(raw))
    return doubtful(
        text,
        "key-as-number",
        f"Mã bị Excel lưu thành số; máy hiểu là “{text}”.",
        "Nếu mã có số 0 ở đầu, hãy định dạng cột là Văn bản (Text) rồi gõ lại.",
    )


def _lost_digits(column: Column, shown: str) -> Parsed:
    return bad(
        "key-lost-digits",
        f"Mã ở cột “{column.header}” đã bị Excel đổi thành số ({shown}), có thể mất chữ số hoặc mất số 0 ở đầu.",
        "Hãy định dạng cột là Văn bản (Text) rồi gõ lại mã từ giấy tờ gốc.",
    )


_WRITE_DATE = "Hãy ghi ngày/tháng/năm, năm đủ bốn chữ số, ví dụ 02/09/2024."


def _day(column: Column, raw: Raw, on: date) -> Parsed:
    if isinstance(raw, date):
        return _typed_day(column, days.plain(raw), on)
    if isinstance(raw, str):
        return _text_day(column, raw, on)
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return _serial(column, raw, on)
    return bad("bad-date", f"Cột “{column.header}” cần một ngày nhưng ô ghi “{show(raw)}”.", _WRITE_DATE)


def _typed_day(column: Column, day: date, on: date) -> Parsed:
    """A date cell; one in which a clerk typed only a year shows a day of 1905."""
    serial = (day - days.EPOCH).days
    return _serial(column, serial, on) if days.FIRST_YEAR <= serial <= on.year + 1 else _in_life(column, days.of_date(day), on)


def _text_day(column: Column, raw: str, on: date) -> Parsed:
    try:
        day = days.from_text(raw)
    except ValueError as why:
        return bad("no-such-date", f"Ngày “{show(raw)}” không có thật: {why} (máy đọc ngày trước, tháng sau).", _WRITE_DATE)
    if day:
        return _in_life(column, day, on)
    if days.short_year(raw):
        return bad("short-year", f"Ngày “{raw}” chỉ có hai chữ số năm.", _WRITE_DATE)
    return bad("bad-date", f"“{show(raw)}” ở cột “{column.header}” không phải là ngày.", _WRITE_DATE)


def _serial(column: Column, raw: float, on: date) -> Parsed:
    number = int(raw)
    if number == raw and days.FIRST_YEAR <= number <= on.year + 1:
        return _warned(_in_life(column, days.of_year(number), on), f"Ô ghi số {number}; máy hiểu là năm {number}, không rõ ngày, tháng.")
    day = days.of_serial(number)
    if day is None or not days.FIRST_YEAR <= day.year <= on.year + 1:
        return bad("bad-date", f"Số {show(raw)} ở cột “{column.header}” không phải là ngày hợp lý.", _WRITE_DATE)
    return _warned(_in_life(column, days.of_date(day), on), f"Ô ngày chứa con số {number} (số ngày của Excel); máy hiểu là {show(day)}.")


def _warned(parsed: Parsed, message: str) -> Parsed:
    if parsed.issue:
        return parsed
    return doubtful(parsed.value, "date-as-number", message, "Hãy kiểm tra lại và ghi đủ ngày/tháng/năm.")


def _in_life(column: Column, day: Day, on: date) -> Parsed:
    year = day.first.year
    if not days.FIRST_YEAR <= year <= on.year + 1:
        return bad("year-out-of-range", f"Năm {year} ở cột “{column.header}” nằm ngoài khoảng {days.FIRST_YEAR}–{on.year + 1}.", "Hãy sửa lại năm.")
    if column.past and day.first > on:
        return bad("future-date", f"Ngày {day} ở cột “{column.header}” ở sau ngày kiểm tra {show(on)}.", "Chỉ ghi việc đã xảy ra; hãy sửa lại ngày.")
    return Parsed(day)


def _year(column: Column, raw: Raw, on: date) -> Parsed:
    if isinstance(raw, date):
        return _dated_year(column, days.plain(raw), on)
    number = _whole(raw)
    if number is None:
        return bad("bad-year", f"Cột “{column.header}” cần một năm nhưng ô ghi “{show(raw)}”.", "Hãy ghi năm bằng bốn chữ số, ví dụ 2024.")
    return _year_in_life(column, number, on)


def _year_in_life(column: Column, number: int, on: date) -> Parsed:
    last = on.year if column.past else on.year + 1
    if not days.FIRST_YEAR <= number <= last:
        return bad(
            "year-out-of-range", f"Năm {number} ở cột “{column.header}” nằm ngoài khoảng {days.FIRST_YEAR}–{last}.", "Hãy sửa lại năm, bốn chữ số."
        )
    return Parsed(number)


def _dated_year(column: Column, day: date, on: date) -> Parsed:
    serial = (day - days.EPOCH).days
    number = serial if days.FIRST_YEAR <= serial <= on.year + 1 else day.year
    parsed = _year_in_life(column, number, on)
    return (
        parsed
        if parsed.issue
        else doubtful(
            number, "year-as-date", f"Ô năm ở dạng ngày ({show(day)}); máy hiểu là năm {number}.", "Hãy định dạng ô là số và ghi năm bốn chữ số."
        )
    )


_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")


def _decimal(raw: Raw) -> Decimal | None:
    """The number in a cell: decimal comma or point, thousands parted by points or blanks; None if it is none."""
    if isinstance(raw, bool) or not isinstance(raw, float | int | str):
        return None
    if not isinstance(raw, str):
        return Decimal(repr(raw)) if isinstance(raw, int) or abs(raw) < 1e15 else None
    text = raw.replace(" ", "").removesuffix("%")
    if _GROUPED.fullmatch(text) or ("." in text and "," in text):
        text = text.replace(".", "")
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**15 else None


def _whole(raw: Raw) -> int | None:
    number = _decimal(raw)
    return int(number) if number is not None and number == int(number) else None


def _number(column: Column, raw: Raw, on: date) -> Parsed:
    number = _decimal(raw)
    if number is None:
        return bad("not-a-number", f"Cột “{column.header}” cần một con số nhưng ô ghi “{show(raw)}”.", "Hãy ghi số, phần lẻ sau dấu phẩy, ví dụ 7,5.")
    if number < 0:
        return bad("negative", f"Cột “{column.header}” không thể âm ({show(raw)}).", "Hãy sửa lại con số.")
    return Parsed(slim(number))


def slim(number: Decimal) -> Decimal | int:
    """A whole number as int, anything else as Decimal."""
    return int(number) if number == int(number) else number.normalize()


def _percent(column: Column, raw: Raw, on: date) -> Parsed:
    parsed = _number(column, raw, on)
    if parsed.issue:
        return parsed
    if parsed.value > 100:
        return bad("over-100", f"Tỷ lệ {show(raw)} ở cột “{column.header}” lớn hơn 100 %.", "Hãy sửa lại tỷ lệ, từ 0 đến 100.")
    if 0 < parsed.value <= 1 and not (isinstance(raw, str) and "%" in raw):
        return bad(
            "fraction",
            f"Tỷ lệ ghi là {show(raw)}: không rõ là {show(raw)} % hay {show(float(parsed.value) * 100)} %.",
            "Hãy định dạng ô là số thường và ghi tỷ lệ từ 0 đến 100, ví dụ 95,5.",
        )
    return parsed


def _count(column: Column, raw: Raw, on: date) -> Parsed:
    parsed = _number(column, raw, on)
    if parsed.issue or isinstance(parsed.value, int):
        return parsed
    return bad("not-whole", f"Cột “{column.header}” cần số nguyên nhưng ô ghi “{show(raw)}”.", "Hãy ghi số nguyên.")


def _yesno(column: Column, raw: Raw, on: date) -> Parsed:
    if isinstance(raw, bool):
        return Parsed(raw)
    text = show(raw) if isinstance(raw, float | int) else str(raw)
    code = column.table.code(text) if column.table else None
    if code is None:
        return bad(
            "not-yes-no",
            f"Cột “{column.header}” chỉ nhận Có hoặc Không nhưng ô ghi “{show(raw)}”.",
            "Hãy chọn Có hoặc Không, hoặc để trống nếu chưa biết.",
        )
    return Parsed(code == "yes")


def _code(column: Column, raw: Raw, on: date) -> Parsed:
    assert column.table is not None
    text = raw if isinstance(raw, str) else show(raw)
    code = column.table.code(text)
    return Parsed(code) if code else unknown_word(column, column.table, text)


def _codes(column: Column, raw: Raw, on: date) -> Parsed:
    assert column.table is not None
    words = [w.strip() for w in str(raw).split(";") if w.strip()]
    unknown = next((w for w in words if column.table.code(w) is None), None)
    if unknown:
        return unknown_word(column, column.table, unknown)
    return Parsed([column.table.code(w) for w in words])


@lru_cache(maxsize=4096)
def unknown_word(column: Column, table: Table, text: str) -> Parsed:
    """The refusal of a word that stands for no code, with the nearest known one."""
    near = table.nearest(text)
    hint = f"Có phải là “{near}”? " if near else ""
    return bad("unknown-word", f"“{show(text)}” ở cột “{column.header}” không có trong danh mục.", f"{hint}Hãy chọn trong danh sách của ô.")


_PARSERS: dict[str, Callable[[Column, Raw, date], Parsed]] = {
    "text": _text,
    "key": _key,
    "day": _day,
    "year": _year,
    "number": _number,
    "count": _count,
    "percent": _percent,
    "yesno": _yesno,
    "code": _code,
    "codes": _codes,
}
