"""Making content harmless: images written anew without what cameras add, PDFs searched for what would run by itself."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from vinhdanh.files.refused import Refused

MAX_PIXELS = 60_000_000
MAX_OBJECTS = 500_000
DAMAGED_PDF = "Tệp PDF bị hỏng, không đọc được. Hãy quét hoặc xuất lại tệp PDF rồi tải lại."
_RUNS = frozenset({"/JavaScript", "/Launch"})


def rewrite_image(path: Path, kind: str) -> None:
    """Write an image anew in its own kind: upright, without metadata. Refused if it is damaged or beyond measure."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                _size(image)
                plain = ImageOps.exif_transpose(image)
                plain = plain.convert("RGB" if kind == "jpg" or plain.mode not in ("1", "L", "LA", "P", "RGBA") else plain.mode)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as why:
        raise Refused("Ảnh bị hỏng hoặc quá lớn, không đọc được. Hãy chụp hoặc quét lại rồi tải lại.") from why
    plain.info.clear()
    plain.save(path, format="JPEG" if kind == "jpg" else "PNG", **({"quality": 90, "optimize": True} if kind == "jpg" else {}))


def _size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise Refused(f"Ảnh {image.width} × {image.height} điểm quá lớn. Hãy thu nhỏ dưới {MAX_PIXELS // 1_000_000} triệu điểm rồi tải lại.")


def check_pdf(path: Path) -> None:
    """Refuse a PDF that is damaged, locked, or holds JavaScript or an action that starts a program."""
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted:
            raise Refused("Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi tải lại.")
        if not reader.pages:
            raise Refused(DAMAGED_PDF)
        _search(reader.trailer)
    except (PyPdfError, ValueError, TypeError, KeyError, RecursionError, OSError, AttributeError) as why:
        raise Refused(DAMAGED_PDF) from why


def _search(trailer: Any) -> None:
    seen: set[tuple[int, int]] = set()
    todo: list[Any] = [trailer]
    count = 0
    while todo:
        thing = todo.pop()
        if isinstance(thing, IndirectObject):
            place = (thing.idnum, thing.generation)
            if place in seen:
                continue
            seen.add(place)
            thing = thing.get_object()
        count += 1
        if count > MAX_OBJECTS:
            raise Refused("Tệp PDF có quá nhiều thành phần để kiểm tra. Hãy in lại thành PDF đơn giản rồi tải lại.")
        if isinstance(thing, DictionaryObject):
            _runs(thing)
            todo.extend(thing.raw_get(k) for k in thing)
        elif isinstance(thing, ArrayObject):
            todo.extend(list.__iter__(thing))


def _runs(thing: DictionaryObject) -> None:
    if "/JS" in thing or "/JavaScript" in thing or str(thing.get("/S", "")) in _RUNS:
        raise Refused("Tệp PDF có đoạn chương trình chạy kèm (JavaScript hoặc lệnh mở chương trình). Hãy in lại thành PDF thường rồi tải lại.")
