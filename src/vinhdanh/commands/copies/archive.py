"""The zip: ``manifest.json``, ``tables/<table>.jsonl`` and ``files/<digest>``; the manifest holds the SHA-256 of each part.

It is written beside its place under another name and put there whole: who is killed on the way leaves the old one, or none.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.db import connections, models

from vinhdanh import __version__
from vinhdanh.commands.copies.tables import columns, rows, schema, tables
from vinhdanh.files.actions import path_of
from vinhdanh.files.models import StoredFile

FORMAT, MANIFEST, SEAL = 1, "manifest.json", "manifest.sha256"
CHUNK = 1 << 20
Bar = Callable[[int, int], None]
Manifest = dict[str, Any]


class Damaged(Exception):
    """A copy that is not whole; the message says what is wrong (Vietnamese)."""


def gone(pid: str) -> bool:
    """Whether the process that left something behind is no more (it was killed)."""
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return True
    except PermissionError:
        pass
    return False


@contextmanager
def placed(out: Path) -> Iterator[Path]:
    """A path to write to that takes the place of ``out`` when all is well."""
    for left in out.parent.glob(f".{out.name}.*.part"):
        if gone(left.name.split(".")[-2]):
            left.unlink()
    part = out.parent / f".{out.name}.{os.getpid()}.part"
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def write(path: Path, alias: str, made_at: str, bar: Bar) -> Manifest:
    """Write a copy of what ``alias`` sees; the manifest."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as out:
        manifest: Manifest = {
            "format": FORMAT,
            "version": __version__,
            "made_at": made_at,
            "engine": connections["default"].vendor,
            "schema": schema(alias),
            "tables": _tables(out, alias, bar),
            **_files(out, alias),
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        out.writestr(MANIFEST, text)
        out.writestr(SEAL, hashlib.sha256(text.encode()).hexdigest())
    return manifest


def _tables(out: zipfile.ZipFile, alias: str, bar: Bar) -> list[Manifest]:
    total = sum(m._base_manager.using(alias).count() for m in tables())
    done, told = 0, []
    for model in tables():
        entry = _table(out, model, alias, lambda n, before=done: bar(before + n, total))  # type: ignore[misc]
        done += entry["rows"]
        told.append(entry)
    return told


def _table(out: zipfile.ZipFile, model: type[models.Model], alias: str, said: Callable[[int], None]) -> Manifest:
    digest, count = hashlib.sha256(), 0
    with out.open(f"tables/{model._meta.db_table}.jsonl", "w", force_zip64=True) as part:
        for row in rows(model, alias):
            line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
            part.write(line)
            digest.update(line)
            count += 1
            if count % 2000 == 0:
                said(count)
    said(count)
    return {"table": model._meta.db_table, "model": model._meta.label_lower, "columns": columns(model), "rows": count, "sha256": digest.hexdigest()}


def _files(out: zipfile.ZipFile, alias: str) -> Manifest:
    known = StoredFile.objects.using(alias).filter(removed_at__isnull=True).order_by("digest").values_list("digest", flat=True).distinct()
    there = [d for d in known if path_of(d).is_file()]
    for digest in there:
        out.write(path_of(digest), f"files/{digest}", zipfile.ZIP_STORED)
    return {"files": there, "missing": sorted(set(known) - set(there))}


# ---- reading -------------------------------------------------------------------------------------------


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip. Raises ``Damaged`` for what is none."""
    try:
        with zipfile.ZipFile(path) as found:
            yield found
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise Damaged(f"Tệp “{path}” không phải bản sao lưu, hoặc đã hỏng ({error}).") from None


def manifest_of(found: zipfile.ZipFile) -> Manifest:
    """The manifest, if its seal fits. Raises ``Damaged``."""
    try:
        text, seal = found.read(MANIFEST), found.read(SEAL).decode()
        manifest: Manifest = json.loads(text)
    except (KeyError, ValueError) as error:
        raise Damaged(f"Bản sao lưu thiếu hoặc hỏng bảng kê ({error}).") from None
    if hashlib.sha256(text).hexdigest() != seal or manifest.get("format") != FORMAT:
        raise Damaged("Bảng kê của bản sao lưu đã bị sửa hoặc thuộc định dạng khác.")
    return manifest


def wrong(found: zipfile.ZipFile, manifest: Manifest) -> Iterator[str]:
    """Everything in the zip that is not what the manifest says."""
    for entry in manifest["tables"]:
        if says := _changed(found, f"tables/{entry['table']}.jsonl", entry["sha256"]):
            yield f"Bảng {entry['table']}: {says}"
    for digest in manifest["files"]:
        if says := _changed(found, f"files/{digest}", digest):
            yield f"Tệp {digest[:12]}…: {says}"
    for digest in manifest["missing"]:
        yield f"Tệp {digest[:12]}…: đã mất trong kho lúc sao lưu."


def _changed(found: zipfile.ZipFile, name: str, digest: str) -> str:
    try:
        with found.open(name) as part:
            return "" if _sha256(part) == digest else "nội dung không khớp bảng kê."
    except KeyError:
        return "không có trong bản sao lưu."
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        return f"không đọc được ({error})."


def _sha256(part: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := part.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def lines(found: zipfile.ZipFile, table: str) -> Iterator[list[Any]]:
    """The rows of a table."""
    with found.open(f"tables/{table}.jsonl") as part:
        for line in part:
            yield json.loads(line)
