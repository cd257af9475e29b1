"""``vinhdanh check FILE``: every nomination of a list with its tree, the list against its caps, and what is wrong."""

from __future__ import annotations

import argparse
from pathlib import Path

from vinhdanh.checking.data import as_data
from vinhdanh.checking.listing import read
from vinhdanh.checking.result import check
from vinhdanh.checking.sheets import write_report
from vinhdanh.checking.words import as_lines
from vinhdanh.commands.common import Answer, Bar, Refused, add_common, existing, on_day, rulebook
from vinhdanh.workbook.model import UnreadableFile


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("check", help="kiểm tra danh sách đề nghị")
    made.add_argument("file", type=Path, metavar="TỆP", help="bảng tính theo mẫu (.xlsx, .xls) hoặc tệp .yaml")
    made.add_argument("--out", type=Path, metavar="BÁO-CÁO.xlsx", help="ghi báo cáo ra bảng tính")
    made.add_argument("--brief", action="store_true", help="không in cây điều kiện của từng đề nghị")
    add_common(made)
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """Check the file; the exit code is that of ``Check.exit``."""
    book, on = rulebook(args.authority), on_day(args)
    try:
        listing = read(existing(args.file), on)
    except UnreadableFile as error:
        raise Refused(error.message_vi) from None
    found = check(book, listing, on, Bar("Đang xét đề nghị"))
    lines = as_lines(found, trees=not args.brief)
    if args.out:
        _write(found, args.out)
        lines.append(f"Đã ghi báo cáo: {args.out}")
    code, reason = found.exit
    return Answer(code, reason, lines, as_data(found) if args.json else {})


def _write(found: object, out: Path) -> None:
    if out.suffix.lower() != ".xlsx":
        raise Refused(f"Tệp báo cáo “{out}” phải có đuôi .xlsx")
    try:
        write_report(found, out)  # type: ignore[arg-type]
    except OSError as error:
        raise Refused(f"Không ghi được báo cáo “{out}”: {error.strerror or error}") from None
