"""``vinhdanh plan FILE --who ID``: the shortest lawful paths of one subject to an award, or to every award."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from vinhdanh.checking.listing import Listing, read, subject_case
from vinhdanh.checking.names import award_names
from vinhdanh.commands.common import JUDGED, OK, Answer, Refused, add_common, existing, on_day, rulebook
from vinhdanh.commands.rules import award_code
from vinhdanh.merit.facts import Case
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.plan import Plan, plan
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.text import nearest
from vinhdanh.workbook.model import UnreadableFile


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("plan", help="lộ trình ngắn nhất đúng luật đến danh hiệu, hình thức")
    made.add_argument("file", type=Path, metavar="TỆP", help="bảng tính theo mẫu hoặc tệp .yaml")
    made.add_argument("--who", required=True, metavar="MÃ", help="mã cán bộ hoặc mã đơn vị (hoặc mã tình huống trong tệp .yaml)")
    made.add_argument("--award", metavar="MÃ", help="chỉ xem một danh hiệu, hình thức")
    made.add_argument("--horizon", type=int, default=10, metavar="NĂM", help="số năm nhìn trước (mặc định 10)")
    add_common(made)
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """Plan; 0 if every award asked about can be reached within the horizon, else 1."""
    book, on = rulebook(args.authority), on_day(args)
    try:
        listing = read(existing(args.file), on)
    except UnreadableFile as error:
        raise Refused(error.message_vi) from None
    name, case = _who(listing, args.who, on, book)
    codes = [award_code(book, args.award)] if args.award else list(book.awards)
    found = [(code, made) for code in codes if (made := _plan(book, code, case, on, args.horizon)) is not None]
    return _answer(book, name, found, case.year, bool(args.award))


def _who(listing: Listing, who: str, on: dt.date, book: Rulebook) -> tuple[str, Case]:
    found = subject_case(listing, who, on, emulation_years(book.authority))
    if found is None:
        near = nearest(who, listing.keys())
        raise Refused(f"Không có “{who}” trong tệp." + (f" Có phải “{near}”?" if near else " Hãy dùng mã ở cột Mã cán bộ hoặc Mã đơn vị."))
    return found


def _plan(book: Rulebook, code: str, case: Case, on: dt.date, horizon: int) -> Plan | None:
    criteria = book.criteria(code, case.subject, on)
    labels = award_names(book)
    return plan(criteria.rule, case, horizon=horizon, this_year=True, names=labels) if criteria and not criteria.excluded else None


def _answer(book: Rulebook, name: str, found: list[tuple[str, Plan]], year: int, one: bool) -> Answer:
    names = award_names(book)
    shown = [(c, p) for c, p in found if one or p.year is not None or _worth_telling(p)]
    lines = [line for code, made in shown for line in _lines(names[code], made, year, names)]
    data = {"name": name, "year": year, "plans": [{"award": code, **_data(made, names)} for code, made in found]}
    missing = sum(1 for _, p in found if p.year is None)
    reason = f"{name}: {len(found) - missing} danh hiệu, hình thức có lộ trình chắc chắn; {missing} chưa thấy lộ trình chắc chắn trong thời gian xét"
    return Answer(JUDGED if missing else OK, reason, lines, data)


def _worth_telling(made: Plan) -> bool:
    """Whether an unsure plan names anything but what the law leaves to the council."""
    paths = made.hopeful.paths if made.hopeful else ()
    return any(path.steps or any(m.fact is not None for m in path.verify) for path in paths[:1])


def _lines(award: str, made: Plan, year: int, names: dict[str, str]) -> list[str]:
    if made.year is None and made.hopeful is None:
        return [f"{award}: chưa có lộ trình trong thời gian xét", ""]
    out = [f"{award}: {_when(made.year, year)}"]
    for i, path in enumerate(made.paths, 1):
        out += [f"  Cách {i}:" if len(made.paths) > 1 else "  Cần:", *(f"    - {line}" for line in path.lines(names) or ["đã đủ"])]
    if made.hopeful is not None:
        out.append(f"  Có thể sớm hơn, năm {made.hopeful.year}, nếu xác minh được:")
        out += [f"    - {line}" for path in made.hopeful.paths[:1] for line in path.lines(names)]
    return [*out, ""]


def _when(found: int | None, year: int) -> str:
    if found is None:
        return "chưa chắc chắn được năm nào"
    return f"đã đủ cho năm {year}" if found == year else f"sớm nhất năm {found}"


def _data(made: Plan, names: dict[str, str]) -> dict[str, Any]:
    paths = [
        {
            "steps": [{"year": s.year, "since": s.since, "count": s.count, "says": s.text(names)} for s in p.steps],
            "waits": list(p.waits),
            "verify": [str(m) for m in p.verify],
        }
        for p in made.paths
    ]
    return {"year": made.year, "paths": paths, "hopeful": _data(made.hopeful, names) if made.hopeful else None}
