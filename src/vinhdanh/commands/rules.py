"""``vinhdanh rules list | show CODE | lint``: the rulebook read aloud, each rule with its article."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from vinhdanh.checking.names import authority_name
from vinhdanh.commands.common import JUDGED, OK, Answer, Refused, add_common, on_day, rulebook, vn
from vinhdanh.commands.page import page
from vinhdanh.merit.rulebook import DATA, Rulebook, RulebookError, load
from vinhdanh.merit.sheet import subjects
from vinhdanh.merit.text import fold, nearest
from vinhdanh.workbook import lexicon as lx


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("rules", help="xem bộ quy tắc")
    verbs = made.add_subparsers(dest="verb", required=True, metavar="VIỆC")
    listed = verbs.add_parser("list", help="liệt kê danh hiệu, hình thức")
    shown = verbs.add_parser("show", help="in quy định về một danh hiệu, hình thức")
    shown.add_argument("award", metavar="MÃ", help="mã hoặc tên, ví dụ chien-si-thi-dua-co-so hay CSTĐCS")
    lint = verbs.add_parser("lint", help="kiểm tra các tệp quy tắc")
    for parser, run in ((listed, run_list), (shown, run_show), (lint, run_lint)):
        add_common(parser, on=parser is not lint)
        parser.set_defaults(run=run)


def run_list(args: argparse.Namespace) -> Answer:
    """Every award with the kinds of subject it has a rule for on the day."""
    book, on = rulebook(args.authority), on_day(args)
    rows = [_row(book, code, on) for code in book.awards]
    lines = [f"{r['code']:<32} {r['name']} – {', '.join(r['subjects']) or 'chưa có quy định'}" for r in rows]
    return Answer(
        OK,
        f"{len(rows)} danh hiệu, hình thức; bộ quy tắc {authority_name(args.authority)}, ngày {vn(on)}",
        lines,
        {"awards": rows, "on": on.isoformat()},
    )


def _row(book: Rulebook, code: str, on: dt.date) -> dict[str, Any]:
    award = book.awards[code]
    return {
        "code": code,
        "name": award.name,
        "group": award.group,
        "level": award.level,
        "subjects": subjects(book, code, on),
    }


def run_show(args: argparse.Namespace) -> Answer:
    """The page of one award on a day."""
    book, on = rulebook(args.authority), on_day(args)
    code = award_code(book, args.award)
    shown = page(book, code, on)
    return Answer(OK, f"Bộ quy tắc {authority_name(args.authority)}, mã {book.digest}, quy định có hiệu lực ngày {vn(on)}", shown.lines, shown.data)


def award_code(book: Rulebook, text: str) -> str:
    """The code a code, name or abbreviation stands for. Raises ``Refused`` naming the nearest known."""
    known = {fold(word): code for code, a in book.awards.items() for word in (code, a.name, *a.short)}
    found = (_workbook_code(text) if book.authority == "procuracy" else None) or known.get(fold(text))
    if found is None:
        near = nearest(text, known)
        raise Refused(
            f"Không có danh hiệu, hình thức “{text}”."
            + (f" Có phải “{book.awards[known[near]].name}” ({known[near]})?" if near else " Xem: vinhdanh rules list")
        )
    return found


def _workbook_code(text: str) -> str | None:
    """The code of a name or abbreviation as the workbook of the Procuracy understands it, so that both mean the same."""
    return lx.AWARDS.code(text)


def run_lint(args: argparse.Namespace) -> Answer:
    """Load the rulebook and list every fault with file and line."""
    if not (DATA / args.authority).is_dir():
        raise Refused(f"Không có bộ quy tắc “{args.authority}”")
    try:
        book = load(args.authority)
    except RulebookError as error:
        return Answer(JUDGED, f"{len(error.problems)} lỗi trong bộ quy tắc", error.problems, {"problems": error.problems})
    versions = sum(1 for layer in book.layers for _ in layer.dated())
    return Answer(
        OK,
        f"Bộ quy tắc {authority_name(args.authority)} không có lỗi: {versions} quy định có ngày hiệu lực, mã {book.digest}",
        data={"problems": [], "entries": versions},
    )
