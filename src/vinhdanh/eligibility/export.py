"""A screening as an Excel workbook: one row a subject, text kept as text, reasons of restricted matters masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from vinhdanh.eligibility.blame import RESTRICTED
from vinhdanh.eligibility.books import names_of
from vinhdanh.eligibility.screening import Screen, masked, words
from vinhdanh.eligibility.sight import HIDDEN, NOTHING
from vinhdanh.merit.truth import WORDS
from vinhdanh.people.models import Person
from vinhdanh.units.models import Unit
from vinhdanh.workbook.plain import plain_book

HEADS = ("Mã", "Họ tên, tập thể", "Đơn vị", "Kết quả", "Lý do", "Căn cứ")
WIDTHS = (14, 28, 34, 12, 70, 40)


def workbook(found: Screen, ids: Sequence[int], today: dt.date) -> IO[bytes]:
    """The workbook in a temporary file, at its start."""
    out: IO[bytes] = TemporaryFile()  # noqa: SIM115 – closed with the answer that sends it
    book = plain_book(out, constant_memory=True)
    sheet = book.add_worksheet("Rà soát")
    bold, text, note = book.add_format({"bold": True}), book.add_format({"num_format": "@"}), book.add_format({"font_color": "#635a50"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    start = _headings(sheet, found, today, bold, note)
    for column, head in enumerate(HEADS):
        sheet.write_string(start, column, head, bold)
    for row, cells in enumerate(rows(found, ids), start + 1):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, text)
    book.close()
    out.seek(0)
    return out


def _headings(sheet: Any, found: Screen, today: dt.date, bold: Any, note: Any) -> int:
    asked = found.asked
    where = f", {asked.unit.name}" if asked.unit else ""
    sheet.write_string(0, 0, f"Rà soát “{found.name}” năm {asked.year}{where}", bold)
    sheet.write_string(1, 0, f"Theo quy định có hiệu lực ngày {asked.on:%d/%m/%Y}; bộ quy tắc {found.book.digest}; xuất ngày {today:%d/%m/%Y}", note)
    for i, remark in enumerate(found.remarks):
        sheet.write_string(2 + i, 0, remark, note)
    return 3 + len(found.remarks)


def rows(found: Screen, ids: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """The rows: key, name, unit, verdict, reason, article. What is restricted is never exported."""
    names = names_of(found.book)
    said = [(_why(words(x.node, names), masked(x, NOTHING)), str(x.node.head.cite or "")) for x in found.blame.causes]
    result = dict(zip(found.ids, zip(found.blame.verdicts.tolist(), found.blame.cause.tolist(), strict=True), strict=True))
    subjects = _subjects(found, ids)
    for pk in ids:
        verdict, cause = result[pk]
        why, cite = said[cause] if cause >= 0 else (HIDDEN if cause == RESTRICTED else "", "")
        yield (*subjects[pk], WORDS[verdict], why, "" if why == HIDDEN else cite)


def _why(text: str, hidden: bool) -> str:
    return HIDDEN if hidden else text


def _subjects(found: Screen, ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    wanted = set(ids)
    if found.asked.subject == "person":
        people = Person.objects.order_by("pk").values_list("pk", "key", "full_name", "unit__name")
        return {pk: (key, name, unit or "") for pk, key, name, unit in people if pk in wanted}
    units = Unit.objects.order_by("pk").values_list("pk", "key", "name", "parent__name")
    return {pk: (key, name, above or "") for pk, key, name, above in units if pk in wanted}
