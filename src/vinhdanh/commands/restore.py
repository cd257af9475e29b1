"""``vinhdanh restore FILE``: a copy put back, into an empty database unless told otherwise."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vinhdanh.commands.common import OK, Answer, Bar, Refused, existing
from vinhdanh.commands.office import count_anew, must_be_migrated, start_django

NOT_EMPTY = "Cơ sở dữ liệu đang có dữ liệu. Khôi phục vào cơ sở dữ liệu trống, hoặc thêm --replace để thay toàn bộ dữ liệu đang có."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("restore", help="khôi phục từ một bản sao lưu")
    made.add_argument("file", type=Path, metavar="TỆP.zip", help="bản sao lưu của vinhdanh backup")
    made.add_argument("--replace", action="store_true", help="thay toàn bộ dữ liệu đang có")
    made.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """Check the copy, then put it back. Raises ``Refused``; then nothing has changed."""
    start_django()
    must_be_migrated()
    from vinhdanh.commands.copies.archive import Damaged, opened
    from vinhdanh.commands.copies.restoring import restore
    from vinhdanh.demo.prepare import empty

    if not args.replace and not empty():
        raise Refused(NOT_EMPTY)
    try:
        with opened(existing(args.file)) as found:
            manifest = _whole(found)
            count = restore(found, manifest, Bar("Đang khôi phục"))
    except Damaged as error:
        raise Refused(str(error)) from None
    count_anew()
    said = f"Đã khôi phục {count} dòng, {len(manifest['files'])} tệp (bản sao lưu lúc {manifest['made_at']})."
    return Answer(OK, said, (), {"rows": count, "files": len(manifest["files"])})


def _whole(found: Any) -> dict[str, Any]:
    """The manifest of a copy that is whole and of this version."""
    from vinhdanh.commands.copies.archive import Damaged, manifest_of, wrong
    from vinhdanh.commands.copies.restoring import fits
    from vinhdanh.commands.copies.tables import schema

    manifest = manifest_of(found)
    if manifest["schema"] != schema() or fits(manifest):
        raise Refused(
            f"Bản sao lưu thuộc phiên bản {manifest['version']} với cấu trúc bảng khác. "
            "Cài đúng phiên bản đó, khôi phục, rồi nâng cấp và chạy vinhdanh manage migrate."
        )
    faults = [f for f in wrong(found, manifest) if "lúc sao lưu" not in f]
    if faults:
        raise Damaged("Bản sao lưu đã hỏng, không khôi phục gì:\n" + "\n".join(faults[:20]))
    return manifest
