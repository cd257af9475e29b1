"""What a file really is, told from its bytes; and whether it carries something that runs."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

from vinhdanh.files.refused import Refused
from vinhdanh.workbook.biff import OLE, read_ole
from vinhdanh.workbook.guard import BOMB, inflate, inspect_xlsx
from vinhdanh.workbook.model import UnreadableFile

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "jpg": "image/jpeg",
}
WORDS = {"pdf": "PDF", "xlsx": "Excel (.xlsx)", "xls": "Excel cũ (.xls)", "docx": "Word (.docx)", "png": "ảnh PNG", "jpg": "ảnh JPEG"}
SAME = {"jpeg": "jpg"}
MACRO = "Tệp có macro (chương trình chạy kèm) nên không được nhận. Hãy mở tệp, chọn Lưu thành kiểu .xlsx hoặc .docx rồi tải lại."
MAX_DOCUMENT = 300_000_000  # bytes of a .docx once inflated
_VBA = frozenset({"_VBA_PROJECT", "PROJECTwm", "VBA_PROJECT"})
_MAIN = {"xlsx": b"spreadsheetml.sheet.main+xml", "docx": b"wordprocessingml.document.main+xml"}


def kind_of_bytes(path: Path) -> str:
    """The kind of a file (a key of ``TYPES``), from what it holds. Refused if it is none of them, harmful, or carries macros."""
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.startswith(OLE):
        return _ole(path)
    raise Refused("Không nhận loại tệp này. Chỉ nhận: PDF, Excel (.xlsx, .xls), Word (.docx), ảnh PNG, JPEG.")


def _zipped(path: Path) -> str:
    try:
        with path.open("rb") as raw, zipfile.ZipFile(raw) as book:
            names = {n.lower() for n in book.namelist()}
            if "[content_types].xml" not in names:
                raise Refused("Tệp nén không được nhận. Hãy giải nén và tải từng tệp.")
            types = b"".join(inflate(raw, next(i for i in book.infolist() if i.filename.lower() == "[content_types].xml")))
            kind = next((k for k, mark in _MAIN.items() if mark in types), "")
            if b"macroenabled" in types.lower() or any(n.endswith("vbaproject.bin") for n in names):
                raise Refused(MACRO)
            if kind == "docx":
                _measure(raw, book)
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError, RuntimeError) as why:
        raise Refused("Tệp bị hỏng, không mở được. Hãy mở bằng phần mềm gốc, lưu lại rồi tải lại.") from why
    except UnreadableFile as why:
        raise Refused(why.message_vi) from why
    return kind if kind == "docx" else _sheet(path, kind)


def _sheet(path: Path, kind: str) -> str:
    if kind != "xlsx":
        raise Refused("Không nhận loại tệp này. Chỉ nhận: PDF, Excel (.xlsx, .xls), Word (.docx), ảnh PNG, JPEG.")
    try:
        inspect_xlsx(path)
    except UnreadableFile as why:
        raise Refused(why.message_vi) from why
    return kind


def _measure(raw: IO[bytes], book: zipfile.ZipFile) -> None:
    total = 0
    for info in book.infolist():
        for piece in inflate(raw, info):
            total += len(piece)
            if total > MAX_DOCUMENT:
                raise Refused(BOMB)


def _ole(path: Path) -> str:
    try:
        streams = read_ole(path).streams
    except ValueError as why:
        raise Refused("Tệp .xls bị hỏng hoặc quá cũ (trước Excel 97). Hãy mở bằng Excel và lưu lại kiểu .xlsx.") from why
    if _VBA & set(streams):
        raise Refused(MACRO)
    if "Workbook" not in streams and "EncryptedPackage" not in streams:
        raise Refused("Không nhận loại tệp này (có thể là Word cũ .doc). Hãy lưu lại kiểu .docx hoặc PDF.")
    return "xls"
