"""``vinhdanh money FILE``: the money list of the nominations that are đạt, for the accountant."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vinhdanh.checking.listing import read
from vinhdanh.checking.names import award_names
from vinhdanh.checking.result import Check, check
from vinhdanh.commands.common import JUDGED, OK, UNREADABLE, Answer, Bar, Refused, add_common, dong, existing, on_day, rulebook, vn
from vinhdanh.merit.truth import YES
from vinhdanh.workbook.model import UnreadableFile


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("money", help="tính tiền thưởng của các đề nghị đạt")
    made.add_argument("file", type=Path, metavar="TỆP", help="bảng tính theo mẫu hoặc tệp .yaml")
    add_common(made)
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """The list with factor, base salary, rounding; what is not paid and why."""
    book, on = rulebook(args.authority), on_day(args)
    try:
        found = check(book, read(existing(args.file), on), on, Bar("Đang xét đề nghị"))
    except UnreadableFile as error:
        raise Refused(error.message_vi) from None
    rows = [row for key in found.money for row in _rows(found, key)]
    total = sum(m.total or 0 for m in found.money.values())
    salary = next((m.base_salary for m in found.money.values()), None)
    lines = [f"Mức lương cơ sở ngày {vn(on)}: {dong(salary)}", *(_line(r) for r in rows)]
    return _answer(found, lines, {"rows": rows, "total": total, "base_salary": salary, "on": on.isoformat()}, total)


def _answer(found: Check, lines: list[str], data: dict[str, Any], total: int) -> Answer:
    left = sum(1 for i in found.items if i.verdict != YES)
    code, reason = found.exit
    if code == UNREADABLE:
        return Answer(code, f"Tổng: {dong(total)}. {reason}", lines, data)
    words = f"Tổng: {dong(total)}" + (f"; {left} đề nghị chưa đạt hoặc chưa rõ không tính" if left else "")
    return Answer(JUDGED if left else OK, words, lines, data)


def _rows(found: Check, key: str) -> list[dict[str, Any]]:
    money = found.money[key]
    mine = [i for i in found.items if i.judged.candidate.key == key and i.verdict == YES]
    name = mine[0].judged.candidate.name
    amounts: list[int | None] = list(money.amounts) or [None] * len(money.lines)
    return [
        {
            "name": name,
            "award": award_names(found.book)[line.item.award],
            "factor": str(line.item.factor),
            "paid": line.paid,
            "amount": amount,
            "because": line.because,
            "sure": line.sure,
        }
        for line, amount in zip(money.lines, amounts, strict=True)
    ]


def _line(row: dict[str, Any]) -> str:
    factor = row["factor"].replace(".", ",")
    return f"{row['name']}: {row['award']} – hệ số {factor} – {dong(row['amount']) if row['paid'] else 'không chi'} – {row['because']}"
