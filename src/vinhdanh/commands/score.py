"""``vinhdanh score TABLE INPUTS``: the ranking with its explanations; ``lint``, ``cases`` and the questions around it."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from vinhdanh.commands import score_cases as on_cases
from vinhdanh.commands.common import JUDGED, OK, Answer, Refused, add_common, day, existing
from vinhdanh.merit.scoring import explain, loading, questions
from vinhdanh.merit.scoring.choice import Proposal, proposals
from vinhdanh.merit.scoring.dump import yaml
from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.inputs import Entry, InputError, Unit
from vinhdanh.merit.scoring.lint import lint
from vinhdanh.merit.scoring.loading import TableError
from vinhdanh.merit.scoring.numbers import show
from vinhdanh.merit.scoring.ranking import Order, Standing, over_periods, rank
from vinhdanh.merit.scoring.table import Table
from vinhdanh.workbook.model import UnreadableFile
from vinhdanh.workbook.scoring import read_table, write_table
from vinhdanh.workbook.scoring_inputs import read_inputs, write_inputs, write_ranking

_SHEETS = (".xlsx", ".xls")
_USAGE = """BẢNG SỐ-LIỆU            chấm và xếp hạng
lint BẢNG               kiểm tra một bảng chấm điểm
cases ĐƯỜNG-DẪN…        tính lại các bảng và kết quả đã công bố
gaps BẢNG SỐ-LIỆU       khoảng cách đến hạng trên, mức vững của thứ tự
diff BẢNG SỐ-LIỆU       khác nhau giữa điểm tự chấm và điểm thẩm định
what-if BẢNG SỐ-LIỆU    nếu một đơn vị có số liệu khác (--unit, --set)
draft BẢNG DỰ-THẢO SỐ-LIỆU   ai lên, ai xuống nếu đổi bảng
periods BẢNG SỐ-LIỆU…   bình quân hoặc cộng nhiều kỳ, mỗi kỳ một tệp
convert BẢNG TỆP        đổi bảng giữa .yaml và .xlsx
sheet BẢNG TỆP.xlsx     trang nhập số liệu (--units)"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("score", help="chấm điểm, xếp hạng đơn vị", formatter_class=argparse.RawDescriptionHelpFormatter, epilog=_USAGE)
    made.add_argument("words", nargs="+", metavar="VIỆC|TỆP", help="BẢNG SỐ-LIỆU, hoặc một việc ở dưới")
    made.add_argument("--stage", default="", metavar="GIAI-ĐOẠN", help="giai đoạn số liệu: self, verified …")
    made.add_argument("--alone", action="store_true", help="chỉ tính phần một đơn vị tự biết (tự chấm)")
    made.add_argument("--unit", default="", metavar="MÃ", help="chỉ một đơn vị, in cả cây diễn giải")
    made.add_argument("--explain", action="store_true", help="in cây diễn giải của mọi đơn vị")
    made.add_argument("--set", dest="changes", action="append", default=[], metavar="TIÊU-CHÍ[:CHỈ-SỐ]=GIÁ-TRỊ", help="số liệu khác cho what-if")
    made.add_argument("--from", dest="first", type=day, metavar="NGÀY", help="ngày đầu kỳ")
    made.add_argument("--to", dest="last", type=day, metavar="NGÀY", help="ngày cuối kỳ")
    made.add_argument("--units", type=Path, metavar="TỆP", help="danh sách đơn vị cho trang nhập số liệu")
    made.add_argument("--out", type=Path, metavar="TỆP", help="ghi kết quả (.xlsx, .yaml, .md)")
    add_common(made, on=False, authority=False)
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """Carry out what the words ask for."""
    verb, rest = args.words[0], args.words[1:]
    work, count = _VERBS.get(verb, (run_ranking, 2))
    files = rest if verb in _VERBS else args.words
    if count and len(files) != count:
        raise Refused(f"Lệnh cần {count} tệp, đang có {len(files)}. Xem: vinhdanh score --help")
    try:
        return work(args, [Path(f) for f in files])
    except (TableError, InputError) as error:
        raise Refused("Không dùng được:\n" + "\n".join(error.problems)) from None
    except UnreadableFile as error:
        raise Refused(error.message_vi) from None
    except OSError as error:
        raise Refused(f"Không đọc hoặc ghi được tệp: {error.strerror or error}") from None


# ---- files ---------------------------------------------------------------------------------------------


def table_of(path: Path) -> Table:
    """The table of a YAML file or workbook."""
    existing(path)
    return loading.table(read_table(path), path.name) if path.suffix.lower() in _SHEETS else loading.load_table(path)


def units_of(path: Path) -> list[Unit]:
    """The units of a YAML file or workbook."""
    existing(path)
    return loading.units(read_inputs(path)) if path.suffix.lower() in _SHEETS else loading.load_units(path)


def _period(args: argparse.Namespace) -> tuple[dt.date, dt.date] | None:
    if (args.first is None) != (args.last is None):
        raise Refused("Kỳ chấm điểm cần cả --from và --to")
    return (args.first, args.last) if args.first and args.last else None


# ---- the ranking ---------------------------------------------------------------------------------------


def run_ranking(args: argparse.Namespace, files: Sequence[Path]) -> Answer:
    """Score and rank; 1 where somebody could not be ranked."""
    table, units = table_of(files[0]), units_of(files[1])
    order = rank(table, score(table, units, args.stage, alone=args.alone, period=_period(args)))
    shown = [_of(order, args.unit)] if args.unit else list(order.standings)
    lines = _ranking_lines(order, shown) if not args.unit else []
    for standing in shown if args.explain or args.unit else ():
        lines += ["", _line(standing), *explain.lines(standing.sheet, args.stage, table.spec.stages)]
    chosen = proposals(order)
    lines += [] if args.unit else _proposal_lines(chosen)
    if args.out:
        write_ranking(order, args.out)
    left = len(order.standings) - len(order.ranked)
    reason = f"{len(order.standings)} đơn vị: {len(order.ranked)} được xếp hạng, {left} chưa xếp hạng" + (f"; đã ghi {args.out}" if args.out else "")
    data = {
        "table": table.spec.id,
        "stage": args.stage,
        "standings": [_data(s, args, table) for s in shown],
        "proposals": [_chosen(p) for p in chosen],
    }
    return Answer(JUDGED if left else OK, reason, lines, data)


def _of(order: Order, unit: str) -> Standing:
    try:
        return order.of(unit)
    except KeyError:
        raise Refused(f"Không có đơn vị “{unit}”. Có: {', '.join(s.unit_id for s in order.standings)}") from None


def _ranking_lines(order: Order, shown: Sequence[Standing]) -> list[str]:
    lines: list[str] = []
    cluster = None
    for s in shown:
        if s.sheet.unit.cluster != cluster and order.table.spec.ranking.within == "cluster":
            cluster = s.sheet.unit.cluster
            lines += ["", f"Cụm {cluster}"] if cluster else []
        lines += [_line(s), *(f"        {w}" for w in s.why)]
    return lines


def _line(s: Standing) -> str:
    place = "  –" if s.place is None else f"{s.place:>3}"
    amount = f"{show(s.sheet.total, 2)}" + ("" if s.sheet.root.complete else f" (thiếu {s.sheet.root.open} tiêu chí)")
    return f"{place}. {s.sheet.unit.title:<40} {amount:>12}" + (f"  {s.cls.name}" if s.cls.name else "")


def _proposal_lines(found: Sequence[Proposal]) -> list[str]:
    lines = [""] if found else []
    for p in found:
        where = f" ({p.cluster})" if p.cluster else ""
        lines.append(f"{p.award}{where}: {p.limit.explanation}; {'; '.join(p.why)}: {', '.join(p.units) or 'không có'}")
        if p.at_border:
            lines.append(f"    bằng điểm ở ngưỡng, cần chọn: {', '.join(p.at_border)}")
    return lines


def _data(s: Standing, args: argparse.Namespace, table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {
        "unit": s.unit_id,
        "name": s.sheet.unit.title,
        "cluster": s.sheet.unit.cluster,
        "place": s.place,
        "total": s.sheet.total,
        "own_max": s.sheet.root.own_max,
        "class": s.cls.name,
        "why": [*s.why, *s.cls.why],
        "missing": [{"path": p, "why": w} for p, w in s.sheet.missing],
    }
    return {**made, "explanation": explain.data(s.sheet.root, s.sheet.unit, args.stage, table.spec.stages)}


def _chosen(p: Proposal) -> dict[str, Any]:
    return {"award": p.award, "cluster": p.cluster, "limit": p.limit.rounded, "says": p.limit.explanation, "units": p.units, "at_border": p.at_border}


# ---- lint, convert, sheet ------------------------------------------------------------------------------


def run_lint(args: argparse.Namespace, files: Sequence[Path]) -> Answer:
    """What is wrong with a table; 1 if something is."""
    table = table_of(files[0])
    found = lint(table)
    grave = sum(f.level == "warning" for f in found)
    data = {"table": table.spec.id, "faults": [{"code": f.code, "path": f.path, "says": f.says, "level": f.level} for f in found]}
    reason = f"{len(table.leaves)} tiêu chí; {grave} điểm cần sửa, {len(found) - grave} điểm cần biết"
    return Answer(JUDGED if grave else OK, reason, [("✗ " if f.level == "warning" else "· ") + str(f) for f in found], data)


def run_convert(args: argparse.Namespace, files: Sequence[Path]) -> Answer:
    """Write a table as the other kind of file."""
    spec, out = table_of(files[0]).spec, files[1]
    if out.suffix.lower() == ".xlsx":
        write_table(spec, out)
    else:
        out.write_text(yaml(spec), "utf-8")
    return Answer(OK, f"Đã ghi {out}", data={"file": str(out)})


def run_sheet(args: argparse.Namespace, files: Sequence[Path]) -> Answer:
    """Write the workbook in which figures are entered."""
    units = units_of(args.units) if args.units else [Unit("DV1", "Đơn vị 1")]
    write_inputs(table_of(files[0]), units, files[1], args.stage)
    return Answer(OK, f"Đã ghi {files[1]}: {len(units)} đơn vị", data={"file": str(files[1])})


# ---- questions -----------------------------------------------------------------------------------------


def run_gaps(args: argparse.Namespace, files: Sequence[Path]) -> Answer:
    """Points to the next place; how the order leans on each criterion."""
    order = questions.ranked(table_of(files[0]), units_of(files[1]), args.stage, period=_period(args))
    found, leaning = questions.gaps(order), questions.robustness(order)
    lines = [f"{_line(g.standing)}   cách hạng trên {show(g.to_above)}, hơn hạng dưới {show(g.to_below)}" for g in found]
    lines += ["", "Bỏ từng tiêu chí, thứ tự đổi thế nào:"]
    lines += [
        f"  {x.path}: {x.swaps} cặp đổi chỗ, {len(x.moved)} đơn vị đổi hạng, điểm chênh nhiều nhất {show(x.spread)}"
        for x in leaning
        if x.swaps or x.moved
    ]
    data = {
        "gaps": [{"unit": g.standing.unit_id, "place": g.standing.place, "to_above": g.to_above, "to_below": g.to_below} for g in found],
        "criteria": [{"path": x.path, "swaps": x.swaps, "moved": x.moved, "spread": x.spread} for x in leaning],
    }
    return Answer(OK, f"{len(found)} đơn vị được xếp hạng", lines, data)


def run_diff(args: argparse.Namespace, files: Sequence[Path]) -> Answer:
    """What differs between the first stage and the last (or ``--stage``)."""
    table, units = table_of(files[0]), units_of(files[1])
    first, last = table.spec.stages[0], args.stage or table.spec.stages[-1]
    found = questions.differences(table, units, first, last)
    rows = [{"unit": d.unit, "path": d.path, first: d.first, last: d.second, "change": d.change, "by": d.by, "why": d.why} for d in found]
    lines = [f"{d.unit}  {d.path} {d.name}: {show(d.first)} → {show(d.second)}" + (f"  ({d.by}: {d.why})" if d.by or d.why else "") for d in found]
    return Answer(JUDGED if found else OK, f"{len(found)} tiêu chí khác nhau", lines, {"differences": rows})


def run_what_if(args: argparse.Namespace, files: Sequence[Path]) -> Answer:
    """A unit with other inputs."""
    if not args.unit or not args.changes:
        raise Refused("what-if cần --unit và ít nhất một --set TIÊU-CHÍ:CHỈ-SỐ=GIÁ-TRỊ")
    table, units = table_of(files[0]), units_of(files[1])
    if args.unit not in {u.id for u in units}:
        raise Refused(f"Không có đơn vị “{args.unit}”")
    found = questions.what_if(table, units, args.unit, _changes(args.changes), args.stage)
    moved = [f"{_line(a)}  →  hạng {b.place}, {show(b.amount, 2)} điểm" for a, b in found.others]
    lines = [f"Nay:  {_line(found.before)}", f"Nếu:  {_line(found.after)}", *(["", "Đơn vị khác đổi theo:"] if moved else []), *moved]
    pair = [{"place": s.place, "total": s.sheet.total, "class": s.cls.name} for s in (found.before, found.after)]
    change = show(found.after.sheet.total - found.before.sheet.total)
    return Answer(OK, f"Tổng điểm thay đổi {change}", lines, {"before": pair[0], "after": pair[1], "others": [b.unit_id for _, b in found.others]})


def _changes(words: Sequence[str]) -> dict[str, Entry]:
    found: dict[str, dict[str, Any]] = {}
    for word in words:
        name, sep, value = word.partition("=")
        if not sep:
            raise Refused(f"“{word}” cần dạng TIÊU-CHÍ=GIÁ-TRỊ hoặc TIÊU-CHÍ:CHỈ-SỐ=GIÁ-TRỊ")
        path, _, key = name.partition(":")
        found.setdefault(path, {})[key or "value"] = value
    problems: list[str] = []
    made = {p: loading.entry(_plain(values), p, problems) for p, values in found.items()}
    if problems:
        raise InputError(problems)
    return made


def _plain(values: dict[str, Any]) -> Any:
    return values["value"] if set(values) == {"value"} else values


def run_draft(args: argparse.Namespace, files: Sequence[Path]) -> Answer:
    """The same inputs under another table; 1 if somebody moves."""
    found = questions.draft(table_of(files[0]), table_of(files[1]), units_of(files[2]), args.stage)
    moved = [m for m in found if m.before.place != m.after.place or m.before.cls.name != m.after.cls.name]
    lines: list[str] = []
    for m in found:
        lines.append(f"{m.after.sheet.unit.title}: hạng {m.before.place or '–'} → {m.after.place or '–'}, {_two(m)}")
        lines += [f"    {path or 'tổng'} {show(amount)}: {why}" for path, amount, why in m.causes[:5]]
    data = {"moves": [_moved(m) for m in found]}
    return Answer(JUDGED if moved else OK, f"{len(moved)}/{len(found)} đơn vị đổi hạng hoặc xếp loại", lines, data)


def run_periods(args: argparse.Namespace, files: Sequence[Path]) -> Answer:
    """One figure out of several periods, one file of figures each (named by the file), as the table says."""
    if len(files) < 2:
        raise Refused("periods cần một bảng và ít nhất một tệp số liệu")
    table = table_of(files[0])
    totals = {f.stem: {s.unit.id: s.total for s in score(table, units_of(f), args.stage) if s.root.complete} for f in files[1:]}
    made = over_periods(table.spec, totals)
    ordered = sorted(made.items(), key=lambda pair: (-pair[1], pair[0]))
    lines = [
        f"{unit:<30} {show(value, 2):>10}  ({', '.join(f'{p} {show(t[unit], 2)}' for p, t in totals.items() if unit in t)})"
        for unit, value in ordered
    ]
    return Answer(OK, f"{len(made)} đơn vị, {len(totals)} kỳ", lines, {"totals": dict(ordered), "periods": totals})


def _two(m: questions.Move) -> str:
    classes = f", {m.before.cls.name or '–'} → {m.after.cls.name or '–'}" if m.before.cls.name != m.after.cls.name else ""
    return f"{show(m.before.sheet.total, 2)} → {show(m.after.sheet.total, 2)} điểm{classes}"


def _moved(m: questions.Move) -> dict[str, Any]:
    causes = [{"path": p, "points": a, "why": w} for p, a, w in m.causes]
    before, after = ({"place": s.place, "total": s.sheet.total, "class": s.cls.name} for s in (m.before, m.after))
    return {"unit": m.after.unit_id, "before": before, "after": after, "causes": causes}


_VERBS: dict[str, tuple[Callable[[argparse.Namespace, Sequence[Path]], Answer], int]] = {
    "lint": (run_lint, 1),
    "cases": (on_cases.run_cases, 0),
    "gaps": (run_gaps, 2),
    "diff": (run_diff, 2),
    "what-if": (run_what_if, 2),
    "draft": (run_draft, 3),
    "periods": (run_periods, 0),
    "convert": (run_convert, 2),
    "sheet": (run_sheet, 2),
}
