"""``vinhdanh verify [FILE]``: is a copy whole? Without a file: is the living data sound?"""

from __future__ import annotations

import argparse
from pathlib import Path

from vinhdanh.commands.common import JUDGED, OK, Answer, Refused, bullets, existing
from vinhdanh.commands.office import must_be_migrated, start_django

SHOWN = 20


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("verify", help="kiểm tra một bản sao lưu, hoặc dữ liệu đang dùng")
    made.add_argument("file", type=Path, nargs="?", metavar="TỆP.zip", help="bản sao lưu; không ghi: kiểm tra dữ liệu đang dùng")
    made.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """0 if all is well, 1 if something is wrong, 2 if it cannot be read."""
    start_django()
    found = _copy(args.file) if args.file else _living()
    faults = sum(len(f) for f in found.values())
    lines = [
        line for name, said in found.items() for line in (f"{name}: {'đúng' if not said else f'{len(said)} lỗi'}", *bullets(said[:SHOWN], "  - "))
    ]
    lines += [] if args.file else _left()
    if faults:
        return Answer(JUDGED, f"Có {faults} lỗi.", lines, {"faults": found})
    return Answer(OK, "Mọi thứ đều khớp.", lines, {"faults": found})


def _said(name: str, faults: list[str]) -> list[str]:
    return [f"{name}: {f'{len(faults)} lỗi' if faults else 'đúng'}", *bullets(faults[:SHOWN], "  - ")]


def _left() -> list[str]:
    from vinhdanh.files.queries import leftovers

    count = len(leftovers())
    return [f"Tệp thừa của việc bị dừng giữa chừng: {count}; vô hại, được dọn sau một ngày"] if count else []


def _copy(path: Path) -> dict[str, list[str]]:
    from vinhdanh.commands.copies.archive import Damaged, manifest_of, opened, wrong

    try:
        with opened(existing(path)) as found:
            manifest = manifest_of(found)
            return {f"Bản sao lưu {manifest['made_at']}, phiên bản {manifest['version']}": list(wrong(found, manifest))}
    except Damaged as error:
        raise Refused(str(error)) from None


def _living() -> dict[str, list[str]]:
    must_be_migrated()
    from vinhdanh.commands.copies.living import checks

    return {name: list(check()) for name, check in checks().items()}
