"""Keeping uploads: by content, checked before anything is kept, in place at once or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.files import content
from vinhdanh.files.models import StoredFile
from vinhdanh.files.refused import Refused
from vinhdanh.files.sniff import SAME, TYPES, WORDS, kind_of_bytes
from vinhdanh.merit.text import tidy

__all__ = ["Refused", "clear", "path_of", "remove", "store"]
SLASHES = "/\\\u2215\u29f5"  # the last two: what ``uploads`` makes of slashes, so that they are not lost on the way


def store(uploaded: File[bytes], *, by: User | None) -> StoredFile:
    """Keep an upload. Refused (with the reason) if its name or what it holds cannot be taken; nothing is left behind then."""
    name = _checked_name(uploaded.name or "")
    if uploaded.size is not None and uploaded.size > settings.UPLOAD_LIMIT:
        raise Refused(too_big())
    with _written(uploaded) as path:
        kind = _checked_content(path, name)
        digest, size = _digest(path), path.stat().st_size
        _put(path, path_of(digest))
    return _row(name, kind, digest, size, by)


@transaction.atomic
def _row(name: str, kind: str, digest: str, size: int, by: User | None) -> StoredFile:
    made = StoredFile.objects.create(digest=digest, name=name, media_type=TYPES[kind], size=size, uploaded_by=by, uploaded_at=timezone.now())
    record(made, "files.stored", by=by, data={"name": name, "sha256": digest, "size": size})
    return made


@transaction.atomic
def remove(stored: StoredFile, *, by: User | None, reason: str) -> None:
    """End the keeping of a file: the row stays and says so; the bytes go when no other row needs them."""
    stored.removed_at = timezone.now()
    stored.save(update_fields=["removed_at"])
    record(stored, "files.removed", by=by, reason=reason)
    if not StoredFile.objects.filter(digest=stored.digest, removed_at__isnull=True).exists():
        transaction.on_commit(lambda: path_of(stored.digest).unlink(missing_ok=True))


def clear(path: Path) -> bool:
    """Remove what belongs to no row. Set aside first and asked about again: somebody may be storing the very same bytes now."""
    aside = Path(settings.MEDIA_ROOT) / "tmp" / f"{path.name}.aside"
    aside.parent.mkdir(parents=True, exist_ok=True)
    os.replace(path, aside)
    if StoredFile.objects.filter(digest=path.name, removed_at__isnull=True).exists():
        os.replace(aside, path)
        return False
    aside.unlink()
    return True


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def too_big() -> str:
    """The refusal of a file beyond the limit."""
    return f"Tệp lớn hơn {settings.UPLOAD_LIMIT // 1024 // 1024} MB. Hãy giảm dung lượng (quét đen trắng, 150–200 dpi) hoặc chia thành nhiều tệp."


def _checked_name(name: str) -> str:
    name = tidy(name)
    if any(c in name for c in SLASHES) or ".." in name or any(unicodedata.category(c)[0] == "C" for c in name):
        raise Refused("Tên tệp chứa đường dẫn hoặc ký tự điều khiển. Hãy đổi tên tệp, chỉ gồm chữ, số, dấu cách, gạch ngang, rồi tải lại.")
    if _ending(name) not in TYPES or len(name) > 200:
        raise Refused("Chỉ nhận tệp .pdf, .xlsx, .xls, .docx, .png, .jpg, tên không quá 200 ký tự.")
    return name


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    ending = ending.lower()
    return SAME.get(ending, ending) if dot and stem else ""


@contextmanager
def _written(uploaded: File[bytes]) -> Iterator[Path]:
    """The upload as a file of its own beside its later place, flushed to the disk; gone afterwards."""
    folder = Path(settings.MEDIA_ROOT) / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            size = sum(out.write(_limited(chunk, out.tell())) for chunk in uploaded.chunks())
        if size == 0:
            raise Refused("Tệp rỗng (0 byte). Hãy chép lại tệp từ nguồn rồi tải lại.")
        yield path
    finally:
        path.unlink(missing_ok=True)


def _limited(chunk: bytes, so_far: int) -> bytes:
    if so_far + len(chunk) > settings.UPLOAD_LIMIT:
        raise Refused(too_big())
    return chunk


def _checked_content(path: Path, name: str) -> str:
    kind, wanted = kind_of_bytes(path), _ending(name)
    if kind != wanted:
        raise Refused(f"Tên tệp là .{wanted} nhưng nội dung là {WORDS[kind]}. Hãy đặt đúng đuôi tệp hoặc lưu lại đúng kiểu.")
    if kind == "pdf":
        content.check_pdf(path)
    elif kind in ("png", "jpg"):
        content.rewrite_image(path, kind)
    return kind


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(path: Path, place: Path) -> None:
    """Move a finished file to its place: flushed first, then renamed, then the folder flushed."""
    place.parent.mkdir(parents=True, exist_ok=True)
    _flush(path)
    os.replace(path, place)
    _flush(place.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
