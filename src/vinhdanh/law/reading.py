"""The words of an uploaded act: .docx and .pdf that have been stored (and so checked). A scan without words is refused with what to do."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from vinhdanh.files.actions import path_of
from vinhdanh.files.models import StoredFile

LIMIT = 60_000_000  # bytes of a document's own part
PAGES = 1_000
WORDS = 3_000_000  # characters


class Unreadable(Exception):
    """No words could be taken from a file; the message says why and what to do."""


def words_of(stored: StoredFile) -> str:
    """The text of a stored .docx or .pdf, a paragraph or printed line a line."""
    path = path_of(stored.digest)
    if stored.media_type == "application/pdf":
        return _enough(_pdf(path))
    if stored.media_type.endswith("wordprocessingml.document"):
        return _enough(_docx(path))
    raise Unreadable("Chỉ đọc được chữ từ tệp .docx và .pdf. Với tệp khác, hãy mở tệp rồi dán nguyên văn vào ô bên dưới.")


def is_wrapped(stored: StoredFile | None) -> bool:
    """Whether the lines of the text were broken for a page."""
    return stored is not None and stored.media_type == "application/pdf"


def _enough(text: str) -> str:
    if len(text.strip()) < 20:
        raise Unreadable("Tệp không có chữ (có thể là bản quét ảnh). Hãy dùng tệp có chữ, hoặc dán nguyên văn vào ô bên dưới.")
    if len(text) > WORDS:
        raise Unreadable("Văn bản quá dài để đọc một lần. Hãy chia thành nhiều phần, mỗi phần từ một điều trở lên.")
    return text


def _pdf(path: Path) -> str:
    try:
        pages = PdfReader(path, strict=False).pages
        if len(pages) > PAGES:
            raise Unreadable(f"Tệp có {len(pages)} trang, nhiều nhất {PAGES}. Hãy tách tệp.")
        return "\n".join(page.extract_text() for page in pages)
    except (PyPdfError, ValueError, TypeError, KeyError, RecursionError, AttributeError) as why:
        raise Unreadable("Không đọc được chữ trong tệp PDF này. Hãy dán nguyên văn vào ô bên dưới.") from why


def _docx(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as box, box.open("word/document.xml") as part:
            return "\n".join(_paragraphs(part.read(LIMIT + 1)))
    except (zipfile.BadZipFile, KeyError, EOFError, RuntimeError, expat.ExpatError) as why:
        raise Unreadable("Không đọc được chữ trong tệp Word này. Hãy mở tệp, lưu lại kiểu .docx, hoặc dán nguyên văn vào ô bên dưới.") from why


class _Paragraphs:
    """Collects the words between ``w:p`` marks; tabs and line breaks count as blanks and new lines."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.now: list[str] = []
        self.inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        self.inside = name == "w:t"
        self.now += [" "] if name == "w:tab" else ["\n"] if name == "w:br" else []

    def end(self, name: str) -> None:
        """An element closes; at the end of a paragraph its words are kept."""
        self.inside = False
        if name == "w:p":
            self.done.append("".join(self.now))
            self.now = []

    def words(self, data: str) -> None:
        """Words of a run."""
        self.now += [data] if self.inside else []


def _paragraphs(raw: bytes) -> Iterator[str]:
    if len(raw) > LIMIT or b"<!DOCTYPE" in raw[:4096] or b"<!ENTITY" in raw[:4096]:
        raise Unreadable("Tệp Word có nội dung bất thường nên không đọc. Hãy chép văn bản sang tệp mới rồi tải lại.")
    found, parser = _Paragraphs(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = found.start, found.end, found.words
    parser.buffer_text = True
    parser.Parse(raw, True)
    yield from found.done
