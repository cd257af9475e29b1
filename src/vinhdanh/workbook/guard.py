"""What calamine does not tell of an .xlsx file, read safely: hidden rows, error cells, formulas never computed, and whether the file is harmless.

Sizes are measured while inflating (what the zip directory says may be a lie); document types and entities are refused.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.parsers import expat

from vinhdanh.workbook.cells import Issue
from vinhdanh.workbook.model import UnreadableFile

MAX_PART = 600_000_000
MAX_TOTAL = 1_200_000_000
MAX_ENTRIES = 5_000
MAX_AREA = 40_000_000
_CHUNK = 1 << 20
_KEEP = 400
_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"

_ROW_NO = re.compile(rb"<(?:\w+:)?row [^>]*?\br\s*=\s*[\"'](\d+)")
_CELL_COL = re.compile(rb"<(?:\w+:)?c [^>]*?\br\s*=\s*[\"']([A-Z]+)\d")
_MARKED = re.compile(rb"\bhidden\s*=|\bt\s*=\s*[\"']e[\"']|<(?:\w+:)?f[ >/]")
_HINTS = (b"hidden", b'"e"', b"'e'", b"<f", b":f")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

BOMB = "Tệp khi giải nén lớn bất thường, có thể là tệp độc hại. Hãy mở tệp gốc bằng Excel, chép dữ liệu sang tệp mẫu mới rồi lưu lại."
DAMAGED = "Tệp bị hỏng, không đọc được. Hãy mở bằng Excel, chọn Lưu thành (Save As) kiểu .xlsx rồi thử lại; nếu không mở được, hãy xin lại tệp."
DOCTYPE = "Tệp chứa khai báo XML không được phép (DOCTYPE). Excel không bao giờ tạo ra khai báo này; hãy chép dữ liệu sang tệp mẫu mới."

OUTSIZE = "#SỐ QUÁ LỚN"  # stands for a number that Excel itself shows as ####, because no date can hold it
_TOO_LARGE = Issue(
    "error",
    "too-large-for-date",
    "Ô ở dạng ngày, giờ nhưng chứa một con số không thể là ngày, giờ.",
    "Hãy xóa ô, định dạng lại là Chung (General) hoặc Văn bản (Text) rồi gõ đúng giá trị.",
)
_NOT_COMPUTED = Issue(
    "error",
    "formula-empty",
    "Công thức trong ô chưa có kết quả được lưu.",
    "Hãy mở tệp bằng Excel để tính lại rồi lưu, hoặc gõ thẳng giá trị.",
)


def _formula_error(error: str) -> Issue:
    return Issue("error", "formula-error", f"Công thức trong ô bị lỗi {error}.", "Hãy sửa công thức, hoặc gõ thẳng giá trị vào ô.")


@dataclass(slots=True)
class Marks:
    """What is special in one sheet, rows counted from 1: hidden rows and columns, cells with an error, formulas without a value."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)

    @property
    def bad_rows(self) -> set[int]:
        """The rows in which a cell holds no value that can be read."""
        return {row for row, _ in (*self.errors, *self.uncomputed)}

    def issue(self, row: int, col: int) -> Issue | None:
        """Why the value of a cell cannot be read, and what to do; None if it can."""
        error = self.errors.get((row, col))
        if error:
            return _TOO_LARGE if error == OUTSIZE else _formula_error(error)
        return _NOT_COMPUTED if (row, col) in self.uncomputed else None

    def hidden_col(self, col: int) -> bool:
        """Whether a column (counted from 1) is hidden."""
        return any(a <= col <= b for a, b in self.hidden_cols)


def inspect_xlsx(path: Path) -> dict[str, Marks]:
    """The marks of every sheet by name. UnreadableFile if the file is damaged, a bomb, or carries a document type."""
    try:
        with path.open("rb") as raw, zipfile.ZipFile(raw) as book:
            return _inspect(raw, book)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, EOFError, NotImplementedError, RuntimeError, ValueError) as bad:
        raise UnreadableFile(DAMAGED) from bad


def _inspect(raw: IO[bytes], book: zipfile.ZipFile) -> dict[str, Marks]:
    infos = book.infolist()
    if len(infos) > MAX_ENTRIES:
        raise UnreadableFile(BOMB)
    parts = sheet_parts(raw, book)
    marked = {info.filename: _survey(raw, info) for info in infos}
    _check_total(infos, marked)
    return {name: _marks(raw, book.getinfo(part)) if marked[part][0] else Marks() for name, part in parts.items()}


def _check_total(infos: list[zipfile.ZipInfo], marked: dict[str, tuple[bool, int]]) -> None:
    if sum(size for _, size in marked.values()) > MAX_TOTAL or len(marked) != len(infos):
        raise UnreadableFile(BOMB)


def inflate(raw: IO[bytes], info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one part in pieces, inflated from the raw stream. UnreadableFile if there are more than MAX_PART."""
    left, total = _seek(raw, info), 0
    engine = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (data := raw.read(min(_CHUNK, left))):
        left -= len(data)
        for piece in _pieces(engine, data):
            total += len(piece)
            if total > MAX_PART:
                raise UnreadableFile(BOMB)
            yield piece


def _pieces(engine: zlib._Decompress | None, data: bytes) -> Iterator[bytes]:
    if engine is None:
        yield data
        return
    while data:
        yield engine.decompress(data, _CHUNK)
        data = engine.unconsumed_tail


def _seek(raw: IO[bytes], info: zipfile.ZipInfo) -> int:
    """Moves to the first byte of a part's data; the number of bytes stored there."""
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        raise zipfile.BadZipFile(info.filename)
    raw.seek(info.header_offset)
    head = raw.read(30)
    raw.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    return info.compress_size


def _survey(raw: IO[bytes], info: zipfile.ZipInfo) -> tuple[bool, int]:
    """Whether a part must be parsed for marks, and its true size. Refuses document types and sheets of absurd extent."""
    tail, size, marked, top, columns = b"", 0, False, 0, {b"A"}
    xml = info.filename.lower().endswith((".xml", ".rels"))
    sheet = xml and "worksheets/" in info.filename
    for piece in inflate(raw, info):
        size += len(piece)
        text = tail + piece
        if xml and b"<!" in text and _DOCTYPE.search(text):
            raise UnreadableFile(DOCTYPE)
        if sheet:
            marked = marked or (any(hint in text for hint in _HINTS) and _MARKED.search(text) is not None)
            top = max(top, _last_row(text))
            columns.update(_CELL_COL.findall(text))
        tail = text[-_KEEP:]
    _check_area(top, max(_col_number(c) for c in columns))
    return marked, size


def _last_row(text: bytes) -> int:
    return max((int(n) for n in _ROW_NO.findall(text)), default=0)


def _check_area(rows: int, cols: int) -> None:
    if rows * cols > MAX_AREA:
        raise UnreadableFile(
            f"Một trang tính trải rộng tới dòng {rows}, cột thứ {cols}, quá lớn để đọc. "
            "Hãy xóa các dòng, cột thừa ở cuối trang (chọn rồi Delete cả dòng, cả cột) và lưu lại."
        )


def _col_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number


def sheet_parts(raw: IO[bytes], book: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → path of its part, for those that exist."""
    names = {n.lower(): n for n in book.namelist()}
    main = next((n for low, n in names.items() if low.endswith("xl/workbook.xml")), "")
    if not main:
        raise UnreadableFile("Tệp không phải sổ tính Excel (.xlsx). Hãy chọn đúng tệp, hoặc lưu lại bằng Excel kiểu .xlsx.")
    targets = _targets(raw, book, names, main)
    found: dict[str, str] = {}
    for tag, attrs in _elements(raw, book.getinfo(main)):
        part = targets.get(attrs.get(_ID, "")) if tag.endswith(" sheet") or tag == "sheet" else None
        if part and part.lower() in names:
            found[attrs.get("name", "")] = names[part.lower()]
    return found


def _targets(raw: IO[bytes], book: zipfile.ZipFile, names: dict[str, str], main: str) -> dict[str, str]:
    folder, file = posixpath.split(main)
    rels = names.get(f"{folder}/_rels/{file}.rels".lower())
    if rels is None:
        raise zipfile.BadZipFile("no relations")
    entries = [a for tag, a in _elements(raw, book.getinfo(rels)) if tag.endswith("Relationship")]
    return {a.get("Id", ""): _resolve(folder, a.get("Target", "")) for a in entries}


def _resolve(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def xml_parser() -> expat.XMLParserType:
    """A parser that refuses document types and entities."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.buffer_text = True
    return parser


def _refuse(*_: object) -> None:
    raise UnreadableFile(DOCTYPE)


def _elements(raw: IO[bytes], info: zipfile.ZipInfo) -> list[tuple[str, dict[str, str]]]:
    """Every element of a small part: (namespace and name, attributes)."""
    out: list[tuple[str, dict[str, str]]] = []
    parser = xml_parser()
    parser.StartElementHandler = lambda tag, attrs: out.append((tag, attrs))
    for piece in inflate(raw, info):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return out


class Walker:
    """Walks the XML of one sheet and collects its marks."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.row, self.col, self.kind = 0, 0, ""
        self.formula, self.value, self.reading = False, "", False

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(" ")[2]
        if name == "row":
            self._row(attrs)
        elif name == "c":
            self._cell(attrs)
        elif name == "f":
            self.formula = True
        elif name in ("v", "t"):
            self.reading = True
        elif name == "col" and attrs.get("hidden") in ("1", "true"):
            self.marks.hidden_cols.append((int(attrs.get("min", 0)), int(attrs.get("max", 0))))

    def _row(self, attrs: dict[str, str]) -> None:
        self.row, self.col = int(attrs.get("r", self.row + 1)), 0
        if attrs.get("hidden") in ("1", "true"):
            self.marks.hidden_rows.add(self.row)

    def _cell(self, attrs: dict[str, str]) -> None:
        ref = attrs.get("r", "")
        self.col = _col_number(ref.rstrip("0123456789").encode()) if ref else self.col + 1
        self.kind, self.formula, self.value = attrs.get("t", ""), False, ""

    def text(self, data: str) -> None:
        """Characters of the document."""
        if self.reading:
            self.value += data

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition(" ")[2]
        if name in ("v", "t"):
            self.reading = False
        elif name == "c" and self.kind == "e":
            self.marks.errors[self.row, self.col] = self.value or "#LỖI"
        elif name == "c" and self.formula and not self.value:
            self.marks.uncomputed.add((self.row, self.col))


def _marks(raw: IO[bytes], info: zipfile.ZipInfo) -> Marks:
    walker, parser = Walker(), xml_parser()
    parser.StartElementHandler, parser.EndElementHandler = walker.start, walker.end
    parser.CharacterDataHandler = walker.text
    for piece in inflate(raw, info):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return walker.marks
