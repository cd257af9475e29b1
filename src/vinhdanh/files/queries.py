"""Checking what is kept against what the database says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from vinhdanh.files.actions import path_of
from vinhdanh.files.models import StoredFile


class Damage(NamedTuple):
    """A stored file that is not as it was: its digest, and what is wrong (Vietnamese)."""

    digest: str
    says: str


def verify_files() -> Iterator[Damage]:
    """Everything wrong with the stored files: missing, changed, of another size, or lying there unknown."""
    known = dict(StoredFile.objects.filter(removed_at__isnull=True).order_by("pk").values_list("digest", "size"))
    for digest, size in known.items():
        if says := _wrong(path_of(digest), digest, size):
            yield Damage(digest, says)
    for path in sorted(Path(settings.MEDIA_ROOT).glob("??/??/*")):
        if path.is_file() and path.name not in known:
            yield Damage(path.name, "Tệp nằm trong kho nhưng không có trong cơ sở dữ liệu.")


def _wrong(path: Path, digest: str, size: int) -> str:
    if not path.is_file():
        return "Mất tệp trong kho."
    if path.stat().st_size != size:
        return f"Kích thước {path.stat().st_size} khác với {size} đã ghi."
    with path.open("rb") as file:
        return "" if hashlib.file_digest(file, "sha256").hexdigest() == digest else "Nội dung tệp đã bị thay đổi."
