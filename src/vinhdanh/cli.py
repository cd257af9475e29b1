"""The command ``vinhdanh``: Vietnamese output, ``--json`` everywhere, exit codes that tell the truth.

0 all đạt or passed · 1 judged, some chưa đạt, chưa rõ or failed · 2 unreadable file, cell or command · 3 internal error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

from vinhdanh import __version__
from vinhdanh.commands import audit, backup, cases, check, compare, demo, manage, money, plan, restore, rules, score, serve, template, verify, worker
from vinhdanh.commands.common import INTERNAL, UNREADABLE, Answer, Refused

COMMANDS = (template, check, cases, plan, rules, compare, money, score, serve, demo, audit, worker, backup, restore, verify)


class UsageError(Exception):
    """The command line itself is wrong."""


class Parser(argparse.ArgumentParser):
    """An ``ArgumentParser`` whose complaints are Vietnamese and catchable."""

    def error(self, message: str) -> NoReturn:
        """Raise ``UsageError`` with a Vietnamese message."""
        words = {
            "the following arguments are required:": "thiếu:",
            "unrecognized arguments:": "không hiểu:",
            "invalid choice:": "không có:",
            "expected one argument": "cần một giá trị",
            "(choose from": "(chọn trong",
            "argument ": "",
            "expected at least one argument": "cần ít nhất một giá trị",
            "invalid Path value:": "đường dẫn không hợp lệ:",
        }
        for english, vietnamese in words.items():
            message = message.replace(english, vietnamese)
        raise UsageError(f"Lệnh chưa đúng: {message}. Xem: {self.prog} --help")


def parser() -> Parser:
    """The parser of all commands."""
    main_parser = Parser(prog="vinhdanh", description="Thi đua – khen thưởng: luật quyết định và nói rõ vì sao.", add_help=False)
    _help(main_parser)
    main_parser.add_argument("--version", action="version", version=f"vinhdanh {__version__}", help="in phiên bản")
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="LỆNH", parser_class=Sub)
    for module in COMMANDS:
        module.add(commands)
    return main_parser


class Sub(Parser):
    """The parser of one command, its help in Vietnamese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False})
        _help(self)


def _help(made: argparse.ArgumentParser) -> None:
    made._positionals.title, made._optionals.title = "tham số", "tùy chọn"
    made.add_argument("-h", "--help", action="help", help="in hướng dẫn này")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["manage"]:
        return manage.run(words[1:])
    answer = _answer(words)
    try:
        _say(answer, "--json" in words)
    except BrokenPipeError:  # the reader went away (``| head``): nothing left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.code


def _answer(words: list[str]) -> Answer:
    try:
        args = parser().parse_args(words)
        return args.run(args)  # type: ignore[no-any-return]
    except (UsageError, Refused) as error:
        return Answer(UNREADABLE, str(error))
    except Exception as error:
        if os.environ.get("VINHDANH_DEBUG"):
            traceback.print_exc()
        return Answer(
            INTERNAL, f"Lỗi bên trong chương trình ({type(error).__name__}: {error}). Đặt VINHDANH_DEBUG=1 rồi chạy lại để xem chi tiết và báo lỗi."
        )


def _say(answer: Answer, as_json: bool) -> None:
    if as_json:
        print(json.dumps({**answer.data, "exit": {"code": answer.code, "reason": answer.reason}}, ensure_ascii=False, indent=1, default=str))
        return
    for line in answer.lines:
        print(line)
    print(answer.reason, file=sys.stderr if answer.code >= UNREADABLE else sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
