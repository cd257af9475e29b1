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
    """Everything wrong with the stored files: missing, changed, or of another size."""
    for digest, size in StoredFile.objects.filter(removed_at__isnull=True).order_by("pk").values_list("digest", "size"):
        if says := _wrong(path_of(digest), digest, size):
            yield Damage(digest, says)


def leftovers() -> list[Path]:
    """What lies in the store and belongs to no row: of an upload, a restore or a destruction that was killed on the way. Harms nobody."""
    known = set(StoredFile.objects.filter(removed_at__isnull=True).values_list("digest", flat=True))
    root = Path(settings.MEDIA_ROOT)
    found = [*root.glob("??/??/*"), *(root / "tmp").glob("*")]
    return sorted(path for path in found if path.is_file() and path.name not in known)


def _wrong(path: Path, digest: str, size: int) -> str:
    if not path.is_file():
        return "Mất tệp trong kho."
    if path.stat().st_size != size:
        return f"Kích thước {path.stat().st_size} khác với {size} đã ghi."
    with path.open("rb") as file:
        return "" if hashlib.file_digest(file, "sha256").hexdigest() == digest else "Nội dung tệp đã bị thay đổi."
