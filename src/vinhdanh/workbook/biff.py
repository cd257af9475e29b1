"""What calamine does not tell of an old .xls file (BIFF8 in an OLE container): hidden rows, error cells, numbers it fails at.

Only the records needed are read. A file that does not follow the format raises ``ValueError``, which the caller reports.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vinhdanh.workbook.guard import Marks

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_NUMBER, _RK, _MULRK = 0x203, 0x27E, 0xBD
_BOUNDSHEET, _BOF, _EOF, _ROW, _BOOLERR, _FORMULA, _FILEPASS, _COLINFO = 0x85, 0x809, 0x0A, 0x208, 0x205, 0x06, 0x2F, 0x7D


@dataclass(frozen=True, slots=True)
class Ole:
    """An OLE container: its streams by name."""

    streams: dict[str, bytes]


def read_ole(path: Path) -> Ole:
    """The streams of an OLE file. ValueError if it is none or is damaged."""
    data = path.read_bytes()
    if data[:8] != OLE or len(data) < 512:
        raise ValueError("not an OLE file")
    try:
        return Ole(dict(_streams(data)))
    except (struct.error, IndexError) as bad:
        raise ValueError("damaged OLE file") from bad


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    size, mini_size = 1 << struct.unpack_from("<H", data, 30)[0], 1 << struct.unpack_from("<H", data, 32)[0]
    fat = _fat(data, size)
    root_at, mini_at = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 60)[0]
    entries = list(_entries(_chain(data, fat, root_at, size)))
    mini_fat = _numbers(_chain(data, fat, mini_at, size))
    mini = next((_chain(data, fat, at, size) for _, kind, at, _ in entries if kind == 5), b"")
    for name, kind, at, length in entries:
        if kind == 2:
            small = length < 4096
            body = _chain(mini, mini_fat, at, mini_size, 0) if small else _chain(data, fat, at, size)
            yield name, body[:length]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _fat(data: bytes, size: int) -> list[int]:
    sectors = [n for n in struct.unpack_from("<109I", data, 76) if n < _END]
    more, seen = struct.unpack_from("<I", data, 68)[0], 0
    while more < _END and seen < len(data) // size:
        block = _numbers(_sector(data, more, size))
        sectors += [n for n in block[:-1] if n < _END]
        more, seen = block[-1], seen + 1
    return [n for s in sectors for n in _numbers(_sector(data, s, size))]


def _sector(data: bytes, number: int, size: int, header: int = 1) -> bytes:
    return data[(number + header) * size : (number + header + 1) * size] if size >= 512 else data[number * size : (number + 1) * size]


def _chain(data: bytes, fat: list[int], at: int, size: int, header: int = 1) -> bytes:
    out: list[bytes] = []
    while at < _END:
        if len(out) > len(fat):
            raise ValueError("circular chain")
        out.append(_sector(data, at, size, header))
        at = fat[at]
    return b"".join(out)


def _entries(directory: bytes) -> Iterator[tuple[str, int, int, int]]:
    """(name, kind, first sector, length) of every directory entry."""
    for i in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, i + 64)
        at, size = struct.unpack_from("<II", directory, i + 116)
        if kind:
            yield directory[i : i + max(length - 2, 0)].decode("utf-16-le", "replace"), kind, at, size


def _records(data: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(data):
        code, length = struct.unpack_from("<HH", data, at)
        yield code, data[at + 4 : at + 4 + length]
        at += 4 + length


def encrypted(book: bytes) -> bool:
    """Whether the stream of a BIFF workbook asks for a password."""
    for number, (code, _) in enumerate(_records(book)):
        if code == _FILEPASS:
            return True
        if code == _BOUNDSHEET or number > 50:
            return False
    return False


def inspect_xls(ole: Ole) -> dict[str, Marks]:
    """The marks of every sheet by name. ValueError if the workbook stream is missing or damaged."""
    book = ole.streams.get("Workbook")
    if book is None:
        raise ValueError("no BIFF8 workbook")
    try:
        return {name: _marks(book, at) for name, at in _sheets(book)}
    except (struct.error, IndexError) as bad:
        raise ValueError("damaged workbook") from bad


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    for code, body in _records(book):
        if code == _BOUNDSHEET:
            at, length, wide = struct.unpack_from("<I", body)[0], body[6], body[7] & 1
            text = body[8 : 8 + length * (2 if wide else 1)]
            yield text.decode("utf-16-le" if wide else "latin-1"), at
        elif code == _EOF:
            return


def _marks(book: bytes, at: int) -> Marks:
    marks = Marks()
    for code, body in _records(book, at):
        if code == _EOF:
            break
        _mark(marks, code, body)
    return marks


def _mark(marks: Marks, code: int, body: bytes) -> None:
    if code == _ROW and len(body) >= 16 and struct.unpack_from("<H", body, 12)[0] & 0x20:
        marks.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
    elif code == _COLINFO and len(body) >= 10 and struct.unpack_from("<H", body, 8)[0] & 1:
        first, last = struct.unpack_from("<HH", body)
        marks.hidden_cols.append((first + 1, last + 1))
    elif code == _BOOLERR and len(body) >= 8 and body[7]:
        _error(marks, body, body[6])
    elif code == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        _error(marks, body, body[8])


def _error(marks: Marks, body: bytes, number: int) -> None:
    row, col = struct.unpack_from("<HH", body)
    marks.errors[row + 1, col + 1] = _ERRORS.get(number, "#LỖI")


# ---- numbers calamine fails at ----


def patched(data: bytes, sheet: str, rows: set[int], wrong: Callable[[float], bool]) -> tuple[bytes, set[tuple[int, int]]]:
    """The bytes of an .xls file with the wrong numbers of these rows replaced by 0, and their cells (row and column from 1)."""
    places = _places(data)
    book = bytes(data[p] for p in places)
    begin = dict(_sheets(book))[sheet]
    out, found = bytearray(data), set()
    for at, size, row, col, number in _numbers_of(book, begin):
        if row in rows and wrong(number):
            found.add((row, col))
            for place in places[at : at + size]:
                out[place] = 0
    return bytes(out), found


def _places(data: bytes) -> list[int]:
    """Where in the file each byte of the workbook stream lies (streams of this kind are never in the small sectors)."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    fat = _fat(data, size)
    entries = _entries(_chain(data, fat, struct.unpack_from("<I", data, 48)[0], size))
    at, length = next((at, length) for name, kind, at, length in entries if kind == 2 and name == "Workbook")
    out: list[int] = []
    while at < _END and len(out) < length:
        out += range((at + 1) * size, min((at + 2) * size, len(data)))
        at = fat[at]
    return out[:length]


def _numbers_of(book: bytes, at: int) -> Iterator[tuple[int, int, int, int, float]]:
    """(place in the stream, bytes, row, column, value) of every number of a sheet."""
    for code, body in _records(book, at):
        at += 4
        if code == _EOF:
            return
        for offset, size, col, number in _held(code, body):
            yield at + offset, size, struct.unpack_from("<H", body)[0] + 1, col + 1, number
        at += len(body)


def _held(code: int, body: bytes) -> Iterator[tuple[int, int, int, float]]:
    """(offset, bytes, column from 0, value) of the numbers in one record."""
    if code == _NUMBER or (code == _FORMULA and body[12:14] != b"\xff\xff"):
        yield 6, 8, struct.unpack_from("<H", body, 2)[0], struct.unpack_from("<d", body, 6)[0]
    elif code == _RK:
        yield 6, 4, struct.unpack_from("<H", body, 2)[0], _rk(body, 6)
    elif code == _MULRK:
        first = struct.unpack_from("<H", body, 2)[0]
        for i in range((len(body) - 6) // 6):
            yield 6 + 6 * i, 4, first + i, _rk(body, 6 + 6 * i)


def _rk(body: bytes, at: int) -> float:
    """A number kept in 30 bits: a whole number, or the upper half of a float; either may be a hundred times too large."""
    bits: int = struct.unpack_from("<i", body, at)[0]
    number: float = bits >> 2 if bits & 2 else struct.unpack("<d", bytes(4) + struct.pack("<i", bits & ~3))[0]
    return number / 100 if bits & 1 else number
