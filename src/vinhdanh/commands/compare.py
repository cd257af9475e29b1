"""``vinhdanh compare --from DATE|DIR --to DATE|DIR FILE``: who of a list gains, who loses under another law, and why."""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vinhdanh.checking.listing import read
from vinhdanh.checking.names import authority_name, award_names
from vinhdanh.checking.season import Judged, Season
from vinhdanh.commands.common import JUDGED, OK, UNREADABLE, Answer, Refused, add_common, existing, on_day, rulebook, vn
from vinhdanh.merit.compare import Change, reasons
from vinhdanh.merit.rulebook import Rulebook, RulebookError, load
from vinhdanh.merit.time import parse_day
from vinhdanh.workbook.model import Problem, UnreadableFile


@dataclass(frozen=True, slots=True)
class Side:
    """A rulebook and the day on which it is asked."""

    book: Rulebook
    on: dt.date
    says: str


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("compare", help="so sánh hai quy định trên một danh sách")
    made.add_argument("file", type=Path, metavar="TỆP", help="bảng tính theo mẫu hoặc tệp .yaml")
    made.add_argument("--from", dest="before", required=True, metavar="NGÀY|THƯ-MỤC", help="luật của ngày này, hoặc bộ quy tắc phủ trong thư mục này")
    made.add_argument("--to", dest="after", required=True, metavar="NGÀY|THƯ-MỤC", help="luật của ngày này, hoặc bộ quy tắc phủ trong thư mục này")
    add_common(made)
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """Judge the list twice; 0 if nobody's verdict changes, 1 if somebody's does."""
    on = on_day(args)
    sides = [_side(text, args.authority, on) for text in (args.before, args.after)]
    try:
        before, after = (_judged(existing(args.file), side, on) for side in sides)
    except UnreadableFile as error:
        raise Refused(error.message_vi) from None
    errors = [p for p in before[1] if p.severity == "error"]
    names = {code: name for side in sides for code, name in award_names(side.book).items()}
    changes = [(b, _change(a, b, names)) for a, b in zip(before[0], after[0], strict=True) if a.assessment.verdict != b.assessment.verdict]
    return _answer(sides, changes, len(after[0]), names, errors)


def _side(text: str, authority: str, on: dt.date) -> Side:
    """A day of the law, or a folder of rules laid over the authority's."""
    folder = Path(text)
    if folder.is_dir():
        try:
            return Side(load(authority, extra=[folder]), on, f"{authority_name(authority)} + {folder.name}, ngày {vn(on)}")
        except RulebookError as error:
            raise Refused("Bộ quy tắc phủ có lỗi:\n" + "\n".join(error.problems)) from None
    try:
        day = parse_day(text)
    except ValueError:
        raise Refused(f"“{text}” không phải ngày (2025-11-30) và không phải thư mục quy tắc") from None
    return Side(rulebook(authority), day, f"{authority_name(authority)}, ngày {vn(day)}")


def _judged(path: Path, side: Side, on: dt.date) -> tuple[list[Judged], list[Problem]]:
    """The same facts, as they stand on the day of the question, under the law of the side's own day."""
    listing = read(path, on)
    return Season(side.book, listing, on, side.on).judge(), listing.problems


def _change(a: Judged, b: Judged, names: dict[str, str]) -> Change:
    why = tuple(reasons(a.assessment.finding, b.assessment.finding, year=b.candidate.year, names=names))
    votes = [f"{word}: {j.assessment.vote.says}" for word, j in (("Trước", a), ("Nay", b)) if j.assessment.vote is not None]
    return Change(b.candidate.name, a.assessment.verdict, b.assessment.verdict, (*why, *votes))


def _answer(sides: list[Side], changes: list[tuple[Judged, Change]], total: int, names: dict[str, str], errors: list[Problem]) -> Answer:
    lines = [f"Trước: {sides[0].says}", f"Nay:   {sides[1].says}", ""]
    for judged, change in changes:
        lines += [
            f"{judged.candidate.number}. {change.title} – {names[judged.candidate.award]} ({judged.candidate.year})",
            *(f"   {line}" for line in change.lines),
        ]
    gains, loses = sum(c.gains for _, c in changes), sum(c.loses for _, c in changes)
    reason = f"{total} đề nghị: {gains} được thêm, {loses} mất, {len(changes) - gains - loses} đổi từ hoặc sang chưa rõ"
    code = UNREADABLE if errors else JUDGED if changes else OK
    if errors:
        reason += f"; {len(errors)} ô, dòng không đọc được nên chưa xét"
    return Answer(
        code,
        reason,
        lines,
        {"from": sides[0].says, "to": sides[1].says, "total": total, "gains": gains, "loses": loses, "changes": [_data(j, c) for j, c in changes]},
    )


def _data(judged: Judged, change: Change) -> dict[str, Any]:
    words = {0: "khong-dat", 1: "chua-ro", 2: "dat"}
    candidate = judged.candidate
    return {
        "number": candidate.number,
        "name": candidate.name,
        "award": candidate.award,
        "year": candidate.year,
        "before": words[change.before],
        "after": words[change.after],
        "why": list(change.lines),
    }
