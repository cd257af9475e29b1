"""What the commands share: the answer they give, the options they take, dates and rulebooks as arguments."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vinhdanh.merit.rulebook import DATA, Rulebook, RulebookError, load
from vinhdanh.merit.time import parse_day

OK, JUDGED, UNREADABLE, INTERNAL = 0, 1, 2, 3


@dataclass(slots=True)
class Answer:
    """What a command says: exit code, its reason, the lines for people, the data for ``--json``."""

    code: int
    reason: str
    lines: Sequence[str] = ()
    data: dict[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """The command cannot be carried out as asked; the message says why and what to do, in Vietnamese."""


def day(text: str) -> dt.date:
    """A date of the command line: ``2025-11-30``, ``30/11/2025`` or a partial date. Raises ``argparse`` error."""
    try:
        return parse_day(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày; viết như 2025-11-30 hoặc 30/11/2025") from None


def add_common(parser: argparse.ArgumentParser, *, on: bool = True, authority: bool = True) -> None:
    """``--json``, and where they apply ``--on`` and ``--authority``."""
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    if on:
        parser.add_argument("--on", type=day, default=None, metavar="NGÀY", help="ngày đề nghị hoặc quyết định (mặc định: hôm nay)")
    if authority:
        parser.add_argument("--authority", default="procuracy", metavar="NGÀNH", help="bộ quy tắc: national hoặc procuracy (mặc định)")


def on_day(args: argparse.Namespace) -> dt.date:
    """The day asked for; today if none was given (the only place that reads the clock)."""
    return args.on or dt.date.today()


def rulebook(authority: str) -> Rulebook:
    """The rulebook named. Raises ``Refused`` with its faults."""
    known = sorted(p.name for p in DATA.iterdir() if p.is_dir())
    if authority not in known:
        raise Refused(f"Không có bộ quy tắc “{authority}”. Hãy chọn một trong: {', '.join(known)}")
    try:
        return load(authority)
    except RulebookError as error:
        raise Refused("Bộ quy tắc có lỗi:\n" + "\n".join(error.problems)) from None


def existing(path: Path) -> Path:
    """The path, if there is a file. Raises ``Refused``."""
    if not path.is_file():
        raise Refused(f"Không có tệp “{path}”. Hãy kiểm tra lại tên và đường dẫn.")
    return path


class Bar:
    """A progress bar on the terminal's error stream; silent where nobody watches or the work is short."""

    def __init__(self, words: str, shown_from: int = 200) -> None:
        self.words, self.shown_from, self.last = words, shown_from, -1

    def __call__(self, done: int, total: int) -> None:
        percent = done * 100 // total
        if total < self.shown_from or percent == self.last or not sys.stderr.isatty():
            return
        self.last = percent
        print(f"\r{self.words} [{'█' * (percent // 4):<25}] {percent:3d}%", end="\n" if done == total else "", file=sys.stderr, flush=True)


def dong(amount: int | None) -> str:
    """An amount as Vietnamese write it: ``1.490.000 đồng``."""
    return "chưa rõ" if amount is None else f"{amount:,}".replace(",", ".") + " đồng"


def vn(date: dt.date) -> str:
    """A date as Vietnamese write it: ``02/09/2026``."""
    return f"{date:%d/%m/%Y}"


def bullets(items: Iterable[str], mark: str = "- ") -> list[str]:
    """Lines with a mark before each."""
    return [f"{mark}{item}" for item in items]
