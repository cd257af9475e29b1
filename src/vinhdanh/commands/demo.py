"""``vinhdanh demo``: an invented province, or the whole invented sector, into an empty database."""

from __future__ import annotations

import argparse

from vinhdanh.commands.common import OK, Answer, Bar, Refused, add_common, on_day
from vinhdanh.commands.office import count_anew, start_django

NOT_EMPTY = "Cơ sở dữ liệu đã có đơn vị hoặc cán bộ. Dữ liệu trình diễn chỉ được tạo vào cơ sở dữ liệu trống (đặt VINHDANH_DATA tới thư mục khác)."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("demo", help="tạo dữ liệu trình diễn không có thật (một tỉnh, hoặc toàn ngành)")
    made.add_argument("--sector", action="store_true", help="toàn ngành: 16.000 người, 300.000 lượt khen")
    made.add_argument("--if-empty", action="store_true", help="không làm gì nếu đã có dữ liệu")
    add_common(made, authority=False)
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """Migrate, then build. Raises ``Refused`` where there is data already."""
    start_django()
    from vinhdanh.demo.mark import accounts_to_show
    from vinhdanh.demo.prepare import empty, prepare

    prepare()
    if not empty():
        if args.if_empty:
            return Answer(OK, "Đã có dữ liệu, giữ nguyên.")
        raise Refused(NOT_EMPTY)
    from vinhdanh.demo.build import build
    from vinhdanh.demo.province import province
    from vinhdanh.demo.sector import sector

    world = sector() if args.sector else province()
    made = build(world, on_day(args), Bar(f"Đang tạo dữ liệu trình diễn: {world.title}"))
    count_anew()
    said = f"{world.title}: {made.units} đơn vị, {made.people} người, {made.awards} lượt danh hiệu, khen thưởng."
    return Answer(OK, said, [] if args.if_empty else accounts_to_show(), {"units": made.units, "people": made.people, "awards": made.awards})
