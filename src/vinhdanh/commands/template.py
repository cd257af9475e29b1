"""``vinhdanh template OUT.xlsx``: a workbook a clerk can fill."""

from __future__ import annotations

import argparse
from pathlib import Path

from vinhdanh.commands.common import OK, Answer, Refused, add_common
from vinhdanh.workbook.template import write_template


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("template", help="tạo bảng tính mẫu để đơn vị điền")
    made.add_argument("out", type=Path, metavar="TỆP.xlsx", help="tệp sẽ tạo")
    made.add_argument("--force", action="store_true", help="ghi đè tệp đã có")
    add_common(made, on=False, authority=False)
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """Write the template; never over an existing file unless told to."""
    out: Path = args.out
    if out.suffix.lower() != ".xlsx":
        raise Refused(f"“{out}” phải có đuôi .xlsx")
    if out.exists() and not args.force:
        raise Refused(f"Đã có tệp “{out}”. Hãy chọn tên khác, hoặc thêm --force để ghi đè.")
    try:
        write_template(out)
    except OSError as error:
        raise Refused(f"Không ghi được “{out}”: {error.strerror or error}") from None
    return Answer(OK, f"Đã tạo bảng mẫu {out}. Mở trang “Hướng dẫn” trong tệp để bắt đầu điền.", data={"file": str(out)})
