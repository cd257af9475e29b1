"""``vinhdanh backup FILE``: a copy of everything while people work."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vinhdanh.commands.common import JUDGED, OK, Answer, Bar, Refused
from vinhdanh.commands.office import must_be_migrated, start_django


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("backup", help="sao lưu toàn bộ dữ liệu vào một tệp, trong khi mọi người vẫn làm việc")
    made.add_argument("file", type=Path, metavar="TỆP.zip", help="nơi ghi bản sao lưu")
    made.add_argument("--force", action="store_true", help="ghi đè tệp đã có")
    made.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """Write the copy; 1 if a stored file was missing. Raises ``Refused``."""
    start_django()
    must_be_migrated()
    if args.file.exists() and not args.force:
        raise Refused(f"Đã có tệp “{args.file}”. Chọn tên khác, hoặc thêm --force để ghi đè.")
    manifest = _write(args.file)
    count = sum(t["rows"] for t in manifest["tables"])
    said = f"Đã sao lưu {count} dòng, {len(manifest['files'])} tệp vào {args.file}."
    told = {"rows": count, "files": len(manifest["files"]), "missing": manifest["missing"]}
    if manifest["missing"]:
        return Answer(JUDGED, f"{said} Có {len(manifest['missing'])} tệp đã mất trong kho từ trước.", (), told)
    return Answer(OK, said, (), told)


def _write(out: Path) -> dict[str, Any]:
    from django.utils import timezone

    from vinhdanh.commands.copies.archive import placed, write
    from vinhdanh.commands.copies.snapshot import snapshot

    try:
        with placed(out) as part, snapshot() as alias:
            return write(part, alias, timezone.now().isoformat(timespec="seconds"), Bar("Đang sao lưu"))
    except OSError as error:
        raise Refused(f"Không ghi được “{out}”: {error.strerror or error}. Kiểm tra thư mục và dung lượng trống.") from None
