"""Numbers so large that calamine panics over them where a cell has the form of a date or a time.

The file is copied in memory with these numbers replaced by 0, so that everything else in it can be read.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.parsers import expat

from vinhdanh.workbook.biff import OLE, patched
from vinhdanh.workbook.guard import Walker, inflate, sheet_parts, xml_parser

DAYS = 999_999_999  # the most a Python timedelta holds; every number calamine fails at is larger
Cells = set[tuple[int, int]]


def outsize(number: float) -> bool:
    """Whether a number can be no date and no time."""
    return abs(number) >= DAYS


def without_outsize(path: Path, sheet: str, rows: set[int]) -> tuple[io.BytesIO, Cells]:
    """A copy of a workbook that calamine can read, and the cells (row and column from 1) of these rows that were replaced."""
    data = path.read_bytes()
    if data.startswith(OLE):
        copy, found = patched(data, sheet, rows, outsize)
        return io.BytesIO(copy), found
    return _without(io.BytesIO(data), sheet, rows)


def _without(raw: io.BytesIO, sheet: str, rows: set[int]) -> tuple[io.BytesIO, Cells]:
    copy = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        part = sheet_parts(raw, old)[sheet]
        for info in old.infolist():
            data = b"".join(inflate(raw, info))
            if info.filename == part:
                data, found = _replaced(data, rows)
            new.writestr(info.filename, data)
    copy.seek(0)
    return copy, found


def _replaced(data: bytes, rows: set[int]) -> tuple[bytes, Cells]:
    finder = _Finder(rows)
    finder.parse(data)
    out, at = [], 0
    for first, last in finder.spans:
        begin = data.index(b">", first) + 1
        out += [data[at:begin], b"0"]
        at = last
    return b"".join([*out, data[at:]]), finder.cells


class _Finder(Walker):
    """Finds the places of outsize numbers in the XML of a sheet: from the first byte of the element to the first of its end tag."""

    def __init__(self, rows: set[int]) -> None:
        super().__init__()
        self.rows, self.cells = rows, Cells()
        self.spans: list[tuple[int, int]] = []
        self.parser: expat.XMLParserType = xml_parser()
        self.first = 0

    def parse(self, data: bytes) -> None:
        """Walk through the sheet."""
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.Parse(data, True)

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element begins."""
        super().start(tag, attrs)
        if tag.rpartition(" ")[2] == "v":
            self.first = self.parser.CurrentByteIndex

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag.rpartition(" ")[2] == "v" and self.row in self.rows and self.kind in ("", "n") and _is_outsize(self.value):
            self.cells.add((self.row, self.col))
            self.spans.append((self.first, self.parser.CurrentByteIndex))
        super().end(tag)


def _is_outsize(text: str) -> bool:
    try:
        return outsize(float(text))
    except ValueError:
        return False
