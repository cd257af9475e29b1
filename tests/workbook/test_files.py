"""Files that are not, or no longer, workbooks; harmful ones; and the old .xls kind."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from vinhdanh.workbook import UnreadableFile, guard, read_workbook
from vinhdanh.workbook.biff import OLE
from vinhdanh.workbook.template import write_workbook

from .conftest import ON, clean_rows, the

DATA = Path(__file__).parent / "data"


def refused(path: Path) -> str:
    """What is said when a file is refused."""
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(path, on=ON)
    return caught.value.message_vi


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "rỗng (0 byte)"),
        (b"Ho ten;Nam sinh\n", "không phải là Excel"),
        (b"<html><table></table></html>", "trang web (HTML)"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 no zip at all", "bị hỏng"),
        (OLE + bytes(2000), "hỏng hoặc quá cũ"),
        (OLE, "hỏng hoặc quá cũ"),
    ],
)
def test_no_excel_file(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "tệp.xlsx"
    path.write_bytes(content)
    assert said in refused(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert "Không tìm thấy tệp “không có.xlsx”" in refused(tmp_path / "không có.xlsx")
    assert "Không tìm thấy" in refused(tmp_path)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A clean workbook."""
    path = tmp_path / "gốc.xlsx"
    write_workbook(path, clean_rows())
    return path


def _rewrite(good: Path, part: str, content: bytes) -> Path:
    """A copy with one part replaced or added."""
    out = good.with_name("sửa.xlsx")
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return out


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_truncated_file(good: Path, keep: float) -> None:
    data = good.read_bytes()
    good.write_bytes(data[: int(len(data) * keep)])
    assert "bị hỏng" in refused(good)


def test_another_zip(tmp_path: Path) -> None:
    path = tmp_path / "ảnh.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("word/document.xml", "<a/>")
    assert "không phải sổ tính Excel" in refused(path)


def test_broken_sheet_xml(good: Path) -> None:
    assert "bị hỏng" in refused(_rewrite(good, "xl/workbook.xml", b"<workbook><sheets>"))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet4.xml", "xl/sharedStrings.xml"])
def test_document_type_is_refused(good: Path, part: str) -> None:
    with zipfile.ZipFile(good) as book:
        content = book.read(part)
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert "DOCTYPE" in refused(_rewrite(good, part, content.replace(b"?>", b"?>" + evil, 1)))


def _bomb(good: Path, size: int) -> Path:
    """The workbook with one more part that inflates to so many bytes."""
    bomb = good.with_name("bom.xlsx")
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/media/lon.bin", bytes(size))
    return bomb


@pytest.mark.parametrize("lie", [False, True])
def test_zip_bomb(good: Path, monkeypatch: pytest.MonkeyPatch, lie: bool) -> None:
    monkeypatch.setattr(guard, "MAX_PART", 2_000_000)
    assert read_workbook(_bomb(good, 1_900_000), on=ON).problems == []
    bomb = _bomb(good, 2_100_000)
    if lie:
        data = bytearray(bomb.read_bytes())
        struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, 1000)
        bomb.write_bytes(data)
    assert "lớn bất thường" in refused(bomb)


def test_many_parts_that_are_too_large_together(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_TOTAL", 1_000_000)
    assert "lớn bất thường" in refused(_bomb(good, 1_000_001))


def test_stray_cell_at_the_end_of_the_sheet(good: Path) -> None:
    with zipfile.ZipFile(good) as book:
        content = book.read("xl/worksheets/sheet4.xml")
    stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert "dòng 1048576" in refused(_rewrite(good, "xl/worksheets/sheet4.xml", content.replace(b"</sheetData>", stray)))


def test_password(tmp_path: Path) -> None:
    path = tmp_path / "mật.xlsx"
    path.write_bytes(_ole({"EncryptedPackage": b"x" * 5000}))
    assert "có mật khẩu" in refused(path)


def test_password_of_an_old_file(tmp_path: Path) -> None:
    path = tmp_path / "mật.xls"
    path.write_bytes(_ole({"Workbook": struct.pack("<HH16s", 0x809, 16, b"") + struct.pack("<HH6s", 0x2F, 6, b"") + bytes(5000)}))
    assert "có mật khẩu" in refused(path)


def _ole(streams: dict[str, bytes]) -> bytes:
    """A small OLE container that holds one stream of at least 4096 bytes."""
    ((name, body),) = streams.items()
    count = -(-len(body) // 512)
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + count), 0xFFFFFFFE]
    head = (
        OLE
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    )
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry(name, 2, 2, len(body), 0xFFFFFFFF)
    return head + struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat))) + entries.ljust(512, b"\0") + body.ljust(count * 512, b"\0")


def _entry(name: str, kind: int, at: int, size: int, child: int) -> bytes:
    text = name.encode("utf-16-le").ljust(64, b"\0")
    return text + struct.pack("<HBBIII", len(name) * 2 + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36) + struct.pack("<III", at, size, 0)


def test_old_xls_gets_the_same_checks() -> None:
    book = read_workbook(DATA / "cu.xls", on=ON)
    assert {p.key: p.name for p in book.people.values()} == {"A01": "Nguyễn Văn A01", "A02": "Nguyễn Văn A02"}
    assert [n.award for n in book.nominations] == ["lao-dong-tien-tien"]
    assert (the(book, "hidden-row").sheet, the(book, "hidden-row").cell) == ("Cán bộ", "A3")
    assert (the(book, "formula-error").sheet, the(book, "formula-error").cell) == ("Xếp loại", "D2")
    assert "#N/A" in the(book, "formula-error").message_vi
    assert (the(book, "merged").sheet, the(book, "merged").cell) == ("Xếp loại", "C3:C4")


def test_old_xls_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "cụt.xls"
    path.write_bytes((DATA / "cu.xls").read_bytes()[:3000])
    assert "hỏng" in refused(path)
